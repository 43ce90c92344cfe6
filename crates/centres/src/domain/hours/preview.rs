//! What the coming days will be like, from the same answers that seekers get.

use std::iter::successors;

use chrono::NaiveDate;
use chrono_tz::Tz;
use kernel::{Channel, Instant, QueueKind};

use super::{Answer, ClosedDays, OpeningHours, Why, wall::midnight};

/// A coming day of one queue and channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewDay {
    /// The local date.
    pub date: NaiveDate,
    /// When it is open, from its first to its last instant; runs that go on past midnight are cut there.
    pub open: Vec<(Instant, Instant)>,
    /// Why it is open, or closed all day.
    pub why: Why,
}

impl OpeningHours {
    /// The days from a date on.
    pub fn preview(
        &self,
        closed_days: &ClosedDays,
        (queue, channel): (QueueKind, Channel),
        from: NaiveDate,
        days: usize,
    ) -> Vec<PreviewDay> {
        let answer = |at| self.answer(closed_days, queue, channel, at);
        preview_days(self.zone(), from, days, answer)
    }
}

/// The days of a zone from a date on, by what is answered at each instant.
pub fn preview_days(
    zone: Tz,
    from: NaiveDate,
    days: usize,
    answer: impl Fn(Instant) -> Answer,
) -> Vec<PreviewDay> {
    let dates = successors(Some(from), NaiveDate::succ_opt).take(days);
    dates
        .filter_map(|date| preview_day(zone, date, &answer))
        .collect()
}

/// None at the end of the calendar.
fn preview_day(
    zone: Tz,
    date: NaiveDate,
    answer: impl Fn(Instant) -> Answer,
) -> Option<PreviewDay> {
    let (begin, end) = (midnight(zone, date), midnight(zone, date.succ_opt()?));
    let (mut open, mut at) = (Vec::new(), begin);
    while at < end {
        let now = answer(at);
        if now.open {
            let closes = now.closes_at.map_or(end, |closes| closes.min(end));
            open.push((at, closes));
            at = closes;
        } else {
            at = now.next_opening.unwrap_or(end);
        }
    }
    let noon = begin + (end - begin) / 2;
    let why = if open.is_empty() {
        answer(noon).why
    } else {
        Why::Open
    };
    Some(PreviewDay { date, open, why })
}
