//! Generated files: `openapi/` from the code, and what `web/` derives from `openapi/`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::journal::Journal;
use crate::web;
use crate::workshop::Workshop;

/// Fails when a committed file differs from what the code generates; the web types are left regenerated.
pub(crate) fn check(workshop: &Workshop, journal: &mut Journal) -> Result<()> {
    let fresh = workshop.output().join("openapi");
    if fresh.exists() {
        fs::remove_dir_all(&fresh)?;
    }
    fs::create_dir_all(&fresh)?;
    export(workshop, journal, &fresh)?;
    let mut stale = Vec::new();
    let mut generated = 0;
    for entry in fs::read_dir(&fresh)? {
        let name = entry?.file_name();
        let committed = workshop.root.join("openapi").join(&name);
        generated += 1;
        if fs::read(fresh.join(&name)).ok() != fs::read(&committed).ok() {
            stale.push(committed);
        }
    }
    if generated == 0 {
        bail!("`veiviser openapi` wrote nothing");
    }
    stale.extend(web::generate(workshop, journal)?);
    if stale.is_empty() {
        return Ok(());
    }
    bail!("not what the code generates: {}", list(workshop, &stale))
}

/// Writes the generated files where they are committed.
pub(crate) fn write(workshop: &Workshop, journal: &mut Journal) -> Result<()> {
    export(workshop, journal, &workshop.root.join("openapi"))?;
    for file in web::generate(workshop, journal)? {
        journal.say(&format!("changed: {}", file.display()));
    }
    Ok(())
}

fn export(workshop: &Workshop, journal: &mut Journal, folder: &Path) -> Result<()> {
    let binary = workshop.binary();
    let program = binary
        .to_str()
        .context("the path of the build folder is not text")?;
    journal.run(
        workshop
            .command(program)
            .args(["openapi", "--dir"])
            .arg(folder),
    )
}

fn list(workshop: &Workshop, files: &[PathBuf]) -> String {
    let names: Vec<String> = files
        .iter()
        .map(|file| {
            file.strip_prefix(&workshop.root)
                .unwrap_or(file)
                .display()
                .to_string()
        })
        .collect();
    names.join(", ")
}
