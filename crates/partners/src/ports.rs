//! What this module needs of others; the composition root fills it.

use kernel::{Channel, Instant, Language};
use platform::Fault;

/// How long one waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// None where nobody on duty can take a newcomer.
    pub seconds: Option<u32>,
    /// Whether it may be far off.
    pub is_uncertain: bool,
}

/// The national queue, as far as everybody may know it.
pub trait Queue: Send + Sync + 'static {
    /// How long a newcomer would wait now.
    fn wait(&self, channel: Channel, language: Language) -> Wait;
}

/// How many came of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The word of the channel.
    pub channel: String,
    /// The number of the county, if the seeker told it.
    pub county: Option<String>,
    /// The word of the topic, if the seeker told it.
    pub topic: Option<String>,
    /// How many.
    pub contacts: u64,
}

/// What is kept of past contacts without their content.
#[async_trait::async_trait]
pub trait Figures: Send + Sync + 'static {
    /// Contacts of the national queue that came from one instant until before another.
    async fn contacts(&self, from: Instant, until: Instant) -> Result<Vec<Counted>, Fault>;
}
