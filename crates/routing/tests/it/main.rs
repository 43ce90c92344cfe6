//! What the engine promises, seen from outside.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod choice;
mod days;
mod dry_run;
mod forecast;
mod guarantees;
mod judge;
mod life;
mod model;
mod policies;
mod policy;
mod steps;
mod world;
