//! What the board is read from: contacts of the national queue, and table `board_threshold`.

use chrono::{DateTime, Utc};
use kernel::{CentreId, ContactId, Instant, Scope, StaffId};
use platform::{Fault, Scoped, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ColumnTrait, Condition, ConnectionTrait, DeriveEntityModel,
    DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, FromQueryResult, PrimaryKeyTrait,
    QueryFilter, QueryOrder, QuerySelect, Statement,
};
use uuid::Uuid;

use super::contact;
use crate::domain::{
    board::{Answered, Arrival, Thresholds},
    contact::ContactState,
};

#[derive(FromQueryResult)]
struct ArrivalRow {
    state: String,
    joined_at: DateTime<Utc>,
    accepted_at: Option<DateTime<Utc>>,
    closed_at: Option<DateTime<Utc>>,
    serving_centre_id: Option<Uuid>,
}

/// Contacts that came to the national queue since then.
pub(crate) async fn arrivals(tx: &TenantTx, since: Instant) -> Result<Vec<Arrival>, Fault> {
    let rows = tx
        .find::<contact::Entity>()
        .filter(contact::Column::CentreId.is_null())
        .filter(contact::Column::JoinedAt.gte(since))
        .select_only()
        .columns([
            contact::Column::State,
            contact::Column::JoinedAt,
            contact::Column::AcceptedAt,
            contact::Column::ClosedAt,
            contact::Column::ServingCentreId,
        ])
        .into_model::<ArrivalRow>()
        .all(tx)
        .await?;
    let read = |row: ArrivalRow| Arrival {
        joined_at: row.joined_at,
        accepted_at: row.accepted_at,
        left_at: row
            .closed_at
            .filter(|_| row.state == ContactState::Closed.as_str()),
        by: row.serving_centre_id.map(CentreId::from_row),
    };
    Ok(rows.into_iter().map(read).collect())
}

#[derive(FromQueryResult)]
struct AnsweredRow {
    id: Uuid,
    accepted_at: DateTime<Utc>,
    channel: String,
    language: String,
    staff_id: Uuid,
    serving_centre_id: Option<Uuid>,
}

/// National contacts that were answered last since then, newest first.
pub(crate) async fn answered(
    tx: &TenantTx,
    since: Instant,
    limit: u64,
) -> Result<Vec<Answered>, Fault> {
    let rows = tx
        .find::<contact::Entity>()
        .filter(contact::Column::CentreId.is_null())
        .filter(contact::Column::JoinedAt.gte(since))
        .filter(contact::Column::AcceptedAt.is_not_null())
        .filter(contact::Column::StaffId.is_not_null())
        .select_only()
        .columns([
            contact::Column::Id,
            contact::Column::AcceptedAt,
            contact::Column::Channel,
            contact::Column::Language,
            contact::Column::StaffId,
            contact::Column::ServingCentreId,
        ])
        .order_by_desc(contact::Column::AcceptedAt)
        .limit(limit)
        .into_model::<AnsweredRow>()
        .all(tx)
        .await?;
    let read = |row: AnsweredRow| {
        let corrupt = |_unknown| Fault::Corrupt("contact");
        Ok(Answered {
            contact: ContactId::from_row(row.id),
            at: row.accepted_at,
            channel: row.channel.parse().map_err(corrupt)?,
            language: row.language.parse().map_err(corrupt)?,
            staff: StaffId::from_row(row.staff_id),
            centre: row.serving_centre_id.map(CentreId::from_row),
        })
    };
    rows.into_iter().map(read).collect()
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "board_threshold")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: i16,
    pub(crate) waiting: i32,
    pub(crate) longest_wait_s: i32,
    pub(crate) abandoned_percent: i32,
    pub(crate) service_level_percent: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> Condition {
        super::national_only(scope)
    }
}

fn read(row: &Model) -> Result<Thresholds, Fault> {
    let count = |number: i32| {
        let number = u32::try_from(number).ok();
        number.ok_or(Fault::Corrupt("board_threshold"))
    };
    Ok(Thresholds {
        waiting: count(row.waiting)?,
        longest_wait_s: count(row.longest_wait_s)?,
        abandoned_percent: count(row.abandoned_percent)?,
        service_level_percent: count(row.service_level_percent)?,
    })
}

/// When the board raises an alarm; the default where nobody chose.
pub(crate) async fn thresholds(tx: &TenantTx) -> Result<Thresholds, Fault> {
    let row = tx.find::<Entity>().one(tx).await?;
    row.as_ref().map_or_else(|| Ok(Thresholds::default()), read)
}

/// Chooses when the board raises an alarm. Of two who do, the last one's choice stays.
pub(crate) async fn choose_thresholds(tx: &TenantTx, limits: Thresholds) -> Result<(), Fault> {
    let sql = "INSERT INTO board_threshold (id, waiting, longest_wait_s, abandoned_percent, service_level_percent) \
               VALUES (1, $1, $2, $3, $4) ON CONFLICT (id) DO UPDATE SET waiting = excluded.waiting, \
               longest_wait_s = excluded.longest_wait_s, abandoned_percent = excluded.abandoned_percent, \
               service_level_percent = excluded.service_level_percent";
    let number = |count: u32| i32::try_from(count).unwrap_or(i32::MAX).into();
    let values = [
        number(limits.waiting),
        number(limits.longest_wait_s),
        number(limits.abandoned_percent),
        number(limits.service_level_percent),
    ];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    tx.execute_raw(statement).await?;
    Ok(())
}
