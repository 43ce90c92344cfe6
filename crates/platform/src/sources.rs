//! The real clock, and entropy from the operating system or from a seed.

use std::sync::{Arc, Mutex, PoisonError};

use kernel::{Clock, Entropy, Instant, Sources};
use rand::{RngCore, SeedableRng, rngs::StdRng};

/// The computer's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the computer's clock"
    )]
    fn now(&self) -> Instant {
        chrono::Utc::now()
    }
}

/// A cryptographically strong generator, seeded once.
#[derive(Debug)]
pub struct SeededEntropy(Mutex<StdRng>);

impl SeededEntropy {
    /// Seeds from the operating system.
    pub fn from_system() -> Self {
        Self(Mutex::new(StdRng::from_os_rng()))
    }

    /// Repeats the same bytes for the same seed: for tests and simulation.
    pub fn from_seed(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill_bytes(bytes);
    }
}

/// Real time and real chance.
pub fn system_sources() -> Sources {
    Sources::new(
        Arc::new(SystemClock),
        Arc::new(SeededEntropy::from_system()),
    )
}
