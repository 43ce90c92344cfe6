//! `cargo xtask bench chat`: throughput, latency and memory of the product over those of the relay.

use std::{path::Path, process::Command, time::Duration};

use anyhow::{Context, ensure};
use clap::Args;
use platform::{Database, database::DatabaseConfig};
use sea_orm::Statement;
use serde_json::json;
use testkit::{NatsServer, TestDatabase, free_port};
use tokio::{net::TcpStream, time::sleep};

use crate::{
    figures::{Report, Target, percentile, sorted, spread},
    load::{Load, Round},
    product::{CHATS_EACH, Product, SUBPROTOCOL, Server},
};

/// Chats of the throughput figure.
const BUSY: usize = 200;
/// Chats of the latency and memory figures.
const MANY: usize = 1000;
/// Messages a second of the latency figure.
const PER_SECOND: u32 = 100;
/// What the reference may vary by between rounds before they are called unsteady.
const UNSTEADY: f64 = 1.5;

#[derive(Args)]
pub(crate) struct Options {
    /// Rounds of each system for each figure.
    #[arg(long, default_value_t = 5)]
    rounds: u32,
    /// Seconds of a round.
    #[arg(long, default_value_t = 6)]
    seconds: u64,
    /// Only on this database.
    #[arg(long)]
    only: Option<Backend>,
    /// Copies of the product that share the work, on PostgreSQL with NATS between them.
    #[arg(long, default_value_t = 1)]
    replicas: usize,
}

impl Options {
    /// How much dearer a message may be that goes from one copy to another, all of them and NATS being on the
    /// machine where the relay is alone.
    const fn dearer(&self) -> f64 {
        if self.replicas > 1 { 3.0 } else { 1.0 }
    }
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
        let alone = options.replicas > 1 && backend == Backend::Sqlite;
        if alone || options.only.is_some_and(|only| only != backend) {
            continue;
        }
        println!(
            "{name}, {} of the product: product over relay, median of {} rounds [least..greatest]",
            options.replicas, options.rounds
        );
        let nats = (options.replicas > 1).then(NatsServer::start);
        let bus = nats.as_ref().map(NatsServer::url).unwrap_or_default();
        let (ours, theirs) = match backend {
            Backend::Sqlite => (TestDatabase::sqlite().await, TestDatabase::sqlite().await),
            Backend::Postgres => (
                TestDatabase::postgres().await,
                TestDatabase::postgres().await,
            ),
        };
        Match::prepare(&ours.config, &theirs.config, (options.replicas, &bus))
            .await?
            .play(options, &mut report)
            .await?;
    }
    Ok(report.is_met())
}

/// Both systems, with clients connected to each.
struct Match<'a> {
    product: Product,
    product_load: Load,
    relay: Relay,
    relay_load: Load,
    ours: &'a DatabaseConfig,
    theirs: &'a DatabaseConfig,
    folder: tempfile::TempDir,
}

impl<'a> Match<'a> {
    async fn prepare(
        ours: &'a DatabaseConfig,
        theirs: &'a DatabaseConfig,
        replicas: (usize, &str),
    ) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let counsellors = MANY / CHATS_EACH;
        let mut product =
            Product::prepare_replicas(folder.path(), ours, counsellors, replicas).await?;
        product.start().await?;
        Ok(Self {
            product,
            product_load: Load::new(Some(SUBPROTOCOL)),
            relay: Relay::start(theirs, folder.path()).await?,
            relay_load: Load::new(None),
            ours,
            theirs,
            folder,
        })
    }

    async fn play(mut self, options: &Options, report: &mut Report) -> anyhow::Result<()> {
        let lasts = Duration::from_secs(options.seconds);
        self.grow(BUSY).await?;
        let rounds = self
            .rounds(options.rounds, async |load| load.saturate(lasts).await)
            .await
            .map_err(|error| error.context(self.product.log()))?;
        throughput(report, &rounds, options);
        self.grow(MANY).await?;
        let rounds = self
            .rounds(options.rounds, async |load| {
                load.trickle(PER_SECOND, lasts).await
            })
            .await?;
        latency(report, &rounds, options);
        self.nothing_is_lost(report).await?;
        // What a line costs is the same in every copy.
        if options.replicas > 1 {
            return Ok(());
        }
        self.memory(report).await
    }

    async fn grow(&mut self, chats: usize) -> anyhow::Result<()> {
        let first = self.relay_load_len();
        self.product.grow(&mut self.product_load, chats).await?;
        self.relay.grow(&mut self.relay_load, chats).await?;
        self.product_load.introduce(first).await?;
        self.relay_load.introduce(first).await
    }

    fn relay_load_len(&self) -> usize {
        self.relay.chats
    }

    /// Product and relay in turn, the order changing every round. One round of each warms up.
    async fn rounds(
        &mut self,
        count: u32,
        mut play: impl AsyncFnMut(&mut Load) -> anyhow::Result<Round>,
    ) -> anyhow::Result<Vec<(Round, Round)>> {
        let mut rounds = Vec::new();
        for number in 0..=count {
            let pair = if number % 2 == 0 {
                let ours = play(&mut self.product_load).await?;
                (ours, play(&mut self.relay_load).await?)
            } else {
                let theirs = play(&mut self.relay_load).await?;
                (play(&mut self.product_load).await?, theirs)
            };
            if number > 0 {
                rounds.push(pair);
            }
        }
        Ok(rounds)
    }

    /// Every message sent is stored, once.
    async fn nothing_is_lost(&self, report: &mut Report) -> anyhow::Result<()> {
        let ours = count(
            self.ours,
            "SELECT count(*) AS rows FROM message WHERE author <> 'service'",
        )
        .await?;
        let theirs = count(self.theirs, "SELECT count(*) AS rows FROM relay_message").await?;
        let (sent, relayed) = (self.product_load.sent(), self.relay_load.sent());
        Report::note(
            "messages stored by the product, sent",
            &format!("{ours}, {sent}"),
        );
        report.require(
            u64::try_from(ours)? == sent,
            "the product stored another number than was sent",
        );
        report.require(
            u64::try_from(theirs)? == relayed,
            "the relay stored another number than was sent",
        );
        Ok(())
    }

    /// What an open line costs: both start afresh, and are looked at before and after all lines are opened.
    async fn memory(mut self, report: &mut Report) -> anyhow::Result<()> {
        const SETTLE: Duration = Duration::from_secs(3);
        drop(self.product_load);
        drop(self.relay_load);
        self.product.start().await?;
        let mut relay = Relay::start(self.theirs, self.folder.path()).await?;
        drop(self.relay);
        sleep(SETTLE).await;
        let before = (
            self.product.server()?.memory_kb()?,
            relay.server.memory_kb()?,
        );
        let (mut ours, mut theirs) = (Load::new(Some(SUBPROTOCOL)), Load::new(None));
        self.product.reopen(&mut ours).await?;
        relay.grow(&mut theirs, MANY).await?;
        sleep(SETTLE).await;
        let after = (
            self.product.server()?.memory_kb()?,
            relay.server.memory_kb()?,
        );
        let lines = f64::from(u32::try_from(MANY + MANY / CHATS_EACH)?);
        let (ours, theirs) = ((after.0 - before.0) / lines, (after.1 - before.1) / lines);
        Report::note(
            "kB per idle connection",
            &format!("product {ours:.1}, relay {theirs:.1}"),
        );
        Report::note(
            "MB with all connections",
            &format!(
                "product {:.1}, relay {:.1}",
                after.0 / 1024.0,
                after.1 / 1024.0
            ),
        );
        report.ratio(
            "memory per idle connection",
            &[ours / theirs],
            Target::AtMost(2.0),
        );
        Ok(())
    }
}

fn throughput(report: &mut Report, rounds: &[(Round, Round)], options: &Options) {
    let rate = |round: &Round| round.delivered_per_second;
    steadiness(rounds, rate);
    tell("delivered messages a second, 200 chats", rounds, rate);
    let ratios: Vec<f64> = rounds
        .iter()
        .map(|(ours, theirs)| rate(ours) / rate(theirs))
        .collect();
    report.ratio(
        "throughput",
        &ratios,
        Target::AtLeast(0.5 / options.dearer()),
    );
}

fn latency(report: &mut Report, rounds: &[(Round, Round)], options: &Options) {
    for (percent, name, most) in [(50, "p50", 1.5), (99, "p99", 2.0)] {
        let at = |round: &Round| percentile(&round.millis, percent);
        if percent == 50 {
            steadiness(rounds, at);
        }
        tell(
            &format!("{name} ms, 1000 chats, 100 messages a second"),
            rounds,
            at,
        );
        let ratios: Vec<f64> = rounds
            .iter()
            .map(|(ours, theirs)| at(ours) / at(theirs))
            .collect();
        report.ratio(name, &ratios, Target::AtMost(most * options.dearer()));
    }
}

fn tell(what: &str, rounds: &[(Round, Round)], figure: impl Fn(&Round) -> f64) {
    let ours: Vec<f64> = rounds.iter().map(|(ours, _)| figure(ours)).collect();
    let theirs: Vec<f64> = rounds.iter().map(|(_, theirs)| figure(theirs)).collect();
    let median = |values: &[f64]| percentile(&sorted(values), 50);
    let text = format!("product {:.2}, relay {:.2}", median(&ours), median(&theirs));
    Report::note(what, &text);
}

/// Says so where the machine itself was unsteady: the ratios are then worth less.
fn steadiness(rounds: &[(Round, Round)], figure: impl Fn(&Round) -> f64) {
    let theirs: Vec<f64> = rounds.iter().map(|(_, theirs)| figure(theirs)).collect();
    let (low, high) = spread(&theirs);
    if high > low * UNSTEADY {
        Report::note(
            "unsteady machine: relay's greatest over least",
            &format!("{:.2}", high / low),
        );
    }
}

async fn count(config: &DatabaseConfig, sql: &str) -> anyhow::Result<i64> {
    let database = Database::open(config).await?;
    let statement = Statement::from_string(database.backend(), sql);
    let rows = database.run_as_system(statement).await?;
    database.close().await?;
    Ok(rows.first().context("no count")?.try_get("", "rows")?)
}

struct Relay {
    server: Server,
    chats: usize,
}

impl Relay {
    async fn start(config: &DatabaseConfig, folder: &Path) -> anyhow::Result<Self> {
        let port = free_port();
        let owner = config.owner_url.expose();
        let url = if owner.is_empty() {
            config.url.expose()
        } else {
            owner
        };
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["relay", &port.to_string(), url, &MANY.to_string()]);
        let server = Server::spawn(&mut command, port, &folder.join("relay.log"))?;
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                return Ok(Self { server, chats: 0 });
            }
            sleep(Duration::from_millis(50)).await;
        }
        let log = std::fs::read_to_string(folder.join("relay.log"))?;
        ensure!(false, "the relay does not start: {log}");
        unreachable!()
    }

    async fn grow(&mut self, load: &mut Load, chats: usize) -> anyhow::Result<()> {
        let address = format!("ws://127.0.0.1:{}/", self.server.port);
        for first in (self.chats..chats).step_by(CHATS_EACH) {
            let mine: Vec<usize> = (first..first + CHATS_EACH).collect();
            let hello = json!({"type": "hello", "side": "counsellor", "chats": mine});
            load.add_counsellor(&address, &hello).await?;
        }
        for chat in self.chats..chats {
            let hello = json!({"type": "hello", "side": "seeker", "chats": [chat]});
            load.add_seeker(&address, &hello).await?;
        }
        self.chats = chats;
        Ok(())
    }
}
