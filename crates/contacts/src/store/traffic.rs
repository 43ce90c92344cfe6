//! Past contacts of the national queue as counts and as traffic; no id leaves.

use chrono::{DateTime, Utc};
use kernel::{Channel, Instant, StaffId};
use platform::{Fault, TenantTx};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    prelude::Expr,
};
use uuid::Uuid;

use super::contact::{Column, Entity};
use crate::domain::{contact::ClosedBy, traffic::Past};

/// Contacts that came by a channel between two instants, by half hours since 1970.
pub(crate) async fn count_half_hours(
    tx: &TenantTx,
    channel: Channel,
    (from, until): (Instant, Instant),
) -> Result<Vec<(i64, u32)>, Fault> {
    // The one expression that both databases would write differently.
    let half_hour = Expr::cust(match tx.get_database_backend() {
        DbBackend::Postgres => "CAST(FLOOR(EXTRACT(EPOCH FROM joined_at) / 1800) AS BIGINT)",
        _ => "CAST(strftime('%s', joined_at) AS INTEGER) / 1800",
    });
    let rows: Vec<(i64, i64)> = tx
        .find::<Entity>()
        .filter(Column::CentreId.is_null())
        .filter(Column::Channel.eq(channel.as_str()))
        .filter(Column::JoinedAt.gte(from))
        .filter(Column::JoinedAt.lt(until))
        .select_only()
        .column_as(half_hour.clone(), "half_hour")
        .column_as(Column::Id.count(), "contacts")
        .group_by(half_hour)
        .into_tuple()
        .all(tx)
        .await?;
    let read = |(at, count): (i64, i64)| (at, u32::try_from(count).unwrap_or(u32::MAX));
    Ok(rows.into_iter().map(read).collect())
}

/// How many came by a channel, from a county, with a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The word of the channel.
    pub channel: String,
    /// The number of the county, if it was told.
    pub county: Option<String>,
    /// The word of the topic, if it was told.
    pub topic: Option<String>,
    /// How many.
    pub contacts: u64,
}

/// Contacts of the national queue that came between two instants, by kind.
///
/// # Errors
/// The database does not answer.
pub async fn count_kinds(
    tx: &TenantTx,
    (from, until): (Instant, Instant),
) -> Result<Vec<Kind>, Fault> {
    let rows: Vec<(String, Option<String>, Option<String>, i64)> = tx
        .find::<Entity>()
        .filter(Column::CentreId.is_null())
        .filter(Column::JoinedAt.gte(from))
        .filter(Column::JoinedAt.lt(until))
        .select_only()
        .columns([Column::Channel, Column::County, Column::Topic])
        .column_as(Column::Id.count(), "contacts")
        .group_by(Column::Channel)
        .group_by(Column::County)
        .group_by(Column::Topic)
        .into_tuple()
        .all(tx)
        .await?;
    let read =
        |(channel, county, topic, contacts): (String, Option<String>, Option<String>, i64)| Kind {
            channel,
            county,
            topic,
            contacts: u64::try_from(contacts).unwrap_or_default(),
        };
    Ok(rows.into_iter().map(read).collect())
}

#[derive(FromQueryResult)]
struct Row {
    channel: String,
    language: String,
    work_type: String,
    topic: Option<String>,
    county: Option<String>,
    joined_at: DateTime<Utc>,
    staff_id: Option<Uuid>,
    accepted_at: Option<DateTime<Utc>>,
    closed_at: Option<DateTime<Utc>>,
    closed_by: Option<String>,
}

fn read(row: Row) -> Result<Past, Fault> {
    let corrupt = |_unknown| Fault::Corrupt("contact");
    Ok(Past {
        joined_at: row.joined_at,
        accepted_at: row.accepted_at,
        closed_at: row.closed_at,
        by_service: row.closed_by.as_deref() == Some(ClosedBy::Service.as_str()),
        channel: row.channel.parse().map_err(corrupt)?,
        language: row.language.parse().map_err(corrupt)?,
        work_type: row.work_type.parse().map_err(corrupt)?,
        topic: row.topic,
        county: row
            .county
            .map(|county| county.parse().map_err(corrupt))
            .transpose()?,
        staff: row.staff_id.map(StaffId::from_row),
    })
}

/// Contacts that came between two instants, of one channel or of all, in the order they came.
pub(crate) async fn list_past(
    tx: &TenantTx,
    channel: Option<Channel>,
    (from, until): (Instant, Instant),
) -> Result<Vec<Past>, Fault> {
    let mut select = tx
        .find::<Entity>()
        .filter(Column::CentreId.is_null())
        .filter(Column::JoinedAt.gte(from))
        .filter(Column::JoinedAt.lt(until));
    if let Some(channel) = channel {
        select = select.filter(Column::Channel.eq(channel.as_str()));
    }
    let rows = select
        .select_only()
        .columns([
            Column::Channel,
            Column::Language,
            Column::WorkType,
            Column::Topic,
            Column::County,
            Column::JoinedAt,
            Column::StaffId,
            Column::AcceptedAt,
            Column::ClosedAt,
            Column::ClosedBy,
        ])
        .order_by_asc(Column::JoinedAt)
        .order_by_asc(Column::Id)
        .into_model::<Row>()
        .all(tx)
        .await?;
    rows.into_iter().map(read).collect()
}
