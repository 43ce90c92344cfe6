//! Takes Norwegian identity numbers out of text before it is stored.
//!
//! Fødselsnummer and D-number: eleven digits, day (+40 for D-numbers) and month (+40 and +80 for
//! substitute and test numbers), two control digits. Today the first control sum must be 0 modulo
//! 11; for numbers issued from 2032 remainders 0 to 3 are valid (Skatteetaten, folkeregisteret).

use std::ops::Range;

const FIRST_WEIGHTS: [u32; 10] = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1];
const SECOND_WEIGHTS: [u32; 11] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
/// What stands where a number was.
const MASK: &str = "•••••••••••";

/// The text with every identity number replaced, or none where there is nothing to replace.
///
/// Digits may be grouped by single spaces, dots or hyphens, as people write them. Longer runs of
/// digits (account or phone numbers in a row) are no identity numbers.
pub(crate) fn mask_identity_numbers(text: &str) -> Option<String> {
    let mut masked = String::new();
    let mut copied = 0;
    for run in digit_runs(text) {
        let piece = text.get(run.clone())?;
        let digits: Vec<u32> = piece.chars().filter_map(|c| c.to_digit(10)).collect();
        if is_identity_number(&digits) {
            masked.push_str(text.get(copied..run.start)?);
            masked.push_str(MASK);
            copied = run.end;
        }
    }
    if copied == 0 {
        return None;
    }
    masked.push_str(text.get(copied..)?);
    Some(masked)
}

/// Runs of digits with at most one separator between two of them.
fn digit_runs(text: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut gap = 0;
    for (at, character) in text.char_indices() {
        if character.is_ascii_digit() {
            match runs.last_mut() {
                Some(run) if gap <= 1 && at <= run.end + 1 => run.end = at + 1,
                _ => runs.push(at..at + 1),
            }
            gap = 0;
        } else if matches!(character, ' ' | '.' | '-') {
            gap += 1;
        } else {
            gap = 2;
        }
    }
    runs
}

fn is_identity_number(digits: &[u32]) -> bool {
    let &[d1, d2, m1, m2, ..] = digits else {
        return false;
    };
    let day = (d1 * 10 + d2) % 40;
    let month = (m1 * 10 + m2) % 40;
    digits.len() == 11
        && d1 * 10 + d2 <= 71
        && (1..=31).contains(&day)
        && (1..=12).contains(&month)
        && weighted(digits, &FIRST_WEIGHTS) <= 3
        && weighted(digits, &SECOND_WEIGHTS) == 0
}

fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits
        .iter()
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum::<u32>()
        % 11
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_today_and_of_the_2032_rule_are_masked() {
        // Published examples of Skatteetaten: today's rule, the 2032 rule, a test number.
        for number in [
            "02013299997",
            "02013299903",
            "30108299920",
            "30108299939",
            "10915596784",
        ] {
            let masked = mask_identity_numbers(&format!("jeg er {number}, altså"));
            assert_eq!(
                masked.as_deref(),
                Some("jeg er •••••••••••, altså"),
                "{number}"
            );
        }
    }

    #[test]
    fn grouped_digits_are_found() {
        for written in ["020132 99997", "02.01.32 99997", "020132-99997"] {
            assert!(mask_identity_numbers(written).is_some(), "{written}");
        }
    }

    #[test]
    fn d_numbers_are_masked() {
        // Day 15 + 40; control digits computed by the published weights.
        let base = [5, 5, 0, 7, 6, 5, 0, 0, 5];
        let number = with_control_digits(base);
        assert!(mask_identity_numbers(&number).is_some(), "{number}");
    }

    #[test]
    fn other_numbers_stay() {
        for text in [
            "02013299998",
            "12345678901",
            "+47 22 33 44 55",
            "2026-11-23 10:00",
            "991825827",
            "020132999971",
            "kl 10.30 eller 11.45",
            "æøå 1 2 3",
        ] {
            assert_eq!(mask_identity_numbers(text), None, "{text}");
        }
    }

    fn with_control_digits(base: [u32; 9]) -> String {
        let first = (11 - weighted(&base, &FIRST_WEIGHTS)) % 11;
        let mut digits = base.to_vec();
        digits.push(first);
        let second = (11 - weighted(&digits, &SECOND_WEIGHTS)) % 11;
        digits.push(second);
        assert!(first < 10 && second < 10, "choose another base");
        digits.iter().map(ToString::to_string).collect()
    }
}
