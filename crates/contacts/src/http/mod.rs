//! The operations for seekers and for counsellors.

mod board;
mod board_bodies;
mod bodies;
mod class_codes;
mod contacts;
mod conversation_bodies;
mod conversations;
mod desk_bodies;
mod dry_run;
mod dry_run_bodies;
mod dry_run_places;
mod explanations;
mod forecast;
mod forecast_bodies;
mod notices;
mod overrides;
mod policies;
mod policy_bodies;
mod polling;
mod reading;
mod retention;
mod retention_bodies;
mod slowly;
mod started;
mod starting;
mod status;
mod surges;
mod transcript;
mod words;

pub use board::BoardApi;
pub(crate) use bodies::{
    ContactBody, CounsellorBody, MessageBody, OfferBody, PlaceBody, QueueBody, body_problem,
    contact_body, message_body, offer_body, place_body, queue_body,
};
pub(crate) use centres::PresenceBody;
pub(crate) use class_codes::CLASS_TRIES;
pub use class_codes::ClassCodesApi;
pub use contacts::ContactsApi;
pub use conversations::ConversationsApi;
pub use dry_run::DryRunApi;
pub use explanations::ExplanationsApi;
pub use forecast::ForecastApi;
pub use notices::NoticesApi;
pub use overrides::OverridesApi;
pub use policies::PoliciesApi;
pub(crate) use reading::{Desk, Standing};
pub use retention::RetentionApi;
pub(crate) use started::Started;
pub(crate) use status::{public_notices, status_sentence};
pub use surges::SurgesApi;

/// Every operation of those who coordinate.
pub type RoutingApis = (
    PoliciesApi,
    DryRunApi,
    BoardApi,
    ExplanationsApi,
    (OverridesApi, NoticesApi, SurgesApi),
    ForecastApi,
);

#[derive(poem_openapi::Tags)]
enum Tag {
    /// A seeker's conversation, held by an unguessable token.
    Conversations,
    /// Whether the service is open and how long it takes.
    Service,
    /// The desk: offers and what waits.
    Desk,
    /// Contacts a counsellor serves.
    Contacts,
    /// How long things are kept, and what was erased.
    Retention,
    /// Who gets which contact: policies, explanations and the board.
    Routing,
    /// How the national queue is run from day to day.
    Operations,
}
