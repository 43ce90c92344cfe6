#![doc = include_str!("../README.md")]

mod addresses;
mod api;
mod app;
mod domain;
mod gate;
mod http;
mod oidc;
mod policy;
pub mod ports;
mod sessions;
mod store;
mod throttle;

pub use api::{Access, AccessConfig, AccessParts, OpenError};
pub use app::{
    AssignRoleError, CreateAccountError, NewAccount, NewRole, assign_role, count_people,
    create_account, purge_sessions,
};
pub use domain::AssignmentFault;
pub use gate::AccessGate;
pub use http::{AccessApis, AuditApi, OidcApi, ProviderApi, StaffAccessApi};
pub use policy::{Policy, PolicyError, Subject};
pub use store::account::names as account_names;

#[cfg(test)]
mod tests;
