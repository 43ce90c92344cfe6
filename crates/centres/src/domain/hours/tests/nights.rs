//! The nights the clock is changed. In 2026 summer time begins on 29 March and ends on 25 October.

use super::*;

#[test]
fn spring_night_opens_after_the_gap_when_the_clock_skips_the_opening_time() {
    let hours = hours(&[weekly(&WHOLE_WEEK, "02:30", "04:00")], &[]);
    let before = ask(&hours, "2026-03-29T01:59:59+01:00");
    assert_eq!(
        before,
        closed_until(Why::OutsideHours, "2026-03-29T03:00:00+02:00")
    );
    let first = ask(&hours, "2026-03-29T03:00:00+02:00");
    assert_eq!(first, open_until("2026-03-29T04:00:00+02:00"));
}

#[test]
fn spring_night_closes_after_the_gap_when_the_clock_skips_the_closing_time() {
    let hours = hours(&[weekly(&WHOLE_WEEK, "22:00", "02:30")], &[]);
    let during = ask(&hours, "2026-03-29T01:30:00+01:00");
    assert_eq!(during, open_until("2026-03-29T03:00:00+02:00"));
    let after = ask(&hours, "2026-03-29T03:00:00+02:00");
    assert_eq!(
        after,
        closed_until(Why::OutsideHours, "2026-03-29T22:00:00+02:00")
    );
}

#[test]
fn interval_within_the_spring_gap_vanishes() {
    let hours = hours(&[weekly(&WHOLE_WEEK, "02:10", "02:50")], &[]);
    let before = ask(&hours, "2026-03-29T01:30:00+01:00");
    assert_eq!(
        before,
        closed_until(Why::OutsideHours, "2026-03-30T02:10:00+02:00")
    );
}

#[test]
fn break_within_the_spring_gap_is_no_break() {
    let week = [
        weekly(&WHOLE_WEEK, "00:00", "02:10"),
        weekly(&WHOLE_WEEK, "02:50", "05:00"),
    ];
    let during = ask(&hours(&week, &[]), "2026-03-29T01:30:00+01:00");
    assert_eq!(during, open_until("2026-03-29T05:00:00+02:00"));
}

#[test]
fn autumn_night_opens_at_the_first_and_closes_at_the_second_of_a_repeated_time() {
    let hours = hours(&[weekly(&WHOLE_WEEK, "02:15", "02:45")], &[]);
    let before = ask(&hours, "2026-10-25T02:14:59+02:00");
    assert_eq!(
        before,
        closed_until(Why::OutsideHours, "2026-10-25T02:15:00+02:00")
    );
    for within in [
        "2026-10-25T02:15:00+02:00",
        "2026-10-25T02:50:00+02:00",
        "2026-10-25T02:00:00+01:00",
        "2026-10-25T02:44:59+01:00",
    ] {
        let answer = ask(&hours, within);
        assert_eq!(answer, open_until("2026-10-25T02:45:00+01:00"), "{within}");
    }
    assert!(!ask(&hours, "2026-10-25T02:45:00+01:00").open);
}

#[test]
fn autumn_night_closes_the_second_time_the_clock_shows_the_very_start_of_the_fold() {
    let hours = hours(&[weekly(&WHOLE_WEEK, "22:00", "02:00")], &[]);
    let answer = ask(&hours, "2026-10-25T02:00:00+02:00");
    assert_eq!(answer, open_until("2026-10-25T02:00:00+01:00"));
}

#[test]
fn autumn_night_counts_the_repeated_hour_as_open() {
    let hours = hours(&[weekly(&WHOLE_WEEK, "20:00", "06:00")], &[]);
    let evening = ask(&hours, "2026-10-24T23:00:00+02:00");
    assert_eq!(evening, open_until("2026-10-25T06:00:00+01:00"));
}

#[test]
fn hours_that_meet_at_the_end_of_the_fold_do_not_close_in_between() {
    let week = [
        weekly(&WHOLE_WEEK, "01:00", "02:00"),
        weekly(&WHOLE_WEEK, "02:00", "03:30"),
    ];
    let answer = ask(&hours(&week, &[]), "2026-10-25T01:30:00+02:00");
    assert_eq!(answer, open_until("2026-10-25T03:30:00+01:00"));
}

#[test]
fn morning_hours_keep_the_wall_clock_on_both_sides_of_the_change() {
    let hours = hours(&[weekly(&WORKDAYS, "09:00", "15:30")], &[]);
    let friday = ask(&hours, "2026-10-23T15:30:00+02:00");
    assert_eq!(
        friday,
        closed_until(Why::OutsideHours, "2026-10-26T09:00:00+01:00")
    );
}

#[test]
fn night_shift_into_the_spring_sunday_ends_an_hour_sooner_in_real_time() {
    let hours = hours(&[weekly(&[Weekday::Sat], "22:00", "06:00")], &[]);
    let answer = ask(&hours, "2026-03-28T22:00:00+01:00");
    assert_eq!(answer, open_until("2026-03-29T06:00:00+02:00"));
    let length = answer.closes_at.unwrap() - at("2026-03-28T22:00:00+01:00");
    assert_eq!(length.num_hours(), 7);
}
