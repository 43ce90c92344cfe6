//! An oracle that walks minute by minute and never turns a wall-clock time into an instant.
//!
//! The wall clock has *reached* a time once it has shown it or a later one. A time is *to come* while
//! the clock shows an earlier one, will show an earlier one, or will show this very time again. An
//! interval is open while its opening time is reached and its closing time is to come.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, TimeDelta};
use chrono_tz::Tz;

use super::*;

/// The rules of one centre, as plain lists.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    pub(super) weekly: Vec<WeeklyInterval>,
    pub(super) exceptions: Vec<DatedException>,
}

/// Which minutes are open, over a stretch of time.
pub(super) struct Scan {
    from: Instant,
    open: Vec<bool>,
}

/// What the wall clock of a zone does over a stretch of time, minute by minute.
pub(super) struct WallClock {
    from: Instant,
    dates: Vec<NaiveDate>,
    /// The latest time shown so far, in minutes.
    reached: Vec<i64>,
    /// The earliest time shown from now on, in minutes.
    earliest: Vec<i64>,
}

impl WallClock {
    pub(super) fn over(zone: Tz, from: Instant, minutes: i64) -> Self {
        let mut dates = Vec::new();
        let mut shown = Vec::new();
        for minute in 0..minutes {
            let at = from + TimeDelta::minutes(minute);
            let local = at.with_timezone(&zone).naive_local();
            dates.push(local.date());
            shown.push(local.and_utc().timestamp().div_euclid(60));
        }
        let mut reached = shown.clone();
        for minute in 1..reached.len() {
            reached[minute] = reached[minute].max(reached[minute - 1]);
        }
        let mut earliest = shown;
        for minute in (1..earliest.len()).rev() {
            earliest[minute - 1] = earliest[minute - 1].min(earliest[minute]);
        }
        Self {
            from,
            dates,
            reached,
            earliest,
        }
    }

    fn to_come(&self, minute: usize, time: i64) -> bool {
        let later = self.earliest.get(minute + 1).copied().unwrap_or(i64::MAX);
        self.earliest[minute] < time || later <= time
    }
}

fn matching(rules: &Rules, served: (QueueKind, Channel), day: NaiveDate) -> Vec<&DatedException> {
    let mut found = Vec::new();
    for exception in &rules.exceptions {
        let queue = exception.queue.unwrap_or(served.0) == served.0;
        let channel = exception.channel.unwrap_or(served.1) == served.1;
        if exception.date == day && queue && channel {
            found.push(exception);
        }
    }
    found
}

fn is_closing(exception: &DatedException) -> bool {
    exception.replacement == Replacement::Closed
        || exception.replacement == Replacement::Open(vec![])
}

fn early(exception: &DatedException) -> Option<u16> {
    match exception.replacement {
        Replacement::Early(end) => Some(end),
        Replacement::Closed | Replacement::Open(_) => None,
    }
}

/// Opening and closing minute of everything that starts on the day.
fn starting_on(
    rules: &Rules,
    closed: &BTreeMap<NaiveDate, Vec<Texts>>,
    served: (QueueKind, Channel),
    day: NaiveDate,
) -> Vec<(i64, i64)> {
    let mut exceptions = matching(rules, served, day);
    let ends: Vec<u16> = exceptions.iter().filter_map(|e| early(e)).collect();
    exceptions.retain(|exception| early(exception).is_none());
    let mut spans = Vec::new();
    if !exceptions.is_empty() {
        for exception in &exceptions {
            if is_closing(exception) {
                return Vec::new();
            }
            if let Replacement::Open(replacing) = &exception.replacement {
                spans.extend(replacing.clone());
            }
        }
    } else if !closed.contains_key(&day) {
        for interval in &rules.weekly {
            let valid = interval.valid_from.unwrap_or(NaiveDate::MIN) <= day
                && interval.valid_until.unwrap_or(NaiveDate::MAX) >= day;
            let today = interval.weekday == day.weekday();
            if (interval.queue, interval.channel) == served && today && valid {
                spans.push(interval.span);
            }
        }
    }
    let midnight = day.and_hms_opt(0, 0, 0).unwrap().and_utc().timestamp() / 60;
    let placed = |span: &Span| {
        (
            midnight + i64::from(span.opens()),
            midnight + i64::from(span.closes()),
        )
    };
    let end = midnight + i64::from(ends.into_iter().min().unwrap_or(u16::MAX));
    let cut = |(opens, closes): (i64, i64)| (opens, closes.min(end));
    let cut = spans.iter().map(placed).map(cut);
    cut.filter(|(opens, closes)| opens < closes).collect()
}

impl Scan {
    pub(super) fn of(
        clock: &WallClock,
        rules: &Rules,
        closed: &BTreeMap<NaiveDate, Vec<Texts>>,
        served: (QueueKind, Channel),
    ) -> Self {
        let mut open = Vec::new();
        let mut of_date = (NaiveDate::MIN, Vec::new());
        for (minute, date) in clock.dates.iter().enumerate() {
            if of_date.0 != *date {
                // Three days back and one ahead is more than any span or change of the clock reaches.
                let days = (0..=4).map(|back| *date + Days::new(1) - Days::new(back));
                let starting = days.flat_map(|day| starting_on(rules, closed, served, day));
                of_date = (*date, starting.collect());
            }
            let within = |(opens, closes): &(i64, i64)| {
                *opens <= clock.reached[minute] && clock.to_come(minute, *closes)
            };
            open.push(of_date.1.iter().any(within));
        }
        Self {
            from: clock.from,
            open,
        }
    }

    /// Open wherever one of the two is.
    pub(super) fn or(mut self, other: &Self) -> Self {
        for (minute, open) in self.open.iter_mut().enumerate() {
            *open |= other.open[minute];
        }
        self
    }

    fn minute(&self, at: Instant) -> usize {
        usize::try_from((at - self.from).num_minutes()).unwrap()
    }

    pub(super) fn is_open(&self, at: Instant) -> bool {
        self.open[self.minute(at)]
    }

    pub(super) fn end(&self) -> Instant {
        self.instant(self.open.len())
    }

    fn instant(&self, minute: usize) -> Instant {
        self.from + TimeDelta::minutes(i64::try_from(minute).unwrap())
    }

    /// The first later minute that is other than this one, if the scan reaches it.
    pub(super) fn next_change(&self, at: Instant) -> Option<Instant> {
        let now = self.minute(at);
        let later = now + 1..self.open.len();
        let mut others = later.filter(|minute| self.open[*minute] != self.open[now]);
        others.next().map(|minute| self.instant(minute))
    }
}

/// Why one centre is closed.
pub(super) fn why_closed(
    zone: Tz,
    rules: &Rules,
    closed: &BTreeMap<NaiveDate, Vec<Texts>>,
    served: (QueueKind, Channel),
    at: Instant,
) -> Why {
    let today = at.with_timezone(&zone).date_naive();
    let exceptions = matching(rules, served, today);
    for exception in &exceptions {
        if is_closing(exception) {
            let text = exception.text.clone();
            return Why::Exception { text };
        }
    }
    let only_early = exceptions
        .iter()
        .all(|exception| early(exception).is_some());
    let first = exceptions.first();
    if let Some(first) = first.filter(|_| !(only_early && closed.contains_key(&today))) {
        let text = first.text.clone();
        return Why::Exception { text };
    }
    match closed.get(&today) {
        Some(names) => Why::ClosedDay {
            names: names.clone(),
        },
        None => Why::OutsideHours,
    }
}
