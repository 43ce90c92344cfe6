//! Sections `chat`, `retention` and `routing`.

use platform::{Secret, config::Loader};
use serde::Deserialize;

use crate::domain::report::SigningKey;

/// Section `chat`.
#[derive(Clone, Debug, Deserialize)]
pub struct ChatConfig {
    /// Characters a message may have.
    pub message_characters: usize,
    /// Seconds a waiting seeker's place is kept after the connection dropped.
    pub place_kept_seconds: u32,
    /// Seconds without a sign of life until a counsellor counts as lost.
    pub counsellor_lost_seconds: u32,
    /// Conversations one caller may start at once, and per minute after that.
    pub starts_at_once: u32,
    /// See `starts_at_once`.
    pub starts_per_minute: u32,
    /// Other requests one caller may send at once, and per minute after that.
    pub requests_at_once: u32,
    /// See `requests_at_once`.
    pub requests_per_minute: u32,
    /// Frames a stream may send per second; four times as many at once.
    pub frames_per_second: u32,
}

impl ChatConfig {
    /// Notes what cannot work.
    pub fn validate(&self, loader: &mut Loader) {
        loader.require(
            self.message_characters > 0,
            "chat.message_characters: must be at least 1",
        );
        loader.require(
            (5..=30).contains(&self.counsellor_lost_seconds),
            "chat.counsellor_lost_seconds: must be 5 to 30",
        );
        loader.require(
            self.frames_per_second > 0,
            "chat.frames_per_second: must be at least 1",
        );
    }
}

/// Section `retention`.
#[derive(Clone, Debug, Deserialize)]
pub struct RetentionConfig {
    /// Folder for the list of what was erased; empty: no list is written.
    pub folder: String,
    /// Signs reports: 64 hexadecimal digits. Empty: they are not signed.
    pub signing_key: Secret<String>,
    /// Rows that one transaction erases at most.
    pub batch_rows: u64,
    /// Milliseconds between two transactions, at least.
    pub pause_ms: u64,
    /// Days that what was erased is remembered: longer than any backup is kept.
    pub tombstone_days: u32,
}

impl RetentionConfig {
    /// Notes what cannot work.
    pub fn validate(&self, loader: &mut Loader) {
        let key = &self.signing_key;
        loader.require(
            key.expose().is_empty() || SigningKey::read(key).is_some(),
            "retention.signing_key: must be 64 hexadecimal digits, or empty",
        );
        loader.require(
            (10..=10_000).contains(&self.batch_rows),
            "retention.batch_rows: must be 10 to 10000",
        );
        loader.require(
            self.pause_ms <= 10_000,
            "retention.pause_ms: must be at most 10000",
        );
        loader.require(
            (1..=36_500).contains(&self.tombstone_days),
            "retention.tombstone_days: must be 1 to 36500",
        );
    }
}

/// Reads the section `routing` and notes what contradicts itself.
pub fn routing_policy(loader: &mut Loader) -> Option<routing::Policy> {
    let policy: routing::Policy = loader.section("routing")?;
    for fault in policy.validate().err().unwrap_or_default() {
        loader.require(false, &format!("routing.{fault}"));
    }
    Some(policy)
}
