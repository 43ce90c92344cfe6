use kernel::{CentreId, SeriesId, StaffId};
use platform::{Fault, TenantTx};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::{
    domain::rota::Series,
    store::{
        columns::{read_count, read_json, read_span, read_word, write_count, write_json},
        rows::shift_series,
    },
};

fn read_series(row: shift_series::Model) -> Result<Series, Fault> {
    Ok(Series {
        id: SeriesId::from_row(row.id),
        centre_id: CentreId::from_row(row.centre_id),
        staff_id: StaffId::from_row(row.staff_id),
        first_on: row.first_on,
        until: row.until_on,
        every_weeks: read_count(row.every_weeks, "shift_series.every_weeks")?,
        span: read_span(row.starts_minute, row.ends_minute, "shift_series")?,
        channels: read_json(&row.channels)?,
        queue: read_word(&row.queue, "shift_series.queue")?,
        note: row.note,
        skip_closed: row.skip_closed,
        version: read_count(row.version, "shift_series.version")?,
    })
}

fn write_series(series: &Series) -> Result<shift_series::ActiveModel, Fault> {
    Ok(shift_series::ActiveModel {
        id: Set(series.id.to_row()),
        centre_id: Set(series.centre_id.to_row()),
        staff_id: Set(series.staff_id.to_row()),
        first_on: Set(series.first_on),
        until_on: Set(series.until),
        every_weeks: Set(write_count(series.every_weeks)),
        starts_minute: Set(series.span.opens().into()),
        ends_minute: Set(series.span.closes().into()),
        channels: Set(write_json(&series.channels)?),
        queue: Set(series.queue.to_string()),
        note: Set(series.note.clone()),
        skip_closed: Set(series.skip_closed),
        version: Set(write_count(series.version)),
    })
}

/// Finds a series of a centre.
pub(crate) async fn find_series(
    tx: &TenantTx,
    centre: CentreId,
    id: SeriesId,
) -> Result<Option<Series>, Fault> {
    let row = tx
        .find::<shift_series::Entity>()
        .filter(shift_series::Column::Id.eq(id.to_row()))
        .filter(shift_series::Column::CentreId.eq(centre.to_row()))
        .one(tx)
        .await?;
    row.map(read_series).transpose()
}

/// Adds a series.
pub(crate) async fn insert_series(tx: &TenantTx, series: &Series) -> Result<(), Fault> {
    shift_series::Entity::insert(write_series(series)?)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Writes a series.
pub(crate) async fn update_series(tx: &TenantTx, series: &Series) -> Result<(), Fault> {
    tx.update::<shift_series::Entity>()
        .set(write_series(series)?)
        .filter(shift_series::Column::Id.eq(series.id.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Removes a series; shifts that are left of it stand on their own.
pub(crate) async fn delete_series(tx: &TenantTx, id: SeriesId) -> Result<(), Fault> {
    tx.delete::<shift_series::Entity>()
        .filter(shift_series::Column::Id.eq(id.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}
