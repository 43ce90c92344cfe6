//! The published rules.

mod bands;
mod choices;
mod differences;
mod faults;
mod weights;

use kernel::WorkType;
use serde::{Deserialize, Serialize};

use crate::Choice;
pub use bands::{BandReason, Bands};
pub use choices::{AtCap, CallbackRules};
pub use differences::Difference;
pub use faults::{FaultReason, PolicyFault};
pub use weights::{Seconds, Weight, Weights};

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
    /// Whether, of the free counsellors, those of the seeker's county are rung first and those near it next.
    /// Default true.
    pub home_county_preferred: bool,
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
    /// Which band a contact waits in, by the reasons for it. Default the same for all.
    pub bands: Bands,
    /// Most contacts that wait in one queue before newcomers meet `at_cap`. Default none.
    pub queue_cap: Option<u32>,
    /// What newcomers meet in a queue that long. Default to be refused.
    pub at_cap: AtCap,
    /// With `p`: a freed counsellor takes the oldest contact of the own county first, passing nobody who has
    /// waited `p` seconds or more. Default none: strictly the oldest.
    pub own_county_first_s: Option<u32>,
    /// Mean seconds of a contact that needs information; the start of the estimate. Default 600.
    pub information_s: u32,
    /// Mean seconds of a guidance talk; the start of the estimate. Default 2400.
    pub guidance_s: u32,
    /// What a contact is offered instead of waiting. Default all choices.
    pub overflow_choices: Vec<Choice>,
    /// When the choice to be called back is among them.
    pub callback: CallbackRules,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            version: "default".to_owned(),
            widening_to_region_s: 0,
            widening_to_all_s: 0,
            home_county_preferred: true,
            offer_timeout_s: Seconds::default(),
            misses_before_away: 2,
            skill_relaxation_s: 30,
            weights: Weights::default(),
            fairness_weight: 10,
            bands: Bands::default(),
            queue_cap: None,
            at_cap: AtCap::default(),
            own_county_first_s: None,
            information_s: 600,
            guidance_s: 2400,
            overflow_choices: Choice::ALL.to_vec(),
            callback: CallbackRules::default(),
        }
    }
}

impl Policy {
    /// Mean seconds a contact of this kind is expected to take.
    pub const fn handling_s(&self, work_type: WorkType) -> u32 {
        match work_type {
            WorkType::Information => self.information_s,
            WorkType::Guidance => self.guidance_s,
        }
    }
}
