//! Sections `chat` and `routing`.

use platform::config::Loader;
use serde::Deserialize;

/// Section `chat`.
#[derive(Clone, Debug, Deserialize)]
pub struct ChatConfig {
    /// Characters a message may have.
    pub message_characters: usize,
    /// Seconds a waiting seeker's place is kept after the connection dropped.
    pub place_kept_seconds: u32,
    /// Seconds without a sign of life until a counsellor counts as lost.
    pub counsellor_lost_seconds: u32,
    /// Hours the content of a closed conversation is kept.
    pub content_hours: u32,
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

/// Reads the section `routing` and notes what contradicts itself.
pub fn routing_policy(loader: &mut Loader) -> Option<routing::Policy> {
    let policy: routing::Policy = loader.section("routing")?;
    if let Err(error) = policy.validate() {
        loader.require(false, &format!("routing: {error}"));
    }
    Some(policy)
}
