//! Typed ids: a UUIDv7 (RFC 9562) inside, `prefix_` and 26 characters of Crockford base32 outside.

use std::{fmt, marker::PhantomData, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::Sources;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const TEXT_LENGTH: usize = 26;

/// What an id names; carries the prefix seen on the wire.
pub trait IdKind: Copy + Ord + fmt::Debug + Send + Sync + 'static {
    /// Three letters before the underscore.
    const PREFIX: &'static str;
}

/// An id of one kind. Ids of different kinds do not mix.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id<K> {
    uuid: Uuid,
    kind: PhantomData<fn() -> K>,
}

/// The text is no id of the expected kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id starting with {expected}_")]
pub struct IdError {
    /// The prefix an id of this kind has.
    pub expected: &'static str,
}

impl<K: IdKind> Id<K> {
    /// Makes a new id from the current time and chance.
    pub fn new(sources: &Sources) -> Self {
        let mut random = [0_u8; 10];
        sources.entropy().fill(&mut random);
        let millis = u64::try_from(sources.now().timestamp_millis()).unwrap_or_default();
        Self::from_row(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    /// Reads the id out of a database row.
    pub const fn from_row(uuid: Uuid) -> Self {
        Self {
            uuid,
            kind: PhantomData,
        }
    }

    /// The form the database keeps.
    pub const fn to_row(self) -> Uuid {
        self.uuid
    }
}

impl<K: IdKind> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [b'0'; TEXT_LENGTH];
        let mut rest = self.uuid.as_u128();
        for slot in text.iter_mut().rev() {
            let digit = usize::try_from(rest & 31).unwrap_or_default();
            *slot = ALPHABET.get(digit).copied().unwrap_or(b'0');
            rest >>= 5;
        }
        write!(f, "{}_{}", K::PREFIX, String::from_utf8_lossy(&text))
    }
}

impl<K: IdKind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<K: IdKind> FromStr for Id<K> {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let error = IdError {
            expected: K::PREFIX,
        };
        let digits = text
            .strip_prefix(K::PREFIX)
            .and_then(|rest| rest.strip_prefix('_'))
            .filter(|digits| digits.len() == TEXT_LENGTH)
            .ok_or(error)?;
        let mut value = 0_u128;
        for (place, byte) in digits.bytes().enumerate() {
            let digit = ALPHABET.iter().position(|&known| known == byte);
            let digit = digit
                .and_then(|digit| u128::try_from(digit).ok())
                .ok_or(error)?;
            if place == 0 && digit > 7 {
                return Err(error);
            }
            value = (value << 5) | digit;
        }
        Ok(Self::from_row(Uuid::from_u128(value)))
    }
}

impl<K: IdKind> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, K: IdKind> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident, $kind:ident, $prefix:literal;)*) => {$(
        #[doc = concat!("Marks ids written `", $prefix, "_…`.")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $kind;
        impl IdKind for $kind {
            const PREFIX: &'static str = $prefix;
        }
        $(#[$doc])*
        pub type $name = Id<$kind>;
    )*};
}

// Alphabetical and append-only: a prefix once used keeps its meaning.
ids! {
    /// A time somebody is not there.
    AbsenceId, AbsenceKind, "abs";
    /// A person who logs in.
    AccountId, AccountKind, "acc";
    /// A centre's promise to the national queue.
    AgreementId, AgreementKind, "agr";
    /// A career centre: the tenant.
    CentreId, CentreKind, "ctr";
    /// A link by which a class begins conversations.
    ClassLinkId, ClassLinkKind, "cls";
    /// One seeker's request on one channel.
    ContactId, ContactKind, "cnt";
    /// The talk itself.
    ConversationId, ConversationKind, "cnv";
    /// A dated exception from opening hours.
    ExceptionId, ExceptionKind, "exc";
    /// An invitation to become a member of a centre's staff.
    InvitationId, InvitationKind, "inv";
    /// A person's identity at a log-in provider.
    IdentityId, IdentityKind, "idn";
    /// A provider to log in by.
    IdentityProviderId, IdentityProviderKind, "idp";
    /// A service notice.
    NoticeId, ServiceNoticeKind, "ntc";
    /// A contact offered to a counsellor.
    OfferId, OfferKind, "ofr";
    /// An organisation whose systems call the service.
    PartnerId, PartnerKind, "ptn";
    /// A public key a partner signs for.
    PartnerKeyId, PartnerKeyKind, "pky";
    /// A public key somebody logs in by.
    PasskeyId, PasskeyKind, "psk";
    /// A canned phrase.
    PhraseId, PhraseKind, "phr";
    /// A person whom a partner points to guidance.
    ReferralId, ReferralKind, "ref";
    /// What a run of the retention rules erased.
    ReportId, ReportKind, "rpt";
    /// Shifts that come round by the week.
    SeriesId, SeriesKind, "srs";
    /// A log-in that can be revoked.
    SessionId, SessionKind, "ses";
    /// A time somebody is planned to work.
    ShiftId, ShiftKind, "shf";
    /// A place where a centre meets people.
    SiteId, SiteKind, "sit";
    /// A person's membership of one centre.
    StaffId, StaffKind, "stf";
    /// A time when the national queue is run for many.
    SurgeId, SurgeKind, "srg";
    /// A wish to hand a shift over.
    SwapId, SwapKind, "swp";
    /// An attempt to deliver an event.
    WebhookDeliveryId, WebhookDeliveryKind, "dlv";
    /// Where a partner receives events.
    WebhookEndpointId, WebhookEndpointKind, "whe";
    /// What a partner is told of.
    WebhookEventId, WebhookEventKind, "evt";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_form_reads_back_and_keeps_order() {
        let one = CentreId::from_row(Uuid::from_u128(1));
        let large = CentreId::from_row(Uuid::from_u128(u128::MAX));
        for id in [one, large] {
            assert_eq!(id.to_string().parse(), Ok(id));
        }
        assert!(one.to_string() < large.to_string());
    }

    #[test]
    fn refuses_wrong_prefix_length_and_overflow() {
        let id = CentreId::from_row(Uuid::from_u128(7)).to_string();
        assert!(id.parse::<StaffId>().is_err());
        assert!(id.get(1..).unwrap_or_default().parse::<CentreId>().is_err());
        assert!(
            "ctr_zzzzzzzzzzzzzzzzzzzzzzzzzz"
                .parse::<CentreId>()
                .is_err()
        );
        assert!("ctr_".parse::<CentreId>().is_err());
    }
}
