//! The demonstration: fifteen centres in a database of its own.

mod load;
mod past;

use std::path::{Path, PathBuf};

use anyhow::Context;
use chrono::Datelike;
use clap::Args;
use platform::{Ctx, system_sources};

use crate::{Config, run};

/// What every demo log-in is opened with.
pub const PASSWORD: &str = "demo-passord-123";

/// Options of `veiviser demo`.
#[derive(Clone, Debug, Args)]
pub struct Options {
    /// Folder of the demo's database; made when missing, kept for the next time.
    #[arg(long, default_value = ".veiviser/demo")]
    pub dir: PathBuf,
    /// Address and port to listen on.
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub listen: String,
}

/// Loads the demo into its own database, unless it is there already, and serves it.
pub async fn run(file: Option<&Path>, options: Options) -> anyhow::Result<()> {
    std::fs::create_dir_all(&options.dir)
        .with_context(|| format!("the folder {} cannot be made", options.dir.display()))?;
    let address = format!("http://{}", options.listen);
    let mut overrides = vec![
        ("server.listen", options.listen.clone()),
        ("server.public_url", address.clone()),
        ("log.format", "text".to_owned()),
        ("log.filter", "warn".to_owned()),
    ];
    if file.is_none() {
        // Nobody has a mail server at hand: what would be sent is there to read.
        let folder = std::path::absolute(options.dir.join("mail"))?;
        overrides.push(("mail.url", format!("file://{}", folder.display())));
        let database = options.dir.join("veiviser.db");
        overrides.push(("database.url", format!("sqlite://{}", database.display())));
        let erased = options.dir.join("erased");
        overrides.push(("retention.folder", erased.display().to_string()));
        overrides.push(("retention.signing_key", signing_key(&options.dir)?));
    }
    let config = Config::load(file, &overrides)?;
    load_once(&config).await?;
    run::serve(config, run::Schema::AsItIs, |_| print_guide(&address)).await
}

/// The demo's key for reports, made the first time.
fn signing_key(dir: &Path) -> anyhow::Result<String> {
    let file = dir.join("report.key");
    if let Ok(key) = std::fs::read_to_string(&file) {
        return Ok(key);
    }
    let key = crate::retention::new_key();
    std::fs::write(&file, &key)?;
    Ok(key)
}

/// Loads the demo where the database is empty.
pub async fn load_once(config: &Config) -> anyhow::Result<()> {
    let database = run::open(&config.database, run::Schema::Newest).await?;
    let ctx = Ctx::system(&system_sources(), &database);
    load::load(&ctx, &load::Script::read()?)
        .await
        .context("the demo could not be loaded")?;
    Ok(database.close().await?)
}

#[expect(
    clippy::print_stdout,
    reason = "what the person who starts the demo came for"
)]
fn print_guide(address: &str) {
    println!("Veiviser is running. Stop it with Ctrl-C.\n");
    for (what, path) in [
        ("Start page and chat", "/"),
        (
            "The same in nynorsk, northern Sami, English",
            "/nn/  /se/  /en/",
        ),
        ("A school's page with the chat embedded", "/demo/school/"),
        ("The counsellor's desk", "/desk/"),
        ("API documentation", "/docs/"),
        ("Guides for partners", "/docs/partner/"),
    ] {
        println!("  {what:<46} {address}{path}");
    }
    println!("\nLog-ins for the desk, all with the password {PASSWORD}:\n");
    let Ok(script) = load::Script::read() else {
        return;
    };
    for (role, email) in script.log_ins() {
        println!("  {role:<46} {email}");
    }
    println!(
        "\nOpen the start page in one window and the desk in another, and set yourself available."
    );
}

/// The years whose closed days the demo knows.
fn years(now: kernel::Instant) -> std::ops::RangeInclusive<i32> {
    now.year() - 1..=now.year() + 2
}
