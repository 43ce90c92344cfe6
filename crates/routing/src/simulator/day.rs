//! The contacts of one day.

use kernel::{Channel, Language, WorkType};
use serde::{Deserialize, Serialize};

use super::{Chance, Scenario};
use crate::BandReason;

/// One contact: when it comes, from where, and how much it takes; and where known, whom it needs. No word of what is
/// said.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TraceRow {
    /// Names it.
    pub id: u64,
    /// Second of the day.
    pub t: f64,
    /// The centre of the county it comes from.
    pub home: String,
    /// Seconds of work with one contact at a time.
    pub work: f64,
    /// Seconds until it gives up; endless without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patience: Option<f64>,
    /// The language the counsellor must speak; bokmål without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The topic the counsellor must know, until skill is relaxed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// How it comes; chat without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// What the seeker needs; guidance without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work_type: Option<WorkType>,
    /// Why it may wait in another band than the ordinary one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<BandReason>,
}

impl Scenario {
    /// The contacts of the day the seed stands for, in the order they come.
    pub fn day(&self, seed: u64) -> Vec<TraceRow> {
        let mut chance = Chance::new(seed);
        let shares: Vec<f64> = self.centres.iter().map(|centre| centre.share).collect();
        let mut day = Vec::new();
        let mut id = 0;
        for (hour, per_hour) in (0_u32..).zip(&self.arrivals.per_hour) {
            let (begin, end) = (f64::from(hour) * 3600.0, f64::from(hour + 1) * 3600.0);
            if *per_hour <= 0.0 {
                continue;
            }
            let mut t = begin;
            loop {
                t += chance.exponential(3600.0 / per_hour);
                if t >= end {
                    break;
                }
                let home = chance
                    .weighted(&shares)
                    .and_then(|at| self.centres.get(at))
                    .map_or_else(String::new, |centre| centre.id.clone());
                day.push(TraceRow {
                    id,
                    t,
                    home,
                    work: self.work(&mut chance),
                    patience: self.patience.mean_s.map(|mean| chance.exponential(mean)),
                    ..TraceRow::default()
                });
                id += 1;
            }
        }
        day
    }

    fn work(&self, chance: &mut Chance) -> f64 {
        let handling = &self.handling;
        if handling.dist == "exp" {
            return chance.exponential(handling.mean_s);
        }
        let variance = handling.cv.mul_add(handling.cv, 1.0).ln();
        let middle = handling.mean_s.ln() - variance / 2.0;
        chance.normal().mul_add(variance.sqrt(), middle).exp()
    }
}
