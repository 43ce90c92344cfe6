//! The vocabulary of Veiviser: typed ids, languages, counties, channels, time and chance as inputs,
//! who acts in which scope, and the registry of problem codes. Pure: no I/O, no async.

mod actor;
mod county;
pub mod id;
mod line;
mod membership;
mod organisation;
mod problem;
mod source;
mod words;

pub use actor::{Actor, Role, Scope};
pub use county::County;
pub use id::{
    AbsenceId, AccountId, AgreementId, CentreId, ContactId, ConversationId, ExceptionId, Id,
    IdError, IdKind, IdentityId, IdentityProviderId, InvitationId, NoticeId, OfferId, PartnerId,
    PartnerKeyId, PasskeyId, PhraseId, ReportId, ReportKind, SeriesId, SessionId, ShiftId, SiteId,
    StaffId, SurgeId, SwapId,
};
pub use id::{ClassLinkId, ReferralId, WebhookDeliveryId, WebhookEndpointId, WebhookEventId};
pub use line::{line, paragraphs};
pub use membership::Membership;
pub use organisation::{OrganisationNumber, OrganisationNumberError};
pub use problem::{FieldError, ProblemCode};
pub use source::{Clock, Entropy, Sources};
pub use words::{
    AgreementState, Channel, Language, NoticeKind, NoticePlace, OverrideMode, PartnerEnvironment,
    PartnerQuota, PartnerScope, PartnerState, PresenceState, QueueKind, Side, SwapState,
    UnknownWord, WorkType,
};

/// An instant in UTC. The database keeps microseconds, so every instant is truncated to them.
pub type Instant = chrono::DateTime<chrono::Utc>;
