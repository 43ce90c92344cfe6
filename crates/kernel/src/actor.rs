//! Who acts, and in which scope.

use serde::{Deserialize, Serialize};

use crate::{AccountId, CentreId, ConversationId, PartnerId, StaffId};

/// Who a request, job or command line acts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody known: the public pages.
    Anyone,
    /// The seeker who holds the token of one conversation.
    Seeker(ConversationId),
    /// A logged-in person; `staff` is the membership they act under, none for national roles.
    Account {
        /// The person.
        account: AccountId,
        /// The membership acted under.
        staff: Option<StaffId>,
    },
    /// A partner's system.
    Partner(PartnerId),
    /// The product itself: dispatch, jobs, command line.
    System,
}

/// Which rows may be touched. The three walls of tenancy all read this one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Rows of one centre, and contacts its counsellors serve.
    Centre(CentreId),
    /// One conversation and its contact.
    Conversation(ConversationId),
    /// What one partner registered or did.
    Partner(PartnerId),
    /// All rows, by a national role.
    National,
    /// All rows, by the product itself.
    System,
    /// Only rows open to all, such as closed days.
    Public,
}

/// A role held in a domain: one centre, or the national layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Guides seekers.
    Counsellor,
    /// Administers one centre.
    CentreAdministrator,
    /// Coordinates the national queue.
    NationalCoordinator,
}

impl Role {
    /// Every role.
    pub const ALL: &'static [Self] = &[
        Self::Counsellor,
        Self::CentreAdministrator,
        Self::NationalCoordinator,
    ];

    /// The word in the database, in the policy and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Counsellor => "counsellor",
            Self::CentreAdministrator => "centre_administrator",
            Self::NationalCoordinator => "national_coordinator",
        }
    }

    /// Reads the word back.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.as_str() == word)
    }
}
