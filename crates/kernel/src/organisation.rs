//! Organisation numbers of the central register of legal entities.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

const WEIGHTS: [u32; 8] = [3, 2, 7, 6, 5, 4, 3, 2];

/// Nine digits, the last of which follows from the others (modulus 11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrganisationNumber(u32);

/// The text is no organisation number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an organisation number")]
pub struct OrganisationNumberError;

impl OrganisationNumber {
    /// Whether the number may be a real organisation's. Those of test populations begin with 2 or 3.
    pub const fn may_be_real(self) -> bool {
        self.0 >= 800_000_000
    }
}

impl fmt::Display for OrganisationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:09}", self.0)
    }
}

impl FromStr for OrganisationNumber {
    type Err = OrganisationNumberError;

    fn from_str(text: &str) -> Result<Self, OrganisationNumberError> {
        let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(10)).collect();
        let digits: [u32; 9] = digits
            .and_then(|digits| digits.try_into().ok())
            .ok_or(OrganisationNumberError)?;
        let [first, .., last] = digits;
        let sum: u32 = digits
            .iter()
            .zip(WEIGHTS)
            .map(|(digit, weight)| digit * weight)
            .sum();
        // A remainder of 1 would need the digit 10: such numbers are not given out.
        let expected = (11 - sum % 11) % 11;
        if !matches!(first, 2 | 3 | 8 | 9) || expected != last {
            return Err(OrganisationNumberError);
        }
        let number = digits.iter().fold(0, |number, digit| number * 10 + digit);
        Ok(Self(number))
    }
}

impl Serialize for OrganisationNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for OrganisationNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_numbers_read_back() {
        for text in ["991825827", "958935420", "821311632", "817920632"] {
            let number: OrganisationNumber = text.parse().unwrap();
            assert_eq!(number.to_string(), text);
            assert!(number.may_be_real());
        }
    }

    #[test]
    fn numbers_of_test_populations_are_known_as_such() {
        let number: OrganisationNumber = "310715018".parse().unwrap();
        assert!(!number.may_be_real());
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "",
            "98765432",
            "9918258270",
            "991825828",
            "991825837",
            "991 825 827",
            "99182582x",
            "000000000",
            "NO991825827",
            "٩٩١٨٢٥٨٢٧",
        ] {
            assert!(text.parse::<OrganisationNumber>().is_err(), "{text}");
        }
    }

    #[test]
    fn one_wrong_digit_is_always_noticed() {
        let right = "991825827";
        for place in 0..9 {
            for digit in '0'..='9' {
                let wrong: String = right
                    .chars()
                    .enumerate()
                    .map(|(at, known)| if at == place { digit } else { known })
                    .collect();
                assert_eq!(wrong.parse::<OrganisationNumber>().is_ok(), wrong == right);
            }
        }
    }
}
