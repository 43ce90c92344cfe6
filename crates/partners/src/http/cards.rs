//! The centres a partner may ask about.

use std::{fmt, sync::Arc};

use centres::CentreEntry;
use kernel::{CentreId, County, Language, ProblemCode, SiteId};
use platform::{
    Ctx,
    http::{Problem, Wire},
};
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{PartnerReadProblem, Tag, availability::check_centre, known_partner};
use crate::api::Inner;

const PAGE: usize = 50;
const LARGEST_PAGE: usize = 100;

platform::problem_responses! {
    /// Why there is no list.
    CentreListProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        Invalid = 422,
    }
}

/// Career centres, for partners.
#[derive(Clone)]
pub struct PartnerCentresApi(Arc<Inner>);

impl fmt::Debug for PartnerCentresApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PartnerCentresApi")
    }
}

/// A place where a centre meets people.
#[derive(Object)]
#[oai(rename = "PartnerSite")]
struct SiteBody {
    id: Wire<SiteId>,
    name: String,
    /// Street and number.
    address: String,
    /// Postal code and place.
    postal_place: String,
}

/// A career centre.
#[derive(Object)]
#[oai(rename = "PartnerCentre")]
struct CentreBody {
    id: Wire<CentreId>,
    /// Two digits.
    county: Wire<County>,
    name: String,
    languages: Vec<Wire<Language>>,
    sites: Vec<SiteBody>,
}

/// Some centres.
#[derive(Object)]
#[oai(rename = "PartnerCentres", skip_serializing_if_is_none)]
struct CentresBody {
    items: Vec<CentreBody>,
    /// To be sent as `after` for the next page; absent: there is none.
    next: Option<Wire<CentreId>>,
}

impl CentreBody {
    fn new(entry: &CentreEntry, language: Language) -> Self {
        let sites = entry.sites.iter().map(|site| SiteBody {
            id: Wire(site.id),
            name: site.name.clone(),
            address: site.address.clone(),
            postal_place: site.postal_place.clone(),
        });
        Self {
            id: Wire(entry.id),
            county: Wire(entry.county),
            name: entry.name_in(language).to_owned(),
            languages: entry.languages.iter().copied().map(Wire).collect(),
            sites: sites.collect(),
        }
    }
}

impl PartnerCentresApi {
    pub(super) const fn new(inner: Arc<Inner>) -> Self {
        Self(inner)
    }
}

#[OpenApi(tag = "Tag::Availability")]
impl PartnerCentresApi {
    /// List centres that partner may ask about
    ///
    /// Needs the scope `availability.read`.
    #[oai(path = "/centres", method = "get", operation_id = "centre_index")]
    async fn list(
        &self,
        ctx: Ctx,
        /// Centres per page, 1 to 100; 50 if absent.
        limit: Query<Option<usize>>,
        /// Where the previous page ended: its `next`.
        after: Query<Option<Wire<CentreId>>>,
    ) -> Result<Json<CentresBody>, CentreListProblem> {
        let limit = limit.0.unwrap_or(PAGE);
        if !(1..=LARGEST_PAGE).contains(&limit) {
            return Err(Problem::invalid("limit", "must be 1 to 100").into());
        }
        let known = known_partner(&ctx, &self.0).await?;
        let chosen = &known.partner.fields.centres;
        let centres = self.0.directory.centres();
        let mut rest = centres
            .iter()
            .filter(|entry| chosen.include(entry.id))
            .filter(|entry| after.0.is_none_or(|after| entry.id > after.0));
        let page: Vec<&CentreEntry> = rest.by_ref().take(limit).collect();
        let has_more = rest.next().is_some();
        let next = page.last().filter(|_| has_more);
        Ok(Json(CentresBody {
            items: page
                .iter()
                .map(|entry| CentreBody::new(entry, ctx.language))
                .collect(),
            next: next.map(|entry| Wire(entry.id)),
        }))
    }

    /// Get centre that partner may ask about
    ///
    /// Needs the scope `availability.read`.
    #[oai(path = "/centres/:id", method = "get", operation_id = "centre_card")]
    async fn get(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
    ) -> Result<Json<CentreBody>, PartnerReadProblem> {
        let known = known_partner(&ctx, &self.0).await?;
        check_centre(&known, id.0.0)?;
        let entry = self.0.directory.centre(id.0.0);
        let entry = entry.ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
        Ok(Json(CentreBody::new(&entry, ctx.language)))
    }
}
