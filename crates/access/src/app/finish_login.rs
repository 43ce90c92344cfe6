use kernel::{AccountId, Actor, ProblemCode, Scope, SessionId};
use platform::{
    Ctx, Fault, Secret, TenantTx,
    audit::{self, Deed},
    hash_key,
    http::Problem,
};
use serde_json::json;

use super::{
    CLIENT_SECRET, ID_TOKEN, VERIFIER,
    begin_step::begin_step,
    login::PendingLogin,
    open_session::{Proven, Visit, open_session},
};
use crate::{
    api::Parts,
    domain::{LinkedIdentity, Provider, Purpose, Subject},
    oidc::{
        Exchange, Expected, Identity, Keys, ProviderFault, TokenFault, printable, read_id_token,
    },
    store::{self, federated_session::FederatedSession, login_flow::Flow, login_step::Step},
};

/// What a browser brings back from a provider.
pub(crate) struct Arrival {
    pub(crate) code: Option<String>,
    /// The provider's word for why there is no code.
    pub(crate) error: Option<String>,
    /// What the provider calls itself (RFC 9207).
    pub(crate) iss: Option<String>,
    pub(crate) visit: Visit,
}

/// How it ended.
pub(crate) enum Finished {
    LoggedIn(Secret<String>),
    /// The provider vouches for one factor, and the account has a second one.
    SecondFactor(PendingLogin),
    Linked,
}

/// Why it came to nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ArrivalError {
    #[error("the log-in is over, or was begun in another browser")]
    Gone,
    #[error("the person broke off")]
    Cancelled,
    #[error("the provider says no: {0}")]
    Refused(String),
    #[error("the answer is not the provider's own")]
    Mixed,
    #[error("the token is not trusted: {0}")]
    Token(#[from] TokenFault),
    #[error("the provider vouches for less than required")]
    TooWeak,
    #[error("no account is linked to the identity")]
    NotLinked,
    #[error("the identity is linked to another account")]
    Taken,
    #[error("whoever began this is not logged in any more")]
    LoggedOut,
    #[error(transparent)]
    Provider(#[from] ProviderFault),
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<ArrivalError> for Problem {
    fn from(error: ArrivalError) -> Self {
        tracing::info!(reason = %error, "log-in by a provider came to nothing");
        Self::new(match error {
            ArrivalError::Gone => ProblemCode::LoginFlowGone,
            ArrivalError::Cancelled => ProblemCode::LoginCancelled,
            ArrivalError::Refused(_) | ArrivalError::Provider(ProviderFault::Refused(_)) => {
                ProblemCode::ProviderRefused
            }
            ArrivalError::Mixed | ArrivalError::Token(_) => ProblemCode::ProviderUntrusted,
            ArrivalError::TooWeak => ProblemCode::AssuranceTooLow,
            ArrivalError::NotLinked => ProblemCode::IdentityNotLinked,
            ArrivalError::Taken => ProblemCode::IdentityTaken,
            ArrivalError::LoggedOut => ProblemCode::LoginNotFresh,
            ArrivalError::Provider(_) => ProblemCode::ProviderUnreachable,
            ArrivalError::Fault(fault) => return fault.into(),
        })
    }
}

/// Takes out the flow that a state belongs to: it serves once, in the browser it was begun in.
pub(crate) async fn take_flow(
    ctx: &Ctx,
    state: &str,
    browser: Option<&Secret<String>>,
) -> Result<Flow, ArrivalError> {
    let tx = ctx.database().write(Scope::System).await?;
    let flow = store::login_flow::take(&tx, &hash_key(state)).await?;
    tx.commit().await?;
    let browser = browser.map(|key| hash_key(key.expose()));
    flow.filter(|flow| flow.expires_at > ctx.now && browser == Some(flow.browser_hash))
        .ok_or(ArrivalError::Gone)
}

/// Learns from the provider who came, and logs them in or links the identity. No transaction is open while
/// the provider is asked.
pub(crate) async fn finish_login(
    ctx: &Ctx,
    parts: &Parts,
    flow: &Flow,
    arrival: Arrival,
) -> Result<Finished, ArrivalError> {
    let tx = ctx.database().read(Scope::System).await?;
    let provider = store::identity_provider::find(&tx, flow.provider).await?;
    drop(tx);
    let provider = provider
        .filter(|found| parts.is_in_use(found))
        .ok_or(ArrivalError::Gone)?;
    let (identity, id_token) = identify(ctx, parts, &provider, (flow, &arrival)).await?;
    let wanted = &provider.settings.acr_values;
    let is_met = identity
        .acr
        .as_ref()
        .is_some_and(|acr| wanted.contains(acr));
    if !wanted.is_empty() && !is_met {
        return Err(ArrivalError::TooWeak);
    }
    let known = Known {
        subject: Subject {
            issuer: provider.settings.issuer.clone(),
            subject: identity.subject,
        },
        sid_hash: identity.sid_hash,
        is_strong: is_met,
        id_token,
    };
    match flow.account {
        Some(account) => link(ctx, parts, &provider, (account, known, arrival)).await,
        None => log_in(ctx, parts, &provider, (known, arrival)).await,
    }
}

/// Who came, as far as the provider vouches for it.
struct Known {
    subject: Subject,
    sid_hash: Option<platform::KeyHash>,
    is_strong: bool,
    id_token: Secret<String>,
}

async fn identify(
    ctx: &Ctx,
    parts: &Parts,
    provider: &Provider,
    (flow, arrival): (&Flow, &Arrival),
) -> Result<(Identity, Secret<String>), ArrivalError> {
    let settings = &provider.settings;
    let metadata = parts.providers.metadata(&settings.issuer, ctx.now).await?;
    let is_named = match &arrival.iss {
        Some(iss) => *iss == settings.issuer,
        None => !metadata.names_itself(),
    };
    if !is_named {
        return Err(ArrivalError::Mixed);
    }
    match arrival.error.as_deref() {
        None => {}
        Some("access_denied") => return Err(ArrivalError::Cancelled),
        Some(error) => return Err(ArrivalError::Refused(printable(error))),
    }
    let sealer = &parts.sealer;
    let verifier = sealer.open(VERIFIER, flow.id.to_row(), &flow.verifier)?;
    let secret = provider.client_secret.as_deref();
    let secret = secret.map(|text| sealer.open(CLIENT_SECRET, provider.id.to_row(), text));
    let secret = secret.transpose()?;
    let exchange = Exchange {
        settings,
        client_secret: secret.as_ref(),
        code: arrival.code.as_deref().ok_or(ArrivalError::Mixed)?,
        verifier: &verifier,
        redirect_uri: &parts.addresses.redirect_uri(),
    };
    let token = parts.providers.exchange(&metadata, exchange).await?;
    let expected = Expected {
        issuer: &settings.issuer,
        client_id: &settings.client_id,
        nonce_hash: &flow.nonce_hash,
        now: ctx.now,
    };
    let read = |keys: &Keys| read_id_token(token.expose(), keys, expected);
    let identity = by_keys(ctx, parts, &settings.issuer, read).await??;
    Ok((identity, token))
}

/// Reads by the keys known, and by newer ones where the token names one that is not among them.
pub(super) async fn by_keys<T>(
    ctx: &Ctx,
    parts: &Parts,
    issuer: &str,
    read: impl Fn(&Keys) -> Result<T, TokenFault>,
) -> Result<Result<T, TokenFault>, ProviderFault> {
    let keys = parts.providers.keys(issuer, ctx.now).await?;
    let outcome = read(&keys);
    if !matches!(outcome, Err(TokenFault::KeyUnknown)) {
        return Ok(outcome);
    }
    let newer = parts.providers.newer_keys(issuer, ctx.now).await?;
    Ok(newer.map_or(outcome, |keys| read(&keys)))
}

async fn log_in(
    ctx: &Ctx,
    parts: &Parts,
    provider: &Provider,
    (known, arrival): (Known, Arrival),
) -> Result<Finished, ArrivalError> {
    let tx = ctx.database().write(Scope::System).await?;
    let linked = store::linked_identity::find(&tx, &known.subject).await?;
    let linked = linked.ok_or(ArrivalError::NotLinked)?;
    if !may_enter(&tx, provider, linked.account).await? {
        return Err(ArrivalError::NotLinked);
    }
    let account = linked.account;
    let factors = store::factors::of_account(&tx, account).await?;
    let session: SessionId = ctx.new_id();
    let sealed = parts
        .sealer
        .seal(ID_TOKEN, session.to_row(), &known.id_token)?;
    let federated = FederatedSession {
        session,
        provider: provider.id,
        subject: known.subject,
        sid_hash: known.sid_hash,
        is_strong: known.is_strong,
        id_token: sealed,
    };
    if factors.is_any() && !federated.is_strong {
        let step = Step {
            account: Some(account),
            purpose: Purpose::SecondFactor,
            is_bearer: false,
            challenge: None,
            federated: Some(federated),
        };
        let token = begin_step(ctx, &tx, step).await?;
        tx.commit().await?;
        let methods = factors.methods();
        return Ok(Finished::SecondFactor(PendingLogin { token, methods }));
    }
    let proven = Proven {
        account,
        by_second_factor: false,
        federated: Some(federated),
    };
    let token = open_session(ctx, parts, (tx, proven), &arrival.visit).await?;
    Ok(Finished::LoggedIn(token))
}

/// A provider of a centre lets in only people with a role there.
async fn may_enter(tx: &TenantTx, provider: &Provider, account: AccountId) -> Result<bool, Fault> {
    let found = store::account::find(tx, account).await?;
    if !found.is_some_and(|account| account.is_active) {
        return Ok(false);
    }
    let held = store::role_assignment::of_account(tx, account).await?;
    let is_here = |centre| held.iter().any(|held| held.domain.centre() == Some(centre));
    Ok(provider.centre.is_none_or(is_here))
}

async fn link(
    ctx: &Ctx,
    parts: &Parts,
    provider: &Provider,
    (account, known, arrival): (AccountId, Known, Arrival),
) -> Result<Finished, ArrivalError> {
    let session = match &arrival.visit.replaces {
        Some(token) => parts.session(ctx, token.expose()).await?,
        None => None,
    };
    let session = session.filter(|session| session.account == account);
    let session = session.ok_or(ArrivalError::LoggedOut)?;
    let tx = ctx.database().write(Scope::System).await?;
    if let Some(linked) = store::linked_identity::find(&tx, &known.subject).await? {
        return if linked.account == account {
            Ok(Finished::Linked)
        } else {
            Err(ArrivalError::Taken)
        };
    }
    if !may_enter(&tx, provider, account).await? {
        return Err(ArrivalError::NotLinked);
    }
    let identity = LinkedIdentity {
        id: ctx.new_id(),
        account,
        subject: known.subject,
        provider_name: provider.settings.name.clone(),
        linked_at: ctx.now,
        used_at: None,
    };
    store::linked_identity::insert(&tx, &identity)
        .await
        .map_err(|fault| {
            if fault.is_unique_violation() {
                ArrivalError::Taken
            } else {
                fault.into()
            }
        })?;
    let actor = Actor::Account {
        account,
        staff: None,
    };
    let held = session.assignments.first();
    let deed = Deed {
        centre: held.and_then(|held| held.domain.centre()),
        action: "identity:link",
        target: identity.id.to_string(),
        old: None,
        new: Some(json!({"provider": identity.provider_name})),
    };
    audit::record(&ctx.clone().acting(actor, Scope::System), &tx, deed).await?;
    tx.commit().await?;
    Ok(Finished::Linked)
}
