use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use kernel::{AccountId, IdentityProviderId, Instant, ProblemCode, Scope};
use platform::{
    Ctx, Fault, Secret, draw_key, hash_key,
    http::{Limited, Problem},
};
use reqwest::Url;

use super::VERIFIER;
use crate::{
    api::Parts,
    domain::Provider,
    oidc::ProviderFault,
    store::{self, login_flow::Flow},
};

/// How long a person may take at the provider.
pub(crate) const FLOW_LIFE: TimeDelta = TimeDelta::minutes(10);
/// How old a log-in may be from which an identity is linked: nobody adds a way in at a desk left open.
const FRESH: TimeDelta = TimeDelta::minutes(15);
/// Characters of what comes back: 160 random bits. The verifier has 52, of at least 43 (RFC 7636, section 4.1).
const KEY_LENGTH: usize = 32;
const VERIFIER_LENGTH: usize = 52;

/// What a person goes to a provider for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purpose {
    LogIn,
    /// To link an identity to the account, logged in since.
    Link {
        account: AccountId,
        since: Instant,
    },
}

/// A person who goes to a provider.
pub(crate) struct BeginLogin {
    pub(crate) provider: IdentityProviderId,
    pub(crate) purpose: Purpose,
    /// A path of the desk to come back to.
    pub(crate) return_to: String,
    /// What tells callers apart for limiting.
    pub(crate) caller: String,
}

/// Where the person goes, and what their browser must bring back.
pub(crate) struct Begun {
    pub(crate) url: Url,
    pub(crate) browser: Secret<String>,
}

/// Why nobody went to a provider.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BeginError {
    #[error("there is no such provider in use")]
    NotFound,
    #[error("the log-in is too old")]
    NotFresh,
    #[error("too many log-ins begun")]
    Limited(Limited),
    #[error(transparent)]
    Provider(#[from] ProviderFault),
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<BeginError> for Problem {
    fn from(error: BeginError) -> Self {
        match error {
            BeginError::NotFound => Self::new(ProblemCode::NotFound),
            BeginError::NotFresh => Self::new(ProblemCode::LoginNotFresh),
            BeginError::Limited(limited) => {
                Self::new(ProblemCode::TooManyRequests).retry_after(limited.retry_after)
            }
            BeginError::Provider(fault) => {
                tracing::warn!(error = %fault, "log-in provider of no use");
                Self::new(ProblemCode::ProviderUnreachable)
            }
            BeginError::Fault(fault) => fault.into(),
        }
    }
}

/// What is asked of the provider, and remembered only as hashes and sealed.
struct Keys {
    state: String,
    nonce: String,
    verifier: Secret<String>,
}

/// Prepares a log-in at a provider (authorization code with PKCE). No transaction is open while the provider
/// is asked where that is.
pub(crate) async fn begin_login(
    ctx: &Ctx,
    parts: &Parts,
    command: BeginLogin,
) -> Result<Begun, BeginError> {
    parts
        .flows
        .take(&command.caller, ctx.now)
        .map_err(BeginError::Limited)?;
    let account = match command.purpose {
        Purpose::LogIn => None,
        Purpose::Link { since, .. } if ctx.now - since > FRESH => return Err(BeginError::NotFresh),
        Purpose::Link { account, .. } => Some(account),
    };
    let tx = ctx.database().read(Scope::System).await?;
    let provider = store::identity_provider::find(&tx, command.provider).await?;
    drop(tx);
    let provider = provider
        .filter(|found| parts.is_in_use(found))
        .ok_or(BeginError::NotFound)?;
    let client = &parts.providers;
    let metadata = client.metadata(&provider.settings.issuer, ctx.now).await?;
    let url = metadata.authorization_endpoint(client.rule())?;

    let draw = |length| draw_key(ctx.sources(), length);
    let keys = Keys {
        state: draw(KEY_LENGTH),
        nonce: draw(KEY_LENGTH),
        verifier: Secret::new(draw(VERIFIER_LENGTH)),
    };
    let browser = Secret::new(draw(KEY_LENGTH));
    let id = ctx.new_id();
    let flow = Flow {
        id,
        provider: provider.id,
        state_hash: hash_key(&keys.state),
        browser_hash: hash_key(browser.expose()),
        nonce_hash: hash_key(&keys.nonce),
        verifier: parts.sealer.seal(VERIFIER, id.to_row(), &keys.verifier)?,
        account,
        return_to: command.return_to,
        expires_at: ctx.now + FLOW_LIFE,
    };
    let tx = ctx.database().write(Scope::System).await?;
    store::login_flow::insert(&tx, flow).await?;
    tx.commit().await?;
    let url = ask_for(ctx, parts, &provider, (url, &keys, account.is_some()));
    Ok(Begun { url, browser })
}

fn ask_for(
    ctx: &Ctx,
    parts: &Parts,
    provider: &Provider,
    (mut url, keys, is_link): (Url, &Keys, bool),
) -> Url {
    let settings = &provider.settings;
    let challenge = URL_SAFE_NO_PAD.encode(hash_key(keys.verifier.expose()));
    {
        let mut query = url.query_pairs_mut();
        query
            .append_pair("response_type", "code")
            .append_pair("client_id", &settings.client_id)
            .append_pair("redirect_uri", &parts.addresses.redirect_uri())
            .append_pair("scope", &settings.scopes.join(" "))
            .append_pair("state", &keys.state)
            .append_pair("nonce", &keys.nonce)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256")
            .append_pair("ui_locales", ctx.language.as_str());
        if !settings.acr_values.is_empty() {
            query.append_pair("acr_values", &settings.acr_values.join(" "));
        }
        if is_link {
            // The person, not whoever was logged in at the provider before them.
            query.append_pair("prompt", "login");
        }
    }
    url
}
