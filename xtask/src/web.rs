//! The steps that look at `web/`.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::journal::Journal;
use crate::tools;
use crate::workshop::Workshop;

/// Installs the packages of `web/`.
pub(crate) fn install(workshop: &Workshop, journal: &mut Journal) -> Result<()> {
    install_in(workshop, journal, &workshop.web())
}

/// Installs the packages of the OpenID provider that the tests of log-in start.
pub(crate) fn install_provider(workshop: &Workshop, journal: &mut Journal) -> Result<()> {
    install_in(workshop, journal, &workshop.root.join("tests").join("oidc"))
}

/// Installs the packages of the receiver that the tests of webhooks start.
pub(crate) fn install_receiver(workshop: &Workshop, journal: &mut Journal) -> Result<()> {
    let folder = workshop.root.join("tests").join("webhooks");
    install_in(workshop, journal, &folder)
}

/// Installs the packages of the example programs for partners.
pub(crate) fn install_examples(workshop: &Workshop, journal: &mut Journal) -> Result<()> {
    let folder = workshop.root.join("docs").join("examples");
    install_in(workshop, journal, &folder)
}

/// Installs the packages of the lock file, unless that is what is installed.
fn install_in(workshop: &Workshop, journal: &mut Journal, folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let lock =
        fs::read_to_string(&lock).with_context(|| format!("{} cannot be read", lock.display()))?;
    let stamp = folder.join("node_modules").join(".veiviser-lock");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        journal.say("the packages of the lock file are installed");
        return Ok(());
    }
    journal.run(&mut workshop.npm_in(folder, &["ci", "--no-audit", "--no-fund"]))?;
    fs::write(&stamp, lock)?;
    Ok(())
}

/// Builds `web/dist` and the client for partners, unless nothing changed since the last build.
pub(crate) fn build(workshop: &Workshop, journal: &mut Journal) -> Result<()> {
    let stamp = workshop.web().join("node_modules").join(".veiviser-build");
    let state = fingerprint(&workshop.web())?.to_string();
    let results = ["dist/index.html", "packages/client/dist/index.js"];
    let built = results
        .iter()
        .all(|result| workshop.web().join(result).is_file());
    if built && fs::read_to_string(&stamp).is_ok_and(|old| old == state) {
        journal.say("web/dist is up to date");
        return Ok(());
    }
    journal.run(&mut workshop.npm(&["run", "build"]))?;
    fs::write(&stamp, fingerprint(&workshop.web())?.to_string())?;
    Ok(())
}

/// Derives the TypeScript types from `openapi/` and tells which files changed by it.
pub(crate) fn generate(workshop: &Workshop, journal: &mut Journal) -> Result<Vec<PathBuf>> {
    let before = contents(&workshop.web())?;
    journal.run(&mut workshop.npm(&["run", "generate"]))?;
    let after = contents(&workshop.web())?;
    let mut changed: Vec<PathBuf> = after
        .iter()
        .filter(|file| !before.contains(file))
        .chain(
            before
                .iter()
                .filter(|old| !after.iter().any(|file| file.0 == old.0)),
        )
        .map(|(path, _)| path.clone())
        .collect();
    changed.sort();
    Ok(changed)
}

/// Types, lints and unit tests.
pub(crate) fn check(workshop: &Workshop, journal: &mut Journal) -> Result<()> {
    journal.run(&mut workshop.npm(&["run", "check"]))
}

/// Known weaknesses of what reaches the browser, if the registry answers the question.
pub(crate) fn audit(workshop: &Workshop, journal: &mut Journal) -> Result<()> {
    let report = journal.try_run(&mut workshop.npm(&[
        "audit",
        "--omit=dev",
        "--audit-level=high",
        "--json",
    ]))?;
    if report.success {
        return Ok(());
    }
    let answer: Option<serde_json::Value> = report
        .text
        .find('{')
        .and_then(|start| serde_json::from_str(report.text.get(start..)?).ok());
    let found = answer
        .as_ref()
        .and_then(|answer| answer.get("vulnerabilities"));
    let Some(found) = found.and_then(serde_json::Value::as_object) else {
        journal.note("advisories not checked for the web packages: the registry gives no answer");
        return Ok(());
    };
    let names: Vec<&str> = found.keys().map(String::as_str).collect();
    bail!(
        "grave weaknesses known in web packages, see `npm audit --omit=dev`: {}",
        names.join(", ")
    )
}

/// Lints the OpenAPI documents.
pub(crate) fn lint_openapi(workshop: &Workshop, journal: &mut Journal) -> Result<()> {
    let mut documents: Vec<String> = fs::read_dir(workshop.root.join("openapi"))?
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| matches!(name.as_str(), "public.json" | "staff.json" | "partner.json"))
        .map(|name| format!("../openapi/{name}"))
        .collect();
    documents.sort();
    if documents.is_empty() {
        bail!("openapi/ holds no document");
    }
    journal.run(
        workshop
            .command("npx")
            .current_dir(workshop.web())
            .env("REDOCLY_TELEMETRY", "off")
            .env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true")
            .args(["--no-install", "redocly", "lint"])
            .args(["--config", "../openapi/redocly.yaml"])
            .args(documents),
    )
}

/// Fails where the documents for partners break what was released.
pub(crate) fn compatible(workshop: &Workshop, journal: &mut Journal) -> Result<()> {
    journal.run(&mut workshop.npm(&["run", "compatible"]))
}

/// Starts the demo in a folder of its own and walks through the pages in Chromium.
pub(crate) fn browser(workshop: &Workshop, journal: &mut Journal) -> Result<()> {
    let chromium = tools::chromium(workshop).context("Chromium is not installed")?;
    let shots = workshop.output().join("screenshots");
    journal.stream();
    journal.run(
        workshop
            .command("node")
            .arg("tests/browser/run.mjs")
            .env("VEIVISER_BINARY", workshop.binary())
            .env("VEIVISER_CHROMIUM", chromium)
            .env("VEIVISER_SCREENSHOTS", shots),
    )
}

/// Runs the example programs for partners, and the quick start of their guides, against a demo.
pub(crate) fn examples(workshop: &Workshop, journal: &mut Journal) -> Result<()> {
    let log = workshop.output().join("examples-server.log");
    journal.run(
        workshop
            .command("node")
            .args(["--test", "--test-reporter=spec"])
            .arg("tests/examples/examples.test.mjs")
            .env("VEIVISER_BINARY", workshop.binary())
            .env("VEIVISER_SERVER_LOG", log),
    )
}

/// Changes whenever a source of the build does.
fn fingerprint(web: &Path) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    for file in contents(web)? {
        file.hash(&mut hasher);
    }
    for file in contents(&web.join("../docs/partner"))? {
        file.hash(&mut hasher);
    }
    for file in ["public.json", "staff.json", "partner.json", "webhooks.json"] {
        fs::read(web.join("../openapi").join(file))
            .unwrap_or_default()
            .hash(&mut hasher);
    }
    Ok(hasher.finish())
}

/// Every file of `web/` but packages and build output, by path, with its bytes.
fn contents(web: &Path) -> Result<Vec<(PathBuf, Vec<u8>)>> {
    let mut files = Vec::new();
    let mut folders = vec![web.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in
            fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))?
        {
            let entry = entry?;
            let name = entry.file_name();
            if entry.file_type()?.is_dir() {
                if !matches!(name.to_str(), Some("node_modules" | "dist")) {
                    folders.push(entry.path());
                }
            } else {
                files.push((entry.path(), fs::read(entry.path())?));
            }
        }
    }
    files.sort();
    Ok(files)
}
