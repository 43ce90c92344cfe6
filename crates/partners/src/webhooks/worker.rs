//! Delivers what is due: a task of its own with a few attempts at a time, so that a slow receiver holds up nobody
//! but itself. No transaction is open while a receiver is asked.

use std::{sync::Arc, time::Duration};

use platform::{Event, Fault};
use tokio::sync::broadcast::{self, error::RecvError};

use super::{DUE, Webhooks, app, delivery::Claimed, schedule, sender, store};

/// How often it is looked for attempts that have become due.
const PACE: Duration = Duration::from_secs(2);

impl Webhooks {
    /// Delivers until shutdown. Attempts under way are finished.
    pub(super) fn deliver(&self) {
        let inner = &self.0;
        let token = inner.tasks.token();
        let mut events = inner.bus.subscribe();
        let webhooks = self.clone();
        inner.tasks.spawn("webhooks", async move {
            while !token.is_cancelled() {
                if let Err(fault) = webhooks.start_due().await {
                    tracing::error!(error = fault.chain(), "webhooks could not be delivered");
                }
                tokio::select! {
                    () = token.cancelled() => {}
                    () = heard(&mut events) => {}
                    () = webhooks.0.finished.notified() => {}
                    () = tokio::time::sleep(PACE) => {}
                }
            }
        });
    }

    /// Begins the attempts that are due, as many as there is room for.
    async fn start_due(&self) -> Result<(), Fault> {
        let room = self.0.room.available_permits();
        if room == 0 {
            return Ok(());
        }
        for claimed in self.claim(room).await? {
            let Ok(permit) = Arc::clone(&self.0.room).try_acquire_owned() else {
                // Left to whoever finds it when the claim is over.
                break;
            };
            let webhooks = self.clone();
            self.0.tasks.spawn("webhook attempt", async move {
                if let Err(fault) = webhooks.attempt(&claimed).await {
                    tracing::error!(error = fault.chain(), "webhook attempt failed");
                }
                drop(permit);
                webhooks.0.finished.notify_one();
            });
        }
        Ok(())
    }

    async fn claim(&self, room: usize) -> Result<Vec<Claimed>, Fault> {
        let ctx = self.ctx();
        let tx = ctx.read().await?;
        let old = schedule::too_old(ctx.now);
        let is_any = store::claim::is_any_due(&tx, old, ctx.now).await?;
        drop(tx);
        if !is_any {
            return Ok(Vec::new());
        }
        let tx = ctx.write().await?;
        store::claim::expire(&tx, old, ctx.now).await?;
        let claimed = store::claim::claim(&tx, ctx.now, room).await?;
        tx.commit().await?;
        Ok(claimed)
    }

    async fn attempt(&self, claimed: &Claimed) -> Result<(), Fault> {
        let ctx = self.ctx();
        let tx = ctx.read().await?;
        let prepared = app::prepare(&ctx, &tx, &self.0.sealer, claimed).await?;
        drop(tx);
        let Some(prepared) = prepared else {
            return Ok(());
        };
        let by = (&self.0.clients, &self.0.destinations);
        let attempted = sender::send(by, &prepared, ctx.now).await;
        let ctx = self.ctx();
        let tx = ctx.write().await?;
        app::settle(&ctx, &tx, claimed, attempted).await?;
        tx.commit().await
    }
}

/// Resolves when something may be due.
async fn heard(events: &mut broadcast::Receiver<Event>) {
    loop {
        match events.recv().await {
            Ok(event) if event.concerns(&[DUE]) => return,
            Ok(_) => {}
            Err(RecvError::Lagged(_)) => return,
            // Nothing will come any more; the timer remains.
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}
