use std::fmt;

use chrono::{DateTime, Utc};
use kernel::{AccountId, Instant, PasskeyId, Scope};
use platform::{Fault, Scoped, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, Condition, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait,
    EnumIter, PrimaryKeyTrait, QueryFilter, QueryOrder,
    prelude::{Expr, Uuid},
};
use webauthn_rs::prelude::Passkey;

#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "passkey")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) account_id: Uuid,
    pub(crate) credential_id: Vec<u8>,
    pub(crate) name: String,
    /// The public key and its counter, JSON.
    pub(crate) credential: String,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) used_at: Option<DateTime<Utc>>,
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "passkey {}", self.id)
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

/// A passkey of an account.
pub(crate) struct Stored {
    pub(crate) id: PasskeyId,
    pub(crate) account: AccountId,
    pub(crate) name: String,
    pub(crate) passkey: Passkey,
    pub(crate) created_at: Instant,
    pub(crate) used_at: Option<Instant>,
}

fn read(row: Model) -> Result<Stored, Fault> {
    Ok(Stored {
        id: PasskeyId::from_row(row.id),
        account: AccountId::from_row(row.account_id),
        name: row.name,
        passkey: serde_json::from_str(&row.credential)?,
        created_at: row.created_at,
        used_at: row.used_at,
    })
}

/// Oldest first.
pub(crate) async fn of_account(tx: &TenantTx, account: AccountId) -> Result<Vec<Stored>, Fault> {
    let rows = tx
        .find::<Entity>()
        .filter(Column::AccountId.eq(account.to_row()))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .all(tx)
        .await?;
    rows.into_iter().map(read).collect()
}

pub(crate) async fn has_any(tx: &TenantTx, account: AccountId) -> Result<bool, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::AccountId.eq(account.to_row()))
        .one(tx)
        .await?;
    Ok(row.is_some())
}

pub(crate) async fn find_credential(
    tx: &TenantTx,
    credential_id: &[u8],
) -> Result<Option<Stored>, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::CredentialId.eq(credential_id.to_vec()))
        .one(tx)
        .await?;
    row.map(read).transpose()
}

pub(crate) async fn insert(tx: &TenantTx, passkey: &Stored) -> Result<(), Fault> {
    let row = ActiveModel {
        id: Set(passkey.id.to_row()),
        account_id: Set(passkey.account.to_row()),
        credential_id: Set(passkey.passkey.cred_id().clone()),
        name: Set(passkey.name.clone()),
        credential: Set(serde_json::to_string(&passkey.passkey)?),
        created_at: Set(passkey.created_at),
        used_at: Set(passkey.used_at),
    };
    row.insert(tx).await?;
    Ok(())
}

/// Remembers its counter and when it was used.
pub(crate) async fn touch(tx: &TenantTx, passkey: &Stored, now: Instant) -> Result<(), Fault> {
    let credential = serde_json::to_string(&passkey.passkey)?;
    tx.update::<Entity>()
        .filter(Column::Id.eq(passkey.id.to_row()))
        .col_expr(Column::Credential, Expr::value(credential))
        .col_expr(Column::UsedAt, Expr::value(now))
        .exec(tx)
        .await?;
    Ok(())
}

/// Whether the account had such a passkey.
pub(crate) async fn delete(
    tx: &TenantTx,
    account: AccountId,
    id: PasskeyId,
) -> Result<bool, Fault> {
    let outcome = tx
        .delete::<Entity>()
        .filter(Column::AccountId.eq(account.to_row()))
        .filter(Column::Id.eq(id.to_row()))
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
