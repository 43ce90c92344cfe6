use std::collections::HashMap;

use chrono::TimeDelta;
use kernel::{CentreId, SeriesId, ShiftId, StaffId};
use platform::{Fault, TenantTx};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select, prelude::Uuid,
};

use super::read_period;
use crate::{
    domain::rota::{Period, Shift, ShiftContent},
    store::{
        columns::{read_count, read_json, read_word, write_count, write_json},
        rows::{shift, staff},
    },
};

/// No shift is longer, not even in the night the clock is put back.
const LONGEST: TimeDelta = TimeDelta::hours(18);

/// Which shifts of a centre.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ShiftFilter {
    /// Those that have time in common with it.
    pub(crate) within: Option<Period>,
    pub(crate) staff: Option<StaffId>,
    pub(crate) series: Option<SeriesId>,
}

/// Part of a list by id.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page {
    pub(crate) after: Option<ShiftId>,
    pub(crate) limit: u64,
}

fn read_shift(row: shift::Model) -> Result<Shift, Fault> {
    Ok(Shift {
        id: ShiftId::from_row(row.id),
        centre_id: CentreId::from_row(row.centre_id),
        content: ShiftContent {
            staff_id: StaffId::from_row(row.staff_id),
            period: read_period((row.starts_at, row.ends_at), "shift.ends_at")?,
            channels: read_json(&row.channels)?,
            queue: read_word(&row.queue, "shift.queue")?,
            note: row.note,
        },
        series_id: row.series_id.map(SeriesId::from_row),
        version: read_count(row.version, "shift.version")?,
        changed_at: row.changed_at,
    })
}

fn write_shift(shift: &Shift) -> Result<shift::ActiveModel, Fault> {
    let content = &shift.content;
    Ok(shift::ActiveModel {
        id: Set(shift.id.to_row()),
        centre_id: Set(shift.centre_id.to_row()),
        staff_id: Set(content.staff_id.to_row()),
        starts_at: Set(content.period.starts_at()),
        ends_at: Set(content.period.ends_at()),
        channels: Set(write_json(&content.channels)?),
        queue: Set(content.queue.to_string()),
        note: Set(content.note.clone()),
        series_id: Set(shift.series_id.map(SeriesId::to_row)),
        version: Set(write_count(shift.version)),
        changed_at: Set(shift.changed_at),
    })
}

fn matching(tx: &TenantTx, centre: CentreId, filter: ShiftFilter) -> Select<shift::Entity> {
    use shift::Column::{CentreId, EndsAt, SeriesId as Series, StaffId as Staff, StartsAt};
    tx.find::<shift::Entity>()
        .filter(CentreId.eq(centre.to_row()))
        .apply_if(filter.within, |query, period: Period| {
            // The first bound says nothing new, but bounds the index from both sides.
            query
                .filter(StartsAt.gt(period.starts_at() - LONGEST))
                .filter(StartsAt.lt(period.ends_at()))
                .filter(EndsAt.gt(period.starts_at()))
        })
        .apply_if(filter.staff, |query, staff: StaffId| {
            query.filter(Staff.eq(staff.to_row()))
        })
        .apply_if(filter.series, |query, series: SeriesId| {
            query.filter(Series.eq(series.to_row()))
        })
}

/// Lists shifts of a centre: by id where a page is asked for, else by start.
pub(crate) async fn list_shifts(
    tx: &TenantTx,
    centre: CentreId,
    filter: ShiftFilter,
    page: Option<Page>,
) -> Result<Vec<Shift>, Fault> {
    let matching = matching(tx, centre, filter);
    let query = match page {
        None => matching.order_by_asc(shift::Column::StartsAt),
        Some(page) => matching
            .apply_if(page.after, |query, after: ShiftId| {
                query.filter(shift::Column::Id.gt(after.to_row()))
            })
            .limit(page.limit),
    };
    let rows = query.order_by_asc(shift::Column::Id).all(tx).await?;
    rows.into_iter().map(read_shift).collect()
}

/// Finds a shift of a centre.
pub(crate) async fn find_shift(
    tx: &TenantTx,
    centre: CentreId,
    id: ShiftId,
) -> Result<Option<Shift>, Fault> {
    let row = tx
        .find::<shift::Entity>()
        .filter(shift::Column::Id.eq(id.to_row()))
        .filter(shift::Column::CentreId.eq(centre.to_row()))
        .one(tx)
        .await?;
    row.map(read_shift).transpose()
}

/// Lists some shifts of a centre.
pub(crate) async fn find_shifts(
    tx: &TenantTx,
    centre: CentreId,
    ids: impl IntoIterator<Item = ShiftId>,
) -> Result<Vec<Shift>, Fault> {
    let ids = ids.into_iter().map(ShiftId::to_row);
    let rows = tx
        .find::<shift::Entity>()
        .filter(shift::Column::CentreId.eq(centre.to_row()))
        .filter(shift::Column::Id.is_in(ids))
        .all(tx)
        .await?;
    rows.into_iter().map(read_shift).collect()
}

/// Adds a shift.
pub(crate) async fn insert_shift(tx: &TenantTx, shift: &Shift) -> Result<(), Fault> {
    shift::Entity::insert(write_shift(shift)?)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Writes a shift.
pub(crate) async fn update_shift(tx: &TenantTx, shift: &Shift) -> Result<(), Fault> {
    tx.update::<shift::Entity>()
        .set(write_shift(shift)?)
        .filter(shift::Column::Id.eq(shift.id.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Removes shifts.
pub(crate) async fn delete_shifts(tx: &TenantTx, ids: &[ShiftId]) -> Result<(), Fault> {
    let ids = ids.iter().map(|id| id.to_row());
    tx.delete::<shift::Entity>()
        .filter(shift::Column::Id.is_in(ids))
        .exec(tx)
        .await?;
    Ok(())
}

/// The aliases of everybody who belongs or belonged to a centre.
pub(crate) async fn staff_names(
    tx: &TenantTx,
    centre: CentreId,
) -> Result<HashMap<StaffId, String>, Fault> {
    let rows: Vec<(Uuid, String)> = tx
        .find::<staff::Entity>()
        .filter(staff::Column::CentreId.eq(centre.to_row()))
        .select_only()
        .columns([staff::Column::Id, staff::Column::Alias])
        .into_tuple()
        .all(tx)
        .await?;
    let name = |(id, alias)| (StaffId::from_row(id), alias);
    Ok(rows.into_iter().map(name).collect())
}
