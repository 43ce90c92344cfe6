//! The operations for partners, and for persons who hold a code.

mod bodies;
mod partner;
mod person;

pub use partner::ReferralsApi;
pub use person::PersonApi;

#[derive(poem_openapi::Tags)]
enum Tag {
    /// Pointing a person to guidance. Nothing tells you whether they came, unless they let you know.
    Referrals,
    /// For whoever holds the code of a referral.
    ReferralCodes,
}
