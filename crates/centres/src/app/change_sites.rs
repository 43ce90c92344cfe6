use kernel::SiteId;
use platform::{Ctx, TenantTx};
use serde_json::{Value, json};

use super::change::{ChangeError, settle};
use crate::{
    domain::{Centre, NewSite, Site, line},
    store,
};

/// Characters of each line of a site.
const LINE: usize = 120;
/// Sites of one centre.
const MOST_SITES: usize = 100;

/// Adds a site to a held centre. Emits `centre.changed`.
pub(crate) async fn create_site(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    new: &NewSite,
) -> Result<Site, ChangeError> {
    if store::list_sites(tx, Some(held.id)).await?.len() >= MOST_SITES {
        let reason = format!("a centre has at most {MOST_SITES} sites");
        return Err(ChangeError::invalid("name", reason));
    }
    let site = checked(ctx.new_id(), new)?;
    store::insert_site(tx, held.id, &site).await?;
    let values = (None, Some(facts(&site)));
    settle(ctx, tx, held.id, "site:create", site.id, values).await?;
    Ok(site)
}

/// Changes a site of a held centre. Emits `centre.changed`.
pub(crate) async fn update_site(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    id: SiteId,
    new: &NewSite,
) -> Result<Site, ChangeError> {
    let old = find(tx, held, id).await?;
    let site = checked(id, new)?;
    if site == old {
        return Ok(site);
    }
    store::update_site(tx, held.id, &site).await?;
    let values = (Some(facts(&old)), Some(facts(&site)));
    settle(ctx, tx, held.id, "site:update", id, values).await?;
    Ok(site)
}

/// Removes a site of a held centre. Emits `centre.changed`.
pub(crate) async fn delete_site(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    id: SiteId,
) -> Result<(), ChangeError> {
    let old = find(tx, held, id).await?;
    store::delete_site(tx, held.id, id).await?;
    let values = (Some(facts(&old)), None);
    settle(ctx, tx, held.id, "site:delete", id, values).await?;
    Ok(())
}

async fn find(tx: &TenantTx, held: &Centre, id: SiteId) -> Result<Site, ChangeError> {
    let sites = store::list_sites(tx, Some(held.id)).await?;
    let found = sites.into_iter().find(|(_, site)| site.id == id);
    found.map(|(_, site)| site).ok_or(ChangeError::NotFound)
}

fn checked(id: SiteId, new: &NewSite) -> Result<Site, ChangeError> {
    let field = |name: &str, text: &str| {
        line(text, LINE).map_err(|reason| ChangeError::invalid(name, reason))
    };
    Ok(Site {
        id,
        name: field("name", &new.name)?,
        address: field("address", &new.address)?,
        postal_place: field("postal_place", &new.postal_place)?,
    })
}

fn facts(site: &Site) -> Value {
    json!({"name": site.name, "address": site.address, "postal_place": site.postal_place})
}
