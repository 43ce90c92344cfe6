use chrono::NaiveTime;
use kernel::{Instant, ReferralId};
use platform::{Ctx, Fault, TenantTx, jobs::NewJob};

use super::Due;
use crate::referrals::{Pointed, code, referral::ShownState, store};

/// Kind of the job that notes that a conversation began. Its payload is a [`Due`].
pub(crate) const ARRIVE: &str = "referral.arrive";

/// Leaves in the transaction of a conversation that it began by a referral: noted after the commit, where no
/// conversation can look, and with nothing in it that says which one it was. The same whether another one came first.
///
/// # Errors
/// The database does not answer.
pub async fn note_arrival(
    tx: &TenantTx,
    referral_id: ReferralId,
    now: Instant,
) -> Result<(), Fault> {
    tx.schedule_once(&NewJob {
        kind: ARRIVE,
        key: format!("{ARRIVE}:{referral_id}"),
        payload: serde_json::to_string(&Due { referral_id })?,
        due_at: now,
    })
    .await?;
    Ok(())
}

/// Where a code points that is good for a conversation, used before or not: a refusal would tell. Needs the product's
/// own scope.
pub(crate) async fn find_pointed(
    ctx: &Ctx,
    tx: &TenantTx,
    typed: &str,
) -> Result<Option<Pointed>, Fault> {
    let Some(hash) = code::hash(typed) else {
        return Ok(None);
    };
    let Some(kept) = store::code::find_by_hash(tx, &hash).await? else {
        return Ok(None);
    };
    let found = store::referral::find(tx, kept.referral).await?;
    let found = found.filter(|referral| referral.state(ctx.now) == ShownState::Issued);
    Ok(found.map(|referral| Pointed {
        referral: referral.id,
        partner: referral.partner,
        language: referral.language,
        county: referral.county,
        topic: referral.topic,
    }))
}

/// Notes that the conversation of a referral began. False if another one did before. Needs the product's own scope.
pub(crate) async fn arrive(ctx: &Ctx, tx: &TenantTx, id: ReferralId) -> Result<bool, Fault> {
    // By the day: the time of day would tell which conversation it was.
    let day = ctx.now.date_naive().and_time(NaiveTime::MIN).and_utc();
    store::code::note_use(tx, id, day).await
}
