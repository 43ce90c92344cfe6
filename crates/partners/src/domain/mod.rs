//! Rules: values in, values out.

mod need;
mod opening;
mod partner;
mod statistics;
mod token;
mod usage;

pub(crate) use need::{Need, need_of};
pub(crate) use opening::joined;
pub(crate) use partner::{
    ChosenCentres, Key, MOST_KEYS, Partner, PartnerFields, per_minute, scopes_of,
};
pub(crate) use statistics::{published, total};
pub(crate) use token::{TOKEN_PREFIX, TokenClaims, read_token, write_token};
pub(crate) use usage::{Called, Count, Tally};
