//! The routing policies that were published, in memory: every contact that comes is let in under one.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use kernel::{Instant, Scope};
use platform::{Bus, Database, Fault, Tasks};
use routing::Policy;
use tokio::sync::broadcast::error::RecvError;

use super::operations::Operations;
use crate::{domain::policy::Timeline, store::policy};

/// What the module tells itself, also in other processes.
pub(crate) const RULES_CHANGED: &str = "policy.changed";

/// How old it gets at most, should an event be lost.
const REFRESH: Duration = Duration::from_secs(30);

#[derive(Debug, Default)]
struct Published {
    timeline: Timeline,
    versions: HashMap<u32, Arc<Policy>>,
}

/// The policy of the configuration and those that were published. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Rules {
    built_in: Arc<Policy>,
    published: Arc<RwLock<Published>>,
    operations: Operations,
}

impl Rules {
    /// Reads what was published beside the policy of the configuration.
    pub async fn load(database: &Database, built_in: Policy) -> Result<Self, Fault> {
        let rules = Self {
            built_in: Arc::new(built_in),
            published: Arc::default(),
            operations: Operations::load(database).await?,
        };
        rules.refresh(database).await?;
        Ok(rules)
    }

    /// The policy of the configuration.
    pub(crate) fn built_in(&self) -> &Policy {
        &self.built_in
    }

    /// Notices and times of many.
    pub(crate) const fn operations(&self) -> &Operations {
        &self.operations
    }

    /// The policy in force, as a time of many adapts it.
    pub(crate) fn in_force(&self, now: Instant) -> Arc<Policy> {
        let policy = self.published_at(now);
        match self.operations.surge(now) {
            Some(surge) => Arc::new(surge.adapt(&policy)),
            None => policy,
        }
    }

    fn published_at(&self, now: Instant) -> Arc<Policy> {
        let published = self
            .published
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        let version = published.timeline.in_force(now);
        let found = published.versions.get(&version);
        Arc::clone(found.unwrap_or(&self.built_in))
    }

    /// Every policy that contacts may have entered under.
    pub(crate) fn published(&self) -> Vec<Policy> {
        let published = self
            .published
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        let versions = published.versions.values();
        let all = versions.chain([&self.built_in]);
        all.map(|policy| policy.as_ref().clone()).collect()
    }

    async fn refresh(&self, database: &Database) -> Result<(), Fault> {
        let tx = database.read(Scope::System).await?;
        let timeline = policy::timeline(&tx).await?;
        let versions = policy::list(&tx).await?.into_iter();
        let published = Published {
            versions: versions
                .map(|one| (one.version, Arc::new(one.rules)))
                .collect(),
            timeline,
        };
        *self
            .published
            .write()
            .unwrap_or_else(PoisonError::into_inner) = published;
        Ok(())
    }

    /// Reads anew whenever somebody published, and now and then.
    pub(crate) fn follow(&self, tasks: &Tasks, database: Database, bus: &dyn Bus) {
        self.operations.follow(tasks, database.clone(), bus);
        let rules = self.clone();
        let token = tasks.token();
        let mut events = bus.subscribe();
        tasks.spawn("rules", async move {
            let mut refresh = tokio::time::interval(REFRESH);
            loop {
                tokio::select! {
                    () = token.cancelled() => return,
                    _ = refresh.tick() => {}
                    event = events.recv() => match event {
                        Ok(event) if !event.concerns(&[RULES_CHANGED]) => continue,
                        Err(RecvError::Closed) => return,
                        _ => {}
                    },
                }
                if let Err(fault) = rules.refresh(&database).await {
                    tracing::warn!(error = fault.chain(), "routing policies could not be read");
                }
            }
        });
    }
}
