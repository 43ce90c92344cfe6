use chrono::TimeDelta;
use platform::{Ctx, Fault, TenantTx};

use crate::{
    referrals::store,
    webhooks::{WebhookEvent, tell},
};

/// How long a request is known again, and a code kept to be sent or answered once more.
const REPEATED: TimeDelta = TimeDelta::hours(24);
/// How long a referral is kept after its time is over.
const KEPT: TimeDelta = TimeDelta::days(30);
/// Referrals told of in one transaction.
const BATCH: u64 = 200;

/// Tells partners of referrals whose time is over, used or not, and forgets what is too old. True if there is more
/// to do. Needs the product's own scope.
pub(crate) async fn forget(ctx: &Ctx, tx: &TenantTx) -> Result<bool, Fault> {
    let over = store::referral::untold(tx, ctx.now, BATCH).await?;
    let has_more = u64::try_from(over.len()).is_ok_and(|count| count >= BATCH);
    for (id, partner) in over {
        tell(ctx, tx, partner, WebhookEvent::ReferralExpired(id)).await?;
        // Their code is of no use to take it back.
        store::grant::delete(tx, id).await?;
        store::referral::set_told(tx, id, ctx.now).await?;
    }
    store::code::forget(tx, ctx.now - REPEATED, ctx.now).await?;
    store::referral::forget(tx, ctx.now - REPEATED, ctx.now - KEPT).await?;
    Ok(has_more)
}
