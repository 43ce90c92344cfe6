//! Partners and their keys in memory for seconds, so that not every request asks the database.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::TimeDelta;
use kernel::{Instant, OrganisationNumber, PartnerEnvironment, PartnerId, Scope};
use platform::{Ctx, Fault};

use crate::{
    domain::{Key, Partner},
    store,
};

/// How long another process's change may go unnoticed.
const MEMORY: TimeDelta = TimeDelta::seconds(5);

/// A partner with its keys.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) partner: Partner,
    pub(crate) keys: Vec<Key>,
}

#[derive(Debug)]
struct Snapshot {
    partners: HashMap<PartnerId, Arc<Known>>,
    organisations: HashMap<(OrganisationNumber, PartnerEnvironment), PartnerId>,
    read_at: Instant,
}

#[derive(Debug, Default)]
struct Memory {
    snapshot: Option<Arc<Snapshot>>,
    /// Grows with every change: what was read before one must not be remembered after it.
    changes: u64,
}

/// Finds partners.
#[derive(Debug, Default)]
pub(crate) struct Register(Mutex<Memory>);

impl Register {
    pub(crate) async fn find(&self, ctx: &Ctx, id: PartnerId) -> Result<Option<Arc<Known>>, Fault> {
        let snapshot = self.snapshot(ctx).await?;
        Ok(snapshot.partners.get(&id).cloned())
    }

    /// The partner that an organisation is in an environment.
    pub(crate) async fn find_organisation(
        &self,
        ctx: &Ctx,
        organisation: (OrganisationNumber, PartnerEnvironment),
    ) -> Result<Option<Arc<Known>>, Fault> {
        let snapshot = self.snapshot(ctx).await?;
        let id = snapshot.organisations.get(&organisation);
        Ok(id.and_then(|id| snapshot.partners.get(id)).cloned())
    }

    /// Remembers nothing: a partner or a key was changed.
    pub(crate) fn forget(&self) {
        let mut memory = self.lock();
        memory.changes += 1;
        memory.snapshot = None;
    }

    async fn snapshot(&self, ctx: &Ctx) -> Result<Arc<Snapshot>, Fault> {
        let (remembered, changes) = self.recall(ctx.now);
        if let Some(snapshot) = remembered {
            return Ok(snapshot);
        }
        let snapshot = Arc::new(Snapshot::read(ctx).await?);
        let mut memory = self.lock();
        if memory.changes == changes {
            memory.snapshot = Some(Arc::clone(&snapshot));
        }
        Ok(snapshot)
    }

    fn recall(&self, now: Instant) -> (Option<Arc<Snapshot>>, u64) {
        let memory = self.lock();
        let fresh = memory
            .snapshot
            .as_ref()
            .filter(|snapshot| (now - snapshot.read_at).abs() < MEMORY);
        (fresh.cloned(), memory.changes)
    }

    fn lock(&self) -> MutexGuard<'_, Memory> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Snapshot {
    async fn read(ctx: &Ctx) -> Result<Self, Fault> {
        let tx = ctx.database().read(Scope::System).await?;
        let mut keys: HashMap<PartnerId, Vec<Key>> = HashMap::new();
        for (partner, key) in store::key::list_all(&tx).await? {
            keys.entry(partner).or_default().push(key);
        }
        let mut partners = HashMap::new();
        let mut organisations = HashMap::new();
        for partner in store::partner::list(&tx).await? {
            let id = partner.id;
            organisations.insert((partner.organisation, partner.environment), id);
            let keys = keys.remove(&id).unwrap_or_default();
            partners.insert(id, Arc::new(Known { partner, keys }));
        }
        Ok(Self {
            partners,
            organisations,
            read_at: ctx.now,
        })
    }
}
