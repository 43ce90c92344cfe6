//! Measures the engine: what a decision costs, how well days are served beside one pooled queue, how fast a day
//! replays, and how fast a forecast is learned. Exits with 1 when a figure is missed.
//!
//! `routing_bench [--days N] [--trace DIR]`: DIR holds scenarios (`small.json`) and their recorded days
//! (`small*.jsonl`); without it, N (200) seeded days of the scenarios in the repository are served.

use std::{
    collections::BTreeMap,
    error::Error,
    fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::LazyLock,
    time::{Duration, Instant},
};

use chrono::NaiveDate;
use routing::{
    Policy, bench,
    forecast::{BackTest, Calendar, DayCounts, Demand, HALF_HOURS, Peak, Service, back_test},
    simulator::{self, Contest, Outcome, Scenario, TraceRow, pooled, replay},
};

const ROUNDS: u32 = 5;
const SMALL: (u32, u32) = (100, 20);
const LARGE: (u32, u32) = (100_000, 2_000);
const SCENARIOS: [&str; 3] = [
    include_str!("../scenarios/small.json"),
    include_str!("../scenarios/normal.json"),
    include_str!("../scenarios/night.json"),
];

type Days = Vec<(Scenario, Vec<Vec<TraceRow>>)>;

/// Prints figures and remembers whether one was missed.
#[derive(Default)]
struct Report {
    missed: bool,
}

impl Report {
    fn figure(&mut self, what: &str, value: f64, target: &str, met: bool) {
        self.missed |= !met;
        let verdict = if met { "ok" } else { "MISSED" };
        println!("{what:<44} {value:>12.4}  {target:<14} {verdict}");
    }

    fn note(what: &str, value: f64) {
        println!("{what:<44} {value:>12.4}");
    }
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut days = 200_u64;
    let mut traces = None;
    while let Some(argument) = arguments.next() {
        let value = arguments.next().ok_or("an option lacks its value")?;
        match argument.as_str() {
            "--days" => days = value.parse()?,
            "--trace" => traces = Some(PathBuf::from(value)),
            _ => return Err(format!("unknown option {argument}").into()),
        }
    }
    let mut report = Report::default();
    cost(&mut report)?;
    let days = match traces {
        Some(folder) => recorded(&folder)?,
        None => seeded(days)?,
    };
    for (scenario, days) in &days {
        quality(scenario, days, &mut report)?;
    }
    dry_run(&mut report)?;
    forecasts(&mut report)?;
    Ok(ExitCode::from(u8::from(report.missed)))
}

static STARTED: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Time this thread has run, where the system tells; else time passed.
fn spent() -> Duration {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let run = told.and_then(|text| text.split(' ').next()?.parse().ok());
    run.map_or_else(|| STARTED.elapsed(), Duration::from_nanos)
}

/// The best of interleaved rounds: what others do on the machine only ever slows a round down.
fn cost(report: &mut Report) -> Result<(), Box<dyn Error>> {
    let (mut small, mut large, mut plain) = (0.0_f64, 0.0_f64, 0.0_f64);
    for _ in 0..ROUNDS {
        let one = bench::cost(SMALL.0, SMALL.1, spent).ok_or("a freed counsellor got no offer")?;
        let two = bench::cost(LARGE.0, LARGE.1, spent).ok_or("a freed counsellor got no offer")?;
        small = small.max(one.decisions_per_second);
        large = large.max(two.decisions_per_second);
        plain = plain.max(one.reference_per_second);
    }
    report.figure(
        "cost: decisions a second",
        small,
        ">= 1000000",
        small >= 1e6,
    );
    Report::note("cost: the same, 100000 waiting", large);
    report.figure(
        "cost: large over small",
        small / large,
        "<= 2",
        small <= 2.0 * large,
    );
    Report::note("cost: heap without rules over engine", plain / small);
    Ok(())
}

fn seeded(days: u64) -> Result<Days, Box<dyn Error>> {
    let mut all = Vec::new();
    for text in SCENARIOS {
        let scenario: Scenario = serde_json::from_str(text)?;
        let seeds = scenario.seed..scenario.seed + days;
        let days = seeds.map(|seed| scenario.day(seed)).collect();
        all.push((scenario, days));
    }
    Ok(all)
}

/// Each recorded day belongs to the scenario with the longest name its own begins with.
fn recorded(folder: &Path) -> Result<Days, Box<dyn Error>> {
    let mut scenarios = BTreeMap::new();
    let mut traces = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let stem = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("json") => {
                let scenario: Scenario = serde_json::from_str(&fs::read_to_string(&path)?)?;
                scenarios.insert(stem, (scenario, Vec::new()));
            }
            Some("jsonl") => traces.push((stem, path)),
            _ => {}
        }
    }
    traces.sort();
    for (stem, path) in traces {
        let text = fs::read_to_string(&path)?;
        let rows = text.lines().filter(|line| !line.trim().is_empty());
        let day = rows
            .map(serde_json::from_str)
            .collect::<Result<Vec<TraceRow>, _>>()?;
        let owner = scenarios
            .iter_mut()
            .filter(|(name, _)| stem.starts_with(name.as_str()))
            .max_by_key(|(name, _)| name.len());
        let (_, (_, days)) = owner.ok_or_else(|| format!("no scenario for {stem}"))?;
        days.push(day);
    }
    Ok(scenarios
        .into_values()
        .filter(|(_, days)| !days.is_empty())
        .collect())
}

fn quality(
    scenario: &Scenario,
    days: &[Vec<TraceRow>],
    report: &mut Report,
) -> Result<(), Box<dyn Error>> {
    let policy = Policy::default();
    let ours: Vec<Outcome> = days
        .iter()
        .map(|day| replay(scenario, day, &policy))
        .collect();
    let other: Vec<Outcome> = days.iter().map(|day| pooled(scenario, day)).collect();
    let contest = Contest::new(&ours, &other).ok_or("no days")?;
    let name = &scenario.name;
    println!();
    Report::note(
        &format!("{name}: days"),
        f64::from(u32::try_from(days.len())?),
    );
    let (mine, pool) = contest.daily_waits;
    Report::note(&format!("{name}: mean wait s"), mine);
    Report::note(&format!("{name}: pooled mean wait s"), pool);
    let excess = contest.wait_excess();
    report.figure(
        &format!("{name}: wait excess, upper end"),
        excess,
        "<= 0.05",
        excess <= 0.05,
    );
    let prompt = contest.prompt.difference;
    report.figure(
        &format!("{name}: prompt, difference"),
        prompt,
        "+-0.01",
        prompt.abs() <= 0.01,
    );
    let left = contest.abandoned.difference;
    report.figure(
        &format!("{name}: abandoned, difference"),
        left,
        "<= 0.003",
        left <= 0.003,
    );
    let p95 = contest.p95_ratio();
    report.figure(
        &format!("{name}: p95 wait over pooled"),
        p95,
        "<= 1.1",
        p95 <= 1.1,
    );
    let worst = contest.worst_home_ratio();
    report.figure(
        &format!("{name}: worst county over pooled"),
        worst,
        "<= 1.1",
        worst <= 1.1,
    );
    let home = contest.daily_at_home;
    match name.as_str() {
        "small" => report.figure("small: served at home", home, ">= 0.215", home >= 0.215),
        "normal" => report.figure("normal: served at home", home, ">= 0.365", home >= 0.365),
        _ => Report::note(&format!("{name}: served at home"), home),
    }
    Ok(())
}

/// A day of 10,000 contacts under a draft policy, and beside it by the plain pooled queue.
fn dry_run(report: &mut Report) -> Result<(), Box<dyn Error>> {
    let mut scenario = Scenario::normal();
    let expected: f64 = scenario.arrivals.per_hour.iter().sum();
    for hour in &mut scenario.arrivals.per_hour {
        *hour *= 10_000.0 / expected;
    }
    for centre in &mut scenario.centres {
        for shift in &mut centre.shifts {
            shift.2 *= 14;
        }
    }
    let day = [scenario.day(1)];
    let draft = [Policy {
        widening_to_region_s: 30,
        widening_to_all_s: 60,
        ..Policy::default()
    }];
    let (mut seconds, mut plain) = (f64::MAX, f64::MAX);
    let mut contacts = 0;
    for _ in 0..ROUNDS {
        let begun = spent();
        let run = simulator::dry_run(&scenario, &day, &draft, |_| ControlFlow::Continue(()));
        seconds = seconds.min(spent().saturating_sub(begun).as_secs_f64());
        let run = run.ok_or("the dry-run was broken off")?;
        contacts = run.policies.iter().map(|policy| policy.contacts).sum();
        let begun = spent();
        for day in &day {
            std::hint::black_box(pooled(&scenario, day));
        }
        plain = plain.min(spent().saturating_sub(begun).as_secs_f64());
    }
    println!();
    Report::note("dry-run: contacts", f64::from(contacts));
    report.figure("dry-run: seconds", seconds, "< 1", seconds < 1.0);
    Report::note(
        "dry-run: time over that of the pooled queue",
        seconds / plain,
    );
    Ok(())
}

/// Two years of days, learned from and back-tested.
fn forecasts(report: &mut Report) -> Result<(), Box<dyn Error>> {
    let scenario = Scenario::normal();
    let first = NaiveDate::from_ymd_opt(2024, 1, 1).ok_or("no such day")?;
    let mut history = Vec::new();
    for (on, seed) in first.iter_days().zip(0..730) {
        let mut counts = vec![0; HALF_HOURS];
        for row in scenario.day(seed) {
            let half_hour = (0..48_u32).rfind(|at| f64::from(*at) * 1800.0 <= row.t);
            let half_hour = usize::try_from(half_hour.unwrap_or_default())?;
            if let Some(count) = counts.get_mut(half_hour) {
                *count += 1;
            }
        }
        history.push(DayCounts { on, counts });
    }
    let calendar = Calendar {
        peaks: Peak::norwegian(),
        ..Calendar::default()
    };
    let begun = spent();
    let demand = Demand::learn(&history, &calendar).ok_or("nothing was learned")?;
    let learned = spent().saturating_sub(begun).as_secs_f64();
    let begun = spent();
    let tested = back_test(&history, &calendar, &BackTest::default()).ok_or("no back-test")?;
    let judged = spent().saturating_sub(begun).as_secs_f64();
    let begun = spent();
    let needs = Service::default().needs(&demand.day(first, 0.8));
    let needed = spent().saturating_sub(begun).as_secs_f64();
    println!();
    report.figure(
        "forecast: learn two years, seconds",
        learned,
        "< 1",
        learned < 1.0,
    );
    Report::note("forecast: back-test, seconds", judged);
    Report::note("forecast: forecasts in it", f64::from(tested.forecasts));
    Report::note("forecast: error of days", tested.days.model.wape);
    Report::note("forecast: error as last week", tested.days.naive.wape);
    Report::note("forecast: intervals of 0.8 hold", tested.half_hours.covered);
    Report::note("forecast: needs of a day, seconds", needed);
    let most = needs.iter().filter_map(|need| need.counsellors).max();
    Report::note(
        "forecast: most counsellors needed",
        f64::from(most.unwrap_or_default()),
    );
    Ok(())
}
