//! One transaction in one scope: rows, outbox and jobs, all or nothing.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use kernel::{Instant, Scope};
use sea_orm::{
    Condition, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, DeleteMany, EntityTrait,
    ExecResult, QueryFilter, QueryResult, Select, Statement, TransactionSession, UpdateMany,
};
use serde::Serialize;
use tokio::sync::Notify;

use crate::{Fault, jobs::NewJob};

/// A table whose rows belong to someone: which of them a scope may touch.
///
/// The filter is the first wall; row-level security on PostgreSQL repeats it.
pub trait Scoped: EntityTrait {
    /// The rows `scope` may touch.
    fn within(scope: Scope) -> Condition;
}

/// A transaction in a scope. Dropped without [`TenantTx::commit`], it leaves nothing behind.
pub struct TenantTx {
    tx: DatabaseTransaction,
    scope: Scope,
    committed: Arc<Notify>,
    has_followers: AtomicBool,
}

impl std::fmt::Debug for TenantTx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TenantTx({:?})", self.scope)
    }
}

impl TenantTx {
    pub(super) async fn enter(
        tx: DatabaseTransaction,
        scope: Scope,
        committed: Arc<Notify>,
    ) -> Result<Self, Fault> {
        if tx.get_database_backend() == DbBackend::Postgres {
            let (word, id) = match scope {
                Scope::Centre(id) => ("centre", id.to_row().to_string()),
                Scope::Conversation(id) => ("conversation", id.to_row().to_string()),
                Scope::Partner(id) => ("partner", id.to_row().to_string()),
                Scope::National => ("national", String::new()),
                Scope::System => ("system", String::new()),
                Scope::Public => ("public", String::new()),
            };
            let of = |kind: &str| {
                if word == kind {
                    id.clone()
                } else {
                    String::new()
                }
            };
            tx.execute_raw(Statement::from_sql_and_values(
                DbBackend::Postgres,
                "SELECT set_config('app.scope', $1, true), set_config('app.centre', $2, true), \
                 set_config('app.conversation', $3, true), set_config('app.partner', $4, true)",
                [
                    word.into(),
                    of("centre").into(),
                    of("conversation").into(),
                    of("partner").into(),
                ],
            ))
            .await?;
        }
        Ok(Self {
            tx,
            scope,
            committed,
            has_followers: AtomicBool::new(false),
        })
    }

    /// The scope this transaction acts in.
    pub const fn scope(&self) -> Scope {
        self.scope
    }

    /// Selects among the rows of the scope.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one finder; it adds the scope's filter"
    )]
    pub fn find<E: Scoped>(&self) -> Select<E> {
        E::find().filter(E::within(self.scope))
    }

    /// Updates among the rows of the scope.
    #[expect(clippy::disallowed_methods, reason = "adds the scope's filter")]
    pub fn update<E: Scoped>(&self) -> UpdateMany<E> {
        E::update_many().filter(E::within(self.scope))
    }

    /// Deletes among the rows of the scope.
    #[expect(clippy::disallowed_methods, reason = "adds the scope's filter")]
    pub fn delete<E: Scoped>(&self) -> DeleteMany<E> {
        E::delete_many().filter(E::within(self.scope))
    }

    /// Leaves an event in the outbox: published after the commit, at least once.
    pub async fn emit<P: Serialize + Sync>(
        &self,
        topic: &str,
        payload: &P,
        now: Instant,
    ) -> Result<(), Fault> {
        crate::outbox::insert(self, topic, &serde_json::to_string(payload)?, now).await?;
        self.has_followers.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Leaves a job: run after the commit, again until it succeeds. Of jobs with one key the last
    /// stays in the product's own scope, where a job may leave its next run; elsewhere the first.
    pub async fn schedule(&self, job: &NewJob) -> Result<(), Fault> {
        crate::jobs::insert(self, job).await?;
        self.has_followers.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Leaves a job as [`TenantTx::schedule`] does. False where one with its key is there, which stays. Not for the
    /// product's own scope, where the last one stays.
    pub async fn schedule_once(&self, job: &NewJob) -> Result<bool, Fault> {
        let is_first = crate::jobs::insert(self, job).await?;
        self.has_followers.store(true, Ordering::Relaxed);
        Ok(is_first)
    }

    /// Makes everything visible and durable, and wakes whoever runs outbox and jobs.
    pub async fn commit(self) -> Result<(), Fault> {
        TransactionSession::commit(self.tx).await?;
        if self.has_followers.load(Ordering::Relaxed) {
            self.committed.notify_one();
        }
        Ok(())
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for TenantTx {
    fn get_database_backend(&self) -> DbBackend {
        self.tx.get_database_backend()
    }

    async fn execute_raw(&self, stmt: Statement) -> Result<ExecResult, DbErr> {
        self.tx.execute_raw(stmt).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.tx.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, stmt: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.tx.query_one_raw(stmt).await
    }

    async fn query_all_raw(&self, stmt: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.tx.query_all_raw(stmt).await
    }
}
