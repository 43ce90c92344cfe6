//! What the dispatcher lets the rest of the process see.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

use kernel::{
    CentreId, Channel, ContactId, County, Instant, Language, OfferId, OverrideMode, PresenceState,
    QueueKind, StaffId, WorkType,
};
use routing::{Choice, Estimate, OverflowCause, WithdrawReason};
use serde::{Deserialize, Serialize};

use crate::store::offer::OfferState;

/// Where a waiting seeker stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SeekerPlace {
    /// 1 is next.
    pub(crate) position: u32,
    /// Seconds; none when nobody on duty can take the contact.
    pub(crate) estimated_wait: Option<u32>,
    pub(crate) uncertain: bool,
    /// What to do instead of waiting, where waiting may be in vain.
    pub(crate) choices: Vec<Choice>,
    /// A counsellor is being asked.
    #[serde(default)]
    pub(crate) asked: bool,
    /// It takes longer than it should.
    #[serde(default)]
    pub(crate) longer: bool,
    /// Nobody is served just now.
    #[serde(default)]
    pub(crate) closed: Option<ClosedNow>,
}

/// That nobody in the queue is served just now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ClosedNow {
    pub(crate) why: ClosedWhy,
    pub(crate) next_opening: Option<Instant>,
}

/// Why nobody is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ClosedWhy {
    /// A coordinator closed the queue, or every centre pauses.
    ByHand,
    /// The hours are over.
    ByHours,
}

impl ClosedWhy {
    pub(crate) const WORDS: &'static [&'static str] = &["by_hand", "by_hours"];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::ByHand => "by_hand",
            Self::ByHours => "by_hours",
        }
    }
}

/// The queue in three numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct QueueSummary {
    pub(crate) waiting: u32,
    /// Since when the one who waits longest has waited.
    pub(crate) oldest: Option<Instant>,
    pub(crate) available: u32,
    /// What a coordinator decided about the chat, against the hours.
    #[serde(default)]
    pub(crate) mode: Option<OverrideMode>,
}

/// An offer as a desk shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OfferCard {
    pub(crate) id: OfferId,
    pub(crate) contact: ContactId,
    pub(crate) offered_at: Instant,
    pub(crate) expires_at: Instant,
    pub(crate) channel: Channel,
    pub(crate) language: Language,
    pub(crate) topic: Option<String>,
    pub(crate) work_type: WorkType,
    pub(crate) county: Option<County>,
    pub(crate) queue: QueueKind,
    pub(crate) joined_at: Instant,
}

/// Why an offer disappears from a desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WithdrawnReason {
    Expired,
    Left,
    Taken,
    Declined,
    /// The queue is closed; the seeker still waits.
    Closed,
}

impl WithdrawnReason {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::Left => "left",
            Self::Taken => "taken",
            Self::Declined => "declined",
            Self::Closed => "closed",
        }
    }
}

impl From<WithdrawReason> for WithdrawnReason {
    fn from(reason: WithdrawReason) -> Self {
        match reason {
            WithdrawReason::Expired => Self::Expired,
            WithdrawReason::Declined => Self::Declined,
            WithdrawReason::Taken => Self::Taken,
            WithdrawReason::Closed => Self::Closed,
            WithdrawReason::Left | WithdrawReason::Unavailable | WithdrawReason::Requeued => {
                Self::Left
            }
        }
    }
}

impl From<OfferState> for WithdrawnReason {
    fn from(state: OfferState) -> Self {
        match state {
            OfferState::Accepted => Self::Taken,
            OfferState::Declined => Self::Declined,
            OfferState::Expired => Self::Expired,
            OfferState::Live | OfferState::Withdrawn => Self::Left,
        }
    }
}

/// A counsellor a contact can be handed on to; under the alias, as everywhere outside their centre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Colleague {
    pub(crate) staff: StaffId,
    pub(crate) centre: CentreId,
    pub(crate) alias: String,
    pub(crate) state: PresenceState,
    pub(crate) languages: Vec<Language>,
    pub(crate) free_units: u32,
}

impl From<&centres::Counsellor> for Colleague {
    fn from(row: &centres::Counsellor) -> Self {
        Self {
            staff: row.staff_id,
            centre: row.centre_id,
            alias: row.alias.clone(),
            state: row.state,
            languages: row.languages.clone(),
            free_units: row.capacity_units.saturating_sub(row.load_units),
        }
    }
}

/// Written by the dispatcher, or from what the one of another replica lets know; read by everyone.
#[derive(Debug, Default)]
pub(crate) struct Board(RwLock<Figures>);

/// The board's content.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    pub(crate) places: HashMap<ContactId, SeekerPlace>,
    pub(crate) choices: HashMap<ContactId, (OverflowCause, Vec<Choice>)>,
    pub(crate) colleagues: HashMap<StaffId, Colleague>,
    pub(crate) waiting: u32,
    pub(crate) estimates: HashMap<(Channel, Language), Estimate>,
}

impl Board {
    pub(super) fn write<T>(&self, change: impl FnOnce(&mut Figures) -> T) -> T {
        change(&mut self.0.write().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn read<T>(&self, look: impl FnOnce(&Figures) -> T) -> T {
        look(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Where a waiting contact stands.
    pub(crate) fn place(&self, contact: ContactId) -> Option<SeekerPlace> {
        self.read(|figures| figures.places.get(&contact).cloned())
    }

    /// What to do instead of waiting in vain.
    pub(crate) fn choices(&self, contact: ContactId) -> Vec<Choice> {
        self.read(|figures| {
            let noted = figures.choices.get(&contact);
            noted.map(|(_, choices)| choices.clone())
        })
        .unwrap_or_default()
    }

    /// How many wait nationally.
    pub(crate) fn waiting(&self) -> u32 {
        self.read(|figures| figures.waiting)
    }

    /// How long a newcomer would wait.
    pub(crate) fn estimate(&self, channel: Channel, language: Language) -> Estimate {
        let unknown = Estimate {
            seconds: None,
            uncertain: true,
        };
        self.read(|figures| {
            figures
                .estimates
                .get(&(channel, language))
                .copied()
                .unwrap_or(unknown)
        })
    }

    /// Everybody who has a desk open.
    pub(crate) fn colleagues(&self) -> Vec<Colleague> {
        let mut present: Vec<Colleague> = self.read(|figures| {
            let colleagues = figures.colleagues.values();
            colleagues
                .filter(|colleague| colleague.state != PresenceState::Offline)
                .cloned()
                .collect()
        });
        present.sort_by(|a, b| a.alias.cmp(&b.alias).then(a.staff.cmp(&b.staff)));
        present
    }

    /// One counsellor, whatever the presence.
    pub(crate) fn colleague(&self, staff: StaffId) -> Option<Colleague> {
        self.read(|figures| figures.colleagues.get(&staff).cloned())
    }
}
