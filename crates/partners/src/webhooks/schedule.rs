//! When a delivery is tried again, and when an endpoint is left alone.

use chrono::TimeDelta;
use kernel::{Instant, Sources};

/// How long a delivery is tried again. The last try is at its end.
const WINDOW: TimeDelta = TimeDelta::hours(24);
/// The longest wait after the first failure; it doubles with each.
const FIRST_WAIT_S: u64 = 10;
/// No wait is longer.
const LONGEST_WAIT_S: u64 = 4 * 3600;
/// No wait is shorter.
const SHORTEST_WAIT_S: u64 = 1;

/// Failures in a row that open the circuit of an endpoint.
pub(crate) const TOLERATED: u32 = 5;
/// How long it is open at first; it doubles with each failed trial.
const FIRST_OPEN_S: u64 = 60;
const LONGEST_OPEN_S: u64 = 3600;
/// How long an endpoint may fail before it is disabled.
const PATIENCE: TimeDelta = TimeDelta::days(5);

/// Chance between 0 and 2^64, drawn for one wait.
pub(crate) fn draw(sources: &Sources) -> u64 {
    let mut bytes = [0_u8; 8];
    sources.entropy().fill(&mut bytes);
    u64::from_be_bytes(bytes)
}

/// When the next try is due after `attempt` tries, the first of them at `first_at`; none when it was the last.
///
/// The wait is anything up to a bound that doubles (exponential back-off with full jitter), so that endpoints that
/// were down together are not asked together. A receiver that says how long to wait is heeded within the bounds.
pub(crate) fn next_try(
    first_at: Instant,
    now: Instant,
    attempt: u32,
    (chance, asked_s): (u64, Option<u64>),
) -> Option<Instant> {
    let last = first_at + WINDOW;
    if now >= last {
        return None;
    }
    let bound = doubled(FIRST_WAIT_S, attempt.saturating_sub(1), LONGEST_WAIT_S);
    let wait = (chance % (bound + 1)).max(SHORTEST_WAIT_S);
    let wait = wait.max(asked_s.unwrap_or(0).min(LONGEST_WAIT_S));
    Some((now + seconds(wait)).min(last))
}

/// Whether a delivery that was not tried for so long, because its endpoint's circuit was open, is given up.
pub(crate) fn too_old(now: Instant) -> Instant {
    now - WINDOW - seconds(LONGEST_OPEN_S)
}

/// Until when an endpoint that failed so often in a row is left alone; none while that is tolerated.
pub(crate) fn open_until(failures: u32, now: Instant) -> Option<Instant> {
    let beyond = failures.checked_sub(TOLERATED)?;
    Some(now + seconds(doubled(FIRST_OPEN_S, beyond, LONGEST_OPEN_S)))
}

/// Whether an endpoint that fails since then is disabled.
pub(crate) fn is_hopeless(failing_since: Instant, now: Instant) -> bool {
    now - failing_since >= PATIENCE
}

fn doubled(first: u64, times: u32, most: u64) -> u64 {
    first
        .saturating_mul(1_u64.checked_shl(times).unwrap_or(u64::MAX))
        .min(most)
}

fn seconds(count: u64) -> TimeDelta {
    TimeDelta::seconds(i64::try_from(count).unwrap_or(i64::MAX / 1000))
}

/// What an answer means for a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// It arrived.
    Delivered,
    /// It is tried again.
    Again,
    /// It is not tried again: the receiver will not take it.
    Never,
    /// Nothing is sent there any more.
    Gone,
}

/// What a status means. Redirects are not followed: they could lead anywhere.
pub(crate) const fn meaning_of(status: u16) -> Meaning {
    match status {
        200..=299 => Meaning::Delivered,
        410 => Meaning::Gone,
        408 | 409 | 425 | 429 => Meaning::Again,
        400..=499 => Meaning::Never,
        _ => Meaning::Again,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_event_is_tried_for_a_day_whatever_chance_says() {
        for chance in [0, 1, u64::MAX / 3, u64::MAX] {
            let first = testkit::working_day();
            let (mut now, mut attempt) = (first, 1);
            while let Some(next) = next_try(first, now, attempt, (chance, None)) {
                assert!(next > now);
                (now, attempt) = (next, attempt + 1);
                assert!(attempt < 100_000);
            }
            assert_eq!(now, first + WINDOW);
        }
    }

    proptest! {
        #[test]
        fn a_wait_is_within_its_bounds(
            attempt in 1..200_u32, chance in any::<u64>(), asked in prop::option::of(any::<u64>()),
        ) {
            let first = testkit::working_day();
            let next = next_try(first, first, attempt, (chance, asked)).unwrap();
            let wait = next - first;
            prop_assert!(wait >= TimeDelta::seconds(1));
            prop_assert!(wait <= TimeDelta::hours(4));
            if asked.is_none() && attempt < 10 {
                prop_assert!(wait <= TimeDelta::seconds(10 << (attempt - 1)));
            }
        }

        #[test]
        fn a_circuit_opens_after_some_failures_and_for_an_hour_at_most(failures in any::<u32>()) {
            let now = testkit::working_day();
            match open_until(failures, now) {
                None => prop_assert!(failures < TOLERATED),
                Some(until) => {
                    prop_assert!(failures >= TOLERATED);
                    prop_assert!(until - now >= TimeDelta::minutes(1));
                    prop_assert!(until - now <= TimeDelta::hours(1));
                }
            }
        }
    }

    #[test]
    fn only_what_may_pass_is_tried_again() {
        for (status, meaning) in [
            (200, Meaning::Delivered),
            (204, Meaning::Delivered),
            (301, Meaning::Again),
            (400, Meaning::Never),
            (401, Meaning::Never),
            (404, Meaning::Never),
            (408, Meaning::Again),
            (409, Meaning::Again),
            (410, Meaning::Gone),
            (422, Meaning::Never),
            (425, Meaning::Again),
            (429, Meaning::Again),
            (500, Meaning::Again),
            (503, Meaning::Again),
        ] {
            assert_eq!(meaning_of(status), meaning, "{status}");
        }
    }

    #[test]
    fn days_of_failure_are_enough() {
        let now = testkit::working_day();
        assert!(!is_hopeless(now - TimeDelta::days(4), now));
        assert!(is_hopeless(now - TimeDelta::days(5), now));
    }
}
