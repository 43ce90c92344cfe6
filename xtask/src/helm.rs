//! The step that looks at the Helm chart and the container file.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::journal::Journal;
use crate::workshop::Workshop;

const REQUIREMENTS: &str = "helm/tests/requirements.txt";

/// Renders the chart as operators would, and judges what comes out.
pub(crate) fn check(workshop: &Workshop, journal: &mut Journal) -> Result<()> {
    let python = install_packages(workshop, journal)?;
    journal.stream();
    journal.run(
        workshop
            .command(path_text(&python)?)
            // Nothing compiled is left beside the tests.
            .args(["-B", "helm/tests/run.py", "--tools"])
            .arg(&workshop.tools),
    )
}

/// Installs the packages of the requirements, unless that is what is installed, and tells which Python has them.
fn install_packages(workshop: &Workshop, journal: &mut Journal) -> Result<PathBuf> {
    let folder = workshop.tools.join("helm-python");
    let python = folder.join("bin").join("python3");
    let stamp = folder.join("requirements.txt");
    let wanted = fs::read_to_string(workshop.root.join(REQUIREMENTS))
        .with_context(|| format!("{REQUIREMENTS} cannot be read"))?;
    if python.is_file() && fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        journal.say("the packages of the requirements are installed");
        return Ok(python);
    }
    journal.run(
        workshop
            .command("python3")
            .args(["-m", "venv", "--clear"])
            .arg(&folder),
    )?;
    journal.run(
        workshop
            .command(path_text(&python)?)
            .args(["-m", "pip", "install", "--quiet"])
            .args(["--disable-pip-version-check", "--require-hashes"])
            .args(["--only-binary=:all:", "--requirement", REQUIREMENTS]),
    )?;
    fs::write(&stamp, wanted).context("the tools folder cannot be written")?;
    Ok(python)
}

fn path_text(path: &Path) -> Result<&str> {
    path.to_str()
        .context("the path of the tools folder is not text")
}
