//! What counsellors send and get, beside what streams carry too.

use kernel::{CentreId, ContactId, Language, PhraseId, StaffId};
use platform::http::Wire;
use poem_openapi::{ApiResponse, Object};
use serde::Deserialize;

use super::{
    bodies::{ColleagueBody, ContactBody, OfferBody, QueueBody},
    words::{PhaseWord, WrapUpCode},
};

/// Everything on the desk.
#[derive(Object)]
#[oai(rename = "Desk")]
pub(super) struct DeskBody {
    pub(super) presence: centres::PresenceBody,
    pub(super) offers: Vec<OfferBody>,
    pub(super) contacts: Vec<ContactBody>,
    pub(super) queue: QueueBody,
}

/// Contacts of this counsellor.
#[derive(Object)]
#[oai(rename = "Contacts", skip_serializing_if_is_none)]
pub(super) struct ContactsBody {
    pub(super) items: Vec<ContactBody>,
    /// Where to go on: `after` of the next request.
    pub(super) next: Option<Wire<ContactId>>,
}

/// Where to hand a contact on to: exactly one of the three.
#[derive(Debug, Object, Deserialize)]
#[oai(rename = "ContactTransfer")]
#[serde(deny_unknown_fields)]
pub(super) struct TransferBody {
    /// A colleague of any centre.
    pub(super) staff_id: Option<Wire<StaffId>>,
    /// Any counsellor of this centre.
    pub(super) centre_id: Option<Wire<CentreId>>,
    /// Anyone.
    pub(super) national: Option<bool>,
}

/// What a contact came to.
#[derive(Debug, Object, Deserialize)]
#[oai(rename = "ContactWrapUp")]
#[serde(deny_unknown_fields)]
pub(super) struct WrapUpBody {
    /// One of the wrap-up codes.
    pub(super) code: String,
}

/// The codes a contact can be written up with.
#[derive(Object)]
#[oai(rename = "WrapUpCodes")]
pub(super) struct CodesBody {
    pub(super) items: Vec<WrapUpCode>,
}

/// Phrases to insert.
#[derive(Object)]
#[oai(rename = "Phrases")]
pub(super) struct PhrasesBody {
    pub(super) items: Vec<PhraseBody>,
}

/// A phrase to insert.
#[derive(Object)]
#[oai(rename = "Phrase")]
pub(super) struct PhraseBody {
    pub(super) id: Wire<PhraseId>,
    pub(super) language: Wire<Language>,
    pub(super) phase: PhaseWord,
    pub(super) title: String,
    pub(super) body: String,
}

/// Who can take a contact over.
#[derive(Object)]
#[oai(rename = "Colleagues")]
pub(super) struct ColleaguesBody {
    pub(super) items: Vec<ColleagueBody>,
}

#[derive(ApiResponse)]
pub(super) enum Declined {
    /// It goes to somebody else.
    #[oai(status = 204)]
    Done,
}
