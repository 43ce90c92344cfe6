use std::{collections::HashMap, fmt};

use chrono::{DateTime, Utc};
use kernel::{AccountId, CentreId, Instant, Scope};
use platform::{Fault, Pii, Scoped, Secret, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition,
    DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    QueryFilter, prelude::Uuid,
};

use crate::domain::{Account, Email};

#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) email: String,
    pub(crate) name: String,
    pub(crate) password_hash: String,
    pub(crate) active: bool,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) workplace: Option<Uuid>,
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "account {}", self.id)
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

impl From<Model> for Account {
    fn from(row: Model) -> Self {
        Self {
            id: AccountId::from_row(row.id),
            email: Pii::new(row.email),
            name: Pii::new(row.name),
            password_hash: Secret::new(row.password_hash),
            is_active: row.active,
            workplace: row.workplace.map(CentreId::from_row),
        }
    }
}

/// Finds by the one spelling of an e-mail address.
pub(crate) async fn find_by_email(tx: &TenantTx, email: &str) -> Result<Option<Account>, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::Email.eq(email))
        .one(tx)
        .await?;
    Ok(row.map(Account::from))
}

pub(crate) async fn find(tx: &TenantTx, id: AccountId) -> Result<Option<Account>, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::Id.eq(id.to_row()))
        .one(tx)
        .await?;
    Ok(row.map(Account::from))
}

/// The accounts that are there, of those asked for.
pub(crate) async fn list(tx: &TenantTx, accounts: &[AccountId]) -> Result<Vec<Account>, Fault> {
    let ids = accounts.iter().map(|id| id.to_row());
    let rows = tx
        .find::<Entity>()
        .filter(Column::Id.is_in(ids))
        .all(tx)
        .await?;
    Ok(rows.into_iter().map(Account::from).collect())
}

/// Names by account; accounts that are gone are left out.
pub async fn names(
    tx: &TenantTx,
    accounts: &[AccountId],
) -> Result<HashMap<AccountId, String>, Fault> {
    let named = list(tx, accounts).await?.into_iter();
    Ok(named
        .map(|account| (account.id, account.name.expose().clone()))
        .collect())
}

pub(crate) async fn insert(
    tx: &TenantTx,
    id: AccountId,
    email: &Email,
    name: &Pii<String>,
    password_hash: String,
    now: Instant,
) -> Result<(), Fault> {
    let row = ActiveModel {
        id: Set(id.to_row()),
        email: Set(email.expose().to_owned()),
        name: Set(name.expose().clone()),
        password_hash: Set(password_hash),
        active: Set(true),
        created_at: Set(now),
        workplace: Set(None),
    };
    row.insert(tx).await?;
    Ok(())
}

/// Puts one centre of an account before the others.
pub(crate) async fn choose_workplace(
    tx: &TenantTx,
    id: AccountId,
    centre: CentreId,
) -> Result<(), Fault> {
    tx.update::<Entity>()
        .filter(Column::Id.eq(id.to_row()))
        .col_expr(
            Column::Workplace,
            sea_orm::prelude::Expr::value(centre.to_row()),
        )
        .exec(tx)
        .await?;
    Ok(())
}

/// Whether there was such an account.
pub(crate) async fn deactivate(tx: &TenantTx, id: AccountId) -> Result<bool, Fault> {
    let outcome = tx
        .update::<Entity>()
        .filter(Column::Id.eq(id.to_row()))
        .col_expr(Column::Active, sea_orm::prelude::Expr::value(false))
        .exec(tx)
        .await?;
    Ok(outcome.rows_affected > 0)
}

pub(crate) async fn set_password(
    tx: &TenantTx,
    id: AccountId,
    password_hash: String,
) -> Result<(), Fault> {
    tx.update::<Entity>()
        .filter(Column::Id.eq(id.to_row()))
        .col_expr(
            Column::PasswordHash,
            sea_orm::prelude::Expr::value(password_hash),
        )
        .exec(tx)
        .await?;
    Ok(())
}
