//! What goes over the wire, in answers and frames alike.

use kernel::{
    CentreId, Channel, ContactId, County, Instant, Language, OfferId, OverrideMode, ProblemCode,
    QueueKind, StaffId, WorkType,
};
use platform::http::{Moment, Problem, Wire};
use poem_openapi::Object;
use routing::Choice;
use serde::Serialize;
use uuid::Uuid;

use super::words::{ChoiceWord, ClosedWord, ContactStateWord, NoticeWord, Party, TopicWord};
use crate::{
    Contacts,
    dispatch::{OfferCard, QueueSummary, SeekerPlace},
    domain::{
        contact::Contact,
        message::{BodyError, Message},
    },
    store::conversation::Conversation,
};

/// Where a waiting seeker stands.
#[derive(Clone, Debug, PartialEq, Eq, Object, Serialize)]
#[oai(rename = "Place", skip_serializing_if_is_none)]
pub(crate) struct PlaceBody {
    /// 1 is next.
    pub(crate) position: u32,
    /// Seconds; left out when nobody on duty can take the contact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) estimated_wait: Option<u32>,
    /// Whether the estimate may be far off.
    pub(crate) uncertain: bool,
    /// What to do instead where waiting may be in vain: callback, appointment, message, self_help.
    pub(crate) choices: Vec<ChoiceWord>,
    /// Whether a counsellor is being asked just now.
    pub(crate) asked: bool,
    /// Whether it takes longer than it should; there is no estimate then.
    pub(crate) longer: bool,
    /// Present while nobody in the queue is served; the place is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) closed: Option<ClosedWord>,
    /// When the queue is served again, where it is closed and that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_opening: Option<Wire<Moment>>,
}

pub(crate) fn place_body(place: &SeekerPlace) -> PlaceBody {
    PlaceBody {
        position: place.position,
        estimated_wait: place.estimated_wait,
        uncertain: place.uncertain,
        choices: place
            .choices
            .iter()
            .copied()
            .filter_map(choice_word)
            .collect(),
        asked: place.asked,
        longer: place.longer,
        closed: place.closed.map(|closed| Wire::word(closed.why.as_str())),
        next_opening: place
            .closed
            .and_then(|closed| closed.next_opening)
            .map(|at| Wire(Moment(at))),
    }
}

pub(super) fn choice_word(choice: Choice) -> Option<ChoiceWord> {
    let word = serde_json::to_value(choice).ok()?;
    Some(Wire::word(word.as_str()?.to_owned()))
}

/// Who guides, under the alias.
#[derive(Clone, Debug, PartialEq, Eq, Object, Serialize)]
#[oai(rename = "ConversationCounsellor")]
pub(crate) struct CounsellorBody {
    /// The name seekers see.
    pub(crate) alias: String,
    /// Name of the career centre.
    pub(crate) centre: String,
}

/// A stored message.
#[derive(Clone, Debug, PartialEq, Eq, Object, Serialize)]
#[oai(rename = "Message", skip_serializing_if_is_none)]
pub(crate) struct MessageBody {
    /// Number within the conversation, from 1 without gaps.
    pub(crate) seq: i64,
    pub(crate) from: Party,
    /// The counsellor's alias.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) alias: Option<String>,
    /// Plain text; empty for notices.
    pub(crate) body: String,
    /// When it was stored.
    pub(crate) at: Wire<Moment>,
    /// The sender's own id of it; given to the sender only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) client_id: Option<Uuid>,
    /// What the service says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) notice: Option<NoticeWord>,
    /// Present when an identity number was taken out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) masked: Option<bool>,
}

pub(crate) fn message_body(message: &Message, for_seeker: bool) -> MessageBody {
    let own = message.author == if for_seeker { "seeker" } else { "counsellor" };
    MessageBody {
        seq: message.seq,
        from: Wire::word(message.author),
        alias: message.alias.clone(),
        body: message.body.clone(),
        at: Wire(Moment(message.at)),
        client_id: message.client_id.filter(|_| own),
        notice: message.notice.clone().map(Wire::word),
        masked: message.masked.then_some(true),
    }
}

/// A message just stored.
#[derive(Clone, Debug, Object)]
pub(crate) struct PostedBody {
    /// The message.
    pub(crate) message: MessageBody,
    /// Whether an identity number was taken out before storing.
    pub(crate) masked: bool,
}

/// Messages after the one asked for.
#[derive(Clone, Debug, Object)]
pub(crate) struct MessagesBody {
    /// In order.
    pub(crate) items: Vec<MessageBody>,
    /// The last number there is.
    pub(crate) last_seq: i64,
}

/// Why a text is refused.
pub(crate) fn body_problem(error: BodyError) -> Problem {
    match error {
        BodyError::Empty => Problem::invalid("body", "must not be empty"),
        BodyError::ControlCharacter => {
            Problem::invalid("body", "must not contain control characters")
        }
        BodyError::TooLong { limit } => Problem::new(ProblemCode::MessageTooLong)
            .field("body", format!("at most {limit} characters"))
            .member("limit", Some(limit)),
    }
}

/// A contact offered to this counsellor.
#[derive(Clone, Debug, Object, Serialize)]
#[oai(rename = "Offer", skip_serializing_if_is_none)]
pub(crate) struct OfferBody {
    pub(crate) id: Wire<OfferId>,
    pub(crate) contact_id: Wire<ContactId>,
    /// When it is withdrawn.
    pub(crate) expires_at: Wire<Moment>,
    pub(crate) offered_at: Wire<Moment>,
    pub(crate) channel: Wire<Channel>,
    pub(crate) language: Wire<Language>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) topic: Option<TopicWord>,
    pub(crate) work_type: Wire<WorkType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) county: Option<Wire<County>>,
    pub(crate) queue: Wire<QueueKind>,
    /// Seconds the seeker has waited so far.
    pub(crate) waited_seconds: i64,
}

impl OfferBody {
    /// The offer and its contact.
    pub(crate) const fn ids(&self) -> (OfferId, ContactId) {
        (self.id.0, self.contact_id.0)
    }
}

pub(crate) fn offer_body(card: &OfferCard, now: Instant) -> OfferBody {
    OfferBody {
        id: Wire(card.id),
        contact_id: Wire(card.contact),
        expires_at: Wire(Moment(card.expires_at)),
        offered_at: Wire(Moment(card.offered_at)),
        channel: Wire(card.channel),
        language: Wire(card.language),
        topic: card.topic.clone().map(Wire::word),
        work_type: Wire(card.work_type),
        county: card.county.map(Wire),
        queue: Wire(card.queue),
        waited_seconds: (now - card.joined_at).num_seconds().max(0),
    }
}

/// The national queue in three numbers.
#[derive(Clone, Debug, Object, Serialize)]
#[oai(rename = "Queue", skip_serializing_if_is_none)]
pub(crate) struct QueueBody {
    pub(crate) waiting: u32,
    pub(crate) longest_wait_seconds: i64,
    /// Counsellors who take contacts.
    pub(crate) available: u32,
    /// What a coordinator decided about the chat against the hours, while it is in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) mode: Option<Wire<OverrideMode>>,
}

pub(crate) fn queue_body(summary: QueueSummary, now: Instant) -> QueueBody {
    QueueBody {
        waiting: summary.waiting,
        longest_wait_seconds: summary
            .oldest
            .map_or(0, |at| (now - at).num_seconds().max(0)),
        available: summary.available,
        mode: summary.mode.map(Wire),
    }
}

/// A contact as its counsellor sees it.
#[derive(Clone, Debug, Object, Serialize)]
#[oai(rename = "Contact", skip_serializing_if_is_none)]
pub(crate) struct ContactBody {
    pub(crate) id: Wire<ContactId>,
    /// `waiting` once handed on.
    pub(crate) state: ContactStateWord,
    pub(crate) channel: Wire<Channel>,
    pub(crate) language: Wire<Language>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) topic: Option<TopicWord>,
    pub(crate) work_type: Wire<WorkType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) county: Option<Wire<County>>,
    pub(crate) queue: Wire<QueueKind>,
    pub(crate) joined_at: Wire<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) accepted_at: Option<Wire<Moment>>,
    /// The last message there is.
    pub(crate) last_seq: i64,
    /// The last message the seeker has read.
    pub(crate) read_by_seeker: i64,
    /// The last message the counsellor has read.
    pub(crate) read_by_me: i64,
    /// Whether the seeker's line is open.
    pub(crate) seeker_present: bool,
    /// Whether it was handed on before.
    pub(crate) transferred: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) closed_by: Option<Party>,
}

/// `talk` is none once the content is erased.
pub(crate) fn contact_body(
    contacts: &Contacts,
    row: &Contact,
    talk: Option<&Conversation>,
) -> ContactBody {
    ContactBody {
        id: Wire(row.id),
        state: Wire::word(row.state.as_str()),
        channel: Wire(row.channel),
        language: Wire(row.language),
        topic: row.topic.clone().map(Wire::word),
        work_type: Wire(row.work_type),
        county: row.county.map(Wire),
        queue: Wire(if row.centre.is_some() {
            QueueKind::Local
        } else {
            QueueKind::National
        }),
        joined_at: Wire(Moment(row.joined_at)),
        accepted_at: row.accepted_at.map(|at| Wire(Moment(at))),
        last_seq: talk.map_or(0, |talk| talk.last_seq),
        read_by_seeker: talk.map_or(0, |talk| talk.seeker_read_seq),
        read_by_me: talk.map_or(0, |talk| talk.counsellor_read_seq),
        seeker_present: talk.is_some_and(|talk| contacts.0.hub.hears_seeker(talk.id)),
        transferred: row.transferred,
        closed_by: row.closed_by.clone().map(Wire::word),
    }
}

/// Somebody to hand a contact on to.
#[derive(Clone, Debug, Object)]
#[oai(rename = "Colleague")]
pub(crate) struct ColleagueBody {
    pub(crate) staff_id: Wire<StaffId>,
    pub(crate) alias: String,
    pub(crate) centre_id: Wire<CentreId>,
    pub(crate) centre_name: String,
    pub(crate) state: Wire<kernel::PresenceState>,
    pub(crate) languages: Vec<Wire<Language>>,
    /// Room for so many units.
    pub(crate) free_units: u32,
}
