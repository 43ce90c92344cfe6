//! A centre and what belongs to it.

use chrono_tz::Tz;
use kernel::{CentreId, County, Instant, Language, SiteId};

use super::Texts;

/// A career centre: the tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Centre {
    /// Its id.
    pub id: CentreId,
    /// The county it serves.
    pub county: County,
    /// Its name, as seekers read it.
    pub name: String,
    /// The region within which contacts widen before they go to all.
    pub region: String,
    /// The languages it guides in.
    pub languages: Vec<Language>,
    /// The zone of its wall clocks.
    pub time_zone: Tz,
    /// Counsellors it keeps for its own seekers.
    pub local_reserve: u32,
    /// Whether it takes part; an archived centre does not, and keeps all it has.
    pub active: bool,
    /// Since when it exists here.
    pub created_at: Instant,
}

/// A place where a centre meets people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Its id.
    pub id: SiteId,
    /// Its name.
    pub name: String,
    /// Street and number.
    pub address: String,
    /// Postal code and place.
    pub postal_place: String,
    /// How one gets in: steps, lifts, doors, hearing loops.
    pub access: Texts,
    /// How one gets there by public transport.
    pub transport: Texts,
}

/// A place to add to a centre.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewSite {
    /// Its name.
    pub name: String,
    /// Street and number.
    pub address: String,
    /// Postal code and place.
    pub postal_place: String,
    /// How one gets in: steps, lifts, doors, hearing loops.
    pub access: Texts,
    /// How one gets there by public transport.
    pub transport: Texts,
}

/// A system that sends seekers, known by the entry point in its links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partner {
    /// Its name.
    pub name: String,
    /// The word its links carry.
    pub entry_point: String,
}
