use platform::{Ctx, Fault, TenantTx};

use crate::store;

/// Deletes sessions that expired by `ctx.now`; returns how many. `tx` is in the product's own
/// scope.
pub async fn purge_sessions(ctx: &Ctx, tx: &TenantTx) -> Result<u64, Fault> {
    store::session::delete_expired(tx, ctx.now).await
}
