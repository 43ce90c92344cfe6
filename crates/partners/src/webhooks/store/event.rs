//! Table `webhook_event`.

use chrono::{DateTime, Utc};
use kernel::{Instant, PartnerId, Scope, WebhookEventId};
use platform::{Fault, Scoped, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ActiveValue::Set, ColumnTrait, Condition, DeriveEntityModel,
    DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use uuid::Uuid;

use crate::webhooks::event::{EventKind, WebhookEvent};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_event")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) partner_id: Uuid,
    pub(crate) kind: String,
    pub(crate) payload: String,
    pub(crate) created_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> Condition {
        super::of_partner(Column::PartnerId, scope)
    }
}

pub(crate) async fn insert(
    tx: &TenantTx,
    id: WebhookEventId,
    partner: PartnerId,
    event: WebhookEvent,
    now: Instant,
) -> Result<(), Fault> {
    let row = ActiveModel {
        id: Set(id.to_row()),
        partner_id: Set(partner.to_row()),
        kind: Set(event.kind().as_str().to_owned()),
        payload: Set(event.payload(now)),
        created_at: Set(now),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// What is sent of an event.
pub(crate) async fn payload(tx: &TenantTx, id: WebhookEventId) -> Result<Option<String>, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::Id.eq(id.to_row()))
        .one(tx)
        .await?;
    Ok(row.map(|row| row.payload))
}

/// Events of the kinds since then, oldest first. Those of tests and of endpoints are not told again.
pub(crate) async fn since(
    tx: &TenantTx,
    since: Instant,
    kinds: &[EventKind],
    limit: u64,
) -> Result<Vec<WebhookEventId>, Fault> {
    let again = kinds.iter().filter(|kind| **kind != EventKind::Test);
    let words: Vec<&str> = again.map(|kind| kind.as_str()).collect();
    let rows = tx
        .find::<Entity>()
        .filter(Column::CreatedAt.gte(since))
        .filter(Column::Kind.is_in(words))
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(tx)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| WebhookEventId::from_row(row.id))
        .collect())
}

/// Removes events before `until`, and with them their deliveries.
pub(crate) async fn forget(tx: &TenantTx, until: Instant) -> Result<u64, Fault> {
    let done = tx
        .delete::<Entity>()
        .filter(Column::CreatedAt.lte(until))
        .exec(tx)
        .await?;
    Ok(done.rows_affected)
}
