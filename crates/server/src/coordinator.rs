//! The first log-in of an installation.

use std::path::PathBuf;

use access::{NewAccount, NewRole};
use anyhow::Context;
use clap::Args;
use kernel::{Role, Scope};
use platform::{Ctx, Pii, Secret, database::DatabaseConfig, hex, system_sources};

use crate::run::{self, Schema};

/// Bytes a password is drawn from.
const DRAWN: usize = 12;

/// Who coordinates.
#[derive(Args, Clone, Debug)]
pub struct Options {
    /// Logs in by it.
    #[arg(long)]
    pub email: String,
    /// Shown to colleagues.
    #[arg(long)]
    pub name: String,
    /// A file whose first line is the password. Without it one is drawn and shown once.
    #[arg(long)]
    pub password_file: Option<PathBuf>,
}

/// Makes an account that coordinates nationally.
///
/// # Errors
/// The address is taken or none, the name or the password breaks a rule; nothing was written then.
pub async fn create(config: &DatabaseConfig, options: Options) -> anyhow::Result<()> {
    let password = options.password_file.as_ref().map(read_password);
    let given = password.transpose()?;
    let sources = system_sources();
    let drawn = || {
        let mut bytes = [0_u8; DRAWN];
        sources.entropy().fill(&mut bytes);
        hex(&bytes)
    };
    let password = given.clone().unwrap_or_else(drawn);
    let database = run::open(config, Schema::AsItIs).await?;
    let ctx = Ctx::system(&sources, &database);
    let tx = database.write(Scope::System).await?;
    let new = NewAccount {
        email: Pii::new(options.email),
        name: Pii::new(options.name),
        password: Secret::new(password.clone()),
    };
    let account = access::create_account(&ctx, &tx, new).await?;
    let role = NewRole {
        account,
        role: Role::NationalCoordinator,
        centre: None,
        staff: None,
    };
    access::assign_role(&ctx, &tx, role).await?;
    tx.commit().await?;
    database.close().await?;
    if given.is_none() {
        println!("The password, shown this once: {password}");
    }
    println!("Log in at /desk/, add a second factor, and create the first centre.");
    Ok(())
}

fn read_password(file: &PathBuf) -> anyhow::Result<String> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("{} cannot be read", file.display()))?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}
