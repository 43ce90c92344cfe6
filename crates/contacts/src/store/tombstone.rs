//! Table `tombstone`: what was erased, so that it stays erased when a backup is restored.

use chrono::{DateTime, Utc};
use kernel::{ConversationId, Instant, Scope};
use platform::{Fault, Scoped, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ActiveValue::Set, ColumnTrait, Condition, DeriveEntityModel,
    DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait, QueryFilter,
    QueryOrder, QuerySelect, prelude::Expr, sea_query::OnConflict,
};

use crate::domain::tombstone::{Tombstone, digest_of};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tombstone")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) digest: Vec<u8>,
    pub(crate) erased_at: DateTime<Utc>,
    /// Whether it stands in the list outside of the database.
    pub(crate) written: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> Condition {
        match scope {
            Scope::System => Condition::all(),
            _ => Condition::all().add(Expr::cust("1 = 0")),
        }
    }
}

/// Remembers that conversations are gone.
pub(crate) async fn insert(
    tx: &TenantTx,
    conversations: &[ConversationId],
    now: Instant,
) -> Result<(), Fault> {
    let row = |id: &ConversationId| ActiveModel {
        digest: Set(digest_of(*id)),
        erased_at: Set(now),
        written: Set(false),
    };
    Entity::insert_many(conversations.iter().map(row))
        .on_conflict(OnConflict::column(Column::Digest).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Those after a digest, in order of digests; with `unwritten`, only what is not in the list outside yet.
pub(crate) async fn list(
    tx: &TenantTx,
    unwritten: bool,
    (after, limit): (&[u8], u64),
) -> Result<Vec<Tombstone>, Fault> {
    let mut query = tx
        .find::<Entity>()
        .filter(Column::Digest.gt(after.to_vec()));
    if unwritten {
        query = query.filter(Column::Written.eq(false));
    }
    let rows = query
        .order_by_asc(Column::Digest)
        .limit(limit)
        .all(tx)
        .await?;
    let read = |row: Model| Tombstone {
        digest: row.digest,
        erased_at: row.erased_at,
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Notes that they stand in the list outside of the database.
pub(crate) async fn set_written(tx: &TenantTx, tombstones: &[Tombstone]) -> Result<(), Fault> {
    let digests = tombstones.iter().map(|tombstone| tombstone.digest.clone());
    tx.update::<Entity>()
        .col_expr(Column::Written, Expr::value(true))
        .filter(Column::Digest.is_in(digests))
        .exec(tx)
        .await?;
    Ok(())
}

/// Forgets what was erased before `until`: no backup is that old any more.
pub(crate) async fn forget(tx: &TenantTx, until: Instant) -> Result<(), Fault> {
    tx.delete::<Entity>()
        .filter(Column::ErasedAt.lt(until))
        .exec(tx)
        .await?;
    Ok(())
}
