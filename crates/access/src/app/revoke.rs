use kernel::{AccountId, Scope};
use platform::{Ctx, Fault};

use crate::{api::Parts, store};

/// Ends all sessions of an account, at once in this process.
pub(crate) async fn revoke(ctx: &Ctx, parts: &Parts, account: AccountId) -> Result<(), Fault> {
    let tx = ctx.database().write(Scope::System).await?;
    store::session::delete_of_account(&tx, account).await?;
    tx.commit().await?;
    parts.sessions.forget_account(account);
    Ok(())
}

/// Lets nobody in by an account any more, and ends its sessions. Returns whether there is such an
/// account.
pub(crate) async fn deactivate(
    ctx: &Ctx,
    parts: &Parts,
    account: AccountId,
) -> Result<bool, Fault> {
    let tx = ctx.database().write(Scope::System).await?;
    store::session::delete_of_account(&tx, account).await?;
    let is_known = store::account::deactivate(&tx, account).await?;
    tx.commit().await?;
    parts.sessions.forget_account(account);
    Ok(is_known)
}
