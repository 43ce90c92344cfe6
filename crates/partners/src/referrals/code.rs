//! Codes, as people read, type and follow them.

use kernel::Sources;
use platform::{KeyHash, Secret, draw_key, hash_key};

/// Characters of a code: 60 random bits.
const LENGTH: usize = 12;
/// Characters between two dashes.
const GROUP: usize = 4;

/// Draws a code: `ABCD-EFGH-JKLM`.
pub(crate) fn draw(sources: &Sources) -> Secret<String> {
    let key = draw_key(sources, LENGTH);
    let mut text = String::with_capacity(LENGTH + LENGTH / GROUP);
    for (place, letter) in key.chars().enumerate() {
        if place > 0 && place % GROUP == 0 {
            text.push('-');
        }
        text.push(letter);
    }
    Secret::new(text)
}

/// What a code is found by, however it is typed; none where it is no code.
pub(crate) fn hash(typed: &str) -> Option<KeyHash> {
    if typed.len() > 64 {
        return None;
    }
    let letters: String = typed
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '-')
        .map(|letter| letter.to_ascii_uppercase())
        .collect();
    let is_code = letters.len() == LENGTH && letters.chars().all(|c| c.is_ascii_alphanumeric());
    is_code.then(|| hash_key(&format!("referral {letters}")))
}

/// Where a code is used. Behind the #, a browser keeps it from servers and their logs.
pub(crate) fn link(public_url: &str, code: &Secret<String>) -> String {
    format!("{public_url}/referral#{}", code.expose())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_is_found_however_it_is_typed() {
        let (sources, _clock) = testkit::sources(1);
        let code = draw(&sources);
        let text = code.expose();
        assert_eq!(text.len(), 14, "{text}");
        let found = hash(text);
        assert!(found.is_some());
        assert_eq!(hash(&text.to_lowercase()), found);
        assert_eq!(hash(&format!(" {} ", text.replace('-', " "))), found);
        assert_ne!(hash(draw(&sources).expose()), found);
    }

    #[test]
    fn the_code_of_a_link_stays_in_the_browser() {
        let code = Secret::new("ABCD-EFGH-JKLM".to_owned());
        let link = link("https://veiviser.example", &code);
        assert_eq!(link, "https://veiviser.example/referral#ABCD-EFGH-JKLM");
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_no_fault(typed in "\\PC{0,100}") {
            if let Some(found) = hash(&typed) {
                prop_assert_eq!(hash(&typed.to_uppercase()), Some(found));
            }
        }
    }
}
