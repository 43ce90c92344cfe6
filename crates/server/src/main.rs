//! `veiviser`: public career guidance, self-hosted.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Parser, Subcommand};
use server::{
    Config,
    backup::{self, BackupOptions, RestoreOptions},
    coordinator, demo, doctor, history, retention, run,
    run::Schema,
    simulate,
};

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
    Serve {
        /// Leave the schema to `veiviser migrate`, which runs as the role that owns it.
        #[arg(long)]
        no_migrate: bool,
    },
    /// Serve with fifteen demo centres in a database of its own.
    Demo(demo::Options),
    /// Play seekers and counsellors against a running server with demo data.
    Simulate(simulate::Options),
    /// Bring the database to the newest schema.
    Migrate,
    /// Make the log-in of a national coordinator, who can invite everybody else.
    Coordinator(coordinator::Options),
    /// Write a backup beside the running service, and read it back.
    Backup(BackupOptions),
    /// Put a backup in the place of the database, and erase again what was erased since.
    Restore(RestoreOptions),
    /// Look at everything the service needs, and say what to do. Ends with 0, with 1 where there are warnings, and with 2
    /// where there are failures.
    Doctor {
        /// For programs.
        #[arg(long)]
        json: bool,
    },
    /// Take over counts of earlier phone and chat systems, for the forecast.
    #[command(subcommand)]
    History(HistoryCommand),
    /// Work with the audit log.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Work with what was erased.
    #[command(subcommand)]
    Retention(RetentionCommand),
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
enum HistoryCommand {
    /// Read a CSV file of counts by half hour or hour; nothing is written when any line is wrong.
    Import(history::Options),
}

#[derive(Subcommand)]
enum AuditCommand {
    /// Compute the chains of hashes again; fails where an entry was changed, removed or slipped in.
    Verify,
}

#[derive(Subcommand)]
enum RetentionCommand {
    /// Check every report of what was erased; fails where one is not what was sealed.
    Verify,
    /// Erase again what was erased before a backup was restored.
    Reapply {
        /// Lists, or folders of lists, as the section `retention` has them written.
        #[arg(long, required = true)]
        from: Vec<PathBuf>,
        /// Leave the schema to `veiviser migrate`, which runs as the role that owns it.
        #[arg(long)]
        no_migrate: bool,
    },
    /// Print the list of what was erased, without content, to be kept apart from backups.
    Export,
    /// Print a new key that signs reports.
    Key,
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// List every fault of the configuration at once.
    Check,
    /// Print the documented defaults.
    Defaults,
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    let file = arguments.config.as_deref();
    if let Command::Doctor { json } = arguments.command {
        return Ok(diagnose(file, json).await);
    }
    Box::pin(obey(file, arguments.command)).await?;
    Ok(ExitCode::SUCCESS)
}

async fn diagnose(file: Option<&Path>, json: bool) -> ExitCode {
    let config = Config::load(file, &[]);
    let sources = platform::system_sources();
    let found = Box::pin(doctor::examine(config.as_ref(), &sources)).await;
    if json {
        println!("{}", found.json());
    } else {
        println!("{found}");
    }
    found.exit_code().into()
}

async fn obey(file: Option<&Path>, command: Command) -> anyhow::Result<()> {
    match command {
        Command::Serve { no_migrate } => {
            run::serve(Config::load(file, &[])?, schema(no_migrate), |_| {}).await
        }
        Command::Demo(options) => demo::run(file, options).await,
        Command::Simulate(options) => simulate::run(options).await,
        Command::Migrate => run::migrate(&Config::load(file, &[])?.database).await,
        Command::Coordinator(options) => {
            coordinator::create(&Config::load(file, &[])?.database, options).await
        }
        Command::Backup(options) => {
            let config = Config::load(file, &[])?;
            let written = backup::back_up(&config, &options, &platform::system_sources()).await?;
            println!("{written}");
            Ok(())
        }
        Command::Restore(options) => {
            let config = Config::load(file, &[])?;
            let sources = platform::system_sources();
            let restored = Box::pin(backup::restore(&config, &options, &sources)).await?;
            println!("{restored}");
            Ok(())
        }
        // Answered before.
        Command::Doctor { .. } => Ok(()),
        Command::History(HistoryCommand::Import(options)) => {
            history::import(&Config::load(file, &[])?.database, &options).await
        }
        Command::Audit(AuditCommand::Verify) => {
            run::verify_audit(&Config::load(file, &[])?.database).await
        }
        Command::Retention(command) => retention(file, command).await,
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

async fn retention(file: Option<&Path>, command: RetentionCommand) -> anyhow::Result<()> {
    match command {
        RetentionCommand::Verify => retention::verify(&Config::load(file, &[])?).await,
        RetentionCommand::Reapply { from, no_migrate } => {
            let schema = schema(no_migrate);
            retention::reapply(&Config::load(file, &[])?.database, schema, &from).await
        }
        RetentionCommand::Export => {
            retention::export(&Config::load(file, &[])?.database, std::io::stdout()).await
        }
        RetentionCommand::Key => {
            println!("{}", retention::new_key());
            Ok(())
        }
    }
}

const fn schema(no_migrate: bool) -> Schema {
    if no_migrate {
        Schema::AsItIs
    } else {
        Schema::Newest
    }
}
