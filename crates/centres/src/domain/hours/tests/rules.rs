//! Weeks, exceptions and closed days, by example.

use super::*;

fn office_with_lunch() -> Vec<Vec<WeeklyInterval>> {
    vec![
        weekly(&WORKDAYS, "09:00", "11:30"),
        weekly(&WORKDAYS, "12:00", "15:30"),
    ]
}

fn closed_day(names: &[&str]) -> Why {
    let public = ClosedDays::norwegian(2026..=2027);
    let all: Vec<Texts> = public
        .iter()
        .flat_map(|(_, names)| names.iter().cloned())
        .collect();
    let find = |name: &&str| {
        let has_name = |texts: &&Texts| texts.get(Language::Nb) == Some(*name);
        all.iter().find(has_name).unwrap().clone()
    };
    Why::ClosedDay {
        names: names.iter().map(find).collect(),
    }
}

fn by_exception() -> Why {
    Why::Exception {
        text: text("Planleggingsdag"),
    }
}

#[test]
fn lunch_break_is_closed_until_the_afternoon() {
    let hours = hours(&office_with_lunch(), &[]);
    let morning = ask(&hours, "2026-11-24T11:29:59+01:00");
    assert_eq!(morning, open_until("2026-11-24T11:30:00+01:00"));
    let lunch = ask(&hours, "2026-11-24T11:30:00+01:00");
    assert_eq!(
        lunch,
        closed_until(Why::OutsideHours, "2026-11-24T12:00:00+01:00")
    );
    let noon = ask(&hours, "2026-11-24T12:00:00+01:00");
    assert_eq!(noon, open_until("2026-11-24T15:30:00+01:00"));
    let evening = ask(&hours, "2026-11-27T15:30:00+01:00");
    assert_eq!(
        evening,
        closed_until(Why::OutsideHours, "2026-11-30T09:00:00+01:00")
    );
}

#[test]
fn touching_and_overlapping_intervals_are_one_run() {
    let week = [
        weekly(&[Weekday::Tue], "09:00", "12:00"),
        weekly(&[Weekday::Tue], "10:00", "11:00"),
        weekly(&[Weekday::Tue], "12:00", "14:00"),
        weekly(&[Weekday::Tue], "13:30", "15:00"),
    ];
    let answer = ask(&hours(&week, &[]), "2026-11-24T09:00:00+01:00");
    assert_eq!(answer, open_until("2026-11-24T15:00:00+01:00"));
}

#[test]
fn runs_join_across_midnight() {
    let week = [
        weekly(&[Weekday::Tue], "18:00", "24:00"),
        weekly(&[Weekday::Wed], "00:00", "03:00"),
    ];
    let answer = ask(&hours(&week, &[]), "2026-11-24T20:00:00+01:00");
    assert_eq!(answer, open_until("2026-11-25T03:00:00+01:00"));
}

#[test]
fn constitution_day_2027_is_one_closed_day_with_two_names() {
    let hours = hours(&office_with_lunch(), &[]);
    let answer = ask(&hours, "2027-05-17T10:00:00+02:00");
    let why = closed_day(&["Grunnlovsdagen", "Andre pinsedag"]);
    assert_eq!(answer, closed_until(why, "2027-05-18T09:00:00+02:00"));
    let reason = |language| answer.why.reason(language).unwrap();
    assert_eq!(reason(Language::Nb), "Grunnlovsdagen og Andre pinsedag");
    assert_eq!(reason(Language::En), "Constitution Day and Whit Monday");
}

#[test]
fn evening_before_a_closed_day_runs_on_past_midnight_into_it() {
    let hours = hours(&[weekly(&WHOLE_WEEK, "18:00", "02:00")], &[]);
    let into = ask(&hours, "2026-05-01T01:00:00+02:00");
    assert_eq!(into, open_until("2026-05-01T02:00:00+02:00"));
    let after = ask(&hours, "2026-05-01T02:00:00+02:00");
    let why = closed_day(&["Arbeidernes dag"]);
    assert_eq!(after, closed_until(why, "2026-05-02T18:00:00+02:00"));
}

#[test]
fn round_the_clock_closes_at_the_midnight_that_begins_a_closed_day() {
    let hours = hours(&[weekly(&WHOLE_WEEK, "00:00", "24:00")], &[]);
    let before = ask(&hours, "2026-11-22T18:00:00+01:00");
    assert_eq!(before, open_until("2026-12-25T00:00:00+01:00"));
    let during = ask(&hours, "2026-12-26T12:00:00+01:00");
    let why = closed_day(&["Andre juledag"]);
    assert_eq!(during, closed_until(why, "2026-12-27T00:00:00+01:00"));
}

#[test]
fn exception_with_hours_replaces_the_week_and_tells_its_text_while_closed() {
    let short = exception(
        "2026-12-23",
        Replacement::Open(vec![span("10:00", "12:00")]),
    );
    let hours = hours(&office_with_lunch(), &[short]);
    let early = ask(&hours, "2026-12-23T09:30:00+01:00");
    assert_eq!(
        early,
        closed_until(by_exception(), "2026-12-23T10:00:00+01:00")
    );
    let within = ask(&hours, "2026-12-23T11:45:00+01:00");
    assert_eq!(within, open_until("2026-12-23T12:00:00+01:00"));
    let late = ask(&hours, "2026-12-23T12:30:00+01:00");
    assert_eq!(
        late,
        closed_until(by_exception(), "2026-12-24T09:00:00+01:00")
    );
}

#[test]
fn exception_governs_what_starts_on_its_date_only() {
    let hours = hours(
        &[weekly(&WHOLE_WEEK, "20:00", "01:00")],
        &[exception("2026-11-24", Replacement::Closed)],
    );
    let from_the_evening_before = ask(&hours, "2026-11-24T00:30:00+01:00");
    assert_eq!(
        from_the_evening_before,
        open_until("2026-11-24T01:00:00+01:00")
    );
    let evening = ask(&hours, "2026-11-24T21:00:00+01:00");
    assert_eq!(
        evening,
        closed_until(by_exception(), "2026-11-25T20:00:00+01:00")
    );
}

#[test]
fn exception_for_another_queue_or_channel_does_not_count() {
    let mut phone_only = exception("2026-11-24", Replacement::Closed);
    phone_only.channel = Some(Channel::Phone);
    let mut local_only = exception("2026-11-24", Replacement::Closed);
    local_only.queue = Some(QueueKind::Local);
    let hours = hours(&office_with_lunch(), &[phone_only, local_only]);
    assert!(ask(&hours, "2026-11-24T10:00:00+01:00").open);
}

#[test]
fn exception_with_hours_opens_on_a_closed_day() {
    let open = exception(
        "2027-05-17",
        Replacement::Open(vec![span("18:00", "20:00")]),
    );
    let hours = hours(&office_with_lunch(), &[open]);
    let morning = ask(&hours, "2027-05-17T10:00:00+02:00");
    assert_eq!(
        morning,
        closed_until(by_exception(), "2027-05-17T18:00:00+02:00")
    );
    assert!(ask(&hours, "2027-05-17T19:00:00+02:00").open);
}

#[test]
fn closing_exception_beats_one_with_hours_whatever_their_order() {
    let open = exception(
        "2026-11-24",
        Replacement::Open(vec![span("10:00", "12:00")]),
    );
    let mut closed = exception("2026-11-24", Replacement::Closed);
    closed.text = text("Flytting");
    let why = Why::Exception {
        text: text("Flytting"),
    };
    for exceptions in [[open.clone(), closed.clone()], [closed, open]] {
        let hours = hours(&office_with_lunch(), &exceptions);
        let answer = ask(&hours, "2026-11-24T11:00:00+01:00");
        assert_eq!(
            answer,
            closed_until(why.clone(), "2026-11-25T09:00:00+01:00")
        );
    }
}

#[test]
fn validity_bounds_the_dates_an_interval_starts_on() {
    let mut week = weekly(&WHOLE_WEEK, "22:00", "02:00");
    for interval in &mut week {
        interval.valid_from = Some(date("2026-12-01"));
        interval.valid_until = Some(date("2026-12-02"));
    }
    let hours = hours(&[week], &[]);
    let before = ask(&hours, "2026-11-22T12:00:00+01:00");
    assert_eq!(
        before,
        closed_until(Why::OutsideHours, "2026-12-01T22:00:00+01:00")
    );
    let last_night = ask(&hours, "2026-12-03T01:00:00+01:00");
    assert_eq!(last_night, open_until("2026-12-03T02:00:00+01:00"));
    let after = ask(&hours, "2026-12-03T02:00:00+01:00");
    assert_eq!(after.next_opening, None);
}

#[test]
fn opening_is_looked_for_366_days_ahead_and_no_further() {
    let mut week = weekly(&WHOLE_WEEK, "09:00", "10:00");
    for interval in &mut week {
        interval.valid_from = Some(date("2027-11-23"));
    }
    let hours = hours(&[week], &[]);
    let ahead = ask(&hours, "2026-11-22T09:00:00+01:00");
    assert_eq!(
        ahead,
        closed_until(Why::OutsideHours, "2027-11-23T09:00:00+01:00")
    );
    let too_far = ask(&hours, "2026-11-22T08:59:59+01:00");
    assert_eq!(too_far.next_opening, None);
}

#[test]
fn service_without_end_has_no_closing_time() {
    let hours = hours(&[weekly(&WHOLE_WEEK, "00:00", "24:00")], &[]);
    let none = ClosedDays::default();
    let when = at("2026-11-22T18:00:00+01:00");
    let answer = hours.answer(&none, QueueKind::National, Channel::Chat, when);
    assert_eq!((answer.open, answer.closes_at), (true, None));
}

#[test]
fn centre_without_hours_is_closed_with_no_next_opening() {
    let answer = ask(&hours(&[], &[]), "2026-11-24T10:00:00+01:00");
    assert_eq!(
        answer,
        Answer {
            open: false,
            why: Why::OutsideHours,
            closes_at: None,
            next_opening: None
        }
    );
}

#[test]
fn queues_and_channels_have_their_own_hours() {
    let mut phone = weekly(&WORKDAYS, "10:00", "14:00");
    for interval in &mut phone {
        interval.channel = Channel::Phone;
    }
    let mut local = weekly(&WORKDAYS, "08:00", "09:00");
    for interval in &mut local {
        interval.queue = QueueKind::Local;
    }
    let hours = hours(&[phone, local], &[]);
    let none = ClosedDays::default();
    let is_open = |queue, channel, when| hours.answer(&none, queue, channel, at(when)).open;
    let (early, noon) = ("2026-11-24T08:30:00+01:00", "2026-11-24T12:00:00+01:00");
    assert!(is_open(QueueKind::Local, Channel::Chat, early));
    assert!(!is_open(QueueKind::National, Channel::Phone, early));
    assert!(is_open(QueueKind::National, Channel::Phone, noon));
    assert!(!is_open(QueueKind::National, Channel::Chat, noon));
}

#[test]
fn a_channel_that_is_off_is_never_open_and_says_so() {
    let week = hours(&[weekly(&WORKDAYS, "09:00", "15:30")], &[]);
    let off = week.clone().without([Channel::Chat]);
    let monday = at("2026-11-23T10:00:00+01:00");
    let days = ClosedDays::default();
    let answer = off.answer(&days, QueueKind::National, Channel::Chat, monday);
    let expected = Answer {
        open: false,
        why: Why::NotOffered,
        closes_at: None,
        next_opening: None,
    };
    assert_eq!(answer, expected);
    assert!(off.week_from(date("2026-11-23")).is_empty());
    // Alone it makes no national queue; beside another centre it changes nothing.
    let national = |centres: &[&OpeningHours]| {
        national_answer(centres.iter().copied(), &days, Channel::Chat, monday)
    };
    assert_eq!(national(&[&off]).why, Why::NoCentre);
    assert_eq!(national(&[&off, &week]), national(&[&week]));
}

#[test]
fn a_day_cut_short_keeps_its_morning_and_the_night_before() {
    let week = [
        weekly(&WORKDAYS, "09:00", "15:30"),
        weekly(&[Weekday::Sun], "22:00", "02:00"),
    ];
    let short = [exception("2026-11-23", Replacement::Early(12 * 60))];
    let cut = hours(&week, &short);
    assert_eq!(
        ask(&cut, "2026-11-23T01:00:00+01:00"),
        open_until("2026-11-23T02:00:00+01:00")
    );
    assert_eq!(
        ask(&cut, "2026-11-23T09:00:00+01:00"),
        open_until("2026-11-23T12:00:00+01:00")
    );
    let afternoon = ask(&cut, "2026-11-23T12:00:00+01:00");
    let why = Why::Exception {
        text: text("Planleggingsdag"),
    };
    assert_eq!(afternoon, closed_until(why, "2026-11-24T09:00:00+01:00"));
}
