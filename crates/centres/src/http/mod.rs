//! The operations of centres, for staff and for everyone.

mod administration;
mod agreement_bodies;
mod agreements;
mod answers;
mod calendar;
mod cards;
mod classes;
mod ledger;
mod ledger_bodies;
mod national_hours;
mod onboarding;
mod presence;
mod profile;
mod public;
mod requests;
mod rota;
mod staff;
mod tables;

pub use administration::AdministrationApi;
pub use agreements::AgreementsApi;
pub use answers::WhyWord;
pub use calendar::CalendarApi;
pub use classes::{ClassBody, ClassInput, ClassesApi, ClassesBody, MadeClassBody};
pub use ledger::LedgerApi;
pub use national_hours::NationalHoursApi;
pub use onboarding::OnboardingApi;
pub use presence::PresenceBody;
pub use profile::ProfileApi;
pub use public::ServiceCentresApi;
pub use rota::{FeedApi, RotaApis, rota_apis};
pub use staff::CentresApi;

#[derive(poem_openapi::Tags)]
enum Tag {
    /// Career centres: who they are, when they are open, what they contribute.
    Centres,
    /// What centres contribute to the national queue, and the hours they did.
    Agreements,
    /// Whether a counsellor takes contacts.
    Presence,
    /// Who works when: shifts, absences, swaps, calendar links.
    Rota,
    /// Links by which a class begins: thirty behind one address, within a minute.
    Classes,
    /// What everyone may know of the service.
    Service,
}
