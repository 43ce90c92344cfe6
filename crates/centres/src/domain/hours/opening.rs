//! The opening hours of one centre, and which rule governs a date.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};
use chrono_tz::Tz;
use kernel::{Channel, QueueKind};

use super::{ClosedDays, Span};
use crate::domain::Texts;

/// The zone of a centre that names none.
pub const DEFAULT_ZONE: Tz = chrono_tz::Europe::Oslo;

/// An interval of every week. Several on one weekday are allowed, a lunch break lies between two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeeklyInterval {
    /// The queue it opens.
    pub queue: QueueKind,
    /// The channel it opens.
    pub channel: Channel,
    /// The weekday it starts on.
    pub weekday: Weekday,
    /// From when to when.
    pub span: Span,
    /// The first date it starts on; unbounded if none.
    pub valid_from: Option<NaiveDate>,
    /// The last date it starts on; unbounded if none.
    pub valid_until: Option<NaiveDate>,
}

impl WeeklyInterval {
    /// The order in which people read a week.
    pub fn sort_key(&self) -> impl Ord + use<> {
        let weekday = self.weekday.number_from_monday();
        (
            self.queue,
            self.channel,
            weekday,
            self.span,
            self.valid_from,
        )
    }
}

/// What happens on the date of an exception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replacement {
    /// Nothing starts that day.
    Closed,
    /// These intervals start that day, in place of the week's; none of them is the same as closed.
    Open(Vec<Span>),
    /// Whatever else holds that day, none of it runs beyond this minute of the wall clock.
    Early(u16),
}

/// A dated exception of one centre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedException {
    /// The local date.
    pub date: NaiveDate,
    /// Only this queue, or every queue.
    pub queue: Option<QueueKind>,
    /// Only this channel, or every channel.
    pub channel: Option<Channel>,
    /// Closed, or other hours.
    pub replacement: Replacement,
    /// What is told to those who ask why.
    pub text: Texts,
}

impl DatedException {
    fn matches(&self, queue: QueueKind, channel: Channel) -> bool {
        self.queue.is_none_or(|only| only == queue)
            && self.channel.is_none_or(|only| only == channel)
    }

    fn closes(&self) -> bool {
        match &self.replacement {
            Replacement::Closed => true,
            Replacement::Open(spans) => spans.is_empty(),
            Replacement::Early(_) => false,
        }
    }

    fn opens(&self) -> bool {
        matches!(&self.replacement, Replacement::Open(spans) if !spans.is_empty())
    }

    /// The minute from which on it lets nothing be open.
    const fn end(&self) -> Option<u16> {
        match self.replacement {
            Replacement::Early(end) => Some(end),
            Replacement::Closed | Replacement::Open(_) => None,
        }
    }
}

/// The opening hours of one centre, indexed for asking.
#[derive(Clone, Debug)]
pub struct OpeningHours {
    zone: Tz,
    /// By opening time within a weekday.
    weekly: BTreeMap<(QueueKind, Channel), Vec<WeeklyInterval>>,
    exceptions: BTreeMap<NaiveDate, Vec<DatedException>>,
    /// Channels the centre has switched off.
    off: Vec<Channel>,
}

/// The rule that governs one date, queue and channel.
pub(super) enum Rule<'a> {
    /// The matching exceptions, at least one.
    Exception(Vec<&'a DatedException>),
    ClosedDay(&'a [Texts]),
    /// The centre has switched the channel off.
    Off,
    Week,
}

impl OpeningHours {
    /// Indexes the rules. Their order does not matter, but for the text told when several
    /// exceptions govern a date: then the first closing one speaks, or the first at all.
    pub fn new(
        zone: Tz,
        weekly: impl IntoIterator<Item = WeeklyInterval>,
        exceptions: impl IntoIterator<Item = DatedException>,
    ) -> Self {
        let mut hours = Self {
            zone,
            weekly: BTreeMap::new(),
            exceptions: BTreeMap::new(),
            off: Vec::new(),
        };
        for interval in weekly {
            let key = (interval.queue, interval.channel);
            hours.weekly.entry(key).or_default().push(interval);
        }
        for intervals in hours.weekly.values_mut() {
            intervals.sort_by_key(|interval| interval.span);
        }
        for exception in exceptions {
            let of_date = hours.exceptions.entry(exception.date).or_default();
            of_date.push(exception);
        }
        hours
    }

    /// The same hours, but never open on these channels.
    #[must_use]
    pub fn without(mut self, channels: impl IntoIterator<Item = Channel>) -> Self {
        self.off = channels.into_iter().collect();
        self.weekly
            .retain(|(_, channel), _| !self.off.contains(channel));
        self
    }

    /// The zone of the wall clock.
    pub const fn zone(&self) -> Tz {
        self.zone
    }

    /// The weekly intervals valid on some date from `date` on, by queue, channel, weekday and time.
    pub fn week_from(&self, date: NaiveDate) -> Vec<&WeeklyInterval> {
        let mut week: Vec<_> = self
            .weekly
            .values()
            .flatten()
            .filter(|interval| interval.valid_until.is_none_or(|until| until >= date))
            .collect();
        week.sort_by_key(|interval| {
            let weekday = interval.weekday.num_days_from_monday();
            (interval.queue, interval.channel, weekday, interval.span)
        });
        week
    }

    /// Whether any rule opens the queue on the channel on `date` or later: whether the centre
    /// serves it at all.
    pub fn serves_from(&self, date: NaiveDate, queue: QueueKind, channel: Channel) -> bool {
        if self.off.contains(&channel) {
            return false;
        }
        let weekly = self.weekly.get(&(queue, channel));
        weekly.is_some_and(|intervals| {
            let endless =
                |interval: &WeeklyInterval| interval.valid_until.is_none_or(|until| until >= date);
            intervals.iter().any(endless)
        }) || self
            .exceptions
            .range(date..)
            .flat_map(|(_, exceptions)| exceptions)
            .any(|exception| exception.matches(queue, channel) && exception.opens())
    }

    /// The exceptions that have a say on the date, also those that only cut it short.
    pub(super) fn matching(
        &self,
        (queue, channel): (QueueKind, Channel),
        date: NaiveDate,
    ) -> Vec<&DatedException> {
        let of_date = self.exceptions.get(&date).into_iter().flatten();
        of_date
            .filter(|exception| exception.matches(queue, channel))
            .collect()
    }

    /// Whether a closed day or an exception closes the date, whatever the week says.
    pub(crate) fn closes_on(
        &self,
        closed_days: &ClosedDays,
        served: (QueueKind, Channel),
        date: NaiveDate,
    ) -> bool {
        match self.rule(closed_days, served, date) {
            Rule::ClosedDay(_) => true,
            Rule::Exception(matching) => matching.iter().any(|exception| exception.closes()),
            Rule::Week | Rule::Off => false,
        }
    }

    pub(super) fn rule<'a>(
        &'a self,
        closed_days: &'a ClosedDays,
        served: (QueueKind, Channel),
        date: NaiveDate,
    ) -> Rule<'a> {
        if self.off.contains(&served.1) {
            return Rule::Off;
        }
        let mut matching = self.matching(served, date);
        matching.retain(|exception| exception.end().is_none());
        if !matching.is_empty() {
            return Rule::Exception(matching);
        }
        match closed_days.names(date) {
            Some(names) => Rule::ClosedDay(names),
            None => Rule::Week,
        }
    }

    /// The spans that start on the date, by opening time.
    pub(super) fn spans(
        &self,
        closed_days: &ClosedDays,
        served: (QueueKind, Channel),
        date: NaiveDate,
    ) -> Vec<Span> {
        let spans = match self.rule(closed_days, served, date) {
            Rule::ClosedDay(_) | Rule::Off => Vec::new(),
            Rule::Exception(matching) => replacements(&matching),
            Rule::Week => self
                .weekly
                .get(&served)
                .into_iter()
                .flatten()
                .filter(|interval| interval.weekday == date.weekday())
                .filter(|interval| interval.valid_from.is_none_or(|from| from <= date))
                .filter(|interval| interval.valid_until.is_none_or(|until| date <= until))
                .map(|interval| interval.span)
                .collect(),
        };
        if self.exceptions.is_empty() {
            return spans;
        }
        let ends = self.matching(served, date);
        match ends.into_iter().filter_map(DatedException::end).min() {
            Some(end) => spans.into_iter().filter_map(|s| s.until(end)).collect(),
            None => spans,
        }
    }

    /// Whether something that starts on the date runs beyond the minute.
    pub fn runs_beyond(
        &self,
        closed_days: &ClosedDays,
        served: (QueueKind, Channel),
        date: NaiveDate,
        minute: u16,
    ) -> bool {
        let spans = self.spans(closed_days, served, date);
        spans.iter().any(|span| span.closes() > minute)
    }
}

impl Rule<'_> {
    /// The text of the exception that speaks for the date.
    pub(super) fn exception_text(matching: &[&DatedException]) -> Texts {
        let closing = matching.iter().find(|exception| exception.closes());
        closing
            .or(matching.first())
            .map(|exception| exception.text.clone())
            .unwrap_or_default()
    }
}

fn replacements(matching: &[&DatedException]) -> Vec<Span> {
    if matching.iter().any(|exception| exception.closes()) {
        return Vec::new();
    }
    let mut spans: Vec<Span> = Vec::new();
    for exception in matching {
        if let Replacement::Open(replacing) = &exception.replacement {
            spans.extend(replacing);
        }
    }
    spans.sort_unstable();
    spans
}
