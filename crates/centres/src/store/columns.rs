//! Between columns and values: words, whole numbers, JSON in TEXT.

use std::{collections::BTreeMap, str::FromStr};

use chrono::Weekday;
use kernel::{IdKind, Language};
use platform::{Ctx, Fault};
use sea_orm::prelude::Uuid;
use serde::{Serialize, de::DeserializeOwned};

use crate::domain::{Texts, hours::Span};

/// Rows that nobody names: their ids are never seen outside the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Unnamed;

impl IdKind for Unnamed {
    const PREFIX: &'static str = "row";
}

/// Draws the id of a row that nobody names.
pub(super) fn unnamed_row(ctx: &Ctx) -> Uuid {
    ctx.new_id::<Unnamed>().to_row()
}

pub(super) fn read_word<T: FromStr>(text: &str, column: &'static str) -> Result<T, Fault> {
    text.parse().ok().ok_or(Fault::Corrupt(column))
}

pub(super) fn read_count(number: i32, column: &'static str) -> Result<u32, Fault> {
    u32::try_from(number).ok().ok_or(Fault::Corrupt(column))
}

/// Counts beyond the column's range are kept as its largest number.
pub(super) fn write_count(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

pub(super) fn read_json<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    Ok(serde_json::from_str(text)?)
}

pub(super) fn write_json<T: Serialize>(value: &T) -> Result<String, Fault> {
    Ok(serde_json::to_string(value)?)
}

pub(super) fn read_weekday(number: i32) -> Result<Weekday, Fault> {
    let from_monday = number
        .checked_sub(1)
        .and_then(|days| u8::try_from(days).ok());
    from_monday
        .and_then(|days| Weekday::try_from(days).ok())
        .ok_or(Fault::Corrupt("opening_interval.weekday"))
}

pub(super) fn write_weekday(weekday: Weekday) -> i32 {
    write_count(weekday.number_from_monday())
}

pub(super) fn read_span(opens: i32, closes: i32, column: &'static str) -> Result<Span, Fault> {
    let minute = |number: i32| u16::try_from(number).ok().ok_or(Fault::Corrupt(column));
    Span::new(minute(opens)?, minute(closes)?)
        .ok()
        .ok_or(Fault::Corrupt(column))
}

/// A text as a JSON object by language.
pub(super) type TextColumn = BTreeMap<Language, String>;

pub(super) fn text_column(texts: &Texts) -> TextColumn {
    let exact = |language: &Language| {
        let text = texts.exact(*language)?;
        Some((*language, text.to_owned()))
    };
    Language::ALL.iter().filter_map(exact).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_read_back_from_their_column() {
        let texts: Texts = [(Language::Nb, "stengt"), (Language::Se, "gitta")]
            .into_iter()
            .collect();
        let stored = write_json(&text_column(&texts)).unwrap();
        assert_eq!(stored, r#"{"nb":"stengt","se":"gitta"}"#);
        let read: TextColumn = read_json(&stored).unwrap();
        assert_eq!(Texts::from(read), texts);
    }

    #[test]
    fn weekday_numbers_run_from_monday_1_to_sunday_7() {
        for number in 1..=7 {
            assert_eq!(read_weekday(number).map(write_weekday).ok(), Some(number));
        }
        assert_eq!(write_weekday(Weekday::Mon), 1);
        for wrong in [0, 8, -1, i32::MIN] {
            assert!(read_weekday(wrong).is_err());
        }
    }

    #[test]
    fn stored_nonsense_is_a_fault_that_names_the_column() {
        let fault = read_word::<Language>("xx", "staff.languages").unwrap_err();
        assert!(fault.to_string().contains("staff.languages"));
        assert!(read_count(-1, "agreement.share").is_err());
        assert!(read_span(600, 600, "opening_interval").is_err());
    }
}
