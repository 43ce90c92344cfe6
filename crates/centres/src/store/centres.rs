use kernel::CentreId;
use platform::{Fault, TenantTx};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    columns::{read_count, read_json, read_word, write_count, write_json},
    rows::centre,
};
use crate::domain::Centre;

fn read_centre(row: centre::Model) -> Result<Centre, Fault> {
    Ok(Centre {
        id: CentreId::from_row(row.id),
        county: read_word(&row.county, "centre.county")?,
        name: row.name,
        region: row.region,
        languages: read_json(&row.languages)?,
        time_zone: read_word(&row.time_zone, "centre.time_zone")?,
        local_reserve: read_count(row.local_reserve, "centre.local_reserve")?,
        active: row.active,
        created_at: row.created_at,
    })
}

/// Lists the centres of the scope by id, archived ones too.
pub(crate) async fn list_centres(tx: &TenantTx) -> Result<Vec<Centre>, Fault> {
    let rows = tx
        .find::<centre::Entity>()
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

/// Writes what may be changed of a centre.
pub(crate) async fn update_centre(tx: &TenantTx, centre: &Centre) -> Result<(), Fault> {
    tx.update::<centre::Entity>()
        .set(centre::ActiveModel {
            name: Set(centre.name.clone()),
            languages: Set(write_json(&centre.languages)?),
            time_zone: Set(centre.time_zone.name().to_owned()),
            local_reserve: Set(write_count(centre.local_reserve)),
            active: Set(centre.active),
            ..Default::default()
        })
        .filter(centre::Column::Id.eq(centre.id.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Adds a centre.
pub(crate) async fn insert_centre(tx: &TenantTx, centre: &Centre) -> Result<(), Fault> {
    let row = centre::ActiveModel {
        id: Set(centre.id.to_row()),
        county: Set(centre.county.to_string()),
        name: Set(centre.name.clone()),
        region: Set(centre.region.clone()),
        languages: Set(write_json(&centre.languages)?),
        time_zone: Set(centre.time_zone.name().to_owned()),
        local_reserve: Set(write_count(centre.local_reserve)),
        active: Set(centre.active),
        created_at: Set(centre.created_at),
    };
    centre::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}
