//! Routing policies tried on days of a kind, beside the one in force.

use kernel::ProblemCode;
use platform::{
    Ctx, Fault,
    http::{Input, OneOf, Problem, Wire, Words},
};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use routing::{
    Policy,
    simulator::{self, CentreRun, HourRun, PolicyRun, Scenario, TraceRow},
};
use serde::Deserialize;

use super::{Tag, policies::PolicyStepProblem};
use crate::{Contacts, domain::policy::BUILT_IN, store::policy};

/// Days that are tried at once.
const MOST_DAYS: u32 = 20;

struct Kinds;

impl Words for Kinds {
    const WORDS: &'static [&'static str] = &["small", "normal", "peak"];
}

/// Days to try a policy on.
#[derive(Clone, Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
struct DryRunDays {
    /// Few, the usual or many contacts, at 15 centres.
    kind: Wire<OneOf<Kinds>>,
    /// 1 to 20.
    count: u32,
}

/// What to try a policy on.
#[derive(Clone, Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
struct DryRunOrder {
    days: DryRunDays,
}

/// A centre's part of the days.
#[derive(Clone, Debug, Object)]
struct DryRunCentre {
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
struct DryRunHour {
    hour: u32,
    contacts: u32,
    answered: u32,
    abandoned: u32,
    refused: u32,
    mean_wait_s: f64,
}

/// What would have come of the days.
#[derive(Clone, Debug, Object)]
struct DryRunOutcome {
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
struct DryRunResult {
    version: u32,
    outcome: DryRunOutcome,
}

/// What would have come of the days: under the version asked for, then under the one in force where it is another.
#[derive(Clone, Debug, Object)]
struct DryRun {
    days: u32,
    results: Vec<DryRunResult>,
}

/// Trying of routing policies.
#[derive(Clone, Debug)]
pub struct DryRunApi(Contacts);

#[OpenApi(tag = "Tag::Routing")]
impl DryRunApi {
    /// Try routing policy on simulated days
    #[oai(
        path = "/national/policies/:version/dry-run",
        method = "post",
        operation_id = "policy_dry_run"
    )]
    async fn run(
        &self,
        ctx: Ctx,
        version: Path<u32>,
        order: Input<DryRunOrder>,
    ) -> Result<Json<DryRun>, PolicyStepProblem> {
        let DryRunDays { kind, count } = order.0.days;
        if !(1..=MOST_DAYS).contains(&count) {
            return Err(Problem::invalid("days.count", "must be 1 to 20").into());
        }
        let tx = ctx.read().await?;
        let in_force = policy::timeline(&tx).await?.in_force(ctx.now);
        let mut versions = vec![version.0, in_force];
        versions.dedup();
        let mut policies = Vec::new();
        for version in &versions {
            let found = policy::find(&tx, *version).await?.map(|one| one.rules);
            let built_in = || (*version == BUILT_IN).then(|| self.0.0.rules.built_in().clone());
            let known = found.or_else(built_in);
            policies.push(known.ok_or_else(|| Problem::new(ProblemCode::NotFound))?);
        }
        drop(tx);
        let scenario = match kind.0.as_str() {
            "small" => Scenario::small(),
            "peak" => Scenario::peak(),
            _ => Scenario::normal(),
        };
        // The engine computes for longer than a thread that serves others may be held.
        let tried = tokio::task::spawn_blocking(move || try_out(&scenario, count, &policies));
        let tried = tried.await.map_err(|_panicked| Fault::Stopped("dry run"))?;
        let prompt_s = tried.prompt_s;
        let results = versions.into_iter().zip(tried.policies);
        Ok(Json(DryRun {
            days: count,
            results: results
                .map(|(version, run)| DryRunResult {
                    version,
                    outcome: outcome(run, prompt_s),
                })
                .collect(),
        }))
    }
}

impl DryRunApi {
    pub(crate) const fn new(contacts: Contacts) -> Self {
        Self(contacts)
    }
}

fn try_out(scenario: &Scenario, count: u32, policies: &[Policy]) -> simulator::DryRun {
    let seeds = (0..u64::from(count)).map(|day| scenario.seed + day);
    let days: Vec<Vec<TraceRow>> = seeds.map(|seed| scenario.day(seed)).collect();
    let go_on = |_part| std::ops::ControlFlow::Continue(());
    simulator::dry_run(scenario, &days, policies, go_on).unwrap_or_else(|| simulator::DryRun {
        scenario: scenario.name.clone(),
        days: count,
        prompt_s: scenario.sl_s,
        policies: Vec::new(),
    })
}

fn outcome(run: PolicyRun, prompt_s: f64) -> DryRunOutcome {
    let centre = |one: CentreRun| DryRunCentre {
        name: one.centre,
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
