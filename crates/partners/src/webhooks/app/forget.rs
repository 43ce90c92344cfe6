use chrono::TimeDelta;
use platform::{Ctx, Fault, TenantTx};

use crate::webhooks::store;

/// How long events and the log of their deliveries are kept.
const KEPT: TimeDelta = TimeDelta::days(30);
/// How long a request is known again.
const REPEATED: TimeDelta = TimeDelta::hours(24);

/// Forgets what is too old. Needs the product's own scope.
pub(crate) async fn forget(ctx: &Ctx, tx: &TenantTx) -> Result<u64, Fault> {
    store::endpoint::forget(tx, ctx.now - REPEATED, ctx.now).await?;
    store::event::forget(tx, ctx.now - KEPT).await
}
