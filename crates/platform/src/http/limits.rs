//! Rate limits whose keys say nothing: a caller's address exists only as a salted hash in memory.

use std::{
    collections::HashMap,
    fmt,
    hash::{BuildHasher, RandomState},
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::TimeDelta;
use kernel::Instant;
use poem::Request;

use super::{partner::Quota, sharing::Share};

/// Salts live this long; then all buckets start afresh.
const SALT_LIFE: TimeDelta = TimeDelta::hours(1);

/// Callers kept apart at the most, so that a flood from many addresses costs no more than some megabytes.
const MOST_BUCKETS: usize = 100_000;

/// The request came too soon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limited {
    /// Seconds until the next one is let in.
    pub retry_after: u32,
}

#[derive(Debug)]
struct Bucket {
    tokens: f64,
    filled_at: Instant,
}

struct State {
    /// What makes the keys of this hour.
    salt: RandomState,
    /// Which hour that is.
    hour: Option<i64>,
    buckets: HashMap<u64, Bucket>,
}

/// A token bucket per caller: `burst` at once, then `per_minute`. Cheap to clone.
#[derive(Clone)]
pub struct RateLimiter(Arc<Inner>);

struct Inner {
    burst: f64,
    per_second: f64,
    state: Mutex<State>,
    /// Where other replicas are told.
    share: Option<Share>,
}

impl fmt::Debug for RateLimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RateLimiter")
    }
}

impl RateLimiter {
    /// Lets `burst` requests in at once and `per_minute` after that, in this process.
    pub fn new(burst: u32, per_minute: u32) -> Self {
        Self::with(burst, per_minute, None)
    }

    pub(super) fn with(burst: u32, per_minute: u32, share: Option<Share>) -> Self {
        let state = State {
            salt: RandomState::new(),
            hour: None,
            buckets: HashMap::new(),
        };
        Self(Arc::new(Inner {
            burst: f64::from(burst.max(1)),
            per_second: f64::from(per_minute.max(1)) / 60.0,
            state: Mutex::new(state),
            share,
        }))
    }

    /// Takes one token of `caller`'s bucket.
    pub fn take(&self, caller: &str, now: Instant) -> Result<(), Limited> {
        let inner = &self.0;
        let mut state = inner.state_of(hour_of(now));
        let key = inner.key(&state, caller);
        let tokens = inner.pour(&mut state, key, now, 0.0);
        if tokens >= 1.0 {
            inner.pour(&mut state, key, now, -1.0);
            drop(state);
            inner.tell(hour_of(now), key, -1);
            return Ok(());
        }
        let seconds = ((1.0 - tokens) / inner.per_second)
            .ceil()
            .clamp(1.0, 3600.0);
        Err(Limited {
            retry_after: whole(seconds),
        })
    }

    /// What is left in `caller`'s bucket.
    pub fn left(&self, caller: &str, now: Instant) -> Quota {
        let inner = &self.0;
        let mut state = inner.state_of(hour_of(now));
        let key = inner.key(&state, caller);
        let tokens = inner.pour(&mut state, key, now, 0.0);
        drop(state);
        let seconds = (inner.burst - tokens) / inner.per_second;
        Quota {
            limit: whole(inner.per_second * 60.0),
            remaining: whole(tokens.max(0.0)),
            reset_s: whole(seconds.ceil().clamp(0.0, 3600.0)),
        }
    }

    /// Returns a token taken for something that turned out not to count.
    pub fn give_back(&self, caller: &str) {
        let inner = &self.0;
        let mut state = inner.lock();
        let Some(hour) = state.hour else {
            return;
        };
        let key = inner.key(&state, caller);
        if let Some(bucket) = state.buckets.get_mut(&key) {
            bucket.tokens = (bucket.tokens + 1.0).min(inner.burst);
            drop(state);
            inner.tell(hour, key, 1);
        }
    }

    /// Another replica took tokens of a bucket, or gave some back.
    pub(super) fn hear(&self, hour: i64, key: u64, tokens: i32, now: Instant) {
        if hour == hour_of(now) {
            let mut state = self.0.state_of(hour);
            self.0.pour(&mut state, key, now, f64::from(tokens));
        }
    }
}

impl Inner {
    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The buckets of an hour: those of another one are forgotten.
    fn state_of(&self, hour: i64) -> std::sync::MutexGuard<'_, State> {
        let mut state = self.lock();
        if state.hour != Some(hour) {
            *state = State {
                salt: RandomState::new(),
                hour: Some(hour),
                buckets: HashMap::new(),
            };
        }
        state
    }

    fn key(&self, state: &State, caller: &str) -> u64 {
        match (&self.share, state.hour) {
            (Some(share), Some(hour)) => share.key(hour, caller),
            _ => state.salt.hash_one(caller),
        }
    }

    fn tell(&self, hour: i64, key: u64, tokens: i32) {
        if let Some(share) = &self.share {
            share.tell(hour, key, tokens);
        }
    }

    /// Adds tokens to a bucket; returns how many are in it.
    fn pour(&self, state: &mut State, key: u64, now: Instant, tokens: f64) -> f64 {
        if state.buckets.len() >= MOST_BUCKETS {
            self.forget_idle(state, now);
        }
        let bucket = state.buckets.entry(key).or_insert(Bucket {
            tokens: self.burst,
            filled_at: now,
        });
        // Replicas that let somebody in at the same moment leave less than nothing.
        bucket.tokens = (self.tokens(bucket, now) + tokens).clamp(-self.burst, self.burst);
        bucket.filled_at = now;
        bucket.tokens
    }

    fn tokens(&self, bucket: &Bucket, now: Instant) -> f64 {
        let waited = (now - bucket.filled_at).as_seconds_f64().max(0.0);
        (bucket.tokens + waited * self.per_second).min(self.burst)
    }

    /// A full bucket says no more than none; where none is full, all start afresh.
    fn forget_idle(&self, state: &mut State, now: Instant) {
        state
            .buckets
            .retain(|_, bucket| self.tokens(bucket, now) < self.burst);
        if state.buckets.len() >= MOST_BUCKETS {
            state.buckets.clear();
        }
    }
}

/// Which hour since 1970 a moment is in.
fn hour_of(now: Instant) -> i64 {
    now.timestamp().div_euclid(SALT_LIFE.num_seconds())
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "never negative, and far below the limit"
)]
fn whole(number: f64) -> u32 {
    number as u32
}

/// What tells callers apart for limiting: the peer's address, or the one the outermost of the
/// trusted proxies saw. Never stored or logged.
pub fn caller_key(request: &Request, trusted_proxies: usize) -> String {
    if trusted_proxies > 0 {
        let forwarded: Vec<&str> = request
            .headers()
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(str::trim)
            .collect();
        if let Some(address) = forwarded
            .len()
            .checked_sub(trusted_proxies)
            .and_then(|i| forwarded.get(i))
        {
            return network(address);
        }
    }
    request
        .remote_addr()
        .as_socket_addr()
        .map_or_else(String::new, |address| network(&address.ip().to_string()))
}

/// An address as one caller: of IPv6 the 64 bits that name a network, whose hosts choose the rest freely.
fn network(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V6(address)) if address.to_ipv4_mapped().is_none() => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_of_thirty_gets_in_at_once_and_a_flood_is_slowed() {
        let limiter = RateLimiter::new(60, 60);
        let start = Instant::UNIX_EPOCH;
        let admitted = (0..200)
            .filter(|_| limiter.take("school", start).is_ok())
            .count();
        assert_eq!(admitted, 60);
        assert_eq!(
            limiter.take("school", start),
            Err(Limited { retry_after: 1 })
        );
        assert!(limiter.take("elsewhere", start).is_ok());
        assert!(
            limiter
                .take("school", start + TimeDelta::seconds(1))
                .is_ok()
        );
    }

    #[test]
    fn what_is_left_is_told() {
        let limiter = RateLimiter::new(60, 60);
        let start = Instant::UNIX_EPOCH;
        let all = Quota {
            limit: 60,
            remaining: 60,
            reset_s: 0,
        };
        assert_eq!(limiter.left("nav", start), all);
        limiter.take("nav", start).unwrap();
        let left = Quota {
            remaining: 59,
            reset_s: 1,
            ..all
        };
        assert_eq!(limiter.left("nav", start), left);
    }

    #[test]
    fn the_hosts_of_an_ipv6_network_are_one_caller() {
        assert_eq!(network("2001:db8:1:2::3"), network("2001:db8:1:2:ffff::9"));
        assert_ne!(network("2001:db8:1:2::3"), network("2001:db8:1:3::3"));
        assert_ne!(network("192.0.2.1"), network("192.0.2.2"));
        assert_ne!(network("::ffff:192.0.2.1"), network("::ffff:192.0.2.2"));
    }

    #[test]
    fn callers_who_came_long_ago_are_forgotten_first() {
        let limiter = RateLimiter::new(2, 60);
        let start = Instant::UNIX_EPOCH;
        for number in 0..MOST_BUCKETS - 1 {
            limiter.take(&number.to_string(), start).unwrap();
        }
        let later = start + TimeDelta::seconds(10);
        limiter.take("flood", later).unwrap();
        limiter.take("flood", later).unwrap();
        assert!(limiter.take("flood", later).is_err());
        assert_eq!(limiter.0.lock().buckets.len(), 1);
    }
}
