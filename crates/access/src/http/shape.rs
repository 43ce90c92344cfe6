//! Shapes on the wire.

use kernel::{AccountId, CentreId, Language, Role, StaffId};
use platform::http::{OneOf, Wire, Words};
use poem_openapi::Object;
use serde::Deserialize;

use crate::{
    app::{self, HeldRole, Profile, STEP_MINUTES},
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

/// A log-in that waits for its second step.
#[derive(Object)]
pub(super) struct PendingLogin {
    /// Sent with the second step. Good for one log-in.
    token: String,
    /// What the second step can be done by.
    methods: Vec<Wire<OneOf<Methods>>>,
    /// Seconds the second step may take to come.
    expires_in: u32,
}

pub(super) struct Methods;

impl Words for Methods {
    const WORDS: &'static [&'static str] = &["totp", "passkey", "recovery_code"];
}

impl From<app::PendingLogin> for PendingLogin {
    fn from(pending: app::PendingLogin) -> Self {
        Self {
            token: pending.token.expose().clone(),
            methods: pending.methods.into_iter().map(Wire::word).collect(),
            expires_in: STEP_MINUTES * 60,
        }
    }
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
    /// A second factor is asked for and there is none yet: all but one's own account is refused until then.
    must_enrol: bool,
    /// The bearer token, once, where it was asked for.
    pub(super) token: Option<String>,
    roles: Vec<MyRole>,
    /// What the roles grant, such as `offer:accept`.
    actions: Vec<String>,
    /// The membership worked by: of the chosen centre where there are several.
    staff: Option<MyStaff>,
    /// Whether more than one factor stands behind the log-in.
    strong: bool,
}

/// Where a person can log out of their provider too.
#[derive(Object)]
pub(super) struct EndSession {
    /// To be opened by the browser; holds the provider's own token, and is for nobody else.
    pub(super) url: String,
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
            must_enrol: profile.must_enrol,
            token: None,
            roles: profile.roles.into_iter().map(MyRole::from).collect(),
            actions: profile.actions,
            staff: profile.staff.map(MyStaff::from),
            strong: profile.is_strong,
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
