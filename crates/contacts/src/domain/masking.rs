//! Takes Norwegian identity numbers out of text before it is stored.
//!
//! Fødselsnummer and D-number: eleven digits, day (+40 for D-numbers) and month (+40 and +80 for
//! substitute and test numbers), two control digits. Today the first control sum must be 0 modulo
//! 11; for numbers issued from 2032 remainders 0 to 3 are valid (Skatteetaten, folkeregisteret).

use std::ops::Range;

const FIRST_WEIGHTS: [u32; 10] = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1];
const SECOND_WEIGHTS: [u32; 11] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
const DIGITS: usize = 11;
/// Characters that may stand between two groups of one number.
const MOST_SEPARATORS: usize = 2;
/// What stands where a number was.
const MASK: &str = "•••••••••••";

/// The text with every identity number replaced, or none where there is nothing to replace.
///
/// Digits may be grouped as people write them, by spaces, dots, dashes, slashes or line breaks, and other
/// numbers may stand before and after. Longer groups (account numbers) are no identity numbers.
pub(crate) fn mask_identity_numbers(text: &str) -> Option<String> {
    let mut masked = String::new();
    let mut copied = 0;
    let groups = digit_groups(text);
    let mut rest = groups.as_slice();
    while let Some((first, others)) = rest.split_first() {
        let Some(length) = identity_number_at(rest) else {
            rest = others;
            continue;
        };
        let (number, after) = rest.split_at_checked(length)?;
        masked.push_str(text.get(copied..first.range.start)?);
        masked.push_str(MASK);
        copied = number.last()?.range.end;
        rest = after;
    }
    if copied == 0 {
        return None;
    }
    masked.push_str(text.get(copied..)?);
    Some(masked)
}

/// Digits without anything between them.
struct Group {
    range: Range<usize>,
    digits: Vec<u32>,
    /// Whether so little stands before it that it may go on with the group before.
    continues: bool,
}

fn digit_groups(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut gap = usize::MAX;
    for (at, character) in text.char_indices() {
        let Some(digit) = digit_of(character) else {
            gap = if is_separator(character) {
                gap.saturating_add(1)
            } else {
                usize::MAX
            };
            continue;
        };
        let end = at + character.len_utf8();
        match groups.last_mut() {
            Some(group) if gap == 0 => {
                group.range.end = end;
                group.digits.push(digit);
            }
            _ => groups.push(Group {
                range: at..end,
                digits: vec![digit],
                continues: gap <= MOST_SEPARATORS,
            }),
        }
        gap = 0;
    }
    groups
}

/// A digit, also as wide as East Asian scripts write it.
fn digit_of(character: char) -> Option<u32> {
    let wide = u32::from(character).checked_sub(0xff10);
    character.to_digit(10).or(wide.filter(|digit| *digit < 10))
}

fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '.' | '-' | '/' | '\u{2010}'..='\u{2015}' | '\u{2212}'
        )
}

/// How many groups from the first on make up an identity number.
fn identity_number_at(groups: &[Group]) -> Option<usize> {
    let mut digits = Vec::new();
    for (number, group) in (1..).zip(groups) {
        if number > 1 && !group.continues {
            return None;
        }
        digits.extend_from_slice(&group.digits);
        if digits.len() >= DIGITS {
            return is_identity_number(&digits).then_some(number);
        }
    }
    None
}

fn is_identity_number(digits: &[u32]) -> bool {
    let &[d1, d2, m1, m2, ..] = digits else {
        return false;
    };
    let day = (d1 * 10 + d2) % 40;
    let month = (m1 * 10 + m2) % 40;
    digits.len() == DIGITS
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
        for written in [
            "020132 99997",
            "020132  99997",
            "02.01.32 99997",
            "020132-99997",
            "020132/99997",
            "020132\u{a0}99997",
            "020132\u{2013}99997",
            "020132\n99997",
            "\u{ff10}\u{ff12}\u{ff10}\u{ff11}\u{ff13}\u{ff12}99997",
        ] {
            let masked = mask_identity_numbers(&format!("jeg er {written}."));
            assert_eq!(masked.as_deref(), Some("jeg er •••••••••••."), "{written}");
        }
    }

    #[test]
    fn numbers_beside_other_numbers_are_found() {
        assert_eq!(
            mask_identity_numbers("99887766 02013299997 02013299903, 12").as_deref(),
            Some("99887766 ••••••••••• •••••••••••, 12")
        );
        assert_eq!(
            mask_identity_numbers("1: 020132 99997").as_deref(),
            Some("1: •••••••••••")
        );
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
