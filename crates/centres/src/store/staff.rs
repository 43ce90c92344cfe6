use std::collections::BTreeMap;

use kernel::{AccountId, CentreId, Membership, StaffId};
use platform::{Fault, TenantTx};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select, sea_query::Expr,
};

use super::{
    columns::{read_count, read_json, write_count, write_json},
    presence::read_presence,
    rows::{centre, presence, staff},
};
use crate::domain::{Counsellor, Presence};

fn members(tx: &TenantTx) -> Select<staff::Entity> {
    tx.find::<staff::Entity>()
        .filter(staff::Column::Active.eq(true))
}

/// Members of centres that take part: those of an archived one serve nobody.
fn active(tx: &TenantTx) -> Select<staff::Entity> {
    let centres = tx
        .find::<centre::Entity>()
        .filter(centre::Column::Active.eq(true))
        .select_only()
        .column(centre::Column::Id)
        .into_query();
    members(tx).filter(staff::Column::CentreId.in_subquery(centres))
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
        channels: read_json(&staff.channels)?,
        works_from_home: staff.works_from_home,
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

/// Lists the staff of one centre, as far as the scope reaches, of an archived one too.
pub(crate) async fn list_staff(tx: &TenantTx, centre: CentreId) -> Result<Vec<Counsellor>, Fault> {
    let rows = members(tx)
        .filter(staff::Column::CentreId.eq(centre.to_row()))
        .find_also_related(presence::Entity)
        .order_by_asc(staff::Column::Id)
        .all(tx)
        .await?;
    rows.into_iter().map(read_counsellor).collect()
}

/// Lists the active members of a centre and what is agreed with them, as far as the scope reaches.
pub async fn list_members(
    tx: &TenantTx,
    centre: CentreId,
) -> Result<Vec<(StaffId, AccountId, Membership)>, Fault> {
    let rows = active(tx)
        .filter(staff::Column::CentreId.eq(centre.to_row()))
        .order_by_asc(staff::Column::Id)
        .all(tx)
        .await?;
    let read = |row: staff::Model| {
        let ids = (
            StaffId::from_row(row.id),
            AccountId::from_row(row.account_id),
        );
        let membership = read_membership(row)?;
        Ok((ids.0, ids.1, membership))
    };
    rows.into_iter().map(read).collect()
}

/// What was agreed with everybody of the scope, those who have left too.
pub async fn list_everybody(tx: &TenantTx) -> Result<BTreeMap<StaffId, Membership>, Fault> {
    let rows = tx.find::<staff::Entity>().all(tx).await?;
    let read = |row: staff::Model| Ok((StaffId::from_row(row.id), read_membership(row)?));
    rows.into_iter().map(read).collect()
}

fn read_membership(row: staff::Model) -> Result<Membership, Fault> {
    Ok(Membership {
        languages: read_json(&row.languages)?,
        topics: read_json(&row.topics)?,
        capacity_units: read_count(row.capacity_units, "staff.capacity_units")?,
        channels: read_json(&row.channels)?,
        works_from_home: row.works_from_home,
        alias: row.alias,
    })
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

/// Adds an active member of staff; presence is added apart.
pub(crate) async fn insert_staff(
    tx: &TenantTx,
    staff: StaffId,
    (centre, account): (CentreId, AccountId),
    membership: &Membership,
) -> Result<(), Fault> {
    let row = staff::ActiveModel {
        id: Set(staff.to_row()),
        centre_id: Set(centre.to_row()),
        account_id: Set(account.to_row()),
        active: Set(true),
        ..columns_of(membership)?
    };
    staff::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Writes what administrators may change of a member of staff.
pub(crate) async fn update_staff(
    tx: &TenantTx,
    staff: StaffId,
    membership: &Membership,
) -> Result<(), Fault> {
    tx.update::<staff::Entity>()
        .set(columns_of(membership)?)
        .filter(staff::Column::Id.eq(staff.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}

fn columns_of(membership: &Membership) -> Result<staff::ActiveModel, Fault> {
    Ok(staff::ActiveModel {
        alias: Set(membership.alias.clone()),
        languages: Set(write_json(&membership.languages)?),
        topics: Set(write_json(&membership.topics)?),
        capacity_units: Set(write_count(membership.capacity_units)),
        channels: Set(write_json(&membership.channels)?),
        works_from_home: Set(membership.works_from_home),
        ..Default::default()
    })
}

/// Finds what a person is or was to a centre: the membership, and whether it goes on.
pub(crate) async fn find_membership(
    tx: &TenantTx,
    centre: CentreId,
    account: AccountId,
) -> Result<Option<(StaffId, bool)>, Fault> {
    let row = tx
        .find::<staff::Entity>()
        .filter(staff::Column::CentreId.eq(centre.to_row()))
        .filter(staff::Column::AccountId.eq(account.to_row()))
        .one(tx)
        .await?;
    Ok(row.map(|row| (StaffId::from_row(row.id), row.active)))
}

/// Takes up an ended membership again.
pub(crate) async fn reactivate_staff(tx: &TenantTx, staff: StaffId) -> Result<(), Fault> {
    set_active(tx, staff, true).await
}

/// Ends a membership; who it was stays for the log and the talks.
pub(crate) async fn deactivate_staff(tx: &TenantTx, staff: StaffId) -> Result<(), Fault> {
    set_active(tx, staff, false).await
}

async fn set_active(tx: &TenantTx, staff: StaffId, active: bool) -> Result<(), Fault> {
    tx.update::<staff::Entity>()
        .col_expr(staff::Column::Active, Expr::value(active))
        .filter(staff::Column::Id.eq(staff.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Lists the aliases of all who are or were members of a centre's staff, by id.
pub(crate) async fn list_aliases(
    tx: &TenantTx,
    centre: CentreId,
) -> Result<BTreeMap<StaffId, String>, Fault> {
    let rows = tx
        .find::<staff::Entity>()
        .filter(staff::Column::CentreId.eq(centre.to_row()))
        .all(tx)
        .await?;
    let alias = |row: staff::Model| (StaffId::from_row(row.id), row.alias);
    Ok(rows.into_iter().map(alias).collect())
}
