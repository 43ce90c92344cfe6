//! Attempts to deliver an event to an endpoint.

use kernel::{Instant, PartnerId, WebhookDeliveryId, WebhookEndpointId, WebhookEventId};

use super::event::EventKind;

/// How far an attempt has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DeliveryState {
    /// It is due, or will be.
    Pending,
    Delivered,
    /// It failed, and another attempt follows.
    Failed,
    /// It failed, and no other attempt follows.
    GivenUp,
}

impl DeliveryState {
    pub(crate) const WORDS: &'static [&'static str] =
        &["pending", "delivered", "failed", "given_up"];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::GivenUp => "given_up",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        let all = [Self::Pending, Self::Delivered, Self::Failed, Self::GivenUp];
        all.into_iter().find(|state| state.as_str() == word)
    }
}

/// What became of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The receiver answered with this status.
    Answered,
    /// It did not answer in time.
    Timeout,
    /// Nothing answers there, or not by TLS as it must.
    Unreachable,
    /// Its name leads to an address that nothing is sent to.
    AddressRefused,
    /// It waited too long for its endpoint.
    Expired,
    /// Its endpoint was disabled.
    Disabled,
}

impl Outcome {
    pub(crate) const WORDS: &'static [&'static str] = &[
        "answered",
        "timeout",
        "unreachable",
        "address_refused",
        "expired",
        "disabled",
    ];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Timeout => "timeout",
            Self::Unreachable => "unreachable",
            Self::AddressRefused => "address_refused",
            Self::Expired => "expired",
            Self::Disabled => "disabled",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        [
            Self::Answered,
            Self::Timeout,
            Self::Unreachable,
            Self::AddressRefused,
            Self::Expired,
            Self::Disabled,
        ]
        .into_iter()
        .find(|outcome| outcome.as_str() == word)
    }
}

/// An attempt as the log shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Delivery {
    pub(crate) id: WebhookDeliveryId,
    pub(crate) event: WebhookEventId,
    pub(crate) kind: EventKind,
    pub(crate) attempt: u32,
    pub(crate) state: DeliveryState,
    pub(crate) due_at: Instant,
    pub(crate) finished_at: Option<Instant>,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) status: Option<u16>,
    pub(crate) duration_ms: Option<u32>,
}

/// An attempt that this process makes now.
#[derive(Clone, Debug)]
pub(crate) struct Claimed {
    pub(crate) id: WebhookDeliveryId,
    pub(crate) partner: PartnerId,
    pub(crate) endpoint: WebhookEndpointId,
    pub(crate) event: WebhookEventId,
    pub(crate) attempt: u32,
    /// When the first attempt was due.
    pub(crate) first_at: Instant,
    /// Until when nobody else makes it.
    pub(crate) until: Instant,
}

/// What an attempt led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Attempted {
    pub(crate) outcome: Outcome,
    pub(crate) status: Option<u16>,
    pub(crate) duration_ms: u32,
    /// How long the receiver asks to be left alone.
    pub(crate) retry_after_s: Option<u64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back() {
        for word in DeliveryState::WORDS {
            assert_eq!(DeliveryState::from_word(word).unwrap().as_str(), *word);
        }
        for word in Outcome::WORDS {
            assert_eq!(Outcome::from_word(word).unwrap().as_str(), *word);
        }
    }
}
