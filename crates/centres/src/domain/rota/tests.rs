//! Rules that hold for every rota.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::{America, Australia, Europe, Tz};
use kernel::{Channel, Instant, QueueKind, ShiftId};
use proptest::prelude::*;
use sea_orm::prelude::Uuid;

use super::{absence::present_parts, series::Occurrence, *};
use crate::domain::hours::Span;

const ZONES: [Tz; 4] = [
    Europe::Oslo,
    America::New_York,
    Australia::Lord_Howe,
    chrono_tz::UTC,
];

fn at(text: &str) -> Instant {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

fn period(from: &str, until: &str) -> Period {
    Period::new(at(from), at(until)).unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Whole minutes around both odd nights of 2026 in Oslo, and all in between.
fn minutes(start: i64, length: i64) -> Period {
    let base = at("2026-03-20T00:00:00Z");
    let starts_at = base + TimeDelta::minutes(start);
    Period::new(starts_at, starts_at + TimeDelta::minutes(length)).unwrap()
}

/// Some within days of the spring night, some within days of the autumn night.
fn any_period() -> impl Strategy<Value = Period> {
    let autumn = 217 * 24 * 60_i64;
    prop_oneof![0..20_000_i64, autumn..autumn + 8_000]
        .prop_flat_map(|start| (Just(start), 1..1_000_i64))
        .prop_map(|(start, length)| minutes(start, length))
}

fn any_share() -> impl Strategy<Value = Share> {
    let channels = prop::sample::subsequence(Channel::ALL.to_vec(), 1..4);
    let queue = prop::sample::select(QueueKind::ALL.to_vec());
    let absences = prop::collection::vec(any_period(), 0..4);
    (any_period(), queue, channels, absences).prop_map(|(period, queue, channels, absences)| {
        Share {
            period,
            queue,
            channels,
            absences,
        }
    })
}

fn whole() -> Period {
    period("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")
}

/// Minutes of a period that no absence holds, counted one by one.
fn counted(period: Period, absences: &[Period]) -> u32 {
    let mut at = period.starts_at();
    let mut count = 0;
    while at < period.ends_at() {
        count += u32::from(!absences.iter().any(|absence| absence.holds(at)));
        at += TimeDelta::minutes(1);
    }
    count
}

proptest! {
    #[test]
    fn what_is_covered_is_the_shifts_without_the_absences(
        shares in prop::collection::vec(any_share(), 0..6),
        zone in prop::sample::select(ZONES.to_vec()),
    ) {
        let covered = cover(zone, &shares, whole());
        let sum: u32 = covered.values().map(|coverage| coverage.minutes).sum();
        let expected: u32 = shares.iter().map(|s| counted(s.period, &s.absences)).sum();
        prop_assert_eq!(sum, expected);
        for channel in Channel::ALL {
            let sum: u32 = covered.values().filter_map(|c| c.by_channel.get(channel)).sum();
            let of_channel = shares.iter().filter(|share| share.channels.contains(channel));
            let expected: u32 = of_channel.map(|s| counted(s.period, &s.absences)).sum();
            prop_assert_eq!(sum, expected);
        }
        let weeks = PlannedWeek::of(&covered);
        let sum: u32 = weeks.iter().map(|week| week.covered.minutes).sum();
        prop_assert_eq!(sum, expected);
    }

    #[test]
    fn the_order_of_shifts_and_absences_does_not_matter(
        mut shares in prop::collection::vec(any_share(), 0..6),
        zone in prop::sample::select(ZONES.to_vec()),
    ) {
        let covered = cover(zone, &shares, whole());
        shares.reverse();
        for share in &mut shares {
            share.absences.reverse();
        }
        prop_assert_eq!(cover(zone, &shares, whole()), covered);
    }

    #[test]
    fn a_half_hour_holds_no_more_than_its_people_can_work(share in any_share()) {
        for (half_hour, coverage) in cover(Europe::Oslo, &[share], whole()) {
            prop_assert!(half_hour.number < 48);
            prop_assert!(coverage.minutes > 0);
            // The hour that comes twice in the autumn night.
            let comes_twice = half_hour.date == date("2026-10-25") && [4, 5].contains(&half_hour.number);
            let most = if comes_twice { 60 } else { 30 };
            prop_assert!(coverage.minutes <= most);
        }
    }

    #[test]
    fn parts_asked_for_add_up_to_the_whole(
        shares in prop::collection::vec(any_share(), 0..4),
        cut in any_period(),
    ) {
        let year = whole();
        let before = Period::new(year.starts_at(), cut.starts_at()).unwrap();
        let after = Period::new(cut.starts_at(), year.ends_at()).unwrap();
        let sum = |asked| {
            let covered = cover(Europe::Oslo, &shares, asked);
            covered.values().map(|coverage| coverage.minutes).sum::<u32>()
        };
        prop_assert_eq!(sum(before) + sum(after), sum(year));
    }

    #[test]
    fn absent_and_present_parts_partition_a_shift(
        shift in any_period(),
        absences in prop::collection::vec(any_period(), 0..6),
    ) {
        let absent = absent_parts(shift, absences.iter().copied());
        let present = present_parts(shift, &absent);
        let mut parts: Vec<Period> = absent.iter().chain(&present).copied().collect();
        parts.sort_unstable();
        let mut reached = shift.starts_at();
        for part in parts {
            prop_assert_eq!(part.starts_at(), reached);
            reached = part.ends_at();
        }
        prop_assert_eq!(reached, shift.ends_at());
        prop_assert!(absent.windows(2).all(|pair| pair[0].ends_at() < pair[1].starts_at()));
    }

    #[test]
    fn overlapping_is_mutual_and_means_time_in_common(one in any_period(), other in any_period()) {
        prop_assert_eq!(one.overlaps(other), other.overlaps(one));
        prop_assert_eq!(one.overlaps(other), one.common(other).is_some());
        prop_assert_eq!(one.common(other), other.common(one));
    }

    #[test]
    fn shifts_of_a_series_never_overlap_and_fall_on_one_weekday(
        day in 0..300_u64,
        opens in 0..1440_u16,
        length in 15..=960_u16,
        every_weeks in 1..=8_u32,
        zone in prop::sample::select(ZONES.to_vec()),
    ) {
        let first_on = date("2026-01-01") + Days::new(day);
        let mut series = series(first_on, (opens, opens + length));
        series.every_weeks = every_weeks;
        let occurrences = series.occurrences(zone);
        let made: Vec<Period> = occurrences.iter().filter_map(|o| o.period).collect();
        prop_assert!(made.windows(2).all(|pair| pair[0].ends_at() <= pair[1].starts_at()));
        let nominal = TimeDelta::minutes(length.into());
        prop_assert!(made.iter().all(|p| (p.length() - nominal).abs() <= TimeDelta::hours(1)));
        let weekday = |o: &Occurrence| chrono::Datelike::weekday(&o.date);
        prop_assert!(occurrences.iter().all(|o| weekday(o) == weekday(&occurrences[0])));
        prop_assert!(occurrences.len() <= 54 && occurrences[0].date == first_on);
        prop_assert!(occurrences.last().unwrap().date <= series.until);
    }

    #[test]
    fn what_is_weighed_as_made_is_in_nobodys_way(
        taken in prop::collection::vec(any_period(), 0..20),
        opens in 0..1440_u16,
    ) {
        let taken: BTreeMap<ShiftId, Period> = (0_u128..)
            .map(|number| ShiftId::from_row(Uuid::from_u128(number)))
            .zip(taken)
            .collect();
        let series = series(date("2026-03-22"), (opens, opens + 480));
        let occurrences = series.occurrences(Europe::Oslo);
        for planned in weigh(&occurrences, |_| false, &taken, &[]) {
            let in_the_way = taken.values().any(|other| planned.period.unwrap().overlaps(*other));
            prop_assert_eq!(planned.outcome == Outcome::Collides, in_the_way);
            prop_assert_eq!(planned.collides_with.is_empty(), !in_the_way);
        }
    }
}

fn series(first_on: NaiveDate, (opens, closes): (u16, u16)) -> Series {
    Series {
        id: kernel::SeriesId::from_row(Uuid::nil()),
        centre_id: kernel::CentreId::from_row(Uuid::nil()),
        staff_id: kernel::StaffId::from_row(Uuid::nil()),
        first_on,
        until: first_on + Days::new(LONGEST_SERIES),
        every_weeks: 1,
        span: Span::new(opens, closes).unwrap(),
        channels: vec![Channel::Chat],
        queue: QueueKind::National,
        note: None,
        skip_closed: false,
        version: 1,
    }
}

#[test]
fn a_weekly_shift_keeps_its_wall_clock_through_both_odd_nights() {
    let mut morning = series(date("2026-03-23"), (9 * 60, 15 * 60));
    morning.until = date("2026-04-06");
    let starts: Vec<DateTime<Utc>> = morning
        .occurrences(Europe::Oslo)
        .iter()
        .map(|o| o.period.unwrap().starts_at())
        .collect();
    assert_eq!(
        starts,
        [
            at("2026-03-23T09:00:00+01:00"),
            at("2026-03-30T09:00:00+02:00"),
            at("2026-04-06T09:00:00+02:00"),
        ]
    );
}

#[test]
fn a_night_shift_is_an_hour_shorter_in_spring_and_longer_in_autumn() {
    for (first_on, hours) in [("2026-03-28", 7), ("2026-10-24", 9), ("2026-11-21", 8)] {
        let night = series(date(first_on), (22 * 60, 30 * 60));
        let first = night.occurrences(Europe::Oslo)[0].period.unwrap();
        assert_eq!(first.length(), TimeDelta::hours(hours), "{first_on}");
    }
}

#[test]
fn a_shift_in_the_hour_the_clock_skips_does_not_take_place() {
    let mut skipped = series(date("2026-03-29"), (2 * 60, 3 * 60));
    skipped.until = date("2026-04-05");
    let occurrences = skipped.occurrences(Europe::Oslo);
    let weighed = weigh(&occurrences, |_| false, &BTreeMap::new(), &[]);
    let outcomes: Vec<Outcome> = weighed.iter().map(|planned| planned.outcome).collect();
    assert_eq!(outcomes, [Outcome::Gap, Outcome::Made]);
}

#[test]
fn a_closed_day_is_left_out_before_anything_collides() {
    let morning = series(date("2026-12-24"), (9 * 60, 15 * 60));
    let occurrences = &morning.occurrences(Europe::Oslo)[..2];
    let other = ShiftId::from_row(Uuid::from_u128(1));
    let taken = BTreeMap::from([(other, occurrences[0].period.unwrap())]);
    let weighed = weigh(occurrences, |day| day == date("2026-12-24"), &taken, &[]);
    assert_eq!(weighed[0].outcome, Outcome::Closed);
    assert_eq!(weighed[1].outcome, Outcome::Made);
}

#[test]
fn a_shift_lasts_a_quarter_to_sixteen_hours() {
    for (minutes, fits) in [(14, false), (15, true), (960, true), (961, false)] {
        assert_eq!(check_length(TimeDelta::minutes(minutes)).is_ok(), fits);
    }
}

#[test]
fn a_period_has_whole_minutes_and_a_length() {
    let (nine, later) = (at("2026-11-23T09:00:00Z"), at("2026-11-23T10:00:30Z"));
    assert_eq!(Period::new(later, nine), Err(PeriodError::StartNotWhole));
    assert_eq!(Period::new(nine, later), Err(PeriodError::EndNotWhole));
    assert_eq!(Period::new(nine, nine), Err(PeriodError::Empty));
}

#[test]
fn the_half_hours_of_the_autumn_night_hold_both() {
    let share = Share {
        period: period("2026-10-25T02:00:00+02:00", "2026-10-25T03:00:00+01:00"),
        queue: QueueKind::Local,
        channels: vec![Channel::Phone],
        absences: Vec::new(),
    };
    let covered = cover(Europe::Oslo, &[share], whole());
    let minutes: Vec<(u32, u32)> = covered
        .iter()
        .map(|(half_hour, coverage)| (half_hour.number, coverage.minutes))
        .collect();
    assert_eq!(minutes, [(4, 60), (5, 60)]);
}
