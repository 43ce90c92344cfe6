use kernel::{AccountId, Instant};
use platform::{Ctx, Fault, TenantTx};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, QueryFilter,
};

use super::{
    columns::{read_word, unnamed_row},
    rows::queue_override::{ActiveModel, Column, Entity, Model},
};
use crate::domain::{Override, OverrideTarget, Overrides};

/// Names the door of the national queue among the locks of the database.
const DOOR: i64 = 22;

/// Lists every decision against the hours, open to all.
pub(crate) async fn list_overrides(tx: &TenantTx) -> Result<Overrides, Fault> {
    let rows = tx.find::<Entity>().all(tx).await?;
    let all: Result<_, Fault> = rows.into_iter().map(read).collect();
    all.map(Overrides::new)
}

fn read(row: Model) -> Result<Override, Fault> {
    Ok(Override {
        target: read_word(&row.target, "queue_override.target")?,
        mode: read_word(&row.mode, "queue_override.mode")?,
        reason: row.reason,
        set_by: AccountId::from_row(row.set_by),
        set_at: row.set_at,
        ends_at: row.ends_at,
    })
}

pub(crate) async fn insert_override(ctx: &Ctx, tx: &TenantTx, new: &Override) -> Result<(), Fault> {
    let row = ActiveModel {
        id: Set(unnamed_row(ctx)),
        target: Set(new.target.to_string()),
        mode: Set(new.mode.as_str().to_owned()),
        reason: Set(new.reason.clone()),
        set_by: Set(new.set_by.to_row()),
        set_at: Set(new.set_at),
        ends_at: Set(new.ends_at),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Removes the decisions on some targets, and all that have ended.
pub(crate) async fn delete_overrides(
    tx: &TenantTx,
    targets: &[OverrideTarget],
    now: Instant,
) -> Result<(), Fault> {
    let targets = targets.iter().map(ToString::to_string);
    let gone = Condition::any()
        .add(Column::Target.is_in(targets))
        .add(Column::EndsAt.lte(now));
    tx.delete::<Entity>().filter(gone).exec(tx).await?;
    Ok(())
}

/// Passes the door of the national queue: until the transaction ends, nobody closes it. Whoever closes it meanwhile
/// waits; whoever comes later sees what they did. On SQLite there is one writer anyway.
pub(crate) async fn pass_door(tx: &TenantTx) -> Result<(), Fault> {
    lock(tx, "pg_advisory_xact_lock_shared").await
}

/// Holds the door of the national queue: until the transaction ends, nobody passes.
pub(crate) async fn hold_door(tx: &TenantTx) -> Result<(), Fault> {
    lock(tx, "pg_advisory_xact_lock").await
}

async fn lock(tx: &TenantTx, function: &str) -> Result<(), Fault> {
    if tx.get_database_backend() == DbBackend::Postgres {
        tx.execute_unprepared(&format!("SELECT {function}({DOOR})"))
            .await?;
    }
    Ok(())
}
