//! `cargo xtask bench`: measurements of release builds, on this machine.

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

use crate::journal::Journal;
use crate::postgres::Postgres;
use crate::tools::{self, Tool};
use crate::workshop::Workshop;
use crate::{rust, web};

#[derive(Args)]
pub(crate) struct Options {
    /// What to measure.
    program: Program,
    /// Passed on to the program.
    #[arg(last = true)]
    arguments: Vec<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Program {
    /// The routing engine alone: decisions a second, and how well days are served.
    Routing,
    /// Messages a second, latency and memory, over those of a minimal relay.
    Chat,
    /// Lists of large centres over those of small ones, and live messages while a million old ones are erased.
    Admin,
    /// From the start of the process to its first answer, over that of a bare server.
    Start,
    /// Answers to partners at a fixed rate, over those of a bare server, and durable writes over commits.
    Api,
}

const ROUTING: &[&str] = &[
    "run",
    "--release",
    "--locked",
    "--package",
    "routing",
    "--example",
    "routing_bench",
    "--",
];

/// One build with one set of features, so that nothing is built twice.
const BUILD: &[&str] = &[
    "build",
    "--release",
    "--locked",
    "--workspace",
    "--bins",
    "--bench=measure",
];

const MEASURE: &[&str] = &["bench", "--locked", "--workspace", "--bench=measure", "--"];

/// True when every figure was reached.
pub(crate) fn run(workshop: &Workshop, options: &Options) -> Result<bool> {
    workshop.require_room()?;
    let what = match options.program {
        Program::Routing => {
            let status = workshop
                .cargo(ROUTING)
                .args(&options.arguments)
                .status()
                .context("cargo cannot be started")?;
            return Ok(status.success());
        }
        Program::Chat => "chat",
        Program::Admin => "admin",
        Program::Start => "start",
        Program::Api => "api",
    };
    let mut journal = Journal::open(&workshop.output(), "bench", "build what is measured", "")?;
    let prepared = prepare(workshop, &mut journal);
    journal.into_notes();
    let server = prepared?;
    let nats = tools::nats_server(workshop).context("nats-server is not installed")?;
    let status = workshop
        .cargo(MEASURE)
        .arg(what)
        .args(&options.arguments)
        .env("VEIVISER_BINARY", workshop.release_binary())
        .env("VEIVISER_TEST_POSTGRES_OWNER", server.owner_url())
        .env("VEIVISER_TEST_POSTGRES_APP", server.app_url())
        .env("VEIVISER_TEST_NATS", nats)
        .status()
        .context("cargo cannot be started")?;
    Ok(status.success())
}

fn prepare(workshop: &Workshop, journal: &mut Journal) -> Result<Postgres> {
    tools::provide(workshop, journal, &[Tool::Node, Tool::Postgres, Tool::Nats])?;
    web::install(workshop, journal)?;
    web::build(workshop, journal)?;
    rust::make_asset_folder(workshop)?;
    journal.run(&mut workshop.cargo(BUILD))?;
    Postgres::start(workshop, journal)
}
