//! One's own log-in: second factor, recovery codes, password.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use kernel::PasskeyId;
use platform::{
    Ctx, Secret,
    http::{Input, Wire, caller_key},
};
use poem::Request;
use poem_openapi::{Object, OpenApi, payload::Json};
use serde::Deserialize;

use super::{DoneAnswer, OwnProblem, SessionProblem, Tag, session_of};
use crate::{
    api::Parts,
    app::{self, NewPassword, OwnFactors},
    store::passkey::Stored,
};

/// One's own log-in.
#[derive(Clone)]
pub struct AccountApi(pub(super) Arc<Parts>);

/// What a person logs in by beside the password.
#[derive(Object)]
struct OwnLogin {
    /// Whether an authenticator app is confirmed.
    totp: bool,
    /// Recovery codes that are left.
    recovery_codes: u64,
    /// Oldest first.
    passkeys: Vec<OwnPasskey>,
    /// Whether the service can have passkeys: not where it is reached by a bare address.
    passkeys_offered: bool,
    /// Whether a centre or the national layer asks for a second factor.
    second_factor_demanded: bool,
}

/// A passkey of one's own.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
struct OwnPasskey {
    id: Wire<PasskeyId>,
    /// What its owner calls it.
    name: String,
    created_at: DateTime<Utc>,
    /// When it last logged in; absent if never.
    used_at: Option<DateTime<Utc>>,
}

impl From<Stored> for OwnPasskey {
    fn from(stored: Stored) -> Self {
        Self {
            id: Wire(stored.id),
            name: stored.name,
            created_at: stored.created_at,
            used_at: stored.used_at,
        }
    }
}

impl From<OwnFactors> for OwnLogin {
    fn from(own: OwnFactors) -> Self {
        Self {
            totp: own.factors.totp,
            recovery_codes: own.factors.recovery_codes,
            passkeys: own.passkeys.into_iter().map(OwnPasskey::from).collect(),
            passkeys_offered: own.offers_passkeys,
            second_factor_demanded: own.is_demanded,
        }
    }
}

/// What an authenticator app is told.
#[derive(Object)]
struct TotpEnrolment {
    /// Base32, to be typed into the app.
    secret: String,
    /// The same as an `otpauth:` address, to be shown as a QR code.
    uri: String,
}

/// A first code.
#[derive(Object, Deserialize)]
#[serde(deny_unknown_fields)]
struct TotpCode {
    /// The six digits that the app shows.
    code: String,
}

/// Recovery codes, shown this once.
#[derive(Object)]
pub(super) struct RecoveryCodes {
    /// Empty where there were some before, which stay.
    pub(super) recovery_codes: Vec<String>,
}

/// The password once more.
#[derive(Object, Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnPassword {
    password: String,
}

/// A new password.
#[derive(Object, Deserialize)]
#[serde(deny_unknown_fields)]
struct PasswordChange {
    /// The present one.
    password: String,
    /// At least 12 characters.
    new_password: String,
}

#[OpenApi(tag = "Tag::Access")]
impl AccountApi {
    /// Show own second factors
    #[oai(path = "/me/factors", method = "get", operation_id = "factor_list")]
    async fn factors(&self, ctx: Ctx, request: &Request) -> Result<Json<OwnLogin>, SessionProblem> {
        let session = session_of(&self.0, &ctx, request).await?;
        let own = app::own_factors(&ctx, &self.0, session.account).await?;
        Ok(Json(own.into()))
    }

    /// Begin to add authenticator app
    #[oai(path = "/me/totp", method = "post", operation_id = "totp_begin")]
    async fn begin_totp(
        &self,
        ctx: Ctx,
        request: &Request,
    ) -> Result<Json<TotpEnrolment>, OwnProblem> {
        let session = session_of(&self.0, &ctx, request).await?;
        let begun = app::begin_totp(&ctx, &self.0, session.account).await?;
        Ok(Json(TotpEnrolment {
            secret: begun.secret.expose().clone(),
            uri: begun.uri.expose().clone(),
        }))
    }

    /// Confirm authenticator app by first code
    #[oai(
        path = "/me/totp/confirm",
        method = "post",
        operation_id = "totp_confirm"
    )]
    async fn confirm_totp(
        &self,
        ctx: Ctx,
        request: &Request,
        body: Input<TotpCode>,
    ) -> Result<Json<RecoveryCodes>, OwnProblem> {
        let session = session_of(&self.0, &ctx, request).await?;
        let codes = app::confirm_totp(&ctx, &self.0, session.account, &body.0.code).await?;
        Ok(Json(RecoveryCodes {
            recovery_codes: codes,
        }))
    }

    /// Remove authenticator app
    #[oai(
        path = "/me/totp/remove",
        method = "post",
        operation_id = "totp_remove"
    )]
    async fn remove_totp(
        &self,
        ctx: Ctx,
        request: &Request,
        body: Input<OwnPassword>,
    ) -> Result<DoneAnswer, OwnProblem> {
        let session = session_of(&self.0, &ctx, request).await?;
        let caller = caller_key(request, self.0.trusted_proxies);
        let password = (Secret::new(body.0.password), caller.as_str());
        app::remove_totp(&ctx, &self.0, session.account, password).await?;
        Ok(DoneAnswer::Done)
    }

    /// Draw new recovery codes
    #[oai(
        path = "/me/recovery-codes",
        method = "post",
        operation_id = "recovery_renew"
    )]
    async fn renew_recovery_codes(
        &self,
        ctx: Ctx,
        request: &Request,
        body: Input<OwnPassword>,
    ) -> Result<Json<RecoveryCodes>, OwnProblem> {
        let session = session_of(&self.0, &ctx, request).await?;
        let caller = caller_key(request, self.0.trusted_proxies);
        let password = (Secret::new(body.0.password), caller.as_str());
        let codes = app::renew_recovery_codes(&ctx, &self.0, session.account, password).await?;
        Ok(Json(RecoveryCodes {
            recovery_codes: codes,
        }))
    }

    /// Change own password
    #[oai(
        path = "/me/password",
        method = "put",
        operation_id = "password_change"
    )]
    async fn change_password(
        &self,
        ctx: Ctx,
        request: &Request,
        body: Input<PasswordChange>,
    ) -> Result<DoneAnswer, OwnProblem> {
        let session = session_of(&self.0, &ctx, request).await?;
        let command = NewPassword {
            present: Secret::new(body.0.password),
            new: Secret::new(body.0.new_password),
            caller: caller_key(request, self.0.trusted_proxies),
        };
        app::change_password(&ctx, &self.0, &session, command).await?;
        Ok(DoneAnswer::Done)
    }
}
