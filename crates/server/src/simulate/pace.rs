//! How long people take, made faster by a factor.

use std::time::Duration;

use rand::{Rng, rngs::StdRng};
use tokio::time::Instant;

/// Characters people read and type in a second.
const READING: f64 = 30.0;
const TYPING: f64 = 6.0;

/// The speed of everybody.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace(f64);

impl Pace {
    pub(super) const fn new(speed: f64) -> Self {
        Self(speed)
    }

    /// A pause of `mean` seconds, give or take a half.
    pub(super) fn pause(self, chance: &mut StdRng, mean: f64) -> Duration {
        self.scaled(mean * chance.random_range(0.5..1.5))
    }

    /// Reading what was said, then typing the answer.
    pub(super) fn answer(self, chance: &mut StdRng, heard: usize, answer: usize) -> Duration {
        let typing = (count(answer) / TYPING).min(40.0);
        self.pause(chance, 1.0 + count(heard) / READING + typing)
    }

    /// Time until something happens that on average happens every `mean` seconds.
    pub(super) fn until(self, chance: &mut StdRng, mean: f64) -> Duration {
        self.scaled(exponential(chance, mean))
    }

    fn scaled(self, seconds: f64) -> Duration {
        Duration::try_from_secs_f64(seconds / self.0).unwrap_or(Duration::MAX)
    }
}

/// Time until something that on average happens every `mean`; not made faster.
pub(super) fn moment(chance: &mut StdRng, mean: Duration) -> Duration {
    Duration::try_from_secs_f64(exponential(chance, mean.as_secs_f64())).unwrap_or(Duration::MAX)
}

fn exponential(chance: &mut StdRng, mean: f64) -> f64 {
    -mean * chance.random_range(f64::EPSILON..1.0).ln()
}

fn count(characters: usize) -> f64 {
    f64::from(u32::try_from(characters).unwrap_or(u32::MAX))
}

/// Waits between tries to reach the server, longer each time.
#[derive(Debug, Default)]
pub(super) struct Backoff(u32);

impl Backoff {
    pub(super) fn next(&mut self, chance: &mut StdRng) -> Duration {
        let most = 100_u64.saturating_mul(1 << self.0.min(5));
        self.0 += 1;
        Duration::from_millis(chance.random_range(most / 2..=most))
    }

    pub(super) const fn reset(&mut self) {
        self.0 = 0;
    }
}

/// The instant `wait` from now; a day at most.
pub(super) fn later(wait: Duration) -> Instant {
    Instant::now() + wait.min(Duration::from_hours(24))
}

/// Resolves at an instant; never where there is none.
pub(super) async fn at(instant: Option<Instant>) {
    match instant {
        Some(instant) => tokio::time::sleep_until(instant).await,
        None => std::future::pending().await,
    }
}
