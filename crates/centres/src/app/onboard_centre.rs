use chrono_tz::Tz;
use kernel::{CentreId, County, Language};
use platform::{
    Ctx, TenantTx,
    audit::{self, Deed},
};
use serde_json::json;

use super::{
    change::ChangeError,
    create_centre::{CreateCentreError, NewCentre, create_centre},
    update_centre::{checked_languages, checked_name},
};
use crate::{
    domain::{Module, Profile, Texts, line},
    store,
};

/// Characters of a region.
const REGION: usize = 60;

/// A centre as the national coordinator knows it before it has said anything of itself.
#[derive(Clone, Debug)]
pub(crate) struct Onboarding {
    /// The county it serves.
    pub(crate) county: County,
    /// Its name, as seekers read it.
    pub(crate) name: String,
    /// Its names where a language has another one.
    pub(crate) names: Texts,
    /// The region within which contacts widen before they go to all.
    pub(crate) region: String,
    /// The languages it guides in.
    pub(crate) languages: Vec<Language>,
    /// The zone of its wall clocks.
    pub(crate) time_zone: Tz,
}

/// What a new centre begins without: its administrator switches on what it can serve.
const OFF_AT_FIRST: [Module; 3] = [Module::Phone, Module::Callback, Module::Video];

/// Creates a centre without sites, hours, staff and agreement, with chat as its only open channel. Emits
/// `centre.changed`.
pub(crate) async fn onboard_centre(
    ctx: &Ctx,
    tx: &TenantTx,
    new: Onboarding,
) -> Result<CentreId, ChangeError> {
    let region = line(&new.region, REGION).map_err(|why| ChangeError::invalid("region", why))?;
    let profile = Profile {
        names: new.names,
        modules_off: OFF_AT_FIRST.into_iter().collect(),
        ..Profile::default()
    };
    let profile = profile
        .checked()
        .map_err(|(field, reason)| ChangeError::invalid(field, reason))?;
    let centre = NewCentre {
        county: new.county,
        name: checked_name(&new.name)?,
        region,
        languages: checked_languages(new.languages)?,
        time_zone: new.time_zone,
        local_reserve: 0,
        sites: Vec::new(),
        intervals: Vec::new(),
        agreements: Vec::new(),
    };
    let facts = json!({
        "county": centre.county.to_string(),
        "name": centre.name,
        "region": centre.region,
        "languages": centre.languages,
        "time_zone": centre.time_zone.name(),
    });
    let id = create_centre(ctx, tx, centre)
        .await
        .map_err(|error| match error {
            CreateCentreError::NotNational => ChangeError::NotFound,
            CreateCentreError::Fault(fault) => fault.into(),
        })?;
    store::upsert_profile(tx, id, &profile).await?;
    let deed = Deed {
        centre: Some(id),
        action: "centre:create",
        target: id.to_string(),
        old: None,
        new: Some(facts),
    };
    audit::record(ctx, tx, deed).await?;
    Ok(id)
}
