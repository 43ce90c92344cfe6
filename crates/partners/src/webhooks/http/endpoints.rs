//! Where partners are told of what.

use kernel::{PartnerId, WebhookEndpointId};
use platform::{
    Ctx, Secret,
    http::{Idempotency, Input, Problem, Versioned, Wire},
};
use poem_openapi::{
    ApiResponse, OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};

use super::{
    ChangeProblem, ReadProblem, Tag, WriteProblem,
    bodies::{EndpointBody, EndpointInput, EndpointsPage, SecretBody},
    cut, page_size, partner,
};
use crate::webhooks::{
    Webhooks,
    app::{self, ChangeError, CreateError, Held},
    endpoint::{Endpoint, Wish},
    store,
};

/// An endpoint was made.
#[derive(ApiResponse)]
enum Made {
    /// Made. The secret is shown this once.
    #[oai(status = 201)]
    Done(
        Json<SecretBody>,
        /// To be sent as `If-Match` with a change.
        #[oai(header = "ETag")]
        String,
    ),
}

/// Nothing is left to say.
#[derive(ApiResponse)]
enum Removed {
    /// It is gone.
    #[oai(status = 204)]
    Done,
}

/// Endpoints.
#[derive(Clone, Debug)]
pub struct EndpointsApi(pub(super) Webhooks);

#[OpenApi(tag = "Tag::Webhooks")]
impl EndpointsApi {
    /// List webhook endpoints
    #[oai(
        path = "/webhook-endpoints",
        method = "get",
        operation_id = "webhook_endpoint_list"
    )]
    async fn list(
        &self,
        ctx: Ctx,
        /// Endpoints per page, 1 to 200; 50 if absent.
        limit: Query<Option<u64>>,
        /// Where the previous page ended: its `next`.
        after: Query<Option<Wire<WebhookEndpointId>>>,
    ) -> Result<Json<EndpointsPage>, ReadProblem> {
        partner(&ctx)?;
        let limit = page_size(limit.0)?;
        let tx = ctx.read().await?;
        let after = after.0.map(|after| after.0);
        let mut all = store::endpoint::page(&tx, after, limit + 1).await?;
        let has_more = cut(&mut all, limit);
        let last = all.last().map(|endpoint| Wire(endpoint.id));
        Ok(Json(EndpointsPage {
            items: all.iter().map(EndpointBody::from).collect(),
            next: last.filter(|_| has_more),
        }))
    }

    /// Create webhook endpoint
    #[oai(
        path = "/webhook-endpoints",
        method = "post",
        operation_id = "webhook_endpoint_create"
    )]
    async fn create(
        &self,
        ctx: Ctx,
        /// Drawn at random for this endpoint; the same key and body get the same endpoint for a day.
        #[oai(name = "Idempotency-Key")]
        idempotency_key: Header<String>,
        new: Input<EndpointInput>,
    ) -> Result<Made, WriteProblem> {
        let partner = partner(&ctx)?;
        let inner = &self.0.0;
        let request = Idempotency::read(&inner.repeats, &idempotency_key.0, &new.0)?;
        let wish = new.0.into_wish();
        let made = match self.make(&ctx, partner, (wish.clone(), &request)).await {
            // The same request came twice at a time, and the other one was first.
            Err(CreateError::Fault(fault)) if fault.is_unique_violation() => {
                self.make(&ctx, partner, (wish, &request)).await
            }
            made => made,
        };
        let (endpoint, secret) = made.map_err(Problem::from)?;
        let tag = format!("\"{}\"", endpoint.version);
        Ok(Made::Done(Json(SecretBody::new(&endpoint, &secret)), tag))
    }

    /// Get webhook endpoint
    #[oai(
        path = "/webhook-endpoints/:endpoint_id",
        method = "get",
        operation_id = "webhook_endpoint_get"
    )]
    async fn get(
        &self,
        ctx: Ctx,
        endpoint_id: Path<Wire<WebhookEndpointId>>,
    ) -> Result<Versioned<EndpointBody>, ReadProblem> {
        partner(&ctx)?;
        let tx = ctx.read().await?;
        let found = store::endpoint::find(&tx, endpoint_id.0.0).await?;
        let found = found.ok_or(ChangeError::NotFound).map_err(Problem::from)?;
        Ok(Versioned::counted(
            EndpointBody::from(&found),
            found.version,
        ))
    }

    /// Change webhook endpoint
    #[oai(
        path = "/webhook-endpoints/:endpoint_id",
        method = "put",
        operation_id = "webhook_endpoint_update"
    )]
    async fn update(
        &self,
        ctx: Ctx,
        endpoint_id: Path<Wire<WebhookEndpointId>>,
        /// The `ETag` of what is replaced.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        change: Input<EndpointInput>,
    ) -> Result<Versioned<EndpointBody>, ChangeProblem> {
        partner(&ctx)?;
        let held = held(&endpoint_id, &if_match);
        let wish = change.0.into_wish();
        let tx = ctx.write().await?;
        let changed = app::change(&ctx, &tx, &self.0.0.destinations, (held, wish)).await;
        let changed = changed.map_err(Problem::from)?;
        tx.commit().await?;
        let body = EndpointBody::from(&changed);
        Ok(Versioned::counted(body, changed.version))
    }

    /// Remove webhook endpoint
    #[oai(
        path = "/webhook-endpoints/:endpoint_id",
        method = "delete",
        operation_id = "webhook_endpoint_delete"
    )]
    async fn delete(
        &self,
        ctx: Ctx,
        endpoint_id: Path<Wire<WebhookEndpointId>>,
    ) -> Result<Removed, WriteProblem> {
        partner(&ctx)?;
        let tx = ctx.write().await?;
        let gone = app::remove(&tx, endpoint_id.0.0).await;
        gone.map_err(Problem::from)?;
        tx.commit().await?;
        Ok(Removed::Done)
    }

    /// Rotate secret of webhook endpoint
    #[oai(
        path = "/webhook-endpoints/:endpoint_id/rotate-secret",
        method = "post",
        operation_id = "webhook_endpoint_rotate_secret"
    )]
    async fn rotate(
        &self,
        ctx: Ctx,
        endpoint_id: Path<Wire<WebhookEndpointId>>,
        /// The `ETag` of the endpoint: a request that is repeated rotates once.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
    ) -> Result<Versioned<SecretBody>, ChangeProblem> {
        partner(&ctx)?;
        let held = held(&endpoint_id, &if_match);
        let tx = ctx.write().await?;
        let rotated = app::rotate(&ctx, &tx, &self.0.0.sealer, held).await;
        let (endpoint, secret) = rotated.map_err(Problem::from)?;
        tx.commit().await?;
        let body = SecretBody::new(&endpoint, &secret);
        Ok(Versioned::counted(body, endpoint.version))
    }
}

impl EndpointsApi {
    async fn make(
        &self,
        ctx: &Ctx,
        partner: PartnerId,
        (wish, request): (Wish, &Idempotency),
    ) -> Result<(Endpoint, Secret<String>), CreateError> {
        let by = (&self.0.0.sealer, &self.0.0.destinations);
        let tx = ctx.write().await?;
        let made = app::create(ctx, &tx, by, partner, (wish, request)).await?;
        tx.commit().await?;
        Ok(made)
    }
}

fn held<'a>(id: &Path<Wire<WebhookEndpointId>>, if_match: &'a Header<Option<String>>) -> Held<'a> {
    Held {
        id: id.0.0,
        if_match: if_match.0.as_deref(),
    }
}
