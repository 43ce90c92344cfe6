use std::{fmt, sync::Arc};

use kernel::{CentreId, OrganisationNumber, PartnerEnvironment, PartnerId};
use platform::{Ctx, http::Wire};
use poem_openapi::{Object, OpenApi, payload::Json};

use super::{PartnerProblem, Tag, known_partner};
use crate::{
    api::Inner,
    domain::{ChosenCentres, per_minute},
};

/// What a partner is registered for.
#[derive(Clone)]
pub struct OrganisationApi(Arc<Inner>);

impl fmt::Debug for OrganisationApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OrganisationApi")
    }
}

/// The organisation that asks.
#[derive(Object)]
#[oai(rename = "Organisation", skip_serializing_if_is_none)]
struct OrganisationBody {
    /// What it is called at the token endpoint.
    client_id: Wire<PartnerId>,
    organisation: Wire<OrganisationNumber>,
    environment: Wire<PartnerEnvironment>,
    name: String,
    /// What its tokens may be good for.
    scopes: Vec<String>,
    /// The centres it may ask about; absent: all.
    centres: Option<Vec<Wire<CentreId>>>,
    requests_per_minute: u32,
}

impl OrganisationApi {
    pub(super) const fn new(inner: Arc<Inner>) -> Self {
        Self(inner)
    }
}

#[OpenApi(tag = "Tag::Partner")]
impl OrganisationApi {
    /// Get what asking organisation is registered for
    ///
    /// Needs no scope.
    #[oai(
        path = "/organisation",
        method = "get",
        operation_id = "organisation_get"
    )]
    async fn get(&self, ctx: Ctx) -> Result<Json<OrganisationBody>, PartnerProblem> {
        let known = known_partner(&ctx, &self.0).await?;
        let partner = &known.partner;
        let fields = &partner.fields;
        let scopes = fields.scopes.iter().map(|scope| self.0.word_of(*scope));
        Ok(Json(OrganisationBody {
            client_id: Wire(partner.id),
            organisation: Wire(partner.organisation),
            environment: Wire(partner.environment),
            name: fields.name.clone(),
            scopes: scopes.collect(),
            centres: match &fields.centres {
                ChosenCentres::All => None,
                ChosenCentres::Only(chosen) => Some(chosen.iter().copied().map(Wire).collect()),
            },
            requests_per_minute: per_minute(fields.quota),
        }))
    }
}
