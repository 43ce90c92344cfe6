//! What operators do about erasing.

use std::{io::Write, path::PathBuf};

use anyhow::ensure;
use platform::{Ctx, Database, database::DatabaseConfig, system_sources};

use crate::{
    Config,
    run::{self, Schema},
};

async fn open(config: &DatabaseConfig, schema: Schema) -> anyhow::Result<(Database, Ctx)> {
    let database = run::open(config, schema).await?;
    let ctx = Ctx::system(&system_sources(), &database);
    Ok((database, ctx))
}

/// Checks every report of what was erased, and says what it found.
///
/// # Errors
/// A report is not what was sealed; or the database cannot be read.
pub async fn verify(config: &Config) -> anyhow::Result<()> {
    let (database, ctx) = open(&config.database, Schema::AsItIs).await?;
    let verdict = contacts::verify_reports(&ctx, &config.retention).await?;
    database.close().await?;
    println!(
        "{} reports are as they were sealed, {} of them signed",
        verdict.intact, verdict.signed
    );
    match &verdict.public_key {
        Some(key) => println!("public key: {key}"),
        None => println!("no key is configured: signatures of any key count"),
    }
    for (centre, report) in &verdict.broken {
        let controller = centre.map_or("the national layer".to_owned(), |id| id.to_string());
        println!("{controller}: {report} is not what was sealed");
    }
    ensure!(verdict.broken.is_empty(), "reports were tampered with");
    Ok(())
}

/// Erases again what was erased before a backup was restored; the restored database has the newest schema by then.
///
/// # Errors
/// A list cannot be read, and nothing was erased; or the database cannot be written.
pub async fn reapply(
    config: &DatabaseConfig,
    schema: Schema,
    from: &[PathBuf],
) -> anyhow::Result<()> {
    let (database, ctx) = open(config, schema).await?;
    let done = contacts::reapply(&ctx, from).await?;
    database.forget_journal().await?;
    database.close().await?;
    println!(
        "{} conversations are listed as erased; {} of them were back and are erased again",
        done.listed, done.erased
    );
    Ok(())
}

/// Writes the list of what was erased.
pub async fn export(config: &DatabaseConfig, to: impl Write) -> anyhow::Result<()> {
    let (database, ctx) = open(config, Schema::AsItIs).await?;
    contacts::export_tombstones(&ctx, to).await?;
    Ok(database.close().await?)
}

/// Draws a key that signs reports.
pub fn new_key() -> String {
    contacts::new_signing_key(&system_sources())
}
