use std::fmt;

use chrono::{DateTime, Utc};
use kernel::{AccountId, IdentityId, Instant, Scope};
use platform::{Fault, Pii, Scoped, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, Condition, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait,
    EnumIter, PrimaryKeyTrait, QueryFilter, QueryOrder,
    prelude::{Expr, Uuid},
};

use crate::domain::{LinkedIdentity, Subject};

#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "linked_identity")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) account_id: Uuid,
    pub(crate) issuer: String,
    pub(crate) subject: String,
    pub(crate) provider_name: String,
    pub(crate) linked_at: DateTime<Utc>,
    pub(crate) used_at: Option<DateTime<Utc>>,
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "linked identity {}", self.id)
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

impl From<Model> for LinkedIdentity {
    fn from(row: Model) -> Self {
        Self {
            id: IdentityId::from_row(row.id),
            account: AccountId::from_row(row.account_id),
            subject: Subject {
                issuer: row.issuer,
                subject: Pii::new(row.subject),
            },
            provider_name: row.provider_name,
            linked_at: row.linked_at,
            used_at: row.used_at,
        }
    }
}

pub(crate) async fn find(
    tx: &TenantTx,
    subject: &Subject,
) -> Result<Option<LinkedIdentity>, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::Issuer.eq(&subject.issuer))
        .filter(Column::Subject.eq(subject.subject.expose()))
        .one(tx)
        .await?;
    Ok(row.map(LinkedIdentity::from))
}

/// Those of an account, oldest first.
pub(crate) async fn of_account(
    tx: &TenantTx,
    account: AccountId,
) -> Result<Vec<LinkedIdentity>, Fault> {
    let rows = tx
        .find::<Entity>()
        .filter(Column::AccountId.eq(account.to_row()))
        .order_by_asc(Column::Id)
        .all(tx)
        .await?;
    Ok(rows.into_iter().map(LinkedIdentity::from).collect())
}

pub(crate) async fn insert(tx: &TenantTx, identity: &LinkedIdentity) -> Result<(), Fault> {
    let subject = &identity.subject;
    let row = ActiveModel {
        id: Set(identity.id.to_row()),
        account_id: Set(identity.account.to_row()),
        issuer: Set(subject.issuer.clone()),
        subject: Set(subject.subject.expose().clone()),
        provider_name: Set(identity.provider_name.clone()),
        linked_at: Set(identity.linked_at),
        used_at: Set(identity.used_at),
    };
    row.insert(tx).await?;
    Ok(())
}

/// Remembers that somebody logged in by it.
pub(crate) async fn touch(tx: &TenantTx, subject: &Subject, now: Instant) -> Result<(), Fault> {
    tx.update::<Entity>()
        .filter(Column::Issuer.eq(&subject.issuer))
        .filter(Column::Subject.eq(subject.subject.expose()))
        .col_expr(Column::UsedAt, Expr::value(now))
        .exec(tx)
        .await?;
    Ok(())
}

/// Removes an identity of an account.
pub(crate) async fn delete(tx: &TenantTx, account: AccountId, id: IdentityId) -> Result<(), Fault> {
    tx.delete::<Entity>()
        .filter(Column::Id.eq(id.to_row()))
        .filter(Column::AccountId.eq(account.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}
