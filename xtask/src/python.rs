//! Folders with Python and the packages that a step needs, pinned by digest.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::journal::Journal;
use crate::workshop::Workshop;

/// A Python with packages of its own.
pub(crate) struct Python(PathBuf);

impl Python {
    /// Installs the packages of the requirements into a folder of that name, unless that is what is installed.
    pub(crate) fn provide(
        workshop: &Workshop,
        journal: &mut Journal,
        name: &str,
        requirements: &str,
    ) -> Result<Self> {
        let folder = workshop.tools.join(name);
        let python = folder.join("bin").join("python3");
        let stamp = folder.join("requirements.txt");
        let wanted = fs::read_to_string(workshop.root.join(requirements))
            .with_context(|| format!("{requirements} cannot be read"))?;
        if python.is_file() && fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted)
        {
            journal.say("the packages of the requirements are installed");
            return Ok(Self(python));
        }
        journal.run(
            workshop
                .command("python3")
                .args(["-m", "venv", "--clear"])
                .arg(&folder),
        )?;
        let installed = Self(python);
        journal.run(
            installed
                .command(workshop)?
                .args(["-m", "pip", "install", "--quiet"])
                .args(["--disable-pip-version-check", "--require-hashes"])
                .args(["--only-binary=:all:", "--requirement", requirements]),
        )?;
        fs::write(&stamp, wanted).context("the tools folder cannot be written")?;
        Ok(installed)
    }

    /// Python, at the root of the checkout.
    pub(crate) fn command(&self, workshop: &Workshop) -> Result<Command> {
        Ok(workshop.command(path_text(&self.0)?))
    }
}

fn path_text(path: &Path) -> Result<&str> {
    path.to_str()
        .context("the path of the tools folder is not text")
}
