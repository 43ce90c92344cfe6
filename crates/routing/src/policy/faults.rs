//! What keeps a policy from being published.

use std::{collections::HashSet, fmt};

use kernel::Channel;
use serde::Serialize;

use super::{AtCap, Policy, Weight};

/// Longest name of a version, in characters.
const VERSION_CHARACTERS: u32 = 100;
/// No rule looks further than a day, in seconds.
const DAY_S: u32 = 86_400;
/// Longest time an offer may stand, in seconds.
const OFFER_S: u32 = 3_600;
/// Most units one contact takes.
const UNITS: u32 = 100;
/// Most contacts in a queue.
const QUEUE: u32 = 1_000_000;
/// The last band.
const BAND: u8 = 9;

/// One thing wrong with a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PolicyFault {
    /// Path of the field, as `offer_timeout_s.phone` or `overflow_choices[2]`.
    pub field: String,
    /// What is wrong.
    pub reason: FaultReason,
}

/// What is wrong with a field. The words of [`FaultReason::as_str`] are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultReason {
    /// Nothing is given.
    Empty,
    /// More than so many characters.
    TooLong(u32),
    /// Less than this.
    TooSmall(u32),
    /// More than this.
    TooLarge(u32),
    /// The search would reach the country before the region.
    BelowRegion,
    /// The same was listed before.
    Repeated,
}

impl FaultReason {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong(_) => "too_long",
            Self::TooSmall(_) => "too_small",
            Self::TooLarge(_) => "too_large",
            Self::BelowRegion => "below_region",
            Self::Repeated => "repeated",
        }
    }
}

impl fmt::Display for FaultReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("must not be empty"),
            Self::TooLong(most) => write!(f, "must have at most {most} characters"),
            Self::TooSmall(least) => write!(f, "must be at least {least}"),
            Self::TooLarge(most) => write!(f, "must be at most {most}"),
            Self::BelowRegion => f.write_str("must not be below widening_to_region_s"),
            Self::Repeated => f.write_str("was listed before"),
        }
    }
}

impl fmt::Display for PolicyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.reason)
    }
}

impl std::error::Error for PolicyFault {}

#[derive(Default)]
struct Faults(Vec<PolicyFault>);

impl Faults {
    fn note(&mut self, field: impl Into<String>, reason: FaultReason) {
        self.0.push(PolicyFault {
            field: field.into(),
            reason,
        });
    }

    fn within(&mut self, field: impl Into<String>, value: u32, least: u32, most: u32) {
        if value < least {
            self.note(field, FaultReason::TooSmall(least));
        } else if value > most {
            self.note(field, FaultReason::TooLarge(most));
        }
    }
}

impl Policy {
    /// Everything that keeps the policy from being published, in the order of the fields.
    pub fn validate(&self) -> Result<(), Vec<PolicyFault>> {
        let mut faults = Faults::default();
        self.check_version(&mut faults);
        faults.within("widening_to_region_s", self.widening_to_region_s, 0, DAY_S);
        faults.within("widening_to_all_s", self.widening_to_all_s, 0, DAY_S);
        if self.widening_to_all_s < self.widening_to_region_s {
            faults.note("widening_to_all_s", FaultReason::BelowRegion);
        }
        self.check_channels(&mut faults);
        faults.within("misses_before_away", self.misses_before_away, 0, 100);
        faults.within("skill_relaxation_s", self.skill_relaxation_s, 0, DAY_S);
        faults.within("fairness_weight", self.fairness_weight, 0, 1_000);
        self.check_bands(&mut faults);
        if let Some(cap) = self.queue_cap {
            faults.within("queue_cap", cap, 1, QUEUE);
        }
        if let Some(seconds) = self.own_county_first_s {
            faults.within("own_county_first_s", seconds, 0, DAY_S);
        }
        faults.within("information_s", self.information_s, 1, DAY_S);
        faults.within("guidance_s", self.guidance_s, 1, DAY_S);
        self.check_choices(&mut faults);
        if faults.0.is_empty() {
            Ok(())
        } else {
            Err(faults.0)
        }
    }

    fn check_version(&self, faults: &mut Faults) {
        let characters = u32::try_from(self.version.chars().count()).unwrap_or(u32::MAX);
        if self.version.trim().is_empty() {
            faults.note("version", FaultReason::Empty);
        } else if characters > VERSION_CHARACTERS {
            faults.note("version", FaultReason::TooLong(VERSION_CHARACTERS));
        }
    }

    fn check_channels(&self, faults: &mut Faults) {
        for channel in Channel::ALL {
            let field = format!("offer_timeout_s.{channel}");
            faults.within(field, self.offer_timeout_s.of(*channel), 1, OFFER_S);
        }
        for channel in Channel::ALL {
            if let Weight::Units(units) = self.weights.of(*channel) {
                faults.within(format!("weights.{channel}"), units, 1, UNITS);
            }
        }
    }

    fn check_bands(&self, faults: &mut Faults) {
        let reasons = super::BandReason::ALL.iter();
        let named = reasons.map(|reason| (reason.as_str(), self.bands.of(*reason)));
        for (name, band) in [("ordinary", self.bands.ordinary)].into_iter().chain(named) {
            if band > BAND {
                faults.note(format!("bands.{name}"), FaultReason::TooLarge(BAND.into()));
            }
        }
    }

    fn check_choices(&self, faults: &mut Faults) {
        let refuses = self.queue_cap.is_some() && self.at_cap == AtCap::Refuse;
        if refuses && self.overflow_choices.is_empty() {
            faults.note("overflow_choices", FaultReason::Empty);
        }
        let mut known = HashSet::new();
        for (at, choice) in self.overflow_choices.iter().enumerate() {
            if !known.insert(choice) {
                faults.note(format!("overflow_choices[{at}]"), FaultReason::Repeated);
            }
        }
        let callback = &self.callback;
        faults.within("callback.wait_exceeds_s", callback.wait_exceeds_s, 0, DAY_S);
        if let Some(most) = callback.most_open {
            faults.within("callback.most_open", most, 0, QUEUE);
        }
    }
}
