use kernel::{CentreId, SiteId};
use platform::{Ctx, Fault, TenantTx};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    prelude::Uuid,
};

use super::{
    columns::{read_count, read_json, read_word, unnamed_row, write_count, write_json},
    rows::{agreement, centre, site},
};
use crate::domain::{Agreement, Centre, Site};

fn read_centre(row: centre::Model) -> Result<Centre, Fault> {
    Ok(Centre {
        id: CentreId::from_row(row.id),
        county: read_word(&row.county, "centre.county")?,
        name: row.name,
        region: row.region,
        languages: read_json(&row.languages)?,
        time_zone: read_word(&row.time_zone, "centre.time_zone")?,
        local_reserve: read_count(row.local_reserve, "centre.local_reserve")?,
        created_at: row.created_at,
    })
}

/// Lists the active centres of the scope by id.
pub(crate) async fn list_centres(tx: &TenantTx) -> Result<Vec<Centre>, Fault> {
    let rows = tx
        .find::<centre::Entity>()
        .filter(centre::Column::Active.eq(true))
        .order_by_asc(centre::Column::Id)
        .all(tx)
        .await?;
    rows.into_iter().map(read_centre).collect()
}

/// Finds a centre of the scope, active or not.
pub(crate) async fn find_centre(tx: &TenantTx, id: CentreId) -> Result<Option<Centre>, Fault> {
    let row = tx
        .find::<centre::Entity>()
        .filter(centre::Column::Id.eq(id.to_row()))
        .one(tx)
        .await?;
    row.map(read_centre).transpose()
}

/// Finds a centre of the scope and locks it until the transaction ends.
pub(crate) async fn hold_centre(tx: &TenantTx, id: CentreId) -> Result<Option<Centre>, Fault> {
    let row = tx
        .find::<centre::Entity>()
        .filter(centre::Column::Id.eq(id.to_row()))
        .lock_exclusive()
        .one(tx)
        .await?;
    row.map(read_centre).transpose()
}

/// Writes what administrators may change of a centre.
pub(crate) async fn update_centre(tx: &TenantTx, centre: &Centre) -> Result<(), Fault> {
    tx.update::<centre::Entity>()
        .set(centre::ActiveModel {
            name: Set(centre.name.clone()),
            languages: Set(write_json(&centre.languages)?),
            local_reserve: Set(write_count(centre.local_reserve)),
            ..Default::default()
        })
        .filter(centre::Column::Id.eq(centre.id.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Adds an active centre.
pub(crate) async fn insert_centre(tx: &TenantTx, centre: &Centre) -> Result<(), Fault> {
    let row = centre::ActiveModel {
        id: Set(centre.id.to_row()),
        county: Set(centre.county.to_string()),
        name: Set(centre.name.clone()),
        region: Set(centre.region.clone()),
        languages: Set(write_json(&centre.languages)?),
        time_zone: Set(centre.time_zone.name().to_owned()),
        local_reserve: Set(write_count(centre.local_reserve)),
        active: Set(true),
        created_at: Set(centre.created_at),
    };
    centre::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
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
    let read = |row: site::Model| {
        let site = Site {
            id: SiteId::from_row(row.id),
            name: row.name,
            address: row.address,
            postal_place: row.postal_place,
        };
        (CentreId::from_row(row.centre_id), site)
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Adds a site.
pub(crate) async fn insert_site(tx: &TenantTx, centre: CentreId, site: &Site) -> Result<(), Fault> {
    let row = site::ActiveModel {
        id: Set(site.id.to_row()),
        centre_id: Set(centre.to_row()),
        name: Set(site.name.clone()),
        address: Set(site.address.clone()),
        postal_place: Set(site.postal_place.clone()),
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

/// Lists the agreements of one centre or of all in scope, by their first date.
pub(crate) async fn list_agreements(
    tx: &TenantTx,
    centre: Option<CentreId>,
) -> Result<Vec<(CentreId, Agreement)>, Fault> {
    let rows = tx
        .find::<agreement::Entity>()
        .apply_if(centre.map(CentreId::to_row), |query, id: Uuid| {
            query.filter(agreement::Column::CentreId.eq(id))
        })
        .order_by_asc(agreement::Column::ValidFrom)
        .order_by_asc(agreement::Column::Id)
        .all(tx)
        .await?;
    let read = |row: agreement::Model| {
        let agreement = Agreement {
            channel: read_word(&row.channel, "agreement.channel")?,
            share: read_count(row.share, "agreement.share")?,
            valid_from: row.valid_from,
            valid_until: row.valid_until,
        };
        Ok((CentreId::from_row(row.centre_id), agreement))
    };
    rows.into_iter().map(read).collect()
}

/// Adds an agreement.
pub(crate) async fn insert_agreement(
    ctx: &Ctx,
    tx: &TenantTx,
    centre: CentreId,
    agreement: &Agreement,
) -> Result<(), Fault> {
    let row = agreement::ActiveModel {
        id: Set(unnamed_row(ctx)),
        centre_id: Set(centre.to_row()),
        channel: Set(agreement.channel.to_string()),
        share: Set(write_count(agreement.share)),
        valid_from: Set(agreement.valid_from),
        valid_until: Set(agreement.valid_until),
    };
    agreement::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}
