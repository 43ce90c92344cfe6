//! The published rules.

use kernel::{Channel, WorkType};
use serde::{Deserialize, Serialize};

use crate::Choice;

/// A routing policy. Fields left out of the stored form take their defaults.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// Names the published version in every explanation. Default `default`.
    pub version: String,
    /// Seconds after joining until a search widens from the home county to its region. Default 0.
    pub widening_to_region_s: u32,
    /// Seconds after joining until a search widens to the whole country. Default 0. Not below the step before.
    pub widening_to_all_s: u32,
    /// How long an offer stands, per channel.
    pub offer_timeout_s: Seconds,
    /// Offers missed in a row until the counsellor is set away. Default 2; 0 never.
    pub misses_before_away: u32,
    /// Seconds after joining until the topic no longer matters. Default 30.
    pub skill_relaxation_s: u32,
    /// What a contact takes of a counsellor's capacity, per channel.
    pub weights: Weights,
    /// Into how many steps a centre's agreed share is divided when centres are compared: 10 takes centres as equal
    /// while what they have taken is within 5 % of their share, 0 ignores shares. Default 10; finer steps cost
    /// local service, for they look at shares before occupancy.
    pub fairness_weight: u32,
    /// Most contacts that wait in one queue; a newcomer beyond gets choices instead. Default none.
    pub queue_cap: Option<u32>,
    /// With `p`: a freed counsellor takes the oldest contact of the own county first, passing nobody who has
    /// waited `p` seconds or more. Default none: strictly the oldest.
    pub own_county_first_s: Option<u32>,
    /// Mean seconds of a contact that needs information; the start of the estimate. Default 600.
    pub information_s: u32,
    /// Mean seconds of a guidance talk; the start of the estimate. Default 2400.
    pub guidance_s: u32,
    /// What a contact is offered instead of waiting. Default all choices.
    pub overflow_choices: Vec<Choice>,
}

/// Seconds per channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Seconds {
    /// Default 30.
    pub chat: u32,
    /// Default 20.
    pub phone: u32,
    /// Default 30.
    pub callback: u32,
    /// Default 20.
    pub video: u32,
    /// Default 30.
    pub appointment: u32,
}

/// Weights per channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Weights {
    /// Default 1 unit.
    pub chat: Weight,
    /// Default whole.
    pub phone: Weight,
    /// Default whole.
    pub callback: Weight,
    /// Default whole.
    pub video: Weight,
    /// Default whole.
    pub appointment: Weight,
}

/// What one contact takes of a counsellor's capacity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// So many units, at least 1.
    Units(u32),
    /// The whole counsellor.
    Whole,
}

/// The policy contradicts itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyError {
    /// The search would reach the country before the region.
    WideningOutOfOrder,
    /// An offer would run out the moment it is made.
    OfferTimeoutZero,
    /// A contact would take no capacity.
    WeightZero,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            version: "default".to_owned(),
            widening_to_region_s: 0,
            widening_to_all_s: 0,
            offer_timeout_s: Seconds::default(),
            misses_before_away: 2,
            skill_relaxation_s: 30,
            weights: Weights::default(),
            fairness_weight: 10,
            queue_cap: None,
            own_county_first_s: None,
            information_s: 600,
            guidance_s: 2400,
            overflow_choices: Choice::ALL.to_vec(),
        }
    }
}

impl Default for Seconds {
    fn default() -> Self {
        Self {
            chat: 30,
            phone: 20,
            callback: 30,
            video: 20,
            appointment: 30,
        }
    }
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            chat: Weight::Units(1),
            phone: Weight::Whole,
            callback: Weight::Whole,
            video: Weight::Whole,
            appointment: Weight::Whole,
        }
    }
}

impl Seconds {
    /// The seconds of one channel.
    pub const fn of(&self, channel: Channel) -> u32 {
        match channel {
            Channel::Chat => self.chat,
            Channel::Phone => self.phone,
            Channel::Callback => self.callback,
            Channel::Video => self.video,
            Channel::Appointment => self.appointment,
        }
    }
}

impl Weights {
    /// The weight of one channel.
    pub const fn of(&self, channel: Channel) -> Weight {
        match channel {
            Channel::Chat => self.chat,
            Channel::Phone => self.phone,
            Channel::Callback => self.callback,
            Channel::Video => self.video,
            Channel::Appointment => self.appointment,
        }
    }
}

impl Weight {
    /// Units taken of a counsellor with this capacity; never 0.
    pub const fn units(self, capacity_units: u32) -> u32 {
        let units = match self {
            Self::Units(units) => units,
            Self::Whole => capacity_units,
        };
        if units == 0 { 1 } else { units }
    }
}

impl Policy {
    /// Whether the policy may be published.
    pub fn validate(&self) -> Result<(), PolicyError> {
        if self.widening_to_all_s < self.widening_to_region_s {
            return Err(PolicyError::WideningOutOfOrder);
        }
        for channel in Channel::ALL {
            if self.offer_timeout_s.of(*channel) == 0 {
                return Err(PolicyError::OfferTimeoutZero);
            }
            if self.weights.of(*channel) == Weight::Units(0) {
                return Err(PolicyError::WeightZero);
            }
        }
        Ok(())
    }

    /// Mean seconds a contact of this kind is expected to take.
    pub const fn handling_s(&self, work_type: WorkType) -> u32 {
        match work_type {
            WorkType::Information => self.information_s,
            WorkType::Guidance => self.guidance_s,
        }
    }
}

impl std::fmt::Display for PolicyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::WideningOutOfOrder => "the search reaches the country before the region",
            Self::OfferTimeoutZero => "an offer must stand for at least one second",
            Self::WeightZero => "a contact must take at least one unit",
        })
    }
}

impl std::error::Error for PolicyError {}
