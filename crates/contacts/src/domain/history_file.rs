//! Counts of earlier systems as a file (RFC 4180): one line for each half hour or hour and channel.

use std::collections::BTreeMap;

use chrono::{DateTime, MappedLocalTime, NaiveDateTime, TimeDelta, TimeZone, Timelike};
use chrono_tz::Tz;
use kernel::{Channel, Instant};

/// Columns that must be there, then those that may.
const COLUMNS: [&str; 6] = [
    "start",
    "channel",
    "contacts",
    "handled",
    "abandoned",
    "handling_s",
];
const NEEDED: usize = 3;
/// More in an hour is a mistake.
const MOST: u32 = 100_000;
/// How a start may be written, by the wall clock.
const WRITTEN: [&str; 5] = [
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%d.%m.%Y %H:%M",
];
/// Faults that are told; who has more mends these first.
pub(crate) const MOST_FAULTS: usize = 100;

/// A half hour of an earlier system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryRow {
    /// How the contacts came.
    pub channel: Channel,
    /// When the half hour began.
    pub starts_at: Instant,
    /// How many came.
    pub contacts: u32,
    /// How many of them were answered.
    pub handled: Option<u32>,
    /// How many gave up.
    pub abandoned: Option<u32>,
    /// Seconds those answered took together.
    pub handling_s: Option<u32>,
}

/// What a line of a file covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interval {
    /// Half an hour.
    HalfHour,
    /// An hour, which is split into two halves.
    Hour,
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryFile {
    /// By channel and time.
    pub rows: Vec<HistoryRow>,
    /// What each line covers.
    pub interval: Interval,
    /// Lines read.
    pub lines: u64,
}

/// Something wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryFault {
    /// As a spreadsheet counts; the header is line 1.
    pub line: u64,
    /// The column.
    pub column: &'static str,
    /// What is wrong, and what was expected.
    pub reason: String,
}

fn fault(line: u64, column: &'static str, reason: impl Into<String>) -> HistoryFault {
    HistoryFault {
        line,
        column,
        reason: reason.into(),
    }
}

/// A line that could be read.
struct Line {
    number: u64,
    row: HistoryRow,
}

/// Reads a file: semicolons or commas, a byte order mark or none, columns in any order. Without `interval`, a file in
/// which nothing begins at half past is taken to hold hours. `now` is when what is recorded must have been.
///
/// # Errors
/// Every line that is wrong, up to a hundred of them.
pub fn read_history(
    text: &str,
    zone: Tz,
    interval: Option<Interval>,
    now: Instant,
) -> Result<HistoryFile, Vec<HistoryFault>> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let header = text.lines().next().unwrap_or_default();
    let delimiter = if header.contains(';') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(text.as_bytes());
    let unreadable = |line| vec![fault(line, "line", "cannot be read")];
    let header = reader.headers().map_err(|_error| unreadable(1))?.clone();
    let places = places(&header)?;
    let (mut lines, mut faults) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let number = record.as_ref().ok().and_then(csv::StringRecord::position);
        let number = number.map_or(0, csv::Position::line);
        let record = record.map_err(|_error| unreadable(number))?;
        if record.iter().all(str::is_empty) {
            continue;
        }
        let cells = Cells {
            number,
            record: &record,
            places: &places,
        };
        match cells.row(zone, now) {
            Ok(row) => lines.push(Line { number, row }),
            Err(found) => faults.extend(found),
        }
    }
    let interval = interval.unwrap_or_else(|| interval_of(&lines));
    faults.extend(check_order(&lines, interval));
    if lines.is_empty() && faults.is_empty() {
        faults.push(fault(2, "line", "the file holds no counts"));
    }
    if !faults.is_empty() {
        faults.sort_by_key(|one| one.line);
        faults.truncate(MOST_FAULTS);
        return Err(faults);
    }
    let count = u64::try_from(lines.len()).unwrap_or(u64::MAX);
    Ok(HistoryFile {
        rows: half_hours(lines, interval),
        interval,
        lines: count,
    })
}

fn places(header: &csv::StringRecord) -> Result<BTreeMap<&'static str, usize>, Vec<HistoryFault>> {
    let mut places = BTreeMap::new();
    let mut faults = Vec::new();
    for (at, name) in header.iter().enumerate() {
        let known = COLUMNS
            .iter()
            .find(|known| known.eq_ignore_ascii_case(name));
        match known {
            Some(known) if places.insert(*known, at).is_none() => {}
            Some(known) => faults.push(fault(1, known, "the column comes twice")),
            None => {
                let known = COLUMNS.join(", ");
                let reason = format!("unknown column {name:?}; known are {known}");
                faults.push(fault(1, "header", reason));
            }
        }
    }
    for needed in COLUMNS.into_iter().take(NEEDED) {
        if !places.contains_key(needed) {
            faults.push(fault(1, needed, "the column is missing"));
        }
    }
    if faults.is_empty() {
        Ok(places)
    } else {
        Err(faults)
    }
}

struct Cells<'a> {
    number: u64,
    record: &'a csv::StringRecord,
    places: &'a BTreeMap<&'static str, usize>,
}

impl Cells<'_> {
    fn cell(&self, column: &str) -> &str {
        let place = self.places.get(column);
        place
            .and_then(|at| self.record.get(*at))
            .unwrap_or_default()
    }

    fn row(&self, zone: Tz, now: Instant) -> Result<HistoryRow, Vec<HistoryFault>> {
        let mut faults = Vec::new();
        let mut keep = |found: Result<Option<u32>, HistoryFault>| {
            found.unwrap_or_else(|one| {
                faults.push(one);
                None
            })
        };
        let contacts = keep(self.count("contacts", MOST));
        let handled = keep(self.count("handled", MOST));
        let abandoned = keep(self.count("abandoned", MOST));
        let handling_s = keep(self.count("handling_s", i32::MAX.unsigned_abs()));
        let starts_at = self.start(zone, now);
        let channel: Option<Channel> = self.cell("channel").to_lowercase().parse().ok();
        if channel.is_none() {
            let known = Channel::WORDS.join(", ");
            faults.push(fault(
                self.number,
                "channel",
                format!("expected one of {known}"),
            ));
        }
        if contacts.is_none() && !faults.iter().any(|one| one.column == "contacts") {
            faults.push(fault(self.number, "contacts", "is missing"));
        }
        let parts = handled
            .unwrap_or_default()
            .saturating_add(abandoned.unwrap_or_default());
        if contacts.is_some_and(|contacts| parts > contacts) {
            let reason = "handled and abandoned together exceed contacts";
            faults.push(fault(self.number, "contacts", reason));
        }
        let starts_at = starts_at.map_err(|one| faults.push(one));
        match (starts_at, channel, contacts) {
            (Ok(starts_at), Some(channel), Some(contacts)) if faults.is_empty() => Ok(HistoryRow {
                channel,
                starts_at,
                contacts,
                handled,
                abandoned,
                handling_s,
            }),
            _ => Err(faults),
        }
    }

    fn count(&self, column: &'static str, most: u32) -> Result<Option<u32>, HistoryFault> {
        let cell = self.cell(column);
        if cell.is_empty() {
            return Ok(None);
        }
        let number = cell.parse().ok().filter(|number| *number <= most);
        let reason = || format!("{cell:?} is no whole number from 0 to {most}");
        number
            .map(Some)
            .ok_or_else(|| fault(self.number, column, reason()))
    }

    fn start(&self, zone: Tz, now: Instant) -> Result<Instant, HistoryFault> {
        let cell = self.cell("start");
        let wrong = |reason: String| fault(self.number, "start", reason);
        let at = if let Ok(at) = DateTime::parse_from_rfc3339(cell) {
            at.to_utc()
        } else {
            let wall = WRITTEN
                .iter()
                .find_map(|form| NaiveDateTime::parse_from_str(cell, form).ok());
            let Some(wall) = wall else {
                return Err(wrong(format!(
                    "{cell:?} is no time; expected one such as 2025-03-01 08:30"
                )));
            };
            match zone.from_local_datetime(&wall) {
                MappedLocalTime::Single(at) | MappedLocalTime::Ambiguous(at, _) => at.to_utc(),
                MappedLocalTime::None => {
                    let reason = format!("{cell:?} is skipped when the clock is put forward");
                    return Err(wrong(reason));
                }
            }
        };
        if !at.minute().is_multiple_of(30) || at.second() != 0 || at.nanosecond() != 0 {
            return Err(wrong(format!("{cell:?} is no full or half hour")));
        }
        if at >= now {
            return Err(wrong(format!("{cell:?} is not over yet")));
        }
        Ok(at)
    }
}

fn interval_of(lines: &[Line]) -> Interval {
    let halves = lines.iter().any(|line| line.row.starts_at.minute() == 30);
    if halves {
        Interval::HalfHour
    } else {
        Interval::Hour
    }
}

/// No line comes twice, and hours begin at full hours.
fn check_order(lines: &[Line], interval: Interval) -> Vec<HistoryFault> {
    let mut seen: BTreeMap<(Channel, Instant), u64> = BTreeMap::new();
    let mut faults = Vec::new();
    for line in lines {
        let row = &line.row;
        if interval == Interval::Hour && row.starts_at.minute() != 0 {
            faults.push(fault(line.number, "start", "is no full hour"));
        }
        if let Some(first) = seen.insert((row.channel, row.starts_at), line.number) {
            let reason = format!("the same channel and time as line {first}");
            faults.push(fault(line.number, "start", reason));
        }
    }
    faults
}

fn half_hours(lines: Vec<Line>, interval: Interval) -> Vec<HistoryRow> {
    let mut rows: Vec<HistoryRow> = lines.into_iter().map(|line| line.row).collect();
    if interval == Interval::Hour {
        rows = rows.iter().flat_map(halves).collect();
    }
    rows.sort_by_key(|row| (row.channel, row.starts_at));
    rows
}

/// An hour as two halves; what cannot be halved goes into the first.
fn halves(row: &HistoryRow) -> [HistoryRow; 2] {
    let part = |second: bool, whole: u32| if second { whole / 2 } else { whole - whole / 2 };
    [false, true].map(|second| HistoryRow {
        channel: row.channel,
        starts_at: row.starts_at + TimeDelta::minutes(if second { 30 } else { 0 }),
        contacts: part(second, row.contacts),
        handled: row.handled.map(|count| part(second, count)),
        abandoned: row.abandoned.map(|count| part(second, count)),
        handling_s: row.handling_s.map(|count| part(second, count)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZONE: Tz = chrono_tz::Europe::Oslo;

    fn read(text: &str) -> Result<HistoryFile, Vec<HistoryFault>> {
        read_history(text, ZONE, None, "2026-01-01T00:00:00Z".parse().unwrap())
    }

    #[test]
    fn half_hours_are_read_in_local_time_and_in_any_order() {
        let file = read(
            "\u{feff}contacts;start;channel;handled\r\n4;2025-07-01 08:30;chat;3\r\n\
             2;01.07.2025 08:00;CHAT;\r\n1;2025-07-01T06:00:00Z;phone;1\r\n",
        )
        .unwrap();
        assert_eq!((file.interval, file.lines), (Interval::HalfHour, 3));
        let told: Vec<_> = file
            .rows
            .iter()
            .map(|row| {
                (
                    row.channel,
                    row.starts_at.to_rfc3339(),
                    row.contacts,
                    row.handled,
                )
            })
            .collect();
        let at = |time: &str| format!("2025-07-01T{time}:00+00:00");
        assert_eq!(
            told,
            [
                (Channel::Chat, at("06:00"), 2, None),
                (Channel::Chat, at("06:30"), 4, Some(3)),
                (Channel::Phone, at("06:00"), 1, Some(1)),
            ]
        );
    }

    #[test]
    fn hours_are_split_and_nobody_is_lost() {
        let file = read(
            "start,channel,contacts,handled,abandoned,handling_s\n2025-02-03 09:00,phone,7,5,1,901\n",
        );
        let rows = file.unwrap().rows;
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[0].contacts, rows[1].contacts), (4, 3));
        assert_eq!(
            (rows[0].handling_s, rows[1].handling_s),
            (Some(451), Some(450))
        );
        assert_eq!(
            rows[1].starts_at - rows[0].starts_at,
            TimeDelta::minutes(30)
        );
    }

    #[test]
    fn every_wrong_line_is_told() {
        let faults = read(
            "start,channel,contacts,handled,abandoned\n2025-02-03 09:10,chat,1,,\n\
             2025-02-03 09:30,fax,1,,\n2025-02-03 10:00,chat,-1,,\n2025-02-03 10:30,chat,2,2,1\n\
             2025-03-30 02:30,chat,2,,\n2027-01-01 08:00,chat,2,,\n2025-02-03 11:00,chat,,,\n\
             2025-02-03 12:00,chat,1,,\n2025-02-03 12:00,chat,1,,\nyesterday,chat,1,,\n",
        )
        .unwrap_err();
        let told: Vec<_> = faults.iter().map(|one| (one.line, one.column)).collect();
        assert_eq!(
            told,
            [
                (2, "start"),
                (3, "channel"),
                (4, "contacts"),
                (5, "contacts"),
                (6, "start"),
                (7, "start"),
                (8, "contacts"),
                (10, "start"),
                (11, "start"),
            ]
        );
        assert_eq!(faults[7].reason, "the same channel and time as line 9");
    }

    #[test]
    fn a_header_that_cannot_be_used_is_told_first() {
        let faults = read("start,kanal\n2025-02-03 09:00,chat\n").unwrap_err();
        let told: Vec<_> = faults.iter().map(|one| (one.line, one.column)).collect();
        assert_eq!(told, [(1, "header"), (1, "channel"), (1, "contacts")]);
        assert_eq!(read("start,channel,contacts\n").unwrap_err()[0].line, 2);
    }
}
