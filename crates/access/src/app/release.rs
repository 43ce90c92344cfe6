use kernel::{AccountId, CentreId};
use platform::{Ctx, Fault, TenantTx};

use crate::store;

/// Takes away every role of an account in one centre, and ends its sessions: whoever serves elsewhere logs
/// in again. `tx` is in the product's own scope, and the one that ends the membership: nothing is done by a role
/// between the two.
pub(crate) async fn release(
    ctx: &Ctx,
    tx: &TenantTx,
    account: AccountId,
    centre: CentreId,
) -> Result<(), Fault> {
    store::role_assignment::delete_of_centre(tx, account, centre).await?;
    store::session::delete_of_account(tx, account).await?;
    tx.emit("session.ended", &(), ctx.now).await
}
