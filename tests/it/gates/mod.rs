//! Promises about the code base itself: what a reviewer would otherwise have to remember.

mod architecture;
mod configuration;
mod files;
mod isolation;
mod operations;
mod partners;
mod permissions;
mod problems;
mod rota;
mod routing;
mod schema;
mod upgrades;
mod walls;
