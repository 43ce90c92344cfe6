//! From the wall clock to instants, on the two odd nights of the year too.

use chrono::{
    Duration, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Utc,
};
use chrono_tz::Tz;
use kernel::Instant;

use super::Span;

/// A span placed on a date: wall-clock times without an offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WallRun {
    pub(super) opens: NaiveDateTime,
    pub(super) closes: NaiveDateTime,
}

impl WallRun {
    /// Places the span on a date; none at the end of the calendar.
    pub(super) fn on(date: NaiveDate, span: Span) -> Option<Self> {
        let midnight = date.and_time(NaiveTime::MIN);
        let after = |minutes: u16| midnight.checked_add_signed(Duration::minutes(minutes.into()));
        Some(Self {
            opens: after(span.opens())?,
            closes: after(span.closes())?,
        })
    }
}

/// The instant an interval opens: the earlier one of an ambiguous time.
pub(in crate::domain) fn opening_instant(zone: Tz, wall: NaiveDateTime) -> Instant {
    match zone.from_local_datetime(&wall) {
        MappedLocalTime::Single(at) | MappedLocalTime::Ambiguous(at, _) => at.to_utc(),
        MappedLocalTime::None => after_gap(zone, wall),
    }
}

/// The instant an interval closes: the later one of an ambiguous time.
pub(in crate::domain) fn closing_instant(zone: Tz, wall: NaiveDateTime) -> Instant {
    match zone.from_local_datetime(&wall) {
        MappedLocalTime::Single(at) | MappedLocalTime::Ambiguous(_, at) => at.to_utc(),
        MappedLocalTime::None => after_gap(zone, wall),
    }
}

/// The instant a local date begins.
pub(crate) fn midnight(zone: Tz, date: NaiveDate) -> Instant {
    opening_instant(zone, date.and_time(NaiveTime::MIN))
}

/// The local date at an instant.
pub(crate) fn local_date(zone: Tz, at: Instant) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// The first instant after the gap that swallows `wall`. The gap is found by halving the stretch
/// between what the wall time would be with the offset after it and with the one before it.
fn after_gap(zone: Tz, wall: NaiveDateTime) -> Instant {
    let offset_at = |utc: NaiveDateTime| {
        let seconds = zone.offset_from_utc_datetime(&utc).fix().local_minus_utc();
        Duration::seconds(seconds.into())
    };
    let day = Duration::days(1);
    let mut before = wall - offset_at(wall + day) - Duration::seconds(1);
    let mut reached = wall - offset_at(wall - day);
    while (reached - before).num_seconds() > 1 {
        let middle = before + Duration::seconds((reached - before).num_seconds() / 2);
        if middle + offset_at(middle) >= wall {
            reached = middle;
        } else {
            before = middle;
        }
    }
    Utc.from_utc_datetime(&reached)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::{America, Europe};

    fn wall(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap_or_default()
    }

    fn utc(text: &str) -> Instant {
        wall(text).and_utc()
    }

    #[test]
    fn skipped_time_is_the_first_instant_after_the_gap() {
        for skipped in ["2026-03-29 02:00", "2026-03-29 02:01", "2026-03-29 02:59"] {
            let expected = utc("2026-03-29 01:00");
            assert_eq!(opening_instant(Europe::Oslo, wall(skipped)), expected);
            assert_eq!(closing_instant(Europe::Oslo, wall(skipped)), expected);
        }
        let before = closing_instant(Europe::Oslo, wall("2026-03-29 01:59"));
        assert_eq!(before, utc("2026-03-29 00:59"));
        let after = opening_instant(Europe::Oslo, wall("2026-03-29 03:00"));
        assert_eq!(after, utc("2026-03-29 01:00"));
    }

    #[test]
    fn repeated_time_opens_at_the_first_and_closes_at_the_second() {
        let twice = wall("2026-10-25 02:30");
        assert_eq!(
            opening_instant(Europe::Oslo, twice),
            utc("2026-10-25 00:30")
        );
        assert_eq!(
            closing_instant(Europe::Oslo, twice),
            utc("2026-10-25 01:30")
        );
    }

    #[test]
    fn gap_is_found_west_of_greenwich_and_in_half_hour_zones() {
        let new_york = opening_instant(America::New_York, wall("2026-03-08 02:45"));
        assert_eq!(new_york, utc("2026-03-08 07:00"));
        let lord_howe = opening_instant(chrono_tz::Australia::Lord_Howe, wall("2026-10-04 02:15"));
        assert_eq!(lord_howe, utc("2026-10-03 15:30"));
    }
}
