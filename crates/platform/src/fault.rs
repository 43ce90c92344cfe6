//! What no caller can act on.

use sea_orm::{DbErr, RuntimeErr};

/// A fault of the machinery: logged once at the edge with its source chain, answered as `internal`
/// with a trace id only.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The database refused or is gone.
    #[error("database fault")]
    Database(#[from] sea_orm::DbErr),
    /// A stored value cannot be read back.
    #[error("stored value cannot be read: {0}")]
    Corrupt(&'static str),
    /// A stored JSON value cannot be read or written.
    #[error("stored JSON cannot be read or written")]
    Json(#[from] serde_json::Error),
    /// The part of the product that should answer has stopped.
    #[error("{0} has stopped")]
    Stopped(&'static str),
    /// Another process has taken over what this one was about to decide; nothing was written.
    #[error("another process decides now")]
    Fenced,
    /// Another system did not answer as it should.
    #[error("{0} did not answer")]
    Remote(&'static str),
    /// The operating system refused.
    #[error("input or output fault")]
    Io(#[from] std::io::Error),
}

impl Fault {
    /// Whether a unique constraint was violated: somebody else was first.
    pub fn is_unique_violation(&self) -> bool {
        matches!(
            self,
            Self::Database(error)
                if matches!(error.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_)))
        )
    }

    /// Whether it may be over in a moment: every connection is in use, the database is away, or a part stops.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Stopped(_) | Self::Database(DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) => true,
            Self::Database(
                DbErr::Query(RuntimeErr::SqlxError(error))
                | DbErr::Exec(RuntimeErr::SqlxError(error)),
            ) => is_lost_connection(error),
            _ => false,
        }
    }

    /// Writes the whole source chain into one line for the log.
    pub fn chain(&self) -> String {
        let mut text = self.to_string();
        let mut source = std::error::Error::source(self);
        while let Some(error) = source {
            text.push_str(": ");
            text.push_str(&error.to_string());
            source = error.source();
        }
        text
    }
}

/// Whether the connection broke, or the database ended it (SQLSTATE classes 08 and 57, and 25P03).
fn is_lost_connection(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::Tls(_) => true,
        sqlx::Error::Database(error) => error.code().is_some_and(|code| {
            code.starts_with("08") || code.starts_with("57P") || code == "25P03"
        }),
        _ => false,
    }
}
