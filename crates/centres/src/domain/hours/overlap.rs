//! Intervals of a week that contradict each other.

use chrono::{Datelike, Days, NaiveDate, TimeDelta, Weekday};

use super::WeeklyInterval;

/// Minutes of a day of the wall clock.
const DAY: i32 = 24 * 60;

/// The first two intervals of one queue and channel that are open at the same time, by their places in the
/// list. Touching ones are not, nor are those that hold in different periods, but for a night that runs from one
/// period into the next.
pub fn first_overlap(week: &[WeeklyInterval]) -> Option<(usize, usize)> {
    let pairs = week.iter().enumerate().flat_map(|(place, one)| {
        let others = week.iter().enumerate().skip(place + 1);
        others.map(move |other| ((place, one), other))
    });
    let mut found = pairs.filter(|((_, one), (_, other))| overlap(one, other));
    found
        .next()
        .map(|((first, _), (second, _))| (first, second))
}

fn overlap(one: &WeeklyInterval, other: &WeeklyInterval) -> bool {
    let same = one.queue == other.queue && one.channel == other.channel;
    // A span ends at most one midnight after the date it starts on.
    same && [-1, 0, 1]
        .into_iter()
        .any(|days| meet(one, other, days) && on_some_date(one, other, days))
}

/// Whether they share a minute when `other` starts so many days after `one`.
fn meet(one: &WeeklyInterval, other: &WeeklyInterval, days: i32) -> bool {
    let weekday = |interval: &WeeklyInterval| i32::from(number(interval.weekday));
    if (weekday(one) + days).rem_euclid(7) != weekday(other) {
        return false;
    }
    let place = |interval: &WeeklyInterval, days: i32| {
        let midnight = days * DAY;
        let (opens, closes) = (interval.span.opens(), interval.span.closes());
        (midnight + i32::from(opens), midnight + i32::from(closes))
    };
    let ((opens, closes), (other_opens, other_closes)) = (place(one, 0), place(other, days));
    opens < other_closes && other_opens < closes
}

/// Whether there is a date on which `one` starts and so many days after which `other` does.
fn on_some_date(one: &WeeklyInterval, other: &WeeklyInterval, days: i32) -> bool {
    let back = |date: Option<NaiveDate>| {
        date.and_then(|date| date.checked_sub_signed(TimeDelta::days(days.into())))
    };
    let from = one.valid_from.max(back(other.valid_from));
    let until = [one.valid_until, back(other.valid_until)]
        .into_iter()
        .flatten()
        .min();
    let Some((from, until)) = from.zip(until) else {
        return true;
    };
    let ahead = (7 + number(one.weekday) - number(from.weekday())) % 7;
    let first = from.checked_add_days(Days::new(ahead.into()));
    first.is_some_and(|first| first <= until)
}

/// Monday 0 to Sunday 6.
fn number(weekday: Weekday) -> u8 {
    u8::try_from(weekday.num_days_from_monday()).unwrap_or_default()
}
