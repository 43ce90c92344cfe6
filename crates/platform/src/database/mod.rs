//! SQLite and PostgreSQL behind one handle; every use goes through a [`TenantTx`].

mod tx;

use std::{path::Path, str::FromStr, sync::Arc, time::Duration};

use kernel::Scope;
use sea_orm::{
    ConnectOptions, DbBackend, SqliteTransactionMode, TransactionOptions, TransactionTrait,
    sqlx::{
        postgres::PgConnectOptions,
        sqlite::{SqliteJournalMode, SqliteSynchronous},
    },
};
use serde::Deserialize;
use tokio::sync::Notify;

use crate::{Fault, Secret};

pub use tx::{Scoped, TenantTx};

#[expect(
    clippy::disallowed_types,
    reason = "the one place that owns raw connections"
)]
type Pool = sea_orm::DatabaseConnection;

/// Section `database`.
#[derive(Clone, Debug, Deserialize)]
pub struct DatabaseConfig {
    /// `sqlite:///path/to/file.db` or `postgres://role:password@host/name`, the application's role.
    pub url: Secret<String>,
    /// The role that owns the tables and runs migrations; empty means `url`. PostgreSQL only.
    pub owner_url: Secret<String>,
    /// Connections on PostgreSQL; readers on SQLite, beside its one writer.
    pub connections: u32,
}

/// The database of one process.
#[derive(Clone)]
pub struct Database {
    writer: Pool,
    reader: Pool,
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
        let (writer, reader) = if url.starts_with("sqlite") {
            (
                connect(url, 1).await?,
                connect(url, config.connections).await?,
            )
        } else {
            let pool = connect(url, config.connections).await?;
            (pool.clone(), pool)
        };
        Ok(Self {
            writer,
            reader,
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
        let pool = connect(url, 1).await?;
        let result = work(&pool).await;
        pool.close().await?;
        Ok(result?)
    }

    /// Name of the application's role in a PostgreSQL address; none on SQLite.
    pub fn application_role(config: &DatabaseConfig) -> Option<String> {
        let options = PgConnectOptions::from_str(config.url.expose()).ok()?;
        config
            .url
            .expose()
            .starts_with("postgres")
            .then(|| options.get_username().to_owned())
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
        self.writer.close_by_ref().await?;
        Ok(self.reader.close_by_ref().await?)
    }
}

async fn connect(url: &str, connections: u32) -> Result<Pool, Fault> {
    if let Some(file) = sqlite_file(url)
        && let Some(folder) = Path::new(file).parent()
    {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .test_before_acquire_if_idle_for(Duration::from_secs(30))
        .acquire_timeout(Duration::from_secs(10))
        .map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                // An acknowledged message survives a power cut.
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(Duration::from_secs(5))
                .foreign_keys(true)
        });
    Ok(sea_orm::Database::connect(options).await?)
}

/// The file behind a SQLite address.
pub fn sqlite_file(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("sqlite:")?;
    let file = rest.strip_prefix("//").unwrap_or(rest);
    let file = file.split('?').next().unwrap_or(file);
    (!file.is_empty() && file != ":memory:").then_some(file)
}
