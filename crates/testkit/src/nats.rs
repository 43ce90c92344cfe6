use std::{
    net::{SocketAddr, TcpStream},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// How long a server may take to start.
const PATIENCE: Duration = Duration::from_secs(20);

/// A NATS server of a test's own, gone with the value.
#[derive(Debug)]
pub struct NatsServer {
    address: SocketAddr,
    process: Option<Child>,
}

impl NatsServer {
    /// Starts it on a free port.
    ///
    /// # Panics
    /// Where the test command did not provide the server, or it does not start.
    pub fn start() -> Self {
        let mut server = Self {
            address: SocketAddr::from(([127, 0, 0, 1], crate::free_port())),
            process: None,
        };
        server.resume();
        server
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("nats://{}", self.address)
    }

    /// Ends it without a warning.
    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            drop(process.kill());
            drop(process.wait());
        }
    }

    /// Starts it again on the same port.
    ///
    /// # Panics
    /// Where it does not start.
    pub fn resume(&mut self) {
        self.kill();
        let port = self.address.port().to_string();
        let process = Command::new(program())
            .args(["--addr", "127.0.0.1", "--port", &port])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("nats-server starts");
        self.process = Some(process);
        let give_up = Instant::now() + PATIENCE;
        while TcpStream::connect(self.address).is_err() {
            assert!(Instant::now() < give_up, "nats-server does not answer");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for NatsServer {
    fn drop(&mut self) {
        self.kill();
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test command says here where the program is"
)]
fn program() -> std::ffi::OsString {
    std::env::var_os("VEIVISER_TEST_NATS").expect(
        "VEIVISER_TEST_NATS is not set: run the tests by `cargo xtask test`, which installs nats-server",
    )
}
