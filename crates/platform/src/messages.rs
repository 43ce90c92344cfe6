//! The product's sentences, from the same catalogues as the browser's.

use std::{collections::HashMap, sync::LazyLock};

use kernel::Language;

type Catalogue = HashMap<String, String>;

static CATALOGUES: LazyLock<[Catalogue; 4]> = LazyLock::new(|| {
    [
        include_str!("../../../web/messages/nb.json"),
        include_str!("../../../web/messages/nn.json"),
        include_str!("../../../web/messages/se.json"),
        include_str!("../../../web/messages/en.json"),
    ]
    .map(|text| serde_json::from_str(text).unwrap_or_default())
});

/// The sentence for `key`, or the key itself where the catalogue lacks it (a test keeps that from
/// happening).
pub fn sentence(language: Language, key: &str) -> &str {
    let place = Language::ALL
        .iter()
        .position(|known| *known == language)
        .unwrap_or(0);
    CATALOGUES
        .get(place)
        .and_then(|catalogue| catalogue.get(key))
        .map_or(key, String::as_str)
}

/// The sentence for `key` with `{name}` replaced by its value; values are taken as they are.
pub fn filled(language: Language, key: &str, values: &[(&str, &str)]) -> String {
    let mut rest = sentence(language, key);
    let mut text = String::with_capacity(rest.len());
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let named = after.split_once('}').and_then(|(name, after)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((*value, after))
        });
        let (value, after) = named.unwrap_or(("{", after));
        text.push_str(value);
        rest = after;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::ProblemCode;

    #[test]
    fn values_are_filled_in_once() {
        let values = [("seq", "{target}"), ("target", "Oslo")];
        let text = filled(Language::En, "desk.admin.audit.target", &values);
        let plain = sentence(Language::En, "desk.admin.audit.target");
        let by_hand = plain.replace("{target}", "Oslo");
        assert_eq!(text, by_hand.replace("{seq}", "{target}"));
        assert_eq!(filled(Language::En, "none {x} such", &[]), "none {x} such");
    }

    #[test]
    fn every_problem_has_a_sentence_in_every_language() {
        for language in Language::ALL {
            for code in ProblemCode::ALL {
                let key = format!("problem.{}", code.as_str());
                assert_ne!(sentence(*language, &key), key, "{language}");
            }
        }
    }
}
