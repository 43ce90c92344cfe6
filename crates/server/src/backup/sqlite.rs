//! Backups of SQLite: a copy of the file, made while others read and write it.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use platform::{
    Secret,
    database::{self, Content, DatabaseConfig, HoldError, sqlite_file},
};

use super::{
    Watch,
    files::{Part, beside, copy, ensure_room, folder_of, size_of},
    manifest::Backup,
};

/// The file of a configuration.
pub(crate) fn file_of(config: &DatabaseConfig) -> anyhow::Result<PathBuf> {
    let file = sqlite_file(config.url.expose());
    let file = file.context("a database in memory has no backup")?;
    Ok(file.into())
}

/// Writes a copy and says what is in it.
pub(super) async fn write(config: &DatabaseConfig, to: &Path) -> anyhow::Result<Content> {
    let file = file_of(config)?;
    ensure!(file.exists(), "{} is not there", file.display());
    let size = size_of(&file);
    ensure_room(folder_of(to), size)?;
    let watch = Watch {
        what: "copying",
        file: to,
        total: Some(size),
    };
    watch
        .during(database::copy(config, to))
        .await
        .context("the database could not be copied")?;
    let content = examine(to).await?;
    ensure!(!content.schema.is_empty(), "the database has no schema yet");
    Ok(content)
}

/// What is in a file, which has no fault.
pub(super) async fn examine(file: &Path) -> anyhow::Result<Content> {
    let content = database::examine(file)
        .await
        .with_context(|| format!("{} is no database that can be read", file.display()))?;
    if let Some(fault) = content.faults.first() {
        bail!("{} is damaged: {fault}", file.display());
    }
    Ok(content)
}

/// What is in the database that would be replaced; none where there is none, or nothing in it can be read.
pub(super) async fn survey(config: &DatabaseConfig) -> anyhow::Result<Option<Content>> {
    let file = file_of(config)?;
    if size_of(&file) == 0 {
        return Ok(Some(Content::default()));
    }
    match release(&file).await {
        Ok(()) => Ok(database::examine(&file).await.ok()),
        Err(HoldError::InUse) => bail!(
            "a program has {} open: stop the service first",
            file.display()
        ),
        Err(HoldError::Unreadable(_)) => Ok(None),
    }
}

/// Makes sure that nobody has the file open, and that no journal is left beside it.
async fn release(file: &Path) -> Result<(), HoldError> {
    let held = database::hold(file).await?;
    // What cannot be moved into the file is damaged.
    let _moved = held.release().await;
    Ok(())
}

/// A copy that becomes the database once everything is done to it.
pub(super) struct Copy {
    part: Part,
    target: PathBuf,
}

impl Copy {
    /// Takes the backup's file, if it still is what was written.
    pub(super) async fn of(backup: &Backup, config: &DatabaseConfig) -> anyhow::Result<Self> {
        let target = file_of(config)?;
        let folder = folder_of(&target);
        std::fs::create_dir_all(folder)?;
        // The copy, and what migrations and erasing write beside it.
        ensure_room(folder, backup.manifest.bytes.saturating_mul(2))?;
        let part = Part::create(&target)?;
        let watch = Watch {
            what: "copying",
            file: part.path(),
            total: Some(backup.manifest.bytes),
        };
        let copied = watch.during(copy(&backup.file, part.path())).await?;
        backup.compare(&copied)?;
        Ok(Self { part, target })
    }

    /// How the copy is opened.
    pub(super) fn config(&self, config: &DatabaseConfig) -> DatabaseConfig {
        let url = format!("sqlite://{}", self.part.path().display());
        DatabaseConfig {
            url: Secret::new(url),
            ..config.clone()
        }
    }

    /// Puts it in the place of the database, which nobody has opened meanwhile.
    pub(super) async fn replace(self) -> anyhow::Result<()> {
        let has_journal = |file: &Path| {
            let journal = std::fs::metadata(beside(file, "-wal"));
            journal.is_ok_and(|file| file.len() > 0)
        };
        let file = &self.target;
        ensure!(
            !has_journal(self.part.path()),
            "the copy could not be finished"
        );
        if size_of(file) > 0 && matches!(release(file).await, Err(HoldError::InUse)) {
            bail!(
                "a program has {} open: stop the service first",
                file.display()
            );
        }
        // A journal of the old database must never be read into the new one.
        for suffix in ["-wal", "-shm"] {
            let path = beside(file, suffix);
            if path.exists() {
                std::fs::remove_file(path)?;
            }
        }
        self.part.replace()
    }
}
