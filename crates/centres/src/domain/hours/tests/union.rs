//! The national answer: the union over the contributing centres.

use super::*;

fn national(centres: &[OpeningHours], when: &str) -> Answer {
    let closed_days = ClosedDays::norwegian(2025..=2028);
    national_answer(centres, &closed_days, Channel::Chat, at(when))
}

fn centre(opens: &str, closes: &str) -> OpeningHours {
    hours(&[weekly(&WORKDAYS, opens, closes)], &[])
}

fn nobody() -> Answer {
    Answer {
        open: false,
        why: Why::NoCentre,
        closes_at: None,
        next_opening: None,
    }
}

#[test]
fn union_closes_when_the_last_centre_of_an_unbroken_chain_closes() {
    let centres = [
        centre("18:00", "21:00"),
        centre("09:00", "12:00"),
        centre("12:00", "18:30"),
        centre("22:00", "23:00"),
    ];
    let morning = national(&centres, "2026-11-24T09:00:00+01:00");
    assert_eq!(morning, open_until("2026-11-24T21:00:00+01:00"));
    let gap = national(&centres, "2026-11-24T21:00:00+01:00");
    assert_eq!(
        gap,
        closed_until(Why::OutsideHours, "2026-11-24T22:00:00+01:00")
    );
}

#[test]
fn no_contributing_centre_is_told_as_such() {
    assert_eq!(national(&[], "2026-11-24T10:00:00+01:00"), nobody());
    let without_hours = [hours(&[], &[])];
    assert_eq!(
        national(&without_hours, "2026-11-24T10:00:00+01:00"),
        nobody()
    );
}

#[test]
fn centre_whose_hours_have_run_out_is_no_centre_but_its_last_night_counts() {
    let mut week = weekly(&WHOLE_WEEK, "20:00", "02:00");
    for interval in &mut week {
        interval.valid_until = Some(date("2026-11-23"));
    }
    let centres = [hours(&[week], &[])];
    let last_night = national(&centres, "2026-11-24T01:00:00+01:00");
    assert_eq!(last_night, open_until("2026-11-24T02:00:00+01:00"));
    assert_eq!(national(&centres, "2026-11-25T10:00:00+01:00"), nobody());
}

#[test]
fn closed_day_closes_the_union_and_is_named() {
    let centres = [centre("09:00", "15:00"), centre("10:00", "16:00")];
    let answer = national(&centres, "2027-05-17T11:00:00+02:00");
    assert_eq!(answer.why.as_str(), "closed_day");
    assert_eq!(
        answer.why.reason(Language::Nn).as_deref(),
        Some("Grunnlovsdagen og Andre pinsedag")
    );
    assert_eq!(answer.next_opening, Some(at("2027-05-18T09:00:00+02:00")));
}

#[test]
fn exception_of_one_centre_is_not_the_reason_of_all() {
    let away = exception("2026-11-24", Replacement::Closed);
    let on_exception = hours(
        &[weekly(&WORKDAYS, "09:00", "15:00")],
        std::slice::from_ref(&away),
    );
    let alone = national(
        std::slice::from_ref(&on_exception),
        "2026-11-24T10:00:00+01:00",
    );
    assert_eq!(alone.why.as_str(), "exception");
    let beside = [on_exception, centre("12:00", "15:00")];
    let answer = national(&beside, "2026-11-24T10:00:00+01:00");
    assert_eq!(
        answer,
        closed_until(Why::OutsideHours, "2026-11-24T12:00:00+01:00")
    );
}

#[test]
fn centres_that_relieve_each_other_without_end_never_close() {
    let nights = hours(&[weekly(&WHOLE_WEEK, "16:00", "08:00")], &[]);
    let days = hours(&[weekly(&WHOLE_WEEK, "08:00", "16:00")], &[]);
    let when = at("2026-11-24T10:00:00+01:00");
    let none = ClosedDays::default();
    let answer = national_answer([&nights, &days], &none, Channel::Chat, when);
    assert_eq!((answer.open, answer.closes_at), (true, None));
}
