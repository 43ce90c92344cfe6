//! The client's side of OpenID Connect Core 1.0: what providers say of themselves, their keys, the exchange
//! of a code, and whether a token says what it must.

mod client;
mod keys;
mod metadata;
mod token;

pub(crate) use client::{Exchange, ProviderClient, ProviderFault, printable};
pub(crate) use keys::Keys;
pub(crate) use metadata::{Described, Metadata, ServerMetadata};
pub(crate) use token::{
    Audience, Expected, Identity, LogoutOrder, TokenFault, addressees, read_id_token,
    read_logout_token, verified,
};
