//! What is written beside a backup, so that it can be judged before it is restored. Holds no secrets.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail, ensure};
use kernel::Instant;
use platform::database::DatabaseConfig;
use serde::{Deserialize, Serialize};

use super::files::{beside, digest, folder_of};

/// The form this program writes and reads.
const FORM: u32 = 1;
/// What the names of lists of what was erased end in.
pub(super) const ERASED: &str = ".erased.txt";

/// A kind of database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A file.
    Sqlite,
    /// A server.
    Postgresql,
}

impl Kind {
    /// The kind a configuration names.
    pub fn of(config: &DatabaseConfig) -> Self {
        if config.url.expose().starts_with("sqlite") {
            Self::Sqlite
        } else {
            Self::Postgresql
        }
    }

    /// Its name in sentences.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgresql => "PostgreSQL",
        }
    }

    /// What the names of its backups end in.
    pub(super) const fn ending(self) -> &'static str {
        match self {
            Self::Sqlite => "db",
            Self::Postgresql => "dump",
        }
    }
}

/// What a backup is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of this text.
    pub form: u32,
    /// The database it was made of.
    pub database: Kind,
    /// Main version of the PostgreSQL server.
    pub server: Option<u32>,
    /// When it was begun: what was written later is not in it.
    pub made_at: Instant,
    /// Version of the program that made it.
    pub made_by: String,
    /// Name of the file.
    pub file: String,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal digits.
    pub sha256: String,
    /// Migrations that were applied, oldest first.
    pub schema: Vec<String>,
    /// Rows of each table.
    pub rows: BTreeMap<String, u64>,
    /// Conversations in the list of what was erased.
    pub erased: u64,
}

/// A backup that was found.
#[derive(Clone, Debug)]
pub(crate) struct Backup {
    pub(crate) manifest: Manifest,
    pub(crate) file: PathBuf,
}

impl Manifest {
    /// For a file that was written by this program now.
    pub(super) fn new(kind: Kind, made_at: Instant, file: &Path) -> Self {
        let name = file.file_name().unwrap_or_default();
        Self {
            form: FORM,
            database: kind,
            server: None,
            made_at,
            made_by: crate::documents::VERSION.to_owned(),
            file: name.to_string_lossy().into_owned(),
            bytes: 0,
            sha256: String::new(),
            schema: Vec::new(),
            rows: BTreeMap::new(),
            erased: 0,
        }
    }

    fn read(path: &Path) -> anyhow::Result<Self> {
        let unreadable = || format!("{} cannot be read", path.display());
        let text = std::fs::read_to_string(path).with_context(unreadable)?;
        let manifest: Self = serde_json::from_str(&text).with_context(unreadable)?;
        ensure!(
            manifest.form == FORM,
            "{} was written by a newer veiviser ({})",
            path.display(),
            manifest.made_by
        );
        Ok(manifest)
    }

    /// Rows of a table.
    pub(super) fn rows_of(&self, table: &str) -> u64 {
        self.rows.get(table).copied().unwrap_or_default()
    }
}

impl Backup {
    /// The backup in a file, or the newest in a folder.
    ///
    /// # Errors
    /// There is none, or nothing beside it says what it is.
    pub(super) fn find(from: &Path) -> anyhow::Result<Self> {
        if from.is_dir() {
            let newest = Self::list(from).pop();
            return newest.with_context(|| format!("there is no backup in {}", from.display()));
        }
        if from.extension().is_some_and(|ending| ending == "json") {
            return Self::find(&from.with_extension(""));
        }
        ensure!(from.exists(), "{} is not there", from.display());
        let path = beside(from, ".json");
        if !path.exists() {
            bail!(
                "{} is not there: it says what the backup is, and was written beside it",
                path.display()
            );
        }
        Ok(Self {
            manifest: Manifest::read(&path)?,
            file: from.to_owned(),
        })
    }

    /// Those in a folder, oldest first.
    pub(crate) fn list(folder: &Path) -> Vec<Self> {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let paths = entries.map(|entry| entry.path());
        let manifests = paths.filter(|path| path.extension().is_some_and(|end| end == "json"));
        let read = |path: PathBuf| {
            let file = path.with_extension("");
            let manifest = Manifest::read(&path).ok()?;
            file.exists().then_some(Self { manifest, file })
        };
        let mut found: Vec<Self> = manifests.filter_map(read).collect();
        found.sort_by_key(|backup| backup.manifest.made_at);
        found
    }

    /// The folder it is in.
    pub(super) fn folder(&self) -> &Path {
        folder_of(&self.file)
    }

    /// Whether the file is what was written.
    pub(super) async fn verify(&self) -> anyhow::Result<()> {
        self.compare(&digest(&self.file).await?)
    }

    /// Whether a digest and a length are those of what was written.
    pub(super) fn compare(&self, (sha256, bytes): &(String, u64)) -> anyhow::Result<()> {
        ensure!(
            *bytes == self.manifest.bytes && *sha256 == self.manifest.sha256,
            "{} is not what was written: it was damaged or changed (SHA-256 {sha256}, {bytes} bytes, instead of {}, \
             {} bytes)",
            self.file.display(),
            self.manifest.sha256,
            self.manifest.bytes
        );
        Ok(())
    }
}
