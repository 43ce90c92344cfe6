//! A span of wall-clock time that begins on one date and may run past midnight.

/// Minutes in a day of the wall clock.
const DAY: u16 = 24 * 60;

/// From `opens` to before `closes`, in minutes of the wall clock since 00:00 of the date it begins on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    opens: u16,
    closes: u16,
}

/// The times do not make a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpanError {
    /// Opens at or after 24:00.
    #[error("opens must be before 24:00")]
    OpensTooLate,
    /// Closes at or before it opens.
    #[error("closes must be after opens")]
    Empty,
    /// Closes after the end of the next day.
    #[error("closes must be at most 48:00")]
    ClosesTooLate,
    /// Not a time written `HH:MM`.
    #[error("expected a time as HH:MM")]
    NotATime,
}

impl Span {
    /// Makes a span; `closes` above 1440 is on the next date, at most 2880.
    pub const fn new(opens: u16, closes: u16) -> Result<Self, SpanError> {
        if opens >= DAY {
            return Err(SpanError::OpensTooLate);
        }
        if closes <= opens {
            return Err(SpanError::Empty);
        }
        if closes > 2 * DAY {
            return Err(SpanError::ClosesTooLate);
        }
        Ok(Self { opens, closes })
    }

    /// Reads `09:00` and `15:30`. A closing time not after the opening time is on the next date:
    /// `18:00` to `02:00`, `00:00` to `00:00` for a whole day. `24:00` and later are understood.
    pub fn from_clock(opens: &str, closes: &str) -> Result<Self, SpanError> {
        let opens = minutes(opens)?;
        let closes = minutes(closes)?;
        if closes <= opens {
            return Self::new(opens, closes.saturating_add(DAY));
        }
        Self::new(opens, closes)
    }

    /// Minutes after midnight, below 1440.
    pub const fn opens(self) -> u16 {
        self.opens
    }

    /// Minutes after the midnight the span's date begins with, at most 2880.
    pub const fn closes(self) -> u16 {
        self.closes
    }

    /// Whether it closes after midnight; midnight itself still belongs to the day.
    pub const fn closes_next_day(self) -> bool {
        self.closes > DAY
    }

    /// The part before a minute; none where nothing is left.
    pub(crate) fn until(self, minute: u16) -> Option<Self> {
        Self::new(self.opens, self.closes.min(minute)).ok()
    }

    /// The opening time as `HH:MM`.
    pub fn opens_text(self) -> String {
        text(self.opens)
    }

    /// The closing time as `HH:MM` of the clock; midnight is `24:00`, 02:00 of the next date `02:00`.
    pub fn closes_text(self) -> String {
        match self.closes {
            next_date if next_date > DAY => text(next_date - DAY),
            same_date => text(same_date),
        }
    }
}

fn text(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Reads a time of one date: `00:01` to `24:00`, in minutes.
pub fn end_of_day(text: &str) -> Result<u16, SpanError> {
    let minute = minutes(text)?;
    if minute > DAY {
        return Err(SpanError::NotATime);
    }
    Ok(minute)
}

/// Minutes of the wall clock as `HH:MM`.
pub fn clock_text(minute: u16) -> String {
    text(minute)
}

fn minutes(text: &str) -> Result<u16, SpanError> {
    let number = |part: &str| {
        let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u16>().ok().filter(|_| digits)
    };
    let (hour, minute) = text.split_once(':').ok_or(SpanError::NotATime)?;
    match (number(hour), number(minute)) {
        (Some(hour), Some(minute)) if minute < 60 => Ok(hour * 60 + minute),
        _ => Err(SpanError::NotATime),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_times_that_make_no_span() {
        assert_eq!(Span::new(1440, 1500), Err(SpanError::OpensTooLate));
        assert_eq!(Span::new(600, 600), Err(SpanError::Empty));
        assert_eq!(Span::new(600, 2881), Err(SpanError::ClosesTooLate));
        for bad in ["9:00", "09.00", "09:60", "+9:00", "0900", ""] {
            assert_eq!(Span::from_clock(bad, "15:30"), Err(SpanError::NotATime));
        }
    }

    #[test]
    fn clock_times_read_back() {
        for (opens, closes, minutes, shown) in [
            ("09:00", "15:30", (540, 930), "15:30"),
            ("18:00", "02:00", (1080, 1560), "02:00"),
            ("18:00", "26:00", (1080, 1560), "02:00"),
            ("00:00", "24:00", (0, 1440), "24:00"),
            ("00:00", "00:00", (0, 1440), "24:00"),
        ] {
            let span = Span::from_clock(opens, closes);
            assert_eq!(span, Span::new(minutes.0, minutes.1));
            let text = span.map(|span| (span.opens_text(), span.closes_text()));
            assert_eq!(text, Ok((opens.to_owned(), shown.to_owned())));
        }
    }
}
