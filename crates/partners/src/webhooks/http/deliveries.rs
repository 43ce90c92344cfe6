//! The log of an endpoint, and what is sent again.

use kernel::{WebhookDeliveryId, WebhookEndpointId};
use platform::{
    Ctx,
    http::{Input, Problem, Wire},
};
use poem_openapi::{
    ApiResponse, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    ReadProblem, Tag, WriteProblem,
    bodies::{DeliveriesPage, DeliveryBody, ReplayInput, ReplayedBody, TestBody},
    cut, page_size, partner,
};
use crate::webhooks::{
    app::{self, ReplayError},
    store,
};

/// Something is on its way.
#[derive(ApiResponse)]
enum Replayed {
    /// It is sent soon.
    #[oai(status = 202)]
    Soon(Json<ReplayedBody>),
}

/// A test is on its way.
#[derive(ApiResponse)]
enum Tested {
    /// It is sent soon; the log says what became of it.
    #[oai(status = 202)]
    Soon(Json<TestBody>),
}

/// Deliveries.
#[derive(Clone, Copy, Debug)]
pub struct DeliveriesApi;

#[OpenApi(tag = "Tag::Webhooks")]
impl DeliveriesApi {
    /// List deliveries to webhook endpoint
    #[oai(
        path = "/webhook-endpoints/:endpoint_id/deliveries",
        method = "get",
        operation_id = "webhook_delivery_list"
    )]
    async fn list(
        &self,
        ctx: Ctx,
        endpoint_id: Path<Wire<WebhookEndpointId>>,
        /// Attempts per page, 1 to 200; 50 if absent.
        limit: Query<Option<u64>>,
        /// Where the previous page ended: its `next`.
        after: Query<Option<Wire<WebhookDeliveryId>>>,
    ) -> Result<Json<DeliveriesPage>, ReadProblem> {
        partner(&ctx)?;
        let limit = page_size(limit.0)?;
        let tx = ctx.read().await?;
        let id = endpoint_id.0.0;
        if store::endpoint::find(&tx, id).await?.is_none() {
            return Err(Problem::from(ReplayError::NotFound).into());
        }
        let before = after.0.map(|after| after.0);
        let mut all = store::delivery::page(&tx, id, before, limit + 1).await?;
        let has_more = cut(&mut all, limit);
        let last = all.last().map(|delivery| Wire(delivery.id));
        Ok(Json(DeliveriesPage {
            items: all.iter().map(DeliveryBody::from).collect(),
            next: last.filter(|_| has_more),
        }))
    }

    /// Replay delivery
    #[oai(
        path = "/webhook-endpoints/:endpoint_id/deliveries/:delivery_id/replay",
        method = "post",
        operation_id = "webhook_delivery_replay"
    )]
    async fn replay_one(
        &self,
        ctx: Ctx,
        endpoint_id: Path<Wire<WebhookEndpointId>>,
        delivery_id: Path<Wire<WebhookDeliveryId>>,
    ) -> Result<Replayed, WriteProblem> {
        partner(&ctx)?;
        let tx = ctx.write().await?;
        let which = (endpoint_id.0.0, delivery_id.0.0);
        let replayed = app::replay_one(&ctx, &tx, which).await;
        let events = replayed.map_err(Problem::from)?;
        tx.commit().await?;
        Ok(Replayed::Soon(Json(ReplayedBody {
            events,
            more: false,
        })))
    }

    /// Replay events since a time
    #[oai(
        path = "/webhook-endpoints/:endpoint_id/replay",
        method = "post",
        operation_id = "webhook_endpoint_replay"
    )]
    async fn replay_since(
        &self,
        ctx: Ctx,
        endpoint_id: Path<Wire<WebhookEndpointId>>,
        replay: Input<ReplayInput>,
    ) -> Result<Replayed, WriteProblem> {
        partner(&ctx)?;
        let tx = ctx.write().await?;
        let from = (endpoint_id.0.0, replay.0.since.to_utc());
        let replayed = app::replay_since(&ctx, &tx, from).await;
        let (events, more) = replayed.map_err(Problem::from)?;
        tx.commit().await?;
        Ok(Replayed::Soon(Json(ReplayedBody { events, more })))
    }

    /// Send test event
    #[oai(
        path = "/webhook-endpoints/:endpoint_id/test",
        method = "post",
        operation_id = "webhook_endpoint_test"
    )]
    async fn test(
        &self,
        ctx: Ctx,
        endpoint_id: Path<Wire<WebhookEndpointId>>,
    ) -> Result<Tested, WriteProblem> {
        partner(&ctx)?;
        let tx = ctx.write().await?;
        let sent = app::send_test(&ctx, &tx, endpoint_id.0.0).await;
        let event = sent.map_err(Problem::from)?;
        tx.commit().await?;
        Ok(Tested::Soon(Json(TestBody {
            event_id: Wire(event),
        })))
    }
}
