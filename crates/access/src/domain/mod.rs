//! Rules without I/O.

mod account;
mod assignment;
mod decision;
mod email;
mod password;

pub(crate) use account::{Account, Session};
pub use assignment::AssignmentFault;
pub(crate) use assignment::{Assignment, Domain};
pub(crate) use decision::{Decision, decide};
pub(crate) use email::{Email, normalise};
pub(crate) use password::{MINIMUM_LENGTH, NOBODYS_HASH, SALT_BYTES, hash, is_long_enough, verify};
