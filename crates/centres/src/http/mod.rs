//! The operations of centres, for staff and for everyone.

mod administration;
mod answers;
mod cards;
mod presence;
mod public;
mod requests;
mod staff;

pub use administration::AdministrationApi;
pub use answers::WhyWord;
pub use presence::PresenceBody;
pub use public::ServiceCentresApi;
pub use staff::CentresApi;

#[derive(poem_openapi::Tags)]
enum Tag {
    /// Career centres: who they are, when they are open, what they contribute.
    Centres,
    /// Whether a counsellor takes contacts.
    Presence,
    /// What everyone may know of the service.
    Service,
}
