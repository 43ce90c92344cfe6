//! Time and chance are inputs: the only ways to learn the time or to draw a random number.

use std::{fmt, sync::Arc};

use chrono::SubsecRound;

use crate::Instant;

/// Tells the time.
pub trait Clock: Send + Sync + 'static {
    /// The current instant.
    fn now(&self) -> Instant;
}

/// Draws random bytes; from the operating system in production, from a printed seed in tests.
pub trait Entropy: Send + Sync + 'static {
    /// Fills the slice.
    fn fill(&self, bytes: &mut [u8]);
}

/// The clock and the entropy of a process, handed down from its composition root.
#[derive(Clone)]
pub struct Sources {
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
}

impl Sources {
    /// Joins a clock and a source of entropy.
    pub fn new(clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        Self { clock, entropy }
    }

    /// The current instant, in whole microseconds, as both databases keep it.
    pub fn now(&self) -> Instant {
        self.clock.now().trunc_subsecs(6)
    }

    /// The source of random bytes.
    pub fn entropy(&self) -> &dyn Entropy {
        self.entropy.as_ref()
    }
}

impl fmt::Debug for Sources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sources")
    }
}
