//! Closed sets of words shared by database, API and screen.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The text is none of the words of its set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected one of {expected:?}")]
pub struct UnknownWord {
    /// All words of the set.
    pub expected: &'static [&'static str],
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $variant:ident = $word:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$word_doc])* #[serde(rename = $word)] $variant,)*
        }

        impl $name {
            /// Every member, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];
            /// Every word, in the same order.
            pub const WORDS: &'static [&'static str] = &[$($word,)*];

            /// The word in the database and on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;
            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                match text {
                    $($word => Ok(Self::$variant),)*
                    _ => Err(UnknownWord { expected: Self::WORDS }),
                }
            }
        }
    )*};
}

words! {
    /// A language of the service.
    Language {
        /// Bokmål.
        Nb = "nb",
        /// Nynorsk.
        Nn = "nn",
        /// Northern Sami.
        Se = "se",
        /// English.
        En = "en",
    }
    /// How a contact reaches the service.
    Channel {
        /// Written, immediate.
        Chat = "chat",
        /// Spoken, immediate.
        Phone = "phone",
        /// The service calls the seeker.
        Callback = "callback",
        /// Seen and spoken.
        Video = "video",
        /// Booked ahead.
        Appointment = "appointment",
    }
    /// What the seeker needs; the wait to expect depends on it.
    WorkType {
        /// A short answer, about 10 minutes.
        Information = "information",
        /// A guidance talk, about 40 minutes.
        Guidance = "guidance",
    }
    /// Which queue a contact waits in, or an interval of opening hours is for.
    QueueKind {
        /// The one queue all contributing centres share.
        National = "national",
        /// A centre's own queue.
        Local = "local",
    }
    /// What a coordinator decides against the opening hours.
    OverrideMode {
        /// Newcomers are let in, whatever the hours say.
        Open = "open",
        /// Nobody is let in, and nobody who waits is offered.
        Closed = "closed",
        /// Nobody is let in; whoever waits is still served.
        Draining = "draining",
        /// A centre gets no new national contacts.
        Paused = "paused",
    }
    /// What a service notice is about.
    NoticeKind {
        /// Something known ahead.
        Planned = "planned",
        /// Something that went wrong.
        Sudden = "sudden",
    }
    /// Where a service notice is shown.
    NoticePlace {
        /// On the public pages.
        Pages = "pages",
        /// In the chat widget.
        Widget = "widget",
        /// To staff.
        Desk = "desk",
    }
    /// One of the two that make a contribution agreement.
    Side {
        /// The centre that contributes.
        Centre = "centre",
        /// The national layer.
        National = "national",
    }
    /// How far a contribution agreement has come; whether it holds now is a matter of its dates.
    AgreementState {
        /// One side has accepted, the other has not answered.
        Proposed = "proposed",
        /// Both sides have accepted.
        Accepted = "accepted",
        /// The other side said no.
        Declined = "declined",
        /// Whoever proposed took it back.
        Withdrawn = "withdrawn",
        /// Another one took its place before it began.
        Replaced = "replaced",
        /// Ended before it began.
        Ended = "ended",
    }
    /// What a partner's system is registered for.
    PartnerEnvironment {
        /// Trying it out, by made-up organisations if wished.
        Sandbox = "sandbox",
        /// For real persons.
        Production = "production",
    }
    /// Whether a partner is let in.
    PartnerState {
        /// It is.
        Active = "active",
        /// Not until a coordinator takes it back.
        Suspended = "suspended",
    }
    /// How many requests a minute a partner may make.
    PartnerQuota {
        /// 60.
        Small = "small",
        /// 600.
        Medium = "medium",
        /// 6000.
        Large = "large",
    }
    /// What a partner's token may be good for. On the wire a prefix stands before it.
    PartnerScope {
        /// Whether the service and centres are open.
        AvailabilityRead = "availability.read",
        /// Pointing people to guidance.
        ReferralWrite = "referral.write",
        /// Booking.
        AppointmentWrite = "appointment.write",
        /// Where news are sent.
        WebhookManage = "webhook.manage",
        /// Open statistics.
        StatisticsRead = "statistics.read",
        /// Links by which a class begins conversations.
        ClassWrite = "class.write",
    }
    /// Whether a counsellor can be offered contacts.
    PresenceState {
        /// Takes contacts.
        Available = "available",
        /// Logged in, takes none.
        Away = "away",
        /// Finishes the previous contact.
        WrapUp = "wrap_up",
        /// Has no desk open.
        Offline = "offline",
    }
    /// How far a wish to hand a shift over has come.
    SwapState {
        /// Waits for a colleague.
        Open = "open",
        /// A colleague takes it; waits for the administrator.
        Accepted = "accepted",
        /// The shift changed hands.
        Done = "done",
        /// The colleague who was asked does not take it.
        Declined = "declined",
        /// The administrator does not want it.
        Refused = "refused",
        /// Whoever asked keeps the shift.
        Withdrawn = "withdrawn",
        /// The shift was changed or removed meanwhile.
        Cancelled = "cancelled",
        /// The shift has begun.
        Expired = "expired",
    }
}
