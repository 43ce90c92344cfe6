//! What happens by itself when time passes.

use kernel::Channel;

use super::{Engine, Micros, line::Line};
use crate::{Decision, WithdrawReason};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Timer {
    OfferEnds(Channel),
    Region,
    Country,
    Skill,
    HoldEnds,
}

const ALL: [Timer; 9] = [
    Timer::OfferEnds(Channel::Chat),
    Timer::OfferEnds(Channel::Phone),
    Timer::OfferEnds(Channel::Callback),
    Timer::OfferEnds(Channel::Video),
    Timer::OfferEnds(Channel::Appointment),
    Timer::Region,
    Timer::Country,
    Timer::Skill,
    Timer::HoldEnds,
];

impl Timer {
    const fn line(self) -> usize {
        match self {
            Self::OfferEnds(Channel::Chat) => 0,
            Self::OfferEnds(Channel::Phone) => 1,
            Self::OfferEnds(Channel::Callback) => 2,
            Self::OfferEnds(Channel::Video) => 3,
            Self::OfferEnds(Channel::Appointment) => 4,
            Self::Region => 5,
            Self::Country => 6,
            Self::Skill => 7,
            Self::HoldEnds => 8,
        }
    }
}

/// One line per kind: within a kind, what is set later mostly ends later.
#[derive(Clone, Debug, Default)]
pub(super) struct Timers {
    lines: [Line<Micros, (u32, u64)>; 9],
    /// Nothing is due before; the next may in truth be later, for timers are not taken back.
    earliest: Option<Micros>,
    swept: u64,
}

/// After so many events the timers that no longer stand are taken off the fronts.
const SWEEP: u64 = 64;

impl Timers {
    fn line(&mut self, timer: Timer) -> Option<&mut Line<Micros, (u32, u64)>> {
        self.lines.get_mut(timer.line())
    }

    pub(super) fn set(&mut self, timer: Timer, at: Micros, row: u32, serial: u64) {
        if let Some(line) = self.line(timer) {
            line.push(at, (row, serial));
        }
        self.earliest = Some(self.earliest.map_or(at, |earliest| earliest.min(at)));
    }

    /// Forgets every timer that depends on the policy's steps.
    pub(super) fn clear_steps(&mut self) {
        for timer in [Timer::Region, Timer::Country, Timer::Skill] {
            if let Some(line) = self.line(timer) {
                line.clear();
            }
        }
    }
}

impl Engine {
    /// When the first timer that stands ends.
    pub(super) fn next_timer(&self) -> Option<Micros> {
        ALL.iter()
            .filter_map(|timer| {
                let line = self.timers.lines.get(timer.line())?;
                line.iter()
                    .find(|(_, (row, serial))| self.stands(*timer, *row, *serial))
                    .map(|(due, _)| due)
            })
            .min()
    }

    pub(super) fn run_timers(&mut self, out: &mut Vec<Decision>) {
        self.timers.swept += 1;
        let due = self.timers.earliest.is_some_and(|at| at <= self.now);
        if !due && self.timers.swept < SWEEP {
            return;
        }
        for timer in ALL {
            while let Some((row, serial)) = self.pop_due(timer) {
                if self.stands(timer, row, serial) {
                    self.fire(timer, row, out);
                }
            }
        }
        self.drop_stale_timers();
    }

    fn pop_due(&mut self, timer: Timer) -> Option<(u32, u64)> {
        let now = self.now;
        let line = self.timers.line(timer)?;
        if line.front()?.0 > now {
            return None;
        }
        line.pop_front().map(|(_, entry)| entry)
    }

    fn stands(&self, timer: Timer, row: u32, serial: u64) -> bool {
        match timer {
            Timer::OfferEnds(_) => self
                .waiting
                .row(row)
                .and_then(|row| row.offer)
                .is_some_and(|offer| offer.serial == serial),
            Timer::Region | Timer::Country | Timer::Skill => {
                self.waiting.row(row).is_some_and(|r| r.entered == serial)
            }
            Timer::HoldEnds => {
                let row = self.staff.rows.get(row);
                row.is_some_and(|row| row.held == Some(serial))
            }
        }
    }

    fn fire(&mut self, timer: Timer, row: u32, out: &mut Vec<Decision>) {
        match timer {
            Timer::OfferEnds(_) => self.miss(row, out),
            Timer::Region | Timer::Country | Timer::Skill => self.reclass(row),
            Timer::HoldEnds => self.change(row, |counsellor| counsellor.held = None),
        }
    }

    /// Leaves a timer that stands at the front of every line.
    fn drop_stale_timers(&mut self) {
        let mut earliest: Option<Micros> = None;
        for timer in ALL {
            while let Some((due, (row, serial))) =
                self.timers.lines.get(timer.line()).and_then(Line::front)
            {
                if self.stands(timer, row, serial) {
                    earliest = Some(earliest.map_or(due, |earliest| earliest.min(due)));
                    break;
                }
                if let Some(line) = self.timers.line(timer) {
                    line.pop_front();
                }
            }
        }
        self.timers.earliest = earliest;
        self.timers.swept = 0;
    }

    pub(super) fn miss(&mut self, slot: u32, out: &mut Vec<Decision>) {
        let Some(counsellor) = self.end_offer(slot, WithdrawReason::Expired, true, out) else {
            return;
        };
        let limit = self.rules.in_force().misses_before_away;
        let Some(row) = self.staff.rows.get_mut(counsellor) else {
            return;
        };
        row.misses = row.misses.saturating_add(1);
        if limit > 0 && row.misses >= limit {
            self.set_away(counsellor, out);
        }
    }
}
