#![doc = include_str!("../README.md")]

mod addresses;
mod api;
mod app;
mod domain;
pub mod feide;
mod gate;
mod http;
pub mod machine;
mod oidc;
mod policy;
pub mod ports;
mod sessions;
mod store;
mod throttle;

pub use api::{Access, AccessConfig, AccessParts, OpenError};
pub use app::{
    AssignRoleError, CreateAccountError, NewAccount, NewRole, ProviderState, assign_role,
    count_people, count_sealed, create_account, end_all_sessions, purge_sessions, reach_providers,
};
pub use domain::AssignmentFault;
pub use gate::AccessGate;
pub use http::{AccessApis, AuditApi, OidcApi, ProviderApi, StaffAccessApi};
pub use policy::{OPEN_OPERATIONS, Policy, PolicyError, Subject};
pub use store::account::names as account_names;

#[cfg(test)]
mod tests;
