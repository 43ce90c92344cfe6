//! Routing policies tried on days of a kind or on days that were, beside the one in force.

use std::ops::ControlFlow;

use centres::{DEFAULT_ZONE, Directory};
use chrono::{Datelike, NaiveDate};
use kernel::{AccountId, Actor, County, Language, ProblemCode};
use platform::{
    Ctx, Fault,
    http::{Input, OneOf, Problem, Wire, Words},
    sentence,
};
use poem_openapi::{Object, OpenApi, param::Path};
use routing::{
    Policy,
    simulator::{self, Scenario, TraceRow},
};
use serde::Deserialize;
use tokio_util::sync::CancellationToken;

use super::{
    Tag,
    dry_run_bodies::{DryRun, DryRunReally},
    dry_run_places::{Asker, DryRunPlaces, Gone},
    slowly::Slowly,
};
use crate::{
    Contacts,
    app::{Recorded, read_record},
    domain::{demand::days_later, policy::BUILT_IN},
    store::policy,
};

/// Simulated days that are tried at once.
const MOST_DAYS: u32 = 20;
/// Recorded days that are tried at once.
const MOST_RECORDED: u32 = 31;
/// Seconds after which to ask again while the process is busy.
const AGAIN_S: u32 = 5;

platform::problem_responses! {
    /// Why nothing was tried.
    DryRunProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        GoesOn = 409,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
    }
}

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

/// What to try a policy on: either simulated days, or recorded ones.
#[derive(Clone, Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
struct DryRunOrder {
    /// Simulated days.
    days: Option<DryRunDays>,
    /// The first recorded day; the last one must be over.
    recorded_from: Option<NaiveDate>,
    /// How many, 1 to 31.
    recorded_days: Option<u32>,
}

/// Trying of routing policies.
#[derive(Clone, Debug)]
pub struct DryRunApi {
    contacts: Contacts,
    places: DryRunPlaces,
}

#[OpenApi(tag = "Tag::Routing")]
impl DryRunApi {
    /// Try routing policy on simulated or recorded days
    ///
    /// One at a time for each person, two for each process. It ends when nobody waits for the answer any more.
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
    ) -> Result<Slowly<DryRun>, DryRunProblem> {
        let days = chosen(&ctx, order.0)?;
        let place = self.places.take(who_asks(&ctx)?).map_err(busy)?;
        let (versions, policies) = self.policies(&ctx, version.0).await?;
        let directory = self.contacts.0.directory.clone();
        let (trial, really) = match days {
            Chosen::Kind(scenario, count) => (Trial::Kind(scenario, count), None),
            Chosen::Recorded(from, count) => {
                let tx = ctx.read().await?;
                let record = read_record(&tx, &directory, (from, count)).await?;
                let really = DryRunReally::new(from, record.really());
                (Trial::Recorded(Box::new(record)), Some(really))
            }
        };
        let stop = self.contacts.0.tasks.token();
        Ok(Slowly::new(async move {
            let asker = Asker::default();
            let gone = asker.gone();
            // The engine computes for longer than a thread that serves others may be held.
            let tried = tokio::task::spawn_blocking(move || {
                let tried = trial.run(&policies, (&gone, &stop));
                drop(place);
                tried
            });
            let tried = tried.await.ok().flatten();
            let tried = tried.ok_or(Fault::Stopped("dry run"))?;
            drop(asker);
            let recorded = really.is_some();
            let name = |id: &str| name_of(&directory, ctx.language, (id, recorded));
            Ok(DryRun::new(versions, tried, really, name))
        }))
    }
}

/// The days asked for.
enum Chosen {
    Kind(Scenario, u32),
    Recorded(NaiveDate, u32),
}

fn chosen(ctx: &Ctx, order: DryRunOrder) -> Result<Chosen, Problem> {
    match order {
        DryRunOrder {
            days: Some(DryRunDays { kind, count }),
            recorded_from: None,
            recorded_days: None,
        } => {
            if !(1..=MOST_DAYS).contains(&count) {
                return Err(Problem::invalid("days.count", "must be 1 to 20"));
            }
            let scenario = match kind.0.as_str() {
                "small" => Scenario::small(),
                "peak" => Scenario::peak(),
                _ => Scenario::normal(),
            };
            Ok(Chosen::Kind(scenario, count))
        }
        DryRunOrder {
            days: None,
            recorded_from: Some(from),
            recorded_days: Some(count),
        } => {
            if !(1..=MOST_RECORDED).contains(&count) {
                return Err(Problem::invalid("recorded_days", "must be 1 to 31"));
            }
            if !(2000..=2100).contains(&from.year()) {
                let reason = "must be in the years 2000 to 2100";
                return Err(Problem::invalid("recorded_from", reason));
            }
            let today = ctx.now.with_timezone(&DEFAULT_ZONE).date_naive();
            if days_later(from, count) > today {
                return Err(Problem::invalid(
                    "recorded_from",
                    format!("the last day must be before {today}"),
                ));
            }
            Ok(Chosen::Recorded(from, count))
        }
        _ => Err(Problem::invalid(
            "days",
            "either days, or recorded_from and recorded_days",
        )),
    }
}

fn who_asks(ctx: &Ctx) -> Result<AccountId, Problem> {
    match ctx.actor {
        Actor::Account { account, .. } => Ok(account),
        _ => Err(Problem::new(ProblemCode::Forbidden)),
    }
}

fn busy(code: ProblemCode) -> Problem {
    let problem = Problem::new(code);
    if code == ProblemCode::DryRunsBusy {
        problem.retry_after(AGAIN_S)
    } else {
        problem
    }
}

impl DryRunApi {
    pub(crate) fn new(contacts: Contacts) -> Self {
        Self {
            contacts,
            places: DryRunPlaces::default(),
        }
    }

    /// The version asked for and the one in force, where it is another.
    async fn policies(&self, ctx: &Ctx, version: u32) -> Result<(Vec<u32>, Vec<Policy>), Problem> {
        let tx = ctx.read().await?;
        let in_force = policy::timeline(&tx).await?.in_force(ctx.now);
        let mut versions = vec![version, in_force];
        versions.dedup();
        let mut policies = Vec::new();
        for version in &versions {
            let found = policy::find(&tx, *version).await?.map(|one| one.rules);
            let built_in = || {
                let rules = &self.contacts.0.rules;
                (*version == BUILT_IN).then(|| rules.built_in().clone())
            };
            let known = found.or_else(built_in);
            policies.push(known.ok_or_else(|| Problem::new(ProblemCode::NotFound))?);
        }
        Ok((versions, policies))
    }
}

/// What is tried, in a thread of its own.
enum Trial {
    Kind(Scenario, u32),
    Recorded(Box<Recorded>),
}

impl Trial {
    /// None when it was broken off: whoever asked has gone, or the process stops.
    fn run(
        self,
        policies: &[Policy],
        (gone, stop): (&Gone, &CancellationToken),
    ) -> Option<simulator::DryRun> {
        let go_on = |_part: f32| {
            if gone.has_gone() || stop.is_cancelled() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        match self {
            Self::Kind(scenario, count) => {
                let seeds = (0..u64::from(count)).map(|day| scenario.seed + day);
                let days: Vec<Vec<TraceRow>> = seeds.map(|seed| scenario.day(seed)).collect();
                simulator::dry_run(&scenario, &days, policies, go_on)
            }
            Self::Recorded(record) => simulator::dry_run_recorded(&record.days(), policies, go_on),
        }
    }
}

/// Counties by how many live there (Statistics Norway, 1 January 2024), as the simulated days have their centres.
const BY_SIZE: [&str; 15] = [
    "32", "03", "46", "11", "50", "34", "42", "31", "33", "15", "39", "18", "40", "55", "56",
];

/// What a centre of a scenario is called: recorded days have the centres themselves, simulated ones a place for each
/// county, the largest first.
fn name_of(directory: &Directory, language: Language, (id, recorded): (&str, bool)) -> String {
    if recorded {
        let centre = id.parse().ok().and_then(|id| directory.centre(id));
        return centre.map_or_else(|| id.to_owned(), |one| one.name_in(language).to_owned());
    }
    let rank = id.strip_prefix('c').and_then(|number| number.parse().ok());
    let rank = rank.and_then(|rank: usize| rank.checked_sub(1));
    let county = rank.and_then(|rank| BY_SIZE.get(rank)).copied();
    let county: Option<County> = county.and_then(|number| number.parse().ok());
    let Some(county) = county else {
        return id.to_owned();
    };
    directory.by_county(county).map_or_else(
        || sentence(language, &format!("county.{county}")).to_owned(),
        |one| one.name_in(language).to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trial() -> Trial {
        Trial::Kind(Scenario::small(), 1)
    }

    #[test]
    fn a_trial_ends_when_nobody_waits_for_it_or_the_process_stops() {
        let policies = [Policy::default()];
        let (asker, stop) = (Asker::default(), CancellationToken::new());
        let gone = asker.gone();
        assert!(trial().run(&policies, (&gone, &stop)).is_some());
        drop(asker);
        assert!(trial().run(&policies, (&gone, &stop)).is_none());
        let asker = Asker::default();
        stop.cancel();
        assert!(trial().run(&policies, (&asker.gone(), &stop)).is_none());
    }

    #[test]
    fn every_simulated_centre_has_a_county() {
        let mut counties: Vec<&str> = BY_SIZE.to_vec();
        counties.sort_unstable();
        assert_eq!(counties, County::NUMBERS);
        assert_eq!(Scenario::normal().centres.len(), BY_SIZE.len());
    }
}
