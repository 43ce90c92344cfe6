use kernel::AccountId;
use platform::{Ctx, Fault, Secret, TenantTx, draw_key, hash_key};

use crate::{
    api::Parts,
    domain::Device,
    store::{self, federated_session::FederatedSession, session::NewSession},
};

/// Characters of a token: 260 random bits.
pub(super) const TOKEN_LENGTH: usize = 52;
/// Characters of an anti-forgery token: 130 random bits.
const CSRF_LENGTH: usize = 26;

/// What is known of somebody before they are let in.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    /// What tells callers apart for limiting.
    pub(crate) caller: String,
    /// The token of the session that a new one takes the place of.
    pub(crate) replaces: Option<Secret<String>>,
    pub(crate) device: Device,
}

/// Who is let in, and by what.
pub(super) struct Proven {
    pub(super) account: AccountId,
    /// Whether the account's own second factor was asked for.
    pub(super) by_second_factor: bool,
    /// The provider that let them in instead of a password.
    pub(super) federated: Option<FederatedSession>,
}

/// Starts a session, commits, and returns the session's token.
pub(super) async fn open_session(
    ctx: &Ctx,
    parts: &Parts,
    (tx, proven): (TenantTx, Proven),
    visit: &Visit,
) -> Result<Secret<String>, Fault> {
    let replaced = visit.replaces.as_ref();
    let replaced = replaced.map(|token| hash_key(token.expose()));
    if let Some(hash) = &replaced {
        store::session::delete(&tx, hash).await?;
    }
    let token = Secret::new(draw_key(ctx.sources(), TOKEN_LENGTH));
    let csrf_token = Secret::new(draw_key(ctx.sources(), CSRF_LENGTH));
    let federated = proven.federated;
    let id = federated
        .as_ref()
        .map_or_else(|| ctx.new_id(), |federated| federated.session);
    let session = NewSession {
        id,
        account: proven.account,
        token_hash: hash_key(token.expose()),
        csrf_token: &csrf_token,
        device: visit.device,
        by_second_factor: proven.by_second_factor,
        created_at: ctx.now,
        expires_at: ctx.now + parts.config.lifetime(),
    };
    store::session::insert(&tx, session).await?;
    if let Some(federated) = federated {
        store::linked_identity::touch(&tx, &federated.subject, ctx.now).await?;
        store::federated_session::insert(&tx, federated).await?;
    }
    tx.commit().await?;
    if let Some(hash) = &replaced {
        parts.sessions.forget(hash);
    }
    Ok(token)
}
