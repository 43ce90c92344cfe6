//! Operations: log in by a provider, log out by it, link identities.

use std::{fmt, sync::Arc};

use chrono::{DateTime, Utc};
use kernel::{AccountId, Actor, IdentityId, IdentityProviderId, ProblemCode};
use platform::{
    Ctx,
    http::{Input, OneOf, Problem, Wire, Words, caller_key},
    problem_responses,
};
use poem::Request;
use poem_openapi::{
    ApiResponse, Object, OpenApi,
    param::{Path, Query},
    payload::{Form, Json},
};
use serde::Deserialize;

use super::{Tag, session_of, visit_of};
use crate::{
    api::Parts,
    app::{
        self, Arrival, BeginLogin, Begun, FLOW_LIFE, Finished, PendingLogin, Purpose, STEP_MINUTES,
    },
    domain::{LinkedIdentity, PRESET_WORDS, Provider, desk_path},
    gate::login_cookie_of,
};

/// Where people come back to who want to log in, and who want to link an identity.
const DESK: &str = "/desk/";
const ACCOUNT: &str = "/desk/account";

/// Log-in by providers over HTTP.
#[derive(Clone)]
pub struct OidcApi(Arc<Parts>);

impl fmt::Debug for OidcApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OidcApi")
    }
}

problem_responses! {
    /// Why there is no list.
    ListProblem {}
}

problem_responses! {
    /// Why nobody goes to a provider.
    StartProblem {
        NotFound = 404,
        UnsupportedMediaType = 415,
        BodyTooLarge = 413,
        Invalid = 422,
    }
}

problem_responses! {
    /// Why a logout token is not accepted.
    LogoutProblem {
        UnsupportedMediaType = 415,
        BodyTooLarge = 413,
    }
}

problem_responses! {
    /// Why a person's identities stay as they are.
    IdentityProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        UnsupportedMediaType = 415,
        BodyTooLarge = 413,
    }
}

/// The presets of providers.
#[derive(Debug)]
pub(super) struct PresetWord;

impl Words for PresetWord {
    const WORDS: &'static [&'static str] = PRESET_WORDS;
}

/// A provider on the log-in page.
#[derive(Object)]
struct LoginProvider {
    id: Wire<IdentityProviderId>,
    name: String,
    preset: Wire<OneOf<PresetWord>>,
}

#[derive(Object)]
struct LoginProviders {
    /// The national ones first.
    items: Vec<LoginProvider>,
}

/// A log-in to begin.
#[derive(Object, Deserialize)]
#[serde(deny_unknown_fields)]
struct LoginStart {
    provider: Wire<IdentityProviderId>,
    /// The page of the desk to come back to; its first page if absent.
    return_to: Option<String>,
}

/// Where the browser goes to log in.
#[derive(Object)]
struct LoginUrl {
    url: String,
}

/// An identity to link.
#[derive(Object, Deserialize)]
#[serde(deny_unknown_fields)]
struct IdentityLink {
    provider: Wire<IdentityProviderId>,
}

/// What a provider says of somebody who logged out.
#[derive(Object, Deserialize)]
struct LogoutForm {
    logout_token: String,
}

/// An identity at a provider that the account can log in by.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
struct Identity {
    id: Wire<IdentityId>,
    /// What the provider was called when the identity was linked.
    provider_name: String,
    linked_at: DateTime<Utc>,
    /// When somebody last logged in by it.
    used_at: Option<DateTime<Utc>>,
}

#[derive(Object)]
struct Identities {
    items: Vec<Identity>,
}

#[derive(ApiResponse)]
enum StartAnswer {
    /// The browser goes there.
    #[oai(status = 200)]
    Go(
        Json<LoginUrl>,
        /// Binds the log-in to this browser.
        #[oai(header = "Set-Cookie")]
        String,
    ),
}

#[derive(ApiResponse)]
enum CallbackAnswer {
    /// Back to the desk: to a page of it, with the token of a second step behind the `#` where one is due, or to the
    /// log-in page with a problem's code.
    #[oai(status = 303)]
    Back(
        #[oai(header = "Location")] String,
        /// The session cookie, where somebody was logged in.
        #[oai(header = "Set-Cookie")]
        Option<String>,
    ),
}

#[derive(ApiResponse)]
enum EndAnswer {
    /// Whoever was meant is logged out.
    #[oai(status = 200)]
    Done(#[oai(header = "Cache-Control")] String),
}

#[derive(ApiResponse)]
enum UnlinkAnswer {
    /// Nobody logs in by the identity any more.
    #[oai(status = 204)]
    Done,
}

impl OidcApi {
    pub(crate) fn new(parts: Arc<Parts>) -> Self {
        Self(parts)
    }

    async fn begin(&self, ctx: &Ctx, login: BeginLogin) -> Result<StartAnswer, Problem> {
        let Begun { url, browser } = app::begin_login(ctx, &self.0, login).await?;
        let cookie = self
            .0
            .origin
            .login_cookie(&browser, FLOW_LIFE.num_seconds());
        let url = url.into();
        Ok(StartAnswer::Go(Json(LoginUrl { url }), cookie))
    }
}

#[OpenApi(tag = "Tag::Access")]
impl OidcApi {
    /// List providers to log in by
    #[oai(
        path = "/auth/oidc/providers",
        method = "get",
        operation_id = "oidc_list"
    )]
    async fn providers(&self, ctx: Ctx) -> Result<Json<LoginProviders>, ListProblem> {
        let providers = app::list_providers_in_use(&ctx, &self.0).await?;
        let items = providers.into_iter().map(LoginProvider::from).collect();
        Ok(Json(LoginProviders { items }))
    }

    /// Begin log-in by provider
    #[oai(
        path = "/auth/oidc/start",
        method = "post",
        operation_id = "oidc_start"
    )]
    async fn start(
        &self,
        ctx: Ctx,
        request: &Request,
        body: Input<LoginStart>,
    ) -> Result<StartAnswer, StartProblem> {
        let wish = body.0.return_to.as_deref().unwrap_or(DESK);
        let Some(return_to) = desk_path(wish) else {
            return Err(Problem::invalid("return_to", "must be a page of the desk").into());
        };
        let login = BeginLogin {
            provider: body.0.provider.0,
            purpose: Purpose::LogIn,
            return_to: return_to.to_owned(),
            caller: caller_key(request, self.0.trusted_proxies),
        };
        Ok(self.begin(&ctx, login).await?)
    }

    /// Come back from provider
    #[oai(
        path = "/auth/oidc/callback",
        method = "get",
        operation_id = "oidc_callback"
    )]
    async fn callback(
        &self,
        ctx: Ctx,
        request: &Request,
        state: Query<Option<String>>,
        code: Query<Option<String>>,
        error: Query<Option<String>>,
        iss: Query<Option<String>>,
    ) -> Result<CallbackAnswer, ListProblem> {
        let browser = login_cookie_of(request);
        let state = state.0.unwrap_or_default();
        let flow = match app::take_flow(&ctx, &state, browser.as_ref()).await {
            Ok(flow) => flow,
            Err(refusal) => return Ok(back_with(DESK, refusal)),
        };
        let arrival = Arrival {
            code: code.0,
            error: error.0,
            iss: iss.0,
            visit: visit_of(&self.0, request, false),
        };
        let page = flow.account.map_or(DESK, |_account| ACCOUNT);
        Ok(
            match app::finish_login(&ctx, &self.0, &flow, arrival).await {
                Ok(Finished::LoggedIn(token)) => {
                    let seconds = self.0.config.lifetime().num_seconds();
                    let cookie = self.0.origin.cookie(&token, seconds);
                    CallbackAnswer::Back(flow.return_to, Some(cookie))
                }
                Ok(Finished::SecondFactor(pending)) => {
                    CallbackAnswer::Back(second_step_at(&flow.return_to, &pending), None)
                }
                Ok(Finished::Linked) => CallbackAnswer::Back(format!("{ACCOUNT}?linked=1"), None),
                Err(refusal) => back_with(page, refusal),
            },
        )
    }

    /// End sessions that provider says are over
    #[oai(
        path = "/auth/oidc/backchannel-logout",
        method = "post",
        operation_id = "oidc_logout"
    )]
    async fn logout(&self, ctx: Ctx, form: Form<LogoutForm>) -> Result<EndAnswer, LogoutProblem> {
        app::end_sessions(&ctx, &self.0, &form.0.logout_token).await?;
        Ok(EndAnswer::Done("no-store".to_owned()))
    }

    /// List own identities at providers
    #[oai(
        path = "/me/identities",
        method = "get",
        operation_id = "identity_list"
    )]
    async fn identities(&self, ctx: Ctx) -> Result<Json<Identities>, IdentityProblem> {
        let linked = app::list_identities(&ctx, account_of(&ctx)?).await?;
        let items = linked.into_iter().map(Identity::from).collect();
        Ok(Json(Identities { items }))
    }

    /// Begin to link own identity at provider
    #[oai(
        path = "/me/identities",
        method = "post",
        operation_id = "identity_link"
    )]
    async fn link(
        &self,
        ctx: Ctx,
        request: &Request,
        body: Input<IdentityLink>,
    ) -> Result<StartAnswer, IdentityProblem> {
        let account = account_of(&ctx)?;
        let since = session_of(&self.0, &ctx, request).await?.created_at;
        let login = BeginLogin {
            provider: body.0.provider.0,
            purpose: Purpose::Link { account, since },
            return_to: ACCOUNT.to_owned(),
            caller: caller_key(request, self.0.trusted_proxies),
        };
        Ok(self.begin(&ctx, login).await?)
    }

    /// Unlink own identity at provider
    #[oai(
        path = "/me/identities/:identity_id",
        method = "delete",
        operation_id = "identity_unlink"
    )]
    async fn unlink(
        &self,
        ctx: Ctx,
        identity_id: Path<Wire<IdentityId>>,
    ) -> Result<UnlinkAnswer, IdentityProblem> {
        let account = account_of(&ctx)?;
        if app::unlink_identity(&ctx, &self.0, account, identity_id.0.0).await? {
            Ok(UnlinkAnswer::Done)
        } else {
            Err(Problem::new(ProblemCode::NotFound).into())
        }
    }
}

fn account_of(ctx: &Ctx) -> Result<AccountId, Problem> {
    match ctx.actor {
        Actor::Account { account, .. } => Ok(account),
        _ => Err(Problem::new(ProblemCode::Unauthenticated)),
    }
}

/// The log-in page, at its second step. Behind the #, a browser keeps the token from servers and their logs.
fn second_step_at(page: &str, pending: &PendingLogin) -> String {
    let (token, methods) = (pending.token.expose(), pending.methods.join("."));
    let seconds = STEP_MINUTES * 60;
    format!("{page}#second_step={token}&methods={methods}&expires_in={seconds}")
}

fn back_with(page: &str, refusal: impl Into<Problem>) -> CallbackAnswer {
    let code = refusal.into().code.as_str();
    CallbackAnswer::Back(format!("{page}?problem={code}"), None)
}

impl From<Provider> for LoginProvider {
    fn from(provider: Provider) -> Self {
        Self {
            id: Wire(provider.id),
            name: provider.settings.name,
            preset: Wire::word(provider.settings.preset),
        }
    }
}

impl From<LinkedIdentity> for Identity {
    fn from(linked: LinkedIdentity) -> Self {
        Self {
            id: Wire(linked.id),
            provider_name: linked.provider_name,
            linked_at: linked.linked_at,
            used_at: linked.used_at,
        }
    }
}
