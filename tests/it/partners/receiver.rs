//! A receiver of webhooks that verifies what comes by the public library.

use std::{path::PathBuf, process::Stdio};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

use crate::product::{Product, until};

/// `tests/webhooks/receiver.mjs`, on a port of its own, gone with the value.
pub(super) struct Receiver {
    pub(super) address: String,
    client: reqwest::Client,
    _process: Child,
}

impl Receiver {
    pub(super) async fn start() -> Self {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/webhooks");
        assert!(
            folder.join("node_modules").is_dir(),
            "the packages of tests/webhooks are not installed: run the tests by `cargo xtask test`, which installs them"
        );
        let mut process = Command::new("node")
            .arg(folder.join("receiver.mjs"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let output = process.stdout.take().unwrap();
        let line = BufReader::new(output).lines().next_line().await.unwrap();
        let said: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        Self {
            address: said["address"].as_str().unwrap().to_owned(),
            client,
            _process: process,
        }
    }

    /// The address of a path.
    pub(super) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    async fn control(&self, wish: &Value) {
        let call = self.client.put(self.at("/control"));
        let call = call.header("content-type", "application/json");
        let answer = call.body(wish.to_string()).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 204);
    }

    /// Lets its clock show what that of the product shows.
    pub(super) async fn follow(&self, product: &Product) {
        self.control(&json!({"now": product.ctx().now.timestamp()}))
            .await;
    }

    /// Which secrets verify what comes to a path.
    pub(super) async fn know(&self, path: &str, secrets: &[&str]) {
        self.control(&json!({"secrets": {path: secrets}})).await;
    }

    /// How a path answers: `ok`, `slow`, `dead`, `endless`, `redirect ADDRESS`, or a status.
    pub(super) async fn answer(&self, path: &str, mode: &str) {
        self.control(&json!({"modes": {path: mode}})).await;
    }

    /// What came to a path.
    pub(super) async fn received(&self, path: &str) -> Vec<Value> {
        let address = format!("{}?path={path}", self.at("/received"));
        let answer = self.client.get(address).send().await.unwrap();
        serde_json::from_str(&answer.text().await.unwrap()).unwrap()
    }

    /// Waits for the `count`th event at a path.
    pub(super) async fn nth(&self, path: &str, count: usize) -> Value {
        until("an event arrives", async || {
            let mut all = self.received(path).await;
            (all.len() >= count).then(|| all.remove(count - 1))
        })
        .await
    }
}
