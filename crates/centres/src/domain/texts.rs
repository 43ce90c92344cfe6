//! A text in up to four languages.

use std::collections::BTreeMap;

use kernel::Language;

/// A text in up to four languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Texts(BTreeMap<Language, String>);

impl Texts {
    /// The text in the language, else in the one its readers understand best: nynorsk and bokmål
    /// stand in for each other and for the rest. None only when there is no text at all.
    pub fn get(&self, language: Language) -> Option<&str> {
        [
            language,
            Language::Nb,
            Language::Nn,
            Language::En,
            Language::Se,
        ]
        .iter()
        .find_map(|language| self.0.get(language))
        .map(String::as_str)
    }

    /// The text in exactly the language.
    pub fn exact(&self, language: Language) -> Option<&str> {
        self.0.get(&language).map(String::as_str)
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Into<String>> FromIterator<(Language, T)> for Texts {
    /// Collects the texts; blank ones are left out.
    fn from_iter<I: IntoIterator<Item = (Language, T)>>(pairs: I) -> Self {
        pairs
            .into_iter()
            .map(|(language, text)| (language, text.into()))
            .filter(|(_, text)| !text.trim().is_empty())
            .collect::<BTreeMap<_, _>>()
            .into()
    }
}

impl From<BTreeMap<Language, String>> for Texts {
    fn from(texts: BTreeMap<Language, String>) -> Self {
        Self(texts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_language_falls_back_to_the_nearest_one() {
        let texts: Texts = [(Language::Nn, "stengt"), (Language::En, "closed")]
            .into_iter()
            .collect();
        assert_eq!(texts.get(Language::En), Some("closed"));
        assert_eq!(texts.get(Language::Nb), Some("stengt"));
        assert_eq!(texts.get(Language::Se), Some("stengt"));
        assert_eq!(texts.exact(Language::Se), None);
    }

    #[test]
    fn blank_texts_are_no_texts() {
        let texts: Texts = [(Language::Nb, "  ")].into_iter().collect();
        assert!(texts.is_empty());
        assert_eq!(texts.get(Language::Nb), None);
    }
}
