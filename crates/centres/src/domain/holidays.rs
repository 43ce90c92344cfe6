//! Norway's public holidays, computed: the fixed ones and those that follow Easter.

use chrono::{Days, NaiveDate};
use kernel::Language;

use super::Texts;

/// Whether a day is a public holiday, or one on which many centres close early by habit only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HolidayKind {
    /// A public holiday by law.
    Public,
    /// Christmas Eve or New Year's Eve: a suggestion for the coordinator, never closed by itself.
    Practice,
}

/// A named day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// The local date.
    pub date: NaiveDate,
    /// Public holiday or mere practice.
    pub kind: HolidayKind,
    /// The name in all four languages.
    pub name: Texts,
}

type Names = [&'static str; 4];

/// Days of fixed date, by month and day. Names in the order nb, nn, se, en.
const FIXED: &[(u32, u32, HolidayKind, Names)] = &[
    (
        1,
        1,
        HolidayKind::Public,
        [
            "Første nyttårsdag",
            "Første nyttårsdag",
            "Ođđajagibeaivi",
            "New Year's Day",
        ],
    ),
    (
        5,
        1,
        HolidayKind::Public,
        [
            "Arbeidernes dag",
            "Arbeidarane sin dag",
            "Bargiidbeaivi",
            "Labour Day",
        ],
    ),
    (
        5,
        17,
        HolidayKind::Public,
        [
            "Grunnlovsdagen",
            "Grunnlovsdagen",
            "Vuođđoláhkabeaivi",
            "Constitution Day",
        ],
    ),
    (
        12,
        24,
        HolidayKind::Practice,
        ["Julaften", "Julaftan", "Juovlaeahket", "Christmas Eve"],
    ),
    (
        12,
        25,
        HolidayKind::Public,
        [
            "Første juledag",
            "Første juledag",
            "Vuosttaš juovlabeaivi",
            "Christmas Day",
        ],
    ),
    (
        12,
        26,
        HolidayKind::Public,
        [
            "Andre juledag",
            "Andre juledag",
            "Nubbi juovlabeaivi",
            "Boxing Day",
        ],
    ),
    (
        12,
        31,
        HolidayKind::Practice,
        [
            "Nyttårsaften",
            "Nyttårsaftan",
            "Ođđajagieahket",
            "New Year's Eve",
        ],
    ),
];

/// Days that follow Easter, by days after Palm Sunday (seven days before Easter Sunday).
const MOVABLE: &[(u64, Names)] = &[
    (
        4,
        [
            "Skjærtorsdag",
            "Skjertorsdag",
            "Skilleduorastat",
            "Maundy Thursday",
        ],
    ),
    (
        5,
        ["Langfredag", "Langfredag", "Guhkesbearjadat", "Good Friday"],
    ),
    (
        7,
        [
            "Første påskedag",
            "Første påskedag",
            "Vuosttaš beassášbeaivi",
            "Easter Sunday",
        ],
    ),
    (
        8,
        [
            "Andre påskedag",
            "Andre påskedag",
            "Nubbi beassášbeaivi",
            "Easter Monday",
        ],
    ),
    (
        46,
        [
            "Kristi himmelfartsdag",
            "Kristi himmelfartsdag",
            "Kristtusa albmáimannanbeaivi",
            "Ascension Day",
        ],
    ),
    (
        56,
        [
            "Første pinsedag",
            "Første pinsedag",
            "Vuosttaš hellodatbeaivi",
            "Whit Sunday",
        ],
    ),
    (
        57,
        [
            "Andre pinsedag",
            "Andre pinsedag",
            "Nubbi hellodatbeaivi",
            "Whit Monday",
        ],
    ),
];

/// The named days of a year, by date; two on one date stay two. Empty for years before 1583, when
/// the Gregorian reckoning of Easter does not hold, and beyond the calendar.
pub fn holidays(year: i32) -> Vec<Holiday> {
    let Some(palm_sunday) =
        easter_sunday(year).and_then(|easter| easter.checked_sub_days(Days::new(7)))
    else {
        return Vec::new();
    };
    let fixed = FIXED.iter().filter_map(|(month, day, kind, names)| {
        NaiveDate::from_ymd_opt(year, *month, *day).map(|date| holiday(date, *kind, names))
    });
    let movable = MOVABLE.iter().filter_map(|(after, names)| {
        palm_sunday
            .checked_add_days(Days::new(*after))
            .map(|date| holiday(date, HolidayKind::Public, names))
    });
    let mut all: Vec<_> = fixed.chain(movable).collect();
    all.sort_by_key(|holiday| holiday.date);
    all
}

/// The public holidays of a year, by date; two on one date stay two.
pub fn public_holidays(year: i32) -> Vec<Holiday> {
    let mut days = holidays(year);
    days.retain(|day| day.kind == HolidayKind::Public);
    days
}

/// Easter Sunday by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8).
pub fn easter_sunday(year: i32) -> Option<NaiveDate> {
    if year < 1583 {
        return None;
    }
    let golden = year % 19;
    let (century, in_century) = (year / 100, year % 100);
    let correction = (century + 8) / 25;
    let lunar = (century - correction + 1) / 3;
    let epact = (19 * golden + century - century / 4 - lunar + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let day_of_march = epact + weekday - 7 * late + 22;
    let first_of_march = NaiveDate::from_ymd_opt(year, 3, 1)?;
    first_of_march.checked_add_days(Days::new(u64::try_from(day_of_march - 1).ok()?))
}

fn holiday(date: NaiveDate, kind: HolidayKind, names: &Names) -> Holiday {
    let languages = [Language::Nb, Language::Nn, Language::Se, Language::En];
    Holiday {
        date,
        kind,
        name: languages.into_iter().zip(names.iter().copied()).collect(),
    }
}

#[cfg(test)]
mod tests;
