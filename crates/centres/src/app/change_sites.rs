use kernel::SiteId;
use platform::{Ctx, TenantTx};
use serde_json::{Value, json};

use super::{
    change::{ChangeError, settle},
    update_profile::text_facts,
};
use crate::{
    domain::{Centre, NewSite, Site, Texts, line, main_first, paragraphs},
    store,
};

/// Characters of each line of a site.
const LINE: usize = 120;
/// Sites of one centre.
const MOST_SITES: u64 = 100;
/// Characters of a way to a site, in each language.
const WAY: usize = 600;

/// Adds a site to a held centre. Emits `centre.changed`.
pub(crate) async fn create_site(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    new: &NewSite,
) -> Result<Site, ChangeError> {
    if store::count_sites(tx, held.id).await? >= MOST_SITES {
        let reason = format!("a centre has at most {MOST_SITES} sites");
        return Err(ChangeError::invalid("name", reason));
    }
    let site = checked(ctx.new_id(), new)?;
    store::insert_site(tx, held.id, &site).await?;
    let values = (None, Some(facts(&site)));
    settle(ctx, tx, held.id, "site:create", site.id, values).await?;
    Ok(site)
}

/// The site of a held centre.
pub(crate) async fn find_site(
    tx: &TenantTx,
    held: &Centre,
    id: SiteId,
) -> Result<Site, ChangeError> {
    let site = store::find_site(tx, held.id, id).await?;
    site.ok_or(ChangeError::NotFound)
}

/// Changes a site of a held centre. Emits `centre.changed`.
pub(crate) async fn update_site(
    ctx: &Ctx,
    tx: &TenantTx,
    (held, old): (&Centre, Site),
    new: &NewSite,
) -> Result<Site, ChangeError> {
    let site = checked(old.id, new)?;
    if site == old {
        return Ok(site);
    }
    store::update_site(tx, held.id, &site).await?;
    let values = (Some(facts(&old)), Some(facts(&site)));
    settle(ctx, tx, held.id, "site:update", old.id, values).await?;
    Ok(site)
}

/// Removes a site of a held centre. Emits `centre.changed`.
pub(crate) async fn delete_site(
    ctx: &Ctx,
    tx: &TenantTx,
    (held, old): (&Centre, Site),
) -> Result<(), ChangeError> {
    store::delete_site(tx, held.id, old.id).await?;
    let values = (Some(facts(&old)), None);
    settle(ctx, tx, held.id, "site:delete", old.id, values).await?;
    Ok(())
}

fn checked(id: SiteId, new: &NewSite) -> Result<Site, ChangeError> {
    let field = |name: &str, text: &str| {
        line(text, LINE).map_err(|reason| ChangeError::invalid(name, reason))
    };
    let way = |name: &str, texts: &Texts| {
        let texts = main_first(name, texts, |text| paragraphs(text, WAY));
        texts.map_err(|(field, reason)| ChangeError::invalid(field, reason))
    };
    Ok(Site {
        id,
        name: field("name", &new.name)?,
        address: field("address", &new.address)?,
        postal_place: field("postal_place", &new.postal_place)?,
        access: way("access", &new.access)?,
        transport: way("transport", &new.transport)?,
    })
}

fn facts(site: &Site) -> Value {
    json!({
        "name": site.name,
        "address": site.address,
        "postal_place": site.postal_place,
        "access": text_facts(&site.access),
        "transport": text_facts(&site.transport),
    })
}
