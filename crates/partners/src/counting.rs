//! Counts calls, and writes the counts every few seconds: no request waits for it.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use kernel::{Instant, PartnerId, Scope};
use platform::{Database, Fault, Tasks};

use crate::{
    domain::{Called, Count, Tally},
    store,
};

const PACE: Duration = Duration::from_secs(2);

/// What was counted in this process and is not yet written.
#[derive(Debug, Default)]
pub(crate) struct Usage(Mutex<Tally>);

impl Usage {
    /// Counts one answer.
    pub(crate) fn note(&self, partner: PartnerId, operation: &str, status: u16, now: Instant) {
        let called = Called {
            partner,
            day: now.with_timezone(&centres::DEFAULT_ZONE).date_naive(),
            operation: operation.to_owned(),
        };
        self.lock().add(called, Count::of_status(status));
    }

    /// Writes until shutdown, and once more then.
    pub(crate) fn keep(self: &Arc<Self>, tasks: &Tasks, database: &Database) {
        let (usage, database) = (Arc::clone(self), database.clone());
        let token = tasks.token();
        tasks.spawn("partner usage", async move {
            loop {
                let stopping = tokio::select! {
                    () = token.cancelled() => true,
                    () = tokio::time::sleep(PACE) => false,
                };
                if let Err(fault) = usage.write(&database).await {
                    tracing::warn!(error = fault.chain(), "calls of partners were not written");
                }
                if stopping {
                    return;
                }
            }
        });
    }

    /// Writes what was counted; what cannot be written is kept for the next time.
    async fn write(&self, database: &Database) -> Result<(), Fault> {
        let tally = std::mem::take(&mut *self.lock());
        if tally.is_empty() {
            return Ok(());
        }
        let written = async {
            let tx = database.write(Scope::System).await?;
            store::usage::add(&tx, &tally).await?;
            tx.commit().await
        }
        .await;
        if written.is_err() {
            self.lock().take_back(tally);
        }
        written
    }

    fn lock(&self) -> MutexGuard<'_, Tally> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
