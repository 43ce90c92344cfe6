//! The simulator: against the formulas, against the pooled queue, and against itself.

use routing::{
    Policy, erlang,
    simulator::{Contest, Outcome, Scenario, TraceRow, pooled, replay},
};

fn scenario(name: &str) -> Scenario {
    let text = match name {
        "small" => include_str!("../../scenarios/small.json"),
        "normal" => include_str!("../../scenarios/normal.json"),
        _ => include_str!("../../scenarios/night.json"),
    };
    serde_json::from_str(text).unwrap()
}

/// Always the same demand and staff: 15 centres with one counsellor each.
fn steady(load: f64, patience: Option<f64>, chats: u32, hours: usize) -> Scenario {
    let minutes = u32::try_from(hours).unwrap() * 60 + 10_000;
    let mut steady = scenario("small");
    let speed = if chats == 2 { 1.9 } else { 1.0 };
    steady.arrivals.per_hour = vec![load * speed * 15.0 / 600.0 * 3600.0; hours];
    "exp".clone_into(&mut steady.handling.dist);
    steady.handling.mean_s = 600.0;
    steady.patience.mean_s = patience;
    steady.concurrency = chats;
    for centre in &mut steady.centres {
        centre.share = 1.0;
        centre.shifts = vec![(0, minutes, 1)];
    }
    steady
}

fn run(scenario: &Scenario, seed: u64) -> Outcome {
    let policy = Policy::default();
    replay(scenario, &scenario.day(seed), &policy).since(20.0 * 3600.0)
}

fn within(found: f64, formula: f64, part: f64) {
    assert!(
        (found / formula - 1.0).abs() <= part,
        "found {found}, formula {formula}"
    );
}

#[test]
fn endless_patience_gives_the_waits_of_erlang_c() {
    let day = run(&steady(0.8, None, 1, 1500), 5);
    let formula = erlang::erlang_c(0.8 * 15.0 / 600.0, 1.0 / 600.0, 15).unwrap();
    within(day.mean_wait(), formula.mean_wait, 0.05);
    within(day.waited(), formula.p_wait, 0.04);
    within(day.answered_promptly(), formula.answered_within(60.0), 0.02);
    assert!(day.abandoned() == 0.0);
}

#[test]
fn exponential_patience_gives_the_waits_of_erlang_a() {
    let day = run(&steady(1.0, Some(600.0), 1, 800), 5);
    let formula = erlang::erlang_a(15.0 / 600.0, 1.0 / 600.0, 15, 1.0 / 600.0);
    within(day.mean_wait(), formula.mean_wait, 0.04);
    within(day.abandoned(), formula.p_abandon, 0.04);
}

#[test]
fn two_chats_at_a_time_give_the_waits_of_the_birth_death_formula() {
    let day = run(&steady(1.0, Some(600.0), 2, 600), 5);
    let formula = erlang::erlang_a_chats(
        1.9 * 15.0 / 600.0,
        1.0 / 600.0,
        15,
        1.0 / 600.0,
        &[1.0, 1.9],
    );
    within(day.mean_wait(), formula.mean_wait, 0.05);
    within(day.abandoned(), formula.p_abandon, 0.05);
}

#[test]
fn home_first_keeps_the_pooled_wait_and_serves_more_at_home() {
    for (name, at_home) in [("small", 0.20), ("normal", 0.34)] {
        let scenario = scenario(name);
        let days: Vec<_> = (1..21).map(|seed| scenario.day(seed)).collect();
        let policy = Policy::default();
        let ours: Vec<_> = days
            .iter()
            .map(|day| replay(&scenario, day, &policy))
            .collect();
        let bound: Vec<_> = days.iter().map(|day| pooled(&scenario, day)).collect();
        let contest = Contest::new(&ours, &bound).unwrap();
        let (mine, pool) = contest.daily_waits;
        assert!(
            (mine / pool - 1.0).abs() < 0.08,
            "{name}: {mine} beside {pool}"
        );
        assert!(
            contest.prompt.difference.abs() < 0.015,
            "{:?}",
            contest.prompt
        );
        assert!(contest.daily_at_home > at_home, "{}", contest.daily_at_home);
        assert!(contest.daily_at_home > 2.0 * contest.other.at_home());
    }
}

#[test]
fn holding_contacts_back_for_the_own_county_is_paid_in_waits() {
    let scenario = scenario("normal");
    let day = scenario.day(3);
    let held = Policy {
        widening_to_region_s: 60,
        widening_to_all_s: 60,
        ..Policy::default()
    };
    let (now, later) = (
        replay(&scenario, &day, &Policy::default()),
        replay(&scenario, &day, &held),
    );
    assert!(later.at_home() > now.at_home());
    assert!(later.mean_wait() > 1.3 * now.mean_wait());
}

#[test]
fn a_seed_stands_for_one_day_and_one_outcome() {
    let scenario = scenario("night");
    let day = scenario.day(9);
    assert_eq!(day, scenario.day(9));
    assert_ne!(day, scenario.day(10));
    let policy = Policy::default();
    let (one, two) = (
        replay(&scenario, &day, &policy),
        replay(&scenario, &day, &policy),
    );
    assert!(one.mean_wait().to_bits() == two.mean_wait().to_bits());
    assert_eq!(one.served_by_centre(), two.served_by_centre());
}

#[test]
fn nobody_is_served_while_no_shift_runs() {
    let scenario = scenario("night");
    let row = |id: u64, hour: f64| TraceRow {
        id,
        t: hour * 3600.0,
        home: "c01".to_owned(),
        work: 300.0,
        patience: Some(900.0),
        ..TraceRow::default()
    };
    let day = [row(0, 3.0), row(1, 7.9), row(2, 9.0)];
    let outcome = replay(&scenario, &day, &Policy::default());
    assert!(
        (outcome.abandoned() - 1.0 / 3.0).abs() < 1e-9,
        "the one of 03:00 gives up"
    );
    assert!(
        (outcome.mean_answer() - 180.0).abs() < 1.0,
        "the one of 07:54 is served at eight"
    );
}

#[test]
fn a_recorded_day_reads_the_rows_of_the_reference() {
    let text = r#"{"id": 0, "t": 28867.112, "home": "c04", "work": 411.5, "patience": 88.25}"#;
    let row: TraceRow = serde_json::from_str(text).unwrap();
    assert_eq!(
        (row.id, row.home.as_str(), row.patience),
        (0, "c04", Some(88.25))
    );
}
