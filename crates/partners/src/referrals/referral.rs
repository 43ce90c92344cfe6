//! What a partner says of a person it points to guidance, and what it may know of it.

use chrono::TimeDelta;
use kernel::{County, FieldError, Instant, Language, PartnerId, ReferralId};
use platform::Pii;

/// Days a code is good unless the partner says otherwise, and at most.
const DAYS: u32 = 60;
const MOST_DAYS: u32 = 180;
/// How long ago a consent may have been given.
const OLDEST_CONSENT: TimeDelta = TimeDelta::days(30);
/// What clocks may differ by.
const SKEW: TimeDelta = TimeDelta::minutes(5);
/// Characters of a word that names a unit or a wording.
const WORD: usize = 40;
/// Digits in a row that a number of a person would have: the shortest are those of telephones.
const NUMBER: usize = 8;

/// The topics of a conversation.
pub(crate) const TOPICS: &[&str] = &[
    "education",
    "study_choice",
    "work",
    "application",
    "skills",
    "abroad",
    "other",
];

/// How the person gets the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Handover {
    /// The partner hands it over.
    Partner,
    Email(Pii<String>),
    Text(Pii<String>),
}

impl Handover {
    pub(crate) const WORDS: &'static [&'static str] = &["handed_over", "email", "sms"];

    pub(crate) const fn as_str(&self) -> &'static str {
        match self {
            Self::Partner => "handed_over",
            Self::Email(_) => "email",
            Self::Text(_) => "sms",
        }
    }

    pub(crate) const fn address(&self) -> Option<&Pii<String>> {
        match self {
            Self::Partner => None,
            Self::Email(address) | Self::Text(address) => Some(address),
        }
    }
}

/// What the person agreed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Consent {
    /// The unit that asked. Never a person.
    pub(crate) asked_by: String,
    /// Which wording the person was shown.
    pub(crate) wording: String,
    pub(crate) given_at: Instant,
}

/// A referral as a partner asks for it.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) language: Language,
    pub(crate) county: Option<County>,
    pub(crate) topic: Option<String>,
    pub(crate) handover: Handover,
    pub(crate) consent: Consent,
    pub(crate) valid_days: Option<u32>,
}

impl Draft {
    /// Every fault.
    pub(crate) fn faults(&self, now: Instant) -> Vec<FieldError> {
        let mut faults = Vec::new();
        let mut require = |is_so: bool, field: &str, reason: &str| {
            if !is_so {
                faults.push(FieldError {
                    field: field.to_owned(),
                    reason: reason.to_owned(),
                });
            }
        };
        let topic = self.topic.as_deref();
        let is_known = topic.is_none_or(|topic| TOPICS.contains(&topic));
        require(is_known, "topic", "is none of the topics");
        let days = self.valid_days.unwrap_or(DAYS);
        require(
            (1..=MOST_DAYS).contains(&days),
            "valid_days",
            "must be 1 to 180",
        );
        let reason = "must be 1 to 40 letters, digits and . _ -, without a number of a person";
        require(is_word(&self.consent.asked_by), "consent.asked_by", reason);
        require(is_word(&self.consent.wording), "consent.wording", reason);
        let given = self.consent.given_at;
        require(
            given <= now + SKEW && given >= now - OLDEST_CONSENT,
            "consent.given_at",
            "must be within the last 30 days",
        );
        let field = "delivery.address";
        match &self.handover {
            Handover::Partner => {}
            Handover::Email(address) => {
                require(
                    is_email(address.expose()),
                    field,
                    "must be an e-mail address",
                );
            }
            Handover::Text(number) => {
                require(
                    is_number(number.expose()),
                    field,
                    "must be a number such as +4712345678",
                );
            }
        }
        faults
    }

    pub(crate) fn expires_at(&self, now: Instant) -> Instant {
        now + TimeDelta::days(self.valid_days.unwrap_or(DAYS).min(MOST_DAYS).into())
    }
}

fn is_word(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    let mut runs = text.split(|c: char| !c.is_ascii_digit());
    (1..=WORD).contains(&text.len())
        && text.chars().all(is_plain)
        && !runs.any(|run| run.len() >= NUMBER)
}

/// Roughly: the mail server has the last word (RFC 5321, section 4.5.3.1.3 bounds the length).
fn is_email(text: &str) -> bool {
    let has_room = text.len() <= 254 && !text.chars().any(|c| c.is_whitespace() || c.is_control());
    let parts = text.rsplit_once('@');
    has_room && parts.is_some_and(|(local, host)| !local.is_empty() && host.contains('.'))
}

/// A number in the form of E.164.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or_default();
    (8..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// How far a referral has come, as far as its partner may know: by what the partner did and by time alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ShownState {
    Issued,
    Expired,
    /// By the partner.
    Withdrawn,
}

impl ShownState {
    pub(crate) const WORDS: &'static [&'static str] = &["issued", "expired", "withdrawn"];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// A referral as its partner may know it. There is nothing in it that says whether the person came, but what the
/// person lets the partner know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Referral {
    pub(crate) id: ReferralId,
    pub(crate) partner: PartnerId,
    pub(crate) language: Language,
    pub(crate) county: Option<County>,
    pub(crate) topic: Option<String>,
    /// One of [`Handover::WORDS`].
    pub(crate) handover: String,
    pub(crate) consent: Consent,
    pub(crate) created_at: Instant,
    pub(crate) expires_at: Instant,
    pub(crate) withdrawn_at: Option<Instant>,
    /// The person lets the partner know that they came.
    pub(crate) is_shared: bool,
}

impl Referral {
    pub(crate) fn state(&self, now: Instant) -> ShownState {
        if self.withdrawn_at.is_some() {
            ShownState::Withdrawn
        } else if self.expires_at <= now {
            ShownState::Expired
        } else {
            ShownState::Issued
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        Draft {
            language: Language::Nb,
            county: None,
            topic: Some("work".to_owned()),
            handover: Handover::Partner,
            consent: Consent {
                asked_by: "nav-bergen".to_owned(),
                wording: "2026-11.nb".to_owned(),
                given_at: testkit::working_day(),
            },
            valid_days: None,
        }
    }

    fn fields(change: impl FnOnce(&mut Draft)) -> Vec<String> {
        let mut draft = draft();
        change(&mut draft);
        let faults = draft.faults(testkit::working_day());
        faults.into_iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn every_fault_names_its_field() {
        assert_eq!(fields(|_| {}), Vec::<String>::new());
        let wrong = fields(|draft| {
            draft.topic = Some("gardening".to_owned());
            draft.valid_days = Some(0);
            draft.consent.wording = String::new();
            draft.consent.given_at -= TimeDelta::days(31);
            draft.handover = Handover::Text(Pii::new("12345678".to_owned()));
        });
        let expected = [
            "topic",
            "valid_days",
            "consent.wording",
            "consent.given_at",
            "delivery.address",
        ];
        assert_eq!(wrong, expected);
    }

    #[test]
    fn no_word_of_a_consent_holds_a_number_of_a_person() {
        for word in [
            "01017012345",
            "bruker-01017012345",
            "tlf.91234567",
            "Kari Nordmann",
            "a@b",
        ] {
            let found = fields(|draft| draft.consent.asked_by = word.to_owned());
            assert_eq!(found, ["consent.asked_by"], "{word}");
        }
    }

    #[test]
    fn addresses_are_looked_at_roughly() {
        for (address, is_good) in [
            ("kari@example.org", true),
            ("kari@localhost", false),
            ("@example.org", false),
            ("ka ri@example.org", false),
            ("kari", false),
        ] {
            let handover = Handover::Email(Pii::new(address.to_owned()));
            let found = fields(|draft| draft.handover = handover);
            assert_eq!(found.is_empty(), is_good, "{address}");
        }
        for (number, is_good) in [("+4791234567", true), ("91234567", false), ("+47", false)] {
            let handover = Handover::Text(Pii::new(number.to_owned()));
            let found = fields(|draft| draft.handover = handover);
            assert_eq!(found.is_empty(), is_good, "{number}");
        }
    }
}
