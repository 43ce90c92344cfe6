//! The frames: JSON text, `type` tells which.

use kernel::{ContactId, OfferId};
use platform::http::Moment;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::http::{
    ContactBody, CounsellorBody, MessageBody, OfferBody, PlaceBody, PresenceBody, QueueBody,
};

/// What a seeker's client sends.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum SeekerSays {
    Hello {
        token: String,
        #[serde(default)]
        after: i64,
    },
    Message {
        client_id: Uuid,
        body: String,
    },
    Typing {},
    Read {
        seq: i64,
    },
    Ping {},
}

/// What a seeker's client hears.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum SeekerHears<'a> {
    Welcome {
        state: &'a str,
        seq: i64,
        language: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        counsellor: Option<CounsellorBody>,
        #[serde(skip_serializing_if = "Option::is_none")]
        place: Option<PlaceBody>,
        read: i64,
    },
    Place {
        #[serde(flatten)]
        place: PlaceBody,
    },
    Message {
        #[serde(flatten)]
        message: MessageBody,
    },
    Ack {
        #[serde(flatten)]
        ack: Ack,
    },
    Typing {
        from: &'a str,
    },
    Read {
        from: &'a str,
        seq: i64,
    },
    State {
        state: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        counsellor: Option<CounsellorBody>,
        #[serde(skip_serializing_if = "Option::is_none")]
        closed_by: Option<String>,
    },
    Error {
        problem: Value,
        #[serde(skip_serializing_if = "Option::is_none")]
        client_id: Option<Uuid>,
    },
    Bye {
        reason: &'a str,
        resume: bool,
    },
    Pong {},
}

/// A message is stored.
#[derive(Debug, Serialize)]
pub(super) struct Ack {
    pub(super) client_id: Uuid,
    pub(super) seq: i64,
    pub(super) at: Moment,
    /// Present when an identity number was taken out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) masked: Option<bool>,
    /// The text as stored, when it differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) body: Option<String>,
}

/// What a desk sends.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum DeskSays {
    Hello {
        token: Option<String>,
        #[serde(default)]
        after: std::collections::HashMap<ContactId, i64>,
    },
    Message {
        contact_id: ContactId,
        client_id: Uuid,
        body: String,
    },
    Typing {
        contact_id: ContactId,
    },
    Read {
        contact_id: ContactId,
        seq: i64,
    },
    Ping {},
}

/// What a desk hears.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum DeskHears<'a> {
    Welcome {
        presence: PresenceBody,
        offers: Vec<OfferBody>,
        contacts: Vec<ContactBody>,
        queue: QueueBody,
    },
    Presence {
        presence: PresenceBody,
    },
    Offer {
        offer: OfferBody,
    },
    OfferWithdrawn {
        offer_id: OfferId,
        contact_id: ContactId,
        reason: &'a str,
    },
    Contact {
        contact: ContactBody,
    },
    Message {
        contact_id: ContactId,
        #[serde(flatten)]
        message: MessageBody,
    },
    Ack {
        contact_id: ContactId,
        #[serde(flatten)]
        ack: Ack,
    },
    Typing {
        contact_id: ContactId,
        from: &'a str,
    },
    Read {
        contact_id: ContactId,
        from: &'a str,
        seq: i64,
    },
    Queue {
        queue: QueueBody,
    },
    Error {
        problem: Value,
        #[serde(skip_serializing_if = "Option::is_none")]
        contact_id: Option<ContactId>,
        #[serde(skip_serializing_if = "Option::is_none")]
        client_id: Option<Uuid>,
    },
    Bye {
        reason: &'a str,
        resume: bool,
    },
    Pong {},
}
