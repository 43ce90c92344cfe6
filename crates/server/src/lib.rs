//! The composition root: joins the modules into one application.

mod adapters;
mod app;
pub mod backup;
mod config;
pub mod coordinator;
pub mod demo;
pub mod doctor;
pub mod documents;
pub mod history;
mod pages;
pub mod retention;
mod routes;
pub mod run;
pub mod simulate;

pub use app::{App, Deps};
pub use config::{Config, DEFAULTS};
