use kernel::{AbsenceId, CentreId, Instant, StaffId};
use platform::{Fault, TenantTx};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QueryTrait,
};

use super::read_period;
use crate::{
    domain::rota::{Absence, Period},
    store::rows::absence,
};

fn read_absence(row: &absence::Model) -> Result<Absence, Fault> {
    Ok(Absence {
        id: AbsenceId::from_row(row.id),
        staff_id: StaffId::from_row(row.staff_id),
        period: read_period((row.starts_at, row.ends_at), "absence.ends_at")?,
    })
}

/// Lists absences of a centre, or of one person in it, that have time in common with a period, by start.
pub(crate) async fn list_absences(
    tx: &TenantTx,
    centre: CentreId,
    staff: Option<StaffId>,
    within: Period,
) -> Result<Vec<Absence>, Fault> {
    use absence::Column::{CentreId as Centre, EndsAt, Id, StaffId as Staff, StartsAt};
    let rows = tx
        .find::<absence::Entity>()
        .filter(Centre.eq(centre.to_row()))
        .filter(StartsAt.lt(within.ends_at()))
        .filter(EndsAt.gt(within.starts_at()))
        .apply_if(staff, |query, staff: StaffId| {
            query.filter(Staff.eq(staff.to_row()))
        })
        .order_by_asc(StartsAt)
        .order_by_asc(Id)
        .all(tx)
        .await?;
    rows.iter().map(read_absence).collect()
}

/// How many absences of a person have not ended.
pub(crate) async fn count_absences(
    tx: &TenantTx,
    staff: StaffId,
    now: Instant,
) -> Result<u64, Fault> {
    let count = tx
        .find::<absence::Entity>()
        .filter(absence::Column::StaffId.eq(staff.to_row()))
        .filter(absence::Column::EndsAt.gt(now))
        .count(tx)
        .await?;
    Ok(count)
}

/// Finds an absence of a centre.
pub(crate) async fn find_absence(
    tx: &TenantTx,
    centre: CentreId,
    id: AbsenceId,
) -> Result<Option<Absence>, Fault> {
    let row = tx
        .find::<absence::Entity>()
        .filter(absence::Column::Id.eq(id.to_row()))
        .filter(absence::Column::CentreId.eq(centre.to_row()))
        .one(tx)
        .await?;
    row.as_ref().map(read_absence).transpose()
}

/// Adds an absence.
pub(crate) async fn insert_absence(
    tx: &TenantTx,
    centre: CentreId,
    absence: &Absence,
) -> Result<(), Fault> {
    let row = absence::ActiveModel {
        id: Set(absence.id.to_row()),
        centre_id: Set(centre.to_row()),
        staff_id: Set(absence.staff_id.to_row()),
        starts_at: Set(absence.period.starts_at()),
        ends_at: Set(absence.period.ends_at()),
    };
    absence::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Removes an absence.
pub(crate) async fn delete_absence(tx: &TenantTx, id: AbsenceId) -> Result<(), Fault> {
    tx.delete::<absence::Entity>()
        .filter(absence::Column::Id.eq(id.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}
