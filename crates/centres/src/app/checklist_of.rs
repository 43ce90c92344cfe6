use platform::{Ctx, Fault, TenantTx};

use super::hours_of;
use crate::{
    domain::{Centre, Facts, Item, checklist},
    store,
};

/// What a centre has done, and what is missing, before it can take contacts.
pub(crate) async fn checklist_of(
    ctx: &Ctx,
    tx: &TenantTx,
    centre: &Centre,
    administrators: u32,
) -> Result<Vec<Item>, Fault> {
    let profile = store::find_profile(tx, centre.id).await?;
    let sites = store::count_sites(tx, centre.id).await?;
    let staff = store::list_staff(tx, centre.id).await?;
    let agreements = store::list_terms(tx, Some(centre.id)).await?;
    let agreements: Vec<_> = agreements.into_iter().map(|(_, one)| one).collect();
    let facts = Facts {
        profile: &profile,
        sites,
        hours: &hours_of(tx, centre).await?,
        staff: &staff,
        agreements: &agreements,
        administrators,
        today: ctx.now.with_timezone(&centre.time_zone).date_naive(),
    };
    Ok(checklist(&facts))
}
