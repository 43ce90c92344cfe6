//! Norway's counties of 2024, known by their two-digit numbers.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::UnknownWord;

const NUMBERS: &[&str] = &[
    "03", "11", "15", "18", "31", "32", "33", "34", "39", "40", "42", "46", "50", "55", "56",
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
