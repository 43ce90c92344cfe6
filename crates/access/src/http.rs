//! Operations: log in, log out, who am I.

mod audit;
mod shape;

use std::{fmt, sync::Arc};

use kernel::{Actor, ProblemCode, Scope};
use platform::{
    Ctx, Secret,
    http::{Input, Problem, caller_key},
    problem_responses,
};
use poem::Request;
use poem_openapi::{ApiResponse, OpenApi, Tags, payload::Json};

use crate::{
    api::Parts,
    app::{self, Login},
    gate::Credential,
    store,
};
pub use audit::AuditApi;
use shape::{Credentials, Me};

/// Log-in and permission over HTTP.
#[derive(Clone)]
pub struct AccessApi(Arc<Parts>);

impl fmt::Debug for AccessApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessApi")
    }
}

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

#[derive(ApiResponse)]
enum LoginAnswer {
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
}

impl AccessApi {
    pub(crate) fn new(parts: Arc<Parts>) -> Self {
        Self(parts)
    }

    async fn me(&self, ctx: &Ctx, token: &Secret<String>) -> Result<Me, Problem> {
        let unauthenticated = || Problem::new(ProblemCode::Unauthenticated);
        let session = self.0.sessions.find(ctx, token.expose()).await?;
        let session = session.ok_or_else(unauthenticated)?;
        let tx = ctx.database().read(Scope::System).await?;
        let account = store::account::find(&tx, session.account).await?;
        drop(tx);
        let account = account.ok_or_else(unauthenticated)?;
        Ok(app::profile(&self.0, account, &session).await?.into())
    }
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
            caller: caller_key(request, self.0.trusted_proxies),
            replaces: Credential::cookie_of(request).filter(|_| !is_bearer),
        };
        let token = app::login(&ctx, &self.0, command).await?;
        let mut me = self.me(&ctx, &token).await?;
        if is_bearer {
            me.token = Some(token.expose().clone());
            return Ok(LoginAnswer::Done(Json(me), None));
        }
        let seconds = self.0.config.lifetime().num_seconds();
        let cookie = self.0.origin.cookie(&token, seconds);
        Ok(LoginAnswer::Done(Json(me), Some(cookie)))
    }

    /// Log out
    #[oai(path = "/auth/logout", method = "post", operation_id = "auth_logout")]
    async fn logout(&self, ctx: Ctx, request: &Request) -> Result<LogoutAnswer, SessionProblem> {
        if let Some(credential) = Credential::of(request) {
            app::logout(&ctx, &self.0, &credential.token).await?;
        }
        Ok(LogoutAnswer::Done(self.0.origin.expired_cookie()))
    }

    /// Show who is logged in
    #[oai(path = "/me", method = "get", operation_id = "me_get")]
    async fn me_get(&self, ctx: Ctx, request: &Request) -> Result<Json<Me>, SessionProblem> {
        let credential = Credential::of(request).filter(|_| ctx.actor != Actor::Anyone);
        let credential = credential.ok_or_else(|| Problem::new(ProblemCode::Unauthenticated))?;
        Ok(Json(self.me(&ctx, &credential.token).await?))
    }
}
