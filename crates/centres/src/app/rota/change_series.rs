use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use kernel::{Channel, QueueKind, SeriesId, ShiftId, StaffId};
use platform::{Ctx, TenantTx};

use super::{
    RotaError, cancel_swaps, check_member, remember,
    series::{
        Made, NewSeries, OnCollision, check_planned, checked, divide, facts, find_series, left_out,
        plan, shift_of,
    },
    shifts,
};
use crate::{
    domain::{
        Centre,
        hours::{Span, local_date},
        rota::{Planned, Series, Shift},
    },
    store,
};

/// Days the first changed shift may be moved by.
const MOST_DAYS_MOVED: i64 = 6;

/// What to change of a series from a date on; what is absent stays.
#[derive(Clone, Debug)]
pub(crate) struct SeriesChange {
    pub(crate) from: NaiveDate,
    pub(crate) staff_id: Option<StaffId>,
    /// The date of the first changed shift.
    pub(crate) first_on: Option<NaiveDate>,
    pub(crate) until: Option<NaiveDate>,
    pub(crate) every_weeks: Option<u32>,
    pub(crate) span: Option<Span>,
    pub(crate) channels: Option<Vec<Channel>>,
    pub(crate) queue: Option<QueueKind>,
    /// An empty one removes the note.
    pub(crate) note: Option<String>,
    pub(crate) skip_closed: Option<bool>,
    pub(crate) on_collision: OnCollision,
}

/// Changes a series of a held centre from a date on. Shifts before it, begun ones and those that have left the
/// series stay as they are; where there are any of the first, the rest becomes a series of its own.
pub(crate) async fn update_series(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    old: &Series,
    change: SeriesChange,
) -> Result<Made, RotaError> {
    let first = first_left(ctx, held, old, change.from)?;
    let (kept, replaced) = divide(ctx, tx, held, (old.id, first)).await?;
    let on_collision = change.on_collision;
    let series = changed(ctx, held, (old, first, kept.is_empty()), change)?;
    if series.staff_id != old.staff_id {
        check_member(tx, held.id, series.staff_id, "staff_id").await?;
    }
    let ignored = replaced.iter().map(|shift| shift.id).collect();
    let planned = plan(tx, held, &series, &ignored).await?;
    check_planned(&planned, on_collision)?;
    if series.id == old.id {
        store::rota::update_series(tx, &series).await?;
    } else {
        let ended = ended(old, first);
        store::rota::update_series(tx, &ended).await?;
        store::rota::insert_series(tx, &series).await?;
    }
    let before = replaced.len();
    let shifts = replace(ctx, tx, held, (&series, &planned, replaced)).await?;
    let values = (Some(facts(old, before)), Some(facts(&series, shifts.len())));
    remember(ctx, tx, held.id, ("series:update", old.id), values).await?;
    Ok(Made {
        series,
        shifts,
        left_out: left_out(planned),
    })
}

/// Removes the shifts of a series of a held centre from a date on, as far as they have not begun.
pub(crate) async fn delete_series(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    (id, from): (SeriesId, Option<NaiveDate>),
) -> Result<(), RotaError> {
    let old = find_series(tx, held, id).await?;
    let from = from.unwrap_or_else(|| local_date(held.time_zone, ctx.now));
    let (kept, removed) = divide(ctx, tx, held, (id, from)).await?;
    let ids: Vec<ShiftId> = removed.iter().map(|shift| shift.id).collect();
    cancel_swaps(ctx, tx, &ids).await?;
    store::rota::delete_shifts(tx, &ids).await?;
    if kept.is_empty() {
        store::rota::delete_series(tx, id).await?;
    } else {
        store::rota::update_series(tx, &ended(&old, from)).await?;
    }
    let values = (Some(facts(&old, ids.len())), None);
    remember(ctx, tx, held.id, ("series:delete", id), values).await?;
    Ok(())
}

/// The first date of the series on or after `from` whose shift has not begun.
fn first_left(
    ctx: &Ctx,
    held: &Centre,
    series: &Series,
    from: NaiveDate,
) -> Result<NaiveDate, RotaError> {
    let occurrences = series.occurrences(held.time_zone);
    let left = occurrences.iter().find(|occurrence| {
        let begun = |period: crate::domain::rota::Period| period.starts_at() <= ctx.now;
        occurrence.date >= from && !occurrence.period.is_some_and(begun)
    });
    let left = left.map(|occurrence| occurrence.date);
    left.ok_or_else(|| RotaError::invalid("from", "leaves no shift of the series"))
}

fn changed(
    ctx: &Ctx,
    held: &Centre,
    (old, first, is_whole): (&Series, NaiveDate, bool),
    change: SeriesChange,
) -> Result<Series, RotaError> {
    let first_on = change.first_on.unwrap_or(first);
    let moved = (first_on - first).num_days().abs();
    if moved > MOST_DAYS_MOVED || first_on < local_date(held.time_zone, ctx.now) {
        let reason = "must be at most 6 days from the shift it replaces, and not past";
        return Err(RotaError::invalid("first_on", reason));
    }
    let identity = if is_whole {
        (old.id, old.version.saturating_add(1))
    } else {
        (ctx.new_id(), 1)
    };
    let new = NewSeries {
        staff_id: change.staff_id.unwrap_or(old.staff_id),
        first_on,
        until: change.until.unwrap_or(old.until.max(first_on)),
        every_weeks: change.every_weeks.unwrap_or(old.every_weeks),
        span: change.span.unwrap_or(old.span),
        channels: change.channels.unwrap_or_else(|| old.channels.clone()),
        queue: change.queue.unwrap_or(old.queue),
        note: change.note.or_else(|| old.note.clone()),
        skip_closed: change.skip_closed.unwrap_or(old.skip_closed),
    };
    checked(ctx, held, identity, new)
}

/// The series as it is when it ends before a date.
fn ended(old: &Series, before: NaiveDate) -> Series {
    let last = before.pred_opt().unwrap_or(before);
    Series {
        until: old.until.min(last).max(old.first_on),
        version: old.version.saturating_add(1),
        ..old.clone()
    }
}

/// Puts the planned shifts in place of the present ones. One of the same date is changed, not made anew, so
/// that it stays the same in people's calendars.
async fn replace(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    (series, planned, present): (&Series, &[Planned], Vec<Shift>),
) -> Result<Vec<Shift>, RotaError> {
    let date_of = |shift: &Shift| local_date(held.time_zone, shift.content.period.starts_at());
    let mut present: BTreeMap<NaiveDate, Shift> = present
        .into_iter()
        .map(|shift| (date_of(&shift), shift))
        .collect();
    let mut fresh = Vec::new();
    let mut pairs = Vec::new();
    for planned in planned {
        let Some(new) = shift_of(ctx, series, planned) else {
            continue;
        };
        match present.remove(&planned.date) {
            Some(old) => pairs.push((old, new)),
            None => fresh.push(new),
        }
    }
    // What goes makes room first.
    let gone: BTreeSet<ShiftId> = present.values().map(|shift| shift.id).collect();
    let gone: Vec<ShiftId> = gone.into_iter().collect();
    cancel_swaps(ctx, tx, &gone).await?;
    store::rota::delete_shifts(tx, &gone).await?;
    let mut shifts = Vec::with_capacity(fresh.len() + pairs.len());
    for (old, new) in pairs {
        let mut shift = old.changed(new.content, ctx.now);
        shift.series_id = Some(series.id);
        shifts::write(ctx, tx, &old, &shift).await?;
        shifts.push(shift);
    }
    for shift in fresh {
        store::rota::insert_shift(tx, &shift).await?;
        shifts.push(shift);
    }
    shifts.sort_by_key(|shift| shift.content.period);
    Ok(shifts)
}
