use std::fmt;

use chrono::{DateTime, Utc};
use kernel::{AccountId, Instant, Scope, SessionId};
use platform::{Fault, KeyHash, Scoped, Secret, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition,
    DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    QueryFilter, prelude::Uuid,
};

use super::{account, role_assignment};
use crate::domain::Session;

#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) account_id: Uuid,
    pub(crate) token_hash: Vec<u8>,
    pub(crate) csrf_token: String,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) expires_at: DateTime<Utc>,
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "session {}", self.id)
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

/// A log-in to store.
pub(crate) struct NewSession<'a> {
    pub(crate) id: SessionId,
    pub(crate) account: AccountId,
    pub(crate) token_hash: KeyHash,
    pub(crate) csrf_token: &'a Secret<String>,
    pub(crate) created_at: Instant,
    pub(crate) expires_at: Instant,
}

pub(crate) async fn insert(tx: &TenantTx, session: NewSession<'_>) -> Result<(), Fault> {
    let row = ActiveModel {
        id: Set(session.id.to_row()),
        account_id: Set(session.account.to_row()),
        token_hash: Set(session.token_hash.to_vec()),
        csrf_token: Set(session.csrf_token.expose().clone()),
        created_at: Set(session.created_at),
        expires_at: Set(session.expires_at),
    };
    row.insert(tx).await?;
    Ok(())
}

/// The unexpired session of an active account, with its roles.
pub(crate) async fn find_live(
    tx: &TenantTx,
    token_hash: &KeyHash,
    now: Instant,
) -> Result<Option<Session>, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::TokenHash.eq(token_hash.to_vec()))
        .filter(Column::ExpiresAt.gt(now))
        .one(tx)
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let id = AccountId::from_row(row.account_id);
    let account = account::find(tx, id).await?;
    if !account.is_some_and(|account| account.is_active) {
        return Ok(None);
    }
    Ok(Some(Session {
        account: id,
        csrf_token: Secret::new(row.csrf_token),
        expires_at: row.expires_at,
        assignments: role_assignment::of_account(tx, id).await?,
    }))
}

pub(crate) async fn delete(tx: &TenantTx, token_hash: &KeyHash) -> Result<(), Fault> {
    tx.delete::<Entity>()
        .filter(Column::TokenHash.eq(token_hash.to_vec()))
        .exec(tx)
        .await?;
    Ok(())
}

pub(crate) async fn delete_of_account(tx: &TenantTx, account: AccountId) -> Result<(), Fault> {
    tx.delete::<Entity>()
        .filter(Column::AccountId.eq(account.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Returns how many there were.
pub(crate) async fn delete_expired(tx: &TenantTx, now: Instant) -> Result<u64, Fault> {
    let outcome = tx
        .delete::<Entity>()
        .filter(Column::ExpiresAt.lte(now))
        .exec(tx)
        .await?;
    Ok(outcome.rows_affected)
}
