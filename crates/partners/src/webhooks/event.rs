//! What partners are told of: closed kinds, each with closed facts.
//!
//! A fact is an id or a word of a closed set. There is no fact that could hold a text, a name or a number of a
//! person, so that no payload can.

use kernel::{Id, IdKind, Instant, ReferralId, WebhookEndpointId};
use serde_json::{Map, Value, json};

/// Something a partner is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebhookEvent {
    /// A referral's time is over. Told of every referral, used or not.
    ReferralExpired(ReferralId),
    /// The person lets the partner know that they came.
    ReferralShared(ReferralId),
    /// The person does not let the partner know any more.
    ReferralSharingWithdrawn(ReferralId),
    /// An endpoint is sent nothing any more, because it failed for days or is gone.
    EndpointDisabled(WebhookEndpointId, Cause),
    /// The partner asked for it, to see whether it arrives.
    Test(WebhookEndpointId),
}

/// Why an endpoint is sent nothing any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// No delivery succeeded for days.
    Failing,
    /// It answered that it is gone (410).
    Gone,
}

impl Cause {
    /// Every word.
    pub const WORDS: &'static [&'static str] = &["failing", "gone"];

    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Failing => "failing",
            Self::Gone => "gone",
        }
    }

    /// Reads the word back.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Failing, Self::Gone]
            .into_iter()
            .find(|cause| cause.as_str() == word)
    }
}

/// What kind of event it is; the `type` of its payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    /// See [`WebhookEvent::ReferralExpired`].
    ReferralExpired,
    /// See [`WebhookEvent::ReferralShared`].
    ReferralShared,
    /// See [`WebhookEvent::ReferralSharingWithdrawn`].
    ReferralSharingWithdrawn,
    /// See [`WebhookEvent::EndpointDisabled`].
    EndpointDisabled,
    /// See [`WebhookEvent::Test`].
    Test,
}

impl EventKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::ReferralExpired,
        Self::ReferralShared,
        Self::ReferralSharingWithdrawn,
        Self::EndpointDisabled,
        Self::Test,
    ];
    /// Every word, in the same order.
    pub const WORDS: &'static [&'static str] = &[
        "referral.expired",
        "referral.shared",
        "referral.sharing_withdrawn",
        "webhook_endpoint.disabled",
        "webhook_endpoint.test",
    ];

    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ReferralExpired => "referral.expired",
            Self::ReferralShared => "referral.shared",
            Self::ReferralSharingWithdrawn => "referral.sharing_withdrawn",
            Self::EndpointDisabled => "webhook_endpoint.disabled",
            Self::Test => "webhook_endpoint.test",
        }
    }

    /// Reads the word back.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == word)
    }

    const fn summary(self) -> &'static str {
        match self {
            Self::ReferralExpired => {
                "The time of a referral is over. Told of every referral, whether the person came or not."
            }
            Self::ReferralShared => "The person lets you know that they came.",
            Self::ReferralSharingWithdrawn => {
                "The person does not let you know any more: forget what you were told."
            }
            Self::EndpointDisabled => "One of your endpoints is sent nothing any more.",
            Self::Test => "You asked for it, to see whether it arrives.",
        }
    }

    /// The facts of its payload, in order.
    const fn fields(self) -> &'static [(&'static str, Field)] {
        match self {
            Self::ReferralExpired => &[
                ("referral_id", Field::Id("ref")),
                ("state", Field::Word(&["expired"])),
            ],
            Self::ReferralShared => &[
                ("referral_id", Field::Id("ref")),
                ("came", Field::Word(&["yes"])),
            ],
            Self::ReferralSharingWithdrawn => &[("referral_id", Field::Id("ref"))],
            Self::EndpointDisabled => &[
                ("webhook_endpoint_id", Field::Id("whe")),
                ("because", Field::Word(Cause::WORDS)),
            ],
            Self::Test => &[("webhook_endpoint_id", Field::Id("whe"))],
        }
    }
}

/// What a fact may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    /// An id that begins with these letters.
    Id(&'static str),
    /// One of these words.
    Word(&'static [&'static str]),
}

impl Field {
    fn schema(self) -> Value {
        match self {
            Self::Id(prefix) => json!({
                "type": "string",
                "pattern": format!("^{prefix}_[0-9a-hjkmnp-tv-z]{{26}}$"),
            }),
            Self::Word(words) => json!({"type": "string", "enum": words}),
        }
    }
}

/// A fact: made of an id or a word, and of nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Fact(String);

impl Fact {
    fn id<K: IdKind>(id: Id<K>) -> Self {
        Self(id.to_string())
    }

    fn word(word: &'static str) -> Self {
        Self(word.to_owned())
    }
}

impl WebhookEvent {
    /// What kind of event it is.
    pub const fn kind(self) -> EventKind {
        match self {
            Self::ReferralExpired(_) => EventKind::ReferralExpired,
            Self::ReferralShared(_) => EventKind::ReferralShared,
            Self::ReferralSharingWithdrawn(_) => EventKind::ReferralSharingWithdrawn,
            Self::EndpointDisabled(..) => EventKind::EndpointDisabled,
            Self::Test(_) => EventKind::Test,
        }
    }

    fn facts(self) -> Vec<(&'static str, Fact)> {
        match self {
            Self::ReferralExpired(id) => vec![
                ("referral_id", Fact::id(id)),
                ("state", Fact::word("expired")),
            ],
            Self::ReferralShared(id) => {
                vec![("referral_id", Fact::id(id)), ("came", Fact::word("yes"))]
            }
            Self::ReferralSharingWithdrawn(id) => vec![("referral_id", Fact::id(id))],
            Self::EndpointDisabled(id, cause) => vec![
                ("webhook_endpoint_id", Fact::id(id)),
                ("because", Fact::word(cause.as_str())),
            ],
            Self::Test(id) => vec![("webhook_endpoint_id", Fact::id(id))],
        }
    }

    /// The body, as it is kept, signed and sent: `type`, `timestamp` and `data` (Standard Webhooks, "Payload
    /// structure").
    pub(crate) fn payload(self, at: Instant) -> String {
        let facts = self.facts().into_iter();
        let data: Map<String, Value> = facts
            .map(|(name, Fact(text))| (name.to_owned(), Value::String(text)))
            .collect();
        let timestamp = at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
        json!({"type": self.kind().as_str(), "timestamp": timestamp, "data": data}).to_string()
    }
}

/// The JSON Schema (2020-12) of every payload.
pub fn webhooks_schema() -> Value {
    let kinds: Vec<Value> = EventKind::ALL.iter().map(|kind| schema_of(*kind)).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://veiviser.no/schemas/webhooks.json",
        "title": "Webhooks of Veiviser",
        "description": "Bodies of POST requests to your endpoints, signed after the Standard Webhooks specification. \
                        They hold ids and words of closed sets, nothing about persons.",
        "oneOf": kinds,
    })
}

fn schema_of(kind: EventKind) -> Value {
    let fields = kind.fields();
    let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
    let facts: Map<String, Value> = fields
        .iter()
        .map(|(name, field)| ((*name).to_owned(), field.schema()))
        .collect();
    json!({
        "title": kind.as_str(),
        "description": kind.summary(),
        "type": "object",
        "additionalProperties": false,
        "required": ["type", "timestamp", "data"],
        "properties": {
            "type": {"const": kind.as_str()},
            "timestamp": {"type": "string", "format": "date-time"},
            "data": {
                "type": "object",
                "additionalProperties": false,
                "required": names,
                "properties": facts,
            },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples() -> Vec<WebhookEvent> {
        let (sources, _clock) = testkit::sources(1);
        let referral = ReferralId::new(&sources);
        let endpoint = WebhookEndpointId::new(&sources);
        vec![
            WebhookEvent::ReferralExpired(referral),
            WebhookEvent::ReferralShared(referral),
            WebhookEvent::ReferralSharingWithdrawn(referral),
            WebhookEvent::EndpointDisabled(endpoint, Cause::Failing),
            WebhookEvent::EndpointDisabled(endpoint, Cause::Gone),
            WebhookEvent::Test(endpoint),
        ]
    }

    #[test]
    fn every_payload_holds_exactly_what_its_schema_allows() {
        for event in samples() {
            let payload: Value =
                serde_json::from_str(&event.payload(testkit::working_day())).unwrap();
            let kind = event.kind();
            assert_eq!(payload["type"], kind.as_str());
            assert_eq!(payload.as_object().unwrap().len(), 3);
            let data = payload["data"].as_object().unwrap();
            assert_eq!(data.len(), kind.fields().len());
            for (name, field) in kind.fields() {
                let text = data[*name].as_str().unwrap();
                match field {
                    Field::Id(prefix) => {
                        let digits = text
                            .strip_prefix(prefix)
                            .unwrap()
                            .strip_prefix('_')
                            .unwrap();
                        assert_eq!(digits.len(), 26, "{text}");
                    }
                    Field::Word(words) => assert!(words.contains(&text), "{text}"),
                }
            }
        }
    }

    #[test]
    fn words_are_in_the_order_of_the_kinds_and_read_back() {
        let words: Vec<&str> = EventKind::ALL.iter().map(|kind| kind.as_str()).collect();
        assert_eq!(words, EventKind::WORDS);
        for kind in EventKind::ALL {
            assert_eq!(EventKind::from_word(kind.as_str()), Some(*kind));
        }
        let kinds: std::collections::BTreeSet<_> =
            samples().into_iter().map(WebhookEvent::kind).collect();
        assert_eq!(kinds.len(), EventKind::ALL.len(), "a kind without a sample");
    }

    #[test]
    fn no_schema_has_a_free_text() {
        let schema = webhooks_schema();
        for kind in schema["oneOf"].as_array().unwrap() {
            let data = &kind["properties"]["data"];
            assert_eq!(data["additionalProperties"], false);
            for fact in data["properties"].as_object().unwrap().values() {
                assert!(fact.get("pattern").is_some() || fact.get("enum").is_some());
            }
        }
    }
}
