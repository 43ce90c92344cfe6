//! Bodies of requests and answers.

use chrono::{DateTime, FixedOffset, Utc};
use kernel::{WebhookDeliveryId, WebhookEndpointId, WebhookEventId};
use platform::{
    Secret,
    http::{OneOf, Wire, Words},
};
use poem_openapi::Object;
use serde::{Deserialize, Serialize};

use crate::webhooks::{
    delivery::{Delivery, DeliveryState, Outcome},
    endpoint::{Endpoint, EndpointState, Wish},
    event::{Cause, EventKind},
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
    /// Kinds of events.
    KindWords = EventKind::WORDS;
    /// States of endpoints.
    StateWords = EndpointState::WORDS;
    /// States of their circuits.
    CircuitWords = &["closed", "failing", "open"];
    /// Why they were disabled.
    CauseWords = Cause::WORDS;
    /// States of attempts.
    DeliveryWords = DeliveryState::WORDS;
    /// What became of them.
    OutcomeWords = Outcome::WORDS;
}

/// Where you want to be told of what.
#[derive(Debug, Object, Serialize, Deserialize)]
#[oai(rename = "WebhookEndpointChange")]
#[serde(deny_unknown_fields)]
pub(super) struct EndpointInput {
    /// On the public internet, by https, at port 443 or 8443; at most 255 characters.
    url: String,
    /// For yourself; at most 200 characters.
    description: Option<String>,
    /// At least one.
    event_types: Vec<Wire<OneOf<KindWords>>>,
    /// Nothing is sent now. What happens meanwhile waits, for a day at most.
    paused: Option<bool>,
}

impl EndpointInput {
    pub(super) fn into_wish(self) -> Wish {
        let kinds = self.event_types.iter();
        Wish {
            kinds: kinds
                .filter_map(|kind| EventKind::from_word(kind.0.as_str()))
                .collect(),
            url: self.url,
            description: self.description.unwrap_or_default(),
            is_paused: self.paused.unwrap_or_default(),
        }
    }
}

/// Where you are told of what.
#[derive(Debug, Object)]
#[oai(rename = "WebhookEndpoint", skip_serializing_if_is_none)]
pub(super) struct EndpointBody {
    id: Wire<WebhookEndpointId>,
    url: String,
    description: String,
    event_types: Vec<Wire<OneOf<KindWords>>>,
    state: Wire<OneOf<StateWords>>,
    /// Why it is disabled. A change enables it again.
    disabled_because: Option<Wire<OneOf<CauseWords>>>,
    /// `open`: it failed so often in a row that it is left alone for a while.
    circuit: Wire<OneOf<CircuitWords>>,
    /// Since when nothing arrived.
    failing_since: Option<DateTime<Utc>>,
    /// Until when the secret before the present one is good as well.
    earlier_secret_until: Option<DateTime<Utc>>,
    /// Its `ETag` without the quotes.
    version: u32,
    created_at: DateTime<Utc>,
    changed_at: DateTime<Utc>,
}

impl From<&Endpoint> for EndpointBody {
    fn from(endpoint: &Endpoint) -> Self {
        let kinds = endpoint.wish.kinds.iter();
        let because = endpoint.disabled_because;
        Self {
            id: Wire(endpoint.id),
            url: endpoint.wish.url.clone(),
            description: endpoint.wish.description.clone(),
            event_types: kinds.map(|kind| Wire::word(kind.as_str())).collect(),
            state: Wire::word(endpoint.state.as_str()),
            disabled_because: because.map(|cause| Wire::word(cause.as_str())),
            circuit: Wire::word(endpoint.health.circuit()),
            failing_since: endpoint.health.failing_since,
            earlier_secret_until: endpoint.earlier.as_ref().map(|(_, until)| *until),
            version: endpoint.version,
            created_at: endpoint.created_at,
            changed_at: endpoint.changed_at,
        }
    }
}

/// An endpoint with its secret.
#[derive(Debug, Object)]
#[oai(rename = "WebhookEndpointSecret")]
pub(super) struct SecretBody {
    endpoint: EndpointBody,
    /// What signatures are verified by. It is shown this once.
    secret: String,
}

impl SecretBody {
    pub(super) fn new(endpoint: &Endpoint, secret: &Secret<String>) -> Self {
        Self {
            endpoint: endpoint.into(),
            secret: secret.expose().clone(),
        }
    }
}

/// A page of endpoints.
#[derive(Debug, Object)]
#[oai(rename = "WebhookEndpoints", skip_serializing_if_is_none)]
pub(super) struct EndpointsPage {
    pub(super) items: Vec<EndpointBody>,
    /// Where the next page begins; absent at the end.
    pub(super) next: Option<Wire<WebhookEndpointId>>,
}

/// An attempt to deliver an event.
#[derive(Debug, Object)]
#[oai(rename = "WebhookDelivery", skip_serializing_if_is_none)]
pub(super) struct DeliveryBody {
    id: Wire<WebhookDeliveryId>,
    /// The same for every attempt: `webhook-id`.
    event_id: Wire<WebhookEventId>,
    event_type: Wire<OneOf<KindWords>>,
    /// From 1.
    attempt: u32,
    state: Wire<OneOf<DeliveryWords>>,
    due_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
    outcome: Option<Wire<OneOf<OutcomeWords>>>,
    /// What you answered. The body of an answer is not kept.
    status: Option<u16>,
    duration_ms: Option<u32>,
}

impl From<&Delivery> for DeliveryBody {
    fn from(delivery: &Delivery) -> Self {
        let outcome = delivery.outcome;
        Self {
            id: Wire(delivery.id),
            event_id: Wire(delivery.event),
            event_type: Wire::word(delivery.kind.as_str()),
            attempt: delivery.attempt,
            state: Wire::word(delivery.state.as_str()),
            due_at: delivery.due_at,
            finished_at: delivery.finished_at,
            outcome: outcome.map(|outcome| Wire::word(outcome.as_str())),
            status: delivery.status,
            duration_ms: delivery.duration_ms,
        }
    }
}

/// A page of the log, newest first.
#[derive(Debug, Object)]
#[oai(rename = "WebhookDeliveries", skip_serializing_if_is_none)]
pub(super) struct DeliveriesPage {
    pub(super) items: Vec<DeliveryBody>,
    /// Where the next page begins; absent at the end.
    pub(super) next: Option<Wire<WebhookDeliveryId>>,
}

/// From when events are sent again.
#[derive(Debug, Object, Deserialize)]
#[oai(rename = "WebhookReplay")]
#[serde(deny_unknown_fields)]
pub(super) struct ReplayInput {
    /// At most 30 days ago; older events are gone.
    pub(super) since: DateTime<FixedOffset>,
}

/// What is sent again.
#[derive(Debug, Object)]
#[oai(rename = "WebhookReplayed")]
pub(super) struct ReplayedBody {
    /// How many events. Those that wait already are not counted.
    pub(super) events: u32,
    /// There are more: replay again from the last one that arrived.
    pub(super) more: bool,
}

/// An event on its way.
#[derive(Debug, Object)]
#[oai(rename = "WebhookTest")]
pub(super) struct TestBody {
    /// Its `webhook-id`.
    pub(super) event_id: Wire<WebhookEventId>,
}
