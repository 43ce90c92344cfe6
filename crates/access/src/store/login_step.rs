use std::fmt;

use chrono::{DateTime, Utc};
use kernel::{AccountId, Id, Instant, Scope};
use platform::{Fault, KeyHash, Scoped, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, Condition, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait,
    EnumIter, ExprTrait, PrimaryKeyTrait, QueryFilter,
    prelude::{Expr, Uuid},
};

use super::{RowKind, federated_session::FederatedSession};
use crate::domain::Purpose;

#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "login_step")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) account_id: Option<Uuid>,
    pub(crate) token_hash: Vec<u8>,
    pub(crate) purpose: String,
    pub(crate) bearer: bool,
    pub(crate) challenge: Option<String>,
    pub(crate) tries: i32,
    pub(crate) expires_at: DateTime<Utc>,
    pub(crate) federated: Option<String>,
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "login step {}", self.id)
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

/// What one request began and the next one finishes.
pub(crate) struct Step {
    pub(crate) account: Option<AccountId>,
    pub(crate) purpose: Purpose,
    /// Whether a token was asked for instead of a cookie.
    pub(crate) is_bearer: bool,
    /// What a passkey was asked to sign.
    pub(crate) challenge: Option<String>,
    /// The provider that let the person in as far as the second step, and the session to come of it.
    pub(crate) federated: Option<FederatedSession>,
}

pub(crate) async fn insert(
    tx: &TenantTx,
    id: Id<RowKind>,
    (hash, expires_at): (KeyHash, Instant),
    step: Step,
) -> Result<(), Fault> {
    let row = ActiveModel {
        id: Set(id.to_row()),
        account_id: Set(step.account.map(AccountId::to_row)),
        token_hash: Set(hash.to_vec()),
        purpose: Set(step.purpose.as_str().to_owned()),
        bearer: Set(step.is_bearer),
        challenge: Set(step.challenge),
        tries: Set(0),
        expires_at: Set(expires_at),
        federated: Set(step.federated.map(FederatedSession::write).transpose()?),
    };
    row.insert(tx).await?;
    Ok(())
}

/// Takes one of the `tries` of an unexpired step; none if there is no such step or no try left.
pub(crate) async fn take_try(
    tx: &TenantTx,
    hash: &KeyHash,
    now: Instant,
    tries: i32,
) -> Result<Option<Step>, Fault> {
    let outcome = tx
        .update::<Entity>()
        .filter(Column::TokenHash.eq(hash.to_vec()))
        .filter(Column::ExpiresAt.gt(now))
        .filter(Column::Tries.lt(tries))
        .col_expr(Column::Tries, Expr::col(Column::Tries).add(1))
        .exec(tx)
        .await?;
    if outcome.rows_affected == 0 {
        return Ok(None);
    }
    let row = tx
        .find::<Entity>()
        .filter(Column::TokenHash.eq(hash.to_vec()))
        .one(tx)
        .await?;
    row.map(read).transpose()
}

/// The same without taking a try.
pub(crate) async fn find(
    tx: &TenantTx,
    hash: &KeyHash,
    now: Instant,
    tries: i32,
) -> Result<Option<Step>, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::TokenHash.eq(hash.to_vec()))
        .filter(Column::ExpiresAt.gt(now))
        .filter(Column::Tries.lt(tries))
        .one(tx)
        .await?;
    row.map(read).transpose()
}

fn read(row: Model) -> Result<Step, Fault> {
    Ok(Step {
        account: row.account_id.map(AccountId::from_row),
        purpose: Purpose::from_word(&row.purpose).ok_or(Fault::Corrupt("login_step.purpose"))?,
        is_bearer: row.bearer,
        challenge: row.challenge,
        federated: row
            .federated
            .as_deref()
            .map(FederatedSession::read)
            .transpose()?,
    })
}

pub(crate) async fn set_challenge(
    tx: &TenantTx,
    hash: &KeyHash,
    challenge: String,
) -> Result<(), Fault> {
    tx.update::<Entity>()
        .filter(Column::TokenHash.eq(hash.to_vec()))
        .col_expr(Column::Challenge, Expr::value(challenge))
        .exec(tx)
        .await?;
    Ok(())
}

/// Ends a step: it is finished once.
pub(crate) async fn delete(tx: &TenantTx, hash: &KeyHash) -> Result<(), Fault> {
    tx.delete::<Entity>()
        .filter(Column::TokenHash.eq(hash.to_vec()))
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

pub(crate) async fn delete_expired(tx: &TenantTx, now: Instant) -> Result<(), Fault> {
    tx.delete::<Entity>()
        .filter(Column::ExpiresAt.lte(now))
        .exec(tx)
        .await?;
    Ok(())
}
