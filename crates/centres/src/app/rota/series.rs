use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate, TimeDelta};
use kernel::{Channel, QueueKind, SeriesId, ShiftId, StaffId};
use platform::{Ctx, Fault, TenantTx};
use serde_json::{Value, json};

use super::{
    RotaError, check_member, remember,
    shifts::{checked_channels, checked_note},
};
use crate::{
    domain::{
        Centre,
        hours::{ClosedDays, OpeningHours, Span, local_date},
        rota::{
            LONGEST_SERIES, Outcome, Period, Planned, Series, Shift, check_length, local_midnight,
            weigh,
        },
    },
    store::{self, rota::ShiftFilter},
};

/// Days the first date of a series may lie back.
const EARLIEST_DAYS: u64 = 31;

/// A series to plan.
#[derive(Clone, Debug)]
pub(crate) struct NewSeries {
    pub(crate) staff_id: StaffId,
    pub(crate) first_on: NaiveDate,
    /// The last date a shift may start on.
    pub(crate) until: NaiveDate,
    pub(crate) every_weeks: u32,
    pub(crate) span: Span,
    pub(crate) channels: Vec<Channel>,
    pub(crate) queue: QueueKind,
    pub(crate) note: Option<String>,
    pub(crate) skip_closed: bool,
}

/// What becomes of the whole if some dates collide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum OnCollision {
    /// Nothing is made.
    #[default]
    Refuse,
    /// Those dates are left out.
    Skip,
}

/// The shifts of a series that a change would replace.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Replaced {
    pub(crate) series_id: SeriesId,
    pub(crate) from: NaiveDate,
}

/// What was made of a series.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub(crate) series: Series,
    pub(crate) shifts: Vec<Shift>,
    pub(crate) left_out: Vec<Planned>,
}

/// Finds a series of a centre.
pub(crate) async fn find_series(
    tx: &TenantTx,
    centre: &Centre,
    id: SeriesId,
) -> Result<Series, RotaError> {
    let found = store::rota::find_series(tx, centre.id, id).await?;
    found.ok_or(RotaError::NotFound)
}

/// Plans shifts by the week in a held centre, all of them at once: a rota nobody has looked at is no plan, so
/// no job makes more later.
pub(crate) async fn create_series(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    (new, on_collision): (NewSeries, OnCollision),
) -> Result<Made, RotaError> {
    let series = checked(ctx, held, (ctx.new_id(), 1), new)?;
    check_member(tx, held.id, series.staff_id, "staff_id").await?;
    let planned = plan(tx, held, &series, &BTreeSet::new()).await?;
    check_planned(&planned, on_collision)?;
    store::rota::insert_series(tx, &series).await?;
    let mut shifts = Vec::new();
    for planned in &planned {
        if let Some(shift) = shift_of(ctx, &series, planned) {
            store::rota::insert_shift(tx, &shift).await?;
            shifts.push(shift);
        }
    }
    let values = (None, Some(facts(&series, shifts.len())));
    remember(ctx, tx, held.id, ("series:create", series.id), values).await?;
    Ok(Made {
        series,
        shifts,
        left_out: left_out(planned),
    })
}

/// What planning a series would make and leave out; nothing is written.
pub(crate) async fn preview_series(
    ctx: &Ctx,
    tx: &TenantTx,
    centre: &Centre,
    (new, replaced): (NewSeries, Option<Replaced>),
) -> Result<Vec<Planned>, RotaError> {
    let series = checked(ctx, centre, (ctx.new_id(), 1), new)?;
    check_member(tx, centre.id, series.staff_id, "staff_id").await?;
    let mut ignored = BTreeSet::new();
    if let Some(Replaced { series_id, from }) = replaced {
        find_series(tx, centre, series_id).await?;
        let (_, replaced) = divide(ctx, tx, centre, (series_id, from)).await?;
        ignored.extend(replaced.into_iter().map(|shift| shift.id));
    }
    plan(tx, centre, &series, &ignored).await
}

/// The shifts of a series that stay as they are, and those on the date or later that have not begun.
pub(super) async fn divide(
    ctx: &Ctx,
    tx: &TenantTx,
    centre: &Centre,
    (series, from): (SeriesId, NaiveDate),
) -> Result<(Vec<Shift>, Vec<Shift>), Fault> {
    let filter = ShiftFilter {
        series: Some(series),
        ..ShiftFilter::default()
    };
    let shifts = store::rota::list_shifts(tx, centre.id, filter, None).await?;
    let midnight = local_midnight(centre.time_zone, from);
    Ok(shifts.into_iter().partition(|shift| {
        let starts_at = shift.content.period.starts_at();
        starts_at < midnight || starts_at <= ctx.now
    }))
}

pub(super) fn checked(
    ctx: &Ctx,
    centre: &Centre,
    (id, version): (SeriesId, u32),
    new: NewSeries,
) -> Result<Series, RotaError> {
    let today = local_date(centre.time_zone, ctx.now);
    let earliest = today.checked_sub_days(Days::new(EARLIEST_DAYS));
    let latest = |date: NaiveDate| date.checked_add_days(Days::new(LONGEST_SERIES));
    if earliest.is_some_and(|earliest| new.first_on < earliest) {
        let reason = "must be at most 31 days back";
        return Err(RotaError::invalid("first_on", reason));
    }
    if new.until < new.first_on {
        return Err(RotaError::invalid("until", "must not be before first_on"));
    }
    if latest(new.first_on).is_none_or(|latest| new.until > latest)
        || latest(today).is_none_or(|latest| new.until > latest)
    {
        let reason = "must be at most 53 weeks after first_on and after today";
        return Err(RotaError::invalid("until", reason));
    }
    if !(1..=8).contains(&new.every_weeks) {
        return Err(RotaError::invalid("every_weeks", "must be 1 to 8"));
    }
    let length = TimeDelta::minutes((new.span.closes() - new.span.opens()).into());
    check_length(length).map_err(|reason| RotaError::invalid("ends", reason))?;
    Ok(Series {
        id,
        centre_id: centre.id,
        staff_id: new.staff_id,
        first_on: new.first_on,
        until: new.until,
        every_weeks: new.every_weeks,
        span: new.span,
        channels: checked_channels(new.channels)?,
        queue: new.queue,
        note: checked_note(new.note)?,
        skip_closed: new.skip_closed,
        version,
    })
}

/// Weighs every date of the series; shifts in `ignored` are in nobody's way.
pub(super) async fn plan(
    tx: &TenantTx,
    centre: &Centre,
    series: &Series,
    ignored: &BTreeSet<ShiftId>,
) -> Result<Vec<Planned>, RotaError> {
    let occurrences = series.occurrences(centre.time_zone);
    let periods = || {
        occurrences
            .iter()
            .filter_map(|occurrence| occurrence.period)
    };
    let bounds = periods().map(Period::starts_at).min();
    let bounds = bounds.zip(periods().map(Period::ends_at).max());
    let mut taken = BTreeMap::new();
    let mut absences = Vec::new();
    if let Some(whole) = bounds.and_then(|(from, until)| Period::new(from, until).ok()) {
        let filter = ShiftFilter {
            within: Some(whole),
            staff: Some(series.staff_id),
            series: None,
        };
        let others = store::rota::list_shifts(tx, centre.id, filter, None).await?;
        let others = others
            .into_iter()
            .map(|shift| (shift.id, shift.content.period));
        taken.extend(others.filter(|(id, _)| !ignored.contains(id)));
        let person = Some(series.staff_id);
        let absent = store::rota::list_absences(tx, centre.id, person, whole).await?;
        absences.extend(absent.into_iter().map(|absence| absence.period));
    }
    let calendar = if series.skip_closed {
        Some(calendar(tx, centre).await?)
    } else {
        None
    };
    let is_closed = |date: NaiveDate| {
        calendar.as_ref().is_some_and(|(hours, closed_days)| {
            let closes =
                |channel: &Channel| hours.closes_on(closed_days, (series.queue, *channel), date);
            series.channels.iter().all(closes)
        })
    };
    Ok(weigh(&occurrences, is_closed, &taken, &absences))
}

/// The exceptions of a centre and the national closed days; the week does not matter here.
async fn calendar(tx: &TenantTx, centre: &Centre) -> Result<(OpeningHours, ClosedDays), Fault> {
    let dated = store::list_exceptions(tx, Some(centre.id)).await?;
    let dated = dated.into_iter().map(|(_, (_, exception))| exception);
    let hours = OpeningHours::new(centre.time_zone, [], dated);
    Ok((hours, store::list_closed_days(tx).await?))
}

/// Refuses a plan that collides where it may not, and one that comes to nothing.
pub(super) fn check_planned(
    planned: &[Planned],
    on_collision: OnCollision,
) -> Result<(), RotaError> {
    let collisions = planned
        .iter()
        .filter(|planned| planned.outcome == Outcome::Collides)
        .flat_map(|planned| planned.collides_with.iter().copied());
    let collisions: BTreeSet<ShiftId> = collisions.collect();
    if on_collision == OnCollision::Refuse && !collisions.is_empty() {
        return Err(RotaError::Overlap(collisions.into_iter().collect()));
    }
    if planned
        .iter()
        .all(|planned| planned.outcome != Outcome::Made)
    {
        return Err(RotaError::invalid("until", "leaves no shift to be made"));
    }
    Ok(())
}

/// The shift of a date that is to be made.
pub(super) fn shift_of(ctx: &Ctx, series: &Series, planned: &Planned) -> Option<Shift> {
    let period = planned
        .period
        .filter(|_| planned.outcome == Outcome::Made)?;
    Some(Shift {
        id: ctx.new_id(),
        centre_id: series.centre_id,
        content: series.content(period),
        series_id: Some(series.id),
        version: 1,
        changed_at: ctx.now,
    })
}

pub(super) fn left_out(planned: Vec<Planned>) -> Vec<Planned> {
    let is_left_out = |planned: &Planned| planned.outcome != Outcome::Made;
    planned.into_iter().filter(is_left_out).collect()
}

pub(super) fn facts(series: &Series, shifts: usize) -> Value {
    json!({
        "staff_id": series.staff_id,
        "first_on": series.first_on,
        "until": series.until,
        "every_weeks": series.every_weeks,
        "starts": series.span.opens_text(),
        "ends": series.span.closes_text(),
        "channels": series.channels,
        "queue": series.queue,
        "has_note": series.note.is_some(),
        "skip_closed": series.skip_closed,
        "shifts": shifts,
    })
}
