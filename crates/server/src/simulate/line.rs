//! A WebSocket to the server that may break at any moment.

use std::time::Duration;

use anyhow::{Context, bail};
use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async_with_config,
    tungstenite::{Message, client::IntoClientRequest, http::HeaderValue},
};

use super::frames::Heard;

const OPEN_LIMIT: Duration = Duration::from_secs(10);
const SEND_LIMIT: Duration = Duration::from_secs(10);

/// An open line. Dropped, it is cut: no closing frame is sent.
pub(super) struct Line(WebSocketStream<MaybeTlsStream<TcpStream>>);

/// The line broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Broken;

impl Line {
    /// Opens a line and says hello.
    pub(super) async fn open(address: &str, hello: &Value) -> anyhow::Result<Self> {
        let mut request = address.into_client_request()?;
        request.headers_mut().insert(
            "Sec-WebSocket-Protocol",
            HeaderValue::from_static("veiviser.v1"),
        );
        let opening = connect_async_with_config(request, None, true);
        let (socket, _answer) = tokio::time::timeout(OPEN_LIMIT, opening)
            .await
            .context("no answer")??;
        let mut line = Self(socket);
        match line.say(hello).await {
            Ok(()) => Ok(line),
            Err(Broken) => bail!("the line broke at once"),
        }
    }

    pub(super) async fn say(&mut self, frame: &Value) -> Result<(), Broken> {
        let sending = self.0.send(Message::text(frame.to_string()));
        match tokio::time::timeout(SEND_LIMIT, sending).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(Broken),
        }
    }

    /// The next frame. Safe to cancel.
    pub(super) async fn next(&mut self) -> Result<Heard, Broken> {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Text(text))) => {
                    return Ok(serde_json::from_str(&text).unwrap_or(Heard::Other));
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => return Err(Broken),
                Some(Ok(_)) => {}
            }
        }
    }
}
