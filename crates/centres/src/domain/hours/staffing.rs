//! How many centres hold the national queue open, half hour by half hour, and where that is too few.

use chrono::TimeDelta;
use kernel::Instant;

/// Length of a slot.
const HALF: TimeDelta = TimeDelta::minutes(30);

/// From an instant to before another.
pub(crate) type Stretch = (Instant, Instant);

/// A half hour of a day in which the queue is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Half {
    /// When it begins.
    pub(crate) starts_at: Instant,
    /// When it ends.
    pub(crate) ends_at: Instant,
    /// The fewest centres that are open at any time of it at which one is.
    pub(crate) centres: u32,
}

/// The half hours of a stretch of time in which some centre is open; of each centre its open stretches.
pub(crate) fn halves((begin, end): Stretch, centres: &[Vec<Stretch>]) -> Vec<Half> {
    let mut halves = Vec::new();
    let mut at = begin;
    while at < end {
        let next = (at + HALF).min(end);
        if let Some(fewest) = fewest((at, next), centres) {
            halves.push(Half {
                starts_at: at,
                ends_at: next,
                centres: fewest,
            });
        }
        at = next;
    }
    halves
}

/// The fewest open at any time of a slot at which one is open; none where nobody is.
fn fewest((begin, end): Stretch, centres: &[Vec<Stretch>]) -> Option<u32> {
    let all = || centres.iter().flatten();
    let turns = all().flat_map(|(opens, closes)| [*opens, *closes]);
    let within = turns.filter(|turn| (begin..end).contains(turn));
    let open_at = |at: Instant| {
        let open = centres.iter().filter(|stretches| {
            let holds = |(opens, closes): &Stretch| (*opens..*closes).contains(&at);
            stretches.iter().any(holds)
        });
        u32::try_from(open.count()).unwrap_or(u32::MAX)
    };
    within
        .chain([begin])
        .map(open_at)
        .filter(|open| *open > 0)
        .min()
}

/// Where fewer centres than asked for are open, neighbours joined.
pub(crate) fn gaps(halves: &[Half], minimum: u32) -> Vec<Half> {
    let mut gaps: Vec<Half> = Vec::new();
    for half in halves.iter().filter(|half| half.centres < minimum) {
        match gaps.last_mut() {
            Some(last) if last.ends_at == half.starts_at => {
                last.ends_at = half.ends_at;
                last.centres = last.centres.min(half.centres);
            }
            _ => gaps.push(*half),
        }
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Instant {
        testkit::working_day() + TimeDelta::minutes(minutes)
    }

    fn told(halves: &[Half]) -> Vec<(i64, i64, u32)> {
        let minutes = |when: Instant| (when - at(0)).num_minutes();
        let told = |half: &Half| (minutes(half.starts_at), minutes(half.ends_at), half.centres);
        halves.iter().map(told).collect()
    }

    #[test]
    fn a_half_hour_has_as_many_centres_as_are_open_all_the_while() {
        let one = vec![(at(30), at(120))];
        let other = vec![(at(60), at(100))];
        let found = halves((at(0), at(150)), &[one, other]);
        let expected = [(30, 60, 1), (60, 90, 2), (90, 120, 1)];
        assert_eq!(told(&found), expected);
    }

    #[test]
    fn what_is_open_for_a_part_of_a_half_hour_counts_for_that_part() {
        let found = halves((at(0), at(60)), &[vec![(at(15), at(45))]]);
        assert_eq!(told(&found), [(0, 30, 1), (30, 60, 1)]);
        assert_eq!(halves((at(0), at(60)), &[]), []);
    }

    #[test]
    fn neighbouring_half_hours_with_too_few_are_one_gap() {
        let one = vec![(at(0), at(150))];
        let other = vec![(at(60), at(90))];
        let found = halves((at(0), at(150)), &[one, other]);
        assert_eq!(told(&gaps(&found, 2)), [(0, 60, 1), (90, 150, 1)]);
        assert_eq!(gaps(&found, 1), []);
    }
}
