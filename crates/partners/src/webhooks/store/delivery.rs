//! Table `webhook_delivery`: a row an attempt.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use kernel::{Instant, Scope, WebhookDeliveryId, WebhookEndpointId, WebhookEventId};
use platform::{Ctx, Fault, Scoped, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ColumnTrait, Condition, ConnectionTrait, DeriveEntityModel,
    DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::{event, read_count, statement, write_count};
use crate::webhooks::{
    delivery::{Attempted, Claimed, Delivery, DeliveryState, Outcome},
    endpoint::Endpoint,
    event::EventKind,
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_delivery")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) partner_id: Uuid,
    pub(crate) endpoint_id: Uuid,
    pub(crate) event_id: Uuid,
    pub(crate) attempt: i32,
    pub(crate) state: String,
    pub(crate) first_at: DateTime<Utc>,
    pub(crate) due_at: DateTime<Utc>,
    pub(crate) claimed_until: Option<DateTime<Utc>>,
    pub(crate) finished_at: Option<DateTime<Utc>>,
    pub(crate) outcome: Option<String>,
    pub(crate) status: Option<i16>,
    pub(crate) duration_ms: Option<i32>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> Condition {
        super::of_partner(Column::PartnerId, scope)
    }
}

fn read(row: &Model, kind: EventKind) -> Result<Delivery, Fault> {
    let state = DeliveryState::from_word(&row.state);
    let outcome = row.outcome.as_deref().map(Outcome::from_word);
    Ok(Delivery {
        id: WebhookDeliveryId::from_row(row.id),
        event: WebhookEventId::from_row(row.event_id),
        kind,
        attempt: read_count(row.attempt, "webhook_delivery.attempt")?,
        state: state.ok_or(Fault::Corrupt("webhook_delivery.state"))?,
        due_at: row.due_at,
        finished_at: row.finished_at,
        outcome: outcome.flatten(),
        status: row.status.and_then(|status| u16::try_from(status).ok()),
        duration_ms: row.duration_ms.and_then(|ms| u32::try_from(ms).ok()),
    })
}

async fn with_kinds(tx: &TenantTx, rows: Vec<Model>) -> Result<Vec<Delivery>, Fault> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.event_id).collect();
    let events = tx
        .find::<event::Entity>()
        .filter(event::Column::Id.is_in(ids))
        .all(tx)
        .await?;
    let kinds: HashMap<Uuid, EventKind> = events
        .iter()
        .filter_map(|event| Some((event.id, EventKind::from_word(&event.kind)?)))
        .collect();
    let kind = |row: &Model| {
        let kind = kinds.get(&row.event_id).copied();
        kind.ok_or(Fault::Corrupt("webhook_event.kind"))
    };
    rows.iter().map(|row| read(row, kind(row)?)).collect()
}

/// A page of an endpoint's log, newest first.
pub(crate) async fn page(
    tx: &TenantTx,
    endpoint: WebhookEndpointId,
    before: Option<WebhookDeliveryId>,
    limit: u64,
) -> Result<Vec<Delivery>, Fault> {
    let mut select = tx
        .find::<Entity>()
        .filter(Column::EndpointId.eq(endpoint.to_row()))
        .order_by_desc(Column::Id)
        .limit(limit);
    if let Some(before) = before {
        select = select.filter(Column::Id.lt(before.to_row()));
    }
    let rows = select.all(tx).await?;
    with_kinds(tx, rows).await
}

/// One of an endpoint's.
pub(crate) async fn find(
    tx: &TenantTx,
    endpoint: WebhookEndpointId,
    id: WebhookDeliveryId,
) -> Result<Option<Delivery>, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::EndpointId.eq(endpoint.to_row()))
        .filter(Column::Id.eq(id.to_row()))
        .one(tx)
        .await?;
    let found = with_kinds(tx, row.into_iter().collect()).await?;
    Ok(found.into_iter().next())
}

/// Lets an event be delivered to an endpoint now. False if it waits there already.
pub(crate) async fn insert(
    ctx: &Ctx,
    tx: &TenantTx,
    endpoint: &Endpoint,
    event: WebhookEventId,
) -> Result<bool, Fault> {
    let sql = "INSERT INTO webhook_delivery (id, partner_id, endpoint_id, event_id, attempt, state, first_at, \
               due_at) VALUES ($1, $2, $3, $4, 1, 'pending', $5, $5) \
               ON CONFLICT (endpoint_id, event_id) WHERE state = 'pending' DO NOTHING";
    let id: WebhookDeliveryId = ctx.new_id();
    let values = [
        id.to_row().into(),
        endpoint.partner.to_row().into(),
        endpoint.id.to_row().into(),
        event.to_row().into(),
        ctx.now.into(),
    ];
    let done = tx.execute_raw(statement(tx, sql, values)).await?;
    Ok(done.rows_affected() > 0)
}

/// Notes what became of an attempt. False if somebody else made it meanwhile, because this one took too long.
pub(crate) async fn settle(
    tx: &TenantTx,
    claimed: &Claimed,
    state: DeliveryState,
    attempted: Attempted,
    now: Instant,
) -> Result<bool, Fault> {
    let sql = "UPDATE webhook_delivery SET state = $2, finished_at = $3, outcome = $4, status = $5, \
               duration_ms = $6, claimed_until = NULL WHERE id = $1 AND state = 'pending' AND claimed_until = $7";
    let status = attempted
        .status
        .and_then(|status| i16::try_from(status).ok());
    let values = [
        claimed.id.to_row().into(),
        state.as_str().into(),
        now.into(),
        attempted.outcome.as_str().into(),
        status.into(),
        Some(write_count(attempted.duration_ms)).into(),
        claimed.until.into(),
    ];
    let done = tx.execute_raw(statement(tx, sql, values)).await?;
    Ok(done.rows_affected() > 0)
}

/// Leaves the next attempt.
pub(crate) async fn insert_next(
    tx: &TenantTx,
    id: WebhookDeliveryId,
    claimed: &Claimed,
    due_at: Instant,
) -> Result<(), Fault> {
    let sql = "INSERT INTO webhook_delivery (id, partner_id, endpoint_id, event_id, attempt, state, first_at, \
               due_at) VALUES ($1, $2, $3, $4, $5, 'pending', $6, $7) \
               ON CONFLICT (endpoint_id, event_id) WHERE state = 'pending' DO NOTHING";
    let values = [
        id.to_row().into(),
        claimed.partner.to_row().into(),
        claimed.endpoint.to_row().into(),
        claimed.event.to_row().into(),
        write_count(claimed.attempt.saturating_add(1)).into(),
        claimed.first_at.into(),
        due_at.into(),
    ];
    tx.execute_raw(statement(tx, sql, values)).await?;
    Ok(())
}

/// Gives up what waits for an endpoint that was disabled.
pub(crate) async fn give_up_all(
    tx: &TenantTx,
    endpoint: WebhookEndpointId,
    now: Instant,
) -> Result<(), Fault> {
    let sql = "UPDATE webhook_delivery SET state = 'given_up', outcome = 'disabled', finished_at = $2 \
               WHERE endpoint_id = $1 AND state = 'pending'";
    let values = [endpoint.to_row().into(), now.into()];
    tx.execute_raw(statement(tx, sql, values)).await?;
    Ok(())
}
