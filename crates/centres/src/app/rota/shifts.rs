use chrono::TimeDelta;
use kernel::{Channel, Instant, QueueKind, ShiftId, StaffId};
use platform::{Ctx, TenantTx};
use serde_json::{Value, json};

use super::{FURTHEST, RotaError, cancel_swaps, check_member, remember};
use crate::{
    domain::{
        Centre, line,
        rota::{LARGEST_NOTE, Period, PeriodError, Shift, ShiftContent, check_length},
    },
    store::{self, rota::ShiftFilter},
};

/// How far back a shift may start that is entered afterwards.
const EARLIEST: TimeDelta = TimeDelta::days(366);

/// A shift to plan.
#[derive(Clone, Debug)]
pub(crate) struct NewShift {
    pub(crate) staff_id: StaffId,
    pub(crate) starts_at: Instant,
    pub(crate) ends_at: Instant,
    pub(crate) channels: Vec<Channel>,
    pub(crate) queue: QueueKind,
    pub(crate) note: Option<String>,
}

/// What to change of a shift; what is absent stays.
#[derive(Clone, Debug, Default)]
pub(crate) struct ShiftChange {
    pub(crate) staff_id: Option<StaffId>,
    pub(crate) starts_at: Option<Instant>,
    pub(crate) ends_at: Option<Instant>,
    pub(crate) channels: Option<Vec<Channel>>,
    pub(crate) queue: Option<QueueKind>,
    /// An empty one removes the note.
    pub(crate) note: Option<String>,
}

/// Finds a shift of a centre.
pub(crate) async fn find_shift(
    tx: &TenantTx,
    centre: &Centre,
    id: ShiftId,
) -> Result<Shift, RotaError> {
    let found = store::rota::find_shift(tx, centre.id, id).await?;
    found.ok_or(RotaError::NotFound)
}

/// Plans a shift in a held centre.
pub(crate) async fn create_shift(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    new: NewShift,
) -> Result<Shift, RotaError> {
    let content = checked(ctx, new)?;
    check_member(tx, held.id, content.staff_id, "staff_id").await?;
    check_alone(tx, held, &content, None).await?;
    let shift = Shift {
        id: ctx.new_id(),
        centre_id: held.id,
        content,
        series_id: None,
        version: 1,
        changed_at: ctx.now,
    };
    store::rota::insert_shift(tx, &shift).await?;
    let values = (None, Some(facts(&shift)));
    remember(ctx, tx, held.id, ("shift:create", shift.id), values).await?;
    Ok(shift)
}

/// Changes a shift of a held centre. It leaves its series; a live wish to hand it over ends, unless only the
/// note is another.
pub(crate) async fn update_shift(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    old: &Shift,
    change: ShiftChange,
) -> Result<Shift, RotaError> {
    let present = old.content.clone();
    let content = checked(
        ctx,
        NewShift {
            staff_id: change.staff_id.unwrap_or(present.staff_id),
            starts_at: change.starts_at.unwrap_or(present.period.starts_at()),
            ends_at: change.ends_at.unwrap_or(present.period.ends_at()),
            channels: change.channels.unwrap_or(present.channels),
            queue: change.queue.unwrap_or(present.queue),
            note: change.note.or(present.note),
        },
    )?;
    if content == old.content {
        return Ok(old.clone());
    }
    if content.staff_id != old.content.staff_id {
        check_member(tx, held.id, content.staff_id, "staff_id").await?;
    }
    check_alone(tx, held, &content, Some(old.id)).await?;
    let shift = old.changed(content, ctx.now);
    write(ctx, tx, old, &shift).await?;
    let values = (Some(facts(old)), Some(facts(&shift)));
    remember(ctx, tx, held.id, ("shift:update", old.id), values).await?;
    Ok(shift)
}

/// Writes a changed shift, and ends a wish to hand over what it was.
pub(super) async fn write(
    ctx: &Ctx,
    tx: &TenantTx,
    old: &Shift,
    new: &Shift,
) -> Result<(), RotaError> {
    store::rota::update_shift(tx, new).await?;
    let noted = ShiftContent {
        note: new.content.note.clone(),
        ..old.content.clone()
    };
    if noted != new.content {
        cancel_swaps(ctx, tx, &[old.id]).await?;
    }
    Ok(())
}

/// Removes a shift of a held centre.
pub(crate) async fn delete_shift(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    id: ShiftId,
) -> Result<(), RotaError> {
    let old = find_shift(tx, held, id).await?;
    cancel_swaps(ctx, tx, &[id]).await?;
    store::rota::delete_shifts(tx, &[id]).await?;
    let values = (Some(facts(&old)), None);
    remember(ctx, tx, held.id, ("shift:delete", id), values).await?;
    Ok(())
}

fn checked(ctx: &Ctx, new: NewShift) -> Result<ShiftContent, RotaError> {
    let period = Period::new(new.starts_at, new.ends_at).map_err(|error| {
        let field = match error {
            PeriodError::StartNotWhole => "starts_at",
            PeriodError::EndNotWhole | PeriodError::Empty => "ends_at",
        };
        RotaError::invalid(field, error.to_string())
    })?;
    check_length(period.length()).map_err(|reason| RotaError::invalid("ends_at", reason))?;
    if period.starts_at() > ctx.now + FURTHEST || period.starts_at() < ctx.now - EARLIEST {
        let reason = "must be at most 366 days back and 53 weeks ahead";
        return Err(RotaError::invalid("starts_at", reason));
    }
    Ok(ShiftContent {
        staff_id: new.staff_id,
        period,
        channels: checked_channels(new.channels)?,
        queue: new.queue,
        note: checked_note(new.note)?,
    })
}

pub(super) fn checked_channels(mut channels: Vec<Channel>) -> Result<Vec<Channel>, RotaError> {
    channels.sort_unstable();
    channels.dedup();
    if channels.is_empty() {
        return Err(RotaError::invalid("channels", "must name at least one"));
    }
    Ok(channels)
}

pub(super) fn checked_note(note: Option<String>) -> Result<Option<String>, RotaError> {
    let written = note.filter(|note| !note.trim().is_empty());
    written
        .map(|note| line(&note, LARGEST_NOTE))
        .transpose()
        .map_err(|reason| RotaError::invalid("note", reason))
}

/// Refuses a shift of somebody who has another one at that time.
pub(super) async fn check_alone(
    tx: &TenantTx,
    held: &Centre,
    content: &ShiftContent,
    itself: Option<ShiftId>,
) -> Result<(), RotaError> {
    let filter = ShiftFilter {
        within: Some(content.period),
        staff: Some(content.staff_id),
        series: None,
    };
    let others = store::rota::list_shifts(tx, held.id, filter, None).await?;
    let others = others.into_iter().map(|shift| shift.id);
    let others: Vec<ShiftId> = others.filter(|id| Some(*id) != itself).collect();
    if others.is_empty() {
        return Ok(());
    }
    Err(RotaError::Overlap(others))
}

/// What the audit log keeps of a shift: not the note, which is free text.
pub(super) fn facts(shift: &Shift) -> Value {
    let content = &shift.content;
    json!({
        "staff_id": content.staff_id,
        "starts_at": content.period.starts_at(),
        "ends_at": content.period.ends_at(),
        "channels": content.channels,
        "queue": content.queue,
        "has_note": content.note.is_some(),
    })
}
