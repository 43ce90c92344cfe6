//! Service notices: what everybody should know just now.

use centres::Texts;
use chrono::Datelike;
use kernel::{FieldError, Instant, Language, NoticeId, NoticeKind, NoticePlace, paragraphs};

use super::policy::Step;

/// Characters of a notice in one language.
const TEXT: usize = 400;
/// Notices that may stand at once, past ones not counted.
pub(crate) const MOST: usize = 20;
const LAST_POSITION: u32 = 1000;

/// What coordinators write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NoticeText {
    pub(crate) kind: NoticeKind,
    pub(crate) texts: Texts,
    pub(crate) places: Vec<NoticePlace>,
    pub(crate) starts_at: Instant,
    /// None until it is withdrawn.
    pub(crate) ends_at: Option<Instant>,
    /// Smaller first.
    pub(crate) position: u32,
}

/// A notice that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    pub(crate) id: NoticeId,
    pub(crate) content: NoticeText,
    /// Counts the changes.
    pub(crate) revision: u32,
    pub(crate) changed: Step,
}

impl Notice {
    /// Whether it is shown at a time.
    pub(crate) fn is_shown(&self, now: Instant) -> bool {
        self.content.starts_at <= now && !self.is_past(now)
    }

    /// Whether it is over.
    pub(crate) fn is_past(&self, now: Instant) -> bool {
        self.content.ends_at.is_some_and(|end| end <= now)
    }
}

impl NoticeText {
    /// The notice with its texts as they are kept.
    ///
    /// # Errors
    /// Every field that breaks a rule.
    pub(crate) fn checked(self) -> Result<Self, Vec<FieldError>> {
        let mut faults = Vec::new();
        let texts = checked_texts("texts", &self.texts, TEXT, &mut faults);
        let mut places = self.places;
        places.sort_unstable();
        places.dedup();
        if places.is_empty() {
            faults.push(fault("places", "needs at least one"));
        }
        for (field, at) in [
            ("starts_at", Some(self.starts_at)),
            ("ends_at", self.ends_at),
        ] {
            if !at.is_none_or(is_of_these_times) {
                faults.push(fault(field, "must be in the years 2000 to 2100"));
            }
        }
        if self.ends_at.is_some_and(|end| end <= self.starts_at) {
            faults.push(fault("ends_at", "must be after starts_at"));
        }
        if self.position > LAST_POSITION {
            faults.push(fault("position", "must be at most 1000"));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Self {
            texts,
            places,
            ..self
        })
    }
}

/// Whether calendars and databases agree about a time.
pub(crate) fn is_of_these_times(at: Instant) -> bool {
    (2000..=2100).contains(&at.year())
}

pub(crate) fn fault(field: impl Into<String>, reason: impl Into<String>) -> FieldError {
    FieldError {
        field: field.into(),
        reason: reason.into(),
    }
}

/// Plain texts of which that in bokmål is there: it stands in for those that are not.
pub(crate) fn checked_texts(
    field: &str,
    texts: &Texts,
    limit: usize,
    faults: &mut Vec<FieldError>,
) -> Texts {
    if texts.exact(Language::Nb).is_none() {
        faults.push(fault(format!("{field}.nb"), "must not be empty"));
    }
    let mut checked = Vec::new();
    for language in Language::ALL.iter().copied() {
        let Some(text) = texts.exact(language) else {
            continue;
        };
        match paragraphs(text, limit) {
            Ok(text) => checked.push((language, text)),
            Err(why) => faults.push(fault(format!("{field}.{language}"), why)),
        }
    }
    checked.into_iter().collect()
}

/// The text for readers of a language, and the language it is in: never none.
pub(crate) fn told(texts: &Texts, language: Language) -> (String, Language) {
    let own = texts.exact(language).map(|text| (text, language));
    let common = texts.get(Language::Nb).map(|text| (text, Language::Nb));
    let (text, language) = own.or(common).unwrap_or(("", Language::Nb));
    (text.to_owned(), language)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn content() -> NoticeText {
        NoticeText {
            kind: NoticeKind::Planned,
            texts: Texts::from_iter([(Language::Nb, " Chatten er borte i natt ")]),
            places: vec![NoticePlace::Widget, NoticePlace::Pages, NoticePlace::Widget],
            starts_at: testkit::working_day(),
            ends_at: None,
            position: 1,
        }
    }

    fn fields(content: NoticeText) -> Vec<String> {
        let faults = content.checked().unwrap_err();
        faults.into_iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn a_notice_is_kept_trimmed_and_each_place_once() {
        let checked = content().checked().unwrap();
        assert_eq!(
            checked.texts.exact(Language::Nb),
            Some("Chatten er borte i natt")
        );
        assert_eq!(checked.places, [NoticePlace::Pages, NoticePlace::Widget]);
    }

    #[test]
    fn every_fault_names_its_field() {
        let wrong = NoticeText {
            texts: Texts::from_iter([(Language::En, "x".repeat(TEXT + 1))]),
            places: Vec::new(),
            ends_at: Some(testkit::working_day()),
            position: 1001,
            ..content()
        };
        let expected = ["texts.nb", "texts.en", "places", "ends_at", "position"];
        assert_eq!(fields(wrong), expected);
    }

    #[test]
    fn a_missing_language_is_told_in_bokmal() {
        let texts = Texts::from_iter([(Language::Nb, "stengt"), (Language::En, "closed")]);
        assert_eq!(
            told(&texts, Language::En),
            ("closed".to_owned(), Language::En)
        );
        assert_eq!(
            told(&texts, Language::Se),
            ("stengt".to_owned(), Language::Nb)
        );
    }

    #[test]
    fn a_notice_is_shown_from_its_start_until_its_end() {
        let (sources, _clock) = testkit::sources(1);
        let at = |hour| testkit::working_day() + TimeDelta::hours(hour);
        let notice = Notice {
            id: NoticeId::new(&sources),
            content: NoticeText {
                ends_at: Some(at(2)),
                ..content()
            },
            revision: 1,
            changed: Step {
                by: kernel::AccountId::new(&sources),
                at: at(0),
            },
        };
        let shown = [-1, 0, 1, 2].map(|hour| notice.is_shown(at(hour)));
        assert_eq!(shown, [false, true, true, false]);
    }
}
