//! What replicas tell each other of conversations and desks: ids and numbers, never content. Whoever holds
//! the stream reads the rows.

use kernel::{ContactId, ConversationId, OfferId, StaffId};
use serde::{Deserialize, Serialize};

use super::hub::{Bye, Hub, ToDesk, ToSeeker};
use crate::dispatch::WithdrawnReason;

/// One piece of news.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "news", rename_all = "snake_case")]
pub(crate) enum Far {
    /// The conversation's last number.
    Said {
        conversation: ConversationId,
        seq: i64,
    },
    Typing {
        conversation: ConversationId,
    },
    Read {
        conversation: ConversationId,
        seq: i64,
    },
    Refresh {
        conversation: ConversationId,
    },
    Erased {
        conversation: ConversationId,
    },
    /// Seekers who gave a sign of life.
    Seen {
        conversations: Vec<ConversationId>,
    },
    Left {
        conversation: ConversationId,
    },
    DeskSaid {
        staff: StaffId,
        contact: ContactId,
        seq: i64,
    },
    DeskTyping {
        staff: StaffId,
        contact: ContactId,
    },
    DeskRead {
        staff: StaffId,
        contact: ContactId,
        seq: i64,
    },
    DeskContact {
        staff: StaffId,
        contact: ContactId,
    },
    DeskOffer {
        staff: StaffId,
        offer: OfferId,
    },
    DeskWithdrawn {
        staff: StaffId,
        offer: OfferId,
        contact: ContactId,
        reason: WithdrawnReason,
    },
    DeskPresence {
        staff: StaffId,
    },
}

impl Far {
    /// None for what concerns streams of this process alone. Places travel with the dispatcher's figures.
    pub(super) fn of_seeker(conversation: ConversationId, item: &ToSeeker) -> Option<Self> {
        Some(match item {
            ToSeeker::Message(message) => Self::Said {
                conversation,
                seq: message.seq,
            },
            ToSeeker::Typing => Self::Typing { conversation },
            ToSeeker::Read(seq) => Self::Read {
                conversation,
                seq: *seq,
            },
            ToSeeker::Refresh => Self::Refresh { conversation },
            ToSeeker::Bye(Bye::Erased) => Self::Erased { conversation },
            ToSeeker::Appended(_)
            | ToSeeker::Place(_)
            | ToSeeker::Behind(_)
            | ToSeeker::Look(_)
            | ToSeeker::Bye(_) => return None,
        })
    }

    /// None for what concerns desks of this process alone.
    pub(super) fn of_desk(staff: StaffId, item: &ToDesk) -> Option<Self> {
        Some(match item {
            ToDesk::Message(contact, message) => Self::DeskSaid {
                staff,
                contact: *contact,
                seq: message.seq,
            },
            ToDesk::Typing(contact) => Self::DeskTyping {
                staff,
                contact: *contact,
            },
            ToDesk::Read(contact, seq) => Self::DeskRead {
                staff,
                contact: *contact,
                seq: *seq,
            },
            ToDesk::Contact(contact) => Self::DeskContact {
                staff,
                contact: *contact,
            },
            ToDesk::Offer(card) => Self::DeskOffer {
                staff,
                offer: card.id,
            },
            ToDesk::OfferWithdrawn(offer, contact, reason) => Self::DeskWithdrawn {
                staff,
                offer: *offer,
                contact: *contact,
                reason: *reason,
            },
            ToDesk::Presence => Self::DeskPresence { staff },
            ToDesk::Appended(..)
            | ToDesk::OfferMade(_)
            | ToDesk::Behind(..)
            | ToDesk::Look
            | ToDesk::CheckLogin
            | ToDesk::Bye(_) => return None,
        })
    }

    /// Tells the streams of this process.
    pub(super) fn deliver(self, hub: &Hub) {
        let seeker = |id, item| hub.tell_seeker_here(id, &item);
        let desk = |id, item| hub.tell_desk_here(id, &item);
        match self {
            Self::Said { conversation, seq } => seeker(conversation, ToSeeker::Behind(seq)),
            Self::Typing { conversation } => seeker(conversation, ToSeeker::Typing),
            Self::Read { conversation, seq } => seeker(conversation, ToSeeker::Read(seq)),
            Self::Refresh { conversation } => seeker(conversation, ToSeeker::Refresh),
            Self::Erased { conversation } => seeker(conversation, ToSeeker::Bye(Bye::Erased)),
            Self::Seen { conversations } => hub.elsewhere().seen(&conversations),
            Self::Left { conversation } => hub.elsewhere().left(conversation),
            Self::DeskSaid {
                staff,
                contact,
                seq,
            } => desk(staff, ToDesk::Behind(contact, seq)),
            Self::DeskTyping { staff, contact } => desk(staff, ToDesk::Typing(contact)),
            Self::DeskRead {
                staff,
                contact,
                seq,
            } => desk(staff, ToDesk::Read(contact, seq)),
            Self::DeskContact { staff, contact } => desk(staff, ToDesk::Contact(contact)),
            Self::DeskOffer { staff, offer } => desk(staff, ToDesk::OfferMade(offer)),
            Self::DeskWithdrawn {
                staff,
                offer,
                contact,
                reason,
            } => desk(staff, ToDesk::OfferWithdrawn(offer, contact, reason)),
            Self::DeskPresence { staff } => desk(staff, ToDesk::Presence),
        }
    }
}
