//! Norway's counties of 2024, known by their two-digit numbers.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{OrganisationNumber, UnknownWord};

const NUMBERS: &[&str] = &[
    "03", "11", "15", "18", "31", "32", "33", "34", "39", "40", "42", "46", "50", "55", "56",
];

/// The county councils by their organisation numbers; Oslo's is its municipality.
const COUNCILS: &[(&str, &str)] = &[
    ("958935420", "03"),
    ("971045698", "11"),
    ("944183779", "15"),
    ("964982953", "18"),
    ("930580694", "31"),
    ("930580783", "32"),
    ("930580260", "33"),
    ("920717152", "34"),
    ("929882385", "39"),
    ("929882989", "40"),
    ("921707134", "42"),
    ("821311632", "46"),
    ("817920632", "50"),
    ("930068128", "55"),
    ("830090282", "56"),
];

/// One of the fifteen counties. Oslo is a municipality with the role of a county.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct County(&'static str);

impl County {
    /// Every county number, ascending.
    pub const NUMBERS: &'static [&'static str] = NUMBERS;

    /// The two-digit number.
    pub const fn as_str(self) -> &'static str {
        self.0
    }

    /// The county whose council the organisation is; none where it is something else.
    pub fn of_council(organisation: OrganisationNumber) -> Option<Self> {
        let text = organisation.to_string();
        let known = COUNCILS.iter().find(|(number, _)| *number == text)?;
        known.1.parse().ok()
    }

    /// Every county, by number.
    pub fn all() -> impl Iterator<Item = Self> {
        NUMBERS.iter().copied().map(Self)
    }
}

impl fmt::Display for County {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl FromStr for County {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        NUMBERS
            .iter()
            .find(|number| **number == text)
            .map(|number| Self(number))
            .ok_or(UnknownWord { expected: NUMBERS })
    }
}

impl Serialize for County {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for County {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_county_has_a_council_and_every_number_is_one() {
        let all: Vec<County> = COUNCILS
            .iter()
            .map(|(number, _)| County::of_council(number.parse().unwrap()).unwrap())
            .collect();
        assert_eq!(all, County::all().collect::<Vec<_>>());
        assert_eq!(County::of_council("991825827".parse().unwrap()), None);
    }
}
