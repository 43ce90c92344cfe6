use kernel::{CentreId, SiteId};
use platform::{Fault, TenantTx};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QueryTrait, prelude::Uuid,
};

use super::{
    columns::{TextColumn, read_json, text_column, write_json},
    rows::site,
};
use crate::domain::Site;

fn read_site(row: site::Model) -> Result<Site, Fault> {
    Ok(Site {
        id: SiteId::from_row(row.id),
        name: row.name,
        address: row.address,
        postal_place: row.postal_place,
        access: read_json::<TextColumn>(&row.access)?.into(),
        transport: read_json::<TextColumn>(&row.transport)?.into(),
    })
}

/// Lists the sites of one centre or of all in scope, by name.
pub(crate) async fn list_sites(
    tx: &TenantTx,
    centre: Option<CentreId>,
) -> Result<Vec<(CentreId, Site)>, Fault> {
    let rows = tx
        .find::<site::Entity>()
        .apply_if(centre.map(CentreId::to_row), |query, id: Uuid| {
            query.filter(site::Column::CentreId.eq(id))
        })
        .order_by_asc(site::Column::Name)
        .order_by_asc(site::Column::Id)
        .all(tx)
        .await?;
    rows.into_iter()
        .map(|row| Ok((CentreId::from_row(row.centre_id), read_site(row)?)))
        .collect()
}

/// Finds a site of a centre.
pub(crate) async fn find_site(
    tx: &TenantTx,
    centre: CentreId,
    id: SiteId,
) -> Result<Option<Site>, Fault> {
    let row = tx
        .find::<site::Entity>()
        .filter(site::Column::Id.eq(id.to_row()))
        .filter(site::Column::CentreId.eq(centre.to_row()))
        .one(tx)
        .await?;
    row.map(read_site).transpose()
}

/// Counts the sites of a centre.
pub(crate) async fn count_sites(tx: &TenantTx, centre: CentreId) -> Result<u64, Fault> {
    let sites = tx
        .find::<site::Entity>()
        .filter(site::Column::CentreId.eq(centre.to_row()));
    Ok(sites.count(tx).await?)
}

/// Adds a site.
pub(crate) async fn insert_site(tx: &TenantTx, centre: CentreId, site: &Site) -> Result<(), Fault> {
    let row = site::ActiveModel {
        id: Set(site.id.to_row()),
        centre_id: Set(centre.to_row()),
        name: Set(site.name.clone()),
        address: Set(site.address.clone()),
        postal_place: Set(site.postal_place.clone()),
        access: Set(write_json(&text_column(&site.access))?),
        transport: Set(write_json(&text_column(&site.transport))?),
    };
    site::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Writes a site of a centre.
pub(crate) async fn update_site(tx: &TenantTx, centre: CentreId, site: &Site) -> Result<(), Fault> {
    tx.update::<site::Entity>()
        .set(site::ActiveModel {
            name: Set(site.name.clone()),
            address: Set(site.address.clone()),
            postal_place: Set(site.postal_place.clone()),
            access: Set(write_json(&text_column(&site.access))?),
            transport: Set(write_json(&text_column(&site.transport))?),
            ..Default::default()
        })
        .filter(site::Column::Id.eq(site.id.to_row()))
        .filter(site::Column::CentreId.eq(centre.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Removes a site of a centre.
pub(crate) async fn delete_site(tx: &TenantTx, centre: CentreId, id: SiteId) -> Result<(), Fault> {
    tx.delete::<site::Entity>()
        .filter(site::Column::Id.eq(id.to_row()))
        .filter(site::Column::CentreId.eq(centre.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}
