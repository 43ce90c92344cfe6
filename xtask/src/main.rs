//! The commands of the project: `cargo xtask demo`, `cargo xtask test`, and the smaller ones they are made of.

mod bench;
mod contract;
mod counts;
mod demo;
mod helm;
mod journal;
mod node_server;
mod openapi;
mod plan;
mod postgres;
mod python;
mod rust;
mod steps;
mod tools;
mod web;
mod workshop;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

use crate::workshop::Workshop;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Build, try, test and measure Veiviser")]
struct Cli {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build everything, load the demo into a database of its own and serve it.
    Demo(demo::Options),
    /// Run every check there is: what `.ci/run` runs.
    Test(Selection),
    /// Run the quick checks: formatting, lints, tests that need no server.
    Check,
    /// Write the generated files again: `openapi/` and what `web/` derives from it.
    Openapi,
    /// Measure a release build.
    Bench(bench::Options),
}

#[derive(Args)]
struct Selection {
    /// Run only these steps (and what they need), separated by commas.
    #[arg(long, value_delimiter = ',', value_name = "STEP")]
    only: Vec<String>,
    /// Print the names of the steps and stop.
    #[arg(long)]
    list: bool,
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Tells whether all went well; an error is something that kept the work from starting.
fn run(task: Task) -> Result<bool> {
    let workshop = Workshop::find()?;
    match task {
        Task::Demo(options) => demo::run(&workshop, &options),
        Task::Test(selection) if selection.list => {
            plan::list(steps::ALL);
            Ok(true)
        }
        Task::Test(selection) => {
            let chosen = plan::choose(steps::ALL, &selection.only)?;
            plan::carry_out(&workshop, &chosen)
        }
        Task::Check => plan::carry_out(&workshop, &plan::with_tools(steps::QUICK)),
        Task::Openapi => plan::carry_out(&workshop, &plan::with_tools(steps::REGENERATE)),
        Task::Bench(options) => bench::run(&workshop, &options),
    }
}
