//! What the engine promises, seen from outside.

mod guarantees;
mod model;
mod rules;
mod world;
