use migrations::{Migrator, MigratorTrait};
use platform::{Database, Fault, Secret, database::DatabaseConfig};
use sea_orm::{ConnectionTrait, DbErr};
use tempfile::TempDir;

use crate::PostgresServer;

/// A migrated database of a test's own, gone with the value.
#[derive(Debug)]
pub struct TestDatabase {
    /// The opened database, as the application's role.
    pub database: Database,
    /// How to open it again: for tests that restart.
    pub config: DatabaseConfig,
    _folder: Option<TempDir>,
}

impl TestDatabase {
    /// A SQLite file in a folder of its own.
    ///
    /// # Panics
    /// Where the folder or file cannot be made.
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = format!("sqlite://{}", folder.path().join("veiviser.db").display());
        let config = config(&url, "");
        Self::open(config, Some(folder)).await
    }

    /// A PostgreSQL database copied from a template that is migrated once per test run.
    ///
    /// # Panics
    /// Where the test command did not start a PostgreSQL.
    pub async fn postgres() -> Self {
        let owner = address("VEIVISER_TEST_POSTGRES_OWNER");
        let app = address("VEIVISER_TEST_POSTGRES_APP");
        Self::postgres_at(&owner, &app).await
    }

    /// A database of a server that the test started.
    ///
    /// # Panics
    /// Where the server does not answer.
    pub async fn postgres_on(server: &PostgresServer) -> Self {
        Self::postgres_at(&server.url("veiviser_owner"), &server.url("veiviser_app")).await
    }

    async fn postgres_at(owner: &str, app: &str) -> Self {
        let name = format!("test_{}", uuid_name());
        Database::as_owner(&config(owner, ""), async |pool| {
            pool.execute_unprepared(&format!("CREATE DATABASE {name}"))
                .await
                .map(|_| ())
        })
        .await
        .expect("a database for this test");
        Self::open(
            config(&with_name(app, &name), &with_name(owner, &name)),
            None,
        )
        .await
    }

    /// The same database opened once more, as by another process; it lives as long as this one.
    ///
    /// # Panics
    /// Where it does not open.
    pub async fn again(&self) -> Self {
        let database = Database::open(&self.config).await;
        Self {
            database: database.expect("the database opens"),
            config: self.config.clone(),
            _folder: None,
        }
    }

    async fn open(config: DatabaseConfig, folder: Option<TempDir>) -> Self {
        migrate(&config).await.expect("migrations apply");
        let database = Database::open(&config).await.expect("the database opens");
        Self {
            database,
            config,
            _folder: folder,
        }
    }
}

/// Brings a database to the newest schema, as its owner.
async fn migrate(config: &DatabaseConfig) -> Result<(), Fault> {
    let role = Database::application_role(config);
    Database::as_owner(config, async |pool| -> Result<(), DbErr> {
        Migrator::up(pool, None).await?;
        match &role {
            Some(role) => migrations::grant(pool, role).await,
            None => Ok(()),
        }
    })
    .await
}

fn config(url: &str, owner_url: &str) -> DatabaseConfig {
    DatabaseConfig {
        url: Secret::new(url.to_owned()),
        owner_url: Secret::new(owner_url.to_owned()),
        connections: 4,
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "tests learn here where the test command's PostgreSQL is"
)]
fn address(variable: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| {
        panic!(
            "{variable} is not set: run the tests by `cargo xtask test`, which starts PostgreSQL"
        )
    })
}

fn with_name(url: &str, name: &str) -> String {
    let cut = url.rfind('/').unwrap_or(url.len());
    format!("{}/{name}", url.split_at(cut).0)
}

fn uuid_name() -> String {
    let sources = platform::system_sources();
    platform::draw_key(&sources, 16).to_lowercase()
}
