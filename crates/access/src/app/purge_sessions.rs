use chrono::TimeDelta;
use platform::{Ctx, Fault, TenantTx};

use crate::store;

/// Deletes sessions that expired by `ctx.now`, and log-ins that nobody came back to; returns how many
/// sessions. `tx` is in the product's own scope.
pub async fn purge_sessions(ctx: &Ctx, tx: &TenantTx) -> Result<u64, Fault> {
    store::login_step::delete_expired(tx, ctx.now).await?;
    store::login_flow::delete_expired(tx, ctx.now).await?;
    store::session::delete_expired(tx, ctx.now).await
}

/// Ends every session and every log-in that was begun; returns how many sessions. For a restored backup: who logged out
/// since then must not be logged in again. `tx` is in the product's own scope.
pub async fn end_all_sessions(ctx: &Ctx, tx: &TenantTx) -> Result<u64, Fault> {
    // No log-in lives so long.
    let end = ctx.now + TimeDelta::days(36_500);
    store::login_step::delete_expired(tx, end).await?;
    store::login_flow::delete_expired(tx, end).await?;
    store::session::delete_expired(tx, end).await
}
