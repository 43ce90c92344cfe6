//! Backups: made beside the running service, and restored so that what was erased stays erased.

mod archive;
pub(crate) mod files;
pub(crate) mod manifest;
mod postgres;
mod programs;
mod restore;
pub(crate) mod sqlite;

use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
    pin::pin,
    time::Duration,
};

use anyhow::{Context, bail};
use clap::Args;
use indicatif::{HumanBytes, ProgressBar, ProgressStyle};
use kernel::Sources;
use platform::{Ctx, Database, config::Loader, database::DatabaseConfig};
use serde::Deserialize;

use crate::{Config, run};
use files::{Part, beside, digest, folder_of, refuse_existing};
use manifest::ERASED;

pub use manifest::{Kind, Manifest};
pub(crate) use postgres::UNFINISHED;
pub use restore::{Done, RestoreOptions, Restored, restore};

/// How often the progress is drawn.
const DRAWN_EVERY: Duration = Duration::from_millis(200);

/// Section `backup`.
#[derive(Clone, Debug, Deserialize)]
pub struct BackupConfig {
    /// Folder backups are written to and looked for in; empty: none.
    pub folder: String,
    /// Hours after which a new backup is missed.
    pub warn_after_hours: u32,
}

impl BackupConfig {
    /// Notes what cannot work.
    pub fn validate(&self, loader: &mut Loader) {
        loader.require(
            self.warn_after_hours > 0,
            "backup.warn_after_hours: must be at least 1",
        );
    }

    /// The folder, if there is to be one.
    pub(crate) fn folder(&self) -> Option<&Path> {
        (!self.folder.is_empty()).then(|| Path::new(&self.folder))
    }
}

/// Options of `veiviser backup`.
#[derive(Args, Clone, Debug, Default)]
pub struct BackupOptions {
    /// Folder, or the name of a file that is not there yet. Without it: the folder of the section `backup`.
    #[arg(long)]
    pub to: Option<PathBuf>,
    /// Folder of `pg_dump`, `pg_restore` and `psql`; without it they are looked for on the PATH.
    #[arg(long)]
    pub pg_bin: Option<PathBuf>,
}

/// A backup that was written and verified.
#[derive(Clone, Debug)]
pub struct Written {
    /// Where it is.
    pub file: PathBuf,
    /// What it is.
    pub manifest: Manifest,
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let manifest = &self.manifest;
        let [centres, talks, messages, accounts] =
            ["centre", "conversation", "message", "account"].map(|table| manifest.rows_of(table));
        writeln!(
            f,
            "{} holds the database of {}: {}, {} tables, {centres} centres, {talks} conversations with {messages} \
             messages, {accounts} log-ins",
            self.file.display(),
            manifest.made_at.format("%Y-%m-%d %H:%M:%S UTC"),
            HumanBytes(manifest.bytes),
            manifest.rows.len()
        )?;
        write!(
            f,
            "it was read back and is whole; {} conversations are listed as erased in {}",
            manifest.erased,
            beside(&self.file, ERASED).display()
        )
    }
}

/// A file that grows, shown on the terminal.
struct Watch<'a> {
    what: &'static str,
    file: &'a Path,
    total: Option<u64>,
}

impl Watch<'_> {
    /// Shows how far the work is.
    async fn during<T>(self, work: impl Future<Output = T>) -> T {
        let bar = match self.total {
            Some(total) => ProgressBar::new(total),
            None => ProgressBar::new_spinner(),
        };
        let template = match self.total {
            Some(_) => "{msg} [{bar:30}] {bytes} of {total_bytes}, {elapsed}",
            None => "{msg} {bytes}, {elapsed}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message(self.what);
        let mut work = pin!(work);
        loop {
            tokio::select! {
                done = &mut work => {
                    bar.finish_and_clear();
                    return done;
                }
                () = tokio::time::sleep(DRAWN_EVERY) => bar.set_position(files::size_of(self.file)),
            }
        }
    }
}

/// Writes a backup beside the running service, reads it back, and only then gives it its name. A list of what was
/// erased until then goes with it, for the restore of an older one.
///
/// # Errors
/// There is a file of that name, the database cannot be read, or what was written is not whole; nothing is left then.
pub async fn back_up(
    config: &Config,
    options: &BackupOptions,
    sources: &Sources,
) -> anyhow::Result<Written> {
    tokio::select! {
        done = Box::pin(write(config, options, sources)) => done,
        () = run::wait_for_signal() => bail!("stopped; nothing was written"),
    }
}

async fn write(
    config: &Config,
    options: &BackupOptions,
    sources: &Sources,
) -> anyhow::Result<Written> {
    let made_at = sources.now();
    let kind = Kind::of(&config.database);
    let to = options.to.as_deref().or(config.backup.folder());
    let to = to.context("say where to: --to FOLDER, or backup.folder in the configuration")?;
    let file = place(
        to,
        &format!(
            "veiviser-{}.{}",
            made_at.format("%Y%m%dT%H%M%SZ"),
            kind.ending()
        ),
    )?;
    let (erased, named) = (beside(&file, ERASED), beside(&file, ".json"));
    for path in [&file, &erased, &named] {
        refuse_existing(path)?;
    }
    let part = Part::create(&file)?;
    let mut manifest = Manifest::new(kind, made_at, &file);
    let content = match kind {
        Kind::Sqlite => sqlite::write(&config.database, part.path()).await?,
        Kind::Postgresql => {
            let programs = postgres::programs(&config.database, options.pg_bin.clone())?;
            let (content, server) =
                postgres::write(&config.database, &programs, part.path()).await?;
            manifest.server = Some(server);
            content
        }
    };
    (manifest.sha256, manifest.bytes) = digest(part.path()).await?;
    (manifest.schema, manifest.rows) = (content.schema, content.rows);
    // Listed after the copy, so that nothing erased in it is missing here.
    let list = Part::create(&erased)?;
    let lines = erased_lines(&config.database, &manifest.rows, sources).await?;
    list.fill(&lines)?;
    manifest.erased = u64::try_from(lines.split(|byte| *byte == b'\n').count() - 1)?;
    let told = Part::create(&named)?;
    told.fill(format!("{}\n", serde_json::to_string_pretty(&manifest)?).as_bytes())?;
    part.keep()?;
    list.keep()?;
    // Last: what has no manifest is no backup.
    told.keep()?;
    Ok(Written { file, manifest })
}

/// The file to write.
fn place(to: &Path, name: &str) -> anyhow::Result<PathBuf> {
    if to.is_dir() {
        return Ok(to.join(name));
    }
    let is_folder = to.extension().is_none() || to.as_os_str().to_string_lossy().ends_with('/');
    let (folder, file) = if is_folder {
        (to, to.join(name))
    } else {
        (folder_of(to), to.to_owned())
    };
    std::fs::create_dir_all(folder)
        .with_context(|| format!("{} cannot be made", folder.display()))?;
    Ok(file)
}

/// The list of what was erased, as a database knows it; empty where its schema is too old to know.
async fn erased_lines(
    config: &DatabaseConfig,
    rows: &BTreeMap<String, u64>,
    sources: &Sources,
) -> anyhow::Result<Vec<u8>> {
    let mut lines = Vec::new();
    if rows.contains_key("tombstone") {
        let database = Database::open(&postgres::as_owner(config)).await?;
        let ctx = Ctx::system(sources, &database);
        let listed = contacts::export_tombstones(&ctx, &mut lines).await;
        database.close().await?;
        listed?;
    }
    Ok(lines)
}
