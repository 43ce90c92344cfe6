use kernel::{AccountId, CentreId, Scope};
use platform::{Ctx, Fault};

use crate::{api::Parts, store};

/// Takes away every role of an account in one centre, and ends its sessions: whoever serves elsewhere logs
/// in again. Twice is no error.
pub(crate) async fn release(
    ctx: &Ctx,
    parts: &Parts,
    account: AccountId,
    centre: CentreId,
) -> Result<(), Fault> {
    let tx = ctx.database().write(Scope::System).await?;
    store::role_assignment::delete_of_centre(&tx, account, centre).await?;
    store::session::delete_of_account(&tx, account).await?;
    tx.emit("session.ended", &(), ctx.now).await?;
    tx.commit().await?;
    parts.sessions.forget_account(account);
    Ok(())
}
