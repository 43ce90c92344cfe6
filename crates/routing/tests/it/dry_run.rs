//! Policies side by side over days: recorded ones, and the kinds of days built in.

use std::ops::ControlFlow;

use kernel::{Channel, Language};
use routing::{
    AtCap, BandReason, Policy,
    simulator::{
        Contest, DryRun, RecordedDay, Scenario, ScenarioCounsellor, ScenarioPerson, TraceRow,
        dry_run, dry_run_recorded, pooled, replay,
    },
};

fn run(scenario: &Scenario, days: &[Vec<TraceRow>], policies: &[Policy]) -> DryRun {
    dry_run(scenario, days, policies, |_| ControlFlow::Continue(())).unwrap()
}

fn version(version: &str, change: impl FnOnce(&mut Policy)) -> Policy {
    let mut policy = Policy {
        version: version.to_owned(),
        ..Policy::default()
    };
    change(&mut policy);
    policy
}

/// One centre, one counsellor from 8 to 9 o'clock, one contact at a time.
fn counter() -> Scenario {
    let mut scenario = Scenario::small();
    scenario.centres.truncate(1);
    scenario.centres[0].shifts = vec![(480, 540, 1)];
    scenario
}

fn row(id: u64, second: f64, work: f64) -> TraceRow {
    TraceRow {
        id,
        t: 8.0 * 3600.0 + second,
        home: "c01".to_owned(),
        work,
        patience: Some(400.0),
        ..TraceRow::default()
    }
}

#[test]
fn a_small_day_is_counted_by_hand() {
    let day = vec![
        row(0, 0.0, 300.0),
        row(1, 10.0, 300.0),
        row(2, 20.0, 300.0),
        row(3, 30.0, 300.0),
    ];
    let capped = version("capped", |policy| policy.queue_cap = Some(2));
    let warned = version("warned", |policy| {
        policy.queue_cap = Some(2);
        policy.at_cap = AtCap::Warn;
    });
    let found = run(&counter(), &[day], &[Policy::default(), capped, warned]);
    let [open, capped, warned] = &found.policies[..] else {
        panic!("three policies");
    };
    // The first is served at once, the second after 290 s; the others give up after 400 s.
    assert_eq!(
        (open.contacts, open.answered, open.abandoned, open.refused),
        (4, 2, 2, 0)
    );
    assert!((open.answers.mean_s - 145.0).abs() < 1e-6);
    assert!((open.waits.mean_s - (290.0 + 400.0 + 400.0) / 4.0).abs() < 1e-6);
    assert!((open.waits.p50_s - 345.0).abs() < 1e-6 && (open.waits.p99_s - 400.0).abs() < 1e-6);
    assert!((open.service_level - 0.25).abs() < 1e-9);
    assert_eq!(
        (capped.answered, capped.abandoned, capped.refused),
        (2, 1, 1)
    );
    assert_eq!((warned.refused, warned.warned), (0, 1));
    assert_eq!((warned.answered, warned.abandoned), (2, 2));
    let centre = &capped.centres[0];
    assert_eq!((centre.seekers, centre.refused, centre.own), (4, 1, 2));
    assert!((centre.occupancy - 600.0 / 3600.0).abs() < 1e-9);
    assert!((centre.share - 1.0).abs() < 1e-9 && (centre.agreed - 1.0).abs() < 1e-9);
    assert!((centre.seekers_mean_wait_s - 230.0).abs() < 1e-6);
    let hour = capped.hours[8];
    assert_eq!((hour.contacts, hour.answered, hour.refused), (4, 2, 1));
    let [refused] = &capped.refusals[..] else {
        panic!("one home and hour");
    };
    assert_eq!(
        (refused.home.as_deref(), refused.hour, refused.contacts),
        (Some("c01"), 8, 1)
    );
}

#[test]
fn the_numbers_of_a_dry_run_are_those_of_a_replay_and_add_up() {
    let scenario = Scenario::normal();
    let days: Vec<_> = (1..4).map(|seed| scenario.day(seed)).collect();
    let policies = [
        Policy::default(),
        version("capped", |p| p.queue_cap = Some(3)),
    ];
    let found = run(&scenario, &days, &policies);
    assert_eq!((found.days, found.policies.len()), (3, 2));
    for (policy, run) in policies.iter().zip(&found.policies) {
        let contacts: usize = days.iter().map(Vec::len).sum();
        assert_eq!(usize::try_from(run.contacts).unwrap(), contacts);
        assert_eq!(run.contacts, run.answered + run.abandoned + run.refused);
        let by_hour: u32 = run.hours.iter().map(|hour| hour.contacts).sum();
        let by_centre: u32 = run.centres.iter().map(|centre| centre.answered).sum();
        let refused: u32 = run.refusals.iter().map(|row| row.contacts).sum();
        assert_eq!((by_hour, by_centre), (run.contacts, run.answered));
        assert_eq!(refused, run.refused);
        let shares: f64 = run.centres.iter().map(|centre| centre.share).sum();
        let agreed: f64 = run.centres.iter().map(|centre| centre.agreed).sum();
        assert!((shares - 1.0).abs() < 1e-9 && (agreed - 1.0).abs() < 1e-9);
        assert!(
            run.centres
                .iter()
                .all(|c| (0.0..=1.0).contains(&c.occupancy))
        );
        let outcomes: Vec<_> = days
            .iter()
            .map(|day| replay(&scenario, day, policy))
            .collect();
        let whole = routing::simulator::Outcome::joined(&outcomes).unwrap();
        assert!((whole.mean_wait() - run.waits.mean_s).abs() < 1e-6);
        assert!((whole.p95_answer() - run.answers.p95_s).abs() < 1e-6);
        assert!((whole.answered_promptly() - run.service_level).abs() < 1e-9);
        assert!((whole.at_home() - run.at_home).abs() < 1e-9);
    }
    assert!(
        found.policies[1].refused > 0
            && found.policies[1].waits.mean_s < found.policies[0].waits.mean_s
    );
}

#[test]
fn the_result_reads_back_from_json() {
    let found = run(
        &counter(),
        &[vec![row(0, 0.0, 300.0)]],
        &[Policy::default()],
    );
    let text = serde_json::to_string(&found).unwrap();
    assert_eq!(serde_json::from_str::<DryRun>(&text).unwrap(), found);
}

/// Two people of one centre: one from 8 to 9 o'clock, who holds two, one from 9 to 10, who speaks English only.
fn recorded(rows: Vec<TraceRow>) -> RecordedDay {
    let mut scenario = counter();
    let hours = |from: u32, to: u32| vec![(from * 3600, to * 3600)];
    scenario.people = vec![
        ScenarioPerson {
            centre: 0,
            capacity: 2,
            spans: hours(8, 9),
            skills: ScenarioCounsellor::default(),
        },
        ScenarioPerson {
            centre: 0,
            capacity: 1,
            spans: hours(9, 10),
            skills: ScenarioCounsellor {
                languages: Some(vec![Language::En]),
                ..ScenarioCounsellor::default()
            },
        },
    ];
    RecordedDay { scenario, rows }
}

#[test]
fn recorded_days_are_served_by_those_who_were_there() {
    let go_on = |_| ControlFlow::Continue(());
    let mut english = row(3, 3700.0, 60.0);
    english.language = Some(Language::En);
    let rows = vec![
        row(0, 0.0, 300.0),
        row(1, 10.0, 300.0),
        // The first one has gone, and the second does not speak bokmål.
        row(2, 3650.0, 60.0),
        english,
    ];
    let days = [recorded(rows), recorded(Vec::new())];
    let found = dry_run_recorded(&days, &[Policy::default()], go_on).unwrap();
    let run = &found.policies[0];
    assert_eq!((found.days, run.contacts, run.answered), (2, 4, 3));
    assert_eq!(run.abandoned, 1);
    assert!(
        run.answers.mean_s < 1e-6,
        "two at once, and one free: {run:?}"
    );
    let centre = &run.centres[0];
    assert!((centre.staffed_hours - 4.0).abs() < 1e-9, "{centre:?}");
    // Two days of an hour for two and one for one; two talks at once go on for 300 s of work each, at 0.95.
    let held = 10.0 + 2.0 * 305.26 + 10.0 + 60.0;
    assert!(
        (centre.occupancy - held / (2.0 * 3.0 * 3600.0)).abs() < 2e-3,
        "{centre:?}"
    );
    assert!(dry_run_recorded(&[], &[Policy::default()], go_on).is_none());
    assert!(dry_run_recorded(&days, &[Policy::default()], |_| ControlFlow::Break(())).is_none());
}

#[test]
fn a_recorded_centre_is_in_its_own_county_and_region() {
    let go_on = |_| ControlFlow::Continue(());
    let run = |county: &str| {
        let mut day = recorded(vec![row(0, 0.0, 60.0)]);
        let mut away = day.scenario.centres[0].clone();
        away.id = "away".to_owned();
        away.county = Some(county.parse().unwrap());
        away.region = Some("west".to_owned());
        day.scenario.centres[0].county = Some("46".parse().unwrap());
        day.scenario.centres[0].region = Some("west".to_owned());
        day.scenario.centres.push(away);
        day.rows[0].home = "away".to_owned();
        let region_first = version("region", |policy| {
            policy.widening_to_region_s = 30;
            policy.widening_to_all_s = 60;
        });
        let found = dry_run_recorded(&[day], &[region_first], go_on).unwrap();
        found.policies[0].waits.mean_s
    };
    assert!((run("11") - 30.0).abs() < 1e-6, "{}", run("11"));
    assert!(run("46") < 1e-6, "both serve the county");
}

#[test]
fn progress_rises_to_one_and_a_break_ends_the_run() {
    let scenario = Scenario::normal();
    let days = [scenario.day(1), scenario.day(2)];
    let mut told = Vec::new();
    let policies = [Policy::default()];
    let whole = dry_run(&scenario, &days, &policies, |part| {
        told.push(part);
        ControlFlow::Continue(())
    });
    assert!(whole.is_some() && told.len() > 8);
    assert!(told.is_sorted() && told.first() == Some(&0.0) && told.last() == Some(&1.0));
    let broken = dry_run(&scenario, &days, &policies, |part| {
        if part > 0.5 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    assert!(broken.is_none());
    assert_eq!(run(&scenario, &[], &policies).policies[0].contacts, 0);
}

#[test]
fn the_kinds_of_days_built_in_are_those_of_the_files() {
    let files = [
        include_str!("../../scenarios/small.json"),
        include_str!("../../scenarios/normal.json"),
    ];
    for (kind, file) in Scenario::kinds().iter().zip(files) {
        let file: Scenario = serde_json::from_str(file).unwrap();
        for (one, two) in kind.arrivals.per_hour.iter().zip(&file.arrivals.per_hour) {
            assert!((one - two).abs() < 1e-3, "{one} {two}");
        }
        let with_hours = Scenario {
            arrivals: file.arrivals.clone(),
            ..kind.clone()
        };
        assert_eq!(with_hours, file);
    }
}

#[test]
fn a_peak_day_is_served_as_well_as_by_one_queue() {
    let scenario = Scenario::peak();
    let days: Vec<_> = (1..7).map(|seed| scenario.day(seed)).collect();
    let policy = Policy::default();
    let ours: Vec<_> = days
        .iter()
        .map(|day| replay(&scenario, day, &policy))
        .collect();
    let bound: Vec<_> = days.iter().map(|day| pooled(&scenario, day)).collect();
    let contest = Contest::new(&ours, &bound).unwrap();
    let (mine, pool) = contest.daily_waits;
    assert!((mine / pool - 1.0).abs() < 0.1, "{mine} beside {pool}");
    // The reference found 26.7 s on 200 days.
    assert!((15.0..40.0).contains(&pool), "{pool}");
}

#[test]
fn recorded_contacts_meet_counsellors_with_real_skills() {
    let mut scenario = counter();
    scenario.centres[0].shifts = vec![(480, 540, 2)];
    let speaks =
        |languages: &[Language], topics: &[&str], channels: &[Channel]| ScenarioCounsellor {
            languages: Some(languages.to_vec()),
            topics: Some(topics.iter().map(|topic| (*topic).to_owned()).collect()),
            channels: Some(channels.to_vec()),
        };
    scenario.centres[0].counsellors = vec![
        speaks(&[Language::Nb], &["law"], &[Channel::Chat]),
        speaks(
            &[Language::Nb, Language::En],
            &[],
            &[Channel::Chat, Channel::Phone],
        ),
    ];
    let mut english = [row(0, 0.0, 100.0), row(1, 1.0, 100.0)];
    for row in &mut english {
        row.language = Some(Language::En);
    }
    let mean = |day: &[TraceRow]| {
        let run = run(&scenario, &[day.to_vec()], &[Policy::default()]);
        run.policies[0].answers.mean_s
    };
    assert!((mean(&english) - 49.5).abs() < 1e-6, "one speaks English");
    english[1].language = None;
    assert!(mean(&english) < 1e-6);
    let mut calls = [row(0, 0.0, 100.0), row(1, 1.0, 100.0)];
    calls[0].channel = Some(Channel::Phone);
    calls[1].channel = Some(Channel::Phone);
    assert!((mean(&calls) - 49.5).abs() < 1e-6, "one answers the phone");
    let mut law = [row(0, 0.0, 100.0), row(1, 1.0, 100.0)];
    law[0].topic = Some("law".to_owned());
    law[1].topic = Some("law".to_owned());
    assert!((mean(&law) - 15.0).abs() < 1e-6, "the other after 30 s");
}

#[test]
fn a_band_lets_the_ones_with_a_reason_go_first() {
    let mut day = vec![row(0, 0.0, 100.0), row(1, 1.0, 100.0), row(2, 2.0, 100.0)];
    day[2].reasons = vec![BandReason::DeadlineDay];
    day[1].home = "elsewhere".to_owned();
    let first = version("first", |policy| policy.bands.deadline_day = 0);
    let found = run(&counter(), &[day], &[Policy::default(), first]);
    let own = |at: usize| found.policies[at].centres[0].seekers_mean_wait_s;
    assert!((own(0) - 99.0).abs() < 1e-6, "{}", own(0));
    assert!((own(1) - 49.0).abs() < 1e-6, "{}", own(1));
}

#[test]
fn a_trace_row_reads_with_and_without_what_it_needs() {
    let old = r#"{"id": 7, "t": 28800.5, "home": "c04", "work": 411.5}"#;
    let old: TraceRow = serde_json::from_str(old).unwrap();
    assert_eq!(
        (old.language, old.topic.as_deref(), old.channel),
        (None, None, None)
    );
    let text = r#"{"id": 7, "t": 1.0, "home": "c04", "work": 2.0, "language": "se", "topic": "law",
        "channel": "phone", "work_type": "information", "reasons": ["transferred"]}"#;
    let new: TraceRow = serde_json::from_str(text).unwrap();
    assert_eq!(
        (new.language, new.channel),
        (Some(Language::Se), Some(Channel::Phone))
    );
    let written = serde_json::to_string(&old).unwrap();
    assert_eq!(written, r#"{"id":7,"t":28800.5,"home":"c04","work":411.5}"#);
}
