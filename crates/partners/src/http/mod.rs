//! The operations for partners, and on partners.

mod administration;
mod administration_bodies;
mod availability;
mod cards;
mod classes;
mod keys;
mod metadata;
mod organisation;
mod statistics;
mod token;

use std::sync::Arc;

use kernel::{Actor, PartnerId, ProblemCode};
use platform::{Ctx, http::Problem};

pub use administration::PartnerAdministrationApi;
pub use availability::AvailabilityApi;
pub use cards::PartnerCentresApi;
pub use classes::OwnClassesApi;
pub use keys::OwnKeysApi;
pub(crate) use metadata::metadata;
pub use organisation::OrganisationApi;
pub use statistics::StatisticsApi;
pub use token::TokenApi;

use crate::{api::Inner, register::Known};

/// The operations of the partner document.
pub type PartnerApis = (
    TokenApi,
    OrganisationApi,
    OwnKeysApi,
    AvailabilityApi,
    PartnerCentresApi,
    OwnClassesApi,
    StatisticsApi,
);

/// Those that are called without a token.
pub const OPEN_OPERATIONS: &[&str] = &["token_create"];

#[derive(poem_openapi::Tags)]
enum Tag {
    /// Who a partner is, and how it proves it.
    Partner,
    /// Whether the service and centres are open.
    Availability,
    /// Links by which a class begins: thirty behind one address, within a minute.
    Classes,
    /// How many came, with what nobody can be told from held back.
    Statistics,
    /// Organisations whose systems call the service, for the national coordinator.
    Partners,
}

platform::problem_responses! {
    /// Why a partner is not answered.
    pub(super) PartnerProblem {
        Unauthenticated = 401,
        Forbidden = 403,
    }
}

platform::problem_responses! {
    /// Why a partner is not answered about something.
    pub(super) PartnerReadProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
    }
}

pub(crate) fn apis(inner: &Arc<Inner>) -> PartnerApis {
    (
        TokenApi::new(Arc::clone(inner)),
        OrganisationApi::new(Arc::clone(inner)),
        OwnKeysApi::new(Arc::clone(inner)),
        AvailabilityApi::new(Arc::clone(inner)),
        PartnerCentresApi::new(Arc::clone(inner)),
        OwnClassesApi::new(Arc::clone(inner)),
        StatisticsApi::new(Arc::clone(inner)),
    )
}

/// The partner that asks.
fn partner_of(ctx: &Ctx) -> Result<PartnerId, Problem> {
    match ctx.actor {
        Actor::Partner(id) => Ok(id),
        _ => Err(Problem::new(ProblemCode::Unauthenticated)),
    }
}

/// The same, with what it may do.
async fn known_partner(ctx: &Ctx, inner: &Inner) -> Result<Arc<Known>, Problem> {
    let known = inner.register.find(ctx, partner_of(ctx)?).await?;
    known.ok_or_else(|| Problem::new(ProblemCode::Unauthenticated))
}
