//! The protocol as a client sees it: what of the frames and answers a player looks at.

use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

/// A frame from the server.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Heard {
    Welcome(Welcome),
    Message {
        contact_id: Option<String>,
        #[serde(flatten)]
        message: Message,
    },
    Ack {
        contact_id: Option<String>,
        client_id: Uuid,
        seq: i64,
        /// The text as stored, when it differs.
        body: Option<String>,
    },
    State {
        state: String,
    },
    Presence {
        presence: Presence,
    },
    Offer {
        offer: Offer,
    },
    OfferWithdrawn {
        offer_id: String,
    },
    Contact {
        contact: Contact,
    },
    Error {
        problem: Problem,
        contact_id: Option<String>,
        client_id: Option<Uuid>,
    },
    Bye {
        resume: bool,
    },
    #[serde(other)]
    Other,
}

/// How things stand when a line opens, for seekers and desks.
#[derive(Debug, Deserialize)]
pub(super) struct Welcome {
    /// Of a conversation.
    pub(super) state: Option<String>,
    /// The last message there is.
    #[serde(default)]
    pub(super) seq: i64,
    pub(super) presence: Option<Presence>,
    #[serde(default)]
    pub(super) offers: Vec<Offer>,
    #[serde(default)]
    pub(super) contacts: Vec<Contact>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Message {
    pub(super) seq: i64,
    pub(super) from: String,
    #[serde(default)]
    pub(super) body: String,
    pub(super) client_id: Option<Uuid>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Presence {
    pub(super) state: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Offer {
    pub(super) id: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Contact {
    pub(super) id: String,
    pub(super) state: String,
    pub(super) joined_at: String,
    pub(super) last_seq: i64,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Problem {
    #[serde(default)]
    pub(super) code: String,
}

/// The answer to a start.
#[derive(Debug, Deserialize)]
pub(super) struct Started {
    pub(super) id: String,
    pub(super) token: String,
}

/// A conversation as its seeker reads it.
#[derive(Debug, Deserialize)]
pub(super) struct Conversation {
    pub(super) state: String,
    pub(super) started_at: String,
    pub(super) closed_by: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Messages {
    pub(super) items: Vec<Message>,
}

#[derive(Debug, Deserialize)]
pub(super) struct LoggedIn {
    pub(super) token: Option<String>,
}

pub(super) fn ping() -> Value {
    json!({"type": "ping"})
}

/// A frame about a contact, which seekers leave out: a seeker's stream has only one.
pub(super) fn about(contact: Option<&str>, mut frame: Value) -> Value {
    if let (Some(contact), Some(fields)) = (contact, frame.as_object_mut()) {
        fields.insert("contact_id".to_owned(), contact.into());
    }
    frame
}
