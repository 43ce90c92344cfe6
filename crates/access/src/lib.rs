#![doc = include_str!("../README.md")]

mod api;
mod app;
mod domain;
mod gate;
mod http;
mod policy;
pub mod ports;
mod sessions;
mod store;
mod throttle;

pub use api::{Access, AccessConfig};
pub use app::{
    AssignRoleError, CreateAccountError, NewAccount, NewRole, assign_role, create_account,
    purge_sessions,
};
pub use domain::AssignmentFault;
pub use gate::AccessGate;
pub use http::{AccessApi, AuditApi};
pub use policy::{Policy, PolicyError, Subject};

#[cfg(test)]
mod tests;
