//! Measures a release build beside references that run in the same minute on the same machine.
//! Only the ratios mean something: `cargo xtask bench chat`, `start`, `admin` and `api`.

mod admin;
mod api;
mod chat;
mod commits;
mod figures;
mod load;
mod product;
mod relay;
mod start;
mod stock;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

#[derive(Parser)]
struct Arguments {
    /// Given by cargo to every benchmark.
    #[arg(long, hide = true, global = true)]
    bench: bool,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Messages through the product and through a minimal relay on the same kind of database.
    Chat(chat::Options),
    /// Lists of large centres over those of small ones; live messages while old ones are erased.
    Admin(admin::Options),
    /// From the start of the process to its first answer, beside a bare poem server.
    Start(start::Options),
    /// Answers to partners, beside those of a bare poem server at the same rate.
    Api(api::Options),
    /// The reference of `chat`.
    #[command(hide = true)]
    Relay(relay::Options),
    /// The reference of `start` and `api`.
    #[command(hide = true)]
    Bare {
        /// Port on 127.0.0.1.
        port: u16,
    },
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let met = match Arguments::parse().what {
        What::Chat(options) => chat::run(&options).await?,
        What::Admin(options) => admin::run(&options).await?,
        What::Start(options) => start::run(&options).await?,
        What::Api(options) => api::run(&options).await?,
        What::Relay(options) => relay::serve(&options).await.map(|()| true)?,
        What::Bare { port } => start::serve_bare(port).await.map(|()| true)?,
    };
    Ok(ExitCode::from(u8::from(!met)))
}

/// The product's binary, built by the command that starts the benchmark.
#[expect(
    clippy::disallowed_methods,
    reason = "the benchmark's command says here where the program is"
)]
fn binary() -> anyhow::Result<PathBuf> {
    use anyhow::Context;
    let path = std::env::var_os("VEIVISER_BINARY")
        .context("VEIVISER_BINARY is not set: run this by `cargo xtask bench`")?;
    Ok(PathBuf::from(path))
}
