//! The real program as a process of its own, with a database of the demo's.

use std::{
    fs::{self, File},
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, bail, ensure};
use platform::database::DatabaseConfig;
use reqwest::{Client, Method, StatusCode};
use serde_json::Value;
use server::Config;
use tempfile::TempDir;
use testkit::SEALING_KEY;
use tokio::time::Instant;

const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) struct Arena {
    folder: TempDir,
    binary: PathBuf,
    port: u16,
    child: Option<Child>,
    client: Client,
}

impl Arena {
    /// Loads the demo into the database; the program is not started yet.
    pub(crate) async fn open(database: &DatabaseConfig) -> Result<Self> {
        let arena = Self::replica(database, "")?;
        server::demo::load_once(&Config::load(Some(&arena.file()), &[])?).await?;
        Ok(arena)
    }

    /// A program on a database with a demo, that hears of others by the bus at this address.
    pub(crate) fn replica(database: &DatabaseConfig, bus: &str) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let port = testkit::free_port();
        let client = Client::builder()
            .timeout(Duration::from_secs(10))
            .no_proxy()
            .build()?;
        let arena = Self {
            folder,
            binary: binary()?,
            port,
            child: None,
            client,
        };
        fs::write(
            arena.file(),
            format!(
                "[server]\nlisten = \"127.0.0.1:{port}\"\npublic_url = \"http://127.0.0.1:{port}\"\n\
                 sealing_keys = [\"{SEALING_KEY}\"]\n\
                 [log]\nformat = \"text\"\nfilter = \"warn\"\n\
                 [chat]\nstarts_at_once = 1000\n\
                 [bus]\nurl = {bus:?}\n\
                 [database]\nurl = {:?}\nowner_url = {:?}\n",
                database.url.expose(),
                database.owner_url.expose()
            ),
        )?;
        Ok(arena)
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("veiviser.toml")
    }

    pub(crate) const fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub(crate) fn start(&mut self) -> Result<()> {
        let log = File::options()
            .create(true)
            .append(true)
            .open(self.folder.path().join("log"))?;
        let child = Command::new(&self.binary)
            .arg("--config")
            .arg(self.file())
            .arg("serve")
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .with_context(|| format!("{} cannot be started", self.binary.display()))?;
        self.child = Some(child);
        Ok(())
    }

    /// Ends the process without a warning; fails when it had ended by itself.
    pub(crate) fn kill(&mut self) -> Result<()> {
        let Some(mut child) = self.child.take() else {
            bail!("the server was not started");
        };
        if let Some(status) = child.try_wait()? {
            bail!("the server ended by itself, {status}:\n{}", self.log());
        }
        child.kill()?;
        child.wait()?;
        Ok(())
    }

    /// Sends the process a signal, such as `STOP`.
    pub(crate) fn signal(&self, name: &str) -> Result<()> {
        let child = self.child.as_ref().context("the server was not started")?;
        let status = Command::new("kill")
            .args(["-s", name, &child.id().to_string()])
            .status()?;
        ensure!(status.success(), "kill -s {name}: {status}");
        Ok(())
    }

    /// Whether this process decides, as far as it says so within a moment.
    pub(crate) async fn decides(&self) -> bool {
        let request = self.client.get(format!("{}/metrics", self.url()));
        let answer = async { request.send().await?.text().await };
        let within = Duration::from_millis(500);
        let text = tokio::time::timeout(within, answer).await;
        matches!(text, Ok(Ok(text)) if text.lines().any(|line| line == "veiviser_decides 1"))
    }

    /// What the program wrote; the end of it.
    pub(crate) fn log(&self) -> String {
        let text = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        let tail = lines.len().saturating_sub(60);
        lines.get(tail..).unwrap_or_default().join("\n")
    }

    /// Sends until the server answers, whatever it answers.
    pub(crate) async fn ask(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: Option<&Value>,
    ) -> Result<(StatusCode, Value)> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let address = format!("{}/api/v1{path}", self.url());
            let mut request = self
                .client
                .request(Method::from_bytes(method.as_bytes())?, address);
            if let Some(token) = token {
                request = request.bearer_auth(token);
            }
            if let Some(body) = body {
                request = request.json(body);
            }
            let answer = async {
                let answer = request.send().await?;
                let status = answer.status();
                Ok::<_, reqwest::Error>((status, answer.text().await?))
            };
            match answer.await {
                Ok((status, text)) => {
                    return Ok((status, serde_json::from_str(&text).unwrap_or_default()));
                }
                Err(error) if Instant::now() > deadline => {
                    return Err(error).with_context(|| self.log());
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }

    /// The same, where only success will do.
    pub(crate) async fn get_done(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: Option<&Value>,
    ) -> Result<Value> {
        let (status, value) = self.ask(method, path, token, body).await?;
        if status.is_success() {
            return Ok(value);
        }
        bail!("{method} {path}: {status} {value}\n{}", self.log())
    }
}

impl Drop for Arena {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _gone = child.kill().is_err();
            let _reaped = child.wait().is_ok();
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test command says here where the program is"
)]
fn binary() -> Result<PathBuf> {
    let path = std::env::var_os("VEIVISER_BINARY")
        .context("VEIVISER_BINARY is not set: run the tests by `cargo xtask test`")?;
    Ok(PathBuf::from(path))
}

/// A text of an answer.
pub(crate) fn text(value: &Value, field: &str) -> Result<String> {
    let text = value.get(field).and_then(Value::as_str);
    text.map(str::to_owned)
        .with_context(|| format!("no text {field} in {value}"))
}
