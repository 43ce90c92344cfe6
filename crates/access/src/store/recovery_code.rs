use std::fmt;

use kernel::{AccountId, Id, Scope};
use platform::{Fault, KeyHash, Scoped, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition,
    DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PaginatorTrait,
    PrimaryKeyTrait, QueryFilter, prelude::Uuid,
};

use super::RowKind;

#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recovery_code")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) account_id: Uuid,
    pub(crate) code_hash: Vec<u8>,
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "recovery code {}", self.id)
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> Condition {
        super::system_only(scope)
    }
}

pub(crate) async fn insert(
    tx: &TenantTx,
    id: Id<RowKind>,
    account: AccountId,
    hash: &KeyHash,
) -> Result<(), Fault> {
    let row = ActiveModel {
        id: Set(id.to_row()),
        account_id: Set(account.to_row()),
        code_hash: Set(hash.to_vec()),
    };
    row.insert(tx).await?;
    Ok(())
}

/// How many are not used yet.
pub(crate) async fn count(tx: &TenantTx, account: AccountId) -> Result<u64, Fault> {
    let count = tx
        .find::<Entity>()
        .filter(Column::AccountId.eq(account.to_row()))
        .count(tx)
        .await?;
    Ok(count)
}

/// Uses a code up. Returns whether there was such a code.
pub(crate) async fn use_up(
    tx: &TenantTx,
    account: AccountId,
    hash: &KeyHash,
) -> Result<bool, Fault> {
    let outcome = tx
        .delete::<Entity>()
        .filter(Column::AccountId.eq(account.to_row()))
        .filter(Column::CodeHash.eq(hash.to_vec()))
        .exec(tx)
        .await?;
    Ok(outcome.rows_affected > 0)
}

pub(crate) async fn delete_of_account(tx: &TenantTx, account: AccountId) -> Result<(), Fault> {
    tx.delete::<Entity>()
        .filter(Column::AccountId.eq(account.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}
