//! For operators: what was erased is erased again after a backup was restored, and reports are checked.

use std::{collections::HashSet, fs, io, path::Path, path::PathBuf};

use kernel::{CentreId, ConversationId, Instant, ReportId, Sources};
use platform::{Ctx, Fault, audit, hex};
use serde_json::Value;

use crate::{
    RetentionConfig,
    app::{self, REPORTED},
    domain::{
        report::{Seal, SigningKey},
        tombstone::{Tombstone, digest_of},
    },
    store::{due, report, tombstone},
};

/// Rows read at a time.
const PAGE: u64 = 500;

/// Why nothing was erased again.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The list is not there, or cannot be read.
    #[error("{} cannot be read", .0.display())]
    Unreadable(PathBuf, #[source] io::Error),
    /// A line is no time with 64 hexadecimal digits.
    #[error("{}, line {line}: not what was written", .file.display())]
    NoTombstone {
        /// The file it is in.
        file: PathBuf,
        /// From 1.
        line: usize,
    },
    /// Neither the list's nor the caller's fault.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reapplied {
    /// Different conversations in the lists.
    pub listed: usize,
    /// Those of them that the backup had brought back.
    pub erased: u64,
}

/// What lists say was erased.
#[derive(Clone, Debug, Default)]
pub struct ErasedLists {
    known: HashSet<Vec<u8>>,
    last: Option<Instant>,
}

impl ErasedLists {
    /// Reads lists: `from` are files, or folders of such files.
    ///
    /// # Errors
    /// Any line of any list cannot be read.
    pub fn read(from: &[PathBuf]) -> Result<Self, RestoreError> {
        let mut lists = Self::default();
        for path in from {
            read_list(path, &mut lists)?;
        }
        Ok(lists)
    }

    /// How many different conversations they name.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Whether they name none.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// When the last of them was erased.
    pub const fn last(&self) -> Option<Instant> {
        self.last
    }
}

/// Erases again what the lists say was erased: `from` are files, or folders of such files. Nothing is erased where any
/// line of any list cannot be read.
pub async fn reapply(ctx: &Ctx, from: &[PathBuf]) -> Result<Reapplied, RestoreError> {
    Ok(erase_again(ctx, &ErasedLists::read(from)?).await?)
}

/// Erases again what was listed as erased.
pub async fn erase_again(ctx: &Ctx, lists: &ErasedLists) -> Result<Reapplied, Fault> {
    let mut erased = 0;
    let mut after: Option<ConversationId> = None;
    loop {
        let tx = ctx.read().await?;
        let page = due::list_conversations(&tx, after, PAGE).await?;
        drop(tx);
        let Some(last) = page.last() else {
            return Ok(Reapplied {
                listed: lists.len(),
                erased,
            });
        };
        after = Some(*last);
        for id in page {
            if lists.known.contains(&digest_of(id)) {
                let tx = ctx.write().await?;
                app::erase(ctx, &tx, id).await?;
                tx.commit().await?;
                erased += 1;
            }
        }
    }
}

fn read_list(path: &Path, lists: &mut ErasedLists) -> Result<(), RestoreError> {
    let unreadable = |error| RestoreError::Unreadable(path.to_owned(), error);
    if path.is_dir() {
        for entry in fs::read_dir(path).map_err(unreadable)? {
            read_list(&entry.map_err(unreadable)?.path(), lists)?;
        }
        return Ok(());
    }
    let text = fs::read_to_string(path).map_err(unreadable)?;
    for (line, text) in (1..).zip(text.lines()) {
        let tombstone = Tombstone::read(text).ok_or_else(|| RestoreError::NoTombstone {
            file: path.to_owned(),
            line,
        })?;
        lists.last = lists.last.max(Some(tombstone.erased_at));
        lists.known.insert(tombstone.digest);
    }
    Ok(())
}

/// The whole list as the database knows it, to be kept apart from backups.
pub async fn export_tombstones(ctx: &Ctx, mut to: impl io::Write) -> Result<u64, Fault> {
    let mut count = 0;
    let mut after = Vec::new();
    loop {
        let tx = ctx.read().await?;
        let page = tombstone::list(&tx, false, (&after, PAGE)).await?;
        drop(tx);
        let Some(last) = page.last() else {
            to.flush()?;
            return Ok(count);
        };
        after.clone_from(&last.digest);
        for tombstone in page {
            to.write_all(tombstone.line().as_bytes())?;
            count += 1;
        }
    }
}

/// What the check of all reports found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportsVerdict {
    /// Reports that are what was sealed.
    pub intact: u64,
    /// Those of them that are signed.
    pub signed: u64,
    /// Those that are not: the centre, none for the national layer, and the report.
    pub broken: Vec<(Option<CentreId>, ReportId)>,
    /// The key that signs from now on, in hexadecimal digits.
    pub public_key: Option<String>,
}

/// Checks every report: its digest, its signature where the configuration has a key, and what the audit log says of it.
pub async fn verify_reports(ctx: &Ctx, config: &RetentionConfig) -> Result<ReportsVerdict, Fault> {
    let key = SigningKey::read(&config.signing_key);
    let trusted = key.as_ref().map(SigningKey::public);
    let mut verdict = ReportsVerdict {
        public_key: trusted.map(hex),
        ..ReportsVerdict::default()
    };
    let mut after = None;
    loop {
        let tx = ctx.read().await?;
        let page = report::list_after(&tx, after, PAGE).await?;
        let Some(last) = page.last() else {
            return Ok(verdict);
        };
        after = Some(last.id);
        for report in page {
            let Some(seal) = &report.seal else { continue };
            let id = report.id.to_string();
            let told = audit::entry_of(&tx, report.centre, REPORTED, &id).await?;
            let told = told.and_then(|entry| entry.new);
            if report.is_as_sealed(seal, trusted) && is_as_told(seal, told.as_deref()) {
                verdict.intact += 1;
                verdict.signed += u64::from(seal.signature.is_some());
            } else {
                verdict.broken.push((report.centre, report.id));
            }
        }
    }
}

/// Entries of the log are erased as well when they are old; until then they must say the same.
fn is_as_told(seal: &Seal, told: Option<&str>) -> bool {
    let Some(told) = told else { return true };
    let told: Value = serde_json::from_str(told).unwrap_or_default();
    told.get("sha256").and_then(Value::as_str) == Some(hex(&seal.digest).as_str())
}

/// Draws a key for the configuration.
pub fn new_signing_key(sources: &Sources) -> String {
    let mut seed = [0_u8; 32];
    sources.entropy().fill(&mut seed);
    hex(&seed)
}
