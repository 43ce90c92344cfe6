//! Counsellors needed for the contacts expected, and what a rota gives.
//!
//! Every half hour is taken at its own steady state, by Erlang A with chats held at once ([`crate::erlang`]). A rush
//! shorter than a talk is judged a little too severely by that: on the days of the simulator the formula's mean wait is
//! a fifth above the simulated one.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{DayForecast, Expected};
use crate::erlang::{ErlangA, erlang_a_chats};

/// Seconds in a half hour.
const HALF_HOUR_S: f64 = 1800.0;
/// No need is looked for beyond so many counsellors.
const MOST: u32 = 4096;

/// How the service works, and how good it is to be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Service {
    /// Mean seconds of work for a contact, wrap-up included, with one at a time. Default 1200.
    pub work_s: f64,
    /// Mean seconds until a seeker who waits gives up. Default 600.
    pub patience_s: f64,
    /// Work a counsellor gets done with one, two, ... contacts at once, against one; as many as they hold. Default
    /// 1 and 1.9.
    pub speedup: Vec<f64>,
    /// How good it is to be.
    pub target: ServiceTarget,
}

/// How good the service is to be.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServiceTarget {
    /// Seconds within which to answer. Default 60.
    pub within_s: f64,
    /// Part of the contacts answered within them. Default 0.8.
    pub answered: f64,
    /// Most that give up. Default 0.03.
    pub abandoned: f64,
}

/// What seekers meet.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Performance {
    /// Part of the contacts answered within the target's seconds.
    pub answered_within: f64,
    /// Part that gives up.
    pub abandoned: f64,
    /// Mean seconds all wait, those who give up included.
    pub mean_wait_s: f64,
    /// Contacts held over contacts that could be held.
    pub occupancy: f64,
}

/// Counsellors needed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Need {
    /// Contacts in the half hour.
    pub contacts: f64,
    /// The fewest that reach the target.
    pub counsellors: u32,
    /// What seekers meet with them.
    pub expect: Performance,
}

/// Counsellors needed in one half hour of a forecast.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct HalfHourNeed {
    /// 0 begins at midnight.
    pub half_hour: u32,
    /// Contacts forecast.
    pub contacts: Expected,
    /// Counsellors for the mean; none when no number reaches the target.
    pub counsellors: Option<u32>,
    /// Counsellors should as many come as the interval's upper end.
    pub at_high: Option<u32>,
}

/// A rota held against the need in one half hour.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct HalfHourCoverage {
    /// 0 begins at midnight.
    pub half_hour: u32,
    /// Mean contacts forecast.
    pub contacts: f64,
    /// Counsellors needed for them; none when no number reaches the target.
    pub needed: Option<u32>,
    /// Counsellors on the rota.
    pub staffed: u32,
    /// Counsellors too few.
    pub missing: u32,
    /// Counsellors to spare.
    pub spare: u32,
    /// What seekers will meet.
    pub expect: Performance,
}

/// A rota held against the need of a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DayCoverage {
    /// The day.
    pub on: NaiveDate,
    /// By half hour, from midnight.
    pub half_hours: Vec<HalfHourCoverage>,
    /// Counsellor hours too few.
    pub missing_hours: f64,
    /// Counsellor hours to spare.
    pub spare_hours: f64,
    /// What the seekers of the day will meet on average; nothing amiss on a day without any.
    pub expect: Performance,
}

impl Default for Service {
    fn default() -> Self {
        Self {
            work_s: 1200.0,
            patience_s: 600.0,
            speedup: vec![1.0, 1.9],
            target: ServiceTarget::default(),
        }
    }
}

impl Default for ServiceTarget {
    fn default() -> Self {
        Self {
            within_s: 60.0,
            answered: 0.8,
            abandoned: 0.03,
        }
    }
}

impl Performance {
    /// Nobody comes, so nobody waits.
    const IDLE: Self = Self {
        answered_within: 1.0,
        abandoned: 0.0,
        mean_wait_s: 0.0,
        occupancy: 0.0,
    };

    fn weighted(parts: impl Iterator<Item = (f64, Self)>) -> Self {
        let (mut weight, mut sum) = (0.0, [0.0; 4]);
        for (contacts, one) in parts {
            weight += contacts;
            let figures = [
                one.answered_within,
                one.abandoned,
                one.mean_wait_s,
                one.occupancy,
            ];
            for (sum, figure) in sum.iter_mut().zip(figures) {
                *sum += contacts * figure;
            }
        }
        if weight <= 0.0 {
            return Self::IDLE;
        }
        let [answered_within, abandoned, mean_wait_s, occupancy] = sum.map(|sum| sum / weight);
        Self {
            answered_within,
            abandoned,
            mean_wait_s,
            occupancy,
        }
    }
}

impl Service {
    fn queue(&self, contacts: f64, counsellors: u32) -> ErlangA {
        erlang_a_chats(
            contacts / HALF_HOUR_S,
            1.0 / self.work_s.max(1e-3),
            counsellors,
            1.0 / self.patience_s.max(1e-3),
            &self.speedup,
        )
    }

    /// What the contacts of a half hour meet with so many counsellors.
    pub fn performance(&self, contacts: f64, counsellors: u32) -> Performance {
        if contacts <= 0.0 {
            return Performance::IDLE;
        }
        let queue = self.queue(contacts, counsellors);
        let places = f64::from(counsellors) * super::number(self.speedup.len());
        Performance {
            answered_within: queue.answered_within(self.target.within_s),
            abandoned: queue.p_abandon,
            mean_wait_s: queue.mean_wait,
            occupancy: queue.in_service / places.max(1.0),
        }
    }

    fn is_enough(&self, performance: &Performance) -> bool {
        performance.answered_within >= self.target.answered
            && performance.abandoned <= self.target.abandoned
    }

    /// The fewest counsellors with whom the contacts of a half hour meet the target; none when 4096 do not.
    pub fn need(&self, contacts: f64) -> Option<Need> {
        let enough = |counsellors| self.is_enough(&self.performance(contacts, counsellors));
        // More counsellors never do worse, so the fewest lie between too few and enough.
        let (mut few, mut many) = (0, 1);
        if !enough(0) {
            while !enough(many) {
                few = many;
                many = many.saturating_mul(2);
                if many > MOST {
                    return None;
                }
            }
            while many - few > 1 {
                let middle = u32::midpoint(few, many);
                if enough(middle) {
                    many = middle;
                } else {
                    few = middle;
                }
            }
            few = many;
        }
        Some(Need {
            contacts,
            counsellors: few,
            expect: self.performance(contacts, few),
        })
    }

    /// Counsellors needed over a day.
    pub fn needs(&self, day: &DayForecast) -> Vec<HalfHourNeed> {
        let counsellors = |contacts| self.need(contacts).map(|need| need.counsellors);
        (0..)
            .zip(&day.half_hours)
            .map(|(half_hour, expected)| HalfHourNeed {
                half_hour,
                contacts: *expected,
                counsellors: counsellors(expected.mean),
                at_high: counsellors(f64::from(expected.high)),
            })
            .collect()
    }

    /// Holds the counsellors on a rota, per half hour from midnight, against the need of a day; what is missing in the
    /// list counts as nobody.
    pub fn coverage(&self, day: &DayForecast, staffed: &[u32]) -> DayCoverage {
        let staffed = staffed.iter().copied().chain(std::iter::repeat(0));
        let half_hours: Vec<HalfHourCoverage> = (0..)
            .zip(&day.half_hours)
            .zip(staffed)
            .map(|((half_hour, expected), staffed)| {
                let needed = self.need(expected.mean).map(|need| need.counsellors);
                HalfHourCoverage {
                    half_hour,
                    contacts: expected.mean,
                    needed,
                    staffed,
                    missing: needed.unwrap_or(MOST).saturating_sub(staffed),
                    spare: staffed.saturating_sub(needed.unwrap_or(MOST)),
                    expect: self.performance(expected.mean, staffed),
                }
            })
            .collect();
        let hours = |count: fn(&HalfHourCoverage) -> u32| {
            half_hours.iter().map(count).map(f64::from).sum::<f64>() / 2.0
        };
        DayCoverage {
            on: day.on,
            missing_hours: hours(|row| row.missing),
            spare_hours: hours(|row| row.spare),
            expect: Performance::weighted(half_hours.iter().map(|row| (row.contacts, row.expect))),
            half_hours,
        }
    }
}
