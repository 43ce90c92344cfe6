//! Use cases.

mod assign_role;
mod create_account;
mod login;
mod logout;
mod me;
mod passwords;
mod purge_sessions;
mod release;
mod revoke;

pub use assign_role::{AssignRoleError, NewRole, assign_role};
pub use create_account::{CreateAccountError, NewAccount, create_account};
pub(crate) use login::{Login, login};
pub(crate) use logout::logout;
pub(crate) use me::{HeldRole, Profile, profile};
pub use purge_sessions::purge_sessions;
pub(crate) use release::release;
pub(crate) use revoke::{deactivate, revoke};
