//! A PostgreSQL server for one run of the tests: own folder, own port, own roles, gone afterwards.

use std::fs;
use std::io::Read;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::journal::Journal;
use crate::tools;
use crate::workshop::{Workshop, free_port};

const PREFIX: &str = "veiviser-postgres-";
const START_LIMIT: Duration = Duration::from_mins(1);
/// Another program may take the port between the look and the start.
const ATTEMPTS: usize = 3;
const ADMINISTRATOR: &str = "veiviser_admin";

/// A server for the tests; dropping it stops it and removes its folder.
pub(crate) struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
    /// The server refuses to run as root.
    as_other_user: bool,
    password: String,
    port: u16,
    child: Option<Child>,
}

/// Where a database of the server is.
pub(crate) struct DatabaseAddresses {
    /// For the role that owns the schema.
    pub(crate) owner_url: String,
    /// For the role the application runs as.
    pub(crate) app_url: String,
}

impl Postgres {
    /// Makes a database cluster, starts it on a free port and creates both roles.
    pub(crate) fn start(workshop: &Workshop, journal: &mut Journal) -> Result<Self> {
        remove_leftovers();
        let mut server = Self {
            programs: tools::postgres_folder(workshop).context("PostgreSQL is not installed")?,
            folder: std::env::temp_dir().join(format!("{PREFIX}{}", std::process::id())),
            as_other_user: tools::is_root(workshop),
            password: random_password()?,
            port: 0,
            child: None,
        };
        make_folder(workshop, &server)?;
        journal.run(server.program("initdb").args([
            "--pgdata=data",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--pwfile=password",
            "--no-sync",
            &format!("--username={ADMINISTRATOR}"),
        ]))?;
        for _ in 0..ATTEMPTS {
            server.port = free_port()?;
            if server.answers()? {
                server.make_roles(journal)?;
                journal.say(&format!("PostgreSQL listens on 127.0.0.1:{}", server.port));
                return Ok(server);
            }
            journal.say(&server.log());
        }
        bail!("PostgreSQL does not start:\n{}", server.log())
    }

    /// The folder of the server's programs.
    pub(crate) fn programs(&self) -> &Path {
        &self.programs
    }

    /// The address of the role that owns the schema and may create databases.
    pub(crate) fn owner_url(&self) -> String {
        self.url("veiviser_owner")
    }

    /// The address of the role the application runs as: it owns nothing and obeys row-level security.
    pub(crate) fn app_url(&self) -> String {
        self.url("veiviser_app")
    }

    /// Creates a database that belongs to the owner of the schema.
    pub(crate) fn make_database(
        &self,
        journal: &mut Journal,
        name: &str,
    ) -> Result<DatabaseAddresses> {
        let statement = format!("CREATE DATABASE {name} OWNER veiviser_owner");
        journal.run(&mut self.psql(&statement))?;
        Ok(DatabaseAddresses {
            owner_url: self.url_of("veiviser_owner", name),
            app_url: self.url_of("veiviser_app", name),
        })
    }

    fn url(&self, role: &str) -> String {
        self.url_of(role, "postgres")
    }

    fn url_of(&self, role: &str, database: &str) -> String {
        format!(
            "postgres://{role}:{}@127.0.0.1:{}/{database}",
            self.password, self.port
        )
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    /// Starts the process and waits for its first answer; false when it ended instead.
    fn answers(&mut self) -> Result<bool> {
        let mut child = self.spawn()?;
        let deadline = Instant::now() + START_LIMIT;
        while Instant::now() < deadline {
            if child.try_wait()?.is_some() {
                return Ok(false);
            }
            if self.psql("SELECT 1").output()?.status.success() {
                self.child = Some(child);
                return Ok(true);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        self.child = Some(child);
        bail!(
            "PostgreSQL gave no answer for {} s:\n{}",
            START_LIMIT.as_secs(),
            self.log()
        )
    }

    fn spawn(&self) -> Result<Child> {
        let log = fs::File::create(self.folder.join("log"))?;
        self.program("postgres")
            .args(["-D", "data", "-p", &self.port.to_string(), "-k", "."])
            .args([
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "max_connections=300",
            ])
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .context("PostgreSQL cannot be started")
    }

    /// A command that runs as the server's user in its folder, and is interrupted when this process dies.
    fn program(&self, name: &str) -> Command {
        let mut command = Command::new("setpriv");
        if self.as_other_user {
            command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]);
        }
        command
            .args(["--pdeathsig", "INT", "--"])
            .arg(self.programs.join(name))
            .current_dir(&self.folder);
        command
    }

    fn make_roles(&self, journal: &mut Journal) -> Result<()> {
        let password = &self.password;
        for statement in [
            format!("CREATE ROLE veiviser_owner LOGIN CREATEDB PASSWORD '{password}'"),
            format!("CREATE ROLE veiviser_app LOGIN NOBYPASSRLS PASSWORD '{password}'"),
        ] {
            journal.run(&mut self.psql(&statement))?;
        }
        Ok(())
    }

    fn psql(&self, statement: &str) -> Command {
        let mut command = Command::new(self.programs.join("psql"));
        command
            .env("PGPASSWORD", &self.password)
            .args([
                "--no-psqlrc",
                "--quiet",
                "--host=127.0.0.1",
                "--dbname=postgres",
            ])
            .arg(format!("--port={}", self.port))
            .arg(format!("--username={ADMINISTRATOR}"))
            .args(["--set=ON_ERROR_STOP=1", "--command", statement]);
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let stopped = self
                .program("pg_ctl")
                .args(["stop", "--pgdata=data", "--mode=fast", "--silent"])
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
            if !stopped.is_ok_and(|status| status.success()) {
                let _ = child.kill();
            }
            let _ = child.wait();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn make_folder(workshop: &Workshop, server: &Postgres) -> Result<()> {
    let folder = &server.folder;
    fs::create_dir(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    let password = folder.join("password");
    fs::write(&password, &server.password)?;
    if server.as_other_user {
        let user = number(workshop, "-u")?;
        let group = number(workshop, "-g")?;
        chown(&password, Some(user), Some(group))?;
        chown(folder, Some(user), Some(group))?;
    }
    Ok(())
}

fn number(workshop: &Workshop, which: &str) -> Result<u32> {
    let output = workshop.command("id").args([which, "postgres"]).output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.trim()
        .parse()
        .context("there is no user called postgres for the server to run as")
}

fn random_password() -> Result<String> {
    let mut bytes = [0_u8; 16];
    fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}

/// Removes the folders of runs that were killed before they could.
fn remove_leftovers() {
    let Ok(entries) = fs::read_dir(std::env::temp_dir()) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(process) = name.to_str().and_then(|name| name.strip_prefix(PREFIX)) else {
            continue;
        };
        if !Path::new("/proc").join(process).exists() {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::Postgres;
    use crate::journal::Journal;
    use crate::workshop::Workshop;

    fn ask(server: &Postgres, url: &str, statement: &str) -> String {
        let output = Command::new(server.programs.join("psql"))
            .args([
                "--no-psqlrc",
                "--tuples-only",
                "--no-align",
                "--dbname",
                url,
                "--command",
                statement,
            ])
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    #[test]
    fn a_postgres_of_its_own_has_both_roles_and_leaves_nothing_behind() {
        let workshop = Workshop::find().unwrap();
        let logs = std::env::temp_dir().join(format!("veiviser-xtask-test-{}", std::process::id()));
        let mut journal = Journal::open(&logs, "postgres", "its own test", "").unwrap();
        let server = Postgres::start(&workshop, &mut journal).unwrap();
        let rights =
            "SELECT rolcreatedb, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user";
        assert_eq!(ask(&server, &server.owner_url(), rights), "t|f|f");
        assert_eq!(ask(&server, &server.app_url(), rights), "f|f|f");
        assert_eq!(ask(&server, &server.owner_url(), "SHOW fsync"), "on");
        let folder = server.folder.clone();
        assert!(folder.is_dir());
        drop(server);
        assert!(!folder.exists());
        std::fs::remove_dir_all(logs).unwrap();
    }
}
