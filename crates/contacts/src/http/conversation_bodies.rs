//! What seekers send and get.

use kernel::{ConversationId, County, Language, WorkType};
use platform::{
    Secret,
    http::{Moment, Wire},
};
use poem_openapi::{
    ApiResponse, Object,
    payload::{Json, PlainText},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    bodies::{CounsellorBody, MessageBody, PlaceBody, PostedBody},
    words::{Party, SeekerState},
};

/// What a seeker tells at the start.
#[derive(Object, Serialize, Deserialize)]
#[oai(rename = "ConversationStart")]
#[serde(deny_unknown_fields)]
pub(super) struct StartBody {
    pub(super) language: Wire<Language>,
    /// Where the seeker lives; their own county's counsellors are preferred.
    pub(super) county: Option<Wire<County>>,
    /// education, study_choice, work, application, skills, abroad or other.
    pub(super) topic: Option<String>,
    /// Guidance where left out.
    pub(super) work_type: Option<Wire<WorkType>>,
    /// Key of the site the seeker comes from.
    pub(super) entry_point: Option<String>,
    /// The code of the seeker's class: counted against it, not against the address that a school's pupils share.
    pub(super) class_code: Option<String>,
    /// Code of a referral; nothing that is kept of a conversation says that it began by one.
    pub(super) referral_code: Option<String>,
    /// Whether the seeker has read how the service treats what they write.
    pub(super) consent: bool,
}

impl std::fmt::Debug for StartBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StartBody").finish_non_exhaustive()
    }
}

/// A conversation and the keys that open it; they are shown this once.
#[derive(Clone, Debug, Object)]
#[oai(rename = "StartedConversation", skip_serializing_if_is_none)]
pub(crate) struct StartedBody {
    pub(super) id: Wire<ConversationId>,
    /// Opens the conversation; kept by the device.
    pub(super) token: String,
    /// Opens it on another device; for the seeker to write down.
    pub(super) resume_code: String,
    pub(super) state: SeekerState,
    pub(super) language: Wire<Language>,
    pub(super) place: Option<PlaceBody>,
    /// After a start by the code of a referral: with it and the code, the partner is let know that somebody came.
    pub(super) referral_key: Option<String>,
}

impl StartedBody {
    pub(super) fn with(self, referral_key: Option<Secret<String>>) -> Self {
        Self {
            referral_key: referral_key.map(|key| key.expose().clone()),
            ..self
        }
    }
}

/// How a conversation stands.
#[derive(Clone, Debug, Object)]
#[oai(rename = "Conversation", skip_serializing_if_is_none)]
pub(super) struct ConversationBody {
    pub(super) id: Wire<ConversationId>,
    pub(super) state: SeekerState,
    pub(super) language: Wire<Language>,
    pub(super) place: Option<PlaceBody>,
    pub(super) counsellor: Option<CounsellorBody>,
    pub(super) last_seq: i64,
    pub(super) closed_by: Option<Party>,
    pub(super) started_at: Wire<Moment>,
    /// Hours it is kept after its end; erased within the hour after that.
    pub(super) content_hours: u32,
}

/// Messages and how the conversation stands.
#[derive(Clone, Debug, Object)]
#[oai(rename = "ConversationMessages", skip_serializing_if_is_none)]
pub(super) struct PolledBody {
    pub(super) items: Vec<MessageBody>,
    pub(super) state: SeekerState,
    pub(super) place: Option<PlaceBody>,
    pub(super) counsellor: Option<CounsellorBody>,
    pub(super) last_seq: i64,
}

/// A message to write.
#[derive(Debug, Object, Deserialize)]
#[oai(rename = "NewMessage")]
#[serde(deny_unknown_fields)]
pub(super) struct NewMessage {
    /// The sender's own id of it: sent again, it is answered with the first result.
    pub(super) client_id: Uuid,
    /// Plain text.
    pub(super) body: String,
}

/// Nothing to tell.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Empty {}

/// What opens a conversation on another device.
#[derive(Debug, Object, Deserialize)]
#[oai(rename = "ConversationResume")]
#[serde(deny_unknown_fields)]
pub(super) struct ResumeBody {
    pub(super) resume_code: String,
}

/// The first answer to a message, or the same again.
#[derive(ApiResponse)]
pub(super) enum Posted {
    /// Stored.
    #[oai(status = 201)]
    Created(Json<PostedBody>),
}

#[derive(ApiResponse)]
pub(super) enum StartAnswer {
    /// In the queue.
    #[oai(status = 201)]
    Created(Json<StartedBody>),
}

#[derive(ApiResponse)]
pub(super) enum Erased {
    /// Everything of it is erased.
    #[oai(status = 204)]
    Done,
}

#[derive(ApiResponse)]
pub(super) enum Transcript {
    /// The conversation as text.
    #[oai(status = 200)]
    Text(
        PlainText<String>,
        /// Suggests a file name.
        #[oai(header = "Content-Disposition")]
        String,
    ),
}
