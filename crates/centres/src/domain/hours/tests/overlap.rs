//! Overlaps, against every minute of the week.

use chrono::Weekday;
use kernel::{Channel, QueueKind};
use proptest::prelude::*;

use crate::domain::hours::{Span, WeeklyInterval, first_overlap};

fn interval(weekday: u8, opens: u16, length: u16) -> WeeklyInterval {
    WeeklyInterval {
        queue: QueueKind::National,
        channel: Channel::Chat,
        weekday: Weekday::try_from(weekday).unwrap(),
        span: Span::new(opens, opens + length).unwrap(),
        valid_from: None,
        valid_until: None,
    }
}

/// The minutes of the circular week in which it is open.
fn open_minutes(interval: &WeeklyInterval) -> Vec<u32> {
    let begin = interval.weekday.num_days_from_monday() * 1440 + u32::from(interval.span.opens());
    let length = u32::from(interval.span.closes() - interval.span.opens());
    (begin..begin + length)
        .map(|minute| minute % 10_080)
        .collect()
}

proptest! {
    #[test]
    fn two_intervals_overlap_when_they_share_a_minute(
        one in (0_u8..7, 0_u16..1440, 1_u16..1440),
        other in (0_u8..7, 0_u16..1440, 1_u16..1440),
    ) {
        let week = [interval(one.0, one.1, one.2), interval(other.0, other.1, other.2)];
        let first = open_minutes(&week[0]);
        let shared = open_minutes(&week[1]).iter().any(|minute| first.contains(minute));
        prop_assert_eq!(first_overlap(&week), shared.then_some((0, 1)));
    }
}

#[test]
fn a_lunch_break_another_channel_and_another_period_are_no_overlap() {
    let lunch = [interval(0, 540, 150), interval(0, 720, 210)];
    assert_eq!(first_overlap(&lunch), None);
    let mut other = [interval(0, 540, 150), interval(0, 540, 150)];
    assert_eq!(first_overlap(&other), Some((0, 1)));
    other[1].channel = Channel::Phone;
    assert_eq!(first_overlap(&other), None);
    let mut summer = [interval(0, 540, 150), interval(0, 540, 150)];
    // 28 June 2027 is a Monday.
    summer[0].valid_until = chrono::NaiveDate::from_ymd_opt(2027, 6, 28);
    summer[1].valid_from = chrono::NaiveDate::from_ymd_opt(2027, 6, 29);
    assert_eq!(first_overlap(&summer), None);
    summer[1].valid_from = chrono::NaiveDate::from_ymd_opt(2027, 6, 28);
    assert_eq!(first_overlap(&summer), Some((0, 1)));
}

#[test]
fn a_night_that_runs_into_the_next_period_overlaps_its_first_morning() {
    let date = |day| chrono::NaiveDate::from_ymd_opt(2027, 6, day);
    // Sunday 27 June into Monday 28 June.
    let mut night = interval(6, 1200, 360);
    night.valid_until = date(27);
    let mut morning = interval(0, 60, 120);
    morning.valid_from = date(28);
    assert_eq!(
        first_overlap(&[night.clone(), morning.clone()]),
        Some((0, 1))
    );
    assert_eq!(
        first_overlap(&[morning.clone(), night.clone()]),
        Some((0, 1))
    );
    morning.valid_from = date(29);
    assert_eq!(first_overlap(&[night.clone(), morning.clone()]), None);
    // The last night falls on the Sunday before.
    night.valid_until = date(26);
    morning.valid_from = date(28);
    assert_eq!(first_overlap(&[night, morning]), None);
}

#[test]
fn periods_that_share_no_such_weekday_do_not_overlap() {
    let date = |day| chrono::NaiveDate::from_ymd_opt(2027, 6, day);
    let (mut one, mut other) = (interval(0, 540, 60), interval(0, 540, 60));
    // Tuesday to Thursday: no Monday among them.
    one.valid_until = date(24);
    other.valid_from = date(22);
    assert_eq!(first_overlap(&[one, other]), None);
}
