//! The contacts of one day.

use serde::Deserialize;

use super::{Chance, Scenario};

/// One contact: when it comes, from where, and how much it takes. No word of what it is about.
#[derive(Clone, Debug, PartialEq, Deserialize)]
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
    #[serde(default)]
    pub patience: Option<f64>,
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
