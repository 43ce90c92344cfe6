use std::collections::BTreeMap;

use kernel::{CentreId, Instant, PresenceState, StaffId};
use platform::{Fault, TenantTx};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    UpdateMany,
    sea_query::{Alias, CaseStatement, Expr, IntoIden, OnConflict, TableRef, ValueTuple},
};

use super::{
    columns::{read_count, read_word, write_count},
    rows::{presence, staff},
};
use crate::domain::Presence;

pub(super) fn read_presence(row: &presence::Model) -> Result<Presence, Fault> {
    Ok(Presence {
        state: read_word(&row.state, "presence.state")?,
        since: row.since,
        seen_at: row.seen_at,
        load_units: read_count(row.load_units, "presence.load_units")?,
        capacity_units: read_count(row.capacity_units, "presence.capacity_units")?,
    })
}

/// Reads the presence of a member of staff; offline and without capacity where the scope has none.
pub async fn find_presence(tx: &TenantTx, staff: StaffId) -> Result<Presence, Fault> {
    let row = tx
        .find::<presence::Entity>()
        .filter(presence::Column::StaffId.eq(staff.to_row()))
        .one(tx)
        .await?;
    if let Some(row) = row {
        return read_presence(&row);
    }
    let staff = tx
        .find::<staff::Entity>()
        .filter(staff::Column::Id.eq(staff.to_row()))
        .one(tx)
        .await?;
    let capacity = staff.map_or(0, |row| row.capacity_units);
    Ok(Presence::never(read_count(
        capacity,
        "staff.capacity_units",
    )?))
}

/// The presence as it is before a change, locked until the transaction ends; none before the first one.
pub(crate) async fn hold_presence(
    tx: &TenantTx,
    staff: StaffId,
) -> Result<Option<Presence>, Fault> {
    let row = tx
        .find::<presence::Entity>()
        .filter(presence::Column::StaffId.eq(staff.to_row()))
        .lock_exclusive()
        .one(tx)
        .await?;
    row.as_ref().map(read_presence).transpose()
}

/// Lets the present state begin now.
pub(crate) async fn restart_presence(
    tx: &TenantTx,
    staff: StaffId,
    now: Instant,
) -> Result<(), Fault> {
    update(tx, staff)
        .col_expr(presence::Column::Since, Expr::value(now))
        .exec(tx)
        .await?;
    Ok(())
}

/// Sets the state and the capacity, and counts as a sign of life. In one statement, so that a
/// reservation made meanwhile is never lost: the load stays, and capacity is never set below it.
pub(crate) async fn upsert_presence(
    tx: &TenantTx,
    (staff, centre): (StaffId, CentreId),
    state: PresenceState,
    capacity_units: u32,
    now: Instant,
) -> Result<Presence, Fault> {
    let row = presence::ActiveModel {
        staff_id: Set(staff.to_row()),
        centre_id: Set(centre.to_row()),
        state: Set(state.to_string()),
        since: Set(now),
        seen_at: Set(now),
        load_units: Set(0),
        capacity_units: Set(write_count(capacity_units)),
    };
    let since = Expr::cust(
        "CASE WHEN presence.state = excluded.state THEN presence.since ELSE excluded.since END",
    );
    let capacity = Expr::cust(
        "CASE WHEN presence.load_units > excluded.capacity_units \
         THEN presence.load_units ELSE excluded.capacity_units END",
    );
    let change = OnConflict::column(presence::Column::StaffId)
        .update_columns([presence::Column::State, presence::Column::SeenAt])
        .value(presence::Column::Since, since)
        .value(presence::Column::CapacityUnits, capacity)
        .to_owned();
    let row = presence::Entity::insert(row)
        .on_conflict(change)
        .exec_with_returning(tx)
        .await?;
    read_presence(&row)
}

/// Sets the capacity, though never below the load; state and signs of life stay.
pub(crate) async fn set_capacity(
    tx: &TenantTx,
    staff: StaffId,
    capacity_units: u32,
) -> Result<(), Fault> {
    let units = write_count(capacity_units);
    let load = || Expr::col((presence::Entity, presence::Column::LoadUnits));
    let capacity = CaseStatement::new()
        .case(load().gt(units), load())
        .finally(units);
    update(tx, staff)
        .col_expr(presence::Column::CapacityUnits, capacity.into())
        .exec(tx)
        .await?;
    Ok(())
}

fn update(tx: &TenantTx, staff: StaffId) -> UpdateMany<presence::Entity> {
    tx.update::<presence::Entity>()
        .filter(presence::Column::StaffId.eq(staff.to_row()))
}

/// Takes units of an available member of staff, if that many are free; else changes nothing.
///
/// One conditional statement: of two that race for the last units, one gets `false`.
pub async fn reserve_units(tx: &TenantTx, staff: StaffId, units: u32) -> Result<bool, Fault> {
    let units = write_count(units);
    let load = || Expr::col((presence::Entity, presence::Column::LoadUnits));
    let free = Expr::col((presence::Entity, presence::Column::CapacityUnits)).sub(load());
    let done = update(tx, staff)
        .filter(presence::Column::State.eq(PresenceState::Available.as_str()))
        .filter(free.gte(units))
        .col_expr(presence::Column::LoadUnits, load().add(units))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Gives units back, whatever the state; at most as many as are taken.
pub async fn release_units(tx: &TenantTx, staff: StaffId, units: u32) -> Result<(), Fault> {
    let units = write_count(units);
    let load = || Expr::col((presence::Entity, presence::Column::LoadUnits));
    let rest = CaseStatement::new()
        .case(load().gt(units), load().sub(units))
        .finally(0);
    update(tx, staff)
        .col_expr(presence::Column::LoadUnits, rest.into())
        .exec(tx)
        .await?;
    Ok(())
}

/// Members of staff per statement: two values each, far below what either database binds at most.
const BATCH: usize = 5_000;

/// Records signs of life, all in one statement. Never moves one back; unknown staff are ignored.
pub async fn mark_seen(tx: &TenantTx, seen: &[(StaffId, Instant)]) -> Result<(), Fault> {
    let mut latest: BTreeMap<StaffId, Instant> = BTreeMap::new();
    for (staff, at) in seen {
        let known = latest.entry(*staff).or_insert(*at);
        *known = std::cmp::max(*at, *known);
    }
    let pairs: Vec<ValueTuple> = latest
        .into_iter()
        .map(|(staff, at)| ValueTuple::Two(staff.to_row().into(), at.into()))
        .collect();
    // Both databases name the columns of a VALUES list so.
    let given = |column: &'static str| Expr::col((Alias::new("seen"), Alias::new(column)));
    for batch in pairs.chunks(BATCH) {
        let mut update = tx
            .update::<presence::Entity>()
            .col_expr(presence::Column::SeenAt, given("column2"))
            .filter(presence::Column::StaffId.into_expr().eq(given("column1")))
            .filter(presence::Column::SeenAt.into_expr().lt(given("column2")));
        let list = TableRef::ValuesList(batch.to_vec(), Alias::new("seen").into_iden());
        QueryTrait::query(&mut update).from(list);
        update.exec(tx).await?;
    }
    Ok(())
}

/// Lists those not offline who gave no sign of life since `seen_before`, by id.
pub async fn list_lost(tx: &TenantTx, seen_before: Instant) -> Result<Vec<StaffId>, Fault> {
    let rows = tx
        .find::<presence::Entity>()
        .filter(presence::Column::State.ne(PresenceState::Offline.as_str()))
        .filter(presence::Column::SeenAt.lt(seen_before))
        .order_by_asc(presence::Column::StaffId)
        .all(tx)
        .await?;
    Ok(rows
        .iter()
        .map(|row| StaffId::from_row(row.staff_id))
        .collect())
}
