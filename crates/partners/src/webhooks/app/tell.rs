use kernel::{PartnerId, WebhookEndpointId, WebhookEventId};
use platform::{Ctx, Fault, TenantTx};

use crate::webhooks::{DUE, event::WebhookEvent, store};

/// Tells a partner of something, in the transaction that makes it true: the event is kept, and an attempt left for
/// every endpoint that wants it. Needs the partner's scope or the product's own.
pub(crate) async fn tell(
    ctx: &Ctx,
    tx: &TenantTx,
    partner: PartnerId,
    event: WebhookEvent,
) -> Result<(), Fault> {
    let id: WebhookEventId = ctx.new_id();
    store::event::insert(tx, id, partner, event, ctx.now).await?;
    for endpoint in store::endpoint::of_partner(tx, partner).await? {
        if endpoint.wants(event.kind()) {
            store::delivery::insert(ctx, tx, &endpoint, id).await?;
        }
    }
    announce(ctx, tx).await
}

/// Keeps an event for one endpoint alone, whatever it wants.
pub(super) async fn tell_one(
    ctx: &Ctx,
    tx: &TenantTx,
    endpoint: &crate::webhooks::endpoint::Endpoint,
    event: WebhookEvent,
) -> Result<WebhookEventId, Fault> {
    let id: WebhookEventId = ctx.new_id();
    store::event::insert(tx, id, endpoint.partner, event, ctx.now).await?;
    store::delivery::insert(ctx, tx, endpoint, id).await?;
    announce(ctx, tx).await?;
    Ok(id)
}

/// Wakes whoever delivers, once this is committed.
pub(super) async fn announce(ctx: &Ctx, tx: &TenantTx) -> Result<(), Fault> {
    tx.emit(DUE, &serde_json::Map::new(), ctx.now).await
}

/// Disables an endpoint and tells the partner's other ones.
pub(super) async fn disable(
    ctx: &Ctx,
    tx: &TenantTx,
    (partner, id): (PartnerId, WebhookEndpointId),
    cause: crate::webhooks::event::Cause,
) -> Result<(), Fault> {
    if !store::endpoint::disable(tx, id, cause, ctx.now).await? {
        return Ok(());
    }
    store::delivery::give_up_all(tx, id, ctx.now).await?;
    tracing::warn!(endpoint = %id, cause = cause.as_str(), "webhook endpoint disabled");
    tell(ctx, tx, partner, WebhookEvent::EndpointDisabled(id, cause)).await
}
