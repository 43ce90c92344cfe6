//! The programs of PostgreSQL that write and read its backups. They are told the password by their environment, never
//! on the command line, where everybody on the machine could read it.

use std::{path::PathBuf, process::Stdio};

use anyhow::{Context, bail, ensure};
use platform::Secret;
use reqwest::Url;
use tokio::process::Command;

/// Seconds until a server that does not answer is given up.
const PATIENCE: &str = "10";

/// Where the programs are, and how they reach the database.
pub(super) struct Programs {
    folder: Option<PathBuf>,
    environment: Vec<(&'static str, String)>,
}

impl Programs {
    /// Those in a folder, or on the PATH, for the database at an address.
    ///
    /// # Errors
    /// The address cannot be read.
    pub(super) fn new(folder: Option<PathBuf>, url: &Secret<String>) -> anyhow::Result<Self> {
        Ok(Self {
            folder,
            environment: environment(url.expose())?,
        })
    }

    /// A call of one of them, in the product's own scope: the walls hold back nothing.
    pub(super) fn call(&self, name: &str) -> Command {
        let path = match &self.folder {
            Some(folder) => folder.join(name),
            None => name.into(),
        };
        let mut command = Command::new(path);
        command
            .envs(self.environment.iter().map(|(key, value)| (key, value)))
            .env("PGOPTIONS", "-c app.scope=system -c lock_timeout=5000")
            .env("PGCONNECT_TIMEOUT", PATIENCE)
            .env("PGAPPNAME", "veiviser backup")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        command
    }

    /// Refuses a program that is missing or older than the server.
    pub(super) async fn ensure(&self, name: &str, server: u32) -> anyhow::Result<()> {
        let said = match self.call(name).arg("--version").output().await {
            Ok(said) => said,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => bail!(
                "{name} was not found: install the client programs of PostgreSQL {server} (on Debian \
                 postgresql-client-{server}), or name their folder with --pg-bin"
            ),
            Err(error) => return Err(error).with_context(|| format!("{name} cannot be started")),
        };
        let text = String::from_utf8_lossy(&said.stdout);
        let version = main_version(&text);
        let version = version.with_context(|| format!("{name} does not tell its version"))?;
        ensure!(
            version >= server,
            "{name} has version {version} and is older than the server, which has {server}: install the client \
             programs of PostgreSQL {server}, or name their folder with --pg-bin"
        );
        Ok(())
    }
}

/// The main version in what a program says of itself: `pg_dump (PostgreSQL) 15.18`.
fn main_version(said: &str) -> Option<u32> {
    let (_, version) = said.split_once("(PostgreSQL) ")?;
    let digits = version.split(|letter: char| !letter.is_ascii_digit());
    digits.into_iter().next()?.parse().ok()
}

/// What the programs read instead of an address.
fn environment(url: &str) -> anyhow::Result<Vec<(&'static str, String)>> {
    let url = Url::parse(url)
        .ok()
        .context("the address of the database cannot be read")?;
    let mut found = Vec::new();
    let mut note = |key, text: &str| {
        let text = decoded(text);
        if !text.is_empty() {
            found.push((key, text));
        }
    };
    let host = url.host_str().unwrap_or_default();
    note("PGHOST", host.trim_matches(['[', ']']));
    note("PGUSER", url.username());
    note("PGPASSWORD", url.password().unwrap_or_default());
    note("PGDATABASE", url.path().trim_start_matches('/'));
    if let Some(port) = url.port() {
        note("PGPORT", &port.to_string());
    }
    // Later ones win, as they do for the service.
    for (key, value) in url.query_pairs() {
        let key = match key.as_ref() {
            "host" | "hostaddr" => "PGHOST",
            "port" => "PGPORT",
            "user" => "PGUSER",
            "password" => "PGPASSWORD",
            "dbname" => "PGDATABASE",
            "sslmode" | "ssl-mode" => "PGSSLMODE",
            "sslrootcert" | "ssl-root-cert" | "ssl-ca" => "PGSSLROOTCERT",
            "sslcert" | "ssl-cert" => "PGSSLCERT",
            "sslkey" | "ssl-key" => "PGSSLKEY",
            _ => continue,
        };
        found.push((key, value.into_owned()));
    }
    Ok(found)
}

/// Without the percent signs of an address.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let byte = after
            .first_chunk::<2>()
            .filter(|_| *first == b'%')
            .and_then(|pair| str::from_utf8(pair).ok())
            .and_then(|pair| u8::from_str_radix(pair, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = match byte {
            Some(_) => after.get(2..).unwrap_or_default(),
            None => after,
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The last thing a program said, for a sentence.
pub(super) fn last_words(said: &[u8]) -> String {
    let text = String::from_utf8_lossy(said);
    let lines = text.lines().map(str::trim);
    let spoken: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    let from = spoken.len().saturating_sub(3);
    spoken.get(from..).unwrap_or_default().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: &str) -> Vec<(&'static str, String)> {
        environment(url).unwrap()
    }

    #[test]
    fn an_address_becomes_an_environment() {
        let url = "postgres://owner:p%40ss%2Fo%2B+rd@db.example.no:5433/veiviser?sslmode=verify-full&sslrootcert=%2Fca.crt";
        let expected = [
            ("PGHOST", "db.example.no"),
            ("PGUSER", "owner"),
            ("PGPASSWORD", "p@ss/o++rd"),
            ("PGDATABASE", "veiviser"),
            ("PGPORT", "5433"),
            ("PGSSLMODE", "verify-full"),
            ("PGSSLROOTCERT", "/ca.crt"),
        ];
        assert_eq!(
            read(url),
            expected.map(|(key, value)| (key, value.to_owned()))
        );
        assert_eq!(
            read("postgres://%2Fvar%2Frun/x")[0],
            ("PGHOST", "/var/run".to_owned())
        );
        assert_eq!(read("postgres://[::1]/x")[0], ("PGHOST", "::1".to_owned()));
        assert_eq!(
            read("postgres:///x?host=/run")[1],
            ("PGHOST", "/run".to_owned())
        );
    }

    #[test]
    fn a_version_is_read_from_what_a_program_says() {
        assert_eq!(
            main_version("pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"),
            Some(15)
        );
        assert_eq!(main_version("psql (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(main_version("something else"), None);
    }
}
