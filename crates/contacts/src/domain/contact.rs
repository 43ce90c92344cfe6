//! A contact and where it stands.

use kernel::{
    CentreId, Channel, ContactId, ConversationId, County, Instant, Language, StaffId, WorkType,
};

/// Where a contact stands between arrival and the end of wrap-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ContactState {
    /// In the queue, offered or not.
    Waiting,
    /// A counsellor talks with the seeker.
    Active,
    /// The talk is over, the counsellor writes it up.
    WrapUp,
    /// Over.
    Closed,
}

impl ContactState {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Active => "active",
            Self::WrapUp => "wrap_up",
            Self::Closed => "closed",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        [Self::Waiting, Self::Active, Self::WrapUp, Self::Closed]
            .into_iter()
            .find(|state| state.as_str() == word)
    }

    /// What the seeker is told: wrap-up is none of their business.
    pub(crate) const fn for_seeker(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Active => "active",
            Self::WrapUp | Self::Closed => "closed",
        }
    }
}

/// Who ended the talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ClosedBy {
    Seeker,
    Counsellor,
    /// The seeker never came back, or the queue was full.
    Service,
}

impl ClosedBy {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Seeker => "seeker",
            Self::Counsellor => "counsellor",
            Self::Service => "service",
        }
    }
}

pub(crate) use centres::SEEKER_TOPICS as TOPICS;

/// What a counsellor can say a contact came to.
pub(crate) const WRAP_UP_CODES: &[&str] = &[
    "answered",
    "guided",
    "referred",
    "booked",
    "technical",
    "abandoned",
    "other",
];

/// A contact; holds no content and nothing about who the seeker is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Contact {
    pub(crate) id: ContactId,
    /// None once the content is erased.
    pub(crate) conversation: Option<ConversationId>,
    /// The centre whose local queue it is in; none for the national queue.
    pub(crate) centre: Option<CentreId>,
    pub(crate) state: ContactState,
    pub(crate) channel: Channel,
    pub(crate) language: Language,
    pub(crate) work_type: WorkType,
    pub(crate) topic: Option<String>,
    pub(crate) county: Option<County>,
    pub(crate) band: u8,
    /// The policy it entered under.
    pub(crate) policy_version: String,
    pub(crate) joined_at: Instant,
    pub(crate) staff: Option<StaffId>,
    pub(crate) target_centre: Option<CentreId>,
    pub(crate) target_staff: Option<StaffId>,
    pub(crate) excluded_staff: Option<StaffId>,
    pub(crate) transferred: bool,
    pub(crate) accepted_at: Option<Instant>,
    pub(crate) closed_by: Option<String>,
}
