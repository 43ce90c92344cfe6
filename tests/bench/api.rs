//! `cargo xtask bench api`: how long partners wait for answers, over a bare poem server at the same rate, and for what
//! is kept, over what the database takes for a commit.

use std::{path::Path, process::Command, time::Duration};

use anyhow::{Context, ensure};
use clap::Args;
use kernel::OrganisationNumber;
use platform::{Ctx, Database, database::DatabaseConfig, draw_key, system_sources};
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use testkit::{SigningKey, TestDatabase, free_port};
use tokio::{
    task::JoinSet,
    time::{Instant, sleep},
};

use crate::{
    commits::Commits,
    figures::{Report, Target, percentile, sorted},
    product::{Product, Server, text},
    stock::{self, ADMINISTRATORS},
};

/// Partners that share the requests: each may send 100 a second for as long as it likes.
const PARTNERS: usize = 6;
const KID: &str = "bench";
const ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const START_LIMIT: Duration = Duration::from_secs(20);
/// How much longer than the bare server's p99 an answer's may be.
const READ: f64 = 3.0;
/// Commits that the p99 of a durable write may take besides.
const COMMITS: f64 = 2.0;

#[derive(Args)]
pub(crate) struct Options {
    /// Rounds of each.
    #[arg(long, default_value_t = 5)]
    rounds: u32,
    /// Seconds of a round.
    #[arg(long, default_value_t = 6)]
    seconds: u64,
    /// Reads a second.
    #[arg(long, default_value_t = 500)]
    reads: u32,
    /// Durable writes a second.
    #[arg(long, default_value_t = 100)]
    writes: u32,
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
            "{name}: {} reads and {} durable writes a second, apart, median of {} rounds [least..greatest]",
            options.reads, options.writes, options.rounds
        );
        let (ours, theirs) = match backend {
            Backend::Sqlite => (TestDatabase::sqlite().await, TestDatabase::sqlite().await),
            Backend::Postgres => (
                TestDatabase::postgres().await,
                TestDatabase::postgres().await,
            ),
        };
        measure(options, (&ours.config, &theirs.config), &mut report).await?;
    }
    Ok(report.is_met())
}

async fn measure(
    options: &Options,
    (ours, theirs): (&DatabaseConfig, &DatabaseConfig),
    report: &mut Report,
) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let mut product = Product::prepare(folder.path(), ours, 0).await?;
    appoint_coordinator(ours).await?;
    product.start().await?;
    let partners = Partners::register(&product).await?;
    let hello = Hello::start(folder.path()).await?;
    let mut commits = Commits::open(theirs).await?;
    let lasts = Duration::from_secs(options.seconds);
    let (mut reads, mut writes) = (Vec::new(), Vec::new());
    // One round warms up.
    for round in 0..=options.rounds {
        let bare = at_rate(options.reads, lasts, |_| hello.ask()).await?;
        let read = at_rate(options.reads, lasts, |number| partners.read(number)).await;
        let read = read.map_err(|error| error.context(product.log()))?;
        let commit = commits.at_rate(options.writes, lasts).await?;
        let write = at_rate(options.writes, lasts, |number| partners.write(number)).await;
        let write = write.map_err(|error| error.context(product.log()))?;
        let [bare, read, commit, write] =
            [bare, read, commit, write].map(|millis| percentile(&millis, 99));
        if round > 0 {
            let figures =
                format!("hello {bare:.2}, read {read:.2}, commit {commit:.2}, write {write:.2}");
            Report::note("p99 ms", &figures);
            reads.push(read / bare);
            writes.push(write / (READ * bare + COMMITS * commit));
        }
    }
    report.ratio("read, over hello", &reads, Target::AtMost(READ));
    let bound = format!("write, over {READ} hello and {COMMITS} commits");
    report.ratio(&bound, &writes, Target::AtMost(1.0));
    Ok(())
}

async fn appoint_coordinator(config: &DatabaseConfig) -> anyhow::Result<()> {
    let [_large, _small, national] = ADMINISTRATORS;
    let database = Database::open(config).await?;
    let ctx = Ctx::system(&system_sources(), &database);
    let tx = ctx.write().await?;
    stock::appoint(&ctx, &tx, national, None).await?;
    tx.commit().await?;
    Ok(database.close().await?)
}

/// Sends requests at a rate, whether or not earlier ones were answered. Milliseconds of each, in order.
async fn at_rate(
    per_second: u32,
    lasts: Duration,
    mut next: impl FnMut(usize) -> RequestBuilder,
) -> anyhow::Result<Vec<f64>> {
    let mut under_way = JoinSet::new();
    let mut ticks = tokio::time::interval(Duration::from_secs(1) / per_second);
    let mut sent = 0;
    let begun = Instant::now();
    while begun.elapsed() < lasts {
        ticks.tick().await;
        under_way.spawn(time(next(sent)));
        sent += 1;
    }
    let mut millis = Vec::with_capacity(sent);
    while let Some(ended) = under_way.join_next().await {
        millis.push(ended??);
    }
    Ok(sorted(&millis))
}

/// Milliseconds until the whole answer is there, which must be a success.
async fn time(request: RequestBuilder) -> anyhow::Result<f64> {
    let asked = Instant::now();
    let answer = request.send().await?;
    let status = answer.status();
    let body = answer.text().await?;
    let took = asked.elapsed();
    ensure!(status.is_success(), "{status} {body}");
    Ok(took.as_secs_f64() * 1e3)
}

/// The reference: poem and one answer.
struct Hello {
    client: Client,
    address: String,
    _server: Server,
}

impl Hello {
    async fn start(folder: &Path) -> anyhow::Result<Self> {
        let port = free_port();
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["bare", &port.to_string()]);
        let hello = Self {
            client: client()?,
            address: format!("http://127.0.0.1:{port}/healthz"),
            _server: Server::spawn(&mut command, port, &folder.join("hello.log"))?,
        };
        let deadline = Instant::now() + START_LIMIT;
        while hello.ask().send().await.is_err() {
            ensure!(Instant::now() < deadline, "the bare server does not answer");
            sleep(Duration::from_millis(20)).await;
        }
        Ok(hello)
    }

    fn ask(&self) -> RequestBuilder {
        self.client.get(&self.address)
    }
}

/// Systems of partners, each with a token.
struct Partners {
    client: Client,
    address: String,
    tokens: Vec<String>,
}

impl Partners {
    async fn register(product: &Product) -> anyhow::Result<Self> {
        let [_large, _small, national] = ADMINISTRATORS;
        let session = product.open_session(national).await?;
        let coordinator = text(&session, "token")?;
        let mut partners = Self {
            client: client()?,
            address: format!("http://127.0.0.1:{}", product.server()?.port),
            tokens: Vec::new(),
        };
        let numbers = 310_000_000_u32..;
        let is_number = |number: &String| number.parse::<OrganisationNumber>().is_ok();
        let numbers = numbers.map(|number| number.to_string()).filter(is_number);
        for number in numbers.take(PARTNERS) {
            let token = partners.enrol(product, &coordinator, &number).await?;
            partners.tokens.push(token);
        }
        Ok(partners)
    }

    /// Registers one with a key, and exchanges an assertion for a token.
    async fn enrol(
        &self,
        product: &Product,
        coordinator: &str,
        organisation: &str,
    ) -> anyhow::Result<String> {
        let body = json!({
            "organisation": organisation, "environment": "sandbox", "name": "Bench",
            "contact": "drift@bench.example", "quota": "large",
            "scopes": ["availability.read", "referral.write"]
        });
        let path = "/national/partners";
        let made = product
            .call("POST", path, Some(coordinator), Some(&body))
            .await?;
        let id = text(&made, "id")?;
        let key = SigningKey::p256();
        let path = format!("{path}/{id}/keys");
        let body = json!({"jwk": key.jwk(KID)});
        product
            .call("POST", &path, Some(coordinator), Some(&body))
            .await?;
        let now = system_sources().now().timestamp();
        let claims = json!({
            "iss": id, "sub": id, "aud": self.address, "iat": now, "exp": now + 60, "jti": id
        });
        let header = json!({"alg": key.algorithm(), "kid": KID, "typ": "JWT"});
        let assertion = key.sign(&header, &claims);
        let form = [
            ("grant_type", "client_credentials"),
            ("client_assertion_type", ASSERTION),
            ("client_assertion", assertion.as_str()),
        ];
        let request = self.call("POST", "/oauth/token")?.form(&form);
        let answer = request.send().await?.error_for_status()?;
        let answer: Value = answer.json().await?;
        text(&answer, "access_token")
    }

    fn call(&self, method: &str, path: &str) -> anyhow::Result<RequestBuilder> {
        let address = format!("{}/api/partner/v1{path}", self.address);
        Ok(self.client.request(method.parse()?, address))
    }

    /// Tokens take turns.
    fn token(&self, number: usize) -> &str {
        let mut turns = self.tokens.iter().cycle().skip(number % PARTNERS);
        turns.next().map(String::as_str).unwrap_or_default()
    }

    fn read(&self, number: usize) -> RequestBuilder {
        let address = format!("{}/api/partner/v1/availability?channel=chat", self.address);
        self.client.get(address).bearer_auth(self.token(number))
    }

    fn write(&self, number: usize) -> RequestBuilder {
        let sources = system_sources();
        let body = json!({
            "language": "nb", "county": "46", "topic": "work",
            "delivery": {"method": "handed_over"},
            "consent": {
                "asked_by": "bench", "wording": "2026-11.nb", "given_at": sources.now().to_rfc3339()
            }
        });
        self.client
            .post(format!("{}/api/partner/v1/referrals", self.address))
            .bearer_auth(self.token(number))
            .header("idempotency-key", draw_key(&sources, 24))
            .json(&body)
    }
}

/// Keeps as many connections as it ever needed.
fn client() -> anyhow::Result<Client> {
    Client::builder()
        .no_proxy()
        .tcp_nodelay(true)
        .build()
        .context("no client")
}
