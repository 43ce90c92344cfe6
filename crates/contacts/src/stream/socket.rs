//! A WebSocket with small buffers, bounded writes and a pace.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use poem::web::websocket::{CloseCode, Message, WebSocket, WebSocketConfig, WebSocketStream};
use prometheus_client::metrics::gauge::Gauge;
use serde::{Serialize, de::DeserializeOwned};
use tokio::time::Instant;

use crate::live::hub::Bye;

/// Seconds a slow reader may block a write before the stream ends.
const WRITE_LIMIT: Duration = Duration::from_secs(10);
/// Bytes of a frame; far above any allowed message, so that too long ones get an answer.
const FRAME_LIMIT: usize = 128 * 1024;

/// Bytes gathered before they are sent in any case; the buffer is made when first needed.
const WRITE_BUFFER: usize = 4096;

/// The subprotocol all streams speak.
pub(super) const SUBPROTOCOL: &str = "veiviser.v1";

/// Sets buffers and limits: an idle socket costs a few kilobytes, a slow one no more than a megabyte.
pub(super) fn tuned(socket: WebSocket) -> WebSocket {
    socket.protocols([SUBPROTOCOL]).config(
        WebSocketConfig::default()
            .read_buffer_size(4096)
            .write_buffer_size(WRITE_BUFFER)
            .max_write_buffer_size(1024 * 1024)
            .max_message_size(Some(FRAME_LIMIT))
            .max_frame_size(Some(FRAME_LIMIT)),
    )
}

/// Counts an open stream for as long as it lives.
pub(super) struct Counted(Gauge);

impl Counted {
    pub(super) fn new(streams: &Gauge) -> Self {
        streams.inc();
        Self(streams.clone())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// The client is gone, or must be let go.
#[derive(Debug)]
pub(super) struct Gone;

/// One frame from the client.
pub(super) enum Incoming<T> {
    Frame(T),
    /// Not JSON, or no frame known here.
    Unreadable,
    /// More frames than the pace allows.
    TooFast,
}

async fn within_limit<E>(writing: impl Future<Output = Result<(), E>>) -> Result<(), Gone> {
    match tokio::time::timeout(WRITE_LIMIT, writing).await {
        Ok(Ok(())) => Ok(()),
        _ => Err(Gone),
    }
}

pub(super) struct Socket {
    inner: WebSocketStream,
    /// Frames the client may still send now.
    allowance: f64,
    per_second: f64,
    refilled_at: Instant,
}

impl Socket {
    pub(super) fn new(inner: WebSocketStream, frames_per_second: u32) -> Self {
        let per_second = f64::from(frames_per_second);
        Self {
            inner,
            allowance: per_second * 4.0,
            per_second,
            refilled_at: Instant::now(),
        }
    }

    /// The next frame; [`Gone`] when the client closed or the line broke. Safe to cancel.
    pub(super) async fn next<T: DeserializeOwned>(&mut self) -> Result<Incoming<T>, Gone> {
        loop {
            let text = match self.inner.next().await {
                Some(Ok(Message::Text(text))) => text,
                Some(Ok(Message::Binary(_))) => return Ok(Incoming::Unreadable),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                Some(Ok(Message::Close(_)) | Err(_)) | None => return Err(Gone),
            };
            if !self.keeps_pace() {
                return Ok(Incoming::TooFast);
            }
            return Ok(serde_json::from_str(&text).map_or(Incoming::Unreadable, Incoming::Frame));
        }
    }

    /// Puts a frame into the buffer; it leaves with the next [`Socket::flush`], or when the buffer is full.
    pub(super) async fn send<T: Serialize>(&mut self, frame: &T) -> Result<(), Gone> {
        let text = serde_json::to_string(frame).map_err(|_unwritable| Gone)?;
        within_limit(self.inner.feed(Message::Text(text))).await
    }

    /// Sends what is in the buffer: frames that are ready together share a packet.
    pub(super) async fn flush(&mut self) -> Result<(), Gone> {
        within_limit(self.inner.flush()).await
    }

    /// Closes after the last frame was sent.
    pub(super) async fn close(mut self, bye: Bye) {
        let code = match bye {
            Bye::Shutdown => CloseCode::Restart,
            Bye::Slow => CloseCode::Again,
            Bye::Unauthorised => CloseCode::Policy,
            Bye::Erased => CloseCode::Normal,
        };
        let frame = Message::Close(Some((code, bye.as_str().to_owned())));
        let _sent = within_limit(self.inner.send(frame)).await;
    }

    fn keeps_pace(&mut self) -> bool {
        let now = Instant::now();
        let refill = (now - self.refilled_at).as_secs_f64() * self.per_second;
        self.refilled_at = now;
        self.allowance = (self.allowance + refill).min(self.per_second * 4.0);
        if self.allowance < 1.0 {
            return false;
        }
        self.allowance -= 1.0;
        true
    }
}
