//! What a person is to one centre.

use serde::{Deserialize, Serialize};

use crate::{Channel, Language};

/// How a member of staff serves a centre: agreed with the centre, changed by its administrators.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// The name seekers see.
    pub alias: String,
    /// Languages guided in.
    pub languages: Vec<Language>,
    /// Topics guided on.
    pub topics: Vec<String>,
    /// Units of load the person can carry.
    pub capacity_units: u32,
    /// Channels served on.
    pub channels: Vec<Channel>,
    /// Whether the person also serves from home.
    pub works_from_home: bool,
}

impl Membership {
    /// What members serve on where nothing else is agreed.
    pub const CHANNELS: &'static [Channel] = &[Channel::Chat, Channel::Phone];
}
