//! What the engine is told.

use std::sync::Arc;

use kernel::{
    CentreId, Channel, ContactId, County, Instant, Language, PresenceState, StaffId, WorkType,
};

use crate::Policy;

/// The name of a topic; cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Topic(Arc<str>);

impl Topic {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Topic {
    fn from(name: &str) -> Self {
        Self(name.into())
    }
}

macro_rules! small_set {
    ($(#[$doc:meta])* $name:ident of $member:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u8);

        impl $name {
            /// No member.
            pub const EMPTY: Self = Self(0);

            /// Every member.
            pub fn all() -> Self {
                $member::ALL.iter().copied().collect()
            }

            /// The set with one more member.
            #[must_use]
            pub fn with(self, member: $member) -> Self {
                Self(self.0 | Self::bit(member))
            }

            /// Whether the member is in.
            pub fn contains(self, member: $member) -> bool {
                self.0 & Self::bit(member) != 0
            }

            /// The members, in the order of declaration.
            pub fn iter(self) -> impl Iterator<Item = $member> {
                $member::ALL.iter().copied().filter(move |member| self.contains(*member))
            }

            /// Whether nothing is in.
            pub const fn is_empty(self) -> bool {
                self.0 == 0
            }
        }

        impl FromIterator<$member> for $name {
            fn from_iter<I: IntoIterator<Item = $member>>(members: I) -> Self {
                members.into_iter().fold(Self::EMPTY, Self::with)
            }
        }
    };
}

small_set! {
    /// A set of channels.
    ChannelSet of Channel
}
small_set! {
    /// A set of languages.
    LanguageSet of Language
}

impl ChannelSet {
    const fn bit(channel: Channel) -> u8 {
        match channel {
            Channel::Chat => 1,
            Channel::Phone => 2,
            Channel::Callback => 4,
            Channel::Video => 8,
            Channel::Appointment => 16,
        }
    }
}

impl LanguageSet {
    const fn bit(language: Language) -> u8 {
        match language {
            Language::Nb => 1,
            Language::Nn => 2,
            Language::Se => 4,
            Language::En => 8,
        }
    }
}

/// The queue a contact waits in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Queue {
    /// Shared by all contributing centres.
    National,
    /// One centre's own.
    Local(CentreId),
}

/// Narrows who may take a contact that was handed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// Any counsellor of the centre.
    Centre(CentreId),
    /// This counsellor only.
    Counsellor(StaffId),
}

/// A contact that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Names it.
    pub id: ContactId,
    /// How it reaches the service.
    pub channel: Channel,
    /// The counsellor must speak it.
    pub language: Language,
    /// The counsellor must know it, until skill is relaxed.
    pub topic: Option<Topic>,
    /// What the seeker needs.
    pub work_type: WorkType,
    /// Where the seeker lives.
    pub home_county: Option<County>,
    /// Where it waits.
    pub queue: Queue,
    /// Priority; the smaller the sooner.
    pub band: u8,
    /// When it first came; kept through transfers, drops and missed offers.
    pub joined_at: Instant,
    /// Where it was handed on to.
    pub target: Option<Target>,
    /// Counsellors who handed it on and never get it back.
    pub excluded: Vec<StaffId>,
    /// The version of the policy under which it entered: heeded when it joins and when an engine is restored, while a
    /// contact that waits already or comes back from a talk keeps the policy it is here under. Without one, or with
    /// one no longer in use: the newest.
    pub policy: Option<Arc<str>>,
}

/// A counsellor as the database knows them after the event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counsellor {
    /// The membership.
    pub id: StaffId,
    /// The employer.
    pub centre: CentreId,
    /// Only `available` gets offers.
    pub state: PresenceState,
    /// Channels served now.
    pub channels: ChannelSet,
    /// Languages spoken.
    pub languages: LanguageSet,
    /// Topics known.
    pub topics: Vec<Topic>,
    /// Units in all.
    pub capacity_units: u32,
    /// Units of accepted contacts, wrap-up included, live offers not.
    pub load_units: u32,
    /// When the last contact ended.
    pub idle_since: Instant,
}

/// What a centre offers the national queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// Channels covered.
    pub channels: ChannelSet,
    /// Agreed share, in any unit common to all centres.
    pub share: u32,
    /// Names the period; another number starts the count anew.
    pub period: u32,
    /// National contacts taken in this period before the engine first heard of it.
    pub taken_before: u32,
    /// Seconds staffed in this period before the engine first heard of it.
    pub staffed_before_s: u64,
}

/// The channels open now, per kind of queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    /// For the national queue.
    pub national: ChannelSet,
    /// For the centre's own queue.
    pub local: ChannelSet,
}

/// A centre as it stands after the event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Centre {
    /// Names it.
    pub id: CentreId,
    /// Where it is.
    pub county: County,
    /// The region it belongs to; centres with the same name are near.
    pub region: Option<String>,
    /// Counties that count as near too.
    pub neighbours: Vec<County>,
    /// Free counsellors kept for the centre's own seekers.
    pub reserve: u32,
    /// The agreement in force now.
    pub agreement: Option<Agreement>,
    /// What is open now.
    pub open: Opening,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A contact begins to wait.
    ContactJoined {
        /// The contact.
        contact: Contact,
    },
    /// A contact no longer waits: the seeker left.
    ContactLeft {
        /// The contact.
        contact: ContactId,
    },
    /// A contact waits again (handed on, counsellor lost, seeker back) and keeps its time.
    ContactRequeued {
        /// The contact, with its new wishes.
        contact: Contact,
    },
    /// A counsellor is new or has changed.
    CounsellorChanged {
        /// The counsellor.
        counsellor: Counsellor,
    },
    /// A counsellor is gone for good.
    CounsellorRemoved {
        /// The counsellor.
        counsellor: StaffId,
    },
    /// The acceptance is committed.
    OfferAccepted {
        /// The contact.
        contact: ContactId,
        /// Who took it.
        counsellor: StaffId,
    },
    /// The counsellor said no.
    OfferDeclined {
        /// The contact.
        contact: ContactId,
        /// Who said no.
        counsellor: StaffId,
    },
    /// The database refused to commit the offer; nobody missed it.
    OfferVoid {
        /// The contact.
        contact: ContactId,
        /// Who never saw it.
        counsellor: StaffId,
    },
    /// Talk and wrap-up are over.
    ContactEnded {
        /// The contact.
        contact: ContactId,
        /// Whose units are free again.
        counsellor: StaffId,
    },
    /// A centre is new, opened, closed or has another agreement.
    CentreChanged {
        /// The centre.
        centre: Centre,
    },
    /// Other rules are in force for those who enter from now on. A version names one policy: what is published is
    /// not changed later under the same version.
    PolicyPublished {
        /// The rules.
        policy: Policy,
    },
    /// Time has passed.
    Tick,
}

/// Everything a new engine needs to go on where another stopped.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// All centres.
    pub centres: Vec<Centre>,
    /// All counsellors.
    pub counsellors: Vec<Counsellor>,
    /// Contacts that wait, ordered by the time they joined.
    pub waiting: Vec<Restored>,
    /// Contacts being served or wrapped up; their units are in the counsellors' load.
    pub served: Vec<Served>,
}

/// A waiting contact in a snapshot.
#[derive(Clone, Debug)]
pub struct Restored {
    /// The contact.
    pub contact: Contact,
    /// Its live offer.
    pub offer: Option<LiveOffer>,
}

/// An offer that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LiveOffer {
    /// Who has it.
    pub counsellor: StaffId,
    /// When it runs out.
    pub expires_at: Instant,
}

/// A contact being served, in a snapshot.
#[derive(Clone, Debug)]
pub struct Served {
    /// The contact.
    pub contact: ContactId,
    /// By whom.
    pub counsellor: StaffId,
    /// On which channel.
    pub channel: Channel,
    /// What for.
    pub work_type: WorkType,
    /// Since when.
    pub accepted_at: Instant,
    /// The version of the policy under which it entered; none: the newest.
    pub policy: Option<Arc<str>>,
}
