use chrono_tz::Tz;
use kernel::{AgreementState, CentreId, County, Language, ProblemCode, Side};
use platform::{Ctx, Fault, TenantTx, http::Problem};

use super::{emit_centre_changed, is_national};
use crate::{
    domain::{Agreement, Centre, NewSite, Site, Terms, hours::WeeklyInterval},
    store,
};

/// A centre to create, with all it starts with.
#[derive(Clone, Debug)]
pub struct NewCentre {
    /// The county it serves.
    pub county: County,
    /// Its name, as seekers read it.
    pub name: String,
    /// The region within which contacts widen before they go to all.
    pub region: String,
    /// The languages it guides in.
    pub languages: Vec<Language>,
    /// The zone of its wall clocks.
    pub time_zone: Tz,
    /// Counsellors it keeps for its own seekers.
    pub local_reserve: u32,
    /// Where it meets people.
    pub sites: Vec<NewSite>,
    /// Its week.
    pub intervals: Vec<WeeklyInterval>,
    /// What it promises the national queue, accepted by both sides.
    pub agreements: Vec<Terms>,
}

/// Why no centre was created.
#[derive(Debug, thiserror::Error)]
pub enum CreateCentreError {
    /// Only the national layer creates centres.
    #[error("only the national layer creates centres")]
    NotNational,
    /// Neither the caller's nor the rules' business.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<CreateCentreError> for Problem {
    fn from(error: CreateCentreError) -> Self {
        match error {
            CreateCentreError::NotNational => Self::new(ProblemCode::Forbidden),
            CreateCentreError::Fault(fault) => fault.into(),
        }
    }
}

/// Creates a centre with sites, week and agreements. Emits `centre.changed`.
pub async fn create_centre(
    ctx: &Ctx,
    tx: &TenantTx,
    new: NewCentre,
) -> Result<CentreId, CreateCentreError> {
    if !is_national(tx.scope()) {
        return Err(CreateCentreError::NotNational);
    }
    let centre = Centre {
        id: ctx.new_id(),
        county: new.county,
        name: new.name,
        region: new.region,
        languages: new.languages,
        time_zone: new.time_zone,
        local_reserve: new.local_reserve,
        active: true,
        created_at: ctx.now,
    };
    store::insert_centre(tx, &centre).await?;
    for site in new.sites {
        let site = Site {
            id: ctx.new_id(),
            name: site.name,
            address: site.address,
            postal_place: site.postal_place,
            access: site.access,
            transport: site.transport,
        };
        store::insert_site(tx, centre.id, &site).await?;
    }
    for interval in &new.intervals {
        store::insert_interval(ctx, tx, centre.id, interval).await?;
    }
    for terms in new.agreements {
        let agreed = Agreement {
            state: AgreementState::Accepted,
            centre_accepted_at: Some(ctx.now),
            ..Agreement::proposed((ctx.new_id(), centre.id), terms, Side::National, ctx.now)
        };
        store::insert_agreement(tx, &agreed).await?;
    }
    emit_centre_changed(ctx, tx, centre.id).await?;
    Ok(centre.id)
}
