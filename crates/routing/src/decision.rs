//! What the engine answers.

use std::sync::Arc;

use kernel::{CentreId, ContactId, Instant, StaffId};
use serde::{Deserialize, Serialize};

/// One thing to carry out. Apply them in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Ring the counsellor.
    Offer {
        /// The contact.
        contact: ContactId,
        /// Who gets it.
        counsellor: StaffId,
        /// The counsellor's centre.
        centre: CentreId,
        /// When the offer runs out.
        expires_at: Instant,
        /// Why this counsellor.
        explanation: Explanation,
    },
    /// The offer no longer stands.
    Withdraw {
        /// The contact.
        contact: ContactId,
        /// Who had it.
        counsellor: StaffId,
        /// Why.
        reason: WithdrawReason,
    },
    /// The counsellor misses offers: set them away.
    Away {
        /// Who.
        counsellor: StaffId,
    },
    /// Nobody can come: give the seeker choices.
    Overflow {
        /// The contact.
        contact: ContactId,
        /// Why; only with [`OverflowCause::QueueFull`] is the contact not in the queue.
        cause: OverflowCause,
        /// What to offer.
        choices: Vec<Choice>,
    },
}

/// Why an offer ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WithdrawReason {
    /// Nobody answered in time.
    Expired,
    /// The counsellor said no.
    Declined,
    /// The seeker left.
    Left,
    /// Another counsellor has the contact.
    Taken,
    /// The counsellor is no longer available or has no room.
    Unavailable,
    /// The centre closed or its agreement ended.
    Closed,
    /// The contact has other wishes now.
    Requeued,
}

/// Why a contact gets choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OverflowCause {
    /// Nobody on duty could take it under the current hours; it keeps its place.
    NoMatch,
    /// The queue is at its cap; it was not let in.
    QueueFull,
    /// The queue is at its cap; it was let in all the same and is to be warned that it will take long.
    QueueLong,
}

/// What a seeker can do instead of waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// Be called.
    Callback,
    /// Book a time.
    Appointment,
    /// Leave a message.
    Message,
    /// Read up.
    SelfHelp,
}

impl Choice {
    /// Every choice.
    pub const ALL: &'static [Self] = &[
        Self::Callback,
        Self::Appointment,
        Self::Message,
        Self::SelfHelp,
    ];
}

/// What rules a counsellor out: the first that holds, in this order. A contact handed on to one counsellor, or
/// away from one, is the exception: that is looked at last but one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The centre is closed for the queue and channel.
    Closed,
    /// No agreement covers the channel.
    Agreement,
    /// The search has not widened so far.
    Ring,
    /// Not available on the channel.
    Unavailable,
    /// No room.
    Capacity,
    /// Kept for the centre's own seekers.
    Reserve,
    /// The contact was handed on to somebody else.
    Target,
    /// Does not speak the language.
    Language,
    /// Does not know the topic.
    Skill,
    /// Declined or missed the contact in this round.
    Missed,
}

impl Cause {
    /// Every cause, in the order they are tried.
    pub const ALL: &'static [Self] = &[
        Self::Closed,
        Self::Agreement,
        Self::Ring,
        Self::Unavailable,
        Self::Capacity,
        Self::Reserve,
        Self::Target,
        Self::Language,
        Self::Skill,
        Self::Missed,
    ];

    /// The word in explanations on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Agreement => "agreement",
            Self::Ring => "ring",
            Self::Unavailable => "unavailable",
            Self::Capacity => "capacity",
            Self::Reserve => "reserve",
            Self::Target => "target",
            Self::Language => "language",
            Self::Skill => "skill",
            Self::Missed => "missed",
        }
    }
}

/// Counsellors ruled out, counted per cause.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Exclusions {
    /// See [`Cause::Closed`].
    pub closed: u32,
    /// See [`Cause::Agreement`].
    pub agreement: u32,
    /// See [`Cause::Ring`].
    pub ring: u32,
    /// See [`Cause::Unavailable`].
    pub unavailable: u32,
    /// See [`Cause::Capacity`].
    pub capacity: u32,
    /// See [`Cause::Reserve`].
    pub reserve: u32,
    /// See [`Cause::Target`].
    pub target: u32,
    /// See [`Cause::Language`].
    pub language: u32,
    /// See [`Cause::Skill`].
    pub skill: u32,
    /// See [`Cause::Missed`].
    pub missed: u32,
}

impl Exclusions {
    /// The count of one cause.
    pub const fn of(&self, cause: Cause) -> u32 {
        match cause {
            Cause::Closed => self.closed,
            Cause::Agreement => self.agreement,
            Cause::Ring => self.ring,
            Cause::Unavailable => self.unavailable,
            Cause::Capacity => self.capacity,
            Cause::Reserve => self.reserve,
            Cause::Target => self.target,
            Cause::Language => self.language,
            Cause::Skill => self.skill,
            Cause::Missed => self.missed,
        }
    }

    pub(crate) const fn add(&mut self, cause: Cause, count: u32) {
        let slot = match cause {
            Cause::Closed => &mut self.closed,
            Cause::Agreement => &mut self.agreement,
            Cause::Ring => &mut self.ring,
            Cause::Unavailable => &mut self.unavailable,
            Cause::Capacity => &mut self.capacity,
            Cause::Reserve => &mut self.reserve,
            Cause::Target => &mut self.target,
            Cause::Language => &mut self.language,
            Cause::Skill => &mut self.skill,
            Cause::Missed => &mut self.missed,
        };
        *slot = slot.saturating_add(count);
    }

    /// Ruled out in all.
    pub fn total(&self) -> u32 {
        Cause::ALL.iter().map(|cause| self.of(*cause)).sum()
    }
}

/// What told the chosen counsellor from the next best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Nobody else was eligible.
    OnlyOne,
    /// Nearest to the seeker's county.
    Nearest,
    /// The centre furthest below its agreed share.
    Share,
    /// The least occupied.
    Occupancy,
    /// The longest idle.
    LongestIdle,
    /// The smaller id.
    Id,
}

impl Rule {
    /// The word in explanations on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OnlyOne => "only_one",
            Self::Nearest => "nearest",
            Self::Share => "share",
            Self::Occupancy => "occupancy",
            Self::LongestIdle => "longest_idle",
            Self::Id => "id",
        }
    }
}

/// The reasons of one offer, as counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// Counsellors looked at: all for a national contact, those of the centre for a local one.
    pub considered: u32,
    /// Those ruled out.
    pub exclusions: Exclusions,
    /// What chose among the rest.
    pub rule: Rule,
    /// Whether everybody eligible had declined or missed, so that a new round began.
    pub new_round: bool,
    /// The version of the policy under which the contact entered.
    #[serde(serialize_with = "as_text")]
    pub policy_version: Arc<str>,
}

/// One counsellor in a full explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Who.
    pub counsellor: StaffId,
    /// Whose.
    pub centre: CentreId,
    /// What rules them out; none: eligible.
    pub cause: Option<Cause>,
}

/// Why a contact waits or would be offered, counsellor by counsellor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FullExplanation {
    /// The contact.
    pub contact: ContactId,
    /// Everybody looked at, by id.
    pub judged: Vec<Judged>,
    /// Who has the offer now.
    pub offered_to: Option<StaffId>,
    /// The version of the policy under which the contact entered.
    pub policy_version: Arc<str>,
}

/// Where a contact stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// 1 is next. Grows only when `ahead_by_priority` does.
    pub position: u32,
    /// Contacts ahead only because their band comes first.
    pub ahead_by_priority: u32,
    /// Seconds still to wait; none when nobody is on duty for it.
    pub estimated_wait_seconds: Option<u32>,
    /// Whether so few are on duty that the estimate may be far off.
    pub uncertain: bool,
}

/// How long a newcomer would wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// Seconds; none when nobody is on duty for it.
    pub seconds: Option<u32>,
    /// Whether so few are on duty that the estimate may be far off.
    pub uncertain: bool,
}

fn as_text<S: serde::Serializer>(text: &Arc<str>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(text)
}
