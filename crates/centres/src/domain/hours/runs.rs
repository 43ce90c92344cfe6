//! The stretches of time a centre is open, one after the other, made only as far as asked for.

use std::iter::Peekable;

use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use kernel::{Channel, Instant, QueueKind};

use super::{
    ClosedDays, OpeningHours,
    answer::HORIZON_DAYS,
    wall::{WallRun, closing_instant, local_date, opening_instant},
};

/// Open from `opens` to before `closes`, with nothing touching on either side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) opens: Instant,
    pub(super) closes: Instant,
}

/// All runs around an instant: from before the one that may hold it to beyond the horizon.
pub(super) struct Runs<I: Iterator<Item = WallRun>> {
    zone: Tz,
    intervals: Peekable<I>,
}

impl OpeningHours {
    /// The runs of the queue and channel, ascending, that end at or after `at`, as far as decides
    /// everything up to the horizon.
    pub(super) fn runs(
        &self,
        closed_days: &ClosedDays,
        served: (QueueKind, Channel),
        at: Instant,
    ) -> impl Iterator<Item = Run> {
        let zone = self.zone();
        let today = local_date(zone, at);
        // A span ends at most two midnights after the date it starts on.
        let first = today.checked_sub_days(Days::new(2)).unwrap_or(today);
        let last = today
            .checked_add_days(Days::new(u64::from(HORIZON_DAYS) + 1))
            .unwrap_or(NaiveDate::MAX);
        let days = first.iter_days().take_while(move |date| *date <= last);
        let intervals = days
            .flat_map(move |date| {
                let spans = self.spans(closed_days, served, date);
                spans.into_iter().map(move |span| WallRun::on(date, span))
            })
            .flatten()
            .peekable();
        Runs { zone, intervals }.filter(move |run| run.closes > at)
    }
}

impl<I: Iterator<Item = WallRun>> Runs<I> {
    /// Whether `next` begins before or just as `run` ends. Compared on the wall clock first, which
    /// spares most conversions; across the spring gap only the instants tell.
    fn touch(&self, run: &WallRun, next: &WallRun) -> bool {
        next.opens <= run.closes
            || opening_instant(self.zone, next.opens) <= closing_instant(self.zone, run.closes)
    }
}

impl<I: Iterator<Item = WallRun>> Iterator for Runs<I> {
    type Item = Run;

    fn next(&mut self) -> Option<Run> {
        loop {
            let mut run = self.intervals.next()?;
            while let Some(next) = self.intervals.peek().copied() {
                if !self.touch(&run, &next) {
                    break;
                }
                run.closes = run.closes.max(next.closes);
                self.intervals.next();
            }
            let opens = opening_instant(self.zone, run.opens);
            let closes = closing_instant(self.zone, run.closes);
            if opens < closes {
                return Some(Run { opens, closes });
            }
        }
    }
}
