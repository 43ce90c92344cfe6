//! What a message may be.

use kernel::{Instant, StaffId};
use uuid::Uuid;

use super::masking;

/// Who wrote a message, and by that who may write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Author {
    Seeker,
    Counsellor(StaffId),
    Service,
}

impl Author {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Seeker => "seeker",
            Self::Counsellor(_) => "counsellor",
            Self::Service => "service",
        }
    }
}

/// What the service itself says in a conversation; clients put it into words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Notice {
    CounsellorJoined,
    Transferred,
    WaitingAgain,
    Closed,
}

impl Notice {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::CounsellorJoined => "counsellor_joined",
            Self::Transferred => "transferred",
            Self::WaitingAgain => "waiting_again",
            Self::Closed => "closed",
        }
    }
}

/// A stored message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) seq: i64,
    pub(crate) author: &'static str,
    pub(crate) alias: Option<String>,
    pub(crate) client_id: Option<Uuid>,
    pub(crate) body: String,
    pub(crate) notice: Option<String>,
    pub(crate) masked: bool,
    pub(crate) at: Instant,
}

/// A body ready to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Body {
    pub(crate) text: String,
    /// Whether an identity number was taken out.
    pub(crate) masked: bool,
}

/// Why a body is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyError {
    Empty,
    TooLong { limit: usize },
    ControlCharacter,
}

impl Body {
    /// Checks a body and, for seekers, takes identity numbers out.
    ///
    /// Length counts characters. Line breaks and tabs are text, other control characters are not.
    pub(crate) fn new(text: &str, limit: usize, author: Author) -> Result<Self, BodyError> {
        if text.trim().is_empty() {
            return Err(BodyError::Empty);
        }
        if text.chars().count() > limit {
            return Err(BodyError::TooLong { limit });
        }
        if text
            .chars()
            .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        {
            return Err(BodyError::ControlCharacter);
        }
        let masked = (author == Author::Seeker)
            .then(|| masking::mask_identity_numbers(text))
            .flatten();
        Ok(match masked {
            Some(text) => Self { text, masked: true },
            None => Self {
                text: text.to_owned(),
                masked: false,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts_characters_not_bytes() {
        assert!(Body::new(&"æ".repeat(10), 10, Author::Seeker).is_ok());
        let too_long = Body::new(&"æ".repeat(11), 10, Author::Seeker);
        assert_eq!(too_long, Err(BodyError::TooLong { limit: 10 }));
    }

    #[test]
    fn blank_and_control_characters_are_refused_line_breaks_are_not() {
        assert_eq!(Body::new(" \n", 10, Author::Seeker), Err(BodyError::Empty));
        assert_eq!(
            Body::new("a\u{0}b", 10, Author::Seeker),
            Err(BodyError::ControlCharacter)
        );
        assert!(Body::new("a\n\tb", 10, Author::Seeker).is_ok());
    }

    #[test]
    fn markup_is_text() {
        let body = Body::new("<script>alert(1)</script>", 100, Author::Seeker);
        assert_eq!(
            body.map(|b| b.text).as_deref(),
            Ok("<script>alert(1)</script>")
        );
    }

    #[test]
    fn only_what_a_seeker_writes_is_masked() {
        let number = "15076500565";
        let seeker = Body::new(number, 100, Author::Seeker);
        let staff = StaffId::from_row(Uuid::nil());
        let counsellor = Body::new(number, 100, Author::Counsellor(staff));
        assert_eq!(seeker.map(|b| b.masked), Ok(true));
        assert_eq!(counsellor.map(|b| b.masked), Ok(false));
    }
}
