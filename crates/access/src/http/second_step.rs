//! The second step of a log-in, and log-in by a passkey alone.

use std::sync::Arc;

use platform::{
    Ctx, Secret,
    http::{Input, Problem, caller_key},
    problem_responses,
};
use poem::Request;
use poem_openapi::{Object, OpenApi, payload::Json, types::Any};
use serde::Deserialize;
use serde_json::Value;

use super::{EnteredAnswer, Tag, visit_of, welcome};
use crate::{
    api::Parts,
    app::{self, Challenge, PasskeyLogin, PasskeyProof, Proof, SecondStep},
};

/// The second step of a log-in.
#[derive(Clone)]
pub struct SecondStepApi(pub(super) Arc<Parts>);

problem_responses! {
    /// Why the second step led to nothing.
    StepProblem {
        Refused = 401,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
    }
}

/// The second step: one of a code and a recovery code.
#[derive(Object, Deserialize)]
#[serde(deny_unknown_fields)]
struct SecondFactor {
    /// From the answer to the password.
    token: String,
    /// The six digits that the authenticator app shows.
    code: Option<String>,
    /// One of the recovery codes, which is used up.
    recovery_code: Option<String>,
}

/// A wish to log in by a passkey.
#[derive(Object, Deserialize)]
#[serde(deny_unknown_fields)]
struct PasskeyWish {
    /// From the answer to the password; without it the passkey stands for the password too.
    token: Option<String>,
    /// Asks for a token in the answer to the signed challenge instead of a cookie.
    bearer: Option<bool>,
}

/// What a passkey is asked.
#[derive(Object)]
pub(super) struct PasskeyChallenge {
    /// Sent with what the passkey signed or made.
    token: String,
    /// The options as browsers read them (Web Authentication, 5.1.9 and 5.1.10).
    options: Any<Value>,
}

impl From<Challenge> for PasskeyChallenge {
    fn from(challenge: Challenge) -> Self {
        Self {
            token: challenge.token.expose().clone(),
            options: Any(challenge.options),
        }
    }
}

/// What a passkey signed.
#[derive(Object, Deserialize)]
#[serde(deny_unknown_fields)]
struct PasskeyAnswer {
    /// From the challenge.
    token: String,
    /// The credential as browsers write it (Web Authentication, 5.1).
    credential: Any<Value>,
}

fn proof_of(body: &SecondFactor) -> Result<Proof, Problem> {
    match (&body.code, &body.recovery_code) {
        (Some(code), None) => Ok(Proof::Totp(code.clone())),
        (None, Some(code)) => Ok(Proof::RecoveryCode(code.clone())),
        _ => Err(Problem::invalid("code", "give this or recovery_code")),
    }
}

#[OpenApi(tag = "Tag::Access")]
impl SecondStepApi {
    /// Finish log-in by code
    #[oai(
        path = "/auth/second-factor",
        method = "post",
        operation_id = "auth_second_factor"
    )]
    async fn second_factor(
        &self,
        ctx: Ctx,
        request: &Request,
        body: Input<SecondFactor>,
    ) -> Result<EnteredAnswer, StepProblem> {
        let command = SecondStep {
            proof: proof_of(&body.0)?,
            token: Secret::new(body.0.token),
            visit: visit_of(&self.0, request, false),
        };
        let entered = app::second_factor(&ctx, &self.0, command).await?;
        let (me, cookie) = welcome(&self.0, &ctx, entered).await?;
        Ok(EnteredAnswer::Done(me, cookie))
    }

    /// Begin log-in by passkey
    #[oai(
        path = "/auth/passkey/options",
        method = "post",
        operation_id = "auth_passkey_begin"
    )]
    async fn begin(
        &self,
        ctx: Ctx,
        request: &Request,
        body: Input<PasskeyWish>,
    ) -> Result<Json<PasskeyChallenge>, StepProblem> {
        let command = PasskeyLogin {
            pending: body.0.token.map(Secret::new),
            is_bearer: body.0.bearer.unwrap_or_default(),
            caller: caller_key(request, self.0.trusted_proxies),
        };
        let challenge = app::begin_passkey_login(&ctx, &self.0, command).await?;
        Ok(Json(challenge.into()))
    }

    /// Finish log-in by passkey
    #[oai(path = "/auth/passkey", method = "post", operation_id = "auth_passkey")]
    async fn finish(
        &self,
        ctx: Ctx,
        request: &Request,
        body: Input<PasskeyAnswer>,
    ) -> Result<EnteredAnswer, StepProblem> {
        let command = PasskeyProof {
            token: Secret::new(body.0.token),
            credential: body.0.credential.0,
            visit: visit_of(&self.0, request, false),
        };
        let entered = app::finish_passkey_login(&ctx, &self.0, command).await?;
        let (me, cookie) = welcome(&self.0, &ctx, entered).await?;
        Ok(EnteredAnswer::Done(me, cookie))
    }
}
