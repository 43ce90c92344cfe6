//! A lease: what only one process does at a time, and who that is.
//!
//! The row is held for [`TTL`] and renewed every second; the database's clock counts, so that clocks of
//! replicas may differ. Every new holder gets a larger token. Whoever decides something calls
//! [`Lease::fence`] in the same transaction: nobody else can take over until that transaction is over, and one
//! that begins after somebody took over is refused. A holder whose process died is followed within a second,
//! because its connection to the database is gone; one that only stands still, once the lease ran out.

use std::{sync::Arc, time::Duration};

use kernel::Sources;
use prometheus_client::metrics::gauge::Gauge;
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement, Value};
use tokio::{
    sync::watch,
    time::{Instant, timeout},
};

use crate::{Database, Fault, Tasks, TenantTx, outbox::statement};

/// How long a lease is held without being renewed.
pub const TTL: Duration = Duration::from_secs(3);
/// Between two renewals.
const RENEW: Duration = Duration::from_secs(1);
/// Between two looks of those who would take over.
const LOOK: Duration = Duration::from_millis(400);
/// How long one statement may take before it counts as failed.
const PATIENCE: Duration = Duration::from_millis(2500);

const PG_NOW: &str = "clock_timestamp()";
const PG_EXPIRY: &str = "clock_timestamp() + interval '3 seconds'";
const SQLITE_NOW: &str = "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')";
const SQLITE_EXPIRY: &str = "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', '+3 seconds')";
/// A connection's name: no other one, of any time, has the same.
const PG_SESSION: &str = "(SELECT a.pid || '.' || extract(epoch FROM a.backend_start) \
                          FROM pg_stat_activity AS a WHERE a.pid = pg_backend_pid())";
/// Milliseconds after which PostgreSQL ends a deciding transaction whose process stands still, so that it
/// does not keep others from taking over.
const PG_STANDSTILL: &str = "2000";

/// One process' view of a lease. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Lease(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    database: Database,
    name: &'static str,
    holder: String,
    /// The token, while this process holds the lease.
    held: watch::Sender<Option<i64>>,
    /// What the holder wrote last, as read by the others.
    heard: watch::Sender<Arc<str>>,
    /// What this process lets the others know at its next renewal.
    word: watch::Sender<Option<Arc<str>>>,
}

impl Lease {
    /// The lease `name`; it is not taken yet.
    pub fn new(database: &Database, sources: &Sources, name: &'static str) -> Self {
        Self(Arc::new(Inner {
            database: database.clone(),
            name,
            holder: crate::draw_key(sources, 16),
            held: watch::Sender::new(None),
            heard: watch::Sender::new(Arc::from("")),
            word: watch::Sender::new(None),
        }))
    }

    /// The token while this process holds the lease, and its changes.
    pub fn held(&self) -> watch::Receiver<Option<i64>> {
        self.0.held.subscribe()
    }

    /// What the holder last let the others know, and its changes. Empty while this process never had to ask.
    pub fn heard(&self) -> watch::Receiver<Arc<str>> {
        self.0.heard.subscribe()
    }

    /// Lets the others know something by the next renewal: figures, never content.
    pub fn say(&self, word: Arc<str>) {
        self.0.word.send_replace(Some(word));
    }

    /// Takes the lease where nobody holds it, or nobody who still lives. Returns whether it is held now.
    ///
    /// A SQLite file has one process: it takes over `at_start` whatever a killed one left behind.
    pub async fn acquire(&self, at_start: bool) -> Result<bool, Fault> {
        if !self.is_free(at_start).await? {
            return Ok(false);
        }
        let (now, expiry) = self.times();
        let (session, free) = match self.backend() {
            DbBackend::Postgres => (PG_SESSION, pg_free()),
            _ => ("NULL", format!("(lease.expires_at <= {now} OR $3)")),
        };
        // The third value is for SQLite; PostgreSQL is to know its type all the same.
        let sql = format!(
            "INSERT INTO lease (name, holder, token, session, expires_at, word) \
             SELECT $1, $2, 1, {session}, {expiry}, '' WHERE CAST($3 AS boolean) IS NOT NULL \
             ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, token = lease.token + 1, \
             session = excluded.session, expires_at = excluded.expires_at WHERE {free} RETURNING token"
        );
        let values = [
            self.0.name.into(),
            self.0.holder.as_str().into(),
            at_start.into(),
        ];
        let rows = self.run(&sql, values).await?;
        let token = rows.first().map(|row| row.try_get::<i64>("", "token"));
        let token = token.transpose()?;
        if token.is_some() {
            self.0.held.send_replace(token);
        }
        Ok(token.is_some())
    }

    /// Holds the lease for longer. Returns false where somebody else has taken it, and forgets it then.
    pub async fn renew(&self) -> Result<bool, Fault> {
        let Some(token) = *self.0.held.borrow() else {
            return Ok(false);
        };
        let (_, expiry) = self.times();
        let session = match self.backend() {
            DbBackend::Postgres => PG_SESSION,
            _ => "NULL",
        };
        let word = self.0.word.borrow().clone();
        let sql = format!(
            "UPDATE lease SET expires_at = {expiry}, session = {session}, word = COALESCE($3, word) \
             WHERE name = $1 AND token = $2 RETURNING token"
        );
        let values = [self.0.name.into(), token.into(), word.as_deref().into()];
        // Said again by the next one where this one fails or is given up.
        let held = !self.run(&sql, values).await?.is_empty();
        self.0.word.send_if_modified(|next| {
            let is_said = *next == word;
            next.take_if(|_said| is_said).is_some()
        });
        if !held {
            self.forget();
        }
        Ok(held)
    }

    /// Gives the lease back, so that another one need not wait.
    pub async fn release(&self) -> Result<(), Fault> {
        let Some(token) = self.0.held.send_replace(None) else {
            return Ok(());
        };
        let (now, _) = self.times();
        let sql = format!(
            "UPDATE lease SET expires_at = {now} WHERE name = $1 AND token = $2 RETURNING token"
        );
        self.run(&sql, [self.0.name.into(), token.into()]).await?;
        Ok(())
    }

    /// Makes sure that nobody else decides before `tx` is over.
    ///
    /// That the lease ran out is no matter while nobody took it: whoever does changes the token.
    ///
    /// # Errors
    /// [`Fault::Fenced`] where `token` is not the last one given out; it is held no longer then.
    pub async fn fence(&self, tx: &TenantTx, token: i64) -> Result<(), Fault> {
        let sql = match self.backend() {
            DbBackend::Postgres => {
                "SELECT token, set_config('idle_in_transaction_session_timeout', $3, true) AS standstill \
                 FROM lease WHERE name = $1 AND token = $2 FOR SHARE"
            }
            _ => "SELECT token FROM lease WHERE name = $1 AND token = $2 AND $3 <> ''",
        };
        let values = [self.0.name.into(), token.into(), PG_STANDSTILL.into()];
        let row = tx.query_one_raw(statement(tx, sql, values)).await?;
        if row.is_some() {
            return Ok(());
        }
        self.0.held.send_if_modified(|held| {
            let deposed = *held == Some(token);
            held.take_if(|_token| deposed).is_some()
        });
        Err(Fault::Fenced)
    }

    /// Takes the lease where it is free and holds it until shutdown, when it is given back at once.
    /// `holds` is 1 while it is held.
    pub async fn keep(&self, tasks: &Tasks, holds: &Gauge) {
        follow(tasks, holds.clone(), self.held());
        let mut keeper = Keeper {
            lease: self.clone(),
            sure_at: Instant::now(),
            at_start: true,
            failing: false,
        };
        // The first try is waited for: a lone process need not begin as one that follows.
        let mut pause = keeper.turn().await;
        let token = tasks.token();
        tasks.spawn("lease", async move {
            loop {
                tokio::select! {
                    () = token.cancelled() => break,
                    () = tokio::time::sleep(pause) => pause = keeper.turn().await,
                }
            }
            if !matches!(timeout(PATIENCE, keeper.lease.release()).await, Ok(Ok(()))) {
                tracing::warn!("the lease could not be given back, and runs out");
            }
        });
    }

    /// Whether a try to take it is worth while; notes what its holder says.
    async fn is_free(&self, at_start: bool) -> Result<bool, Fault> {
        let (now, _) = self.times();
        let free = match self.backend() {
            DbBackend::Postgres => pg_free(),
            _ => format!("(lease.expires_at <= {now})"),
        };
        let sql = format!("SELECT {free} AS free, word FROM lease WHERE name = $1");
        let rows = self.run(&sql, [self.0.name.into()]).await?;
        let Some(row) = rows.first() else {
            return Ok(true);
        };
        let word: String = row.try_get("", "word")?;
        self.0.heard.send_if_modified(|heard| {
            let is_new = **heard != *word;
            if is_new {
                *heard = word.into();
            }
            is_new
        });
        let alone = at_start && self.backend() == DbBackend::Sqlite;
        Ok(alone || row.try_get("", "free")?)
    }

    fn forget(&self) {
        self.0.held.send_replace(None);
    }

    fn backend(&self) -> DbBackend {
        self.0.database.backend()
    }

    fn times(&self) -> (&'static str, &'static str) {
        match self.backend() {
            DbBackend::Postgres => (PG_NOW, PG_EXPIRY),
            _ => (SQLITE_NOW, SQLITE_EXPIRY),
        }
    }

    async fn run<const N: usize>(
        &self,
        sql: &str,
        values: [Value; N],
    ) -> Result<Vec<QueryResult>, Fault> {
        let statement = Statement::from_sql_and_values(self.backend(), sql, values);
        self.0.database.run_for_lease(statement).await
    }
}

/// Whether the lease ran out, or the connection it was renewed by is gone.
fn pg_free() -> String {
    format!(
        "(lease.expires_at <= {PG_NOW} OR NOT EXISTS (SELECT 1 FROM pg_stat_activity AS b \
         WHERE b.pid || '.' || extract(epoch FROM b.backend_start) = lease.session))"
    )
}

fn follow(tasks: &Tasks, gauge: Gauge, mut held: watch::Receiver<Option<i64>>) {
    let token = tasks.token();
    tasks.spawn("lease gauge", async move {
        loop {
            gauge.set(held.borrow_and_update().is_some().into());
            tokio::select! {
                () = token.cancelled() => return,
                changed = held.changed() => if changed.is_err() { return },
            }
        }
    });
}

/// Takes and renews a lease.
struct Keeper {
    lease: Lease,
    /// The lease is held for sure until [`TTL`] after this.
    sure_at: Instant,
    at_start: bool,
    /// The last turn failed, and that was logged.
    failing: bool,
}

impl Keeper {
    /// Does what is due; returns when to do so again.
    async fn turn(&mut self) -> Duration {
        let asked_at = Instant::now();
        let holds = self.lease.0.held.borrow().is_some();
        let outcome = if holds {
            timeout(PATIENCE, self.lease.renew()).await
        } else {
            timeout(PATIENCE, self.lease.acquire(self.at_start)).await
        };
        match outcome.unwrap_or(Err(Fault::Remote("the database"))) {
            Ok(held) => {
                if held {
                    self.sure_at = asked_at;
                }
                if held != holds {
                    self.tell(held);
                }
                self.at_start = false;
                self.failing = false;
                if held { RENEW } else { LOOK }
            }
            Err(fault) => {
                if !std::mem::replace(&mut self.failing, true) {
                    tracing::error!(error = fault.chain(), "the lease cannot be asked for");
                }
                if holds && self.sure_at.elapsed() >= TTL {
                    self.lease.forget();
                    self.tell(false);
                }
                LOOK
            }
        }
    }

    fn tell(&self, held: bool) {
        let lease = self.lease.0.name;
        if held {
            tracing::info!(lease, "this process decides now");
        } else {
            tracing::warn!(lease, "this process no longer decides");
        }
    }
}
