//! What the operations on the rota answer.

use chrono::{DateTime, FixedOffset, NaiveDate};
use chrono_tz::Tz;
use kernel::{
    AbsenceId, Channel, Instant, PresenceState, QueueKind, SeriesId, ShiftId, StaffId, SwapId,
    SwapState,
};
use platform::http::Wire;
use poem_openapi::{Enum, Object};

use crate::{
    app::rota::{Now, OnShift, Reported, ShiftView},
    domain::rota::{Absence, Outcome, Period, Planned, Series},
};

/// An instant by the wall clock of the centre, with its offset.
pub(super) fn local(zone: Tz, at: Instant) -> DateTime<FixedOffset> {
    at.with_timezone(&zone).fixed_offset()
}

/// How a centre plans.
#[derive(Object)]
#[oai(rename = "Rota")]
pub(super) struct RotaBody {
    /// Whether an administrator must approve before a shift changes hands.
    pub(super) swap_approval: bool,
}

/// From when to before when.
#[derive(Object)]
pub(super) struct Stretch {
    starts_at: DateTime<FixedOffset>,
    ends_at: DateTime<FixedOffset>,
}

impl Stretch {
    pub(super) fn new(zone: Tz, period: Period) -> Self {
        Self {
            starts_at: local(zone, period.starts_at()),
            ends_at: local(zone, period.ends_at()),
        }
    }
}

/// Whether somebody will be there.
#[derive(Clone, Copy, Enum)]
#[oai(rename_all = "snake_case")]
pub(super) enum ShiftState {
    /// Somebody will.
    Planned,
    /// The person is absent for some of it or all of it.
    Uncovered,
}

/// A live wish to hand a shift over.
#[derive(Object)]
pub(super) struct LiveSwap {
    id: Wire<SwapId>,
    state: Wire<SwapState>,
}

/// A time somebody is planned to work.
#[derive(Object)]
#[oai(rename = "Shift", skip_serializing_if_is_none)]
pub(super) struct ShiftBody {
    id: Wire<ShiftId>,
    staff_id: Wire<StaffId>,
    /// The person's name on shift.
    alias: String,
    starts_at: DateTime<FixedOffset>,
    ends_at: DateTime<FixedOffset>,
    channels: Vec<Wire<Channel>>,
    queue: Wire<QueueKind>,
    /// For colleagues.
    note: Option<String>,
    /// The series it is part of; absent for a shift of its own, and for one that left its series by a change.
    series_id: Option<Wire<SeriesId>>,
    state: ShiftState,
    /// When the person is absent, within the shift.
    absent: Vec<Stretch>,
    /// The live wish to hand it over.
    swap: Option<LiveSwap>,
    /// From 1; grows with every change. In quotes it is the shift's `ETag`.
    version: u32,
}

impl From<ShiftView> for ShiftBody {
    fn from(view: ShiftView) -> Self {
        let ShiftView {
            shift,
            alias,
            zone,
            absent,
            live_swap,
        } = view;
        let content = shift.content;
        let state = if absent.is_empty() {
            ShiftState::Planned
        } else {
            ShiftState::Uncovered
        };
        let stretch = |period| Stretch::new(zone, period);
        Self {
            id: Wire(shift.id),
            staff_id: Wire(content.staff_id),
            alias,
            starts_at: local(zone, content.period.starts_at()),
            ends_at: local(zone, content.period.ends_at()),
            channels: content.channels.into_iter().map(Wire).collect(),
            queue: Wire(content.queue),
            note: content.note,
            series_id: shift.series_id.map(Wire),
            state,
            absent: absent.into_iter().map(stretch).collect(),
            swap: live_swap.map(|(id, state)| LiveSwap {
                id: Wire(id),
                state: Wire(state),
            }),
            version: shift.version,
        }
    }
}

/// A page of shifts, by id.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(super) struct ShiftPage {
    pub(super) items: Vec<ShiftBody>,
    /// What to give as `after` for the next page; absent on the last one.
    pub(super) next: Option<Wire<ShiftId>>,
}

/// Whether somebody takes contacts.
#[derive(Object)]
pub(super) struct ShiftPresence {
    state: Wire<PresenceState>,
    /// 1 January 1970 for those who never had a desk open.
    since: DateTime<FixedOffset>,
}

/// Somebody whose shift runs.
#[derive(Object)]
pub(super) struct OnShiftBody {
    shift: ShiftBody,
    presence: ShiftPresence,
    /// Absent at this moment.
    absent: bool,
    /// Should be here and has no desk open.
    missing: bool,
}

impl From<OnShift> for OnShiftBody {
    fn from(on: OnShift) -> Self {
        Self {
            missing: on.is_missing(),
            absent: on.is_absent,
            presence: ShiftPresence {
                state: Wire(on.state),
                since: local(on.view.zone, on.since),
            },
            shift: on.view.into(),
        }
    }
}

/// Who is on shift.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(super) struct RotaNow {
    at: DateTime<FixedOffset>,
    on: Vec<OnShiftBody>,
    /// When a shift or an absence begins or ends next; absent where nothing changes within 14 days.
    next_change_at: Option<DateTime<FixedOffset>>,
}

impl RotaNow {
    pub(super) fn new(zone: Tz, at: Instant, now: Now) -> Self {
        Self {
            at: local(zone, at),
            on: now.on.into_iter().map(OnShiftBody::from).collect(),
            next_change_at: now.next_change_at.map(|at| local(zone, at)),
        }
    }
}

/// Shifts that come round by the week.
#[derive(Object)]
#[oai(rename = "ShiftSeries", skip_serializing_if_is_none)]
pub(super) struct SeriesBody {
    id: Wire<SeriesId>,
    staff_id: Wire<StaffId>,
    alias: String,
    /// The date of the first shift; the others fall on the same weekday.
    first_on: NaiveDate,
    /// The last date a shift may start on.
    until: NaiveDate,
    every_weeks: u32,
    /// `09:00`, by the wall clock of the centre.
    starts: String,
    /// `15:30`; midnight is `24:00`.
    ends: String,
    /// Present if it ends after midnight.
    ends_next_day: Option<bool>,
    channels: Vec<Wire<Channel>>,
    queue: Wire<QueueKind>,
    /// For colleagues.
    note: Option<String>,
    /// Whether days are left out on which the queue is closed on all of the channels.
    skip_closed: bool,
    /// From 1; grows with every change. In quotes it is the series' `ETag`.
    version: u32,
}

impl SeriesBody {
    pub(super) fn new(series: Series, alias: String) -> Self {
        Self {
            id: Wire(series.id),
            staff_id: Wire(series.staff_id),
            alias,
            first_on: series.first_on,
            until: series.until,
            every_weeks: series.every_weeks,
            starts: series.span.opens_text(),
            ends: series.span.closes_text(),
            ends_next_day: series.span.closes_next_day().then_some(true),
            channels: series.channels.into_iter().map(Wire).collect(),
            queue: Wire(series.queue),
            note: series.note,
            skip_closed: series.skip_closed,
            version: series.version,
        }
    }
}

/// What becomes of a date of a series.
#[derive(Clone, Copy, Enum)]
#[oai(rename = "SeriesOutcome", rename_all = "snake_case")]
pub(super) enum OutcomeWord {
    /// A shift.
    Made,
    /// Left out: closed that day.
    Closed,
    /// The person has another shift at that time.
    Collides,
    /// The clock skips it that night.
    Gap,
}

impl From<Outcome> for OutcomeWord {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Made => Self::Made,
            Outcome::Closed => Self::Closed,
            Outcome::Collides => Self::Collides,
            Outcome::Gap => Self::Gap,
        }
    }
}

/// A date of a series, weighed.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(super) struct PreviewedShift {
    date: NaiveDate,
    starts_at: Option<DateTime<FixedOffset>>,
    ends_at: Option<DateTime<FixedOffset>>,
    outcome: OutcomeWord,
    collides_with: Vec<Wire<ShiftId>>,
    /// Whether the person is absent for some of it.
    absent: bool,
}

impl PreviewedShift {
    pub(super) fn new(zone: Tz, planned: Planned) -> Self {
        let period = planned.period;
        Self {
            date: planned.date,
            starts_at: period.map(|period| local(zone, period.starts_at())),
            ends_at: period.map(|period| local(zone, period.ends_at())),
            outcome: planned.outcome.into(),
            collides_with: planned.collides_with.into_iter().map(Wire).collect(),
            absent: planned.absent,
        }
    }
}

/// What was made of a series.
#[derive(Object)]
pub(super) struct MadeSeries {
    pub(super) series: SeriesBody,
    pub(super) shifts: Vec<ShiftBody>,
    /// Dates without a shift, and why.
    pub(super) left_out: Vec<PreviewedShift>,
}

/// A time somebody is not there. Why is nobody's business.
#[derive(Object)]
#[oai(rename = "Absence")]
pub(super) struct AbsenceBody {
    id: Wire<AbsenceId>,
    staff_id: Wire<StaffId>,
    alias: String,
    starts_at: DateTime<FixedOffset>,
    ends_at: DateTime<FixedOffset>,
}

impl AbsenceBody {
    pub(super) fn new(zone: Tz, (absence, alias): (Absence, String)) -> Self {
        Self {
            id: Wire(absence.id),
            staff_id: Wire(absence.staff_id),
            alias,
            starts_at: local(zone, absence.period.starts_at()),
            ends_at: local(zone, absence.period.ends_at()),
        }
    }
}

/// An entered absence, and what it leaves uncovered.
#[derive(Object)]
pub(super) struct ReportedAbsence {
    absence: AbsenceBody,
    uncovered: Vec<ShiftBody>,
}

impl ReportedAbsence {
    pub(super) fn new(zone: Tz, reported: Reported) -> Self {
        let uncovered = reported.uncovered.into_iter();
        Self {
            absence: AbsenceBody::new(zone, (reported.absence, reported.alias)),
            uncovered: uncovered.map(ShiftBody::from).collect(),
        }
    }
}
