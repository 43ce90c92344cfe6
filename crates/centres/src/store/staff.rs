use kernel::{AccountId, CentreId, StaffId};
use platform::{Fault, TenantTx};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select, sea_query::Expr,
};

use super::{
    columns::{read_count, read_json, write_count, write_json},
    presence::read_presence,
    rows::{presence, staff},
};
use crate::domain::{Counsellor, Presence};

fn active(tx: &TenantTx) -> Select<staff::Entity> {
    tx.find::<staff::Entity>()
        .filter(staff::Column::Active.eq(true))
}

fn read_counsellor(
    (staff, presence): (staff::Model, Option<presence::Model>),
) -> Result<Counsellor, Fault> {
    let capacity = read_count(staff.capacity_units, "staff.capacity_units")?;
    let presence = match presence {
        Some(row) => read_presence(&row)?,
        None => Presence::never(capacity),
    };
    Ok(Counsellor {
        staff_id: StaffId::from_row(staff.id),
        centre_id: CentreId::from_row(staff.centre_id),
        account_id: AccountId::from_row(staff.account_id),
        alias: staff.alias,
        languages: read_json(&staff.languages)?,
        topics: read_json(&staff.topics)?,
        capacity_units: presence.capacity_units,
        load_units: presence.load_units,
        state: presence.state,
        since: presence.since,
        seen_at: presence.seen_at,
    })
}

/// Lists the active staff of the scope with their presence, by id.
pub async fn list_counsellors(tx: &TenantTx) -> Result<Vec<Counsellor>, Fault> {
    let rows = active(tx)
        .find_also_related(presence::Entity)
        .order_by_asc(staff::Column::Id)
        .all(tx)
        .await?;
    rows.into_iter().map(read_counsellor).collect()
}

/// Lists the active staff of one centre, as far as the scope reaches.
pub(crate) async fn list_staff(tx: &TenantTx, centre: CentreId) -> Result<Vec<Counsellor>, Fault> {
    let rows = active(tx)
        .filter(staff::Column::CentreId.eq(centre.to_row()))
        .find_also_related(presence::Entity)
        .order_by_asc(staff::Column::Id)
        .all(tx)
        .await?;
    rows.into_iter().map(read_counsellor).collect()
}

/// Finds an active member of staff of the scope.
pub async fn find_counsellor(tx: &TenantTx, staff: StaffId) -> Result<Option<Counsellor>, Fault> {
    let row = active(tx)
        .filter(staff::Column::Id.eq(staff.to_row()))
        .find_also_related(presence::Entity)
        .one(tx)
        .await?;
    row.map(read_counsellor).transpose()
}

/// What presence is made of.
pub(crate) struct Member {
    pub(crate) centre_id: CentreId,
    pub(crate) capacity_units: u32,
}

/// Finds what an active member of staff has agreed with the centre, whatever the presence says.
pub(crate) async fn find_member(tx: &TenantTx, staff: StaffId) -> Result<Option<Member>, Fault> {
    let row = active(tx)
        .filter(staff::Column::Id.eq(staff.to_row()))
        .one(tx)
        .await?;
    row.map(|row| {
        Ok(Member {
            centre_id: CentreId::from_row(row.centre_id),
            capacity_units: read_count(row.capacity_units, "staff.capacity_units")?,
        })
    })
    .transpose()
}

/// Adds an active member of staff; load, state and times of `counsellor` are presence's business.
pub(crate) async fn insert_staff(tx: &TenantTx, counsellor: &Counsellor) -> Result<(), Fault> {
    let row = staff::ActiveModel {
        id: Set(counsellor.staff_id.to_row()),
        centre_id: Set(counsellor.centre_id.to_row()),
        account_id: Set(counsellor.account_id.to_row()),
        alias: Set(counsellor.alias.clone()),
        languages: Set(write_json(&counsellor.languages)?),
        topics: Set(write_json(&counsellor.topics)?),
        capacity_units: Set(write_count(counsellor.capacity_units)),
        active: Set(true),
    };
    staff::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Writes what administrators may change of a member of staff.
pub(crate) async fn update_staff(tx: &TenantTx, counsellor: &Counsellor) -> Result<(), Fault> {
    tx.update::<staff::Entity>()
        .set(staff::ActiveModel {
            alias: Set(counsellor.alias.clone()),
            languages: Set(write_json(&counsellor.languages)?),
            topics: Set(write_json(&counsellor.topics)?),
            capacity_units: Set(write_count(counsellor.capacity_units)),
            ..Default::default()
        })
        .filter(staff::Column::Id.eq(counsellor.staff_id.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Ends a membership; who it was stays for the log and the talks.
pub(crate) async fn deactivate_staff(tx: &TenantTx, staff: StaffId) -> Result<(), Fault> {
    tx.update::<staff::Entity>()
        .col_expr(staff::Column::Active, Expr::value(false))
        .filter(staff::Column::Id.eq(staff.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}
