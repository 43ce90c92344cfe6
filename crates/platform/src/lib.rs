#![doc = include_str!("../README.md")]

pub mod audit;
mod bus;
pub mod config;
mod ctx;
pub mod database;
mod fault;
pub mod http;
pub mod jobs;
mod messages;
pub mod outbox;
mod secret;
mod sources;
mod tasks;
pub mod telemetry;

pub use bus::{Bus, Event, LocalBus};
pub use ctx::{Ctx, TraceId};
pub use database::{Database, Scoped, TenantTx};
pub use fault::Fault;
pub use messages::sentence;
pub use secret::{KeyHash, Pii, Secret, draw_key, hash_key};
pub use sources::{SeededEntropy, SystemClock, system_sources};
pub use tasks::Tasks;
