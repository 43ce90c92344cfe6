//! One's own passkeys.

use std::sync::Arc;

use kernel::PasskeyId;
use platform::{
    Ctx, Secret,
    http::{Input, Wire},
};
use poem::Request;
use poem_openapi::{ApiResponse, Object, OpenApi, param::Path, payload::Json, types::Any};
use serde::Deserialize;
use serde_json::Value;

use super::{
    DoneAnswer, OwnProblem, Tag, account::RecoveryCodes, second_step::PasskeyChallenge, session_of,
};
use crate::{
    api::Parts,
    app::{self, NewPasskey},
};

/// One's own passkeys.
#[derive(Clone)]
pub struct PasskeysApi(pub(super) Arc<Parts>);

/// A passkey that a device made.
#[derive(Object, Deserialize)]
#[serde(deny_unknown_fields)]
struct PasskeyInput {
    /// From the challenge.
    token: String,
    /// What its owner calls it, 1 to 60 characters.
    name: String,
    /// The credential as browsers write it (Web Authentication, 5.1).
    credential: Any<Value>,
}

#[derive(ApiResponse)]
enum AddedAnswer {
    /// It logs in from now on.
    #[oai(status = 201)]
    Done(Json<RecoveryCodes>),
}

#[OpenApi(tag = "Tag::Access")]
impl PasskeysApi {
    /// Begin to add passkey
    #[oai(
        path = "/me/passkeys/options",
        method = "post",
        operation_id = "passkey_begin"
    )]
    async fn begin(
        &self,
        ctx: Ctx,
        request: &Request,
    ) -> Result<Json<PasskeyChallenge>, OwnProblem> {
        let session = session_of(&self.0, &ctx, request).await?;
        let challenge = app::begin_passkey(&ctx, &self.0, session.account).await?;
        Ok(Json(challenge.into()))
    }

    /// Add passkey
    #[oai(
        path = "/me/passkeys",
        method = "post",
        operation_id = "passkey_create"
    )]
    async fn create(
        &self,
        ctx: Ctx,
        request: &Request,
        body: Input<PasskeyInput>,
    ) -> Result<AddedAnswer, OwnProblem> {
        let session = session_of(&self.0, &ctx, request).await?;
        let command = NewPasskey {
            token: Secret::new(body.0.token),
            name: body.0.name,
            credential: body.0.credential.0,
        };
        let codes = app::create_passkey(&ctx, &self.0, session.account, command).await?;
        Ok(AddedAnswer::Done(Json(RecoveryCodes {
            recovery_codes: codes,
        })))
    }

    /// Delete passkey
    #[oai(
        path = "/me/passkeys/:id",
        method = "delete",
        operation_id = "passkey_delete"
    )]
    async fn delete(
        &self,
        ctx: Ctx,
        request: &Request,
        id: Path<Wire<PasskeyId>>,
    ) -> Result<DoneAnswer, OwnProblem> {
        let session = session_of(&self.0, &ctx, request).await?;
        app::delete_passkey(&ctx, &self.0, session.account, id.0.0).await?;
        Ok(DoneAnswer::Done)
    }
}
