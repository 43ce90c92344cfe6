//! Finds the programs the steps call, and installs what is missing.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::journal::Journal;
use crate::workshop::Workshop;

/// A program from outside that a step calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tool {
    Node,
    Chromium,
    Postgres,
    Nats,
    Python,
    Nextest,
    Deny,
    Typos,
}

const OLDEST_NODE: u32 = 20;
const REQUIREMENTS: &str = include_str!("../requirements.txt");

impl Tool {
    /// The Debian packages that bring it; none for what comes as a Rust tool.
    fn packages(self) -> &'static [&'static str] {
        match self {
            Self::Node => &["nodejs", "npm"],
            Self::Chromium => &["chromium"],
            Self::Postgres => &["postgresql"],
            Self::Nats | Self::Nextest | Self::Deny | Self::Typos => &[],
            Self::Python => &["python3", "python3-venv"],
        }
    }

    /// Program and crate of a Rust tool, for machines without a prebuilt one.
    fn rust_crate(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Nextest => Some(("cargo-nextest", "cargo-nextest@0.9.143")),
            Self::Deny => Some(("cargo-deny", "cargo-deny@0.20.2")),
            Self::Typos => Some(("typos", "typos-cli@1.52.0")),
            Self::Node | Self::Chromium | Self::Postgres | Self::Nats | Self::Python => None,
        }
    }

    /// Whether `requirements.txt` brings it.
    fn is_pinned(self) -> bool {
        self == Self::Nats || self.rust_crate().is_some()
    }

    fn is_there(self, workshop: &Workshop) -> bool {
        match self {
            Self::Node => workshop.which("node").is_some() && workshop.which("npm").is_some(),
            Self::Chromium => chromium(workshop).is_some(),
            Self::Postgres => postgres_folder(workshop).is_some(),
            Self::Nats => nats_server(workshop).is_some(),
            Self::Python => has_python(workshop),
            Self::Nextest | Self::Deny | Self::Typos => self
                .rust_crate()
                .is_some_and(|(program, _)| workshop.which(program).is_some()),
        }
    }
}

/// Makes every tool of the list available.
pub(crate) fn provide(workshop: &Workshop, journal: &mut Journal, tools: &[Tool]) -> Result<()> {
    install_packages(workshop, journal, tools)?;
    install_pinned(workshop, journal, tools)?;
    if tools.contains(&Tool::Node) {
        require_node(workshop)?;
    }
    Ok(())
}

/// Fails with what to do when node is missing or too old.
pub(crate) fn require_node(workshop: &Workshop) -> Result<()> {
    let wanted = format!("node {OLDEST_NODE} or newer, with npm, is needed to build the pages");
    let Ok(output) = workshop.command("node").arg("--version").output() else {
        bail!("{wanted}: there is no `node` on the search path");
    };
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let major = text
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|part| part.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST_NODE) {
        bail!("{wanted}: `node --version` says {text}");
    }
    if workshop.which("npm").is_none() {
        bail!("{wanted}: there is no `npm` on the search path");
    }
    Ok(())
}

/// The folder with `initdb`, `postgres`, `pg_ctl` and `psql`, the newest version first.
pub(crate) fn postgres_folder(workshop: &Workshop) -> Option<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            Some((
                entry.file_name().to_str()?.parse().ok()?,
                entry.path().join("bin"),
            ))
        })
        .filter(|(_, folder)| folder.join("initdb").is_file() && folder.join("postgres").is_file())
        .collect();
    found.sort();
    let newest = found.pop().map(|(_, folder)| folder);
    newest.or_else(|| Some(workshop.which("initdb")?.parent()?.to_path_buf()))
}

/// The server that replicas hear of each other by.
pub(crate) fn nats_server(workshop: &Workshop) -> Option<PathBuf> {
    workshop.which("nats-server")
}

/// The browser the tests drive.
pub(crate) fn chromium(workshop: &Workshop) -> Option<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome"]
        .iter()
        .find_map(|name| workshop.which(name))
}

/// Whether there is a Python that reads TOML and makes folders of packages.
fn has_python(workshop: &Workshop) -> bool {
    workshop
        .command("python3")
        .args(["-c", "import ensurepip, tomllib, venv"])
        .output()
        .is_ok_and(|output| output.status.success())
}

/// Whether this process may install packages and change users.
pub(crate) fn is_root(workshop: &Workshop) -> bool {
    workshop
        .command("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn install_packages(workshop: &Workshop, journal: &mut Journal, tools: &[Tool]) -> Result<()> {
    let missing: Vec<&str> = tools
        .iter()
        .filter(|tool| !tool.is_there(workshop))
        .flat_map(|tool| tool.packages())
        .copied()
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.join(" ");
    if workshop.which("apt-get").is_none() {
        bail!("missing: {names} (names of Debian's packages; install the like of them)");
    }
    if !is_root(workshop) {
        bail!(
            "missing: {names}. Install them with: sudo apt-get install --no-install-recommends {names}"
        );
    }
    journal.say(&format!("installing {names}"));
    journal.run(workshop.command("apt-get").args(["update", "-q"]))?;
    journal.run(
        workshop
            .command("apt-get")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["install", "-y", "-q", "--no-install-recommends"])
            .args(&missing),
    )
}

fn install_pinned(workshop: &Workshop, journal: &mut Journal, tools: &[Tool]) -> Result<()> {
    let stamp = workshop.tools.join("requirements.txt");
    let wanted: Vec<Tool> = tools
        .iter()
        .filter(|tool| tool.is_pinned())
        .copied()
        .collect();
    let outdated = std::fs::read_to_string(&stamp).is_ok_and(|installed| installed != REQUIREMENTS);
    if !outdated && wanted.iter().all(|tool| tool.is_there(workshop)) {
        return Ok(());
    }
    if install_prebuilt(workshop, journal)? {
        std::fs::write(&stamp, REQUIREMENTS).context("the tools folder cannot be written")?;
        return Ok(());
    }
    journal.say("no prebuilt tools for this machine: building them, which takes some minutes");
    if wanted.contains(&Tool::Nats) && !Tool::Nats.is_there(workshop) {
        bail!("missing: nats-server, version 2.10 or newer");
    }
    for tool in wanted {
        let missing = !tool.is_there(workshop);
        if let Some((_, name)) = tool.rust_crate().filter(|_| missing) {
            journal.run(
                workshop
                    .cargo(&["install", "--locked", name, "--root"])
                    .arg(&workshop.tools)
                    .arg("--target-dir")
                    .arg(workshop.output().join("tools-build")),
            )?;
        }
    }
    Ok(())
}

/// Tells whether the pinned prebuilt tools could be installed.
fn install_prebuilt(workshop: &Workshop, journal: &mut Journal) -> Result<bool> {
    if workshop.which("python3").is_none() {
        return Ok(false);
    }
    let mut command = workshop.command("python3");
    command
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            "--upgrade",
        ])
        .args(["--require-hashes", "--only-binary=:all:", "--target"])
        .arg(&workshop.tools)
        .args(["--requirement", "xtask/requirements.txt"]);
    Ok(journal.try_run(&mut command)?.success)
}
