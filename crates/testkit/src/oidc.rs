use std::{path::PathBuf, process::Stdio};

use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// An OpenID provider of a test's own on a free port, gone with the value.
#[derive(Debug)]
pub struct OidcProvider {
    /// Its address.
    pub issuer: String,
    _process: Child,
}

impl OidcProvider {
    /// Starts `tests/oidc/provider.mjs` by Node.
    ///
    /// # Panics
    /// Where the test command did not install its packages, or the provider does not start.
    pub async fn start() -> Self {
        let script =
            PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/oidc/provider.mjs");
        let packages = script.with_file_name("node_modules");
        assert!(
            packages.is_dir(),
            "the packages of tests/oidc are not installed: run the tests by `cargo xtask test`, which installs them"
        );
        let mut process = Command::new("node")
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("node starts");
        let output = process.stdout.take().expect("the provider's output");
        let mut lines = BufReader::new(output).lines();
        let line = lines.next_line().await.expect("the provider's first line");
        let line = line.expect("the provider says where it listens");
        let issuer = line.split('"').nth(3).expect("the issuer").to_owned();
        Self {
            issuer,
            _process: process,
        }
    }
}
