use std::fmt;

use chrono::{DateTime, Utc};
use kernel::{AccountId, Instant, Scope};
use platform::{Fault, Scoped, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, Condition, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait,
    EnumIter, PrimaryKeyTrait, QueryFilter,
    prelude::{Expr, Uuid},
};

#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "totp")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) account_id: Uuid,
    /// Sealed.
    pub(crate) secret: String,
    pub(crate) confirmed_at: Option<DateTime<Utc>>,
    pub(crate) last_step: i64,
    pub(crate) created_at: DateTime<Utc>,
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "totp of {}", self.account_id)
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

/// An authenticator app, its secret still sealed.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    pub(crate) sealed: String,
    pub(crate) is_confirmed: bool,
    /// Codes up to this step are used up.
    pub(crate) last_step: i64,
}

/// Every secret as it is sealed.
pub(crate) async fn list_sealed(tx: &TenantTx) -> Result<Vec<String>, Fault> {
    let rows = tx.find::<Entity>().all(tx).await?;
    Ok(rows.into_iter().map(|row| row.secret).collect())
}

pub(crate) async fn find(tx: &TenantTx, account: AccountId) -> Result<Option<Stored>, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::AccountId.eq(account.to_row()))
        .one(tx)
        .await?;
    Ok(row.map(|row| Stored {
        sealed: row.secret,
        is_confirmed: row.confirmed_at.is_some(),
        last_step: row.last_step,
    }))
}

/// Keeps a secret that is not confirmed yet, in place of one before it.
pub(crate) async fn insert(
    tx: &TenantTx,
    account: AccountId,
    sealed: String,
    now: Instant,
) -> Result<(), Fault> {
    delete(tx, account).await?;
    let row = ActiveModel {
        account_id: Set(account.to_row()),
        secret: Set(sealed),
        confirmed_at: Set(None),
        last_step: Set(0),
        created_at: Set(now),
    };
    row.insert(tx).await?;
    Ok(())
}

/// Uses up the codes up to a step. Returns whether they were not used up before: of two who come with
/// one code, one is first.
pub(crate) async fn use_up(tx: &TenantTx, account: AccountId, step: i64) -> Result<bool, Fault> {
    let outcome = tx
        .update::<Entity>()
        .filter(Column::AccountId.eq(account.to_row()))
        .filter(Column::LastStep.lt(step))
        .col_expr(Column::LastStep, Expr::value(step))
        .exec(tx)
        .await?;
    Ok(outcome.rows_affected == 1)
}

pub(crate) async fn confirm(tx: &TenantTx, account: AccountId, now: Instant) -> Result<(), Fault> {
    tx.update::<Entity>()
        .filter(Column::AccountId.eq(account.to_row()))
        .col_expr(Column::ConfirmedAt, Expr::value(now))
        .exec(tx)
        .await?;
    Ok(())
}

/// Whether there was one.
pub(crate) async fn delete(tx: &TenantTx, account: AccountId) -> Result<bool, Fault> {
    let outcome = tx
        .delete::<Entity>()
        .filter(Column::AccountId.eq(account.to_row()))
        .exec(tx)
        .await?;
    Ok(outcome.rows_affected > 0)
}
