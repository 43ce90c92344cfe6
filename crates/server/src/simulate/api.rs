//! The HTTP API, tried again while the server is out of reach.

use std::time::Duration;

use anyhow::{Context, bail};
use reqwest::{Client, Method, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::frames::Problem;

const REQUEST_LIMIT: Duration = Duration::from_secs(15);

/// Talks to one server.
#[derive(Debug)]
pub(super) struct Api {
    client: Client,
    base: String,
    sockets: String,
    outage_limit: Duration,
}

/// Why a request came to nothing.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refused {
    #[error("the server refuses: {status} {code}")]
    Answer { status: u16, code: String },
    #[error("the server is out of reach: {0}")]
    OutOfReach(String),
}

/// One request; without a body a GET.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) token: Option<&'a str>,
    pub(super) key: Option<&'a str>,
    pub(super) body: Option<&'a Value>,
}

impl<'a> Call<'a> {
    pub(super) const fn get(path: &'a str, token: &'a str) -> Self {
        Self {
            method: "GET",
            path,
            token: Some(token),
            key: None,
            body: None,
        }
    }

    pub(super) const fn post(path: &'a str, token: &'a str, body: &'a Value) -> Self {
        Self {
            method: "POST",
            path,
            token: Some(token),
            key: None,
            body: Some(body),
        }
    }
}

impl Api {
    pub(super) fn new(url: &str, outage_limit: Duration) -> anyhow::Result<Self> {
        let url = url.trim_end_matches('/');
        let Some(host) = url.strip_prefix("http://") else {
            bail!(
                "{url}: the simulation speaks http only; run it beside the server, behind its proxy"
            );
        };
        Ok(Self {
            client: Client::builder()
                .connect_timeout(Duration::from_secs(5))
                .timeout(REQUEST_LIMIT)
                .no_proxy()
                .build()
                .context("no HTTP client")?,
            base: format!("{url}/api/v1"),
            sockets: format!("ws://{host}/api/v1"),
            outage_limit,
        })
    }

    /// Address of a WebSocket.
    pub(super) fn socket(&self, path: &str) -> String {
        format!("{}{path}", self.sockets)
    }

    /// Sends until there is an answer that more sending would not change.
    pub(super) async fn call<T: DeserializeOwned>(&self, call: Call<'_>) -> Result<T, Refused> {
        let mut give_up = Instant::now() + self.outage_limit;
        let mut wait = Duration::from_millis(100);
        loop {
            let (pause, why) = match self.once(call).await {
                Ok(Ok(answer)) => return Ok(answer),
                Ok(Err((status, code, after))) => match status {
                    // Told to wait: the server is there.
                    StatusCode::TOO_MANY_REQUESTS => {
                        give_up = Instant::now() + self.outage_limit;
                        (after, code)
                    }
                    StatusCode::SERVICE_UNAVAILABLE | StatusCode::BAD_GATEWAY => (wait, code),
                    _ => {
                        return Err(Refused::Answer {
                            status: status.as_u16(),
                            code,
                        });
                    }
                },
                Err(error) => (wait, error.to_string()),
            };
            if Instant::now() + pause > give_up {
                return Err(Refused::OutOfReach(why));
            }
            tokio::time::sleep(pause).await;
            wait = (wait * 2).min(Duration::from_secs(2));
        }
    }

    async fn once<T: DeserializeOwned>(
        &self,
        call: Call<'_>,
    ) -> Result<Result<T, (StatusCode, String, Duration)>, reqwest::Error> {
        let method = Method::from_bytes(call.method.as_bytes()).unwrap_or(Method::GET);
        let mut request = self
            .client
            .request(method, format!("{}{}", self.base, call.path));
        if let Some(token) = call.token {
            request = request.bearer_auth(token);
        }
        if let Some(key) = call.key {
            request = request.header("Idempotency-Key", key);
        }
        if let Some(body) = call.body {
            request = request.json(body);
        }
        let answer = request.send().await?;
        let status = answer.status();
        let after = answer
            .headers()
            .get("retry-after")
            .and_then(|value| value.to_str().ok()?.parse().ok());
        let text = answer.text().await?;
        if status.is_success() {
            let text = if text.is_empty() { "null" } else { &text };
            return Ok(serde_json::from_str(text).map_err(|error| {
                (
                    status,
                    format!("unreadable answer: {error}"),
                    Duration::ZERO,
                )
            }));
        }
        let problem: Problem = serde_json::from_str(&text).unwrap_or_default();
        Ok(Err((
            status,
            problem.code,
            Duration::from_secs(after.unwrap_or(1)),
        )))
    }
}

/// An empty body.
pub(super) fn nothing() -> Value {
    json!({})
}
