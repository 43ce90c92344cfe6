use kernel::{AccountId, CentreId, Id, Role, Scope, StaffId};
use platform::{Fault, Scoped, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition,
    DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    QueryFilter, prelude::Uuid,
};

use super::RowKind;
use crate::domain::Assignment;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "role_assignment")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) account_id: Uuid,
    pub(crate) centre_id: Option<Uuid>,
    pub(crate) staff_id: Option<Uuid>,
    pub(crate) role: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> Condition {
        super::system_only(scope)
    }
}

/// What the account holds, sorted.
pub(crate) async fn of_account(
    tx: &TenantTx,
    account: AccountId,
) -> Result<Vec<Assignment>, Fault> {
    let rows = tx
        .find::<Entity>()
        .filter(Column::AccountId.eq(account.to_row()))
        .all(tx)
        .await?;
    let mut held: Vec<Assignment> = rows.iter().map(read).collect::<Result<_, _>>()?;
    held.sort();
    Ok(held)
}

fn read(row: &Model) -> Result<Assignment, Fault> {
    let read = || {
        let role = Role::from_word(&row.role)?;
        let centre = row.centre_id.map(CentreId::from_row);
        let staff = row.staff_id.map(StaffId::from_row);
        Assignment::new(role, centre, staff).ok()
    };
    read().ok_or(Fault::Corrupt("role_assignment"))
}

/// Who holds which role in a centre, also by a membership that has ended a moment ago.
pub(crate) async fn of_centre(
    tx: &TenantTx,
    centre: CentreId,
) -> Result<Vec<(AccountId, Assignment)>, Fault> {
    let rows = tx
        .find::<Entity>()
        .filter(Column::CentreId.eq(centre.to_row()))
        .all(tx)
        .await?;
    let of_account = |row: Model| Ok((AccountId::from_row(row.account_id), read(&row)?));
    rows.into_iter().map(of_account).collect()
}

pub(crate) async fn insert(
    tx: &TenantTx,
    id: Id<RowKind>,
    account: AccountId,
    assignment: &Assignment,
) -> Result<(), Fault> {
    let row = ActiveModel {
        id: Set(id.to_row()),
        account_id: Set(account.to_row()),
        centre_id: Set(assignment.domain.centre().map(CentreId::to_row)),
        staff_id: Set(assignment.staff.map(StaffId::to_row)),
        role: Set(assignment.role.as_str().to_owned()),
    };
    row.insert(tx).await?;
    Ok(())
}

/// The account behind a membership of the centre.
pub(crate) async fn account_of_staff(
    tx: &TenantTx,
    centre: CentreId,
    staff: StaffId,
) -> Result<Option<AccountId>, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::CentreId.eq(centre.to_row()))
        .filter(Column::StaffId.eq(staff.to_row()))
        .one(tx)
        .await?;
    Ok(row.map(|row| AccountId::from_row(row.account_id)))
}

/// Removes every role the account holds in the centre.
pub(crate) async fn delete_of_centre(
    tx: &TenantTx,
    account: AccountId,
    centre: CentreId,
) -> Result<(), Fault> {
    tx.delete::<Entity>()
        .filter(Column::AccountId.eq(account.to_row()))
        .filter(Column::CentreId.eq(centre.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}
