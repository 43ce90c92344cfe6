#![doc = include_str!("../README.md")]

mod api;
mod app;
mod directory;
pub mod domain;
mod http;
mod ports;
mod store;
#[cfg(test)]
mod tests;

pub use api::*;
