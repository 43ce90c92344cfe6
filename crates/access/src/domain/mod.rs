//! Rules without I/O.

mod account;
mod address;
mod assignment;
mod decision;
mod desk_path;
mod device;
mod email;
mod factors;
mod identity;
mod invitation;
mod password;
mod preset;
mod provider;
mod recovery;
mod relying_party;
mod staff_list;
mod totp;

pub(crate) use account::{Account, NAME, Session};
pub(crate) use address::{AddressFault, AddressRule};
pub use assignment::AssignmentFault;
pub(crate) use assignment::{Assignment, Domain};
pub(crate) use decision::{Decision, decide, suffices_to_enrol};
pub(crate) use desk_path::desk_path;
pub(crate) use device::{BROWSERS, Device, SYSTEMS};
pub(crate) use email::{Email, normalise};
pub(crate) use factors::{Factors, Purpose};
pub(crate) use identity::{LinkedIdentity, Subject};
pub(crate) use invitation::{Invitation, Invitee, LIFETIME};
pub(crate) use password::{MINIMUM_LENGTH, NOBODYS_HASH, SALT_BYTES, hash, is_long_enough, verify};
pub(crate) use preset::{PRESET_WORDS, PRESETS, Preset};
pub(crate) use provider::{FieldFault, Provider, Settings, checked_secret};
pub(crate) use recovery::{RECOVERY_CODES, draw_code, hash_code};
pub(crate) use relying_party::relying_party;
pub(crate) use staff_list::{Line, ListFault, read_list, rows_of};
pub(crate) use totp::{SECRET_BYTES, matching_step, uri, write_secret};
