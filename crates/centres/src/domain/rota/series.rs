//! Shifts that come round by the week.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use chrono_tz::Tz;
use kernel::{CentreId, Channel, QueueKind, SeriesId, ShiftId, StaffId};

use super::{Period, ShiftContent, absent_parts};
use crate::domain::hours::{Span, closing_instant, opening_instant};

/// Days from the first to the last date of a series: 53 weeks.
pub(crate) const LONGEST_SERIES: u64 = 371;

/// Shifts every n-th week, on the weekday of the first one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Series {
    pub(crate) id: SeriesId,
    pub(crate) centre_id: CentreId,
    pub(crate) staff_id: StaffId,
    pub(crate) first_on: NaiveDate,
    /// The last date one may start on.
    pub(crate) until: NaiveDate,
    pub(crate) every_weeks: u32,
    /// By the wall clock of the centre.
    pub(crate) span: Span,
    pub(crate) channels: Vec<Channel>,
    pub(crate) queue: QueueKind,
    pub(crate) note: Option<String>,
    /// Whether days are left out on which the queue is closed on all of the channels.
    pub(crate) skip_closed: bool,
    pub(crate) version: u32,
}

/// A date the series comes round to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Occurrence {
    pub(crate) date: NaiveDate,
    /// None where the clock skips all of it.
    pub(crate) period: Option<Period>,
}

impl Series {
    /// The dates the series comes round to, in order.
    pub(crate) fn dates(&self) -> impl Iterator<Item = NaiveDate> + use<> {
        let step = Days::new(u64::from(self.every_weeks.max(1)) * 7);
        let until = self.until;
        let next = move |date: &NaiveDate| date.checked_add_days(step);
        std::iter::successors(Some(self.first_on), next).take_while(move |date| *date <= until)
    }

    /// Every date with the instants of its shift.
    pub(crate) fn occurrences(&self, zone: Tz) -> Vec<Occurrence> {
        let on = |date: NaiveDate| {
            let wall = |minutes: u16| {
                let midnight = date.and_time(NaiveTime::MIN);
                midnight.checked_add_signed(TimeDelta::minutes(minutes.into()))
            };
            let ends = wall(self.span.closes()).map(|wall| closing_instant(zone, wall));
            let starts = wall(self.span.opens()).map(|wall| opening_instant(zone, wall));
            let period = starts.zip(ends);
            Occurrence {
                date,
                period: period.and_then(|(starts, ends)| Period::new(starts, ends).ok()),
            }
        };
        self.dates().map(on).collect()
    }

    /// What a shift of the series is made of.
    pub(crate) fn content(&self, period: Period) -> ShiftContent {
        ShiftContent {
            staff_id: self.staff_id,
            period,
            channels: self.channels.clone(),
            queue: self.queue,
            note: self.note.clone(),
        }
    }
}

/// What becomes of a date of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Made,
    /// Left out: closed that day.
    Closed,
    /// The person has another shift.
    Collides,
    /// The clock skips it that night.
    Gap,
}

/// A date of a series, weighed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Planned {
    pub(crate) date: NaiveDate,
    pub(crate) period: Option<Period>,
    pub(crate) outcome: Outcome,
    pub(crate) collides_with: Vec<ShiftId>,
    /// Whether the person is absent for some of it.
    pub(crate) absent: bool,
}

/// Weighs every occurrence against the person's other shifts and absences.
pub(crate) fn weigh(
    occurrences: &[Occurrence],
    is_closed: impl Fn(NaiveDate) -> bool,
    taken: &BTreeMap<ShiftId, Period>,
    absences: &[Period],
) -> Vec<Planned> {
    let weigh = |occurrence: &Occurrence| {
        let Occurrence { date, period } = *occurrence;
        let collides_with: Vec<ShiftId> = taken
            .iter()
            .filter(|(_, other)| period.is_some_and(|period| period.overlaps(**other)))
            .map(|(id, _)| *id)
            .collect();
        let outcome = if is_closed(date) {
            Outcome::Closed
        } else if period.is_none() {
            Outcome::Gap
        } else if collides_with.is_empty() {
            Outcome::Made
        } else {
            Outcome::Collides
        };
        let absent = period.map(|period| absent_parts(period, absences.iter().copied()));
        Planned {
            date,
            period,
            outcome,
            collides_with,
            absent: absent.is_some_and(|parts| !parts.is_empty()),
        }
    };
    occurrences.iter().map(weigh).collect()
}
