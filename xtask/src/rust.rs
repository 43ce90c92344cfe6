//! The steps that look at Rust code.

use anyhow::{Context, Result, bail};

use crate::journal::Journal;
use crate::node_server::NodeServer;
use crate::postgres::Postgres;
use crate::tools;
use crate::workshop::Workshop;

pub(crate) fn format(workshop: &Workshop, journal: &mut Journal) -> Result<()> {
    journal.run(&mut workshop.cargo(&["fmt", "--all", "--check"]))
}

pub(crate) fn spelling(workshop: &Workshop, journal: &mut Journal) -> Result<()> {
    journal.run(
        workshop
            .command("typos")
            .args(["--format", "brief", "--color", "never"]),
    )
}

pub(crate) fn lints(workshop: &Workshop, journal: &mut Journal) -> Result<()> {
    make_asset_folder(workshop)?;
    journal.run(&mut workshop.cargo(&[
        "clippy",
        "--locked",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))
}

/// Licences, bans and sources need no network; advisories need a database that may be out of reach.
pub(crate) fn licences(workshop: &Workshop, journal: &mut Journal) -> Result<()> {
    journal
        .run(&mut workshop.cargo(&["deny", "--locked", "check", "licenses", "bans", "sources"]))?;
    if !journal
        .try_run(&mut workshop.cargo(&["deny", "fetch", "db"]))?
        .success
    {
        journal.note("advisories not checked for the Rust crates: database unreachable");
        return Ok(());
    }
    journal.run(&mut workshop.cargo(&[
        "deny",
        "--locked",
        "check",
        "--disable-fetch",
        "advisories",
    ]))
}

/// The binary and all tests, with one set of features, so that nothing is built twice.
pub(crate) fn build(workshop: &Workshop, journal: &mut Journal) -> Result<()> {
    make_asset_folder(workshop)?;
    journal.run(&mut workshop.cargo(&["build", "--locked", "--workspace", "--bins", "--tests"]))
}

pub(crate) fn tests(workshop: &Workshop, journal: &mut Journal) -> Result<()> {
    let server = Postgres::start(workshop, journal)?;
    let nats = tools::nats_server(workshop).context("nats-server is not installed")?;
    let mail = NodeServer::start(workshop, "tests/mail/sink.mjs")?;
    journal.stream();
    journal.run(
        workshop
            .cargo(&["nextest", "run", "--locked", "--workspace"])
            .env("VEIVISER_BINARY", workshop.binary())
            .env("VEIVISER_TEST_POSTGRES_OWNER", server.owner_url())
            .env("VEIVISER_TEST_POSTGRES_APP", server.app_url())
            .env("VEIVISER_TEST_POSTGRES_PROGRAMS", server.programs())
            .env("VEIVISER_TEST_NATS", nats)
            .env("VEIVISER_TEST_SMTP", mail.fact("smtp")?)
            .env("VEIVISER_TEST_MAILBOX", mail.fact("http")?),
    )
}

/// What runs without a server: tests on PostgreSQL have `postgres` in their names.
pub(crate) fn quick_tests(workshop: &Workshop, journal: &mut Journal) -> Result<()> {
    make_asset_folder(workshop)?;
    journal.stream();
    let filter = "not test(/postgres/) and not package(veiviser-suite)";
    journal.run(&mut workshop.cargo(&["nextest", "run", "--locked", "--workspace", "-E", filter]))
}

/// The binary embeds the folder, so it must exist also before the first web build.
pub(crate) fn make_asset_folder(workshop: &Workshop) -> Result<()> {
    let folder = workshop.web().join("dist");
    if let Err(error) = std::fs::create_dir_all(&folder) {
        bail!("{} cannot be made: {error}", folder.display());
    }
    Ok(())
}
