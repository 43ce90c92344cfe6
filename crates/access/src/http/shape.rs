//! Shapes on the wire.

use kernel::{AccountId, CentreId, Language, Role, StaffId};
use platform::http::Wire;
use poem_openapi::Object;
use serde::Deserialize;

use crate::{
    app::{HeldRole, Profile},
    ports::StaffCard,
};

/// What a person logs in with.
#[derive(Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Credentials {
    /// Upper and lower case are the same.
    pub(super) email: String,
    pub(super) password: String,
    /// Asks for a token in the answer instead of a cookie.
    pub(super) bearer: Option<bool>,
}

/// A logged-in person and what they may do.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(super) struct Me {
    account_id: Wire<AccountId>,
    name: String,
    email: String,
    /// Sent as `X-CSRF-Token` with every request by cookie that changes something.
    csrf_token: String,
    /// The bearer token, once, where it was asked for.
    pub(super) token: Option<String>,
    roles: Vec<MyRole>,
    /// What the roles grant, such as `offer:accept`.
    actions: Vec<String>,
    staff: Option<MyStaff>,
}

/// A role and where it is held; without a centre: in the national layer.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
struct MyRole {
    role: Wire<Role>,
    centre_id: Option<Wire<CentreId>>,
    centre_name: Option<String>,
}

/// The membership a person serves by.
#[derive(Object)]
struct MyStaff {
    id: Wire<StaffId>,
    /// The name shown to seekers.
    alias: String,
    centre_id: Wire<CentreId>,
    centre_name: String,
    languages: Vec<Wire<Language>>,
    topics: Vec<String>,
    /// Load units carried at once.
    capacity_units: u32,
}

impl From<Profile> for Me {
    fn from(profile: Profile) -> Self {
        Self {
            account_id: Wire(profile.account.id),
            name: profile.account.name.expose().clone(),
            email: profile.account.email.expose().clone(),
            csrf_token: profile.csrf_token.expose().clone(),
            token: None,
            roles: profile.roles.into_iter().map(MyRole::from).collect(),
            actions: profile.actions,
            staff: profile.staff.map(MyStaff::from),
        }
    }
}

impl From<HeldRole> for MyRole {
    fn from(held: HeldRole) -> Self {
        Self {
            role: Wire(held.role),
            centre_id: held.centre.map(Wire),
            centre_name: held.centre_name,
        }
    }
}

impl From<StaffCard> for MyStaff {
    fn from(card: StaffCard) -> Self {
        Self {
            id: Wire(card.id),
            alias: card.alias,
            centre_id: Wire(card.centre_id),
            centre_name: card.centre_name,
            languages: card.languages.into_iter().map(Wire).collect(),
            topics: card.topics,
            capacity_units: card.capacity_units,
        }
    }
}
