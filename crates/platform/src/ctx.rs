//! What every use case is given: who asks, what they may touch, what time it is.

use std::fmt;

use kernel::{Actor, Id, IdKind, Instant, Language, Scope, Sources};

use crate::{Database, Fault, TenantTx};

/// Names one request in answers and logs. Says nothing about the caller.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TraceId(u64);

impl TraceId {
    /// Draws a new one.
    pub fn new(sources: &Sources) -> Self {
        let mut bytes = [0; 8];
        sources.entropy().fill(&mut bytes);
        Self(u64::from_be_bytes(bytes))
    }
}

impl fmt::Display for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The context of one request, job or command.
#[derive(Clone, Debug)]
pub struct Ctx {
    /// Who acts.
    pub actor: Actor,
    /// Which rows may be touched.
    pub scope: Scope,
    /// The instant this request happens at; the same throughout.
    pub now: Instant,
    /// The language to answer in.
    pub language: Language,
    /// The request's name in answers and logs.
    pub trace: TraceId,
    sources: Sources,
    database: Database,
}

impl Ctx {
    /// A context for nobody in particular, which may see what is open to all.
    pub fn anyone(sources: &Sources, database: &Database) -> Self {
        Self {
            actor: Actor::Anyone,
            scope: Scope::Public,
            now: sources.now(),
            language: Language::Nb,
            trace: TraceId::new(sources),
            sources: sources.clone(),
            database: database.clone(),
        }
    }

    /// A context for the product itself: dispatch, jobs, command line.
    pub fn system(sources: &Sources, database: &Database) -> Self {
        Self {
            actor: Actor::System,
            scope: Scope::System,
            ..Self::anyone(sources, database)
        }
    }

    /// The same request on behalf of someone.
    #[must_use]
    pub fn acting(self, actor: Actor, scope: Scope) -> Self {
        Self {
            actor,
            scope,
            ..self
        }
    }

    /// Draws a new id.
    pub fn new_id<K: IdKind>(&self) -> Id<K> {
        Id::new(&self.sources)
    }

    /// Time and chance, for what outlives the request.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The database, for what outlives the request.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Starts a reading transaction in the context's scope.
    pub async fn read(&self) -> Result<TenantTx, Fault> {
        self.database.read(self.scope).await
    }

    /// Starts a writing transaction in the context's scope.
    pub async fn write(&self) -> Result<TenantTx, Fault> {
        self.database.write(self.scope).await
    }
}
