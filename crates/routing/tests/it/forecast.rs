//! Forecasts of days made up with known habits; needs against the formulas and the simulator.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};
use routing::{
    Policy,
    forecast::{
        BackTest, BackTestReport, Calendar, DayCounts, Demand, HALF_HOURS, Peak, Service,
        ServiceTarget, back_test,
    },
    simulator::{Chance, Scenario, replay},
};

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// How demand comes about in the days made up.
#[derive(Clone)]
struct Habits {
    level: f64,
    /// Growth of the level per day.
    growth: f64,
    weekdays: [f64; 7],
    /// Deviation of the logarithm of a day's level.
    unrest: f64,
    calendar: Calendar,
    /// Factors of the days of the calendar's peaks.
    peaks: Vec<f64>,
}

impl Habits {
    fn of(level: f64) -> Self {
        Self {
            level,
            growth: 0.0,
            weekdays: [1.3, 1.2, 1.1, 1.0, 0.8, 0.0, 0.6],
            unrest: 0.1,
            calendar: Calendar::default(),
            peaks: Vec::new(),
        }
    }

    /// From 8 to 22 o'clock, most after lunch and in the evening.
    fn part(half_hour: usize) -> f64 {
        let hours = [
            2.0, 3.2, 4.0, 4.2, 4.0, 4.0, 4.4, 4.8, 5.0, 4.8, 4.6, 4.8, 4.4, 2.8,
        ];
        let hour = (half_hour / 2)
            .checked_sub(8)
            .and_then(|hour| hours.get(hour));
        hour.map_or(0.0, |part| part / 114.0)
    }

    fn mean(&self, on: NaiveDate, number: u32) -> f64 {
        if self.calendar.closed.contains(&on) {
            return 0.0;
        }
        let weekday = self.weekdays[usize::try_from(on.weekday().num_days_from_monday()).unwrap()];
        let peak = self
            .calendar
            .peak_of(on)
            .map_or(1.0, |(at, _)| self.peaks[at]);
        self.level * self.growth.mul_add(f64::from(number), 1.0) * weekday * peak
    }

    fn days(&self, first: NaiveDate, count: u32, seed: u64) -> Vec<DayCounts> {
        let mut chance = Chance::new(seed);
        (0..count)
            .map(|number| {
                let on = first + Days::new(number.into());
                let unrest = self.unrest;
                let mood = chance
                    .normal()
                    .mul_add(unrest, -unrest * unrest / 2.0)
                    .exp();
                let mean = self.mean(on, number) * mood;
                let counts = (0..HALF_HOURS).map(|at| poisson(&mut chance, mean * Self::part(at)));
                DayCounts {
                    on,
                    counts: counts.collect(),
                }
            })
            .collect()
    }
}

fn poisson(chance: &mut Chance, mean: f64) -> u32 {
    let mut left = mean;
    let mut count = 0;
    loop {
        left -= chance.exponential(1.0);
        if left < 0.0 {
            return count;
        }
        count += 1;
    }
}

fn saturdays(first: NaiveDate, count: u32) -> BTreeSet<NaiveDate> {
    let days = (0..count).map(|day| first + Days::new(day.into()));
    days.filter(|on| on.weekday() == chrono::Weekday::Sat)
        .collect()
}

/// Closed on Saturdays.
fn usual(level: f64) -> (Habits, NaiveDate) {
    let first = date(2025, 1, 6);
    let mut habits = Habits::of(level);
    habits.calendar.closed = saturdays(first, 900);
    (habits, first)
}

#[test]
fn level_weekdays_and_shape_are_found_again() {
    let (habits, first) = usual(400.0);
    let demand = Demand::learn(&habits.days(first, 180, 3), &habits.calendar).unwrap();
    let mean: f64 = habits.weekdays.iter().sum::<f64>() / 6.0;
    for (weekday, factor) in habits
        .weekdays
        .iter()
        .enumerate()
        .filter(|(at, _)| *at != 5)
    {
        let found = demand.weekdays[weekday];
        assert!(
            (found / (factor / mean) - 1.0).abs() < 0.08,
            "{weekday}: {found} of {factor}"
        );
    }
    let level = 400.0 * mean;
    assert!(
        (demand.level / level - 1.0).abs() < 0.1,
        "{} of {level}",
        demand.level
    );
    for shape in &demand.shapes {
        assert!((shape.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        assert!(
            shape
                .iter()
                .enumerate()
                .all(|(at, p)| (p - Habits::part(at)).abs() < 0.006)
        );
    }
    // The unrest put in is 0.1, a variance of 0.01.
    assert!(
        (0.003..0.02).contains(&demand.day_excess),
        "{}",
        demand.day_excess
    );
    let text = serde_json::to_string(&demand).unwrap();
    let read: Demand = serde_json::from_str(&text).unwrap();
    assert!((read.level - demand.level).abs() < 1e-9);
}

#[test]
fn a_closed_day_expects_nobody_and_teaches_nothing() {
    let (mut habits, first) = usual(200.0);
    let mut days = habits.days(first, 120, 1);
    let whole = Demand::learn(&days, &habits.calendar).unwrap();
    // A day on which the service was down: known to be closed, it changes nothing.
    let down = first + Days::new(100);
    days[100].counts = vec![0; HALF_HOURS];
    habits.calendar.closed.insert(down);
    let without = Demand::learn(&days, &habits.calendar).unwrap();
    assert!((without.level / whole.level - 1.0).abs() < 0.05);
    let holiday = date(2025, 5, 29);
    habits.calendar.closed.insert(holiday);
    let demand = Demand::learn(&days, &habits.calendar).unwrap();
    let day = demand.day(holiday, 0.8);
    assert!(day.closed && day.total.mean == 0.0 && day.total.high == 0);
    assert!(day.half_hours.iter().all(|half_hour| half_hour.high == 0));
    assert_eq!(
        demand.day(date(2025, 5, 19), 0.8).half_hours.len(),
        HALF_HOURS
    );
}

#[test]
fn one_mad_day_hardly_moves_the_forecast() {
    let (habits, first) = usual(200.0);
    let mut days = habits.days(first, 120, 2);
    let on = first + Days::new(125);
    let calm = Demand::learn(&days, &habits.calendar).unwrap().day(on, 0.8);
    for count in &mut days[115].counts {
        *count *= 10;
    }
    let moved = Demand::learn(&days, &habits.calendar).unwrap().day(on, 0.8);
    let ratio = moved.total.mean / calm.total.mean;
    assert!((ratio - 1.0).abs() < 0.08, "{ratio}");
    assert!(f64::from(moved.total.high) < 1.3 * f64::from(calm.total.high));
}

#[test]
fn a_peak_is_learned_from_last_year_and_an_unknown_one_is_uncertain() {
    let (mut habits, first) = usual(300.0);
    habits.calendar.peaks = Peak::norwegian();
    habits.peaks = vec![1.8, 2.5, 1.5];
    let year = habits.days(first, 400, 5);
    let demand = Demand::learn(&year, &habits.calendar).unwrap();
    let peak = date(2026, 4, 13);
    let day = demand.day(peak, 0.8);
    assert_eq!(day.peak.as_deref(), Some("deadline_15_april"));
    let effect = |offset| {
        let known = demand
            .effects
            .iter()
            .find(|e| (e.peak, e.offset) == (1, offset));
        known.unwrap().factor
    };
    assert!((effect(-2) / 2.5 - 1.0).abs() < 0.3, "{}", effect(-2));
    // Two of its days were Saturdays.
    let open = (-9..=1).filter(|at| *at != -3);
    let mean = open.map(effect).sum::<f64>() / 10.0;
    assert!((mean / 2.5 - 1.0).abs() < 0.12, "{mean}");
    // Half a year without April knows nothing of it.
    let short = &year[150..];
    let unaware = Demand::learn(short, &habits.calendar)
        .unwrap()
        .day(peak, 0.8);
    let width = |day: &routing::forecast::DayForecast| {
        f64::from(day.total.high - day.total.low) / day.total.mean
    };
    assert!(width(&unaware) > 2.0 * width(&demand.day(date(2026, 2, 9), 0.8)));
    assert!(unaware.total.mean < 0.7 * day.total.mean);
}

#[test]
fn an_offset_is_counted_across_the_turn_of_the_year() {
    let peak = Peak {
        name: "new_year".to_owned(),
        month: 1,
        day: 2,
        days_before: 5,
        days_after: 3,
    };
    assert_eq!(peak.offset(date(2025, 12, 29)), Some(-4));
    assert_eq!(peak.offset(date(2026, 1, 5)), Some(3));
    assert_eq!(peak.offset(date(2026, 1, 6)), None);
}

#[test]
fn too_little_history_is_no_forecast() {
    let (habits, first) = usual(100.0);
    assert!(Demand::learn(&[], &habits.calendar).is_none());
    assert!(Demand::learn(&habits.days(first, 12, 1), &habits.calendar).is_none());
    let nobody = Habits::of(0.0).days(first, 60, 1);
    assert!(Demand::learn(&nobody, &habits.calendar).is_none());
    assert!(
        back_test(
            &habits.days(first, 40, 1),
            &habits.calendar,
            &BackTest::default()
        )
        .is_none()
    );
}

fn tested(level: f64, growth: f64, seed: u64) -> BackTestReport {
    let (mut habits, first) = usual(level);
    habits.growth = growth;
    let days = habits.days(first, 240, seed);
    back_test(&days, &habits.calendar, &BackTest::default()).unwrap()
}

#[test]
fn back_tests_beat_last_week_and_their_intervals_hold() {
    for (level, seed) in [(400.0, 7), (40.0, 8)] {
        let report = tested(level, 0.0, seed);
        let (days, half_hours) = (report.days, report.half_hours);
        println!("level {level}, seed {seed}: {days:?} {half_hours:?}");
        assert!(report.forecasts > 20 && report.all.len() > 200);
        assert!(days.model.wape < 0.9 * days.naive.wape, "{days:?}");
        assert!(
            half_hours.model.wape < 0.85 * half_hours.naive.wape,
            "{half_hours:?}"
        );
        assert!(days.model.bias.abs() < 0.05, "{days:?}");
        assert!((0.70..0.90).contains(&days.covered), "{days:?}");
        // Counts are whole, so an interval holds what it says or more.
        assert!((0.76..0.95).contains(&half_hours.covered), "{half_hours:?}");
        let came: u32 = report.all.iter().map(|day| day.came).sum();
        assert_eq!(report.parts.iter().map(|part| part.came).sum::<u32>(), came);
        for part in report.parts.iter().filter(|part| part.came > 500) {
            // Of a part of the day fewer come, and chance weighs more.
            assert!((0.01..1.0).contains(&part.model.wape), "{part:?}");
        }
    }
}

#[test]
fn a_growing_demand_is_followed() {
    let report = tested(200.0, 0.004, 9);
    println!("seed 9: {:?}", report.days);
    assert!(
        report.days.model.wape < 0.95 * report.days.naive.wape,
        "{:?}",
        report.days
    );
    assert!(report.days.model.bias.abs() < 0.08, "{:?}", report.days);
}

#[test]
fn a_forecast_knows_nothing_of_the_days_it_is_tested_on() {
    let (habits, first) = usual(200.0);
    let mut days = habits.days(first, 120, 4);
    let plan = BackTest {
        first_days: 90,
        every_days: 60,
        ..BackTest::default()
    };
    let one = back_test(&days, &habits.calendar, &plan).unwrap();
    for day in &mut days[90..] {
        for count in &mut day.counts {
            *count *= 3;
        }
    }
    let two = back_test(&days, &habits.calendar, &plan).unwrap();
    let forecasts = |report: &BackTestReport| -> Vec<(f64, u32, u32)> {
        report
            .all
            .iter()
            .map(|day| (day.mean, day.low, day.naive))
            .collect()
    };
    assert_eq!(forecasts(&one), forecasts(&two));
    assert!(
        one.all
            .iter()
            .all(|day| day.known_to < first + Days::new(90))
    );
}

#[test]
fn the_need_is_the_fewest_that_reach_the_target() {
    let service = Service::default();
    assert_eq!(service.need(0.0).unwrap().counsellors, 0);
    let mut before = 0;
    for contacts in [1.0, 5.0, 20.0, 60.0, 200.0] {
        let need = service.need(contacts).unwrap();
        assert!(need.counsellors > before, "{need:?}");
        assert!(need.expect.answered_within >= 0.8 && need.expect.abandoned <= 0.03);
        let fewer = service.performance(contacts, need.counsellors - 1);
        assert!(
            fewer.answered_within < 0.8 || fewer.abandoned > 0.03,
            "{fewer:?}"
        );
        before = need.counsellors;
    }
    let never = Service {
        target: ServiceTarget {
            abandoned: -1.0,
            ..ServiceTarget::default()
        },
        ..Service::default()
    };
    assert_eq!(never.need(5.0), None);
}

#[test]
fn one_at_a_time_needs_what_erlang_says() {
    // 48 calls a minute of 1 minute, patience 2 minutes: 50 agents lose 3.1 % (Garnett, Mandelbaum and Reiman 2002), so
    // at most 3 % needs 51.
    let service = Service {
        work_s: 60.0,
        patience_s: 120.0,
        speedup: vec![1.0],
        target: ServiceTarget {
            within_s: 60.0,
            answered: 0.8,
            abandoned: 0.03,
        },
    };
    assert_eq!(service.need(48.0 * 30.0).unwrap().counsellors, 51);
}

/// The engine itself, over many hours of the same demand and staff; exponential work as the formula assumes.
fn simulated(contacts: f64, counsellors: u32) -> (f64, f64, f64) {
    let hours = 600;
    let mut scenario = Scenario::normal();
    scenario.arrivals.per_hour = vec![contacts * 2.0; hours];
    "exp".clone_into(&mut scenario.handling.dist);
    scenario.centres.truncate(1);
    let minutes = u32::try_from(hours).unwrap() * 60;
    scenario.centres[0].shifts = vec![(0, minutes, counsellors)];
    let outcome = replay(&scenario, &scenario.day(21), &Policy::default()).since(20.0 * 3600.0);
    (
        outcome.answered_promptly(),
        outcome.abandoned(),
        outcome.mean_wait(),
    )
}

#[test]
fn the_simulator_meets_what_the_need_promises() {
    let service = Service::default();
    for contacts in [8.0, 30.0] {
        let need = service.need(contacts).unwrap();
        for counsellors in [need.counsellors - 1, need.counsellors] {
            let formula = service.performance(contacts, counsellors);
            let (within, abandoned, wait) = simulated(contacts, counsellors);
            println!(
                "{contacts} contacts, {counsellors}: {formula:?}, {within} {abandoned} {wait}"
            );
            // Within 1.5 points of both, and a tenth of the wait.
            assert!(
                (within - formula.answered_within).abs() < 0.015,
                "{within} {formula:?}"
            );
            assert!(
                (abandoned - formula.abandoned).abs() < 0.006,
                "{abandoned} {formula:?}"
            );
            assert!(
                (wait / formula.mean_wait_s - 1.0).abs() < 0.1,
                "{wait} {formula:?}"
            );
        }
    }
}

#[test]
fn a_rota_is_held_against_the_need() {
    let (habits, first) = usual(500.0);
    let demand = Demand::learn(&habits.days(first, 120, 6), &habits.calendar).unwrap();
    let day = demand.day(date(2025, 5, 12), 0.8);
    let service = Service::default();
    let needs = service.needs(&day);
    assert_eq!(needs.len(), HALF_HOURS);
    assert!(needs.iter().all(|need| need.at_high >= need.counsellors));
    assert_eq!(needs[0].counsellors, Some(0), "closed at night");
    let enough: Vec<u32> = needs.iter().map(|need| need.counsellors.unwrap()).collect();
    let covered = service.coverage(&day, &enough);
    assert!(covered.missing_hours == 0.0 && covered.spare_hours == 0.0);
    assert!(covered.expect.answered_within >= 0.8 && covered.expect.abandoned <= 0.03);
    let mut short = enough.clone();
    short[30] -= 2;
    short.truncate(40);
    short[20] += 3;
    let gaps = service.coverage(&day, &short);
    assert_eq!(
        (gaps.half_hours[30].missing, gaps.half_hours[20].spare),
        (2, 3)
    );
    let tail: u32 = enough[40..].iter().sum();
    assert!((gaps.missing_hours - f64::from(tail + 2) / 2.0).abs() < 1e-9);
    assert!((gaps.spare_hours - 1.5).abs() < 1e-9);
    let alone = &gaps.half_hours[41];
    assert!((alone.expect.abandoned - 1.0).abs() < 1e-9, "{alone:?}");
}

/// Mean wait by the formula alone, every quarter of an hour at its own steady state.
fn steady_wait(scenario: &Scenario) -> f64 {
    let chats = usize::try_from(scenario.concurrency).unwrap();
    let service = Service {
        speedup: scenario.speedup[..chats].to_vec(),
        ..Service::default()
    };
    let (mut waits, mut all) = (0.0, 0.0);
    for quarter in 0..96_u32 {
        let minute = quarter * 15 + 7;
        let hour = usize::try_from(minute / 60).unwrap();
        let contacts = scenario.arrivals.per_hour[hour] / 4.0;
        let shifts = scenario.centres.iter().flat_map(|centre| &centre.shifts);
        let here = shifts.filter(|(from, to, _)| (*from..*to).contains(&minute));
        let counsellors = here.map(|(.., count)| count).sum();
        waits += contacts * service.performance(contacts * 2.0, counsellors).mean_wait_s;
        all += contacts;
    }
    waits / all
}

#[test]
fn the_formula_gives_the_day_figures_of_the_reference() {
    let [small, normal, peak] = Scenario::kinds();
    assert!(
        (steady_wait(&small) - 31.35).abs() < 0.01,
        "{}",
        steady_wait(&small)
    );
    assert!(
        (steady_wait(&normal) - 19.57).abs() < 0.01,
        "{}",
        steady_wait(&normal)
    );
    assert!(
        (steady_wait(&peak) - 31.1).abs() < 1.0,
        "{}",
        steady_wait(&peak)
    );
}
