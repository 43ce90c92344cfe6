#![doc = include_str!("../README.md")]

pub mod audit;
mod bus;
pub mod config;
mod ctx;
pub mod database;
mod fault;
pub mod http;
pub mod jobs;
pub mod lease;
pub mod mail;
mod messages;
pub mod outbox;
mod sealing;
mod secret;
mod sources;
mod tasks;
pub mod telemetry;

pub use bus::{Bus, BusConfig, Event, Line, LocalBus, NatsBus, open_bus, reach_bus};
pub use ctx::{Ctx, TraceId};
pub use database::{Database, Scoped, TenantTx};
pub use fault::Fault;
pub use messages::{filled, sentence};
pub use sealing::{Sealer, SealingError, SealingKeys};
pub use secret::{KeyHash, Pii, Secret, draw_key, from_hex, hash_key, hex, readable};
pub use sources::{SeededEntropy, SystemClock, system_sources};
pub use tasks::Tasks;
