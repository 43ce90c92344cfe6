use platform::{Fault, TenantTx};
use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};

use super::{
    columns::{read_count, write_count},
    rows::staffing_minimum::{ActiveModel, Column, Entity},
};

/// Centres that should be open at least, until somebody chooses otherwise.
const DEFAULT: u32 = 2;

/// How many centres should be open at least while the national queue is.
pub(crate) async fn staffing_minimum(tx: &TenantTx) -> Result<u32, Fault> {
    let row = tx.find::<Entity>().one(tx).await?;
    row.map_or(Ok(DEFAULT), |row| {
        read_count(row.centres, "staffing_minimum.centres")
    })
}

pub(crate) async fn set_staffing_minimum(tx: &TenantTx, centres: u32) -> Result<(), Fault> {
    let row = ActiveModel {
        id: Set(1),
        centres: Set(write_count(centres)),
    };
    let replace = OnConflict::column(Column::Id)
        .update_column(Column::Centres)
        .to_owned();
    Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}
