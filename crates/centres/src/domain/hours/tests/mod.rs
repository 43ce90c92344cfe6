//! The resolver against named days and against a minute scan that shares no code with it.

mod minute_scan;
mod nights;
mod overlap;
mod preview;
mod properties;
mod rules;
mod union;

use chrono::{DateTime, NaiveDate, Weekday};
use kernel::{Channel, Instant, Language, QueueKind};

use super::*;
use crate::domain::Texts;

const WORKDAYS: [Weekday; 5] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
];
const WHOLE_WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

fn at(text: &str) -> Instant {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn span(opens: &str, closes: &str) -> Span {
    Span::from_clock(opens, closes).unwrap()
}

fn text(nb: &str) -> Texts {
    [(Language::Nb, nb)].into_iter().collect()
}

/// National chat on the weekdays.
fn weekly(days: &[Weekday], opens: &str, closes: &str) -> Vec<WeeklyInterval> {
    days.iter()
        .map(|weekday| WeeklyInterval {
            queue: QueueKind::National,
            channel: Channel::Chat,
            weekday: *weekday,
            span: span(opens, closes),
            valid_from: None,
            valid_until: None,
        })
        .collect()
}

fn exception(day: &str, replacement: Replacement) -> DatedException {
    DatedException {
        date: date(day),
        queue: None,
        channel: None,
        replacement,
        text: text("Planleggingsdag"),
    }
}

fn hours(week: &[Vec<WeeklyInterval>], exceptions: &[DatedException]) -> OpeningHours {
    OpeningHours::new(DEFAULT_ZONE, week.concat(), exceptions.to_vec())
}

/// Asks for national chat among the public holidays.
fn ask(hours: &OpeningHours, when: &str) -> Answer {
    let closed_days = ClosedDays::norwegian(2025..=2028);
    hours.answer(&closed_days, QueueKind::National, Channel::Chat, at(when))
}

fn open_until(closes: &str) -> Answer {
    Answer {
        open: true,
        why: Why::Open,
        closes_at: Some(at(closes)),
        next_opening: None,
    }
}

fn closed_until(why: Why, opens: &str) -> Answer {
    Answer {
        open: false,
        why,
        closes_at: None,
        next_opening: Some(at(opens)),
    }
}
