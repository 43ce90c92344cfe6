//! Use cases, one per file.

mod change_keys;
mod change_partners;
mod issue_token;

pub(crate) use change_keys::{NewKey, add_key, list_keys, remove_key};
pub(crate) use change_partners::{
    NewPartner, create_partner, get_partner, list_partners, list_usage, set_partner_state,
    update_partner,
};
pub(crate) use issue_token::{IssueError, Issued, TokenRequest, issue_token};
