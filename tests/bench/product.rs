//! The two systems as processes of their own.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use access::{NewAccount, NewRole, assign_role, create_account};
use anyhow::{Context, bail, ensure};
use centres::{NewCentre, NewStaff, Span, Terms, WeeklyInterval};
use chrono::Datelike;
use futures_util::{StreamExt, TryStreamExt, stream};
use kernel::{CentreId, Channel, Language, QueueKind, Role};
use platform::{Ctx, Database, Pii, Secret, TenantTx, database::DatabaseConfig, system_sources};
use reqwest::Client;
use serde_json::{Value, json};
use testkit::{SEALING_KEY, free_port};
use tokio::time::{Instant, sleep};

use crate::load::Load;

pub(crate) const SUBPROTOCOL: &str = "veiviser.v1";
/// Chats of one counsellor.
pub(crate) const CHATS_EACH: usize = 5;
pub(crate) const PASSWORD: &str = "bench-passord-123";
/// Requests at the same time while the stage is set.
const ABREAST: usize = 8;
const START_LIMIT: Duration = Duration::from_mins(1);

/// A server process, killed when dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) port: u16,
}

impl Server {
    /// Starts `program` and waits until it answers at `path`.
    pub(crate) fn spawn(command: &mut Command, port: u16, log: &Path) -> anyhow::Result<Self> {
        let log = fs::File::options().create(true).append(true).open(log)?;
        let child = command
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .with_context(|| format!("{} cannot be started", command.get_program().display()))?;
        Ok(Self { child, port })
    }

    /// Kilobytes of memory that are this process's own share.
    pub(crate) fn memory_kb(&self) -> anyhow::Result<f64> {
        let file = format!("/proc/{}/smaps_rollup", self.child.id());
        let text = fs::read_to_string(&file).with_context(|| file.clone())?;
        let line = text.lines().find_map(|line| line.strip_prefix("Pss:"));
        let kb = line.and_then(|line| line.trim().strip_suffix(" kB"));
        Ok(kb.with_context(|| file)?.parse()?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _gone = self.child.kill().is_err();
        let _reaped = self.child.wait().is_ok();
    }
}

/// The product with one centre that is always open and has enough counsellors.
pub(crate) struct Product {
    folder: PathBuf,
    client: Client,
    /// Its copies, each on a port of its own.
    servers: Vec<Server>,
    ports: Vec<u16>,
    desks: Vec<String>,
    seekers: Vec<(String, String)>,
}

impl Product {
    /// Writes centre, counsellors and configuration of one copy; the program is not started yet.
    pub(crate) async fn prepare(
        folder: &Path,
        config: &DatabaseConfig,
        counsellors: usize,
    ) -> anyhow::Result<Self> {
        Self::prepare_replicas(folder, config, counsellors, (1, "")).await
    }

    /// The same for some copies, which hear of each other by the bus at an address.
    pub(crate) async fn prepare_replicas(
        folder: &Path,
        config: &DatabaseConfig,
        counsellors: usize,
        (replicas, bus): (usize, &str),
    ) -> anyhow::Result<Self> {
        let mut ports = Vec::new();
        for _ in 0..replicas {
            let port = free_port();
            fs::write(file_of(folder, port), configuration(port, config, bus))?;
            ports.push(port);
        }
        let database = Database::open(config).await?;
        employ(&database, counsellors).await?;
        database.close().await?;
        Ok(Self {
            folder: folder.to_owned(),
            client: Client::builder().no_proxy().build()?,
            servers: Vec::new(),
            ports,
            desks: Vec::new(),
            seekers: Vec::new(),
        })
    }

    /// Starts the program, again if it ran.
    pub(crate) async fn start(&mut self) -> anyhow::Result<()> {
        self.servers.clear();
        let log = self.folder.join("product.log");
        for port in &self.ports {
            let mut command = Command::new(crate::binary()?);
            command
                .arg("--config")
                .arg(file_of(&self.folder, *port))
                .arg("serve");
            self.servers.push(Server::spawn(&mut command, *port, &log)?);
            let deadline = Instant::now() + START_LIMIT;
            let probe = format!("http://127.0.0.1:{port}/readyz");
            while self.client.get(&probe).send().await.is_err() {
                ensure!(
                    Instant::now() < deadline,
                    "no answer: see {}",
                    log.display()
                );
                sleep(Duration::from_millis(50)).await;
            }
        }
        Ok(())
    }

    /// The end of what the program wrote.
    pub(crate) fn log(&self) -> String {
        let text = fs::read_to_string(self.folder.join("product.log")).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        let tail = lines.len().saturating_sub(20);
        lines.get(tail..).unwrap_or_default().join("\n")
    }

    pub(crate) fn server(&self) -> anyhow::Result<&Server> {
        self.servers.first().context("the product does not run")
    }

    /// Brings the number of chats under way to `chats`, all lines open.
    pub(crate) async fn grow(&mut self, load: &mut Load, chats: usize) -> anyhow::Result<()> {
        let first = self.seekers.len();
        let new_desks = self.desks.len()..chats / CHATS_EACH;
        let tokens: Vec<String> = stream::iter(new_desks)
            .map(|number| self.log_in(number))
            .buffered(ABREAST)
            .try_collect()
            .await?;
        for token in tokens {
            self.open_desk(load, self.desks.len(), &token).await?;
            self.desks.push(token);
        }
        let body = json!({"language": "nb", "consent": true});
        let started: Vec<Value> = stream::iter(first..chats)
            .map(|_| self.call("POST", "/conversations", None, Some(&body)))
            .buffered(ABREAST)
            .try_collect()
            .await?;
        for answer in started {
            self.seekers
                .push((text(&answer, "id")?, text(&answer, "token")?));
        }
        self.accept(chats - first).await?;
        for (line, seeker) in self.seekers.iter().enumerate().skip(first) {
            self.open_seeker(load, line, seeker).await?;
        }
        Ok(())
    }

    /// Opens all lines again, after a start.
    pub(crate) async fn reopen(&self, load: &mut Load) -> anyhow::Result<()> {
        for (line, token) in self.desks.iter().enumerate() {
            self.open_desk(load, line, token).await?;
        }
        for (line, seeker) in self.seekers.iter().enumerate() {
            self.open_seeker(load, line, seeker).await?;
        }
        Ok(())
    }

    /// The copy that serves a line, each in its turn.
    fn port_of(&self, line: usize) -> u16 {
        let mut ports = self.ports.iter().cycle().skip(line % self.ports.len());
        ports.next().copied().unwrap_or_default()
    }

    async fn open_desk(&self, load: &mut Load, line: usize, token: &str) -> anyhow::Result<()> {
        let port = self.port_of(line);
        let address = format!("ws://127.0.0.1:{port}/api/v1/desk/stream");
        let desk = self.call("GET", "/desk", Some(token), None).await?;
        let contacts = desk.get("contacts").and_then(Value::as_array);
        let mut after = serde_json::Map::new();
        for contact in contacts.context("no contacts")? {
            let last = contact.get("last_seq").cloned().unwrap_or_default();
            after.insert(text(contact, "id")?, last);
        }
        let hello = json!({"type": "hello", "token": token, "after": after});
        load.add_counsellor(&address, &hello).await
    }

    async fn open_seeker(
        &self,
        load: &mut Load,
        line: usize,
        (id, token): &(String, String),
    ) -> anyhow::Result<()> {
        let path = format!("/conversations/{id}");
        let port = self.port_of(line);
        let address = format!("ws://127.0.0.1:{port}/api/v1{path}/stream");
        let conversation = self.call("GET", &path, Some(token), None).await?;
        let hello = json!({"type": "hello", "token": token, "after": conversation.get("last_seq")});
        load.add_seeker(&address, &hello).await
    }

    async fn log_in(&self, number: usize) -> anyhow::Result<String> {
        let answer = self.open_session(&email(number)).await?;
        let token = text(&answer, "token")?;
        let available = json!({"state": "available"});
        self.call("PUT", "/me/presence", Some(&token), Some(&available))
            .await?;
        Ok(token)
    }

    /// Takes offers at all desks until so many were taken.
    async fn accept(&self, count: usize) -> anyhow::Result<()> {
        let deadline = Instant::now() + START_LIMIT;
        let mut taken = 0;
        while taken < count {
            ensure!(
                Instant::now() < deadline,
                "only {taken} of {count} chats were offered"
            );
            let rounds: Vec<usize> = stream::iter(&self.desks)
                .map(|token| self.accept_at(token))
                .buffered(ABREAST)
                .try_collect()
                .await?;
            taken += rounds.into_iter().sum::<usize>();
        }
        Ok(())
    }

    async fn accept_at(&self, token: &str) -> anyhow::Result<usize> {
        let desk = self.call("GET", "/desk", Some(token), None).await?;
        let offers = desk.get("offers").and_then(Value::as_array);
        let offers = offers.context("no offers")?;
        let mut accepted = 0;
        let nothing = json!({});
        for offer in offers {
            let path = format!("/offers/{}/accept", text(offer, "id")?);
            let answer = self.call("POST", &path, Some(token), Some(&nothing));
            // One may have been taken back meanwhile; its contact is offered again.
            accepted += usize::from(answer.await.is_ok());
        }
        Ok(accepted)
    }

    /// Logs somebody in for scripts.
    pub(crate) async fn open_session(&self, email: &str) -> anyhow::Result<Value> {
        let body = json!({"email": email, "password": PASSWORD, "bearer": true});
        self.call("POST", "/auth/login", None, Some(&body)).await
    }

    /// Replaces something that has a version, whatever it is now.
    pub(crate) async fn replace(
        &self,
        path: &str,
        token: &str,
        body: &Value,
    ) -> anyhow::Result<()> {
        let address = format!("http://127.0.0.1:{}/api/v1{path}", self.port_of(0));
        let request = self.client.put(address).bearer_auth(token);
        let answer = request.header("if-match", "*").json(body).send().await?;
        ensure!(answer.status().is_success(), "{path}: {}", answer.status());
        Ok(())
    }

    pub(crate) async fn call(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: Option<&Value>,
    ) -> anyhow::Result<Value> {
        let address = format!("http://127.0.0.1:{}/api/v1{path}", self.port_of(0));
        let mut request = self.client.request(method.parse()?, address);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await?;
        let status = answer.status();
        let text = answer.text().await?;
        if !status.is_success() {
            bail!("{method} {path}: {status} {text}");
        }
        Ok(serde_json::from_str(&text).unwrap_or_default())
    }
}

fn file_of(folder: &Path, port: u16) -> PathBuf {
    folder.join(format!("veiviser-{port}.toml"))
}

fn configuration(port: u16, config: &DatabaseConfig, bus: &str) -> String {
    format!(
        "[server]\nlisten = \"127.0.0.1:{port}\"\npublic_url = \"http://127.0.0.1:{port}\"\n\
         sealing_keys = [\"{SEALING_KEY}\"]\n\
         [chat]\nstarts_at_once = 100000\nrequests_at_once = 1000000\nframes_per_second = 100000\n\
         counsellor_lost_seconds = 30\n\
         [routing]\nmisses_before_away = 0\n[routing.offer_timeout_s]\nchat = 300\n\
         [bus]\nurl = {bus:?}\n\
         [database]\nurl = {:?}\nowner_url = {:?}\n",
        config.url.expose(),
        config.owner_url.expose()
    )
}

fn email(number: usize) -> String {
    format!("counsellor{number}@bench.example")
}

pub(crate) fn text(value: &Value, field: &str) -> anyhow::Result<String> {
    let text = value.get(field).and_then(Value::as_str);
    text.map(str::to_owned)
        .with_context(|| format!("no text {field} in {value}"))
}

async fn employ(database: &Database, counsellors: usize) -> anyhow::Result<()> {
    let ctx = Ctx::system(&system_sources(), database);
    let tx = ctx.write().await?;
    let centre = centres::create_centre(&ctx, &tx, always_open(&ctx)?).await?;
    for number in 0..counsellors {
        employ_one(&ctx, &tx, centre, number).await?;
    }
    Ok(tx.commit().await?)
}

async fn employ_one(
    ctx: &Ctx,
    tx: &TenantTx,
    centre: CentreId,
    number: usize,
) -> anyhow::Result<()> {
    let account = NewAccount {
        email: Pii::new(email(number)),
        name: Pii::new(format!("Counsellor {number}")),
        password: Secret::new(PASSWORD.to_owned()),
    };
    let account = create_account(ctx, tx, account).await?;
    let staff = NewStaff {
        centre_id: centre,
        account_id: account,
        alias: format!("Alias {number}"),
        languages: vec![Language::Nb],
        topics: Vec::new(),
        capacity_units: u32::try_from(CHATS_EACH)?,
    };
    let staff = centres::create_staff(ctx, tx, staff).await?;
    let role = NewRole {
        account,
        role: Role::Counsellor,
        centre: Some(centre),
        staff: Some(staff),
    };
    assign_role(ctx, tx, role).await?;
    Ok(())
}

fn always_open(ctx: &Ctx) -> anyhow::Result<NewCentre> {
    let mut intervals = Vec::new();
    for day in 0..7_u8 {
        intervals.push(WeeklyInterval {
            queue: QueueKind::National,
            channel: Channel::Chat,
            weekday: day.try_into()?,
            span: Span::from_clock("00:00", "24:00")?,
            valid_from: None,
            valid_until: None,
        });
    }
    Ok(NewCentre {
        county: "03".parse()?,
        name: "Bench".to_owned(),
        region: "bench".to_owned(),
        languages: vec![Language::Nb],
        time_zone: centres::DEFAULT_ZONE,
        local_reserve: 0,
        sites: Vec::new(),
        intervals,
        agreements: vec![Terms {
            channel: Channel::Chat,
            share: 1,
            weekly_minutes: None,
            valid_from: ctx.now.date_naive().with_ordinal(1).context("no date")?,
            valid_until: None,
        }],
    })
}
