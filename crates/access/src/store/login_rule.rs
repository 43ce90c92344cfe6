use chrono::{DateTime, Utc};
use kernel::{CentreId, Instant, Scope};
use platform::{Fault, Scoped, TenantTx};
use sea_orm::{
    ActiveModelBehavior,
    ActiveValue::Set,
    ColumnTrait, Condition, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait,
    EnumIter, PrimaryKeyTrait, QueryFilter,
    prelude::{Expr, Uuid},
    sea_query::OnConflict,
};

use crate::domain::Domain;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "login_rule")]
pub(crate) struct Model {
    /// All zeroes for the national layer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) centre_id: Uuid,
    pub(crate) second_factor: bool,
    pub(crate) changed_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> Condition {
        match scope {
            Scope::System | Scope::National => Condition::all(),
            Scope::Centre(id) => Condition::all().add(Column::CentreId.eq(id.to_row())),
            Scope::Conversation(_) | Scope::Partner(_) | Scope::Public => {
                Condition::all().add(Expr::cust("1 = 0"))
            }
        }
    }
}

/// Whether one of the domains asks for a second factor.
pub(crate) async fn demands_second_factor(
    tx: &TenantTx,
    domains: impl IntoIterator<Item = Domain>,
) -> Result<bool, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::CentreId.is_in(domains.into_iter().map(row_of)))
        .filter(Column::SecondFactor.eq(true))
        .one(tx)
        .await?;
    Ok(row.is_some())
}

pub(crate) async fn set(
    tx: &TenantTx,
    domain: Domain,
    second_factor: bool,
    now: Instant,
) -> Result<(), Fault> {
    let row = ActiveModel {
        centre_id: Set(row_of(domain)),
        second_factor: Set(second_factor),
        changed_at: Set(now),
    };
    let change = OnConflict::column(Column::CentreId)
        .update_columns([Column::SecondFactor, Column::ChangedAt])
        .to_owned();
    Entity::insert(row)
        .on_conflict(change)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

fn row_of(domain: Domain) -> Uuid {
    domain.centre().map_or(Uuid::nil(), CentreId::to_row)
}
