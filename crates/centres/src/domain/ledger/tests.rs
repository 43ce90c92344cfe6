use chrono::{TimeDelta, Weekday};
use proptest::prelude::*;

use super::*;
use crate::domain::hours::{DEFAULT_ZONE, Span, WeeklyInterval};

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// 1 March 2026 is a Sunday; the clock is put forward on the 29th.
fn march() -> Month {
    Month::parse("2026-03").unwrap()
}

fn terms(channel: Channel, weekly_minutes: Option<u32>) -> Terms {
    Terms {
        channel,
        share: 10,
        weekly_minutes,
        valid_from: date(2026, 1, 1),
        valid_until: None,
    }
}

/// Chat every day, round the clock on Sundays; phone on weekdays, 09 to 15.
fn hours() -> OpeningHours {
    let mut week = Vec::new();
    for number in 0..7_u8 {
        let weekday = Weekday::try_from(number).unwrap();
        let interval = |channel, opens, closes| WeeklyInterval {
            queue: QueueKind::National,
            channel,
            weekday,
            span: Span::from_clock(opens, closes).unwrap(),
            valid_from: None,
            valid_until: None,
        };
        if weekday == Weekday::Sun {
            week.push(interval(Channel::Chat, "00:00", "24:00"));
        } else {
            week.push(interval(Channel::Chat, "08:00", "20:00"));
            week.push(interval(Channel::Phone, "09:00", "15:00"));
        }
    }
    OpeningHours::new(DEFAULT_ZONE, week, [])
}

fn both() -> [Terms; 2] {
    [terms(Channel::Chat, Some(600)), terms(Channel::Phone, None)]
}

fn windows(dates: Dates) -> Windows {
    Windows::of(&hours(), &ClosedDays::default(), &both(), dates)
}

fn book(dates: Dates, there: Presences) -> Book {
    Book {
        terms: both().to_vec(),
        windows: windows(dates),
        plans: None,
        there,
    }
}

fn always(dates: Dates) -> Vec<Stretch> {
    vec![dates.stretch(DEFAULT_ZONE)]
}

fn of_day(day: NaiveDate) -> Dates {
    Dates {
        first: day,
        last: day,
    }
}

fn worked_on(day: NaiveDate) -> u64 {
    let dates = of_day(day);
    let within = dates.stretch(DEFAULT_ZONE);
    windows(dates).worked(&always(dates), within).total
}

#[test]
fn a_month_falls_into_weeks_from_monday_to_sunday() {
    let weeks = march().weeks();
    let days: Vec<_> = weeks
        .iter()
        .map(|week| (week.first.day(), week.last.day()))
        .collect();
    assert_eq!(
        days,
        [(1, 1), (2, 8), (9, 15), (16, 22), (23, 29), (30, 31)]
    );
    assert_eq!(march().to_string(), "2026-03");
    for bad in [
        "2026-13",
        "2026-3",
        "1999-12",
        "2026-03-01",
        "+026-03",
        "2026/03",
        "",
    ] {
        assert_eq!(Month::parse(bad), None, "{bad}");
    }
}

#[test]
fn an_hour_counts_once_and_on_every_channel_that_was_open() {
    let dates = of_day(date(2026, 3, 2));
    let within = dates.stretch(DEFAULT_ZONE);
    let worked = windows(dates).worked(&always(dates), within);
    assert_eq!(worked.total, 12 * 3600);
    assert_eq!(worked.channels[&Channel::Chat], 12 * 3600);
    assert_eq!(worked.channels[&Channel::Phone], 6 * 3600);
}

#[test]
fn the_odd_nights_have_23_and_25_hours() {
    assert_eq!(worked_on(date(2026, 3, 22)), 24 * 3600);
    assert_eq!(worked_on(date(2026, 3, 29)), 23 * 3600);
    assert_eq!(worked_on(date(2026, 10, 25)), 25 * 3600);
}

#[test]
fn only_days_on_which_the_centre_contributes_count() {
    let dates = march().dates();
    let until = Terms {
        valid_until: Some(date(2026, 3, 1)),
        ..terms(Channel::Chat, None)
    };
    let nothing = Terms {
        share: 0,
        ..terms(Channel::Phone, None)
    };
    let windows = Windows::of(&hours(), &ClosedDays::default(), &[until, nothing], dates);
    let worked = windows.worked(&always(dates), dates.stretch(DEFAULT_ZONE));
    assert_eq!(worked.total, 24 * 3600);
    assert_eq!(worked.channels.get(&Channel::Phone), None);
}

#[test]
fn agreed_hours_are_a_seventh_of_the_week_for_each_day() {
    let week = march().weeks()[1];
    assert_eq!(agreed(&both(), Channel::Chat, week), Some(10 * 3600));
    assert_eq!(agreed(&both(), Channel::Phone, week), None);
    let half = Terms {
        valid_from: date(2026, 3, 5),
        ..terms(Channel::Chat, Some(420))
    };
    assert_eq!(agreed(&[half], Channel::Chat, week), Some(4 * 3600));
    let sum = book(week, Presences::new()).hours(week, DEFAULT_ZONE);
    assert_eq!((sum.agreed, sum.worked), (Some(10 * 3600), 0));
}

#[test]
fn the_rota_of_a_week_lies_in_its_month_and_its_week() {
    let plan = |seconds| Sums {
        total: seconds,
        channels: BTreeMap::from([(Channel::Chat, seconds)]),
    };
    let month = march();
    let mut book = book(month.dates(), Presences::new());
    // The first day of March is the end of a week that began in February.
    let weeks = [(date(2026, 2, 23), 60), (date(2026, 3, 2), 120)];
    let plans = weeks.map(|(monday, seconds)| (monday, plan(seconds)));
    assert_eq!(book.hours(month.dates(), DEFAULT_ZONE).planned, None);
    book.plans = Some(plans.into());
    assert_eq!(book.hours(month.dates(), DEFAULT_ZONE).planned, Some(180));
    let weeks = month.weeks();
    let planned = weeks
        .iter()
        .map(|week| book.hours(*week, DEFAULT_ZONE).planned);
    assert_eq!(planned.collect::<Vec<_>>(), [60, 120, 0, 0, 0, 0].map(Some));
    let channels = book.hours(month.dates(), DEFAULT_ZONE).channels;
    assert_eq!(channels[0].planned, Some(180));
}

/// Stretches in minutes since the midnight before the clock is put forward.
fn some_stretches() -> impl Strategy<Value = Vec<Stretch>> {
    proptest::collection::vec((0..4000_i64, 0..900_i64), 0..12).prop_map(|pairs| {
        let begin = midnight(DEFAULT_ZONE, date(2026, 3, 28));
        let at = |minute| begin + TimeDelta::minutes(minute);
        let stretch = |(from, length)| Stretch::new(at(from), at(from + length));
        pairs.into_iter().map(stretch).collect()
    })
}

/// Counts minute by minute.
fn scanned(windows: &Windows, there: &[Stretch], dates: Dates) -> Sums {
    let within = dates.stretch(DEFAULT_ZONE);
    let holds = |stretches: &[Stretch], at| stretches.iter().any(|s| s.from <= at && at < s.until);
    let mut worked = Sums::default();
    for channel in windows.0.keys() {
        worked.channels.insert(*channel, 0);
    }
    let mut at = within.from;
    while at < within.until {
        if holds(there, at) {
            let mut open = false;
            for (channel, stretches) in &windows.0 {
                if holds(stretches, at) {
                    open = true;
                    *worked.channels.entry(*channel).or_default() += 60;
                }
            }
            worked.total += if open { 60 } else { 0 };
        }
        at += TimeDelta::minutes(1);
    }
    worked
}

fn odd_weekend() -> Dates {
    Dates {
        first: date(2026, 3, 28),
        last: date(2026, 3, 31),
    }
}

proptest! {
    #[test]
    fn the_sum_is_what_a_minute_scan_counts(there in some_stretches()) {
        let dates = odd_weekend();
        let windows = windows(dates);
        let worked = windows.worked(&there, dates.stretch(DEFAULT_ZONE));
        prop_assert_eq!(worked, scanned(&windows, &there, dates));
    }

    #[test]
    fn order_and_repetition_do_not_matter(there in some_stretches(), turn in 0..12_usize) {
        let dates = odd_weekend();
        let (windows, within) = (windows(dates), dates.stretch(DEFAULT_ZONE));
        let mut turned = there.clone();
        turned.rotate_left(turn % there.len().max(1));
        turned.extend(there.iter().rev());
        prop_assert_eq!(windows.worked(&turned, within), windows.worked(&there, within));
    }

    #[test]
    fn days_and_months_add_up(there in some_stretches()) {
        let (first, last) = (date(2026, 3, 28), date(2026, 4, 3));
        let all = Dates { first, last };
        let windows = windows(all);
        let mut days = Sums::default();
        for day in all.days() {
            days += windows.worked(&there, of_day(day).stretch(DEFAULT_ZONE));
        }
        let mut months = windows.worked(&there, march().dates().stretch(DEFAULT_ZONE));
        months += windows.worked(&there, Month::of(last).dates().stretch(DEFAULT_ZONE));
        let whole = windows.worked(&there, all.stretch(DEFAULT_ZONE));
        prop_assert_eq!(&days, &whole);
        prop_assert_eq!(&months, &whole);
    }

    #[test]
    fn a_centre_is_the_sum_of_its_people_and_never_more_than_the_clock(
        people in proptest::collection::vec(some_stretches(), 0..5)
    ) {
        let dates = odd_weekend();
        let (windows, within) = (windows(dates), dates.stretch(DEFAULT_ZONE));
        let there: Presences = people
            .iter()
            .enumerate()
            .map(|(number, stretches)| {
                let id = sea_orm::prelude::Uuid::from_u128(number.try_into().unwrap());
                (StaffId::from_row(id), stretches.clone())
            })
            .collect();
        let centre = book(dates, there).hours(dates, DEFAULT_ZONE);
        let each = people.iter().map(|one| windows.worked(one, within).total);
        prop_assert_eq!(centre.worked, each.sum::<u64>());
        let heads = u64::try_from(people.len()).unwrap();
        prop_assert!(centre.worked <= heads * within.seconds());
        for channel in &centre.channels {
            prop_assert!(channel.worked <= centre.worked);
        }
    }
}
