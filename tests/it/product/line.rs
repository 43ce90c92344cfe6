//! A stream as a browser holds it.

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{
    net::{TcpSocket, TcpStream},
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, client::IntoClientRequest},
};

use super::{DEADLINE, Product};

/// An open WebSocket. Dropped, it is cut without a word.
pub(crate) struct Line {
    socket: WebSocketStream<TcpStream>,
    /// Everything heard so far, for the message of a failing test.
    heard: Vec<Value>,
}

impl Line {
    /// Opens a stream without a word.
    pub(crate) async fn open(product: &Product, path: &str) -> Self {
        let stream = TcpStream::connect(product.address).await.unwrap();
        Self::over(stream, product, path).await
    }

    /// Opens a stream through a pipe that takes little at a time.
    pub(crate) async fn open_narrow(product: &Product, path: &str) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4096).unwrap();
        let stream = socket.connect(product.address).await.unwrap();
        Self::over(stream, product, path).await
    }

    async fn over(stream: TcpStream, product: &Product, path: &str) -> Self {
        let url = format!("ws://{}/api/v1{path}", product.address);
        let mut request = url.into_client_request().unwrap();
        let headers = request.headers_mut();
        headers.insert("sec-websocket-protocol", "veiviser.v1".parse().unwrap());
        let opening = timeout(DEADLINE, client_async(request, stream));
        let (socket, _answer) = opening.await.unwrap().unwrap();
        Self {
            socket,
            heard: Vec::new(),
        }
    }

    pub(crate) async fn say(&mut self, frame: Value) {
        self.say_raw(frame.to_string()).await;
    }

    pub(crate) async fn say_raw(&mut self, text: String) {
        self.socket.send(Message::text(text)).await.unwrap();
    }

    /// Sends a message and returns its client id.
    pub(crate) async fn write(&mut self, contact: Option<&str>, body: &str) -> String {
        let id = client_id();
        let mut frame = json!({"type": "message", "client_id": id, "body": body});
        if let Some(contact) = contact {
            frame["contact_id"] = contact.into();
        }
        self.say(frame).await;
        id
    }

    /// The next frame; none once the line is closed.
    pub(crate) async fn next(&mut self) -> Option<Value> {
        loop {
            let heard = timeout(DEADLINE, self.socket.next()).await;
            match heard.unwrap_or_else(|_| panic!("silence after {:#?}", self.heard)) {
                Some(Ok(Message::Text(text))) => {
                    let frame: Value = serde_json::from_str(&text).unwrap();
                    self.heard.push(frame.clone());
                    return Some(frame);
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }

    /// The next frame of a type; others are passed over.
    pub(crate) async fn hear(&mut self, kind: &str) -> Value {
        self.hear_where(kind, |_frame| true).await
    }

    /// The next frame of a type that fits.
    pub(crate) async fn hear_where(&mut self, kind: &str, fits: impl Fn(&Value) -> bool) -> Value {
        let from = self.heard.len();
        loop {
            match self.next().await {
                Some(frame) if frame["type"] == kind && fits(&frame) => return frame,
                Some(_) => {}
                None => panic!("closed before {kind}: {:#?}", &self.heard[from..]),
            }
        }
    }

    /// A frame that fits, heard already or still to come: for frames that have no order between them.
    pub(crate) async fn heard_where(&mut self, kind: &str, fits: impl Fn(&Value) -> bool) -> Value {
        let found = self
            .heard
            .iter()
            .find(|frame| frame["type"] == kind && fits(frame));
        match found {
            Some(frame) => frame.clone(),
            None => self.hear_where(kind, fits).await,
        }
    }

    /// Everything the server says before it answers a ping.
    pub(crate) async fn catch_up(&mut self) -> Vec<Value> {
        self.say(json!({"type": "ping"})).await;
        let mut frames = Vec::new();
        loop {
            match self.next().await {
                Some(frame) if frame["type"] == "pong" => return frames,
                Some(frame) => frames.push(frame),
                None => panic!("closed before pong: {:#?}", self.heard),
            }
        }
    }

    /// Waits until the server closes the line; returns the frames before that.
    pub(crate) async fn closed(&mut self) -> Vec<Value> {
        let mut frames = Vec::new();
        while let Some(frame) = self.next().await {
            frames.push(frame);
        }
        frames
    }
}

/// A client's own id of a message.
pub(crate) fn client_id() -> String {
    let mut bytes = [0; 16];
    let text = platform::draw_key(&platform::system_sources(), 16);
    bytes.copy_from_slice(text.as_bytes());
    uuid::Builder::from_random_bytes(bytes)
        .into_uuid()
        .to_string()
}
