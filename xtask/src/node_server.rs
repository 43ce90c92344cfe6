//! A server of the tests that runs on Node.js: it says on its first line where it listens, and ends when
//! nobody holds its standard input any more.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::workshop::Workshop;

/// A running server; dropping it stops it.
pub(crate) struct NodeServer {
    child: Child,
    facts: Value,
}

impl NodeServer {
    /// Starts a script of the repository and waits for its first line: one JSON object.
    pub(crate) fn start(workshop: &Workshop, script: &str) -> Result<Self> {
        let mut child = workshop
            .command("node")
            .arg(workshop.root.join(script))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{script} cannot be started"))?;
        let mut line = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output).read_line(&mut line)?;
        }
        let facts = serde_json::from_str(&line);
        let server = Self {
            child,
            facts: facts.unwrap_or_default(),
        };
        if server.facts.is_null() {
            bail!("{script} did not say where it listens, but: {line:?}");
        }
        Ok(server)
    }

    /// What it said of itself by that name, such as an address.
    pub(crate) fn fact(&self, name: &str) -> Result<&str> {
        let fact = self.facts.get(name).and_then(Value::as_str);
        fact.with_context(|| format!("the server said nothing of {name}"))
    }
}

impl Drop for NodeServer {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
