use kernel::{Instant, ProblemCode, WebhookDeliveryId, WebhookEndpointId, WebhookEventId};
use platform::{Ctx, Fault, TenantTx, http::Problem};

use super::tell::{announce, tell_one};
use crate::webhooks::{
    endpoint::{Endpoint, EndpointState},
    event::WebhookEvent,
    store,
};

/// Events told again at once.
const MOST: u64 = 1000;

/// Why nothing is sent again.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReplayError {
    /// Neither endpoint nor delivery, in the scope.
    #[error("no such thing in the scope")]
    NotFound,
    #[error("the endpoint is disabled")]
    Disabled,
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<ReplayError> for Problem {
    fn from(error: ReplayError) -> Self {
        match error {
            ReplayError::NotFound => Self::new(ProblemCode::NotFound),
            ReplayError::Disabled => Self::new(ProblemCode::WrongState)
                .detail("the endpoint is disabled: enable it first"),
            ReplayError::Fault(fault) => fault.into(),
        }
    }
}

async fn find(tx: &TenantTx, id: WebhookEndpointId) -> Result<Endpoint, ReplayError> {
    let found = store::endpoint::find(tx, id).await?;
    let endpoint = found.ok_or(ReplayError::NotFound)?;
    if endpoint.state == EndpointState::Disabled {
        return Err(ReplayError::Disabled);
    }
    Ok(endpoint)
}

/// Sends the event of a delivery again, under the same id. One that waits already is left to wait.
pub(crate) async fn replay_one(
    ctx: &Ctx,
    tx: &TenantTx,
    (endpoint, delivery): (WebhookEndpointId, WebhookDeliveryId),
) -> Result<u32, ReplayError> {
    let endpoint = find(tx, endpoint).await?;
    let found = store::delivery::find(tx, endpoint.id, delivery).await?;
    let delivery = found.ok_or(ReplayError::NotFound)?;
    let is_new = store::delivery::insert(ctx, tx, &endpoint, delivery.event).await?;
    announce(ctx, tx).await?;
    Ok(u32::from(is_new))
}

/// Sends again what happened since then and the endpoint wants, oldest first. Returns how many events, and whether
/// there are more.
pub(crate) async fn replay_since(
    ctx: &Ctx,
    tx: &TenantTx,
    (endpoint, since): (WebhookEndpointId, Instant),
) -> Result<(u32, bool), ReplayError> {
    let endpoint = find(tx, endpoint).await?;
    let events = store::event::since(tx, since, &endpoint.wish.kinds, MOST).await?;
    let is_full = u64::try_from(events.len()).is_ok_and(|count| count >= MOST);
    let mut count = 0_u32;
    for event in events {
        let is_new = store::delivery::insert(ctx, tx, &endpoint, event).await?;
        count = count.saturating_add(u32::from(is_new));
    }
    announce(ctx, tx).await?;
    Ok((count, is_full))
}

/// Sends an event that says nothing, to see whether it arrives.
pub(crate) async fn send_test(
    ctx: &Ctx,
    tx: &TenantTx,
    endpoint: WebhookEndpointId,
) -> Result<WebhookEventId, ReplayError> {
    let endpoint = find(tx, endpoint).await?;
    Ok(tell_one(ctx, tx, &endpoint, WebhookEvent::Test(endpoint.id)).await?)
}
