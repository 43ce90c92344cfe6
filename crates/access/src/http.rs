//! Operations: log in, log out, who am I.

mod account;
mod audit;
mod audit_bodies;
mod audit_export;
mod login_rules;
mod oidc;
mod passkeys;
mod provider;
mod second_step;
mod sessions;
mod shape;
mod staff;
mod staff_shape;

use std::{fmt, sync::Arc};

use kernel::{Actor, ProblemCode, Scope};
use platform::{
    Ctx, Secret,
    http::{Input, Problem, caller_key},
    problem_responses,
};
use poem::{Request, http::header};
use poem_openapi::{ApiResponse, OpenApi, Tags, payload::Json};

use crate::{
    api::Parts,
    app::{self, Admission, Entered, Login, Visit},
    domain::{Device, Session},
    gate::Credential,
    store,
};
use account::AccountApi;
pub use audit::AuditApi;
use login_rules::LoginRulesApi;
pub use oidc::OidcApi;
use passkeys::PasskeysApi;
pub use provider::ProviderApi;
use second_step::SecondStepApi;
use sessions::SessionsApi;
use shape::{Credentials, EndSession, Me, PendingLogin};
pub use staff::StaffAccessApi;

/// Every operation of the module on one's own log-in and on those of a centre.
pub type AccessApis = (
    AccessApi,
    SecondStepApi,
    AccountApi,
    PasskeysApi,
    SessionsApi,
    LoginRulesApi,
);

pub(crate) fn apis(parts: &Arc<Parts>) -> AccessApis {
    let parts = || Arc::clone(parts);
    (
        AccessApi(parts()),
        SecondStepApi(parts()),
        AccountApi(parts()),
        PasskeysApi(parts()),
        SessionsApi(parts()),
        LoginRulesApi(parts()),
    )
}

/// Log-in and permission over HTTP.
#[derive(Clone)]
pub struct AccessApi(Arc<Parts>);

/// APIs print no more than their names: what they share holds keys.
macro_rules! named {
    ($($api:ident),*) => {$(
        impl fmt::Debug for $api {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($api))
            }
        }
    )*};
}

named!(
    AccessApi,
    SecondStepApi,
    AccountApi,
    PasskeysApi,
    SessionsApi,
    LoginRulesApi
);

#[derive(Tags)]
enum Tag {
    /// Logging in and out, and what a person may do.
    Access,
}

problem_responses! {
    /// Why nobody was logged in.
    LoginProblem {
        Refused = 401,
        UnsupportedMediaType = 415,
        BodyTooLarge = 413,
    }
}

problem_responses! {
    /// Why a log-in was of no use.
    SessionProblem {
        Unauthenticated = 401,
        Forbidden = 403,
    }
}

problem_responses! {
    /// Why nothing was changed of one's own log-in.
    OwnProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        WrongState = 409,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
    }
}

#[derive(ApiResponse)]
#[expect(clippy::large_enum_variant, reason = "one lives as long as its answer")]
enum LoginAnswer {
    /// Logged in.
    #[oai(status = 200)]
    Done(
        Json<Me>,
        /// The session cookie; left out where a bearer token was asked for.
        #[oai(header = "Set-Cookie")]
        Option<String>,
    ),
    /// The password was right; the second step is missing.
    #[oai(status = 202)]
    Pending(Json<PendingLogin>),
}

#[derive(ApiResponse)]
enum EnteredAnswer {
    /// Logged in.
    #[oai(status = 200)]
    Done(
        Json<Me>,
        /// The session cookie; left out where a bearer token was asked for.
        #[oai(header = "Set-Cookie")]
        Option<String>,
    ),
}

#[derive(ApiResponse)]
enum LogoutAnswer {
    /// Logged out.
    #[oai(status = 204)]
    Done(
        /// Takes the session cookie back.
        #[oai(header = "Set-Cookie")]
        String,
    ),
    /// Logged out here, and still logged in at the provider that let the person in.
    #[oai(status = 200)]
    HereOnly(
        Json<EndSession>,
        /// Takes the session cookie back.
        #[oai(header = "Set-Cookie")]
        String,
    ),
}

/// Nothing is left to say.
#[derive(ApiResponse)]
enum DoneAnswer {
    /// It is done.
    #[oai(status = 204)]
    Done,
}

/// Who stands at the door.
fn visit_of(parts: &Parts, request: &Request, is_bearer: bool) -> Visit {
    Visit {
        caller: caller_key(request, parts.trusted_proxies),
        replaces: Credential::cookie_of(request).filter(|_| !is_bearer),
        device: Device::of(request.header(header::USER_AGENT).unwrap_or_default()),
    }
}

/// The session a request was admitted by.
async fn session_of(parts: &Parts, ctx: &Ctx, request: &Request) -> Result<Arc<Session>, Problem> {
    let unauthenticated = || Problem::new(ProblemCode::Unauthenticated);
    let credential = Credential::of(request).filter(|_| ctx.actor != Actor::Anyone);
    let credential = credential.ok_or_else(unauthenticated)?;
    let session = parts.session(ctx, credential.token.expose()).await?;
    session.ok_or_else(unauthenticated)
}

async fn me(parts: &Parts, ctx: &Ctx, session: &Session) -> Result<Me, Problem> {
    let tx = ctx.database().read(Scope::System).await?;
    let account = store::account::find(&tx, session.account).await?;
    drop(tx);
    let account = account.ok_or_else(|| Problem::new(ProblemCode::Unauthenticated))?;
    Ok(app::profile(parts, account, session).await?.into())
}

/// The person of a session that just began, and the header that hands its token to a browser.
async fn welcome(
    parts: &Parts,
    ctx: &Ctx,
    entered: Entered,
) -> Result<(Json<Me>, Option<String>), Problem> {
    let Entered { token, is_bearer } = entered;
    let session = parts.session(ctx, token.expose()).await?;
    let session = session.ok_or_else(|| Problem::new(ProblemCode::Unauthenticated))?;
    let mut me = me(parts, ctx, &session).await?;
    if is_bearer {
        me.token = Some(token.expose().clone());
        return Ok((Json(me), None));
    }
    let cookie = parts
        .origin
        .cookie(&token, parts.config.lifetime().num_seconds());
    Ok((Json(me), Some(cookie)))
}

#[OpenApi(tag = "Tag::Access")]
impl AccessApi {
    /// Log in
    #[oai(path = "/auth/login", method = "post", operation_id = "auth_login")]
    async fn login(
        &self,
        ctx: Ctx,
        request: &Request,
        body: Input<Credentials>,
    ) -> Result<LoginAnswer, LoginProblem> {
        let is_bearer = body.0.bearer.unwrap_or_default();
        let command = Login {
            email: body.0.email,
            password: Secret::new(body.0.password),
            is_bearer,
            visit: visit_of(&self.0, request, is_bearer),
        };
        match app::login(&ctx, &self.0, command).await? {
            Admission::SecondFactor(pending) => Ok(LoginAnswer::Pending(Json(pending.into()))),
            Admission::Session(token) => {
                let entered = Entered { token, is_bearer };
                let (me, cookie) = welcome(&self.0, &ctx, entered).await?;
                Ok(LoginAnswer::Done(me, cookie))
            }
        }
    }

    /// Log out
    #[oai(path = "/auth/logout", method = "post", operation_id = "auth_logout")]
    async fn logout(&self, ctx: Ctx, request: &Request) -> Result<LogoutAnswer, SessionProblem> {
        let elsewhere = match Credential::of(request) {
            Some(credential) => app::logout(&ctx, &self.0, &credential.token).await?,
            None => None,
        };
        let cookie = self.0.origin.expired_cookie();
        Ok(match elsewhere {
            Some(url) => LogoutAnswer::HereOnly(Json(EndSession { url }), cookie),
            None => LogoutAnswer::Done(cookie),
        })
    }

    /// Show who is logged in
    #[oai(path = "/me", method = "get", operation_id = "me_get")]
    async fn me_get(&self, ctx: Ctx, request: &Request) -> Result<Json<Me>, SessionProblem> {
        let session = session_of(&self.0, &ctx, request).await?;
        Ok(Json(me(&self.0, &ctx, &session).await?))
    }
}
