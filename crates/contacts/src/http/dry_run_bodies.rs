//! What came of days that policies were tried on, on the wire.

use chrono::NaiveDate;
use poem_openapi::Object;
use routing::simulator::{self, CentreRun, HourRun, PolicyRun};

use crate::domain::record::Really;

/// A centre's part of the days.
#[derive(Clone, Debug, Object)]
pub(super) struct DryRunCentre {
    name: String,
    /// Part of all work agreed.
    agreed: f64,
    /// Part of all contacts answered.
    share: f64,
    answered: u32,
    /// Contacts held over contacts its counsellors could hold.
    occupancy: f64,
    /// Contacts of its own seekers that were not let in.
    refused: u32,
}

/// An hour of the day, over all days.
#[derive(Clone, Debug, Object)]
pub(super) struct DryRunHour {
    hour: u32,
    contacts: u32,
    answered: u32,
    abandoned: u32,
    refused: u32,
    mean_wait_s: f64,
}

/// What would have come of the days.
#[derive(Clone, Debug, Object)]
pub(super) struct DryRunOutcome {
    contacts: u32,
    answered: u32,
    abandoned: u32,
    /// Not let in.
    refused: u32,
    /// Mean seconds until an answer, of those answered.
    asa_s: f64,
    /// Mean seconds waited by all who were let in.
    mean_wait_s: f64,
    wait_p50_s: f64,
    wait_p75_s: f64,
    wait_p90_s: f64,
    wait_p95_s: f64,
    wait_p99_s: f64,
    /// Part of all contacts that was answered within `prompt_s`.
    service_level: f64,
    /// Part of those answered who were answered by their home centre.
    at_home: f64,
    prompt_s: f64,
    centres: Vec<DryRunCentre>,
    hours: Vec<DryRunHour>,
}

/// What would have come of the days under one version.
#[derive(Clone, Debug, Object)]
pub(super) struct DryRunResult {
    version: u32,
    outcome: DryRunOutcome,
}

/// How recorded days really went, and what a replay of them has to guess.
#[derive(Clone, Copy, Debug, Object)]
pub(super) struct DryRunReally {
    first_on: NaiveDate,
    contacts: u32,
    answered: u32,
    /// Mean seconds until an answer, of those answered.
    asa_s: f64,
    /// Mean seconds waited by all.
    mean_wait_s: f64,
    /// Part of all contacts that was answered within a minute.
    service_level: f64,
    /// Contacts whose patience is guessed, because they were answered or turned away first.
    patience_guessed: u32,
    /// Contacts of whom it is guessed how much work they were, because no talk of theirs has ended.
    work_guessed: u32,
    /// Counsellors who were there.
    counsellors: u32,
}

impl DryRunReally {
    pub(super) const fn new(first_on: NaiveDate, really: Really) -> Self {
        Self {
            first_on,
            contacts: really.contacts,
            answered: really.answered,
            asa_s: really.asa_s,
            mean_wait_s: really.mean_wait_s,
            service_level: really.service_level,
            patience_guessed: really.patience_guessed,
            work_guessed: really.work_guessed,
            counsellors: really.counsellors,
        }
    }
}

/// What would have come of the days: under the version asked for, then under the one in force where it is another.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub(super) struct DryRun {
    days: u32,
    /// Whether the days were recorded; else they are simulated.
    recorded: bool,
    /// Of recorded days only.
    really: Option<DryRunReally>,
    results: Vec<DryRunResult>,
}

impl DryRun {
    /// The runs in the order of the versions; `name` tells what a centre of the scenario is called.
    pub(super) fn new(
        versions: Vec<u32>,
        tried: simulator::DryRun,
        really: Option<DryRunReally>,
        name: impl Fn(&str) -> String,
    ) -> Self {
        let prompt_s = tried.prompt_s;
        let results = versions.into_iter().zip(tried.policies);
        Self {
            days: tried.days,
            recorded: really.is_some(),
            really,
            results: results
                .map(|(version, run)| DryRunResult {
                    version,
                    outcome: outcome(run, prompt_s, &name),
                })
                .collect(),
        }
    }
}

fn outcome(run: PolicyRun, prompt_s: f64, name: impl Fn(&str) -> String) -> DryRunOutcome {
    let centre = |one: CentreRun| DryRunCentre {
        name: name(&one.centre),
        agreed: one.agreed,
        share: one.share,
        answered: one.answered,
        occupancy: one.occupancy,
        refused: one.refused,
    };
    let hour = |one: HourRun| DryRunHour {
        hour: one.hour,
        contacts: one.contacts,
        answered: one.answered,
        abandoned: one.abandoned,
        refused: one.refused,
        mean_wait_s: one.mean_wait_s,
    };
    DryRunOutcome {
        contacts: run.contacts,
        answered: run.answered,
        abandoned: run.abandoned,
        refused: run.refused,
        asa_s: run.answers.mean_s,
        mean_wait_s: run.waits.mean_s,
        wait_p50_s: run.waits.p50_s,
        wait_p75_s: run.waits.p75_s,
        wait_p90_s: run.waits.p90_s,
        wait_p95_s: run.waits.p95_s,
        wait_p99_s: run.waits.p99_s,
        service_level: run.service_level,
        at_home: run.at_home,
        prompt_s,
        centres: run.centres.into_iter().map(centre).collect(),
        hours: run.hours.into_iter().map(hour).collect(),
    }
}
