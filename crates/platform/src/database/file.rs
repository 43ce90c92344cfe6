//! A SQLite file as operators handle it: copied while it is in use, examined, held for oneself.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Duration,
};

use sea_orm::{
    ConnectOptions, ConnectionTrait, DbBackend, DbErr, Statement, sqlx::sqlite::SqliteLockingMode,
};

use super::{DatabaseConfig, Pool, WRITER_CACHE, connect};
use crate::Fault;

/// How long it is waited for a database that somebody else uses.
const PATIENCE: Duration = Duration::from_millis(500);

/// What is in a database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// What the database itself finds wrong; empty where all is well.
    pub faults: Vec<String>,
    /// Migrations that were applied, oldest first.
    pub schema: Vec<String>,
    /// Rows of each table but those of migrations.
    pub rows: BTreeMap<String, u64>,
}

/// Why a file cannot be held.
#[derive(Debug, thiserror::Error)]
pub enum HoldError {
    /// A program has it open.
    #[error("another program has the database open")]
    InUse,
    /// It is no database any more, or not readable.
    #[error("the database cannot be read")]
    Unreadable(#[source] DbErr),
}

/// A SQLite file that nobody else can open until this is closed.
pub struct Held {
    pool: Pool,
    file: PathBuf,
}

impl std::fmt::Debug for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Held({})", self.file.display())
    }
}

/// Writes the SQLite database as it is at this moment into `to`, an empty file, while others go on reading and writing.
/// What was erased from it is not in the copy, not even as unused space.
pub async fn copy(config: &DatabaseConfig, to: &Path) -> Result<(), Fault> {
    let pool = connect(config.url.expose(), 1, WRITER_CACHE).await?;
    let into = Statement::from_sql_and_values(
        DbBackend::Sqlite,
        "VACUUM INTO ?",
        [to.display().to_string().into()],
    );
    let written = pool.execute_raw(into).await;
    pool.close().await?;
    written?;
    Ok(())
}

/// Reads a SQLite file that nobody uses, without writing anything beside it.
pub async fn examine(file: &Path) -> Result<Content, Fault> {
    let file = file.to_owned();
    let mut options = ConnectOptions::new("sqlite://examined");
    options
        .max_connections(1)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |sqlite| {
            sqlite
                .filename(&file)
                .create_if_missing(false)
                .read_only(true)
                .immutable(true)
        });
    let pool = sea_orm::Database::connect(options).await?;
    let content = read_content(&pool).await;
    pool.close().await?;
    Ok(content?)
}

async fn read_content(pool: &Pool) -> Result<Content, DbErr> {
    let query = |sql: String| pool.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql));
    let mut content = Content::default();
    for row in query("PRAGMA integrity_check".to_owned()).await? {
        let said: String = row.try_get_by_index(0)?;
        if said != "ok" {
            content.faults.push(said);
        }
    }
    for row in query("PRAGMA foreign_key_check".to_owned()).await? {
        let table: String = row.try_get_by_index(0)?;
        let fault = format!("a row of {table} belongs to one that is not there");
        content.faults.push(fault);
    }
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
    for row in query(tables.to_owned()).await? {
        let table: String = row.try_get_by_index(0)?;
        if table == "seaql_migrations" {
            for row in query(format!("SELECT version FROM {table} ORDER BY version")).await? {
                content.schema.push(row.try_get_by_index(0)?);
            }
            continue;
        }
        let sql = format!("SELECT count(*) FROM \"{table}\"");
        let mut count: i64 = 0;
        for row in query(sql).await? {
            count = row.try_get_by_index(0)?;
        }
        let count = u64::try_from(count).unwrap_or_default();
        content.rows.insert(table, count);
    }
    Ok(content)
}

/// Takes a SQLite file for oneself.
///
/// # Errors
/// Another program has it open, or it cannot be read.
pub async fn hold(file: &Path) -> Result<Held, HoldError> {
    let name = file.to_owned();
    let mut options = ConnectOptions::new("sqlite://held");
    options
        .max_connections(1)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |sqlite| {
            sqlite
                .filename(&name)
                .create_if_missing(false)
                .locking_mode(SqliteLockingMode::Exclusive)
                .busy_timeout(PATIENCE)
        });
    let refused = |error: DbErr| {
        if error.to_string().contains("locked") {
            HoldError::InUse
        } else {
            HoldError::Unreadable(error)
        }
    };
    let pool = sea_orm::Database::connect(options).await.map_err(refused)?;
    // Taken by the first who reads, kept because the locking mode says so.
    let take = "BEGIN EXCLUSIVE; SELECT count(*) FROM sqlite_schema; COMMIT";
    if let Err(error) = pool.execute_unprepared(take).await {
        // What it was opened for failed already.
        let _closed = pool.close().await;
        return Err(refused(error));
    }
    Ok(Held {
        pool,
        file: file.to_owned(),
    })
}

impl Held {
    /// Lets go of it, with everything in the file itself and no journal beside it.
    pub async fn release(self) -> Result<(), Fault> {
        let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
        let moved = self.pool.execute_unprepared(checkpoint).await;
        self.pool.close().await?;
        moved?;
        Ok(())
    }
}
