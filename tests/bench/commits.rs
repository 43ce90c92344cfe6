//! What a commit of one row costs on a database of the same kind, asked for by nobody else: the limit of a durable
//! write.

use std::time::Duration;

use platform::database::DatabaseConfig;
use sea_orm::sqlx::{
    self, PgPool, SqlitePool,
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::time::Instant;

use crate::figures::sorted;

const TABLE: &str = "CREATE TABLE bench_commit (id bigint PRIMARY KEY, body text)";
const INSERT: &str = "INSERT INTO bench_commit (id, body) VALUES ($1, $2)";
/// Characters of a row.
const LENGTH: usize = 200;

/// A table of its own.
pub(crate) struct Commits {
    pool: Pool,
    next: i64,
}

enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Commits {
    /// On a database that nobody else uses.
    pub(crate) async fn open(config: &DatabaseConfig) -> anyhow::Result<Self> {
        let url = config.owner_url.expose();
        let pool = if url.starts_with("postgres") {
            let pool = PgPoolOptions::new().max_connections(1).connect(url).await?;
            sqlx::query(TABLE).execute(&pool).await?;
            Pool::Postgres(pool)
        } else {
            let options: SqliteConnectOptions = config.url.expose().parse()?;
            let options = options
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full);
            let pool = SqlitePoolOptions::new()
                .max_connections(1)
                .connect_with(options)
                .await?;
            sqlx::query(TABLE).execute(&pool).await?;
            Pool::Sqlite(pool)
        };
        Ok(Self { pool, next: 0 })
    }

    /// Milliseconds of each commit, in order, so many a second for so long.
    pub(crate) async fn at_rate(
        &mut self,
        per_second: u32,
        lasts: Duration,
    ) -> anyhow::Result<Vec<f64>> {
        let body = "x".repeat(LENGTH);
        let mut ticks = tokio::time::interval(Duration::from_secs(1) / per_second);
        let mut millis = Vec::new();
        let begun = Instant::now();
        while begun.elapsed() < lasts {
            ticks.tick().await;
            self.next += 1;
            let asked = Instant::now();
            match &self.pool {
                Pool::Sqlite(pool) => {
                    let insert = sqlx::query(INSERT).bind(self.next).bind(body.as_str());
                    insert.execute(pool).await?;
                }
                Pool::Postgres(pool) => {
                    let insert = sqlx::query(INSERT).bind(self.next).bind(body.as_str());
                    insert.execute(pool).await?;
                }
            }
            millis.push(asked.elapsed().as_secs_f64() * 1e3);
        }
        Ok(sorted(&millis))
    }
}
