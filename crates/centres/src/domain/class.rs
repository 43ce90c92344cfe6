//! Links for classes: thirty pupils behind one address begin within a minute.

use chrono::TimeDelta;
use kernel::{CentreId, ClassLinkId, County, FieldError, Instant, PartnerId, Sources};
use platform::{KeyHash, Secret, draw_key, hash_key};

/// The topics a seeker can choose.
pub const SEEKER_TOPICS: &[&str] = &[
    "education",
    "study_choice",
    "work",
    "application",
    "skills",
    "abroad",
    "other",
];

/// Characters of a code: 60 random bits, good for a lesson and behind a limit of tries.
pub const CLASS_CODE: usize = 12;
/// Characters between two dashes.
const GROUP: usize = 4;
/// Characters somebody may type for a code.
const TYPED: usize = 64;

/// Pupils of a class unless somebody says otherwise, and at most.
const STARTS: u32 = 30;
const MOST_STARTS: u32 = 60;
/// Minutes of a lesson unless somebody says otherwise, at least and at most.
const MINUTES: u32 = 90;
const LEAST_MINUTES: u32 = 15;
const MOST_MINUTES: u32 = 480;

/// Whose link it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClassOwner {
    /// A centre's.
    Centre(CentreId),
    /// A partner's.
    Partner(PartnerId),
}

/// A link as somebody asks for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewClass {
    /// Suggested to the pupils.
    pub county: Option<County>,
    /// Suggested to the pupils.
    pub topic: Option<String>,
    /// How many conversations begin by it.
    pub most_starts: Option<u32>,
    /// How long it is good.
    pub minutes: Option<u32>,
}

impl NewClass {
    /// Every fault.
    pub(crate) fn faults(&self) -> Vec<FieldError> {
        let mut faults = Vec::new();
        let mut fault = |field: &str, reason: String| {
            faults.push(FieldError {
                field: field.to_owned(),
                reason,
            });
        };
        if let Some(topic) = &self.topic
            && !SEEKER_TOPICS.contains(&topic.as_str())
        {
            fault("topic", format!("expected one of {SEEKER_TOPICS:?}"));
        }
        if !(1..=MOST_STARTS).contains(&self.starts()) {
            fault("most_starts", format!("must be 1 to {MOST_STARTS}"));
        }
        if !(LEAST_MINUTES..=MOST_MINUTES).contains(&self.minutes()) {
            let reason = format!("must be {LEAST_MINUTES} to {MOST_MINUTES}");
            fault("minutes", reason);
        }
        faults
    }

    pub(crate) fn starts(&self) -> u32 {
        self.most_starts.unwrap_or(STARTS)
    }

    fn minutes(&self) -> u32 {
        self.minutes.unwrap_or(MINUTES)
    }

    pub(crate) fn valid_until(&self, now: Instant) -> Instant {
        now + TimeDelta::minutes(i64::from(self.minutes()))
    }
}

/// A link for a class. How many began by it nobody is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassLink {
    /// Its id.
    pub id: ClassLinkId,
    /// Suggested to the pupils.
    pub county: Option<County>,
    /// Suggested to the pupils.
    pub topic: Option<String>,
    /// How many conversations begin by it.
    pub most_starts: u32,
    /// When it is over by itself.
    pub valid_until: Instant,
    /// When somebody ended it.
    pub ended_at: Option<Instant>,
    /// When it was made.
    pub created_at: Instant,
}

impl ClassLink {
    /// Whether its time is not over. Says nothing about how many began by it.
    pub fn is_open(&self, now: Instant) -> bool {
        self.ended_at.is_none() && now < self.valid_until
    }
}

/// Draws a code.
pub fn draw_class_code(sources: &Sources) -> Secret<String> {
    class_code(&draw_key(sources, CLASS_CODE))
}

/// A code as people read it: `ABCD-EFGH-JKLM`.
pub fn class_code(letters: &str) -> Secret<String> {
    let mut text = String::with_capacity(letters.len() + letters.len() / GROUP);
    for (place, letter) in letters.chars().enumerate() {
        if place > 0 && place % GROUP == 0 {
            text.push('-');
        }
        text.push(letter);
    }
    Secret::new(text)
}

/// What a code is found by, however it is typed; none where it is no code.
pub(crate) fn class_hash(typed: &str) -> Option<KeyHash> {
    if typed.len() > TYPED {
        return None;
    }
    let letters: String = typed
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '-')
        .map(|letter| letter.to_ascii_uppercase())
        .collect();
    let is_code = letters.len() == CLASS_CODE && letters.chars().all(|c| c.is_ascii_alphanumeric());
    is_code.then(|| hash_key(&format!("class {letters}")))
}

/// Where a class begins. Behind the #, a browser keeps the code from servers and their logs.
pub fn class_url(public_url: &str, code: &Secret<String>) -> String {
    let base = public_url.trim_end_matches('/');
    format!("{base}/class#{}", code.expose())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_however_it_is_typed() {
        let (sources, _clock) = testkit::sources(1);
        let code = draw_class_code(&sources);
        let text = code.expose();
        assert_eq!(text.len(), 14, "{text}");
        let found = class_hash(text);
        assert!(found.is_some());
        assert_eq!(class_hash(&text.to_lowercase().replace('-', " ")), found);
        assert_ne!(class_hash(draw_class_code(&sources).expose()), found);
        for wrong in ["", "ABCD", "ABCD-EFGH-JKL!", &"A".repeat(65)] {
            assert_eq!(class_hash(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_code_of_a_link_stays_in_the_browser() {
        let url = class_url("https://veiviser.example/", &class_code("ABCDEFGHJKLM"));
        assert_eq!(url, "https://veiviser.example/class#ABCD-EFGH-JKLM");
    }

    #[test]
    fn a_link_is_good_for_a_class_and_a_lesson() {
        assert!(NewClass::default().faults().is_empty());
        let wrong = NewClass {
            county: None,
            topic: Some("gossip".to_owned()),
            most_starts: Some(61),
            minutes: Some(14),
        };
        let faults = wrong.faults();
        let named: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(named, ["topic", "most_starts", "minutes"]);
    }

    #[test]
    fn a_link_is_over_when_its_time_is() {
        let now = testkit::working_day();
        let until = NewClass::default().valid_until(now);
        let (sources, _clock) = testkit::sources(1);
        let link = ClassLink {
            id: ClassLinkId::new(&sources),
            county: None,
            topic: None,
            most_starts: 30,
            valid_until: until,
            ended_at: None,
            created_at: now,
        };
        assert!(link.is_open(now));
        assert!(!link.is_open(until));
        let ended = ClassLink {
            ended_at: Some(now),
            ..link
        };
        assert!(!ended.is_open(now));
    }
}
