//! SQLite and PostgreSQL behind one handle; every use goes through a [`TenantTx`].

mod file;
mod journal;
mod tx;

use std::{path::Path, str::FromStr, sync::Arc, time::Duration};

use kernel::Scope;
use sea_orm::{
    ConnectOptions, ConnectionTrait, DbBackend, QueryResult, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
    sqlx::{
        postgres::PgConnectOptions,
        sqlite::{SqliteJournalMode, SqliteSynchronous},
    },
};
use serde::Deserialize;
use tokio::sync::Notify;

use crate::{Fault, Secret};

pub use file::{Content, Held, HoldError, copy, examine, hold};
pub use tx::{Scoped, TenantTx};

#[expect(
    clippy::disallowed_types,
    reason = "the one place that owns raw connections"
)]
type Pool = sea_orm::DatabaseConnection;

/// SQLite's own copy of pages, in negative kibibytes: much for the one who changes them, little for each
/// of the many who read, behind whom stands the system's.
const WRITER_CACHE: &str = "-4000";
const READER_CACHE: &str = "-256";

/// Pages in the journal of a SQLite file after which the writer itself moves them into the file.
const JOURNAL_LIMIT: &str = "8000";

/// Readers of a SQLite file: more threads than processors read no faster.
const READERS: u32 = 4;

/// How long a statement waits for another process that writes to the same SQLite file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Section `database`.
#[derive(Clone, Debug, Deserialize)]
pub struct DatabaseConfig {
    /// `sqlite:///path/to/file.db` or `postgres://role:password@host/name`, the application's role.
    pub url: Secret<String>,
    /// The role that owns the tables and runs migrations; empty means `url`. PostgreSQL only.
    pub owner_url: Secret<String>,
    /// Connections on PostgreSQL; on SQLite up to four of them read, beside one that writes.
    pub connections: u32,
}

/// The database of one process.
#[derive(Clone)]
pub struct Database {
    writer: Pool,
    reader: Pool,
    /// One connection on PostgreSQL whose scope is always the product's own; the writer on SQLite.
    system: Pool,
    /// One connection on PostgreSQL for leases alone, in the product's own scope; the writer on SQLite.
    lease: Pool,
    committed: Arc<Notify>,
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Database({:?})", self.backend())
    }
}

impl Database {
    /// Connects; SQLite files are created when missing.
    pub async fn open(config: &DatabaseConfig) -> Result<Self, Fault> {
        let url = config.url.expose();
        let (writer, reader, system, lease) = if url.starts_with("sqlite") {
            let writer = connect(url, 1, WRITER_CACHE).await?;
            let readers = config.connections.min(READERS);
            let reader = connect(url, readers, READER_CACHE).await?;
            (writer.clone(), reader, writer.clone(), writer)
        } else {
            let pool = connect(url, config.connections, READER_CACHE).await?;
            let system = connect_in_system_scope(url).await?;
            (pool.clone(), pool, system, connect_for_leases(url).await?)
        };
        Ok(Self {
            writer,
            reader,
            system,
            lease,
            committed: Arc::new(Notify::new()),
        })
    }

    /// Hands a connection of the owner's role to `work`: migrations and grants.
    pub async fn as_owner<T>(
        config: &DatabaseConfig,
        work: impl AsyncFnOnce(&Pool) -> Result<T, sea_orm::DbErr>,
    ) -> Result<T, Fault> {
        let owner = config.owner_url.expose();
        let url = if owner.is_empty() {
            config.url.expose()
        } else {
            owner
        };
        let pool = connect(url, 1, WRITER_CACHE).await?;
        let result = work(&pool).await;
        pool.close().await?;
        Ok(result?)
    }

    /// Name of the application's role in a PostgreSQL address; none on SQLite.
    pub fn application_role(config: &DatabaseConfig) -> Option<String> {
        let options = postgres_options(config)?;
        Some(options.get_username().to_owned())
    }

    /// Host and port in a PostgreSQL address; none on SQLite, and where it is reached by a socket.
    pub fn place(config: &DatabaseConfig) -> Option<(String, u16)> {
        let options = postgres_options(config)?;
        let place = (options.get_host().to_owned(), options.get_port());
        options.get_socket().is_none().then_some(place)
    }

    /// Which kind of database this is.
    pub fn backend(&self) -> DbBackend {
        self.writer.get_database_backend()
    }

    /// Starts a transaction that only reads.
    pub async fn read(&self, scope: Scope) -> Result<TenantTx, Fault> {
        let tx = self.reader.begin().await?;
        TenantTx::enter(tx, scope, Arc::clone(&self.committed)).await
    }

    /// Starts a transaction that may write. SQLite takes its write lock here, so that a later write
    /// cannot fail for having read before.
    pub async fn write(&self, scope: Scope) -> Result<TenantTx, Fault> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let tx = self.writer.begin_with_options(options).await?;
        TenantTx::enter(tx, scope, Arc::clone(&self.committed)).await
    }

    /// Runs one statement in the product's own scope, committed by itself: for what is so frequent that
    /// the round trips of a transaction count. Everything else takes [`Database::write`].
    pub async fn run_as_system(&self, statement: Statement) -> Result<Vec<QueryResult>, Fault> {
        Ok(self.system.query_all_raw(statement).await?)
    }

    /// Runs one statement of a lease in the product's own scope, on a connection that nothing else keeps busy
    /// and that lives as long as the process can.
    pub(crate) async fn run_for_lease(
        &self,
        statement: Statement,
    ) -> Result<Vec<QueryResult>, Fault> {
        Ok(self.lease.query_all_raw(statement).await?)
    }

    /// Names of the migrations that were applied.
    ///
    /// # Errors
    /// There is no schema yet, or the database does not answer.
    pub async fn applied_migrations(&self) -> Result<Vec<String>, Fault> {
        let sql = "SELECT version FROM seaql_migrations";
        let rows = self
            .run_as_system(Statement::from_string(self.backend(), sql))
            .await?;
        let versions = rows.iter().map(|row| row.try_get("", "version"));
        Ok(versions.collect::<Result<_, _>>()?)
    }

    /// Resolves after a transaction that left something in the outbox or the job table committed.
    pub async fn committed(&self) {
        self.committed.notified().await;
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), Fault> {
        Ok(self.reader.ping().await?)
    }

    /// Closes all connections.
    pub async fn close(self) -> Result<(), Fault> {
        self.system.close_by_ref().await?;
        self.lease.close_by_ref().await?;
        self.writer.close_by_ref().await?;
        Ok(self.reader.close_by_ref().await?)
    }
}

/// What an address of PostgreSQL says; none of SQLite's, about which its parser would only wonder.
fn postgres_options(config: &DatabaseConfig) -> Option<PgConnectOptions> {
    let url = config.url.expose();
    url.starts_with("postgres")
        .then(|| PgConnectOptions::from_str(url).ok())
        .flatten()
}

async fn connect(url: &str, connections: u32, cache: &'static str) -> Result<Pool, Fault> {
    Ok(sea_orm::Database::connect(options(url, connections, cache)?).await?)
}

async fn connect_in_system_scope(url: &str) -> Result<Pool, Fault> {
    let mut options = options(url, 1, READER_CACHE)?;
    options.map_sqlx_postgres_opts(|postgres| {
        // Its few statements are planned once, not anew for every batch, and perhaps on empty tables: they
        // look rows up by index, in its order, whatever the planner believes of sizes.
        postgres.options([
            ("app.scope", "system"),
            ("plan_cache_mode", "force_generic_plan"),
            ("enable_seqscan", "off"),
            ("enable_bitmapscan", "off"),
            ("jit", "off"),
        ])
    });
    Ok(sea_orm::Database::connect(options).await?)
}

async fn connect_for_leases(url: &str) -> Result<Pool, Fault> {
    let mut options = options(url, 1, READER_CACHE)?;
    options
        // Command lines hold no lease and need no connection for it.
        .connect_lazy(true)
        .max_lifetime(None)
        .idle_timeout(None)
        .acquire_timeout(Duration::from_secs(2))
        .map_sqlx_postgres_opts(|postgres| postgres.options([("app.scope", "system")]));
    Ok(sea_orm::Database::connect(options).await?)
}

fn options(url: &str, connections: u32, cache: &'static str) -> Result<ConnectOptions, Fault> {
    if let Some(file) = sqlite_file(url)
        && let Some(folder) = Path::new(file).parent()
    {
        std::fs::create_dir_all(folder)?;
        create_private(Path::new(file))?;
    }
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .test_before_acquire_if_idle_for(Duration::from_secs(30))
        .acquire_timeout(Duration::from_secs(10))
        .map_sqlx_sqlite_opts(move |sqlite| {
            sqlite
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                // An acknowledged message survives a power cut.
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(BUSY_TIMEOUT)
                .foreign_keys(true)
                // What a failing statement undoes is kept in memory, not in a file written beside.
                .pragma("temp_store", "memory")
                // What is erased is overwritten, not only unlinked.
                .pragma("secure_delete", "on")
                .pragma("wal_autocheckpoint", JOURNAL_LIMIT)
                .pragma("cache_size", cache)
        });
    Ok(options)
}

/// The file holds talks and password hashes: it is for nobody but its owner, and so is what SQLite
/// puts beside it.
///
/// One that is there is never opened: closing it would end the locks of this process's connections (POSIX), and
/// another process would take the journal away from under them.
fn create_private(file: &Path) -> Result<(), Fault> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(file) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error.into()),
        _ => Ok(()),
    }
}

/// The file behind a SQLite address.
pub fn sqlite_file(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("sqlite:")?;
    let file = rest.strip_prefix("//").unwrap_or(rest);
    let file = file.split('?').next().unwrap_or(file);
    (!file.is_empty() && file != ":memory:").then_some(file)
}
