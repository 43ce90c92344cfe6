use std::{
    fs,
    os::unix::fs::MetadataExt,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// How long a server may take to start; after a crash it first reads its journal.
const PATIENCE: Duration = Duration::from_secs(30);
const ADMINISTRATOR: &str = "veiviser_admin";

/// A PostgreSQL server of a test's own, gone with the value: for tests that take it away.
#[derive(Debug)]
pub struct PostgresServer {
    programs: PathBuf,
    folder: TempDir,
    port: u16,
    process: Option<Child>,
}

impl PostgresServer {
    /// Makes a cluster with both roles and starts it on a free port.
    ///
    /// # Panics
    /// Where the test command did not provide the programs, or one of them fails.
    pub fn start() -> Self {
        let mut server = Self {
            programs: programs(),
            folder: tempfile::tempdir().expect("a temporary folder"),
            port: crate::free_port(),
            process: None,
        };
        if is_root() {
            let mut chown = Command::new("chown");
            succeed(chown.arg("postgres:postgres").arg(server.folder.path()));
        }
        let user = format!("--username={ADMINISTRATOR}");
        succeed(server.program("initdb").args([
            "--pgdata=data",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            &user,
        ]));
        server.resume();
        succeed(&mut server.ask("CREATE ROLE veiviser_owner LOGIN CREATEDB"));
        succeed(&mut server.ask("CREATE ROLE veiviser_app LOGIN NOBYPASSRLS"));
        server
    }

    /// The address of one of the roles `veiviser_owner` and `veiviser_app`.
    pub(crate) fn url(&self, role: &str) -> String {
        format!("postgres://{role}@127.0.0.1:{}/postgres", self.port)
    }

    /// Ends it without a warning: what was committed is in its journal only.
    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            let mut stop = self.program("pg_ctl");
            stop.args(["stop", "--pgdata=data", "--mode=immediate", "--silent"]);
            if !stop.status().is_ok_and(|status| status.success()) {
                drop(process.kill());
            }
            drop(process.wait());
        }
    }

    /// Starts it again on the same port, and waits until it answers.
    ///
    /// # Panics
    /// Where it does not start.
    pub fn resume(&mut self) {
        self.kill();
        let log = fs::File::create(self.folder.path().join("log")).expect("a log");
        let process = self
            .program("postgres")
            .args(["-D", "data", "-k", ".", "-p", &self.port.to_string()])
            .args(["-c", "listen_addresses=127.0.0.1"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn();
        self.process = Some(process.expect("postgres starts"));
        let give_up = Instant::now() + PATIENCE;
        while !self
            .ask("SELECT 1")
            .output()
            .is_ok_and(|answer| answer.status.success())
        {
            let log = fs::read_to_string(self.folder.path().join("log"));
            assert!(Instant::now() < give_up, "PostgreSQL is silent: {log:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn ask(&self, statement: &str) -> Command {
        let mut psql = Command::new(self.programs.join("psql"));
        psql.args([
            "--no-psqlrc",
            "--quiet",
            "--host=127.0.0.1",
            "--dbname=postgres",
        ])
        .arg(format!("--port={}", self.port))
        .arg(format!("--username={ADMINISTRATOR}"))
        .args(["--set=ON_ERROR_STOP=1", "--command", statement]);
        psql
    }

    /// A command in the server's folder; the server refuses to run as root.
    fn program(&self, name: &str) -> Command {
        let mut command = Command::new("setpriv");
        if is_root() {
            command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]);
        }
        command
            .args(["--pdeathsig", "INT", "--"])
            .arg(self.programs.join(name))
            .current_dir(self.folder.path());
        command
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        self.kill();
    }
}

fn succeed(command: &mut Command) {
    let output = command.output().expect("the program starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {said}");
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test command says here where the programs are"
)]
fn programs() -> PathBuf {
    let folder = std::env::var_os("VEIVISER_TEST_POSTGRES_PROGRAMS").expect(
        "VEIVISER_TEST_POSTGRES_PROGRAMS is not set: run the tests by `cargo xtask test`, which installs PostgreSQL",
    );
    PathBuf::from(folder)
}
