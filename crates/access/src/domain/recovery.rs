//! Recovery codes: the way in when the second factor is lost.

use kernel::Sources;
use platform::{KeyHash, draw_key, hash_key};

/// How many are shown at once.
pub(crate) const RECOVERY_CODES: usize = 10;
/// Characters of a code: 80 random bits, so that its hash alone does not give it away.
const LENGTH: usize = 16;
/// Characters between two hyphens.
const GROUP: usize = 4;

/// Draws a code, as it is shown: `ABCD-EFGH-JKLM-NPQR`.
pub(crate) fn draw_code(sources: &Sources) -> String {
    let mut shown = String::new();
    for (place, letter) in draw_key(sources, LENGTH).chars().enumerate() {
        if place > 0 && place % GROUP == 0 {
            shown.push('-');
        }
        shown.push(letter);
    }
    shown
}

/// The hash of a code, however it was typed.
pub(crate) fn hash_code(typed: &str) -> KeyHash {
    let letters = typed.chars().filter(char::is_ascii_alphanumeric);
    let plain: String = letters.map(|letter| letter.to_ascii_uppercase()).collect();
    hash_key(&plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_known_however_it_is_typed() {
        let (sources, _clock) = testkit::sources(1);
        let code = draw_code(&sources);
        assert_eq!(code.len(), 19);
        let typed = format!(" {} ", code.to_lowercase().replace('-', " "));
        assert_eq!(hash_code(&code), hash_code(&typed));
        assert_ne!(hash_code(&code), hash_code(&draw_code(&sources)));
    }
}
