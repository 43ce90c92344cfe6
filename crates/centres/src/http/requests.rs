//! What administrators send.

use chrono::{Datelike, NaiveDate, Weekday};
use chrono_tz::Tz;
use kernel::{Channel, Language, ProblemCode, QueueKind};
use platform::http::{Problem, Wire};
use poem_openapi::Object;
use serde::Deserialize;

use crate::{
    app::{CentreChange, StaffChange},
    domain::{
        NewSite, Texts,
        hours::{DatedException, Replacement, Span, WeeklyInterval},
    },
};

pub(super) const NOT_OF_THESE_TIMES: &str = "must be of the years 2000 to 2100";

/// Whether somebody may have meant the date.
pub(super) fn is_of_these_times(date: NaiveDate) -> bool {
    (2000..=2100).contains(&date.year())
}

/// What to change of a centre; what is absent stays.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CentrePatch {
    /// The name seekers read.
    name: Option<String>,
    /// At least one.
    languages: Option<Vec<Wire<Language>>>,
    /// Counsellors kept for the centre's own seekers.
    local_reserve: Option<u32>,
    /// Name in the time zone database, such as `Europe/Oslo`.
    time_zone: Option<String>,
}

impl CentrePatch {
    /// # Errors
    /// 422 where the time zone has no such name.
    pub(super) fn read(self) -> Result<CentreChange, Problem> {
        Ok(CentreChange {
            name: self.name,
            languages: self.languages.map(bare),
            local_reserve: self.local_reserve,
            time_zone: self.time_zone.as_deref().map(zone).transpose()?,
        })
    }
}

/// A zone of the time zone database.
///
/// # Errors
/// 422 where it has no such name.
pub(super) fn zone(name: &str) -> Result<Tz, Problem> {
    let unknown = || Problem::invalid("time_zone", "must be a name of the time zone database");
    name.parse().map_err(|_unknown| unknown())
}

/// A place where the centre meets people.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SiteInput {
    name: String,
    /// Street and number.
    address: String,
    /// Postal code and place.
    postal_place: String,
    /// How one gets in, at most 600 characters each; in bokmål or nynorsk, if in any language.
    access: Option<LocalizedTextInput>,
    /// How one gets there by public transport, likewise.
    transport: Option<LocalizedTextInput>,
}

impl From<SiteInput> for NewSite {
    fn from(site: SiteInput) -> Self {
        Self {
            name: site.name,
            address: site.address,
            postal_place: site.postal_place,
            access: site.access.unwrap_or_default().into(),
            transport: site.transport.unwrap_or_default().into(),
        }
    }
}

/// From when to when, by the wall clock of the centre.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClockSpanInput {
    /// `09:00`.
    opens: String,
    /// `15:30`; midnight is `24:00`.
    closes: String,
    /// Whether it closes after midnight.
    closes_next_day: Option<bool>,
}

impl ClockSpanInput {
    /// # Errors
    /// The name of the field, and why it makes no span.
    fn read(&self) -> Result<Span, (&'static str, String)> {
        let next_day = self.closes_next_day.unwrap_or_default();
        let span = Span::from_clock(&self.opens, &self.closes);
        let span = span.map_err(|error| ("closes", error.to_string()))?;
        if span.closes() - span.opens() > 24 * 60 {
            return Err(("closes", "must be within 24 hours of opens".to_owned()));
        }
        let ends_next_day = span.closes_next_day();
        if ends_next_day && !next_day {
            return Err(("closes", "must be after opens".to_owned()));
        }
        if next_day && !ends_next_day {
            let reason = "must be before opens where it is on the next day";
            return Err(("closes", reason.to_owned()));
        }
        Ok(span)
    }
}

/// An interval of every week.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OpeningIntervalInput {
    queue: Wire<QueueKind>,
    channel: Wire<Channel>,
    /// The day it starts on, Monday 1 to Sunday 7.
    weekday: u8,
    /// `09:00`.
    opens: String,
    /// `15:30`; midnight is `24:00`.
    closes: String,
    /// Whether it closes after midnight.
    closes_next_day: Option<bool>,
    /// The first date it starts on; unbounded if absent.
    valid_from: Option<NaiveDate>,
    /// The last date it starts on; unbounded if absent.
    valid_until: Option<NaiveDate>,
}

/// A whole week.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Week {
    items: Vec<OpeningIntervalInput>,
}

impl Week {
    /// # Errors
    /// 422 naming the fields of the intervals that make no sense, all of them.
    pub(super) fn read(self) -> Result<Vec<WeeklyInterval>, Problem> {
        let mut problem = Problem::new(ProblemCode::Invalid);
        let mut week = Vec::with_capacity(self.items.len());
        let mut broken = false;
        for (place, item) in self.items.into_iter().enumerate() {
            match item.read() {
                Ok(interval) => week.push(interval),
                Err((field, reason)) => {
                    broken = true;
                    problem = problem.field(format!("items.{place}.{field}"), reason);
                }
            }
        }
        if broken { Err(problem) } else { Ok(week) }
    }
}

impl OpeningIntervalInput {
    fn read(self) -> Result<WeeklyInterval, (&'static str, String)> {
        let days = self.weekday.checked_sub(1);
        let weekday = days.and_then(|days| Weekday::try_from(days).ok());
        let weekday = weekday.ok_or_else(|| ("weekday", "must be 1 to 7".to_owned()))?;
        for (field, date) in [
            ("valid_from", self.valid_from),
            ("valid_until", self.valid_until),
        ] {
            if !date.is_none_or(is_of_these_times) {
                return Err((field, NOT_OF_THESE_TIMES.to_owned()));
            }
        }
        let span = ClockSpanInput {
            opens: self.opens,
            closes: self.closes,
            closes_next_day: self.closes_next_day,
        };
        Ok(WeeklyInterval {
            queue: self.queue.0,
            channel: self.channel.0,
            weekday,
            span: span.read()?,
            valid_from: self.valid_from,
            valid_until: self.valid_until,
        })
    }
}

/// A text in up to four languages.
#[derive(Debug, Default, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LocalizedTextInput {
    nb: Option<String>,
    nn: Option<String>,
    se: Option<String>,
    en: Option<String>,
}

impl From<LocalizedTextInput> for Texts {
    fn from(text: LocalizedTextInput) -> Self {
        let pairs = [
            (Language::Nb, text.nb),
            (Language::Nn, text.nn),
            (Language::Se, text.se),
            (Language::En, text.en),
        ];
        let given = pairs.into_iter();
        given
            .filter_map(|(language, text)| Some((language, text?)))
            .collect()
    }
}

/// A dated exception from the week.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExceptionInput {
    date: NaiveDate,
    /// Only this queue; every queue if absent.
    queue: Option<Wire<QueueKind>>,
    /// Only this channel; every channel if absent.
    channel: Option<Wire<Channel>>,
    /// What replaces the week that day; nothing opens where there is none.
    intervals: Option<Vec<ClockSpanInput>>,
    /// What is told to those who ask why.
    reason: Option<LocalizedTextInput>,
}

impl ExceptionInput {
    /// # Errors
    /// 422 naming the first interval that makes no sense.
    pub(super) fn read(self) -> Result<DatedException, Problem> {
        if !is_of_these_times(self.date) {
            return Err(Problem::invalid("date", NOT_OF_THESE_TIMES));
        }
        let intervals = self.intervals.unwrap_or_default();
        let span = |(place, span): (usize, &ClockSpanInput)| {
            span.read().map_err(|(field, reason)| {
                Problem::invalid(format!("intervals.{place}.{field}"), reason)
            })
        };
        let spans: Vec<Span> = intervals
            .iter()
            .enumerate()
            .map(span)
            .collect::<Result<_, _>>()?;
        Ok(DatedException {
            date: self.date,
            queue: self.queue.map(|queue| queue.0),
            channel: self.channel.map(|channel| channel.0),
            replacement: if spans.is_empty() {
                Replacement::Closed
            } else {
                Replacement::Open(spans)
            },
            text: self.reason.unwrap_or_default().into(),
        })
    }
}

/// What to change of a member of staff; what is absent stays.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StaffPatch {
    /// The name seekers see.
    alias: Option<String>,
    /// At least one.
    languages: Option<Vec<Wire<Language>>>,
    topics: Option<Vec<String>>,
    /// Units of load the person can carry.
    capacity_units: Option<u32>,
    /// At least one.
    channels: Option<Vec<Wire<Channel>>>,
    works_from_home: Option<bool>,
}

impl From<StaffPatch> for StaffChange {
    fn from(patch: StaffPatch) -> Self {
        Self {
            alias: patch.alias,
            languages: patch.languages.map(bare),
            topics: patch.topics,
            capacity_units: patch.capacity_units,
            channels: patch.channels.map(bare),
            works_from_home: patch.works_from_home,
        }
    }
}

pub(super) fn bare<T>(words: Vec<Wire<T>>) -> Vec<T> {
    words.into_iter().map(|word| word.0).collect()
}
