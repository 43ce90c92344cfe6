//! What a seeker can do instead of waiting, and when.

use serde::{Deserialize, Serialize};

use super::Policy;
use crate::{Choice, Estimate};

/// What happens to a newcomer once the queue is as long as `queue_cap`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AtCap {
    /// The newcomer is not let in and gets choices.
    #[default]
    Refuse,
    /// The newcomer is let in, is warned that it will take long, and gets choices too.
    Warn,
}

/// When seekers are offered to be called back. Within which hours, the caller knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CallbackRules {
    /// Offered where the estimated wait exceeds so many seconds, or where none can be estimated. Default 300.
    pub wait_exceeds_s: u32,
    /// Most callbacks promised and not yet made at once. Default none.
    pub most_open: Option<u32>,
}

impl Default for CallbackRules {
    fn default() -> Self {
        Self {
            wait_exceeds_s: 300,
            most_open: None,
        }
    }
}

impl CallbackRules {
    /// Whether a callback is offered to somebody who would wait so long, while so many are open.
    pub fn allow(&self, wait: Estimate, open: u32) -> bool {
        let long = wait.seconds.is_none_or(|s| s > self.wait_exceeds_s);
        long && self.most_open.is_none_or(|most| open < most)
    }
}

impl Policy {
    /// The choices shown to somebody who would wait so long, while so many callbacks are open: all of
    /// `overflow_choices`, the callback by its rules.
    pub fn choices(&self, wait: Estimate, open_callbacks: u32) -> Vec<Choice> {
        let called = self.callback.allow(wait, open_callbacks);
        let choices = self.overflow_choices.iter().copied();
        choices
            .filter(|choice| *choice != Choice::Callback || called)
            .collect()
    }
}
