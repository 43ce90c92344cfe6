use platform::{Ctx, Fault, TenantTx};

use crate::store;

/// Deletes sessions that expired by `ctx.now`, and log-ins that nobody came back to; returns how many
/// sessions. `tx` is in the product's own scope.
pub async fn purge_sessions(ctx: &Ctx, tx: &TenantTx) -> Result<u64, Fault> {
    store::login_step::delete_expired(tx, ctx.now).await?;
    store::login_flow::delete_expired(tx, ctx.now).await?;
    store::session::delete_expired(tx, ctx.now).await
}
