//! `veiviser`: public career guidance, self-hosted.

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use server::{Config, demo, run, simulate};

/// Public career guidance: one free, anonymous service, staffed by many career centres.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Configuration file (TOML); see config/default.toml for every key.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Bring the database to the newest schema and serve.
    Serve,
    /// Serve with fifteen demo centres in a database of its own.
    Demo(demo::Options),
    /// Play seekers and counsellors against a running server with demo data.
    Simulate(simulate::Options),
    /// Bring the database to the newest schema.
    Migrate,
    /// Work with the audit log.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Work with the configuration.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Write the OpenAPI documents.
    Openapi {
        /// Folder to write into.
        #[arg(long, default_value = "openapi")]
        dir: PathBuf,
    },
}

#[derive(Subcommand)]
enum AuditCommand {
    /// Compute the chains of hashes again; fails where an entry was changed, removed or slipped in.
    Verify,
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// List every fault of the configuration at once.
    Check,
    /// Print the documented defaults.
    Defaults,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let file = arguments.config.as_deref();
    match arguments.command {
        Command::Serve => run::serve(Config::load(file, &[])?, |_| {}).await,
        Command::Demo(options) => demo::run(file, options).await,
        Command::Simulate(options) => simulate::run(options).await,
        Command::Migrate => run::migrate(&Config::load(file, &[])?.database).await,
        Command::Audit(AuditCommand::Verify) => {
            run::verify_audit(&Config::load(file, &[])?.database).await
        }
        Command::Config(ConfigCommand::Check) => {
            Config::load(file, &[])?;
            println!("the configuration is in order");
            Ok(())
        }
        Command::Config(ConfigCommand::Defaults) => {
            print!("{}", server::DEFAULTS);
            Ok(())
        }
        Command::Openapi { dir } => run::openapi(&dir).await,
    }
}
