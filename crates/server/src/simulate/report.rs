//! What came of a simulation.

use std::time::Duration;

use serde::Serialize;

use super::{
    World,
    ledger::{Breach, BreachKind, Record, Side, losses},
    seeker::{Outcome, Story},
};

/// The result of a simulation.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Seconds it took.
    pub seconds: f64,
    /// Talks started.
    pub talks: usize,
    /// Of these, taken by a counsellor.
    pub accepted: usize,
    /// Left by the seeker while waiting.
    pub abandoned: usize,
    /// Ended while waiting because the simulation was over.
    pub unserved: usize,
    /// From the start to a counsellor.
    pub waits: Waits,
    /// Messages sent, each counted once however often it was repeated.
    pub sent: usize,
    /// Messages acknowledged.
    pub acked: usize,
    /// Messages received from the other side or the service.
    pub received: usize,
    /// Lines cut on purpose.
    pub cuts: u64,
    /// Lines opened again, for whatever reason.
    pub reopened: u64,
    /// Answers that were the server's own fault.
    pub failures: u64,
    /// Messages acknowledged that the other side never got, or that are not kept.
    pub losses: usize,
    /// Messages told twice on a line, or stored twice.
    pub duplicates: usize,
    /// Gaps and changes in the order of messages.
    pub disorders: usize,
    /// Places in the queue lost.
    pub places_lost: usize,
    /// Every breach in words.
    pub breaches: Vec<Breach>,
    /// What every client was told.
    #[serde(skip)]
    pub records: Vec<Record>,
}

/// Seconds waited.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Waits {
    /// The mean.
    pub mean: f64,
    /// Half waited no longer.
    pub p50: f64,
    /// Nineteen of twenty waited no longer.
    pub p95: f64,
    /// The longest.
    pub max: f64,
}

impl Waits {
    /// Summarizes waits; all zero where there are none.
    pub fn of(mut waits: Vec<Duration>) -> Self {
        waits.sort_unstable();
        let Some(longest) = waits.last() else {
            return Self::default();
        };
        let at = |percent: usize| {
            let rank = (waits.len() * percent).div_ceil(100).max(1);
            waits.get(rank - 1).unwrap_or(longest).as_secs_f64()
        };
        let count = f64::from(u32::try_from(waits.len()).unwrap_or(u32::MAX));
        Self {
            mean: waits.iter().map(Duration::as_secs_f64).sum::<f64>() / count,
            p50: at(50),
            p95: at(95),
            max: longest.as_secs_f64(),
        }
    }
}

impl Report {
    pub(super) fn new(
        world: &World,
        took: Duration,
        stories: Vec<Story>,
        desks: Vec<Vec<Record>>,
    ) -> Self {
        let count = |outcome| {
            stories
                .iter()
                .filter(|story| story.outcome == outcome)
                .count()
        };
        let (accepted, abandoned, unserved) = (
            count(Outcome::Accepted),
            count(Outcome::Abandoned),
            count(Outcome::Waiting),
        );
        let talks = stories.len();
        let waits = Waits::of(stories.iter().filter_map(|story| story.waited).collect());
        let mut records: Vec<Record> = stories.into_iter().map(|story| story.record).collect();
        records.extend(desks.into_iter().flatten());
        let mut breaches: Vec<Breach> = records
            .iter()
            .flat_map(|record| record.breaches.iter().cloned())
            .collect();
        breaches.extend(lost(&records));
        let of = |kind| breaches.iter().filter(|breach| breach.kind == kind).count();
        let counters = &world.counters;
        Self {
            seconds: took.as_secs_f64(),
            talks,
            accepted,
            abandoned,
            unserved,
            waits,
            sent: records.iter().map(|record| record.sent).sum(),
            acked: records.iter().map(|record| record.acked.len()).sum(),
            received: records.iter().map(received).sum(),
            cuts: counters.cuts.get(),
            reopened: counters.reopened.get(),
            failures: counters.failures.get(),
            losses: of(BreachKind::Loss),
            duplicates: of(BreachKind::Duplicate),
            disorders: of(BreachKind::Order),
            places_lost: of(BreachKind::Place),
            breaches,
            records,
        }
    }

    /// Whether the server kept its word.
    pub fn is_sound(&self) -> bool {
        self.breaches.is_empty()
    }

    pub(super) fn print(&self) {
        let Self { waits, .. } = self;
        println!("{} talks in {:.0} s", self.talks, self.seconds);
        println!(
            "  accepted {}, abandoned {}, still waiting at the end {}",
            self.accepted, self.abandoned, self.unserved
        );
        println!(
            "  waited   mean {:.1} s, p50 {:.1} s, p95 {:.1} s, longest {:.1} s",
            waits.mean, waits.p50, waits.p95, waits.max
        );
        println!(
            "  messages sent {}, acknowledged {}, received {}",
            self.sent, self.acked, self.received
        );
        println!(
            "  lines    cut {}, opened again {}",
            self.cuts, self.reopened
        );
        println!("  failures of the server {}", self.failures);
        println!(
            "  lost {}, doubled {}, out of order {}, places lost {}",
            self.losses, self.duplicates, self.disorders, self.places_lost
        );
        for breach in self.breaches.iter().take(20) {
            println!("  ! {}", breach.what);
        }
    }
}

fn received(record: &Record) -> usize {
    record
        .received
        .values()
        .filter(|(from, _)| *from != record.side.as_str())
        .count()
}

fn lost(records: &[Record]) -> Vec<Breach> {
    let (seekers, desks): (Vec<&Record>, Vec<&Record>) = records
        .iter()
        .partition(|record| record.side == Side::Seeker);
    seekers
        .into_iter()
        .flat_map(|seeker| {
            let desks: Vec<&Record> = desks
                .iter()
                .copied()
                .filter(|desk| desk.joined_at == seeker.joined_at)
                .collect();
            losses(seeker, &desks)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_summarized_by_nearest_rank() {
        let waits = Waits::of((1..=100).rev().map(Duration::from_secs).collect());
        assert_eq!(
            (waits.mean, waits.p50, waits.p95, waits.max),
            (50.5, 50.0, 95.0, 100.0)
        );
        let none = Waits::of(Vec::new());
        assert_eq!((none.mean, none.max), (0.0, 0.0));
    }
}
