//! Webhooks: partners are told of what concerns them, after the Standard Webhooks specification
//! (standardwebhooks.com).
//!
//! An event is kept in the transaction that makes it true, together with an attempt for every endpoint that wants
//! it. A task of its own makes the attempts: signed, to checked addresses alone, again for a day with growing waits.
//! An endpoint that fails in a row is left alone for a while (its circuit is open), then tried by one attempt; one
//! that fails for days, or says that it is gone, is disabled. An event keeps its id however often it is sent.
//!
//! Events hold ids and words of closed sets. Of an answer only its status is kept.

mod address;
mod app;
mod config;
mod delivery;
mod endpoint;
mod event;
mod http;
mod schedule;
mod sender;
mod signature;
mod store;
#[cfg(test)]
mod tests;
mod worker;

use std::{fmt, sync::Arc};

use aws_lc_rs::hmac;
use chrono::TimeDelta;
use kernel::{PartnerId, Sources};
use platform::{
    Bus, Ctx, Database, Fault, Sealer, Tasks, TenantTx,
    http::Lookup,
    jobs::{Jobs, NewJob},
};
use tokio::sync::{Notify, Semaphore};

pub use config::WebhooksConfig;
pub use event::{Cause, EventKind, WebhookEvent, webhooks_schema};
pub use http::{DeliveriesApi, EndpointsApi, WebhooksApi};

use address::{Clients, Destinations};

/// Says that an attempt is due.
const DUE: &str = "webhooks.due";
/// The job that forgets what is too old; also its key.
const FORGET: &str = "webhooks.forget";
/// How often it does.
const EVERY: TimeDelta = TimeDelta::hours(1);

/// What the composition root gives.
pub struct WebhooksParts {
    /// Time and chance.
    pub sources: Sources,
    /// The database.
    pub database: Database,
    /// Background tasks.
    pub tasks: Tasks,
    /// Events of the whole product.
    pub bus: Arc<dyn Bus>,
    /// Seals the secrets of endpoints.
    pub sealer: Sealer,
    /// Finds the addresses of receivers.
    pub lookup: Arc<dyn Lookup>,
    /// Section `webhooks`.
    pub config: WebhooksConfig,
}

/// Tells partners. Cheap to clone.
#[derive(Clone)]
pub struct Webhooks(Arc<Inner>);

struct Inner {
    sources: Sources,
    database: Database,
    tasks: Tasks,
    bus: Arc<dyn Bus>,
    sealer: Sealer,
    /// Recognises repeated requests.
    repeats: hmac::Key,
    destinations: Destinations,
    clients: Clients,
    /// For so many attempts at a time.
    room: Arc<Semaphore>,
    /// One of them is finished.
    finished: Notify,
}

impl fmt::Debug for Webhooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Webhooks")
    }
}

impl Webhooks {
    /// Starts to deliver.
    ///
    /// # Errors
    /// The TLS library cannot be set up.
    pub fn start(parts: WebhooksParts) -> Result<Self, reqwest::Error> {
        let destinations = Destinations::new(parts.config.origins());
        let webhooks = Self(Arc::new(Inner {
            clients: Clients::new(&destinations, parts.lookup)?,
            destinations,
            repeats: parts.sealer.mac_key("webhook_endpoint.idempotency"),
            room: Arc::new(Semaphore::new(parts.config.at_once)),
            finished: Notify::new(),
            sources: parts.sources,
            database: parts.database,
            tasks: parts.tasks,
            bus: parts.bus,
            sealer: parts.sealer,
        }));
        webhooks.deliver();
        Ok(webhooks)
    }

    /// The operations for partners.
    pub fn api(&self) -> WebhooksApi {
        http::api(self)
    }

    /// Registers the module's jobs.
    pub fn register_jobs(&self, jobs: &mut Jobs) {
        let webhooks = self.clone();
        jobs.register(FORGET, move |_payload| {
            let webhooks = webhooks.clone();
            async move { Ok(webhooks.forget().await?) }
        });
    }

    /// Plans the job that comes round by itself.
    pub async fn plan_jobs(&self) -> Result<(), Fault> {
        let ctx = self.ctx();
        let tx = ctx.write().await?;
        plan(&ctx, &tx, TimeDelta::zero()).await?;
        tx.commit().await
    }

    async fn forget(&self) -> Result<(), Fault> {
        let ctx = self.ctx();
        let tx = ctx.write().await?;
        app::forget(&ctx, &tx).await?;
        plan(&ctx, &tx, EVERY).await?;
        tx.commit().await
    }

    fn ctx(&self) -> Ctx {
        Ctx::system(&self.0.sources, &self.0.database)
    }
}

/// Tells a partner of something, in the transaction that makes it true. Needs the partner's scope or the product's
/// own.
pub(crate) async fn tell(
    ctx: &Ctx,
    tx: &TenantTx,
    partner: PartnerId,
    event: WebhookEvent,
) -> Result<(), Fault> {
    app::tell(ctx, tx, partner, event).await
}

async fn plan(ctx: &Ctx, tx: &TenantTx, wait: TimeDelta) -> Result<(), Fault> {
    tx.schedule(&NewJob {
        kind: FORGET,
        key: FORGET.to_owned(),
        payload: "{}".to_owned(),
        due_at: ctx.now + wait,
    })
    .await
}
