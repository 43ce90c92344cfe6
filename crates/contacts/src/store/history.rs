//! Table `demand_history`: counts by half hour from the systems that came before this one.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use kernel::{Channel, Instant, Scope};
use platform::{Fault, Scoped, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ActiveValue::Set, ColumnTrait, Condition, DeriveEntityModel,
    DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait, QueryFilter,
    QuerySelect, sea_query::OnConflict,
};

use crate::domain::{demand::HALF_HOUR_S, history_file::HistoryRow};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "demand_history")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) channel: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) starts_at: DateTime<Utc>,
    pub(crate) contacts: i32,
    pub(crate) handled: Option<i32>,
    pub(crate) abandoned: Option<i32>,
    pub(crate) handling_s: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> Condition {
        super::national_only(scope)
    }
}

/// Contacts between two instants, by half hours since 1970.
pub(crate) async fn count_half_hours(
    tx: &TenantTx,
    channel: Channel,
    (from, until): (Instant, Instant),
) -> Result<Vec<(i64, u32)>, Fault> {
    let rows: Vec<(DateTime<Utc>, i32)> = tx
        .find::<Entity>()
        .filter(Column::Channel.eq(channel.as_str()))
        .filter(Column::StartsAt.gte(from))
        .filter(Column::StartsAt.lt(until))
        .select_only()
        .columns([Column::StartsAt, Column::Contacts])
        .into_tuple()
        .all(tx)
        .await?;
    let read = |(at, contacts): (DateTime<Utc>, i32)| {
        let half_hour = at.timestamp().div_euclid(HALF_HOUR_S);
        (half_hour, u32::try_from(contacts).unwrap_or_default())
    };
    Ok(rows.into_iter().map(read).collect())
}

/// What was imported of handling: contacts, and the seconds they took together.
pub(crate) async fn handling(
    tx: &TenantTx,
    channel: Channel,
    since: Instant,
) -> Result<(u64, f64), Fault> {
    let rows: Vec<(Option<i32>, Option<i64>)> = tx
        .find::<Entity>()
        .filter(Column::Channel.eq(channel.as_str()))
        .filter(Column::StartsAt.gte(since))
        .filter(Column::HandlingS.is_not_null())
        .filter(Column::Handled.is_not_null())
        .select_only()
        .columns([Column::Handled, Column::HandlingS])
        .into_tuple()
        .all(tx)
        .await?;
    let mut sum = (0_u64, 0.0);
    for (handled, seconds) in rows {
        let seconds = u32::try_from(seconds.unwrap_or_default()).unwrap_or(u32::MAX);
        sum.0 += u64::try_from(handled.unwrap_or_default()).unwrap_or_default();
        sum.1 += f64::from(seconds);
    }
    Ok(sum)
}

/// The beginnings of what was imported before, of the channel and between two instants.
pub(crate) async fn list_starts(
    tx: &TenantTx,
    channel: Channel,
    (from, until): (Instant, Instant),
) -> Result<BTreeSet<Instant>, Fault> {
    let rows: Vec<DateTime<Utc>> = tx
        .find::<Entity>()
        .filter(Column::Channel.eq(channel.as_str()))
        .filter(Column::StartsAt.gte(from))
        .filter(Column::StartsAt.lte(until))
        .select_only()
        .column(Column::StartsAt)
        .into_tuple()
        .all(tx)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Writes rows in place of those of the same channel and time.
pub(crate) async fn upsert(tx: &TenantTx, rows: &[HistoryRow]) -> Result<(), Fault> {
    let small = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    let models = rows.iter().map(|row| ActiveModel {
        channel: Set(row.channel.as_str().to_owned()),
        starts_at: Set(row.starts_at),
        contacts: Set(small(row.contacts)),
        handled: Set(row.handled.map(small)),
        abandoned: Set(row.abandoned.map(small)),
        handling_s: Set(row.handling_s.map(i64::from)),
    });
    let again = OnConflict::columns([Column::Channel, Column::StartsAt])
        .update_columns([
            Column::Contacts,
            Column::Handled,
            Column::Abandoned,
            Column::HandlingS,
        ])
        .to_owned();
    Entity::insert_many(models)
        .on_conflict(again)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}
