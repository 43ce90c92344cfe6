//! Rate limits whose keys say nothing: a caller's address exists only as a salted hash in memory.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use chrono::TimeDelta;
use kernel::Instant;
use poem::Request;

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

#[derive(Debug)]
struct State {
    salt: RandomState,
    salted_at: Option<Instant>,
    buckets: HashMap<u64, Bucket>,
}

/// A token bucket per caller: `burst` at once, then `per_minute`.
#[derive(Debug)]
pub struct RateLimiter {
    burst: f64,
    per_second: f64,
    state: Mutex<State>,
}

impl RateLimiter {
    /// Lets `burst` requests in at once and `per_minute` after that.
    pub fn new(burst: u32, per_minute: u32) -> Self {
        let state = State {
            salt: RandomState::new(),
            salted_at: None,
            buckets: HashMap::new(),
        };
        Self {
            burst: f64::from(burst.max(1)),
            per_second: f64::from(per_minute.max(1)) / 60.0,
            state: Mutex::new(state),
        }
    }

    /// Takes one token of `caller`'s bucket.
    pub fn take(&self, caller: &str, now: Instant) -> Result<(), Limited> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.salted_at.is_none_or(|at| now - at > SALT_LIFE) {
            *state = State {
                salt: RandomState::new(),
                salted_at: Some(now),
                buckets: HashMap::new(),
            };
        }
        if state.buckets.len() >= MOST_BUCKETS {
            self.forget_idle(&mut state, now);
        }
        let key = state.salt.hash_one(caller);
        let bucket = state.buckets.entry(key).or_insert(Bucket {
            tokens: self.burst,
            filled_at: now,
        });
        bucket.tokens = self.tokens(bucket, now);
        bucket.filled_at = now;
        if bucket.tokens >= 1.0 {
            bucket.tokens -= 1.0;
            return Ok(());
        }
        let seconds = ((1.0 - bucket.tokens) / self.per_second)
            .ceil()
            .clamp(1.0, 3600.0);
        Err(Limited {
            retry_after: whole_seconds(seconds),
        })
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

    /// Returns a token taken for something that turned out not to count.
    pub fn give_back(&self, caller: &str) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let key = state.salt.hash_one(caller);
        if let Some(bucket) = state.buckets.get_mut(&key) {
            bucket.tokens = (bucket.tokens + 1.0).min(self.burst);
        }
    }
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 1..=3600 by the caller"
)]
fn whole_seconds(seconds: f64) -> u32 {
    seconds as u32
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
        assert_eq!(limiter.state.lock().unwrap().buckets.len(), 1);
    }
}
