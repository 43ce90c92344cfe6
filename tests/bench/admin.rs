//! `cargo xtask bench admin`: lists of a large centre over those of a centre with one of everything, and live messages
//! while old ones are erased over live messages without that.

use std::time::Duration;

use anyhow::ensure;
use clap::Args;
use platform::{Database, database::DatabaseConfig};
use sea_orm::{ConnectionTrait, DbBackend};
use serde_json::{Value, json};
use testkit::TestDatabase;
use tokio::time::Instant;

use crate::{
    figures::{Report, Target, median, percentile, sorted},
    load::Load,
    product::{CHATS_EACH, Product, SUBPROTOCOL, text},
    stock::{self, ADMINISTRATORS, Amounts, Stock},
};

/// Messages a second while it is erased.
const PER_SECOND: u32 = 50;
/// Time until the erasing begins at the latest.
const BEGINS: Duration = Duration::from_secs(30);

#[derive(Args)]
pub(crate) struct Options {
    /// Requests of each list.
    #[arg(long, default_value_t = 400)]
    requests: usize,
    /// Staff of all centres.
    #[arg(long, default_value_t = 2000)]
    staff: u32,
    /// Entries in the log of the large centre.
    #[arg(long, default_value_t = 200_000)]
    entries: u32,
    /// Old messages to erase.
    #[arg(long, default_value_t = 1_000_000)]
    messages: u32,
    /// Live chats meanwhile.
    #[arg(long, default_value_t = 200)]
    chats: usize,
    /// Rounds of live messages, without and with erasing.
    #[arg(long, default_value_t = 5)]
    rounds: u32,
    /// Seconds of a round.
    #[arg(long, default_value_t = 6)]
    seconds: u64,
    /// Only on this database.
    #[arg(long)]
    only: Option<Backend>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Backend {
    Sqlite,
    Postgres,
}

/// Measures on both databases; true when every figure is reached.
pub(crate) async fn run(options: &Options) -> anyhow::Result<bool> {
    let mut report = Report::default();
    for (backend, name) in [
        (Backend::Sqlite, "SQLite"),
        (Backend::Postgres, "PostgreSQL"),
    ] {
        if options.only.is_some_and(|only| only != backend) {
            continue;
        }
        println!(
            "{name}: {} staff, {} log entries, {} old messages",
            options.staff, options.entries, options.messages
        );
        let database = match backend {
            Backend::Sqlite => TestDatabase::sqlite().await,
            Backend::Postgres => TestDatabase::postgres().await,
        };
        measure(options, &database.config, &mut report).await?;
    }
    Ok(report.is_met())
}

async fn measure(
    options: &Options,
    config: &DatabaseConfig,
    report: &mut Report,
) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let desks = options.chats / CHATS_EACH;
    let mut product = Product::prepare(folder.path(), config, desks).await?;
    let database = Database::open(config).await?;
    let amounts = Amounts {
        staff: options.staff,
        entries: options.entries,
    };
    let stock = stock::fill(&database, amounts).await?;
    if database.backend() == DbBackend::Postgres {
        // As its own housekeeping does within a minute.
        Database::as_owner(config, async |pool| {
            pool.execute_unprepared("ANALYZE").await.map(drop)
        })
        .await?;
    }
    product.start().await?;
    lists(options, &product, &stock, report).await?;
    erasing(options, &mut product, &database, report)
        .await
        .map_err(|error| error.context(product.log()))?;
    Ok(database.close().await?)
}

async fn log_in(product: &Product, email: &str) -> anyhow::Result<String> {
    let answer = product.open_session(email).await?;
    text(&answer, "token")
}

/// Each list of the large centre in turn with the same list of the small one.
async fn lists(
    options: &Options,
    product: &Product,
    stock: &Stock,
    report: &mut Report,
) -> anyhow::Result<()> {
    let [large, small, _national] = ADMINISTRATORS;
    let (large_token, small_token) = (log_in(product, large).await?, log_in(product, small).await?);
    let half = options.entries / 2;
    let deep = format!("/audit-log?after={half}");
    for (what, tail, one) in [
        ("log, first page", "/audit-log", "/audit-log?limit=1"),
        ("log, from the middle", deep.as_str(), "/audit-log?limit=1"),
        (
            "log, one action",
            "/audit-log?action=site:update",
            "/audit-log?limit=1",
        ),
        ("staff", "/staff", "/staff"),
    ] {
        let paths = [
            (format!("/centres/{}{tail}", stock.large), &large_token),
            (format!("/centres/{}{one}", stock.small), &small_token),
        ];
        compare(options, product, (what, &paths), report).await?;
    }
    let paths = [
        ("/centres".to_owned(), &large_token),
        (format!("/centres/{}", stock.small), &small_token),
    ];
    compare(options, product, ("centres", &paths), report).await
}

async fn compare(
    options: &Options,
    product: &Product,
    (what, paths): (&str, &[(String, &String); 2]),
    report: &mut Report,
) -> anyhow::Result<()> {
    let mut millis = [Vec::new(), Vec::new()];
    for round in 0..=options.requests {
        for ((path, token), taken) in paths.iter().zip(&mut millis) {
            let begun = Instant::now();
            product.call("GET", path, Some(token), None).await?;
            // The first warms up.
            if round > 0 {
                taken.push(begun.elapsed().as_secs_f64() * 1e3);
            }
        }
    }
    let [many, one] = millis.map(|taken| percentile(&sorted(&taken), 99));
    Report::note(
        &format!("{what}: p99 ms"),
        &format!("large {many:.2}, one row {one:.2}"),
    );
    report.ratio(what, &[many / one], Target::AtMost(5.0));
    Ok(())
}

/// Live messages alone, then while old ones are erased.
async fn erasing(
    options: &Options,
    product: &mut Product,
    database: &Database,
    report: &mut Report,
) -> anyhow::Result<()> {
    let lasts = Duration::from_secs(options.seconds);
    let mut load = Load::new(Some(SUBPROTOCOL));
    product.grow(&mut load, options.chats).await?;
    load.introduce(0).await?;
    stock::add_old_talks(database, options.messages).await?;
    let mut alone = Vec::new();
    // One round warms up.
    for round in 0..=options.rounds {
        let played = load.trickle(PER_SECOND, lasts).await?;
        if round > 0 {
            alone.push(percentile(&played.millis, 99));
        }
    }
    let before = stock::count_old(database).await?;
    begin_erasing(product, database, before).await?;
    let mut beside = Vec::new();
    for _ in 0..options.rounds {
        if stock::count_old(database).await? == 0 {
            break;
        }
        let played = load.trickle(PER_SECOND, lasts).await?;
        beside.push(percentile(&played.millis, 99));
    }
    let after = stock::count_old(database).await?;
    ensure!(
        !beside.is_empty(),
        "all was erased before the first round: give more messages"
    );
    Report::note("old talks before, after", &format!("{before}, {after}"));
    report.require(after < before, "nothing was erased meanwhile");
    let (alone, beside) = (median(&alone), median(&beside));
    Report::note(
        "live p99 ms",
        &format!("alone {alone:.2}, while erasing {beside:.2}"),
    );
    report.ratio(
        "live p99 while erasing",
        &[beside / alone],
        Target::AtMost(1.2),
    );
    Ok(())
}

/// The coordinator chooses a shorter time, which is looked after at once.
async fn begin_erasing(product: &Product, database: &Database, before: i64) -> anyhow::Result<()> {
    let [_large, _small, national] = ADMINISTRATORS;
    let token = log_in(product, national).await?;
    let choice: Value = json!({"content_hours": 24, "audit_days": 36_500});
    product
        .replace("/national/retention", &token, &choice)
        .await?;
    let deadline = Instant::now() + BEGINS;
    while stock::count_old(database).await? == before {
        ensure!(Instant::now() < deadline, "the erasing does not begin");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}
