use kernel::Scope;
use platform::{Ctx, Fault, Secret, TenantTx, hash_key};

use super::{ID_TOKEN, with_end_session};
use crate::{api::Parts, domain::Provider, store};

/// Ends the session of a token, at once in this process. Returns where the person can log out of the provider
/// that let them in, if it was one and it knows of that (OpenID Connect RP-Initiated Logout 1.0).
pub(crate) async fn logout(
    ctx: &Ctx,
    parts: &Parts,
    token: &Secret<String>,
) -> Result<Option<String>, Fault> {
    let hash = hash_key(token.expose());
    let tx = ctx.database().write(Scope::System).await?;
    let came_by = provider_of(parts, &tx, token).await?;
    store::session::delete(&tx, &hash).await?;
    // Whoever keeps a line open for a session looks whether it is this one.
    tx.emit("session.ended", &(), ctx.now).await?;
    tx.commit().await?;
    parts.sessions.forget(&hash);
    let Some((provider, id_token)) = came_by else {
        return Ok(None);
    };
    Ok(with_end_session(ctx, parts, &provider, &id_token).await)
}

async fn provider_of(
    parts: &Parts,
    tx: &TenantTx,
    token: &Secret<String>,
) -> Result<Option<(Provider, Secret<String>)>, Fault> {
    let Some(session) = store::session::find_id(tx, &hash_key(token.expose())).await? else {
        return Ok(None);
    };
    let Some((provider, sealed)) = store::federated_session::id_token(tx, session).await? else {
        return Ok(None);
    };
    let provider = store::identity_provider::find(tx, provider).await?;
    let id_token = parts.sealer.open(ID_TOKEN, session.to_row(), &sealed)?;
    Ok(provider.map(|provider| (provider, id_token)))
}
