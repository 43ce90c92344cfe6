//! The HTTP shell: what every request passes on its way in and every answer on its way out.

mod addresses;
mod assets;
mod body;
mod csv;
mod guard;
mod idempotency;
mod limits;
mod listener;
mod openapi;
mod partner;
mod problem;
mod sharing;
mod shell;
mod version;
mod wire;

pub use addresses::{
    AddressFault, AddressRule, CheckedResolver, Found, Lookup, Network, Reach, Refused,
    SystemLookup, network_of,
};
pub use assets::Assets;
pub use body::{Input, read_limited};
pub use csv::{CsvFile, guard_cell, unguard_cell};
pub use guard::{Audience, Gate, Guard, Operation, Operations};
pub use idempotency::Idempotency;
pub use limits::{Limited, RateLimiter, caller_key};
pub use listener::NoDelay;
pub use openapi::{Document, lift};
pub use partner::{Admission, NoPartners, PartnerGate, Quota};
pub use problem::{Problem, ProblemBody, ProblemField, problem_meta};
pub use sharing::Limits;
pub use shell::Shell;
pub use version::{Versioned, require_match, require_version};
pub use wire::{Moment, OneOf, Wire, Word, Words};

/// Section `server`.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct HttpConfig {
    /// Address and port to listen on.
    pub listen: String,
    /// Where browsers reach the service; decides whether cookies are `Secure`.
    pub public_url: String,
    /// Proxies in front, each of which appends to `X-Forwarded-For`. 0: the header is ignored.
    pub trusted_proxies: usize,
    /// Bytes a request body may have.
    pub body_limit: usize,
    /// Seconds open requests and streams get to end at shutdown.
    pub shutdown_seconds: u64,
    /// Keys that secrets are sealed by in the database; empty: one is made beside a SQLite file.
    pub sealing_keys: crate::SealingKeys,
}
