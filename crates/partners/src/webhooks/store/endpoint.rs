//! Table `webhook_endpoint`.

use std::fmt;

use chrono::{DateTime, Utc};
use kernel::{Instant, PartnerId, Scope, WebhookEndpointId};
use platform::{Fault, Scoped, Secret, TenantTx, http::Idempotency};
use sea_orm::{
    ActiveModelBehavior, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait,
    DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PaginatorTrait,
    PrimaryKeyTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::{read_count, statement, write_count};
use crate::webhooks::{
    endpoint::{Endpoint, EndpointState, Health, Wish},
    event::{Cause, EventKind},
};

#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_endpoint")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) partner_id: Uuid,
    pub(crate) url: String,
    pub(crate) description: String,
    pub(crate) event_types: String,
    pub(crate) state: String,
    pub(crate) disabled_because: Option<String>,
    pub(crate) secret: String,
    pub(crate) earlier_secret: Option<String>,
    pub(crate) earlier_until: Option<DateTime<Utc>>,
    pub(crate) version: i32,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) changed_at: DateTime<Utc>,
    pub(crate) failures: i32,
    pub(crate) failing_since: Option<DateTime<Utc>>,
    pub(crate) open_until: Option<DateTime<Utc>>,
    pub(crate) served_at: DateTime<Utc>,
    pub(crate) idempotency_hash: Option<Vec<u8>>,
    pub(crate) request_hash: Option<Vec<u8>>,
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "webhook endpoint {}", self.id)
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> Condition {
        super::of_partner(Column::PartnerId, scope)
    }
}

fn read_kinds(text: &str) -> Result<Vec<EventKind>, Fault> {
    let words: Vec<String> = serde_json::from_str(text)?;
    let kinds = words.iter().map(|word| EventKind::from_word(word));
    let kinds: Option<Vec<EventKind>> = kinds.collect();
    kinds.ok_or(Fault::Corrupt("webhook_endpoint.event_types"))
}

fn write_kinds(kinds: &[EventKind]) -> Result<String, Fault> {
    let words: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
    Ok(serde_json::to_string(&words)?)
}

fn read(row: Model) -> Result<Endpoint, Fault> {
    let state = EndpointState::from_word(&row.state);
    let state = state.ok_or(Fault::Corrupt("webhook_endpoint.state"))?;
    let because = row.disabled_because.as_deref();
    let earlier = row.earlier_secret.map(Secret::new);
    Ok(Endpoint {
        id: WebhookEndpointId::from_row(row.id),
        partner: PartnerId::from_row(row.partner_id),
        wish: Wish {
            url: row.url,
            description: row.description,
            kinds: read_kinds(&row.event_types)?,
            is_paused: state == EndpointState::Paused,
        },
        state,
        disabled_because: because.and_then(Cause::from_word),
        secret: Secret::new(row.secret),
        earlier: earlier.zip(row.earlier_until),
        version: read_count(row.version, "webhook_endpoint.version")?,
        created_at: row.created_at,
        changed_at: row.changed_at,
        health: Health {
            failures: read_count(row.failures, "webhook_endpoint.failures")?,
            failing_since: row.failing_since,
            open_until: row.open_until,
        },
    })
}

/// What a change of an endpoint may touch.
fn columns(endpoint: &Endpoint) -> Result<ActiveModel, Fault> {
    let earlier = endpoint.earlier.as_ref();
    Ok(ActiveModel {
        url: Set(endpoint.wish.url.clone()),
        description: Set(endpoint.wish.description.clone()),
        event_types: Set(write_kinds(&endpoint.wish.kinds)?),
        state: Set(endpoint.state.as_str().to_owned()),
        disabled_because: Set(endpoint
            .disabled_because
            .map(|cause| cause.as_str().to_owned())),
        secret: Set(endpoint.secret.expose().clone()),
        earlier_secret: Set(earlier.map(|(secret, _)| secret.expose().clone())),
        earlier_until: Set(earlier.map(|(_, until)| *until)),
        version: Set(write_count(endpoint.version)),
        changed_at: Set(endpoint.changed_at),
        ..health_columns(endpoint.health)
    })
}

fn health_columns(health: Health) -> ActiveModel {
    ActiveModel {
        failures: Set(write_count(health.failures)),
        failing_since: Set(health.failing_since),
        open_until: Set(health.open_until),
        ..Default::default()
    }
}

/// Endpoints of a partner, oldest first.
pub(crate) async fn of_partner(tx: &TenantTx, partner: PartnerId) -> Result<Vec<Endpoint>, Fault> {
    let rows = tx
        .find::<Entity>()
        .filter(Column::PartnerId.eq(partner.to_row()))
        .order_by_asc(Column::Id)
        .all(tx)
        .await?;
    rows.into_iter().map(read).collect()
}

/// A page of the scope's endpoints, oldest first.
pub(crate) async fn page(
    tx: &TenantTx,
    after: Option<WebhookEndpointId>,
    limit: u64,
) -> Result<Vec<Endpoint>, Fault> {
    let mut select = tx.find::<Entity>().order_by_asc(Column::Id).limit(limit);
    if let Some(after) = after {
        select = select.filter(Column::Id.gt(after.to_row()));
    }
    let rows = select.all(tx).await?;
    rows.into_iter().map(read).collect()
}

pub(crate) async fn count(tx: &TenantTx) -> Result<u64, Fault> {
    Ok(tx.find::<Entity>().count(tx).await?)
}

pub(crate) async fn find(tx: &TenantTx, id: WebhookEndpointId) -> Result<Option<Endpoint>, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::Id.eq(id.to_row()))
        .one(tx)
        .await?;
    row.map(read).transpose()
}

/// The endpoint a request with this key made, and what is remembered of the request.
pub(crate) async fn find_repeated(
    tx: &TenantTx,
    key: &[u8],
) -> Result<Option<(Endpoint, Option<Vec<u8>>)>, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::IdempotencyHash.eq(key.to_vec()))
        .one(tx)
        .await?;
    let Some(mut row) = row else { return Ok(None) };
    let request = row.request_hash.take();
    Ok(Some((read(row)?, request)))
}

pub(crate) async fn insert(
    tx: &TenantTx,
    endpoint: &Endpoint,
    request: &Idempotency,
) -> Result<(), Fault> {
    let row = ActiveModel {
        id: Set(endpoint.id.to_row()),
        partner_id: Set(endpoint.partner.to_row()),
        created_at: Set(endpoint.created_at),
        served_at: Set(endpoint.created_at),
        idempotency_hash: Set(Some(request.key.clone())),
        request_hash: Set(Some(request.request.clone())),
        ..columns(endpoint)?
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Writes the next version; false where somebody else wrote it meanwhile.
pub(crate) async fn update(tx: &TenantTx, endpoint: &Endpoint) -> Result<bool, Fault> {
    let before = write_count(endpoint.version.saturating_sub(1));
    let done = tx
        .update::<Entity>()
        .set(columns(endpoint)?)
        .filter(Column::Id.eq(endpoint.id.to_row()))
        .filter(Column::Version.eq(before))
        .exec(tx)
        .await?;
    Ok(done.rows_affected > 0)
}

/// Notes how it fares. The partner's own version stays.
pub(crate) async fn set_health(
    tx: &TenantTx,
    id: WebhookEndpointId,
    health: Health,
) -> Result<(), Fault> {
    tx.update::<Entity>()
        .set(health_columns(health))
        .filter(Column::Id.eq(id.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Lets it be sent nothing any more. False if it was disabled already or is gone.
pub(crate) async fn disable(
    tx: &TenantTx,
    id: WebhookEndpointId,
    cause: Cause,
    now: Instant,
) -> Result<bool, Fault> {
    let sql = "UPDATE webhook_endpoint SET state = 'disabled', disabled_because = $2, changed_at = $3, \
               version = version + 1 WHERE id = $1 AND state <> 'disabled'";
    let values = [id.to_row().into(), cause.as_str().into(), now.into()];
    let done = tx.execute_raw(statement(tx, sql, values)).await?;
    Ok(done.rows_affected() > 0)
}

pub(crate) async fn delete(tx: &TenantTx, id: WebhookEndpointId) -> Result<bool, Fault> {
    let done = tx
        .delete::<Entity>()
        .filter(Column::Id.eq(id.to_row()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected > 0)
}

/// Forgets requests before `until`, and secrets that are no longer good.
pub(crate) async fn forget(tx: &TenantTx, until: Instant, now: Instant) -> Result<(), Fault> {
    let sql = "UPDATE webhook_endpoint SET idempotency_hash = NULL, request_hash = NULL \
               WHERE created_at <= $1 AND idempotency_hash IS NOT NULL";
    tx.execute_raw(statement(tx, sql, [until.into()])).await?;
    let sql = "UPDATE webhook_endpoint SET earlier_secret = NULL, earlier_until = NULL \
               WHERE earlier_until <= $1";
    tx.execute_raw(statement(tx, sql, [now.into()])).await?;
    Ok(())
}
