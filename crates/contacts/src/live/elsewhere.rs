//! Seekers whose streams other replicas hold.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use kernel::ConversationId;
use tokio::time::Instant;

/// How long a sign of life counts: clients give one every ten seconds, and a replica that died says nothing.
const COUNTS: Duration = Duration::from_secs(25);

/// When their last sign of life came.
#[derive(Debug, Default)]
pub(crate) struct Elsewhere(Mutex<HashMap<ConversationId, Instant>>);

impl Elsewhere {
    pub(crate) fn seen(&self, conversations: &[ConversationId]) {
        let now = Instant::now();
        let mut seen = self.lock();
        seen.retain(|_, at| now - *at < COUNTS);
        seen.extend(conversations.iter().map(|id| (*id, now)));
    }

    pub(crate) fn left(&self, conversation: ConversationId) {
        self.lock().remove(&conversation);
    }

    pub(crate) fn hears(&self, conversation: ConversationId) -> bool {
        let seen = self.lock();
        seen.get(&conversation)
            .is_some_and(|at| at.elapsed() < COUNTS)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<ConversationId, Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
