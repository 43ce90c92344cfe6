//! `cargo xtask bench start`: from the start of the process to the first answer of `/healthz`.

use std::{
    fs,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use clap::Args;
use platform::{database::DatabaseConfig, http::NoDelay};
use poem::{
    Route, Server as PoemServer, get, handler,
    listener::{Listener, TcpListener as PoemListener},
};
use server::Config;
use testkit::{SEALING_KEY, TestDatabase, free_port};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::sleep,
};

use crate::{
    figures::{Report, Target, median},
    product::Server,
};

#[derive(Args)]
pub(crate) struct Options {
    /// Starts of each.
    #[arg(long, default_value_t = 9)]
    rounds: u32,
}

/// Starts product and reference in turn, on databases that hold the demo.
pub(crate) async fn run(options: &Options) -> anyhow::Result<bool> {
    let mut report = Report::default();
    for (database, name) in [
        (TestDatabase::sqlite().await, "SQLite"),
        (TestDatabase::postgres().await, "PostgreSQL"),
    ] {
        println!("{name}: start of the product over start of a bare poem server");
        compare(&database.config, options.rounds, &mut report).await?;
    }
    Ok(report.is_met())
}

async fn compare(
    database: &DatabaseConfig,
    rounds: u32,
    report: &mut Report,
) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("veiviser.toml");
    let port = free_port();
    fs::write(
        &file,
        format!(
            "[server]\nlisten = \"127.0.0.1:{port}\"\npublic_url = \"http://127.0.0.1:{port}\"\n\
             sealing_keys = [\"{SEALING_KEY}\"]\n\
             [database]\nurl = {:?}\nowner_url = {:?}\n",
            database.url.expose(),
            database.owner_url.expose()
        ),
    )?;
    server::demo::load_once(&Config::load(Some(&file), &[])?).await?;
    let mut product = Command::new(crate::binary()?);
    product.arg("--config").arg(&file).arg("serve");
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        ours.push(time_start(&mut product, port, folder.path()).await?);
        let bare_port = free_port();
        let mut bare = Command::new(std::env::current_exe()?);
        bare.args(["bare", &bare_port.to_string()]);
        theirs.push(time_start(&mut bare, bare_port, folder.path()).await?);
    }
    let text = format!("product {:.1}, bare {:.1}", median(&ours), median(&theirs));
    Report::note("ms from start to first answer", &text);
    let ratios: Vec<f64> = ours
        .iter()
        .zip(&theirs)
        .map(|(one, other)| one / other)
        .collect();
    report.ratio("cold start", &ratios, Target::AtMost(10.0));
    Ok(())
}

/// Milliseconds until `/healthz` answers 200.
async fn time_start(command: &mut Command, port: u16, folder: &Path) -> anyhow::Result<f64> {
    let begun = Instant::now();
    let server = Server::spawn(command, port, &folder.join("log"))?;
    while !answers(port).await.unwrap_or(false) {
        ensure!(
            begun.elapsed() < Duration::from_mins(1),
            "no answer within a minute"
        );
        sleep(Duration::from_micros(500)).await;
    }
    let took = begun.elapsed();
    drop(server);
    Ok(took.as_secs_f64() * 1e3)
}

async fn answers(port: u16) -> anyhow::Result<bool> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    stream
        .write_all(b"GET /healthz HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n")
        .await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer.starts_with("HTTP/1.1 200"))
}

#[handler]
fn healthz() -> &'static str {
    "ok"
}

/// The reference: poem and one answer.
pub(crate) async fn serve_bare(port: u16) -> anyhow::Result<()> {
    let acceptor = PoemListener::bind(("127.0.0.1", port).to_owned())
        .into_acceptor()
        .await
        .context("the port cannot be had")?;
    PoemServer::new_with_acceptor(NoDelay(acceptor))
        .run(Route::new().at("/healthz", get(healthz)))
        .await?;
    Ok(())
}
