//! Days in virtual time.
mod chance;
pub use chance::Chance;
