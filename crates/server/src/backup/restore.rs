//! A backup takes the place of the database, and what was erased since then is erased again before anybody sees it.

use std::{
    fmt,
    io::{IsTerminal, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail, ensure};
use clap::Args;
use contacts::{ErasedLists, Reapplied};
use kernel::{Instant, Scope, Sources};
use platform::{
    Ctx, Database, Sealer,
    audit::{self, Deed, Verdict},
    database::{Content, DatabaseConfig},
};
use serde_json::json;

use super::{
    erased_lines,
    files::{Part, folder_of},
    manifest::{Backup, ERASED, Kind},
    postgres, sqlite,
};
use crate::{Config, run};

/// What the audit log says of it.
const RESTORED: &str = "backup:restore";

/// Options of `veiviser restore`.
#[derive(Args, Clone, Debug, Default)]
pub struct RestoreOptions {
    /// The backup's file, or a folder whose newest backup is meant.
    #[arg(long)]
    pub from: PathBuf,
    /// Lists of what was erased, or folders of them, beside those that are found: in the folder of the backup, in that
    /// of the section `retention`, and in the database that is replaced.
    #[arg(long)]
    pub erased: Vec<PathBuf>,
    /// Check everything, say what would happen, and change nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Replace what is there without asking.
    #[arg(long)]
    pub yes: bool,
    /// Folder of `pg_restore` and `psql`; without it they are looked for on the PATH.
    #[arg(long)]
    pub pg_bin: Option<PathBuf>,
}

/// What was done; nothing of it where it was only tried.
#[derive(Clone, Debug)]
pub struct Restored {
    backup: Backup,
    replaced: Option<Content>,
    listed: usize,
    last_erased: Option<Instant>,
    /// None where it was only tried.
    pub done: Option<Done>,
}

/// What was done to the restored database.
#[derive(Clone, Debug)]
pub struct Done {
    /// What was erased again.
    pub erased: Reapplied,
    /// Sessions that were ended.
    pub sessions: u64,
    /// What the chains of the audit log say.
    pub audit: Verdict,
    /// Migrations that the backup did not have yet.
    pub migrated: usize,
    /// Secrets whose key is not configured here.
    pub locked: usize,
}

/// Puts a backup in the place of the database.
///
/// # Errors
/// The backup is damaged or newer than this program, a list cannot be read, a program uses the database, or nobody
/// confirmed that what is there may be lost; nothing was changed then.
pub async fn restore(
    config: &Config,
    options: &RestoreOptions,
    sources: &Sources,
) -> anyhow::Result<Restored> {
    let backup = Backup::find(&options.from)?;
    check(&backup, &config.database).await?;
    let replaced = survey(config, &backup, options).await?;
    let mut lists = list_files(config, backup.folder(), &options.erased)?;
    let kept = keep_list(config, &backup, replaced.as_ref(), sources).await?;
    let read = ErasedLists::read(&lists)?;
    let mut restored = Restored {
        replaced,
        listed: read.len(),
        last_erased: read.last(),
        backup,
        done: None,
    };
    if options.dry_run {
        return Ok(restored);
    }
    if !options.yes {
        confirm(&restored)?;
    }
    if let Some(kept) = kept {
        lists.push(kept.write()?);
    }
    let read = ErasedLists::read(&lists)?;
    (restored.listed, restored.last_erased) = (read.len(), read.last());
    let replacing = replace(config, options, (&restored.backup, &read), sources);
    restored.done = Some(Box::pin(replacing).await?);
    Ok(restored)
}

/// What can be said of a backup without touching any database.
async fn check(backup: &Backup, config: &DatabaseConfig) -> anyhow::Result<()> {
    let (manifest, kind) = (&backup.manifest, Kind::of(config));
    ensure!(
        manifest.database == kind,
        "the backup is one of {}, and the configuration names {}",
        manifest.database.name(),
        kind.name()
    );
    let known = run::known_migrations();
    let mut unknown = manifest.schema.iter().filter(|name| !known.contains(name));
    if let Some(name) = unknown.next() {
        bail!(
            "the backup was made by a newer veiviser ({}), whose schema has {name}: restore it by that version",
            manifest.made_by
        );
    }
    backup.verify().await
}

/// What is there and would be lost; none where it cannot be read.
async fn survey(
    config: &Config,
    backup: &Backup,
    options: &RestoreOptions,
) -> anyhow::Result<Option<Content>> {
    let database = &config.database;
    match backup.manifest.database {
        Kind::Sqlite => {
            let found = sqlite::examine(&backup.file).await?;
            ensure!(
                found.rows == backup.manifest.rows && found.schema == backup.manifest.schema,
                "{} holds something else than was written beside it",
                backup.file.display()
            );
            sqlite::survey(database).await
        }
        Kind::Postgresql => {
            let programs = postgres::programs(database, options.pg_bin.clone())?;
            let found = postgres::survey(database, &programs, &backup.manifest).await?;
            postgres::examine(&programs, backup).await?;
            Ok(Some(found))
        }
    }
}

/// Every list there is of what was erased.
fn list_files(config: &Config, folder: &Path, given: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut lists = given.to_vec();
    let written = Path::new(&config.retention.folder);
    if !config.retention.folder.is_empty() && written.is_dir() {
        lists.push(written.to_owned());
    }
    let unreadable = || format!("{} cannot be read", folder.display());
    for entry in std::fs::read_dir(folder).with_context(unreadable)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // Parts of lists begin with a dot.
        if name.ends_with(ERASED) && !name.starts_with('.') {
            lists.push(path);
        }
    }
    Ok(lists)
}

/// What the database that is replaced remembers to have erased, to be kept in a file: it is gone with the database.
struct KeptList {
    file: PathBuf,
    lines: Vec<u8>,
}

impl KeptList {
    fn write(self) -> anyhow::Result<PathBuf> {
        std::fs::create_dir_all(folder_of(&self.file))?;
        let part = Part::create(&self.file)?;
        part.fill(&self.lines)?;
        part.keep()?;
        Ok(self.file)
    }
}

async fn keep_list(
    config: &Config,
    backup: &Backup,
    replaced: Option<&Content>,
    sources: &Sources,
) -> anyhow::Result<Option<KeptList>> {
    let Some(replaced) = replaced else {
        return Ok(None);
    };
    let remembers = replaced.rows.get("tombstone").is_some_and(|rows| *rows > 0);
    if !remembers {
        return Ok(None);
    }
    let lines = erased_lines(&config.database, &replaced.rows, sources).await?;
    let folder = Path::new(&config.retention.folder);
    let folder = if config.retention.folder.is_empty() {
        backup.folder()
    } else {
        folder
    };
    let now = sources.now().format("%Y%m%dT%H%M%S%6fZ");
    let file = folder.join(format!("before-restore-{now}{ERASED}"));
    Ok(Some(KeptList { file, lines }))
}

/// Lets somebody at the terminal decide; elsewhere `--yes` is needed where anything would be lost.
fn confirm(restored: &Restored) -> anyhow::Result<()> {
    let Some(consequence) = restored.consequence() else {
        return Ok(());
    };
    if !std::io::stdin().is_terminal() {
        bail!("{consequence} Say --yes if that is meant.");
    }
    print!("{consequence}\nWrite yes to go on: ");
    std::io::stdout().flush()?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    ensure!(answer.trim() == "yes", "nothing was changed");
    Ok(())
}

async fn replace(
    config: &Config,
    options: &RestoreOptions,
    (backup, lists): (&Backup, &ErasedLists),
    sources: &Sources,
) -> anyhow::Result<Done> {
    let database = &config.database;
    let keys = &config.server.sealing_keys;
    // What is wrong with a key is told when the service starts.
    let sealer = Sealer::existing(keys, database).ok().flatten();
    let settling = Settling {
        backup,
        lists,
        sealer,
    };
    match backup.manifest.database {
        Kind::Sqlite => {
            let copy = sqlite::Copy::of(backup, database).await?;
            let done = settling.settle(&copy.config(database), sources).await?;
            copy.replace().await?;
            Ok(done)
        }
        Kind::Postgresql => {
            let programs = postgres::programs(database, options.pg_bin.clone())?;
            // Somebody may have started it while the question was asked.
            postgres::ensure_unused(database).await?;
            postgres::load(&programs, backup).await?;
            // The service's role gets its rights last: nobody is served before all is done.
            let owner = postgres::as_owner(database);
            let done = settling.settle(&owner, sources).await.context(
                "the backup is loaded but not released to the service: restore it once more",
            )?;
            postgres::release(database).await?;
            run::grant(database).await?;
            Ok(done)
        }
    }
}

/// Everything that must be done before a restored database is used.
struct Settling<'a> {
    backup: &'a Backup,
    lists: &'a ErasedLists,
    sealer: Option<Sealer>,
}

impl Settling<'_> {
    async fn settle(&self, config: &DatabaseConfig, sources: &Sources) -> anyhow::Result<Done> {
        run::bring_up(config).await?;
        let database = Database::open(config).await?;
        let settled = self.work(&Ctx::system(sources, &database)).await;
        database.forget_journal().await?;
        database.close().await?;
        settled
    }

    async fn work(&self, ctx: &Ctx) -> anyhow::Result<Done> {
        let manifest = &self.backup.manifest;
        let erased = contacts::erase_again(ctx, self.lists).await?;
        let tx = ctx.database().write(Scope::System).await?;
        let sessions = access::end_all_sessions(ctx, &tx).await?;
        let deed = Deed {
            centre: None,
            action: RESTORED,
            target: manifest.file.clone(),
            old: None,
            new: Some(json!({
                "made_at": manifest.made_at,
                "sha256": manifest.sha256,
                "erased_again": erased.erased,
            })),
        };
        audit::record(ctx, &tx, deed).await?;
        tx.commit().await?;
        let (_all, locked) = access::count_sealed(ctx, self.sealer.as_ref()).await?;
        let known = run::known_migrations().len();
        Ok(Done {
            erased,
            sessions,
            audit: audit::verify(ctx.database()).await?,
            migrated: known.saturating_sub(manifest.schema.len()),
            locked,
        })
    }
}

impl Restored {
    /// What would be lost; none where nothing is there.
    fn consequence(&self) -> Option<String> {
        let made_at = self.backup.manifest.made_at.format("%Y-%m-%d %H:%M UTC");
        let Some(replaced) = &self.replaced else {
            return Some(format!(
                "What is there cannot be read, and is replaced by the backup of {made_at}."
            ));
        };
        if replaced.rows.values().all(|rows| *rows == 0) {
            return None;
        }
        let count = |table: &str| replaced.rows.get(table).copied().unwrap_or_default();
        Some(format!(
            "The database holds {} conversations and {} log-ins. All of it is replaced by the backup of {made_at}: what \
             was written since then is lost, and everybody has to log in again.",
            count("conversation"),
            count("account")
        ))
    }
}

impl fmt::Display for Restored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let manifest = &self.backup.manifest;
        let rows: u64 = manifest.rows.values().sum();
        let made_at = manifest.made_at.format("%Y-%m-%d %H:%M:%S UTC");
        writeln!(
            f,
            "{} is whole: the database of {made_at} with {rows} rows in {} tables, {} of them conversations",
            self.backup.file.display(),
            manifest.rows.len(),
            manifest.rows_of("conversation")
        )?;
        match self.last_erased {
            Some(last) => writeln!(
                f,
                "the lists that were found name {} conversations as erased, the last at {}; what was erased after that \
                 is known only if a newer list is named by --erased",
                self.listed,
                last.format("%Y-%m-%d %H:%M:%S UTC")
            )?,
            None => writeln!(
                f,
                "no list names a conversation as erased: what was erased after the backup, if anything, is back"
            )?,
        }
        if let Some(done) = &self.done {
            return write!(f, "{done}");
        }
        let nothing = "Nothing is there that would be lost.".to_owned();
        let consequence = self.consequence().unwrap_or(nothing);
        write!(f, "{consequence}\nnothing was changed: this was a trial")
    }
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.migrated > 0 {
            writeln!(
                f,
                "the schema was brought to the newest by {} migrations",
                self.migrated
            )?;
        }
        writeln!(
            f,
            "it is in place; {} conversations that were back are erased again, {} log-ins were ended",
            self.erased.erased, self.sessions
        )?;
        if self.locked > 0 {
            writeln!(
                f,
                "WARNING: {} secrets of second factors and log-in providers cannot be opened: put the sealing keys back \
                 (server.sealing_keys) before the service starts",
                self.locked
            )?;
        }
        for (centre, seq) in &self.audit.broken {
            let chain = centre.map_or("the national layer".to_owned(), |id| id.to_string());
            writeln!(
                f,
                "WARNING: in the audit log of {chain}, entry {seq} is not what was written"
            )?;
        }
        write!(
            f,
            "{} entries of the audit log are as they were written",
            self.audit.entries
        )
    }
}
