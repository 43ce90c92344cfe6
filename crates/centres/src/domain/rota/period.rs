//! From one instant to another.

use chrono::{NaiveDate, NaiveTime, TimeDelta, Timelike};
use chrono_tz::Tz;
use kernel::Instant;

use crate::domain::hours::opening_instant;

/// From `starts_at` to before `ends_at`, in whole minutes; never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    starts_at: Instant,
    ends_at: Instant,
}

/// The instants make no period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// The start has seconds.
    #[error("must be a whole minute")]
    StartNotWhole,
    /// The end has seconds.
    #[error("must be a whole minute")]
    EndNotWhole,
    /// It ends before it starts.
    #[error("must be after starts_at")]
    Empty,
}

impl Period {
    /// Makes a period.
    pub fn new(starts_at: Instant, ends_at: Instant) -> Result<Self, PeriodError> {
        let whole = |at: Instant| at.second() == 0 && at.nanosecond() == 0;
        if !whole(starts_at) {
            return Err(PeriodError::StartNotWhole);
        }
        if !whole(ends_at) {
            return Err(PeriodError::EndNotWhole);
        }
        if ends_at <= starts_at {
            return Err(PeriodError::Empty);
        }
        Ok(Self { starts_at, ends_at })
    }

    /// The days from `from` to before `until`, by the wall clock.
    pub(crate) fn of_days(zone: Tz, from: NaiveDate, until: NaiveDate) -> Option<Self> {
        Self::new(local_midnight(zone, from), local_midnight(zone, until)).ok()
    }

    /// Its first instant.
    pub const fn starts_at(self) -> Instant {
        self.starts_at
    }

    /// The first instant after it.
    pub const fn ends_at(self) -> Instant {
        self.ends_at
    }

    /// How long it is.
    pub fn length(self) -> TimeDelta {
        self.ends_at - self.starts_at
    }

    /// Whether the instant lies in it.
    pub fn holds(self, at: Instant) -> bool {
        self.starts_at <= at && at < self.ends_at
    }

    /// Whether both have time in common; those that touch have none.
    pub fn overlaps(self, other: Self) -> bool {
        self.starts_at < other.ends_at && other.starts_at < self.ends_at
    }

    /// The time both have in common.
    pub fn common(self, other: Self) -> Option<Self> {
        let starts_at = self.starts_at.max(other.starts_at);
        let ends_at = self.ends_at.min(other.ends_at);
        (starts_at < ends_at).then_some(Self { starts_at, ends_at })
    }

    /// Both as one, if nothing lies between them.
    pub(super) fn joined(self, other: Self) -> Option<Self> {
        let touch = self.starts_at <= other.ends_at && other.starts_at <= self.ends_at;
        touch.then_some(Self {
            starts_at: self.starts_at.min(other.starts_at),
            ends_at: self.ends_at.max(other.ends_at),
        })
    }
}

/// The instant a local date begins.
pub(crate) fn local_midnight(zone: Tz, date: NaiveDate) -> Instant {
    opening_instant(zone, date.and_time(NaiveTime::MIN))
}
