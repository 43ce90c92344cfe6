//! Bodies of requests and answers.

use chrono::{DateTime, FixedOffset, Utc};
use kernel::{County, Instant, Language, ReferralId};
use platform::{
    Pii,
    http::{OneOf, Problem, Wire, Words},
};
use poem_openapi::Object;
use serde::{Deserialize, Serialize};

use crate::referrals::{
    app::{Looked, Made, Shown},
    code,
    referral::{Consent, Draft, Handover, Referral, ShownState, TOPICS},
};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident = $set:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) struct $name;

        impl Words for $name {
            const WORDS: &'static [&'static str] = $set;
        }
    )*};
}

words! {
    /// Topics of a conversation.
    TopicWords = TOPICS;
    /// How the person gets the code.
    MethodWords = Handover::WORDS;
    /// How far a referral has come.
    StateWords = ShownState::WORDS;
}

/// How the person gets the code.
#[derive(Object, Serialize, Deserialize)]
#[oai(rename = "ReferralDelivery")]
#[serde(deny_unknown_fields)]
pub(super) struct DeliveryInput {
    method: Wire<OneOf<MethodWords>>,
    /// An e-mail address, or a number such as +4712345678. It is erased once the message is sent.
    address: Option<String>,
}

impl std::fmt::Debug for DeliveryInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DeliveryInput").finish_non_exhaustive()
    }
}

impl DeliveryInput {
    fn read(self) -> Result<Handover, Problem> {
        let address = self.address.map(Pii::new);
        match (self.method.0.as_str(), address) {
            ("email", Some(address)) => Ok(Handover::Email(address)),
            ("sms", Some(address)) => Ok(Handover::Text(address)),
            ("handed_over", None) => Ok(Handover::Partner),
            ("handed_over", Some(_)) => {
                Err(Problem::invalid("delivery.address", "must be left out"))
            }
            _ => Err(Problem::invalid("delivery.address", "is needed")),
        }
    }
}

/// What the person agreed to.
#[derive(Debug, Object, Serialize, Deserialize)]
#[oai(rename = "ReferralConsentChange")]
#[serde(deny_unknown_fields)]
pub(super) struct ConsentInput {
    /// The unit that asked, never a person: letters, digits and . _ -, such as `nav-bergen`.
    asked_by: String,
    /// Which wording the person was shown, such as `2026-11.nb`.
    wording: String,
    /// Within the last 30 days.
    given_at: DateTime<FixedOffset>,
}

/// A person pointed to guidance. There is no place for who it is.
#[derive(Debug, Object, Serialize, Deserialize)]
#[oai(rename = "ReferralCreate")]
#[serde(deny_unknown_fields)]
pub(super) struct ReferralInput {
    /// Of the message and of the conversation.
    language: Wire<Language>,
    county: Option<Wire<County>>,
    topic: Option<Wire<OneOf<TopicWords>>>,
    delivery: DeliveryInput,
    consent: ConsentInput,
    /// Days the code is good, 1 to 180; 60 if absent.
    valid_days: Option<u32>,
}

impl ReferralInput {
    pub(super) fn into_draft(self) -> Result<Draft, Problem> {
        Ok(Draft {
            language: self.language.0,
            county: self.county.map(|county| county.0),
            topic: self.topic.map(|topic| topic.0.as_str().to_owned()),
            handover: self.delivery.read()?,
            consent: Consent {
                asked_by: self.consent.asked_by,
                wording: self.consent.wording,
                given_at: self.consent.given_at.to_utc(),
            },
            valid_days: self.valid_days,
        })
    }
}

/// A referral was made.
#[derive(Debug, Object)]
#[oai(rename = "ReferralCreated", skip_serializing_if_is_none)]
pub(super) struct MadeBody {
    id: Wire<ReferralId>,
    /// For the person alone. Absent where it is sent to them.
    code: Option<String>,
    /// Where the code is used.
    link: Option<String>,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
}

impl MadeBody {
    pub(super) fn new(made: &Made, public_url: &str) -> Self {
        let code = made.code.as_ref();
        Self {
            id: Wire(made.referral.id),
            link: code.map(|code| code::link(public_url, code)),
            code: code.map(|code| code.expose().clone()),
            created_at: made.referral.created_at,
            expires_at: made.referral.expires_at,
        }
    }
}

/// What the person agreed to.
#[derive(Debug, Object)]
#[oai(rename = "ReferralConsent")]
pub(super) struct ConsentBody {
    asked_by: String,
    wording: String,
    given_at: DateTime<Utc>,
}

/// A referral. It reads the same whether the person came or not, unless they let you know.
#[derive(Debug, Object)]
#[oai(rename = "Referral", skip_serializing_if_is_none)]
pub(super) struct ReferralBody {
    id: Wire<ReferralId>,
    /// By what you did and by time alone.
    state: Wire<OneOf<StateWords>>,
    language: Wire<Language>,
    county: Option<Wire<County>>,
    topic: Option<Wire<OneOf<TopicWords>>>,
    delivery_method: Wire<OneOf<MethodWords>>,
    consent: ConsentBody,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    withdrawn_at: Option<DateTime<Utc>>,
    /// True while the person lets you know that they came; else absent.
    shared: Option<bool>,
}

impl ReferralBody {
    pub(super) fn new(referral: &Referral, now: Instant) -> Self {
        let consent = &referral.consent;
        Self {
            id: Wire(referral.id),
            state: Wire::word(referral.state(now).as_str()),
            language: Wire(referral.language),
            county: referral.county.map(Wire),
            topic: referral.topic.clone().map(Wire::word),
            delivery_method: Wire::word(referral.handover.clone()),
            consent: ConsentBody {
                asked_by: consent.asked_by.clone(),
                wording: consent.wording.clone(),
                given_at: consent.given_at,
            },
            created_at: referral.created_at,
            expires_at: referral.expires_at,
            withdrawn_at: referral.withdrawn_at,
            shared: referral.is_shared.then_some(true),
        }
    }
}

/// A page of referrals, newest first.
#[derive(Debug, Object)]
#[oai(rename = "Referrals", skip_serializing_if_is_none)]
pub(super) struct ReferralsPage {
    pub(super) items: Vec<ReferralBody>,
    /// Where the next page begins; absent at the end.
    pub(super) next: Option<Wire<ReferralId>>,
}

/// The code of a referral.
#[derive(Object, Deserialize)]
#[oai(rename = "ReferralCode")]
#[serde(deny_unknown_fields)]
pub(super) struct CodeInput {
    /// Upper or lower case, with or without dashes.
    pub(super) code: String,
}

impl std::fmt::Debug for CodeInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CodeInput")
    }
}

/// What lets the partner know, or not any more.
#[derive(Object, Deserialize)]
#[oai(rename = "ReferralSharing")]
#[serde(deny_unknown_fields)]
pub(super) struct SharingInput {
    /// Upper or lower case, with or without dashes.
    code: String,
    /// `referral_key` of the answer to a start by the code: without it, the code is one that is not known.
    key: Option<String>,
}

impl std::fmt::Debug for SharingInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SharingInput")
    }
}

impl SharingInput {
    pub(super) fn shown(&self) -> Shown<'_> {
        Shown {
            code: &self.code,
            proof: self.key.as_deref().unwrap_or_default(),
        }
    }
}

/// A referral as the person sees it, the same whether a conversation began by it or not.
#[derive(Debug, Object)]
#[oai(rename = "ReferralOfPerson", skip_serializing_if_is_none)]
pub(super) struct LookedBody {
    /// Who points you to guidance.
    partner: String,
    language: Wire<Language>,
    county: Option<Wire<County>>,
    topic: Option<Wire<OneOf<TopicWords>>>,
    expires_at: DateTime<Utc>,
    /// You let the partner know that you came.
    shared: bool,
}

impl From<Looked> for LookedBody {
    fn from(looked: Looked) -> Self {
        let referral = looked.referral;
        Self {
            partner: looked.partner,
            language: Wire(referral.language),
            county: referral.county.map(Wire),
            topic: referral.topic.map(Wire::word),
            expires_at: referral.expires_at,
            shared: referral.is_shared,
        }
    }
}
