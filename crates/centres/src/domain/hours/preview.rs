//! What the coming days will be like, from the same answers that seekers get.

use std::iter::successors;

use chrono::{NaiveDate, NaiveTime};
use kernel::{Channel, Instant, QueueKind};

use super::{ClosedDays, OpeningHours, Why, wall::opening_instant};

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
        let dates = successors(Some(from), NaiveDate::succ_opt).take(days);
        let day = |date| self.preview_day(closed_days, (queue, channel), date);
        dates.filter_map(day).collect()
    }

    /// None at the end of the calendar.
    fn preview_day(
        &self,
        closed_days: &ClosedDays,
        (queue, channel): (QueueKind, Channel),
        date: NaiveDate,
    ) -> Option<PreviewDay> {
        let midnight =
            |date: NaiveDate| opening_instant(self.zone(), date.and_time(NaiveTime::MIN));
        let (begin, end) = (midnight(date), midnight(date.succ_opt()?));
        let answer = |at| self.answer(closed_days, queue, channel, at);
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
}
