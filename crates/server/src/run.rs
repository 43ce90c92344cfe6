//! What the subcommands do.

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::{Context, bail, ensure};
use migrations::{Migrator, MigratorTrait};
use platform::{
    Database, database::DatabaseConfig, http::NoDelay, system_sources, telemetry::start_logging,
};
use poem::{
    Server,
    listener::{Listener, TcpListener},
};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

use crate::{
    App, Config, Deps,
    backup::UNFINISHED,
    documents::{operations_text, webhooks_text},
};

/// Brings the database to the newest schema, as its owner, and gives the service's role its rights.
pub async fn migrate(config: &DatabaseConfig) -> anyhow::Result<()> {
    bring_up(config).await?;
    grant(config).await
}

/// Brings the database to the newest schema, as its owner.
pub(crate) async fn bring_up(config: &DatabaseConfig) -> anyhow::Result<()> {
    Database::as_owner(config, async |pool| {
        take_turn(pool).await?;
        Migrator::up(pool, None).await
    })
    .await
    .context("the database could not be brought to the newest schema")
}

/// Waits until no other process changes the schema; the connection's end lets the next one in. Copies that start at
/// once would else stand in each other's way.
async fn take_turn<C: ConnectionTrait>(connection: &C) -> Result<(), DbErr> {
    if connection.get_database_backend() == DbBackend::Postgres {
        connection
            .execute_unprepared("SELECT pg_advisory_lock(20260101)")
            .await?;
    }
    Ok(())
}

/// Gives the service's role its rights on every table.
pub(crate) async fn grant(config: &DatabaseConfig) -> anyhow::Result<()> {
    let Some(role) = Database::application_role(config) else {
        return Ok(());
    };
    let granted = Database::as_owner(config, async |pool| {
        take_turn(pool).await?;
        if is_unfinished(pool).await? {
            return Ok(false);
        }
        migrations::grant(pool, &role).await?;
        Ok(true)
    })
    .await
    .context("the service's role could not be given its rights")?;
    ensure!(
        granted,
        "a restore of this database was interrupted, and what was erased may be in it: run `veiviser restore` once more"
    );
    Ok(())
}

/// Whether a restore did not come to its end.
async fn is_unfinished<C: ConnectionTrait>(connection: &C) -> Result<bool, DbErr> {
    let sql = format!("SELECT to_regclass('public.{UNFINISHED}') IS NOT NULL AS unfinished");
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let row = connection.query_one_raw(statement).await?;
    row.map_or(Ok(false), |row| row.try_get("", "unfinished"))
}

/// Names of the migrations this program knows, oldest first.
pub(crate) fn known_migrations() -> Vec<String> {
    let known = Migrator::migrations();
    known.iter().map(|one| one.name().to_owned()).collect()
}

/// Who sees to the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// This process brings it to the newest.
    Newest,
    /// It is there already; this process may not even change it.
    AsItIs,
}

/// Opens the database with all this program needs of it. What a newer program added is no fault.
pub async fn open(config: &DatabaseConfig, schema: Schema) -> anyhow::Result<Database> {
    if schema == Schema::Newest {
        migrate(config).await?;
    }
    let database = Database::open(config)
        .await
        .context("the database cannot be opened")?;
    let applied = database
        .applied_migrations()
        .await
        .context("the database has no schema yet: run `veiviser migrate`")?;
    let mut missing = known_migrations();
    missing.retain(|name| !applied.contains(name));
    ensure!(
        missing.is_empty(),
        "the database lacks {}: run `veiviser migrate`",
        missing.join(", ")
    );
    Ok(database)
}

/// Computes the chains of the audit log again, and says what it found.
///
/// # Errors
/// An entry was changed, removed or slipped in; or the database cannot be read.
pub async fn verify_audit(config: &DatabaseConfig) -> anyhow::Result<()> {
    let database = Database::open(config)
        .await
        .context("the database cannot be opened")?;
    let verdict = platform::audit::verify(&database).await?;
    database.close().await?;
    println!("{} entries are as they were written", verdict.entries);
    for (centre, seq) in &verdict.broken {
        let chain = centre.map_or("the national layer".to_owned(), |id| id.to_string());
        println!("{chain}: entry {seq} is not what was written");
    }
    ensure!(verdict.broken.is_empty(), "the audit log was tampered with");
    Ok(())
}

/// Serves until the process is told to stop. `ready` is called once the address is bound.
pub async fn serve(
    config: Config,
    schema: Schema,
    ready: impl FnOnce(&Config),
) -> anyhow::Result<()> {
    start_logging(&config.log);
    // Bound first: a taken port must be said before anything is started.
    let address = config.server.listen.clone();
    let acceptor = TcpListener::bind(address.clone())
        .into_acceptor()
        .await
        .with_context(|| {
            format!("cannot listen on {address}; is another program using the port?")
        })?;
    let database = open(&config.database, schema).await?;
    let limit = Duration::from_secs(config.server.shutdown_seconds);
    let deps = Deps {
        config: config.clone(),
        database: database.clone(),
        sources: system_sources(),
    };
    let app = App::build(deps).await?;
    ready(&config);
    tracing::info!(address, version = crate::documents::VERSION, "serving");
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let signal = async {
        wait_for_signal().await;
        tracing::info!("stopping");
        app.drain();
        let _waiting = stop.send(());
    };
    let server = Server::new_with_acceptor(NoDelay(acceptor))
        .name("veiviser")
        .idle_timeout(Duration::from_secs(75))
        .run_with_graceful_shutdown(
            Arc::clone(&app.endpoint),
            async { drop(stopped.await) },
            Some(limit),
        );
    let (outcome, ()) = tokio::join!(server, signal);
    outcome.context("serving ended")?;
    if !app.tasks.wait(limit).await {
        tracing::warn!("some tasks did not end in time");
    }
    database.close().await?;
    Ok(())
}

/// Returns when the process is told to stop.
pub(crate) async fn wait_for_signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    let _interrupted = tokio::signal::ctrl_c().await;
}

/// Writes the OpenAPI documents and the list of operations into a folder.
pub async fn openapi(folder: &Path) -> anyhow::Result<()> {
    let scratch = folder.join(".openapi.db");
    let url = format!("sqlite://{}", scratch.display());
    std::fs::create_dir_all(folder)?;
    let config = Config::load(None, &[("database.url", url)])?;
    let database = open(&config.database, Schema::Newest).await?;
    let app = App::build(Deps {
        config,
        database: database.clone(),
        sources: system_sources(),
    })
    .await?;
    for document in &app.documents {
        std::fs::write(
            folder.join(format!("{}.json", document.name)),
            document.text(),
        )?;
    }
    std::fs::write(folder.join("webhooks.json"), webhooks_text())?;
    std::fs::write(
        folder.join("operations.txt"),
        operations_text(&app.documents),
    )?;
    app.drain();
    if !app.tasks.wait(Duration::from_secs(10)).await {
        bail!("tasks did not end");
    }
    database.close().await?;
    for suffix in ["", "-wal", "-shm", ".key"] {
        let file = folder.join(format!(".openapi.db{suffix}"));
        if file.exists() {
            std::fs::remove_file(file)?;
        }
    }
    Ok(())
}
