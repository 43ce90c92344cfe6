//! Table `retention_setting`: a row for each controller that chose for itself.

use kernel::{CentreId, Scope};
use platform::{
    Fault, Scoped, TenantTx,
    audit::{centre_of, chain_of},
};
use sea_orm::{
    ActiveModelBehavior, ColumnTrait, Condition, ConnectionTrait, DeriveEntityModel,
    DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, FromQueryResult, PrimaryKeyTrait,
    QueryFilter, Statement, prelude::Expr,
};
use uuid::Uuid;

use crate::domain::retention::Retention;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "retention_setting")]
pub(crate) struct Model {
    /// The centre; all zeroes for the national layer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) chain: Uuid,
    pub(crate) content_hours: i32,
    pub(crate) audit_days: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> Condition {
        match scope {
            Scope::System | Scope::National => Condition::all(),
            Scope::Centre(id) => Condition::all().add(Column::Chain.eq(id.to_row())),
            Scope::Conversation(_) | Scope::Partner(_) | Scope::Public => {
                Condition::all().add(Expr::cust("1 = 0"))
            }
        }
    }
}

fn read(row: &Model) -> Result<Retention, Fault> {
    let count = |number: i32| {
        u32::try_from(number)
            .ok()
            .ok_or(Fault::Corrupt("retention_setting"))
    };
    Ok(Retention {
        content_hours: count(row.content_hours)?,
        audit_days: count(row.audit_days)?,
    })
}

fn write(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// What a controller chose; the default where it chose nothing.
pub(crate) async fn find(tx: &TenantTx, centre: Option<CentreId>) -> Result<Retention, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::Chain.eq(chain_of(centre)))
        .one(tx)
        .await?;
    row.as_ref().map_or_else(|| Ok(Retention::default()), read)
}

/// What a controller chose, held until the transaction ends: of two who change it, one waits.
pub(crate) async fn hold(tx: &TenantTx, centre: Option<CentreId>) -> Result<Retention, Fault> {
    let Retention {
        content_hours,
        audit_days,
    } = Retention::default();
    let sql = "INSERT INTO retention_setting (chain, content_hours, audit_days) VALUES ($1, $2, $3) \
               ON CONFLICT (chain) DO UPDATE SET content_hours = retention_setting.content_hours \
               RETURNING chain, content_hours, audit_days";
    let values = [
        chain_of(centre).into(),
        write(content_hours).into(),
        write(audit_days).into(),
    ];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    let row = Model::find_by_statement(statement).one(tx).await?;
    read(&row.ok_or(Fault::Corrupt("retention_setting"))?)
}

/// Writes what a controller, held before, chooses now.
pub(crate) async fn update(
    tx: &TenantTx,
    centre: Option<CentreId>,
    retention: Retention,
) -> Result<(), Fault> {
    tx.update::<Entity>()
        .col_expr(
            Column::ContentHours,
            Expr::value(write(retention.content_hours)),
        )
        .col_expr(Column::AuditDays, Expr::value(write(retention.audit_days)))
        .filter(Column::Chain.eq(chain_of(centre)))
        .exec(tx)
        .await?;
    Ok(())
}

/// What each controller in scope chose, of those that chose.
pub(crate) async fn list(tx: &TenantTx) -> Result<Vec<(Option<CentreId>, Retention)>, Fault> {
    let rows = tx.find::<Entity>().all(tx).await?;
    rows.iter()
        .map(|row| Ok((centre_of(row.chain), read(row)?)))
        .collect()
}
