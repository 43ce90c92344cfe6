//! The stretches of time a centre is open, one after the other, made only as far as asked for.

use std::collections::VecDeque;

use chrono::{Days, NaiveDate};
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

/// The runs of one centre, queue and channel, walked forwards from an instant to beyond the horizon.
pub(super) struct Runs<'a> {
    hours: &'a OpeningHours,
    closed_days: &'a ClosedDays,
    served: (QueueKind, Channel),
    /// The first date whose spans are not in `pending` yet.
    date: NaiveDate,
    last: NaiveDate,
    pending: VecDeque<WallRun>,
    current: Option<Run>,
}

impl<'a> Runs<'a> {
    pub(super) fn from(
        hours: &'a OpeningHours,
        closed_days: &'a ClosedDays,
        served: (QueueKind, Channel),
        at: Instant,
    ) -> Self {
        let horizon = Days::new(u64::from(HORIZON_DAYS) + 1);
        let today = local_date(hours.zone(), at);
        Self {
            hours,
            closed_days,
            served,
            date: NaiveDate::MIN,
            last: today.checked_add_days(horizon).unwrap_or(NaiveDate::MAX),
            pending: VecDeque::new(),
            current: None,
        }
    }

    /// The run that holds the instant, else the first one after it. Never goes back: the instants
    /// asked for must not fall. Of a run that holds the instant, the start may be told too late,
    /// but not after the instant.
    pub(super) fn first_ending_after(&mut self, at: Instant) -> Option<Run> {
        while self.current.is_none_or(|run| run.closes <= at) {
            self.skip_to(at);
            self.current = None;
            self.current = Some(self.next_run()?);
        }
        self.current
    }

    fn skip_to(&mut self, at: Instant) {
        let today = local_date(self.hours.zone(), at);
        // A span ends at most two midnights after the date it starts on.
        let first = today.checked_sub_days(Days::new(2)).unwrap_or(today);
        if self.date < first {
            self.date = first;
            self.pending.clear();
        }
    }

    fn next_run(&mut self) -> Option<Run> {
        let zone = self.hours.zone();
        loop {
            let mut run = self.peek()?;
            self.pending.pop_front();
            while let Some(next) = self.peek().filter(|next| self.touch(&run, next)) {
                run.closes = run.closes.max(next.closes);
                self.pending.pop_front();
            }
            let opens = opening_instant(zone, run.opens);
            let closes = closing_instant(zone, run.closes);
            if opens < closes {
                return Some(Run { opens, closes });
            }
        }
    }

    /// Whether `next` begins before or just as `run` ends. Compared on the wall clock first, which
    /// spares most conversions; across the spring gap only the instants tell.
    fn touch(&self, run: &WallRun, next: &WallRun) -> bool {
        let zone = self.hours.zone();
        next.opens <= run.closes
            || opening_instant(zone, next.opens) <= closing_instant(zone, run.closes)
    }

    fn peek(&mut self) -> Option<WallRun> {
        while self.pending.is_empty() && self.date <= self.last {
            let spans = self.hours.spans(self.closed_days, self.served, self.date);
            let placed = spans.into_iter().map(|span| WallRun::on(self.date, span));
            self.pending.extend(placed.flatten());
            self.date = self.date.succ_opt()?;
        }
        self.pending.front().copied()
    }
}
