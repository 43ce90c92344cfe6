//! What kind of day it is.

use kernel::{Channel, County, Language};
use serde::{Deserialize, Serialize};

/// Opening, staffing and demand of a kind of day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    /// Names it in reports.
    pub name: String,
    /// The first seed of its days. Default 1.
    #[serde(default = "first_seed")]
    pub seed: u64,
    /// Seconds within which an answer counts as prompt. Default 60.
    #[serde(default = "prompt")]
    pub sl_s: f64,
    /// Contacts a counsellor holds at once. Default 1.
    #[serde(default = "single")]
    pub concurrency: u32,
    /// Work done while holding one, two, three contacts, against one.
    #[serde(default = "speedup")]
    pub speedup: Vec<f64>,
    /// How much work a contact is.
    pub handling: Handling,
    /// How long seekers wait.
    pub patience: Patience,
    /// How many come.
    pub arrivals: Arrivals,
    /// Who is there to answer.
    pub centres: Vec<ScenarioCentre>,
    /// The counsellors one by one, where they are known; then the centres' shifts and counsellors do not count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<ScenarioPerson>,
}

/// A counsellor who was there: no name, but when and what for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ScenarioPerson {
    /// Place of the centre in the scenario.
    pub centre: usize,
    /// Units of contacts held at once.
    pub capacity: u32,
    /// From second, to second; in order, none touching another.
    pub spans: Vec<(u32, u32)>,
    /// What the person can.
    pub skills: ScenarioCounsellor,
}

/// The distribution of work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Handling {
    /// `exp`, or `lognormal`.
    pub dist: String,
    /// Mean seconds with one contact at a time.
    pub mean_s: f64,
    /// Deviation over mean; of `lognormal` only. Default 1.
    #[serde(default = "even")]
    pub cv: f64,
}

/// The distribution of patience, which is exponential.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Patience {
    /// Mean seconds; without it nobody leaves.
    pub mean_s: Option<f64>,
}

/// Contacts expected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Arrivals {
    /// Per hour of the day, at random within it.
    pub per_hour: Vec<f64>,
}

/// A centre's part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScenarioCentre {
    /// Names it as a home in the trace.
    pub id: String,
    /// Part of the seekers who live there, in any unit.
    pub share: f64,
    /// From minute, to minute, counsellors.
    pub shifts: Vec<(u32, u32, u32)>,
    /// Agreed share of each staffed hour, in a unit common to all centres. Default 1.
    #[serde(default = "single")]
    pub agreed_share: u32,
    /// What its counsellors can, the first who come first; those not listed can everything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counsellors: Vec<ScenarioCounsellor>,
    /// The county it serves; one that no other has, where it is not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub county: Option<County>,
    /// The region it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
}

/// What a counsellor can.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScenarioCounsellor {
    /// Languages spoken; all without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub languages: Option<Vec<Language>>,
    /// Topics known; all without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topics: Option<Vec<String>>,
    /// Channels served; all without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channels: Option<Vec<Channel>>,
}

/// A change of staffing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Staffing {
    /// Second of the day.
    pub second: u32,
    /// Place of the centre in the scenario.
    pub centre: usize,
    /// Counsellors who come, or go if below 0.
    pub change: i64,
    /// Which of the scenario's people it is, where they are known one by one.
    pub person: Option<usize>,
}

const fn first_seed() -> u64 {
    1
}

const fn prompt() -> f64 {
    60.0
}

const fn single() -> u32 {
    1
}

const fn even() -> f64 {
    1.0
}

fn speedup() -> Vec<f64> {
    vec![1.0, 1.9, 2.7, 3.3]
}

impl ScenarioCentre {
    /// Seconds staffed in a day, over all counsellors.
    pub fn staffed_s(&self) -> u32 {
        let shifts = self.shifts.iter();
        shifts
            .map(|(from, to, count)| to.saturating_sub(*from).saturating_mul(60) * count)
            .sum()
    }
}

impl ScenarioPerson {
    fn staffed_s(&self) -> u32 {
        let spans = self.spans.iter();
        spans.map(|(from, to)| to.saturating_sub(*from)).sum()
    }
}

impl Scenario {
    /// Every change of staffing in order; those who come before those who go.
    pub fn staffing(&self) -> Vec<Staffing> {
        let mut changes = if self.people.is_empty() {
            self.shift_changes()
        } else {
            self.people_changes()
        };
        changes.sort_by_key(|change| (change.second, -change.change));
        changes
    }

    /// Seconds staffed in a day at a centre, over all its counsellors.
    pub fn staffed_s(&self, centre: usize) -> u32 {
        if self.people.is_empty() {
            return self
                .centres
                .get(centre)
                .map_or(0, ScenarioCentre::staffed_s);
        }
        let people = self.people.iter().filter(|one| one.centre == centre);
        people.map(ScenarioPerson::staffed_s).sum()
    }

    /// The same, each counsellor as often as they hold contacts at once.
    pub fn places_s(&self, centre: usize) -> f64 {
        if self.people.is_empty() {
            return f64::from(self.staffed_s(centre)) * f64::from(self.concurrency);
        }
        let people = self.people.iter().filter(|one| one.centre == centre);
        people
            .map(|one| f64::from(one.staffed_s()) * f64::from(one.capacity))
            .sum()
    }

    fn people_changes(&self) -> Vec<Staffing> {
        let people = self.people.iter().enumerate();
        people
            .flat_map(|(at, person)| {
                let change = move |second, change| Staffing {
                    second,
                    centre: person.centre,
                    change,
                    person: Some(at),
                };
                let spans = person.spans.iter();
                spans.flat_map(move |(from, to)| [change(*from, 1), change(*to, -1)])
            })
            .collect()
    }

    fn shift_changes(&self) -> Vec<Staffing> {
        let mut changes = Vec::new();
        for (centre, row) in self.centres.iter().enumerate() {
            for (from, to, count) in &row.shifts {
                let count = i64::from(*count);
                for (minute, change) in [(from, count), (to, -count)] {
                    changes.push(Staffing {
                        second: minute.saturating_mul(60),
                        centre,
                        change,
                        person: None,
                    });
                }
            }
        }
        changes
    }

    /// Most counsellors a centre has at once.
    pub fn most_at(&self, centre: usize) -> i64 {
        let mut now = 0;
        let mut most = 0;
        let mut changes = self.staffing();
        // One who takes over from another at the same minute is no more than the other.
        changes.sort_by_key(|change| (change.second, change.change));
        for change in changes.iter().filter(|change| change.centre == centre) {
            now += change.change;
            most = most.max(now);
        }
        most
    }
}
