//! Table `partner_usage`.

use chrono::NaiveDate;
use kernel::{PartnerId, Scope};
use platform::{Fault, Scoped, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ColumnTrait, Condition, ConnectionTrait, DeriveEntityModel,
    DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait, QueryFilter,
    QueryOrder, Statement, prelude::Uuid,
};

use crate::domain::{Called, Count, Tally};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "partner_usage")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) partner_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) day: NaiveDate,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) operation: String,
    pub(crate) calls: i64,
    pub(crate) refused: i64,
    pub(crate) failed: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> Condition {
        super::of_partner(Column::PartnerId, scope)
    }
}

/// Adds what was counted; replicas add to the same rows.
pub(crate) async fn add(tx: &TenantTx, tally: &Tally) -> Result<(), Fault> {
    const SQL: &str = "INSERT INTO partner_usage (partner_id, day, operation, calls, refused, failed) \
                       VALUES ($1, $2, $3, $4, $5, $6) \
                       ON CONFLICT (partner_id, day, operation) DO UPDATE SET \
                       calls = partner_usage.calls + excluded.calls, \
                       refused = partner_usage.refused + excluded.refused, \
                       failed = partner_usage.failed + excluded.failed";
    for (called, count) in tally.iter() {
        let values: [sea_orm::Value; 6] = [
            called.partner.to_row().into(),
            called.day.into(),
            called.operation.clone().into(),
            count.calls.into(),
            count.refused.into(),
            count.failed.into(),
        ];
        let statement = Statement::from_sql_and_values(tx.get_database_backend(), SQL, values);
        tx.execute_raw(statement).await?;
    }
    Ok(())
}

/// What a partner called since a day, by day and operation.
pub(crate) async fn list(
    tx: &TenantTx,
    partner: PartnerId,
    since: NaiveDate,
) -> Result<Vec<(Called, Count)>, Fault> {
    let rows = tx
        .find::<Entity>()
        .filter(Column::PartnerId.eq(partner.to_row()))
        .filter(Column::Day.gte(since))
        .order_by_asc(Column::Day)
        .order_by_asc(Column::Operation)
        .all(tx)
        .await?;
    Ok(rows.into_iter().map(read).collect())
}

fn read(row: Model) -> (Called, Count) {
    let called = Called {
        partner: PartnerId::from_row(row.partner_id),
        day: row.day,
        operation: row.operation,
    };
    let count = Count {
        calls: row.calls,
        refused: row.refused,
        failed: row.failed,
    };
    (called, count)
}
