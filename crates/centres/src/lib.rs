//! centres

pub mod domain;
