//! Jobs: work after a commit, repeated until it succeeds. A job must be safe to run twice.

use std::{collections::HashMap, future::Future, pin::Pin, sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Instant, Scope, Sources};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};
use uuid::Uuid;

use crate::{Database, Fault, TenantTx, outbox::statement, tasks::Tasks};

/// Tries before a job is given up and left in the table for a person to look at.
const MAX_ATTEMPTS: i32 = 12;
/// How long a claimed job is left to its worker before another may take it.
const CLAIM: TimeDelta = TimeDelta::seconds(60);
const BATCH: u32 = 20;

/// A job to leave in the transaction.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// Which handler runs it.
    pub kind: &'static str,
    /// One job per key.
    pub key: String,
    /// JSON, without content.
    pub payload: String,
    /// Not before.
    pub due_at: Instant,
}

/// Why a job did not succeed.
#[derive(Debug)]
pub enum JobError {
    /// Worth another try later.
    Retry(Fault),
    /// Will never succeed.
    Fail(&'static str),
}

impl From<Fault> for JobError {
    fn from(fault: Fault) -> Self {
        Self::Retry(fault)
    }
}

type Run = Pin<Box<dyn Future<Output = Result<(), JobError>> + Send>>;
type Handler = Arc<dyn Fn(String) -> Run + Send + Sync>;

/// The handlers of a process, by kind.
#[derive(Clone, Default)]
pub struct Jobs {
    handlers: HashMap<&'static str, Handler>,
}

impl std::fmt::Debug for Jobs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.handlers.keys()).finish()
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    kind: String,
    payload: String,
    attempts: i32,
    due_at: DateTime<Utc>,
}

impl Jobs {
    /// Registers the handler of a kind.
    pub fn register<F>(
        &mut self,
        kind: &'static str,
        handler: impl Fn(String) -> F + Send + Sync + 'static,
    ) where
        F: Future<Output = Result<(), JobError>> + Send + 'static,
    {
        self.handlers
            .insert(kind, Arc::new(move |payload| Box::pin(handler(payload))));
    }

    /// Runs what is due now. Returns how many jobs ran, failed ones included.
    pub async fn run_due(&self, database: &Database, sources: &Sources) -> Result<usize, Fault> {
        let rows = claim(database, sources.now()).await?;
        let count = rows.len();
        for row in rows {
            let result = match self.handlers.get(row.kind.as_str()) {
                Some(handler) => handler(row.payload.clone()).await,
                None => Err(JobError::Fail("no handler of this kind")),
            };
            settle(database, sources.now(), &row, result).await?;
        }
        Ok(count)
    }

    /// Runs due jobs until shutdown.
    pub fn run(self, tasks: &Tasks, database: Database, sources: Sources) {
        let token = tasks.token();
        tasks.spawn("jobs", async move {
            loop {
                match self.run_due(&database, &sources).await {
                    Ok(0) => {}
                    Ok(_) => continue,
                    Err(fault) => tracing::error!(error = fault.chain(), "jobs could not be run"),
                }
                tokio::select! {
                    () = token.cancelled() => break,
                    () = tokio::time::sleep(Duration::from_secs(2)) => {}
                }
            }
        });
    }
}

/// Removes jobs that were given up at `until` or before, `limit` at most. Returns how many. Needs the system's scope.
pub async fn forget_failed(tx: &TenantTx, until: Instant, limit: u32) -> Result<u64, Fault> {
    let sql = format!(
        "DELETE FROM job WHERE id IN (SELECT id FROM job WHERE failed_at <= $1 LIMIT {limit})"
    );
    let done = tx.execute_raw(statement(tx, &sql, [until.into()])).await?;
    Ok(done.rows_affected())
}

/// False where the one that is there stays.
pub(crate) async fn insert(tx: &TenantTx, job: &NewJob) -> Result<bool, Fault> {
    // Replacing needs to read the row, which only the product's scope may.
    let conflict = if tx.scope() == Scope::System {
        "(key) DO UPDATE SET due_at = excluded.due_at, payload = excluded.payload, attempts = 0, \
         failed_at = NULL, last_error = NULL"
    } else {
        "DO NOTHING"
    };
    let sql = format!(
        "INSERT INTO job (id, kind, key, payload, due_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT {conflict}"
    );
    // The id is only a row's name; the key carries the meaning, so it may be derived from it.
    let digest = crate::secret::hash_key(&job.key);
    let mut bytes = [0_u8; 16];
    bytes
        .iter_mut()
        .zip(digest)
        .for_each(|(slot, byte)| *slot = byte);
    let values = [
        uuid::Builder::from_custom_bytes(bytes).into_uuid().into(),
        job.kind.into(),
        job.key.as_str().into(),
        job.payload.as_str().into(),
        job.due_at.into(),
    ];
    let done = tx.execute_raw(statement(tx, &sql, values)).await?;
    Ok(done.rows_affected() > 0)
}

async fn claim(database: &Database, now: Instant) -> Result<Vec<Row>, Fault> {
    let tx = database.write(Scope::System).await?;
    let lock = if tx.get_database_backend() == DbBackend::Postgres {
        " FOR UPDATE SKIP LOCKED"
    } else {
        ""
    };
    let sql = format!(
        "UPDATE job SET attempts = attempts + 1, due_at = $2 WHERE id IN \
         (SELECT id FROM job WHERE failed_at IS NULL AND due_at <= $1 ORDER BY due_at LIMIT {BATCH}{lock}) \
         RETURNING id, kind, payload, attempts, due_at"
    );
    let rows = Row::find_by_statement(statement(&tx, &sql, [now.into(), (now + CLAIM).into()]))
        .all(&tx)
        .await?;
    tx.commit().await?;
    Ok(rows)
}

async fn settle(
    database: &Database,
    now: Instant,
    row: &Row,
    result: Result<(), JobError>,
) -> Result<(), Fault> {
    let tx = database.write(Scope::System).await?;
    match result {
        Ok(()) => {
            // A job that left its next run has another due time by now, and stays.
            let sql = "DELETE FROM job WHERE id = $1 AND due_at = $2";
            tx.execute_raw(statement(&tx, sql, [row.id.into(), row.due_at.into()]))
                .await?;
        }
        Err(JobError::Retry(fault)) if row.attempts < MAX_ATTEMPTS => {
            let wait = TimeDelta::seconds(1_i64 << row.attempts.clamp(0, 12));
            tracing::warn!(
                job.kind = row.kind,
                attempts = row.attempts,
                error = fault.chain(),
                "job will be tried again"
            );
            let sql = "UPDATE job SET due_at = $2, last_error = $3 WHERE id = $1";
            let values = [row.id.into(), (now + wait).into(), fault.to_string().into()];
            tx.execute_raw(statement(&tx, sql, values)).await?;
        }
        Err(error) => {
            let reason = match error {
                JobError::Retry(fault) => fault.chain(),
                JobError::Fail(reason) => reason.to_owned(),
            };
            tracing::error!(
                job.kind = row.kind,
                attempts = row.attempts,
                error = reason,
                "job given up"
            );
            let sql = "UPDATE job SET failed_at = $2, last_error = $3 WHERE id = $1";
            tx.execute_raw(statement(
                &tx,
                sql,
                [row.id.into(), now.into(), reason.into()],
            ))
            .await?;
        }
    }
    tx.commit().await
}
