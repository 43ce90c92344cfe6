//! The vocabulary of Veiviser: typed ids, languages, counties, channels, time and chance as inputs,
//! who acts in which scope, and the registry of problem codes. Pure: no I/O, no async.

mod actor;
mod county;
pub mod id;
mod problem;
mod source;
mod words;

pub use actor::{Actor, Role, Scope};
pub use county::County;
pub use id::{
    AccountId, AgreementId, CentreId, ContactId, ConversationId, ExceptionId, Id, IdError, IdKind,
    OfferId, PhraseId, SessionId, SiteId, StaffId,
};
pub use problem::{FieldError, ProblemCode};
pub use source::{Clock, Entropy, Sources};
pub use words::{Channel, Language, PresenceState, QueueKind, UnknownWord, WorkType};

/// An instant in UTC. The database keeps microseconds, so every instant is truncated to them.
pub type Instant = chrono::DateTime<chrono::Utc>;
