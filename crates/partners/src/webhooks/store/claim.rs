//! Takes attempts that are due, for this process alone and for a while.

use chrono::{DateTime, Utc};
use kernel::{Instant, PartnerId, WebhookDeliveryId, WebhookEndpointId, WebhookEventId};
use platform::{Fault, TenantTx};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};
use uuid::Uuid;

use super::{read_count, statement};
use crate::webhooks::delivery::Claimed;

/// Attempts at one endpoint at the same time.
const PER_ENDPOINT: i64 = 2;

/// Until when what is claimed at `now` stays with its process: far longer than an attempt takes.
fn claim_end(now: Instant) -> Instant {
    now + chrono::TimeDelta::seconds(60)
}

#[derive(FromQueryResult)]
struct Ready {
    id: Uuid,
    open_until: Option<DateTime<Utc>>,
    in_flight: i64,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    partner_id: Uuid,
    endpoint_id: Uuid,
    event_id: Uuid,
    attempt: i32,
    first_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct Found {
    id: Uuid,
}

/// Whether there is something for [`expire`] or [`claim`] to do. Only reads.
pub(crate) async fn is_any_due(
    tx: &TenantTx,
    first_at: Instant,
    now: Instant,
) -> Result<bool, Fault> {
    let sql = "SELECT d.id FROM webhook_delivery d JOIN webhook_endpoint e ON e.id = d.endpoint_id \
               JOIN partner_system p ON p.id = e.partner_id WHERE d.state = 'pending' AND d.due_at <= $1 \
               AND (d.claimed_until IS NULL OR d.claimed_until <= $1) \
               AND (d.first_at <= $2 OR p.state = 'active' AND e.state = 'enabled' \
               AND (e.open_until IS NULL OR e.open_until <= $1)) \
               LIMIT 1";
    let values = [now.into(), first_at.into()];
    let found = Found::find_by_statement(statement(tx, sql, values))
        .one(tx)
        .await?;
    Ok(found.is_some_and(|found| !found.id.is_nil()))
}

/// Gives up what has waited too long for its endpoint.
pub(crate) async fn expire(tx: &TenantTx, first_at: Instant, now: Instant) -> Result<(), Fault> {
    let sql = "UPDATE webhook_delivery SET state = 'given_up', outcome = 'expired', finished_at = $2 \
               WHERE state = 'pending' AND first_at <= $1 AND (claimed_until IS NULL OR claimed_until <= $2)";
    tx.execute_raw(statement(tx, sql, [first_at.into(), now.into()]))
        .await?;
    Ok(())
}

/// Takes up to `room` attempts for partners that are not suspended. Whoever was served longest ago comes first, and an
/// endpoint whose circuit was open gets one attempt, by which it is tried.
pub(crate) async fn claim(tx: &TenantTx, now: Instant, room: usize) -> Result<Vec<Claimed>, Fault> {
    let mut room = i64::try_from(room).unwrap_or(i64::MAX);
    let mut all = Vec::new();
    for ready in ready(tx, now, room).await? {
        let is_trial = ready.open_until.is_some();
        let free = if is_trial {
            1 - ready.in_flight.min(1)
        } else {
            PER_ENDPOINT - ready.in_flight
        };
        let take = free.min(room);
        if take <= 0 {
            continue;
        }
        serve(tx, &ready, now).await?;
        let taken = take_of(tx, ready.id, now, take).await?;
        room -= i64::try_from(taken.len()).unwrap_or(i64::MAX);
        all.extend(taken);
    }
    Ok(all)
}

async fn ready(tx: &TenantTx, now: Instant, room: i64) -> Result<Vec<Ready>, Fault> {
    let lock = if tx.get_database_backend() == DbBackend::Postgres {
        " FOR UPDATE OF e SKIP LOCKED"
    } else {
        ""
    };
    let sql = format!(
        "SELECT e.id, e.open_until, (SELECT count(*) FROM webhook_delivery f WHERE f.endpoint_id = e.id \
         AND f.state = 'pending' AND f.claimed_until > $1) AS in_flight \
         FROM webhook_endpoint e WHERE e.state = 'enabled' AND (e.open_until IS NULL OR e.open_until <= $1) \
         AND EXISTS (SELECT 1 FROM partner_system p WHERE p.id = e.partner_id AND p.state = 'active') \
         AND EXISTS (SELECT 1 FROM webhook_delivery d WHERE d.endpoint_id = e.id AND d.state = 'pending' \
         AND d.due_at <= $1 AND (d.claimed_until IS NULL OR d.claimed_until <= $1)) \
         ORDER BY e.served_at, e.id LIMIT {}{lock}",
        room.max(1)
    );
    let rows = Ready::find_by_statement(statement(tx, &sql, [now.into()]))
        .all(tx)
        .await?;
    Ok(rows)
}

/// Notes that it is its turn. While a trial goes on, its circuit stays open for all others.
async fn serve(tx: &TenantTx, ready: &Ready, now: Instant) -> Result<(), Fault> {
    let sql = "UPDATE webhook_endpoint SET served_at = $2, open_until = $3 WHERE id = $1";
    let open_until = ready.open_until.map(|_| claim_end(now));
    let values = [ready.id.into(), now.into(), open_until.into()];
    tx.execute_raw(statement(tx, sql, values)).await?;
    Ok(())
}

async fn take_of(
    tx: &TenantTx,
    endpoint: Uuid,
    now: Instant,
    take: i64,
) -> Result<Vec<Claimed>, Fault> {
    let sql = format!(
        "UPDATE webhook_delivery SET claimed_until = $2 WHERE id IN (SELECT id FROM webhook_delivery \
         WHERE endpoint_id = $3 AND state = 'pending' AND due_at <= $1 \
         AND (claimed_until IS NULL OR claimed_until <= $1) ORDER BY due_at, id LIMIT {take}) \
         RETURNING id, partner_id, endpoint_id, event_id, attempt, first_at"
    );
    let until = claim_end(now);
    let values = [now.into(), until.into(), endpoint.into()];
    let rows = Row::find_by_statement(statement(tx, &sql, values))
        .all(tx)
        .await?;
    let read = |row: Row| {
        Ok(Claimed {
            id: WebhookDeliveryId::from_row(row.id),
            partner: PartnerId::from_row(row.partner_id),
            endpoint: WebhookEndpointId::from_row(row.endpoint_id),
            event: WebhookEventId::from_row(row.event_id),
            attempt: read_count(row.attempt, "webhook_delivery.attempt")?,
            first_at: row.first_at,
            until,
        })
    };
    rows.into_iter().map(read).collect()
}
