//! The journal of a SQLite file.

use std::time::Duration;

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use super::{BUSY_TIMEOUT, Database};
use crate::{Fault, tasks::Tasks};

/// How often what was committed is moved from the journal into the file.
const MOVE_EVERY: Duration = Duration::from_millis(500);

/// How long the writer is held up for a journal that is to begin anew. Whoever reads for long, as a backup does, needs
/// the old one; it is tried again later.
const PATIENCE_MS: u32 = 20;

/// Pages (4 KiB) in the journal after which it begins anew. At [`super::JOURNAL_LIMIT`] the writer would
/// move them itself, within somebody's commit.
const BEGIN_ANEW: i64 = 2000;

impl Database {
    /// Moves what was committed into a SQLite file beside the writer, whose commits would else stand still
    /// now and then for as long as that takes. Until shutdown.
    pub fn keep_journal_short(&self, tasks: &Tasks) {
        if self.backend() != DbBackend::Sqlite {
            return;
        }
        let token = tasks.token();
        let database = self.clone();
        tasks.spawn("journal", async move {
            loop {
                tokio::select! {
                    () = token.cancelled() => break,
                    () = tokio::time::sleep(MOVE_EVERY) => {}
                }
                if let Err(fault) = database.move_journal().await {
                    tracing::warn!(error = fault.chain(), "the journal could not be shortened");
                }
            }
        });
    }

    /// The writer waits only for the last few pages, when the journal is to begin anew.
    async fn move_journal(&self) -> Result<(), Fault> {
        let pragma = |mode| format!("PRAGMA wal_checkpoint({mode})");
        let passive = Statement::from_string(DbBackend::Sqlite, pragma("PASSIVE"));
        let row = self.reader.query_one_raw(passive).await?;
        let pages: i64 = row.map_or(Ok(0), |row| row.try_get("", "log"))?;
        if pages > BEGIN_ANEW {
            let usual = BUSY_TIMEOUT.as_millis();
            let restart = pragma("RESTART");
            let briefly = format!(
                "PRAGMA busy_timeout = {PATIENCE_MS}; {restart}; PRAGMA busy_timeout = {usual}"
            );
            self.reader.execute_unprepared(&briefly).await?;
        }
        Ok(())
    }

    /// After something was erased: takes it out of the journal as well.
    pub async fn forget_journal(&self) -> Result<(), Fault> {
        if self.backend() == DbBackend::Sqlite {
            let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
            self.writer.execute_unprepared(checkpoint).await?;
        }
        Ok(())
    }
}
