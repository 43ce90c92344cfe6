//! Requests and answers.

use reqwest::{
    Client, Method, RequestBuilder,
    header::{HeaderMap, HeaderName},
};
use serde_json::Value;

pub(super) fn client() -> Client {
    Client::builder()
        .timeout(super::DEADLINE * 2)
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
}

/// A request to be sent.
pub(crate) struct Call(RequestBuilder);

impl Call {
    pub(super) fn new(client: &Client, method: &str, url: &str) -> Self {
        Self(client.request(Method::from_bytes(method.as_bytes()).unwrap(), url))
    }

    pub(crate) fn token(self, token: &str) -> Self {
        Self(self.0.bearer_auth(token))
    }

    pub(crate) fn header(self, name: &str, value: &str) -> Self {
        Self(self.0.header(name, value))
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.raw(body.to_string())
    }

    /// Any bytes, said to be JSON.
    pub(crate) fn raw(self, body: impl Into<reqwest::Body>) -> Self {
        self.text("application/json", body)
    }

    pub(crate) fn text(self, content_type: &str, body: impl Into<reqwest::Body>) -> Self {
        Self(self.0.header("content-type", content_type).body(body))
    }

    pub(crate) async fn send(self) -> Answer {
        Answer::of(self.0.send().await.unwrap()).await
    }

    /// Sends by another client, such as one that follows no redirects.
    pub(crate) async fn send_by(self, client: &Client) -> Answer {
        let request = self.0.build().unwrap();
        Answer::of(client.execute(request).await.unwrap()).await
    }
}

/// What the product answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    async fn of(response: reqwest::Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let kind = headers.get("content-type");
        // What never ends is read by those who watch it.
        let is_stream = kind.is_some_and(|kind| kind == "text/event-stream");
        let text = if is_stream {
            String::new()
        } else {
            response.text().await.unwrap()
        };
        Self {
            status,
            headers,
            text,
        }
    }

    /// The body, null where it is empty.
    pub(crate) fn json(&self) -> Value {
        if self.text.is_empty() {
            return Value::Null;
        }
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    /// The body of an answer with this status.
    #[track_caller]
    pub(crate) fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        self.json()
    }

    /// The body of a problem with this code.
    #[track_caller]
    pub(crate) fn problem(&self, code: &str) -> Value {
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{self:?}"
        );
        let body = self.json();
        assert_eq!(body["code"], code, "{body}");
        assert_eq!(body["status"], self.status, "{body}");
        body
    }

    /// A header; empty where it is missing.
    pub(crate) fn header(&self, name: &str) -> &str {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}
