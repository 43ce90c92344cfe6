//! What is sent to the operations on the rota.

use chrono::{DateTime, FixedOffset, NaiveDate};
use kernel::{Channel, Language, QueueKind, SeriesId, ShiftId, StaffId};
use platform::http::{Problem, Wire};
use poem_openapi::{Enum, Object};
use serde::Deserialize;

use super::check_date;
use crate::{
    app::rota::{
        NewAbsence, NewSeries, NewShift, OnCollision, Replaced, SeriesChange, ShiftChange,
    },
    domain::{hours::Span, rota::Series},
};

fn bare<T>(words: Vec<Wire<T>>) -> Vec<T> {
    words.into_iter().map(|word| word.0).collect()
}

/// How a centre plans.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RotaInput {
    /// Whether an administrator must approve before a shift changes hands.
    pub(super) swap_approval: bool,
}

/// A shift to plan.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ShiftInput {
    staff_id: Wire<StaffId>,
    /// A whole minute, at most 53 weeks ahead.
    starts_at: DateTime<FixedOffset>,
    /// 15 minutes to 16 hours later.
    ends_at: DateTime<FixedOffset>,
    /// At least one.
    channels: Vec<Wire<Channel>>,
    queue: Wire<QueueKind>,
    /// For colleagues, at most 200 characters.
    note: Option<String>,
}

impl From<ShiftInput> for NewShift {
    fn from(input: ShiftInput) -> Self {
        Self {
            staff_id: input.staff_id.0,
            starts_at: input.starts_at.to_utc(),
            ends_at: input.ends_at.to_utc(),
            channels: bare(input.channels),
            queue: input.queue.0,
            note: input.note,
        }
    }
}

/// What to change of a shift; what is absent stays.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ShiftPatch {
    staff_id: Option<Wire<StaffId>>,
    starts_at: Option<DateTime<FixedOffset>>,
    ends_at: Option<DateTime<FixedOffset>>,
    channels: Option<Vec<Wire<Channel>>>,
    queue: Option<Wire<QueueKind>>,
    /// An empty one removes the note.
    note: Option<String>,
}

impl From<ShiftPatch> for ShiftChange {
    fn from(patch: ShiftPatch) -> Self {
        Self {
            staff_id: patch.staff_id.map(|id| id.0),
            starts_at: patch.starts_at.map(|at| at.to_utc()),
            ends_at: patch.ends_at.map(|at| at.to_utc()),
            channels: patch.channels.map(bare),
            queue: patch.queue.map(|queue| queue.0),
            note: patch.note,
        }
    }
}

/// What becomes of the whole if some dates collide.
#[derive(Clone, Copy, Debug, Enum, Deserialize)]
#[oai(rename = "OnCollision", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub(super) enum OnCollisionWord {
    /// Nothing is made.
    Refuse,
    /// Those dates are left out.
    Skip,
}

fn on_collision(word: Option<OnCollisionWord>) -> OnCollision {
    match word {
        None | Some(OnCollisionWord::Refuse) => OnCollision::Refuse,
        Some(OnCollisionWord::Skip) => OnCollision::Skip,
    }
}

/// Shifts of a series that a change would replace.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReplacedInput {
    series_id: Wire<SeriesId>,
    /// The first date of the change.
    from: NaiveDate,
}

/// Shifts to plan by the week.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SeriesInput {
    staff_id: Wire<StaffId>,
    /// The date of the first shift; the others fall on the same weekday.
    first_on: NaiveDate,
    /// The last date a shift may start on, at most 53 weeks later.
    until: NaiveDate,
    /// 1 to 8.
    every_weeks: u32,
    /// `09:00`, by the wall clock of the centre.
    starts: String,
    /// `15:30`; midnight is `24:00`.
    ends: String,
    /// Whether it ends after midnight.
    ends_next_day: Option<bool>,
    /// At least one.
    channels: Vec<Wire<Channel>>,
    queue: Wire<QueueKind>,
    /// For colleagues, at most 200 characters.
    note: Option<String>,
    /// Whether to leave out days on which the queue is closed on all of the channels.
    skip_closed: Option<bool>,
    /// `refuse` if absent. A preview does not need it.
    on_collision: Option<OnCollisionWord>,
    /// For a preview: shifts that are in nobody's way, because they would be replaced.
    replaces: Option<ReplacedInput>,
}

impl SeriesInput {
    /// # Errors
    /// 422 naming the field that makes no sense.
    pub(super) fn read(self) -> Result<(NewSeries, OnCollision, Option<Replaced>), Problem> {
        check_date("first_on", self.first_on)?;
        check_date("until", self.until)?;
        let replaced = match self.replaces {
            Some(replaced) => {
                check_date("replaces.from", replaced.from)?;
                Some(Replaced {
                    series_id: replaced.series_id.0,
                    from: replaced.from,
                })
            }
            None => None,
        };
        let new = NewSeries {
            staff_id: self.staff_id.0,
            first_on: self.first_on,
            until: self.until,
            every_weeks: self.every_weeks,
            span: span(&self.starts, &self.ends, self.ends_next_day)?,
            channels: bare(self.channels),
            queue: self.queue.0,
            note: self.note,
            skip_closed: self.skip_closed.unwrap_or_default(),
        };
        Ok((new, on_collision(self.on_collision), replaced))
    }
}

/// What to change of a series from a date on; what is absent stays.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SeriesPatch {
    /// The first date of the change: this shift and the following.
    from: NaiveDate,
    staff_id: Option<Wire<StaffId>>,
    /// The date of the first changed shift, at most 6 days from the one it replaces.
    first_on: Option<NaiveDate>,
    /// The last date a shift may start on, at most 53 weeks later.
    until: Option<NaiveDate>,
    /// 1 to 8.
    every_weeks: Option<u32>,
    /// `09:00`, by the wall clock of the centre.
    starts: Option<String>,
    /// `15:30`; midnight is `24:00`.
    ends: Option<String>,
    /// Whether it ends after midnight; goes with `ends`.
    ends_next_day: Option<bool>,
    channels: Option<Vec<Wire<Channel>>>,
    queue: Option<Wire<QueueKind>>,
    /// An empty one removes the note.
    note: Option<String>,
    /// Whether to leave out days on which the queue is closed on all of the channels.
    skip_closed: Option<bool>,
    /// `refuse` if absent.
    on_collision: Option<OnCollisionWord>,
}

impl SeriesPatch {
    /// # Errors
    /// 422 naming the field that makes no sense, beside what the series is now.
    pub(super) fn read(self, present: &Series) -> Result<SeriesChange, Problem> {
        check_date("from", self.from)?;
        for (field, date) in [("first_on", self.first_on), ("until", self.until)] {
            date.map_or(Ok(()), |date| check_date(field, date))?;
        }
        let (was_next_day, is_timed) = (
            present.span.closes_next_day(),
            self.starts.is_some() || self.ends.is_some() || self.ends_next_day.is_some(),
        );
        let next_day = match (&self.ends, self.ends_next_day) {
            (_, Some(next_day)) => next_day,
            (Some(_), None) => false,
            (None, None) => was_next_day,
        };
        let starts = self.starts.unwrap_or_else(|| present.span.opens_text());
        let ends = self.ends.unwrap_or_else(|| present.span.closes_text());
        Ok(SeriesChange {
            from: self.from,
            staff_id: self.staff_id.map(|id| id.0),
            first_on: self.first_on,
            until: self.until,
            every_weeks: self.every_weeks,
            span: is_timed
                .then(|| span(&starts, &ends, Some(next_day)))
                .transpose()?,
            channels: self.channels.map(bare),
            queue: self.queue.map(|queue| queue.0),
            note: self.note,
            skip_closed: self.skip_closed,
            on_collision: on_collision(self.on_collision),
        })
    }
}

fn span(starts: &str, ends: &str, next_day: Option<bool>) -> Result<Span, Problem> {
    let next_day = next_day.unwrap_or_default();
    let span = Span::from_clock(starts, ends);
    let span = span.map_err(|_unreadable| {
        let is_time = |text: &str| Span::from_clock(text, "24:00").is_ok();
        let field = if is_time(starts) { "ends" } else { "starts" };
        Problem::invalid(field, "must be a time of the day as HH:MM")
    })?;
    match (span.closes_next_day(), next_day) {
        (true, false) => Err(Problem::invalid("ends", "must be after starts")),
        (false, true) => {
            let reason = "must be before starts where it is on the next day";
            Err(Problem::invalid("ends", reason))
        }
        _ => Ok(span),
    }
}

/// When somebody is not there.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AbsenceInput {
    staff_id: Wire<StaffId>,
    /// A whole minute.
    starts_at: DateTime<FixedOffset>,
    /// At most 366 days later.
    ends_at: DateTime<FixedOffset>,
}

impl From<AbsenceInput> for NewAbsence {
    fn from(input: AbsenceInput) -> Self {
        Self {
            staff_id: input.staff_id.0,
            starts_at: input.starts_at.to_utc(),
            ends_at: input.ends_at.to_utc(),
        }
    }
}

/// When oneself is not there.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OwnAbsenceInput {
    /// A whole minute.
    starts_at: DateTime<FixedOffset>,
    /// At most 366 days later.
    ends_at: DateTime<FixedOffset>,
}

impl OwnAbsenceInput {
    pub(super) fn of(self, staff_id: StaffId) -> NewAbsence {
        NewAbsence {
            staff_id,
            starts_at: self.starts_at.to_utc(),
            ends_at: self.ends_at.to_utc(),
        }
    }
}

/// A shift to hand over.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SwapInput {
    pub(super) shift_id: Wire<ShiftId>,
    /// The colleague who is asked; anyone if absent.
    pub(super) to_staff_id: Option<Wire<StaffId>>,
}

/// How the calendar is to be read.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CalendarInput {
    /// That of the request if absent.
    pub(super) language: Option<Wire<Language>>,
}
