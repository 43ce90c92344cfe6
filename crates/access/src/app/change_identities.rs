use kernel::{AccountId, IdentityId, Scope};
use platform::{
    Ctx, Fault,
    audit::{self, Deed},
};
use serde_json::json;

use crate::{
    api::Parts,
    domain::{Assignment, LinkedIdentity},
    store,
};

/// The identities an account can log in by, oldest first.
pub(crate) async fn list_identities(
    ctx: &Ctx,
    account: AccountId,
) -> Result<Vec<LinkedIdentity>, Fault> {
    let tx = ctx.database().read(Scope::System).await?;
    store::linked_identity::of_account(&tx, account).await
}

/// Unlinks an identity of an account, and ends the sessions that came by it. Returns whether there was one.
pub(crate) async fn unlink_identity(
    ctx: &Ctx,
    parts: &Parts,
    account: AccountId,
    id: IdentityId,
) -> Result<bool, Fault> {
    let tx = ctx.database().write(Scope::System).await?;
    let linked = store::linked_identity::of_account(&tx, account).await?;
    let Some(identity) = linked.into_iter().find(|identity| identity.id == id) else {
        return Ok(false);
    };
    store::linked_identity::delete(&tx, account, id).await?;
    let sessions = store::federated_session::of_subject(&tx, &identity.subject).await?;
    store::session::delete_all(&tx, &sessions).await?;
    store::login_step::delete_of_account(&tx, account).await?;
    tx.emit("session.ended", &(), ctx.now).await?;
    let held: Vec<Assignment> = store::role_assignment::of_account(&tx, account).await?;
    let deed = Deed {
        centre: held.first().and_then(|held| held.domain.centre()),
        action: "identity:unlink",
        target: id.to_string(),
        old: Some(json!({"provider": identity.provider_name})),
        new: None,
    };
    audit::record(ctx, &tx, deed).await?;
    tx.commit().await?;
    parts.sessions.forget_account(account);
    Ok(true)
}
