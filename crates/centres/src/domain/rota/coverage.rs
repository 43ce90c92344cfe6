//! How much is covered when: shifts without absences, in minutes of local half hours.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, TimeDelta, Timelike};
use chrono_tz::Tz;
use kernel::{Channel, Instant, QueueKind};

use super::{Period, absence::present_parts, absent_parts};

/// What is planned for one person, and when that person is absent.
#[derive(Clone, Debug)]
pub struct Share {
    /// The shift.
    pub period: Period,
    /// Its queue.
    pub queue: QueueKind,
    /// Its channels, each once.
    pub channels: Vec<Channel>,
    /// The person's absences, in any order, overlapping or not.
    pub absences: Vec<Period>,
}

/// Half an hour of the wall clock for one queue. It comes twice in the night the clock is put back, and then
/// holds the minutes of both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HalfHour {
    /// The local date.
    pub date: NaiveDate,
    /// Half hours since midnight, 0 to 47.
    pub number: u32,
    /// The queue.
    pub queue: QueueKind,
}

/// Minutes of work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Minutes of all persons, whatever the channels.
    pub minutes: u32,
    /// Minutes in which a channel is served; somebody on two channels counts fully for each.
    pub by_channel: BTreeMap<Channel, u32>,
}

impl Coverage {
    fn add(&mut self, minutes: u32, channels: impl IntoIterator<Item = Channel>) {
        self.minutes = self.minutes.saturating_add(minutes);
        for channel in channels {
            let of_channel = self.by_channel.entry(channel).or_default();
            *of_channel = of_channel.saturating_add(minutes);
        }
    }
}

/// Covered minutes of every half hour within `asked` that has any.
pub fn cover(zone: Tz, shares: &[Share], asked: Period) -> BTreeMap<HalfHour, Coverage> {
    let mut covered: BTreeMap<HalfHour, Coverage> = BTreeMap::new();
    for share in shares {
        let Some(period) = share.period.common(asked) else {
            continue;
        };
        let absent = absent_parts(period, share.absences.iter().copied());
        for part in present_parts(period, &absent) {
            for (date, number, minutes) in half_hours(zone, part) {
                let half_hour = HalfHour {
                    date,
                    number,
                    queue: share.queue,
                };
                let channels = share.channels.iter().copied();
                covered.entry(half_hour).or_default().add(minutes, channels);
            }
        }
    }
    covered
}

/// A period cut at every half hour of the wall clock: date, number, minutes.
fn half_hours(zone: Tz, period: Period) -> Vec<(NaiveDate, u32, u32)> {
    let mut pieces = Vec::new();
    let mut at = period.starts_at();
    while at < period.ends_at() {
        let end = next_half_hour(zone, at).min(period.ends_at());
        let local = at.with_timezone(&zone);
        let number = (local.hour() * 60 + local.minute()) / 30;
        let minutes = u32::try_from((end - at).num_minutes()).unwrap_or_default();
        pieces.push((local.date_naive(), number, minutes));
        at = end;
    }
    pieces
}

/// Zones differ from UTC by whole minutes in our times, and change on whole half hours of the wall clock.
fn next_half_hour(zone: Tz, at: Instant) -> Instant {
    let into = at.with_timezone(&zone).minute() % 30;
    at + TimeDelta::minutes(i64::from(30 - into))
}

/// What a centre has planned for a queue in a week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedWeek {
    /// The Monday it begins with.
    pub monday: NaiveDate,
    /// The queue.
    pub queue: QueueKind,
    /// Covered minutes.
    pub covered: Coverage,
}

impl PlannedWeek {
    /// Adds half hours up to weeks, by Monday and queue.
    pub fn of(covered: &BTreeMap<HalfHour, Coverage>) -> Vec<Self> {
        let mut weeks: BTreeMap<(NaiveDate, QueueKind), Coverage> = BTreeMap::new();
        for (half_hour, coverage) in covered {
            let monday = monday_of(half_hour.date);
            let week = weeks.entry((monday, half_hour.queue)).or_default();
            week.minutes = week.minutes.saturating_add(coverage.minutes);
            for (channel, minutes) in &coverage.by_channel {
                let of_channel = week.by_channel.entry(*channel).or_default();
                *of_channel = of_channel.saturating_add(*minutes);
            }
        }
        let week = |((monday, queue), covered)| Self {
            monday,
            queue,
            covered,
        };
        weeks.into_iter().map(week).collect()
    }
}

pub(crate) fn monday_of(date: NaiveDate) -> NaiveDate {
    let days = Days::new(date.weekday().num_days_from_monday().into());
    date.checked_sub_days(days).unwrap_or(date)
}
