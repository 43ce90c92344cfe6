//! Recorded days made ready to be replayed: who came, and who was there.

use std::collections::BTreeMap;

use centres::WorkSpan;
use chrono::NaiveDate;
use kernel::{CentreId, County, Instant, Membership, StaffId};
use routing::simulator::{
    Arrivals, Chance, Handling, Patience, RecordedDay, Scenario, ScenarioCentre,
    ScenarioCounsellor, ScenarioPerson, TraceRow,
};

use super::{
    demand::seed_of,
    traffic::{Past, SPEEDUP, mean_patience, mean_work, seconds, works},
};

/// Seconds within which an answer counts as prompt.
const PROMPT_S: f64 = 60.0;
/// What is reckoned with while too little is measured.
pub(crate) const ASSUMED_WORK_S: f64 = 1200.0;
pub(crate) const ASSUMED_PATIENCE_S: f64 = 600.0;
/// Units of somebody of whom nothing is known any more.
const ASSUMED_UNITS: u32 = 2;
/// Pauses of so many seconds are none.
const PAUSE_S: u32 = 60;

/// A centre that contributes to the national queue.
#[derive(Clone, Debug)]
pub(crate) struct Contributor {
    pub(crate) id: CentreId,
    pub(crate) county: County,
    pub(crate) region: String,
    pub(crate) share: u32,
}

/// A local day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Day {
    pub(crate) on: NaiveDate,
    pub(crate) begins: Instant,
    pub(crate) ends: Instant,
}

impl Day {
    fn holds(&self, at: Instant) -> bool {
        self.begins <= at && at < self.ends
    }
}

/// What happened on the days.
#[derive(Clone, Debug)]
pub(crate) struct Recording<'a> {
    pub(crate) days: &'a [Day],
    pub(crate) past: &'a [Past],
    pub(crate) centres: &'a [Contributor],
    pub(crate) spans: &'a [WorkSpan],
    pub(crate) people: &'a BTreeMap<StaffId, Membership>,
}

/// How the days really went, and what a replay has to guess.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Really {
    pub(crate) contacts: u32,
    pub(crate) answered: u32,
    /// Mean seconds until an answer, of those answered.
    pub(crate) asa_s: f64,
    /// Mean seconds waited by all.
    pub(crate) mean_wait_s: f64,
    /// Part of all contacts that was answered promptly.
    pub(crate) service_level: f64,
    /// Contacts whose patience is not known, because they were answered or turned away first.
    pub(crate) patience_guessed: u32,
    /// Contacts of whom it is not known how much work they were.
    pub(crate) work_guessed: u32,
    /// Counsellors who were there.
    pub(crate) counsellors: u32,
}

impl Recording<'_> {
    /// The days in order.
    pub(crate) fn days(&self) -> Vec<RecordedDay> {
        let handled = works(self.past);
        let known: Vec<f64> = handled.iter().copied().flatten().collect();
        let patience_s = mean_patience(self.past).or(ASSUMED_PATIENCE_S);
        let work_s = mean_work(&handled).or(ASSUMED_WORK_S);
        let guess = Guess {
            known: if mean_work(&handled).is_enough() {
                known
            } else {
                Vec::new()
            },
            work_s,
            patience_s,
        };
        let day = |day: &Day| RecordedDay {
            scenario: self.scenario(day, work_s, patience_s),
            rows: self.rows(day, &handled, &guess),
        };
        self.days.iter().map(day).collect()
    }

    fn rows(&self, day: &Day, works: &[Option<f64>], guess: &Guess) -> Vec<TraceRow> {
        let mut chance = Chance::new(seed_of(day.on));
        let today = self.past.iter().zip(works);
        let today = today.filter(|(one, _)| day.holds(one.joined_at));
        (0..)
            .zip(today)
            .map(|(id, (one, work))| TraceRow {
                id,
                t: seconds(day.begins, one.joined_at),
                home: self.home(one.county),
                work: work.unwrap_or_else(|| guess.work(&mut chance)),
                patience: Some(guess.patience(one, &mut chance)),
                language: Some(one.language),
                topic: one.topic.clone(),
                channel: Some(one.channel),
                work_type: Some(one.work_type),
                reasons: Vec::new(),
            })
            .collect()
    }

    fn home(&self, county: Option<County>) -> String {
        let home = self.centres.iter().find(|one| Some(one.county) == county);
        home.map_or_else(String::new, |one| one.id.to_string())
    }

    fn scenario(&self, day: &Day, work_s: f64, patience_s: f64) -> Scenario {
        let centre = |one: &Contributor| ScenarioCentre {
            id: one.id.to_string(),
            share: 1.0,
            shifts: Vec::new(),
            agreed_share: one.share,
            counsellors: Vec::new(),
            county: Some(one.county),
            region: Some(one.region.clone()),
        };
        Scenario {
            name: "recorded".to_owned(),
            seed: seed_of(day.on),
            sl_s: PROMPT_S,
            concurrency: ASSUMED_UNITS,
            speedup: SPEEDUP.to_vec(),
            handling: Handling {
                dist: "exp".to_owned(),
                mean_s: work_s,
                cv: 1.0,
            },
            patience: Patience {
                mean_s: Some(patience_s),
            },
            arrivals: Arrivals {
                per_hour: vec![0.0; 24],
            },
            centres: self.centres.iter().map(centre).collect(),
            people: self.people_on(day),
        }
    }

    /// Everybody who was there, whether they took contacts or finished one.
    fn people_on(&self, day: &Day) -> Vec<ScenarioPerson> {
        let mut stretches: BTreeMap<StaffId, (usize, Vec<(u32, u32)>)> = BTreeMap::new();
        for span in self.spans {
            let (from, until) = (span.from.max(day.begins), span.until.min(day.ends));
            let centre = self.centres.iter().position(|one| one.id == span.centre);
            let (Some(centre), true) = (centre, from < until) else {
                continue;
            };
            let second = |at| whole(seconds(day.begins, at));
            let (_, spans) = stretches
                .entry(span.staff)
                .or_insert_with(|| (centre, Vec::new()));
            spans.push((second(from), second(until)));
        }
        let person = |(staff, (centre, spans)): (StaffId, (usize, Vec<(u32, u32)>))| {
            let known = self.people.get(&staff);
            ScenarioPerson {
                centre,
                capacity: known.map_or(ASSUMED_UNITS, |one| one.capacity_units.max(1)),
                spans: joined(spans),
                skills: known.map(skills).unwrap_or_default(),
            }
        };
        let mut people: Vec<ScenarioPerson> = stretches.into_iter().map(person).collect();
        if people.is_empty() {
            // The scenario's people are all there are, even when nobody was there.
            people.push(ScenarioPerson {
                capacity: 1,
                ..ScenarioPerson::default()
            });
        }
        people
    }

    /// How the days went.
    pub(crate) fn really(&self) -> Really {
        let mut really = Really::default();
        let (mut answers, mut waits, mut prompt) = (0.0, 0.0, 0_u32);
        for (one, work) in self.past.iter().zip(works(self.past)) {
            really.contacts += 1;
            really.patience_guessed += u32::from(one.left_after_s().is_none());
            really.work_guessed += u32::from(work.is_none());
            if let Some(wait) = one.answered_after_s() {
                really.answered += 1;
                prompt += u32::from(wait <= PROMPT_S);
                answers += wait;
                waits += wait;
            } else {
                waits += one.left_after_s().unwrap_or_default();
            }
        }
        let there = |span: &&WorkSpan| self.days.iter().any(|day| touches(day, span));
        let there = self.spans.iter().filter(there).map(|span| span.staff);
        let there: std::collections::BTreeSet<_> = there.collect();
        really.counsellors = u32::try_from(there.len()).unwrap_or(u32::MAX);
        really.asa_s = answers / f64::from(really.answered.max(1));
        really.mean_wait_s = waits / f64::from(really.contacts.max(1));
        really.service_level = f64::from(prompt) / f64::from(really.contacts.max(1));
        really
    }
}

/// Fills in what the record cannot know, the same each time.
struct Guess {
    /// Works of others, one of which is taken; empty where too few are known.
    known: Vec<f64>,
    work_s: f64,
    patience_s: f64,
}

impl Guess {
    fn work(&self, chance: &mut Chance) -> f64 {
        let count = u32::try_from(self.known.len()).unwrap_or_default();
        let drawn = usize::try_from(chance.below(count)).unwrap_or_default();
        let known = self.known.get(drawn).copied();
        known.unwrap_or_else(|| chance.exponential(self.work_s))
    }

    /// Who left had so much patience; who was answered had more than the wait, and how much more is anybody's guess.
    fn patience(&self, one: &Past, chance: &mut Chance) -> f64 {
        one.left_after_s().unwrap_or_else(|| {
            one.answered_after_s().unwrap_or_default() + chance.exponential(self.patience_s)
        })
    }
}

fn touches(day: &Day, span: &WorkSpan) -> bool {
    span.from < day.ends && span.until > day.begins
}

/// Whole seconds; more than a day is none.
fn whole(seconds: f64) -> u32 {
    let whole = std::time::Duration::try_from_secs_f64(seconds.max(0.0));
    whole.map_or(0, |one| u32::try_from(one.as_secs()).unwrap_or_default())
}

fn skills(one: &Membership) -> ScenarioCounsellor {
    ScenarioCounsellor {
        languages: Some(one.languages.clone()),
        topics: Some(one.topics.clone()),
        channels: Some(one.channels.clone()),
    }
}

/// Stretches in order, those that nearly touch as one.
fn joined(mut spans: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    spans.sort_unstable();
    let mut joined: Vec<(u32, u32)> = Vec::with_capacity(spans.len());
    for (from, until) in spans {
        match joined.last_mut() {
            Some(last) if from <= last.1.saturating_add(PAUSE_S) => last.1 = last.1.max(until),
            _ => joined.push((from, until)),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_that_nearly_touch_are_one() {
        let spans = vec![(500, 900), (0, 100), (150, 400), (880, 1000)];
        assert_eq!(joined(spans), [(0, 400), (500, 1000)]);
    }
}
