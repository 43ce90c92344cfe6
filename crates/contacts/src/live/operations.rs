//! Service notices and times of many, in memory: everybody who asks whether the service is open is told.

use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use kernel::{Instant, NoticePlace, Scope};
use platform::{Bus, Database, Fault, Tasks};
use tokio::sync::broadcast::error::RecvError;

use crate::{
    domain::{
        notice::Notice,
        surge::{self, Surge},
    },
    store,
};

/// What the module tells itself, also in other processes.
pub(crate) const OPERATIONS_CHANGED: &str = "operations.changed";

/// How old it gets at most, should an event be lost.
const REFRESH: Duration = Duration::from_secs(30);

#[derive(Debug, Default)]
struct Known {
    notices: Vec<Notice>,
    surges: Vec<Surge>,
}

/// What coordinators wrote. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Operations(Arc<RwLock<Known>>);

impl Operations {
    pub(crate) async fn load(database: &Database) -> Result<Self, Fault> {
        let operations = Self::default();
        operations.refresh(database).await?;
        Ok(operations)
    }

    /// The notices shown at one of some places, in their order.
    pub(crate) fn shown(&self, places: &[NoticePlace], now: Instant) -> Vec<Notice> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let shown = known.notices.iter().filter(|notice| {
            let is_here = |place| notice.content.places.contains(place);
            notice.is_shown(now) && places.iter().any(is_here)
        });
        shown.cloned().collect()
    }

    /// The time of many that it is.
    pub(crate) fn surge(&self, now: Instant) -> Option<Surge> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        surge::in_force(&known.surges, now).cloned()
    }

    pub(crate) async fn refresh(&self, database: &Database) -> Result<(), Fault> {
        let tx = database.read(Scope::System).await?;
        let known = Known {
            notices: store::notice::list(&tx).await?,
            surges: store::surge::list(&tx).await?,
        };
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = known;
        Ok(())
    }

    /// Reads anew whenever a coordinator wrote, and now and then.
    pub(crate) fn follow(&self, tasks: &Tasks, database: Database, bus: &dyn Bus) {
        let operations = self.clone();
        let token = tasks.token();
        let mut events = bus.subscribe();
        tasks.spawn("operations", async move {
            let mut refresh = tokio::time::interval(REFRESH);
            loop {
                tokio::select! {
                    () = token.cancelled() => return,
                    _ = refresh.tick() => {}
                    event = events.recv() => match event {
                        Ok(event) if !event.concerns(&[OPERATIONS_CHANGED]) => continue,
                        Err(RecvError::Closed) => return,
                        _ => {}
                    },
                }
                if let Err(fault) = operations.refresh(&database).await {
                    tracing::warn!(error = fault.chain(), "notices could not be read");
                }
            }
        });
    }
}
