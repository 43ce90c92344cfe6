//! Table `retention_report`.

use chrono::{DateTime, Utc};
use kernel::{CentreId, Instant, ReportId, Scope};
use platform::{
    Fault, Scoped, TenantTx,
    audit::{centre_of, chain_of},
};
use sea_orm::{
    ActiveModelBehavior, ActiveValue::Set, ColumnTrait, Condition, DeriveEntityModel,
    DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, ExprTrait, PrimaryKeyTrait,
    QueryFilter, QueryOrder, QuerySelect, prelude::Expr, sea_query::OnConflict,
};
use uuid::Uuid;

use crate::domain::report::{Erased, Report, Seal};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "retention_report")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) run_id: Uuid,
    /// The centre; all zeroes for the national layer.
    pub(crate) chain: Uuid,
    pub(crate) started_at: DateTime<Utc>,
    pub(crate) content_until: DateTime<Utc>,
    pub(crate) audit_until: DateTime<Utc>,
    pub(crate) conversations: i64,
    pub(crate) messages: i64,
    pub(crate) audit_entries: i64,
    pub(crate) sealed_at: Option<DateTime<Utc>>,
    pub(crate) digest: Option<Vec<u8>>,
    pub(crate) public_key: Option<Vec<u8>>,
    pub(crate) signature: Option<Vec<u8>>,
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

fn read(row: Model) -> Report {
    let count = |number: i64| u64::try_from(number).unwrap_or_default();
    let signature = row.public_key.zip(row.signature);
    Report {
        id: ReportId::from_row(row.id),
        centre: centre_of(row.chain),
        started_at: row.started_at,
        content_until: row.content_until,
        audit_until: row.audit_until,
        erased: Erased {
            conversations: count(row.conversations),
            messages: count(row.messages),
            audit_entries: count(row.audit_entries),
        },
        seal: row
            .sealed_at
            .zip(row.digest)
            .map(|(sealed_at, digest)| Seal {
                sealed_at,
                digest,
                signature,
            }),
    }
}

/// Adds what was erased just now to the report of a run, in the same transaction.
pub(crate) async fn add(tx: &TenantTx, run: ReportId, more: &Report) -> Result<(), Fault> {
    let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let row = ActiveModel {
        id: Set(more.id.to_row()),
        run_id: Set(run.to_row()),
        chain: Set(chain_of(more.centre)),
        started_at: Set(more.started_at),
        content_until: Set(more.content_until),
        audit_until: Set(more.audit_until),
        conversations: Set(count(more.erased.conversations)),
        messages: Set(count(more.erased.messages)),
        audit_entries: Set(count(more.erased.audit_entries)),
        ..ActiveModel::default()
    };
    let mut conflict = OnConflict::columns([Column::RunId, Column::Chain]);
    for (column, name) in [
        (Column::Conversations, "conversations"),
        (Column::Messages, "messages"),
        (Column::AuditEntries, "audit_entries"),
    ] {
        let sum = Expr::col((Entity, column)).add(Expr::col(("excluded", name)));
        conflict.value(column, sum);
    }
    Entity::insert(row)
        .on_conflict(conflict)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// The reports of a run that is over, and those a run left that never came to its end.
pub(crate) async fn list_unsealed(
    tx: &TenantTx,
    run: ReportId,
    abandoned: Instant,
) -> Result<Vec<Report>, Fault> {
    let rows = tx
        .find::<Entity>()
        .filter(Column::SealedAt.is_null())
        .filter(
            Condition::any()
                .add(Column::RunId.eq(run.to_row()))
                .add(Column::StartedAt.lt(abandoned)),
        )
        .order_by_asc(Column::Id)
        .all(tx)
        .await?;
    Ok(rows.into_iter().map(read).collect())
}

/// Seals a report; false when somebody else did.
pub(crate) async fn seal(tx: &TenantTx, id: ReportId, seal: &Seal) -> Result<bool, Fault> {
    let (key, signature) = seal.signature.clone().unzip();
    let done = tx
        .update::<Entity>()
        .col_expr(Column::SealedAt, Expr::value(seal.sealed_at))
        .col_expr(Column::Digest, Expr::value(seal.digest.clone()))
        .col_expr(Column::PublicKey, Expr::value(key))
        .col_expr(Column::Signature, Expr::value(signature))
        .filter(Column::Id.eq(id.to_row()))
        .filter(Column::SealedAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// A controller's sealed reports, newest first, before one of them.
pub(crate) async fn list(
    tx: &TenantTx,
    centre: Option<CentreId>,
    before: Option<ReportId>,
    limit: u64,
) -> Result<Vec<Report>, Fault> {
    let mut query = tx
        .find::<Entity>()
        .filter(Column::Chain.eq(chain_of(centre)))
        .filter(Column::SealedAt.is_not_null());
    if let Some(before) = before {
        query = query.filter(Column::Id.lt(before.to_row()));
    }
    let query = query.order_by_desc(Column::Id).limit(limit);
    Ok(query.all(tx).await?.into_iter().map(read).collect())
}

/// Sealed reports of all controllers, oldest first, after one of them.
pub(crate) async fn list_after(
    tx: &TenantTx,
    after: Option<ReportId>,
    limit: u64,
) -> Result<Vec<Report>, Fault> {
    let after = after.map_or(Uuid::nil(), ReportId::to_row);
    let query = tx
        .find::<Entity>()
        .filter(Column::SealedAt.is_not_null())
        .filter(Column::Id.gt(after))
        .order_by_asc(Column::Id)
        .limit(limit);
    Ok(query.all(tx).await?.into_iter().map(read).collect())
}
