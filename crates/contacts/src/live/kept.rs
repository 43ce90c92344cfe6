//! How long things are kept, in memory: it is told to everybody who asks whether the service is open.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use kernel::{CentreId, Scope};
use platform::{Bus, Database, Fault, Tasks};
use tokio::sync::broadcast::error::RecvError;

use crate::{app::RETENTION_CHANGED, domain::retention::Retention, store::retention};

/// How old it gets at most, should an event be lost.
const REFRESH: Duration = Duration::from_secs(30);

type Choices = HashMap<Option<CentreId>, Retention>;

/// What controllers chose. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Kept(Arc<RwLock<Choices>>);

impl Kept {
    /// Reads what all controllers chose.
    pub async fn load(database: &Database) -> Result<Self, Fault> {
        let kept = Self::default();
        kept.refresh(database).await?;
        Ok(kept)
    }

    /// What a controller chose; none for the national layer.
    pub(crate) fn of(&self, centre: Option<CentreId>) -> Retention {
        let choices = self.0.read().unwrap_or_else(PoisonError::into_inner);
        choices.get(&centre).copied().unwrap_or_default()
    }

    async fn refresh(&self, database: &Database) -> Result<(), Fault> {
        let tx = database.read(Scope::System).await?;
        let choices = retention::list(&tx).await?.into_iter().collect();
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = choices;
        Ok(())
    }

    /// Reads anew whenever somebody chose, and now and then.
    pub(crate) fn follow(&self, tasks: &Tasks, database: Database, bus: &dyn Bus) {
        let kept = self.clone();
        let token = tasks.token();
        let mut events = bus.subscribe();
        tasks.spawn("kept", async move {
            let mut refresh = tokio::time::interval(REFRESH);
            loop {
                tokio::select! {
                    () = token.cancelled() => return,
                    _ = refresh.tick() => {}
                    event = events.recv() => match event {
                        Ok(event) if !event.concerns(&[RETENTION_CHANGED]) => continue,
                        Err(RecvError::Closed) => return,
                        _ => {}
                    },
                }
                if let Err(fault) = kept.refresh(&database).await {
                    tracing::warn!(error = fault.chain(), "what is kept could not be read");
                }
            }
        });
    }
}
