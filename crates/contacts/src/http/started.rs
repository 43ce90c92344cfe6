//! Repeated starts: the same key and body get the same answer.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::TimeDelta;
use kernel::{Instant, ProblemCode};
use platform::{KeyHash, hash_key, http::Problem};
use tokio::sync::{Mutex as Turns, OwnedMutexGuard};

use super::conversation_bodies::StartedBody;

/// How long a key is remembered: far longer than any client retries. Only in memory, because the
/// answer holds a token that must not be stored.
const REMEMBERED: TimeDelta = TimeDelta::minutes(10);

/// Characters of a key at least.
const SHORTEST_KEY: usize = 16;

struct Answer {
    request: KeyHash,
    body: StartedBody,
}

struct Slot {
    since: Instant,
    answer: Arc<Turns<Option<Answer>>>,
}

impl Slot {
    fn is_of_use(&self, now: Instant) -> bool {
        let is_asked = Arc::strong_count(&self.answer) > 1;
        let is_answered = || self.answer.try_lock().is_ok_and(|answer| answer.is_some());
        is_asked || now - self.since < REMEMBERED && is_answered()
    }
}

/// Answers of this process by idempotency key.
#[derive(Default)]
pub(crate) struct Started(Mutex<HashMap<KeyHash, Slot>>);

/// The right to answer one key; others with the same key wait meanwhile.
pub(crate) struct Turn(OwnedMutexGuard<Option<Answer>>);

impl Started {
    /// Waits for the turn of this key of this caller.
    ///
    /// # Errors
    /// The key is one that somebody else may have chosen as well.
    pub(crate) async fn enter(
        &self,
        caller: &str,
        key: &str,
        now: Instant,
    ) -> Result<Turn, Problem> {
        if key.len() < SHORTEST_KEY {
            let reason = format!("expected at least {SHORTEST_KEY} characters, drawn at random");
            return Err(Problem::invalid("Idempotency-Key", reason));
        }
        let key = hash_key(&format!("{caller} {key}"));
        let answer = {
            let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            slots.retain(|_, slot| slot.is_of_use(now));
            let slot = slots.entry(key).or_insert_with(|| Slot {
                since: now,
                answer: Arc::default(),
            });
            Arc::clone(&slot.answer)
        };
        Ok(Turn(answer.lock_owned().await))
    }
}

impl Turn {
    /// The first answer to this key.
    ///
    /// # Errors
    /// The key came with another body before.
    pub(crate) fn first(&self, request: &str) -> Result<Option<StartedBody>, Problem> {
        match self.0.as_ref() {
            None => Ok(None),
            Some(answer) if answer.request == hash_key(request) => Ok(Some(answer.body.clone())),
            Some(_) => Err(Problem::new(ProblemCode::IdempotencyMismatch)),
        }
    }

    pub(crate) fn remember(&mut self, request: &str, body: &StartedBody) {
        *self.0 = Some(Answer {
            request: hash_key(request),
            body: body.clone(),
        });
    }
}
