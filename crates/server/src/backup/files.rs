//! Files that hold a whole database: for nobody but their owner, and there only when they are complete.

use std::{
    fs::{File, OpenOptions},
    io::{Read, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, ensure};
use aws_lc_rs::digest::{Context as Digest, SHA256};
use indicatif::HumanBytes;
use platform::hex;

/// Bytes read at a time.
const CHUNK: usize = 1 << 20;
/// What SQLite writes beside a database.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// A file being written under another name; dropped before it is whole, nothing is left of it.
#[derive(Debug)]
pub(super) struct Part {
    path: PathBuf,
    target: PathBuf,
}

impl Part {
    /// Begins what will be `target`.
    ///
    /// # Errors
    /// Somebody else writes it, or the folder cannot be written to.
    pub(super) fn create(target: &Path) -> anyhow::Result<Self> {
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let path = target.with_file_name(format!(".{name}.part"));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        ensure!(
            !path.exists(),
            "{} is there: the same is being written by another program, or one was stopped while it did; remove it \
             if there is none",
            path.display()
        );
        options
            .open(&path)
            .with_context(|| format!("{} cannot be written", path.display()))?;
        let target = target.to_owned();
        Ok(Self { path, target })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes all of it.
    pub(super) fn fill(&self, bytes: &[u8]) -> anyhow::Result<()> {
        let mut file = OpenOptions::new().write(true).open(&self.path)?;
        file.write_all(bytes)
            .with_context(|| format!("{} cannot be written", self.path.display()))
    }

    /// Gives it its name, which nobody else took meanwhile.
    pub(super) fn keep(self) -> anyhow::Result<()> {
        refuse_existing(&self.target)?;
        self.replace()
    }

    /// Gives it its name, in place of what has it.
    pub(super) fn replace(self) -> anyhow::Result<()> {
        File::open(&self.path)?.sync_all()?;
        std::fs::rename(&self.path, &self.target)
            .with_context(|| format!("{} cannot be written", self.target.display()))?;
        // The name is kept by the folder.
        File::open(folder_of(&self.target))?.sync_all()?;
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // After a rename there is nothing of that name.
        let _gone = std::fs::remove_file(&self.path);
        for suffix in BESIDE {
            let _gone = std::fs::remove_file(beside(&self.path, suffix));
        }
    }
}

/// The name of a file with something added.
pub(super) fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// The folder a file is in.
pub(crate) fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Nothing is ever overwritten.
pub(super) fn refuse_existing(file: &Path) -> anyhow::Result<()> {
    ensure!(
        !file.exists(),
        "{} is there already, and nothing is overwritten",
        file.display()
    );
    Ok(())
}

/// SHA-256 of a file, in hexadecimal digits, and its length.
pub(super) async fn digest(file: &Path) -> anyhow::Result<(String, u64)> {
    read_all(file, None).await
}

/// The same while it is copied into a file that is there.
pub(super) async fn copy(from: &Path, to: &Path) -> anyhow::Result<(String, u64)> {
    read_all(from, Some(to.to_owned())).await
}

async fn read_all(file: &Path, into: Option<PathBuf>) -> anyhow::Result<(String, u64)> {
    let name = file.to_owned();
    let reading = tokio::task::spawn_blocking(move || -> std::io::Result<(String, u64)> {
        let mut file = File::open(name)?;
        let mut copy = match into {
            Some(path) => Some(OpenOptions::new().write(true).open(path)?),
            None => None,
        };
        let mut digest = Digest::new(&SHA256);
        let mut bytes = 0;
        let mut chunk = vec![0; CHUNK];
        loop {
            let length = file.read(&mut chunk)?;
            let read = chunk.get(..length).unwrap_or_default();
            if read.is_empty() {
                return Ok((hex(digest.finish().as_ref()), bytes));
            }
            digest.update(read);
            if let Some(copy) = &mut copy {
                copy.write_all(read)?;
            }
            bytes += u64::try_from(length).unwrap_or_default();
        }
    });
    reading
        .await?
        .with_context(|| format!("{} cannot be read", file.display()))
}

/// Bytes that are free for this user in the file system of a folder; none where that cannot be told.
pub(crate) fn room(folder: &Path) -> Option<u64> {
    #[cfg(unix)]
    {
        let told = rustix::fs::statvfs(folder).ok()?;
        Some(told.f_bavail.saturating_mul(told.f_frsize))
    }
    #[cfg(not(unix))]
    {
        let _unknown = folder;
        None
    }
}

/// Refuses to begin what the disk has no room for.
pub(super) fn ensure_room(folder: &Path, needed: u64) -> anyhow::Result<()> {
    if let Some(room) = room(folder) {
        ensure!(
            room > needed,
            "there are {} free at {}, and {} are needed",
            HumanBytes(room),
            folder.display(),
            HumanBytes(needed)
        );
    }
    Ok(())
}

/// Bytes of a database file and its journal.
pub(crate) fn size_of(file: &Path) -> u64 {
    let length = |path: &Path| std::fs::metadata(path).map_or(0, |file| file.len());
    length(file) + length(&beside(file, "-wal"))
}
