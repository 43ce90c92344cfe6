use kernel::{WebhookDeliveryId, WebhookEventId};
use platform::{Ctx, Fault, Sealer, Secret, TenantTx};

use super::{SECRET, tell};
use crate::webhooks::{
    delivery::{Attempted, Claimed, DeliveryState, Outcome},
    endpoint::{Endpoint, EndpointState, Health},
    event::Cause,
    schedule::{self, Meaning},
    store,
};

/// What an attempt needs.
pub(crate) struct Prepared {
    pub(crate) url: String,
    pub(crate) secrets: Vec<Secret<String>>,
    pub(crate) event: WebhookEventId,
    pub(crate) payload: String,
}

/// Reads what is sent where; none if endpoint or event are gone meanwhile.
pub(crate) async fn prepare(
    ctx: &Ctx,
    tx: &TenantTx,
    sealer: &Sealer,
    claimed: &Claimed,
) -> Result<Option<Prepared>, Fault> {
    let Some(endpoint) = store::endpoint::find(tx, claimed.endpoint).await? else {
        return Ok(None);
    };
    let Some(payload) = store::event::payload(tx, claimed.event).await? else {
        return Ok(None);
    };
    let id = endpoint.id.to_row();
    let kept = endpoint.secrets(ctx.now);
    let opened = kept
        .into_iter()
        .map(|secret| sealer.open(SECRET, id, secret.expose()));
    Ok(Some(Prepared {
        secrets: opened.collect::<Result<_, _>>()?,
        url: endpoint.wish.url,
        event: claimed.event,
        payload,
    }))
}

/// Notes what became of an attempt, leaves the next one, and draws conclusions on the endpoint.
pub(crate) async fn settle(
    ctx: &Ctx,
    tx: &TenantTx,
    claimed: &Claimed,
    attempted: Attempted,
) -> Result<(), Fault> {
    let Some(endpoint) = store::endpoint::find(tx, claimed.endpoint).await? else {
        return Ok(());
    };
    let meaning = match (attempted.outcome, attempted.status) {
        (Outcome::Answered, Some(status)) => schedule::meaning_of(status),
        _ => Meaning::Again,
    };
    let next = next_try(ctx, &endpoint, claimed, (meaning, attempted));
    let state = match (meaning, next) {
        (Meaning::Delivered, _) => DeliveryState::Delivered,
        (_, Some(_)) => DeliveryState::Failed,
        (_, None) => DeliveryState::GivenUp,
    };
    if !store::delivery::settle(tx, claimed, state, attempted, ctx.now).await? {
        return Ok(());
    }
    if let Some(due_at) = next {
        let id: WebhookDeliveryId = ctx.new_id();
        store::delivery::insert_next(tx, id, claimed, due_at).await?;
    }
    conclude(ctx, tx, &endpoint, meaning).await
}

fn next_try(
    ctx: &Ctx,
    endpoint: &Endpoint,
    claimed: &Claimed,
    (meaning, attempted): (Meaning, Attempted),
) -> Option<kernel::Instant> {
    let is_over = meaning != Meaning::Again || endpoint.state == EndpointState::Disabled;
    if is_over {
        return None;
    }
    let chance = schedule::draw(ctx.sources());
    let asked = attempted.retry_after_s;
    schedule::next_try(claimed.first_at, ctx.now, claimed.attempt, (chance, asked))
}

async fn conclude(
    ctx: &Ctx,
    tx: &TenantTx,
    endpoint: &Endpoint,
    meaning: Meaning,
) -> Result<(), Fault> {
    if meaning == Meaning::Delivered {
        if endpoint.health != Health::default() {
            store::endpoint::set_health(tx, endpoint.id, Health::default()).await?;
        }
        return Ok(());
    }
    let health = endpoint.health.failed(ctx.now);
    store::endpoint::set_health(tx, endpoint.id, health).await?;
    let held = (endpoint.partner, endpoint.id);
    if meaning == Meaning::Gone {
        return tell::disable(ctx, tx, held, Cause::Gone).await;
    }
    if health.is_hopeless(ctx.now) {
        return tell::disable(ctx, tx, held, Cause::Failing).await;
    }
    Ok(())
}
