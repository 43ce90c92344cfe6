use chrono::TimeDelta;
use kernel::{Instant, PresenceState, ProblemCode, StaffId};
use platform::{Ctx, Fault, TenantTx, http::Problem};

use super::emit_presence_changed;
use crate::{domain::Presence, store};

/// Why the presence is as it was.
#[derive(Debug, thiserror::Error)]
pub enum PresenceError {
    /// No such active member of staff in the scope.
    #[error("no such member of staff")]
    StaffNotFound,
    /// Neither the caller's nor the rules' business.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<PresenceError> for Problem {
    fn from(error: PresenceError) -> Self {
        match error {
            PresenceError::StaffNotFound => Self::new(ProblemCode::NotFound),
            PresenceError::Fault(fault) => fault.into(),
        }
    }
}

/// Sets a counsellor's state and takes over the capacity agreed with the centre, though never below
/// the present load. Counts as a sign of life; `since` moves only when the state does. Emits
/// `presence.changed`.
pub async fn set_presence(
    ctx: &Ctx,
    tx: &TenantTx,
    staff: StaffId,
    state: PresenceState,
) -> Result<Presence, PresenceError> {
    let before = store::hold_presence(tx, staff).await?;
    leave(ctx, tx, (staff, before), state, ctx.now).await
}

/// Sets a counsellor offline who gave no sign of life any more: they worked until the last one. Emits
/// `presence.changed`.
pub async fn lose_presence(
    ctx: &Ctx,
    tx: &TenantTx,
    staff: StaffId,
) -> Result<Presence, PresenceError> {
    let before = store::hold_presence(tx, staff).await?;
    let ended_at = before.map_or(ctx.now, |before| before.seen_at.min(ctx.now));
    leave(ctx, tx, (staff, before), PresenceState::Offline, ended_at).await
}

/// A desk opens again. Where there was no sign of life for longer than `lost_after`, because nobody was there
/// to hear it, the state is as it was but begins anew: nobody worked meanwhile.
pub async fn resume_presence(
    ctx: &Ctx,
    tx: &TenantTx,
    staff: StaffId,
    lost_after: TimeDelta,
) -> Result<(), Fault> {
    let Some(before) = store::hold_presence(tx, staff).await? else {
        return Ok(());
    };
    if before.state == PresenceState::Offline || ctx.now - before.seen_at <= lost_after {
        return Ok(());
    }
    if let Some(member) = store::find_member(tx, staff).await? {
        let lasted = (before.since, before.seen_at);
        store::insert_span(tx, (staff, member.centre_id), before.state, lasted).await?;
        store::restart_presence(tx, staff, ctx.now).await?;
    }
    Ok(())
}

async fn leave(
    ctx: &Ctx,
    tx: &TenantTx,
    (staff, before): (StaffId, Option<Presence>),
    state: PresenceState,
    ended_at: Instant,
) -> Result<Presence, PresenceError> {
    let member = store::find_member(tx, staff).await?;
    let member = member.ok_or(PresenceError::StaffNotFound)?;
    let who = (staff, member.centre_id);
    if let Some(before) = before.filter(|before| before.state != state) {
        store::insert_span(tx, who, before.state, (before.since, ended_at)).await?;
    }
    let capacity_units = member.capacity_units;
    let presence = store::upsert_presence(tx, who, state, capacity_units, ctx.now).await?;
    emit_presence_changed(ctx, tx, staff).await?;
    Ok(presence)
}
