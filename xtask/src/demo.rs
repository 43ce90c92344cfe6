//! `cargo xtask demo`: from a fresh clone to a running service.

use std::net::TcpListener;
use std::os::unix::process::CommandExt;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::journal::{Journal, spell_time};
use crate::tools;
use crate::workshop::Workshop;
use crate::{rust, web};

#[derive(Args)]
pub(crate) struct Options {
    /// Port on 127.0.0.1 to serve on.
    #[arg(long, default_value_t = 8080)]
    port: u16,
}

type Work = fn(&Workshop, &mut Journal) -> Result<()>;

const WORK: &[(&str, &str, Work)] = &[
    ("web-install", "install the web packages", web::install),
    ("web-build", "build the pages", web::build),
    (
        "build",
        "build the binary (some minutes the first time)",
        binary,
    ),
];

/// Builds what is not built, then becomes `veiviser demo`; returns only when something is missing.
pub(crate) fn run(workshop: &Workshop, options: &Options) -> Result<bool> {
    require_port(options.port)?;
    tools::require_node(workshop)?;
    workshop.require_room()?;
    for (number, (name, title, work)) in (1..).zip(WORK) {
        let place = format!("[{number}/{}]", WORK.len());
        let mut journal = Journal::open(&workshop.output(), name, title, &place)?;
        let result = work(workshop, &mut journal);
        let took = spell_time(journal.elapsed());
        if let Err(error) = result {
            let tail: Vec<String> = journal.tail().map(str::to_owned).collect();
            journal.into_notes();
            for line in tail {
                println!("      | {line}");
            }
            return Err(error.context(format!("{title}, given up after {took}")));
        }
        journal.into_notes();
        println!("   ok   {title} ({took})");
    }
    serve(workshop, options.port)
}

fn binary(workshop: &Workshop, journal: &mut Journal) -> Result<()> {
    rust::make_asset_folder(workshop)?;
    journal.run(&mut workshop.cargo(&["build", "--locked", "--workspace", "--bins"]))
}

fn require_port(port: u16) -> Result<()> {
    match TcpListener::bind(("127.0.0.1", port)) {
        Ok(_) => Ok(()),
        Err(error) => bail!(
            "port {port} of 127.0.0.1 cannot be used ({error}). Stop the program that has it, or choose another: \
             cargo xtask demo --port 8081"
        ),
    }
}

fn serve(workshop: &Workshop, port: u16) -> Result<bool> {
    let binary = workshop.binary();
    let program = binary
        .to_str()
        .context("the path of the build folder is not text")?;
    let error = workshop
        .command(program)
        .arg("demo")
        .arg("--dir")
        .arg(workshop.root.join(".veiviser").join("demo"))
        .args(["--listen", &format!("127.0.0.1:{port}")])
        .env_remove("NO_COLOR")
        .exec();
    Err(error).with_context(|| format!("{program} cannot be started"))
}
