//! Repeated starts: the same key and body get the same answer.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::TimeDelta;
use kernel::{Instant, ProblemCode};
use platform::{KeyHash, hash_key, http::Problem};

use super::conversation_bodies::StartedBody;

/// How long a key is remembered: far longer than any client retries. Only in memory, because the
/// answer holds a token that must not be stored.
const REMEMBERED: TimeDelta = TimeDelta::minutes(10);

struct Answer {
    request: KeyHash,
    at: Instant,
    body: StartedBody,
}

/// Answers of this process by idempotency key.
#[derive(Default)]
pub(crate) struct Started(Mutex<HashMap<KeyHash, Answer>>);

impl Started {
    /// The first answer to this key.
    ///
    /// # Errors
    /// The key came with another body before.
    pub(crate) fn find(
        &self,
        key: &str,
        request: &str,
        now: Instant,
    ) -> Result<Option<StartedBody>, Problem> {
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        answers.retain(|_, answer| now - answer.at < REMEMBERED);
        match answers.get(&hash_key(key)) {
            None => Ok(None),
            Some(answer) if answer.request == hash_key(request) => Ok(Some(answer.body.clone())),
            Some(_) => Err(Problem::new(ProblemCode::IdempotencyMismatch)),
        }
    }

    pub(crate) fn remember(&self, key: &str, request: &str, now: Instant, body: &StartedBody) {
        let answer = Answer {
            request: hash_key(request),
            at: now,
            body: body.clone(),
        };
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(hash_key(key), answer);
    }
}
