//! The hours of a centre: agreed, planned and worked, in whole seconds.
//!
//! Worked is the time a counsellor was available or finishing a contact while the centre's national queue was
//! open on a channel it contributes to. Nobody can tell which channel somebody waited for, so that an hour
//! counts on every channel that was open then, and once in the sum.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate, SubsecRound, Weekday};
use chrono_tz::Tz;
use kernel::{Channel, Instant, QueueKind, StaffId};

use super::{
    Terms,
    hours::{ClosedDays, OpeningHours, midnight},
};

/// From an instant to before another, in whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stretch {
    from: Instant,
    until: Instant,
}

impl Stretch {
    /// Cut to whole seconds on both sides, so that stretches that touch still do.
    pub(crate) fn new(from: Instant, until: Instant) -> Self {
        Self {
            from: from.trunc_subsecs(0),
            until: until.trunc_subsecs(0),
        }
    }

    fn common(self, other: Self) -> Option<Self> {
        let from = self.from.max(other.from);
        let until = self.until.min(other.until);
        (from < until).then_some(Self { from, until })
    }

    fn seconds(self) -> u64 {
        u64::try_from((self.until - self.from).num_seconds()).unwrap_or_default()
    }
}

/// The stretches by time, without overlap.
pub(crate) fn united(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    stretches.retain(|stretch| stretch.from < stretch.until);
    stretches.sort_unstable();
    let mut united: Vec<Stretch> = Vec::with_capacity(stretches.len());
    for stretch in stretches {
        match united.last_mut() {
            Some(last) if stretch.from <= last.until => last.until = last.until.max(stretch.until),
            _ => united.push(stretch),
        }
    }
    united
}

/// What lies in both; both by time and without overlap.
fn common(some: &[Stretch], others: &[Stretch]) -> Vec<Stretch> {
    let (mut found, mut rest) = (Vec::new(), others);
    for stretch in some {
        while let Some((first, later)) = rest.split_first() {
            if let Some(both) = stretch.common(*first) {
                found.push(both);
            }
            if first.until > stretch.until {
                break;
            }
            rest = later;
        }
    }
    found
}

fn seconds(stretches: &[Stretch]) -> u64 {
    stretches.iter().map(|stretch| stretch.seconds()).sum()
}

/// Local dates from one to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dates {
    pub(crate) first: NaiveDate,
    pub(crate) last: NaiveDate,
}

impl Dates {
    /// From the first midnight to the one after the last date.
    pub(crate) fn stretch(self, zone: Tz) -> Stretch {
        let after = self.last.succ_opt().unwrap_or(self.last);
        Stretch::new(midnight(zone, self.first), midnight(zone, after))
    }

    /// Its two ends.
    pub(crate) fn instants(self, zone: Tz) -> (Instant, Instant) {
        let stretch = self.stretch(zone);
        (stretch.from, stretch.until)
    }

    fn days(self) -> impl Iterator<Item = NaiveDate> {
        self.first
            .iter_days()
            .take_while(move |day| *day <= self.last)
    }
}

/// A month of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Month(NaiveDate);

impl Month {
    /// The month that holds the date.
    pub(crate) fn of(date: NaiveDate) -> Self {
        Self(date.with_day(1).unwrap_or(date))
    }

    /// Reads `2026-11`, of the years 2000 to 2100.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let digits = |byte: &u8| byte.is_ascii_digit() || *byte == b'-';
        if text.len() != 7 || !text.as_bytes().iter().all(digits) {
            return None;
        }
        let first = NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok()?;
        (2000..=2100).contains(&first.year()).then_some(Self(first))
    }

    /// From its first to its last date.
    pub(crate) fn dates(self) -> Dates {
        let next = self.0.checked_add_months(Months::new(1));
        Dates {
            first: self.0,
            last: next.and_then(|next| next.pred_opt()).unwrap_or(self.0),
        }
    }

    /// The weeks, Monday to Sunday, as far as they lie in the month.
    pub(crate) fn weeks(self) -> Vec<Dates> {
        let Dates { mut first, last } = self.dates();
        let mut weeks = Vec::new();
        while first <= last {
            let left = u64::from(6 - first.weekday().num_days_from_monday());
            let sunday = first.checked_add_days(Days::new(left)).unwrap_or(last);
            weeks.push(Dates {
                first,
                last: sunday.min(last),
            });
            let Some(monday) = sunday.succ_opt() else {
                break;
            };
            first = monday;
        }
        weeks
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m"))
    }
}

/// When a centre's counsellors are there for the national queue, by channel.
#[derive(Clone, Debug, Default)]
pub(crate) struct Windows(BTreeMap<Channel, Vec<Stretch>>);

impl Windows {
    /// While the centre's national queue is open on a channel, on the dates on which it contributes to it.
    pub(crate) fn of(
        hours: &OpeningHours,
        closed_days: &ClosedDays,
        agreed: &[Terms],
        dates: Dates,
    ) -> Self {
        let mut windows = Self::default();
        let contributes = |channel, date| {
            let holds = |terms: &&Terms| terms.channel == channel && terms.holds_on(date);
            agreed.iter().filter(holds).any(|terms| terms.share > 0)
        };
        for channel in Channel::ALL.iter().copied() {
            for date in dates.days().filter(|date| contributes(channel, *date)) {
                let served = (QueueKind::National, channel);
                let day = hours.preview(closed_days, served, date, 1);
                let open = day.into_iter().flat_map(|day| day.open);
                let open = open.map(|(opens, closes)| Stretch::new(opens, closes));
                windows.0.entry(channel).or_default().extend(open);
            }
        }
        for stretches in windows.0.values_mut() {
            *stretches = united(std::mem::take(stretches));
        }
        windows
    }

    /// What one person worked of them.
    pub(crate) fn worked(&self, there: &[Stretch], within: Stretch) -> Sums {
        let there = common(&united(there.to_vec()), &[within]);
        let on = |open: &Vec<Stretch>| common(&there, open);
        let all: Vec<Stretch> = self.0.values().flat_map(on).collect();
        Sums {
            total: seconds(&united(all)),
            channels: self
                .0
                .iter()
                .map(|(channel, open)| (*channel, seconds(&on(open))))
                .collect(),
        }
    }
}

/// Seconds, planned or worked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sums {
    /// Every second once.
    pub(crate) total: u64,
    /// Every second on each of its channels.
    pub(crate) channels: BTreeMap<Channel, u64>,
}

impl std::ops::AddAssign for Sums {
    fn add_assign(&mut self, other: Self) {
        self.total += other.total;
        for (channel, seconds) in other.channels {
            *self.channels.entry(channel).or_default() += seconds;
        }
    }
}

/// Seconds agreed on a channel for the dates: each day a seventh of a week. None where no hours are agreed.
pub(crate) fn agreed(terms: &[Terms], channel: Channel, dates: Dates) -> Option<u64> {
    let mut weekly_minutes = None;
    for one in terms.iter().filter(|one| one.channel == channel) {
        let Some(minutes) = one.weekly_minutes else {
            continue;
        };
        let days = dates.days().filter(|date| one.holds_on(*date)).count();
        if days > 0 {
            let days = u64::try_from(days).unwrap_or_default();
            *weekly_minutes.get_or_insert(0) += u64::from(minutes) * days;
        }
    }
    weekly_minutes.map(|minutes| minutes * 60 / 7)
}

/// What the rota has for the national queue, by the Monday of the week.
pub(crate) type Plans = BTreeMap<NaiveDate, Sums>;

/// What lies in the weeks of the dates.
fn planned(plans: &Plans, dates: Dates) -> Sums {
    let monday = dates.first.week(Weekday::Mon).first_day();
    let mut sum = Sums::default();
    for (_, week) in plans.range(monday..=dates.last) {
        sum += week.clone();
    }
    sum
}

/// The time each counsellor was available or finishing a contact.
pub(crate) type Presences = BTreeMap<StaffId, Vec<Stretch>>;

/// The hours of some dates, in seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hours {
    /// Of which dates.
    pub(crate) dates: Dates,
    /// By agreement; none where no hours are agreed.
    pub(crate) agreed: Option<u64>,
    /// By the rota; none where no rota is kept.
    pub(crate) planned: Option<u64>,
    /// Worked by all.
    pub(crate) worked: u64,
    /// By channel, those with something to tell.
    pub(crate) channels: Vec<ChannelHours>,
}

/// The hours of one channel, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ChannelHours {
    /// The channel.
    pub(crate) channel: Channel,
    /// By agreement; none where no hours are agreed.
    pub(crate) agreed: Option<u64>,
    /// By the rota; none where no rota is kept.
    pub(crate) planned: Option<u64>,
    /// Worked while the channel was open.
    pub(crate) worked: u64,
}

/// What a centre promised, planned and did.
#[derive(Clone, Debug, Default)]
pub(crate) struct Book {
    /// What both sides accepted.
    pub(crate) terms: Vec<Terms>,
    /// When it was there for the national queue.
    pub(crate) windows: Windows,
    /// The rota of the weeks, as far as they lie in the book; none where no rota is kept.
    pub(crate) plans: Option<Plans>,
    /// When its people were there.
    pub(crate) there: Presences,
}

impl Book {
    /// Adds up the dates. Rota is known by the week: they are whole weeks, as far as the book has them.
    pub(crate) fn hours(&self, dates: Dates, zone: Tz) -> Hours {
        let within = dates.stretch(zone);
        let mut worked = Sums::default();
        for stretches in self.there.values() {
            worked += self.windows.worked(stretches, within);
        }
        let planned = self.plans.as_ref().map(|plans| planned(plans, dates));
        let planned_on = |channel: &Channel| {
            let sum = planned.as_ref()?;
            Some(sum.channels.get(channel).copied().unwrap_or_default())
        };
        let mut channels = Vec::new();
        for channel in Channel::ALL.iter().copied() {
            let hours = ChannelHours {
                channel,
                agreed: agreed(&self.terms, channel, dates),
                planned: planned_on(&channel),
                worked: worked.channels.get(&channel).copied().unwrap_or_default(),
            };
            let contributes = worked.channels.contains_key(&channel);
            if contributes
                || hours.agreed.is_some()
                || hours.planned.is_some_and(|planned| planned > 0)
            {
                channels.push(hours);
            }
        }
        let agreed = channels.iter().filter_map(|channel| channel.agreed);
        Hours {
            dates,
            agreed: agreed.reduce(|some, more| some + more),
            planned: planned.as_ref().map(|sum| sum.total),
            worked: worked.total,
            channels,
        }
    }
}

#[cfg(test)]
mod tests;
