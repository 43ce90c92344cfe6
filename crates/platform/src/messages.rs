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

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::ProblemCode;

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
