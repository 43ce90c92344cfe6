//! `cargo xtask bench`: measurements of release builds, on this machine.

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

use crate::workshop::Workshop;

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
    /// The routing engine alone: decisions a second.
    Routing,
}

impl Program {
    /// Arguments of cargo that build and start the program.
    fn cargo(self) -> &'static [&'static str] {
        match self {
            Self::Routing => &[
                "run",
                "--release",
                "--package",
                "routing",
                "--example",
                "routing_bench",
                "--",
            ],
        }
    }
}

pub(crate) fn run(workshop: &Workshop, options: &Options) -> Result<bool> {
    workshop.require_room()?;
    let status = workshop
        .cargo(options.program.cargo())
        .args(&options.arguments)
        .status()
        .context("cargo cannot be started")?;
    Ok(status.success())
}
