//! Past contacts as counts of local half hours, day by day.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Timelike};
use chrono_tz::Tz;
use kernel::Instant;
use routing::forecast::{DayCounts, HALF_HOURS};

/// Seconds in a half hour.
pub(crate) const HALF_HOUR_S: i64 = 1800;
/// What came before a silence of so many days is forgotten: somebody tried the service once.
const LONG_SILENCE: i64 = 90;

/// A half hour of a local day: its date and its number, 0 to 47.
pub(crate) type HalfHourOf = (NaiveDate, u32);

/// The days of a history, and those of them on which the service was closed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct History {
    pub(crate) days: Vec<DayCounts>,
    pub(crate) closed: BTreeSet<NaiveDate>,
}

impl History {
    /// Days that teach something.
    pub(crate) fn open_days(&self) -> usize {
        self.days.len() - self.closed.len()
    }
}

/// The instant a local date begins.
pub(crate) fn midnight(zone: Tz, on: NaiveDate) -> Instant {
    let wall = on.and_time(NaiveTime::MIN);
    zone.from_local_datetime(&wall)
        .earliest()
        .map_or_else(|| wall.and_utc(), |at| at.to_utc())
}

/// The local half hour an instant lies in.
pub(crate) fn half_hour_of(zone: Tz, at: Instant) -> HalfHourOf {
    let local = at.with_timezone(&zone);
    let number = local.hour() * 2 + u32::from(local.minute() >= 30);
    (local.date_naive(), number)
}

/// Counts by half hours since 1970 become days without gaps, up to the day before `until`. A day on which nobody came
/// was closed unless `was_open` says otherwise; then nobody wanted to come.
pub(crate) fn history_of(
    counts: impl IntoIterator<Item = (i64, u32)>,
    zone: Tz,
    until: NaiveDate,
    was_open: impl Fn(NaiveDate) -> bool,
) -> History {
    let mut by_day: BTreeMap<NaiveDate, Vec<u32>> = BTreeMap::new();
    for (half_hour, contacts) in counts {
        let at = Instant::UNIX_EPOCH + TimeDelta::seconds(half_hour.saturating_mul(HALF_HOUR_S));
        let (on, number) = half_hour_of(zone, at);
        let day = by_day.entry(on).or_insert_with(|| vec![0; HALF_HOURS]);
        let place = usize::try_from(number).ok();
        if let Some(count) = place.and_then(|place| day.get_mut(place)) {
            *count = count.saturating_add(contacts);
        }
    }
    by_day.retain(|on, counts| *on < until && counts.iter().any(|count| *count > 0));
    let Some(first) = first_after_silence(by_day.keys().copied()) else {
        return History::default();
    };
    let mut history = History::default();
    for on in first.iter_days().take_while(|on| *on < until) {
        let counts = by_day.remove(&on);
        if counts.is_none() && !was_open(on) {
            history.closed.insert(on);
        }
        history.days.push(DayCounts {
            on,
            counts: counts.unwrap_or_else(|| vec![0; HALF_HOURS]),
        });
    }
    history
}

fn first_after_silence(days: impl Iterator<Item = NaiveDate>) -> Option<NaiveDate> {
    let mut first = None;
    let mut before: Option<NaiveDate> = None;
    for on in days {
        if before.is_none_or(|before| (on - before).num_days() > LONG_SILENCE) {
            first = Some(on);
        }
        before = Some(on);
    }
    first
}

/// The dates from one on, so many.
pub(crate) fn dates(from: NaiveDate, count: u32) -> impl Iterator<Item = NaiveDate> {
    from.iter_days()
        .take(usize::try_from(count).unwrap_or_default())
}

/// The date so many days later.
pub(crate) fn days_later(on: NaiveDate, count: u32) -> NaiveDate {
    on.checked_add_days(Days::new(count.into())).unwrap_or(on)
}

/// A number that a date always has.
pub(crate) fn seed_of(on: NaiveDate) -> u64 {
    u64::from(on.num_days_from_ce().unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZONE: Tz = chrono_tz::Europe::Oslo;

    fn date(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn half_hour(on: NaiveDate, number: i64) -> i64 {
        midnight(ZONE, on).timestamp() / HALF_HOUR_S + number
    }

    #[test]
    fn contacts_are_counted_by_the_wall_clock_of_norway() {
        let at = |text: &str| text.parse::<Instant>().unwrap();
        assert_eq!(
            half_hour_of(ZONE, at("2026-07-01T06:29:59Z")),
            (date(7, 1), 16)
        );
        assert_eq!(
            half_hour_of(ZONE, at("2026-01-31T23:30:00Z")),
            (date(2, 1), 1)
        );
    }

    #[test]
    fn days_have_no_gaps_and_an_empty_one_is_closed_or_quiet() {
        let counts = [
            (half_hour(date(3, 2), 16), 3),
            (half_hour(date(3, 2), 17), 1),
            (half_hour(date(3, 5), 20), 2),
            // Today is not over.
            (half_hour(date(3, 6), 16), 9),
        ];
        let history = history_of(counts, ZONE, date(3, 6), |on| on != date(3, 4));
        assert_eq!(history.days.len(), 4);
        assert_eq!(
            history.days[0].counts[16..18],
            [3, 1],
            "{:?}",
            history.days[0]
        );
        assert_eq!(history.closed, BTreeSet::from([date(3, 4)]));
        assert_eq!(history.open_days(), 3);
    }

    #[test]
    fn what_came_before_a_long_silence_is_forgotten() {
        let counts = [
            (half_hour(date(1, 2), 16), 1),
            (half_hour(date(6, 2), 16), 1),
        ];
        let history = history_of(counts, ZONE, date(6, 3), |_| true);
        assert_eq!(history.days.len(), 1);
        assert_eq!(
            history_of([], ZONE, date(6, 3), |_| true),
            History::default()
        );
    }

    #[test]
    fn a_day_of_the_change_of_time_holds_all_its_contacts() {
        let autumn = date(10, 25);
        let counts = (0..50).map(|number| (half_hour(autumn, number), 1));
        let history = history_of(counts, ZONE, date(10, 26), |_| true);
        assert_eq!(history.days[0].counts.iter().sum::<u32>(), 50);
        assert_eq!(history.days[0].counts[4..6], [2, 2]);
    }
}
