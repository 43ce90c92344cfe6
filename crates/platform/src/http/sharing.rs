//! Rate limits that count for all replicas: whom one lets in, the others count as well.
//!
//! What travels is a number per caller, a MAC by a key that only the replicas have and that means nothing after
//! the hour. It may be lost; then a caller gets through as often as there are replicas.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use aws_lc_rs::hmac;
use kernel::Sources;
use serde::{Deserialize, Serialize};
use tokio::sync::broadcast::{self, error::RecvError};

use super::RateLimiter;
use crate::{Bus, Event, Line, Sealer, Tasks};

/// The topic of what was taken.
const TOPIC: &str = "limits";
/// How long it is gathered before it is told.
const PACE: Duration = Duration::from_millis(50);
/// Told together.
const BATCH: usize = 500;
/// Waiting to be told; more is not.
const WAITING: usize = 5000;

/// Tokens taken of a bucket, or given back.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Taken(String, i64, u64, i32);

/// What other replicas are to hear.
type Pending = Arc<Mutex<Vec<Taken>>>;

/// The limits of a service, in all its processes. Cheap to clone.
#[derive(Clone, Default)]
pub struct Limits(Option<Arc<Shared>>);

struct Shared {
    key: hmac::Key,
    pending: Pending,
    known: Mutex<HashMap<&'static str, RateLimiter>>,
}

impl std::fmt::Debug for Limits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Limits")
    }
}

/// One limit's way to tell others.
pub(super) struct Share {
    name: &'static str,
    key: hmac::Key,
    pending: Pending,
}

impl Share {
    /// What a caller is called for an hour, in every replica.
    pub(super) fn key(&self, hour: i64, caller: &str) -> u64 {
        let tag = hmac::sign(&self.key, format!("{hour} {caller}").as_bytes());
        let bytes = tag.as_ref().first_chunk().copied();
        u64::from_be_bytes(bytes.unwrap_or_default())
    }

    pub(super) fn tell(&self, hour: i64, key: u64, tokens: i32) {
        let mut pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        if pending.len() < WAITING {
            pending.push(Taken(self.name.to_owned(), hour, key, tokens));
        }
    }
}

impl Limits {
    /// Shares limits over the bus until shutdown; a process that knows of no other keeps them to itself.
    pub fn start(tasks: &Tasks, bus: &Arc<dyn Bus>, sealer: &Sealer, sources: &Sources) -> Self {
        if *bus.line().borrow() == Line::Alone {
            return Self::default();
        }
        let shared = Arc::new(Shared {
            key: sealer.mac_key("limits"),
            pending: Pending::default(),
            known: Mutex::default(),
        });
        let teller = Teller {
            shared: Arc::clone(&shared),
            bus: Arc::clone(bus),
            events: bus.subscribe(),
            sources: sources.clone(),
        };
        let token = tasks.token();
        tasks.spawn("limits", async move {
            tokio::select! {
                () = token.cancelled() => {}
                () = teller.run() => {}
            }
        });
        Self(Some(shared))
    }

    /// A limit that has this name in every replica.
    pub fn limiter(&self, name: &'static str, burst: u32, per_minute: u32) -> RateLimiter {
        let Some(shared) = &self.0 else {
            return RateLimiter::new(burst, per_minute);
        };
        let share = Share {
            name,
            key: shared.key.clone(),
            pending: Arc::clone(&shared.pending),
        };
        let limiter = RateLimiter::with(burst, per_minute, Some(share));
        let mut known = shared.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(name, limiter.clone());
        limiter
    }
}

struct Teller {
    shared: Arc<Shared>,
    bus: Arc<dyn Bus>,
    events: broadcast::Receiver<Event>,
    sources: Sources,
}

impl Teller {
    async fn run(mut self) {
        let mut pace = tokio::time::interval(PACE);
        loop {
            tokio::select! {
                _ = pace.tick() => self.tell(),
                event = self.events.recv() => match event {
                    Ok(event) => self.hear(&event),
                    Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return,
                },
            }
        }
    }

    fn tell(&self) {
        let mut pending = self
            .shared
            .pending
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let taken = std::mem::take(&mut *pending);
        drop(pending);
        for batch in taken.chunks(BATCH) {
            if let Ok(payload) = serde_json::to_string(batch) {
                self.bus.tell_others(Event {
                    topic: TOPIC.to_owned(),
                    payload,
                });
            }
        }
    }

    fn hear(&self, event: &Event) {
        if event.topic != TOPIC {
            return;
        }
        let now = self.sources.now();
        let known = self
            .shared
            .known
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        // A newer version's may be unreadable: then each counts for itself.
        let taken: Vec<Taken> = serde_json::from_str(&event.payload).unwrap_or_default();
        for Taken(name, hour, key, tokens) in taken {
            if let Some(limiter) = known.get(name.as_str()) {
                limiter.hear(hour, key, tokens, now);
            }
        }
    }
}
