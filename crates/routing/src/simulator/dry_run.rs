//! Policies side by side over the same days.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use super::{Outcome, Scenario, TraceRow, floor, outcome::Fate, outcome::number, routed};
use crate::Policy;

/// What would have come of some days under each of several policies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DryRun {
    /// Name of the scenario.
    pub scenario: String,
    /// Days replayed.
    pub days: u32,
    /// Seconds within which an answer counts as prompt.
    pub prompt_s: f64,
    /// By policy, in the order asked for.
    pub policies: Vec<PolicyRun>,
}

/// What would have come of the days under one policy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PolicyRun {
    /// The policy's version.
    pub version: String,
    /// Contacts that came: those answered, abandoned and refused together.
    pub contacts: u32,
    /// Answered by a counsellor.
    pub answered: u32,
    /// Let in, and gone before an answer.
    pub abandoned: u32,
    /// Not let in, because the queue was at its cap.
    pub refused: u32,
    /// Let in with a warning, because the queue was at its cap.
    pub warned: u32,
    /// Seconds waited by all who were let in, those who gave up included.
    pub waits: Waits,
    /// Seconds until an answer, of those answered; the mean is the average speed of answer.
    pub answers: Waits,
    /// Part of all contacts that was answered promptly, those refused counted as not.
    pub service_level: f64,
    /// Part of those answered who were answered by their home centre.
    pub at_home: f64,
    /// By centre, in the order of the scenario.
    pub centres: Vec<CentreRun>,
    /// By hour of the day in which contacts came, from midnight.
    pub hours: Vec<HourRun>,
    /// Who was refused, by home and hour, where anybody was.
    pub refusals: Vec<Refusals>,
}

/// A distribution of seconds. All 0 of nobody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Waits {
    /// Mean.
    pub mean_s: f64,
    /// Half wait no longer.
    pub p50_s: f64,
    /// Three in four wait no longer.
    pub p75_s: f64,
    /// 90 % wait no longer.
    pub p90_s: f64,
    /// 95 % wait no longer.
    pub p95_s: f64,
    /// 99 % wait no longer.
    pub p99_s: f64,
}

/// A centre's part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CentreRun {
    /// The centre.
    pub centre: String,
    /// Part of all work agreed: its agreed share of each staffed hour, times the hours staffed.
    pub agreed: f64,
    /// Part of all contacts answered that it answered.
    pub share: f64,
    /// Contacts it answered.
    pub answered: u32,
    /// Of them, from its own seekers.
    pub own: u32,
    /// Counsellor hours on the rota.
    pub staffed_hours: f64,
    /// Contacts held over contacts its counsellors could hold, over the hours staffed.
    pub occupancy: f64,
    /// Contacts of its own seekers, whoever answered.
    pub seekers: u32,
    /// Of them, those refused.
    pub refused: u32,
    /// Mean seconds its own seekers waited who were let in.
    pub seekers_mean_wait_s: f64,
}

/// An hour of the day, over all days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct HourRun {
    /// 0 begins at midnight.
    pub hour: u32,
    /// Contacts that came.
    pub contacts: u32,
    /// Of them, answered.
    pub answered: u32,
    /// Of them, gone before an answer.
    pub abandoned: u32,
    /// Of them, refused.
    pub refused: u32,
    /// Mean seconds waited by those let in.
    pub mean_wait_s: f64,
}

/// Contacts refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Refusals {
    /// The home centre; none where it is not of the scenario.
    pub home: Option<String>,
    /// Hour of the day.
    pub hour: u32,
    /// How many.
    pub contacts: u32,
}

/// A recorded day: who was there, and who came.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedDay {
    /// Who was there. All days of a run have the same centres, in the same order.
    pub scenario: Scenario,
    /// Who came, in order.
    pub rows: Vec<TraceRow>,
}

#[derive(Clone, Copy)]
struct Played<'a> {
    scenario: &'a Scenario,
    rows: &'a [TraceRow],
}

/// Replays the days, each under every policy. `progress` is told the part done, from 0 to 1, many times a day, and
/// breaks the run off by [`ControlFlow::Break`]; then there is no result.
pub fn dry_run(
    scenario: &Scenario,
    days: &[Vec<TraceRow>],
    policies: &[Policy],
    progress: impl FnMut(f32) -> ControlFlow<()>,
) -> Option<DryRun> {
    let days = days.iter().map(|rows| Played { scenario, rows });
    run(scenario, &days.collect::<Vec<_>>(), policies, progress)
}

/// The same with recorded days, each with its own staffing; none without days.
pub fn dry_run_recorded(
    days: &[RecordedDay],
    policies: &[Policy],
    progress: impl FnMut(f32) -> ControlFlow<()>,
) -> Option<DryRun> {
    let first = days.first()?;
    let days = days.iter().map(|day| Played {
        scenario: &day.scenario,
        rows: &day.rows,
    });
    run(
        &first.scenario,
        &days.collect::<Vec<_>>(),
        policies,
        progress,
    )
}

fn run(
    first: &Scenario,
    days: &[Played<'_>],
    policies: &[Policy],
    mut progress: impl FnMut(f32) -> ControlFlow<()>,
) -> Option<DryRun> {
    let all = days.iter().map(|day| day.rows.len()).sum::<usize>() * policies.len();
    let mut before = 0;
    let mut runs = Vec::new();
    for policy in policies {
        let mut outcomes = Vec::new();
        for day in days {
            // Also on days without contacts, which the watcher of the floor never hears of.
            if progress(part(before, all)).is_break() {
                return None;
            }
            let mut routed = routed::Routed::new(day.scenario, day.rows, policy);
            let watch = |done: usize| progress(part(before + done, all));
            let outcome = floor::Floor::new(day.scenario, day.rows).run(&mut routed, watch);
            let ControlFlow::Continue(outcome) = outcome else {
                return None;
            };
            before += day.rows.len();
            outcomes.push(outcome);
        }
        runs.push(PolicyRun::new(first, days, policy, &outcomes));
    }
    if progress(1.0).is_break() {
        return None;
    }
    Some(DryRun {
        scenario: first.name.clone(),
        days: count(days.len()),
        prompt_s: first.sl_s,
        policies: runs,
    })
}

fn part(done: usize, all: usize) -> f32 {
    let thousandths = done.saturating_mul(1000).checked_div(all).unwrap_or(1000);
    f32::from(u16::try_from(thousandths.min(1000)).unwrap_or(1000)) / 1000.0
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

impl Waits {
    fn new(mut waits: Vec<f64>) -> Self {
        waits.sort_unstable_by(f64::total_cmp);
        let mean_s = ratio(waits.iter().sum(), number(waits.len()));
        let last = waits.len().saturating_sub(1);
        // Between neighbours in proportion.
        let percentile = |percent: usize| {
            let (below, over) = (last * percent / 100, last * percent % 100);
            let at = |at: usize| waits.get(at.min(last)).copied().unwrap_or_default();
            let (low, high) = (at(below), at(below + 1));
            (high - low).mul_add(number(over) / 100.0, low)
        };
        Self {
            mean_s,
            p50_s: percentile(50),
            p75_s: percentile(75),
            p90_s: percentile(90),
            p95_s: percentile(95),
            p99_s: percentile(99),
        }
    }
}

impl PolicyRun {
    fn new(
        scenario: &Scenario,
        days: &[Played<'_>],
        policy: &Policy,
        outcomes: &[Outcome],
    ) -> Self {
        let fates: Vec<&Fate> = outcomes.iter().flat_map(Outcome::fates).collect();
        let of = |wanted: fn(&Fate) -> bool| count(fates.iter().filter(|f| wanted(f)).count());
        let waits = |wanted: fn(&Fate) -> bool| {
            let wanted = fates.iter().filter(|fate| wanted(fate));
            Waits::new(wanted.map(|fate| fate.wait).collect())
        };
        let answered = of(|fate| fate.by.is_some());
        let prompt = fates
            .iter()
            .filter(|fate| fate.by.is_some() && fate.wait <= scenario.sl_s);
        let contacts = count(fates.len());
        Self {
            version: policy.version.clone(),
            contacts,
            answered,
            abandoned: of(Fate::abandoned),
            refused: of(|fate| fate.refused),
            warned: of(|fate| fate.warned),
            waits: waits(|fate| !fate.refused),
            answers: waits(|fate| fate.by.is_some()),
            service_level: ratio(number(prompt.count()), contacts.into()),
            at_home: ratio(
                of(|fate| fate.by.is_some() && fate.by == fate.home).into(),
                answered.into(),
            ),
            centres: centres(scenario, days, outcomes, &fates, answered),
            hours: hours(scenario, &fates),
            refusals: refusals(scenario, &fates),
        }
    }
}

fn mean_wait<'a>(fates: impl Iterator<Item = &'a &'a Fate>) -> f64 {
    let let_in = fates.filter(|fate| !fate.refused);
    let (sum, many) = let_in.fold((0.0, 0.0), |(sum, many), fate| {
        (sum + fate.wait, many + 1.0)
    });
    ratio(sum, many)
}

fn centres(
    scenario: &Scenario,
    days: &[Played<'_>],
    outcomes: &[Outcome],
    fates: &[&Fate],
    answered_in_all: u32,
) -> Vec<CentreRun> {
    let staffed_s = |at: usize| -> f64 {
        let days = days.iter().map(|day| day.scenario.staffed_s(at));
        days.map(f64::from).sum()
    };
    let places_s = |at| -> f64 { days.iter().map(|day| day.scenario.places_s(at)).sum() };
    let due =
        |(at, row): (usize, &super::ScenarioCentre)| staffed_s(at) * f64::from(row.agreed_share);
    let rows = scenario.centres.iter().enumerate();
    let all_due: f64 = rows.clone().map(due).sum();
    rows.map(|(at, row)| {
        let answered = fates.iter().filter(|fate| fate.by == Some(at));
        let own = answered.clone().filter(|fate| fate.home == Some(at));
        let seekers = fates.iter().filter(|fate| fate.home == Some(at));
        let refused = seekers.clone().filter(|fate| fate.refused);
        let held: f64 = outcomes.iter().map(|day| day.held_s(at)).sum();
        let answered = count(answered.count());
        CentreRun {
            centre: row.id.clone(),
            agreed: ratio(due((at, row)), all_due),
            share: ratio(answered.into(), answered_in_all.into()),
            answered,
            own: count(own.count()),
            staffed_hours: staffed_s(at) / 3600.0,
            occupancy: ratio(held, places_s(at)),
            seekers: count(seekers.clone().count()),
            refused: count(refused.count()),
            seekers_mean_wait_s: mean_wait(seekers),
        }
    })
    .collect()
}

fn hours(scenario: &Scenario, fates: &[&Fate]) -> Vec<HourRun> {
    let mut hours: Vec<HourRun> = (0..count(scenario.arrivals.per_hour.len()))
        .map(|hour| HourRun {
            hour,
            ..HourRun::default()
        })
        .collect();
    for fate in fates {
        if let Some(hour) = hours.get_mut(fate.hour()) {
            hour.contacts += 1;
            hour.answered += u32::from(fate.by.is_some());
            hour.abandoned += u32::from(fate.abandoned());
            hour.refused += u32::from(fate.refused);
            hour.mean_wait_s += if fate.refused { 0.0 } else { fate.wait };
        }
    }
    for hour in &mut hours {
        hour.mean_wait_s = ratio(hour.mean_wait_s, f64::from(hour.contacts - hour.refused));
    }
    hours
}

fn refusals(scenario: &Scenario, fates: &[&Fate]) -> Vec<Refusals> {
    let mut counts = std::collections::BTreeMap::new();
    for fate in fates.iter().filter(|fate| fate.refused) {
        *counts.entry((fate.home, fate.hour())).or_insert(0_u32) += 1;
    }
    counts
        .into_iter()
        .map(|((home, hour), contacts)| Refusals {
            home: home.and_then(|at| Some(scenario.centres.get(at)?.id.clone())),
            hour: count(hour),
            contacts,
        })
        .collect()
}
