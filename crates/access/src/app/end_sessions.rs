use kernel::{ProblemCode, Scope, SessionId};
use platform::{Ctx, Fault, Secret, http::Problem};

use super::finish_login::by_keys;
use crate::{
    api::Parts,
    domain::{Provider, Subject},
    oidc::{Keys, LogoutOrder, ProviderFault, TokenFault, addressees, read_logout_token},
    store,
};

/// Why nobody was logged out.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EndSessionsError {
    #[error("no provider in use is meant")]
    NobodyMeant,
    #[error("the token is not trusted: {0}")]
    Token(#[from] TokenFault),
    #[error(transparent)]
    Provider(#[from] ProviderFault),
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<EndSessionsError> for Problem {
    fn from(error: EndSessionsError) -> Self {
        match error {
            EndSessionsError::Fault(fault) => return fault.into(),
            EndSessionsError::Provider(_) => {
                tracing::warn!(reason = %error, "log-out by a provider came to nothing");
            }
            EndSessionsError::NobodyMeant | EndSessionsError::Token(_) => {
                tracing::info!(reason = %error, "log-out by a provider came to nothing");
            }
        }
        Self::new(ProblemCode::BadRequest).detail("the logout token is not accepted")
    }
}

/// Ends the sessions a provider says are over (OpenID Connect Back-Channel Logout 1.0). Twice is no error.
pub(crate) async fn end_sessions(
    ctx: &Ctx,
    parts: &Parts,
    token: &str,
) -> Result<(), EndSessionsError> {
    let (issuer, clients) = addressees(token)?;
    let is_plain = |text: &String| !text.chars().any(char::is_control);
    if !is_plain(&issuer) || clients.len() > 10 || !clients.iter().all(is_plain) {
        return Err(EndSessionsError::NobodyMeant);
    }
    let tx = ctx.database().read(Scope::System).await?;
    let providers = store::identity_provider::of_client(&tx, &issuer, &clients).await?;
    drop(tx);
    // The same client may be set up by several centres: it is one client all the same.
    let provider = providers.first().ok_or(EndSessionsError::NobodyMeant)?;
    let client = (issuer.as_str(), provider.settings.client_id.as_str());
    let read = |keys: &Keys| read_logout_token(token, keys, client, ctx.now);
    let order = by_keys(ctx, parts, &issuer, read).await??;

    let tx = ctx.database().write(Scope::System).await?;
    let sessions = meant(&tx, &issuer, order).await?;
    let accounts = store::session::delete_all(&tx, &sessions).await?;
    tx.emit("session.ended", &(), ctx.now).await?;
    tx.commit().await?;
    for account in accounts {
        parts.sessions.forget_account(account);
    }
    Ok(())
}

async fn meant(
    tx: &platform::TenantTx,
    issuer: &str,
    order: LogoutOrder,
) -> Result<Vec<SessionId>, Fault> {
    if let Some(sid_hash) = order.sid_hash {
        return store::federated_session::of_sid(tx, issuer, &sid_hash).await;
    }
    let Some(subject) = order.subject else {
        return Ok(Vec::new());
    };
    let subject = Subject {
        issuer: issuer.to_owned(),
        subject,
    };
    store::federated_session::of_subject(tx, &subject).await
}

/// Where a person logs out of the provider too; none where it knows of no such thing, or does not answer.
pub(crate) async fn with_end_session(
    ctx: &Ctx,
    parts: &Parts,
    provider: &Provider,
    id_token: &Secret<String>,
) -> Option<String> {
    let settings = &provider.settings;
    let client = &parts.providers;
    let metadata = client.metadata(&settings.issuer, ctx.now).await.ok()?;
    let mut url = metadata.end_session_endpoint(client.rule())?;
    url.query_pairs_mut()
        .append_pair("id_token_hint", id_token.expose())
        .append_pair("client_id", &settings.client_id)
        .append_pair("post_logout_redirect_uri", &parts.addresses.desk());
    Some(url.into())
}
