//! Promises about the code base itself: what a reviewer would otherwise have to remember.

mod architecture;
mod configuration;
mod files;
mod operations;
mod permissions;
mod problems;
mod schema;
mod walls;
