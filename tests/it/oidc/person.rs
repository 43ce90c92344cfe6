//! A person with a browser: cookies, redirects, the provider's page.

use std::collections::BTreeMap;

use reqwest::{
    Client, Response, Url,
    header::{self, HeaderMap},
    redirect::Policy,
};
use serde_json::{Value, json};

use super::{PASSWORD, Stage};
use crate::product::{Answer, Call, text};

pub(super) struct Person<'a> {
    stage: &'a Stage,
    client: Client,
    /// By host and name.
    cookies: BTreeMap<(String, String), String>,
    csrf: String,
}

const OURS: &str = "veiviser";

impl<'a> Person<'a> {
    pub(super) fn new(stage: &'a Stage) -> Self {
        let client = Client::builder().redirect(Policy::none()).build().unwrap();
        Self {
            stage,
            client,
            cookies: BTreeMap::new(),
            csrf: String::new(),
        }
    }

    /// A request to the product with the cookies of the browser.
    pub(super) fn call(&self, method: &str, path: &str) -> Call {
        let call = self.stage.product.call(method, path);
        call.header("cookie", &self.cookies_of(OURS))
            .header("x-csrf-token", &self.csrf)
    }

    /// Sends, follows no redirect, and keeps what cookies come back.
    pub(super) async fn send(&mut self, call: Call) -> Answer {
        let answer = call.send_by(&self.client).await;
        self.keep(OURS, &answer.headers);
        answer
    }

    pub(super) async fn log_in_by_password(&mut self, email: &str) {
        let body = json!({"email": email, "password": PASSWORD});
        let call = self.call("POST", "/auth/login").json(&body);
        let me = self.send(call).await.expect(200);
        self.csrf = text(&me, "csrf_token");
        assert_eq!(me["strong"], false);
    }

    /// Whoever is logged in.
    pub(super) async fn me(&mut self) -> Answer {
        let call = self.call("GET", "/me");
        let answer = self.send(call).await;
        if answer.status == 200 {
            self.csrf = text(&answer.json(), "csrf_token");
        }
        answer
    }

    pub(super) async fn log_out(&mut self) -> Answer {
        let call = self.call("POST", "/auth/logout");
        self.send(call).await
    }

    /// Asks where to log in; returns the address at the provider.
    pub(super) async fn begin(&mut self, provider: &str) -> String {
        let body = json!({"provider": provider, "return_to": "/desk/centre"});
        let call = self.call("POST", "/auth/oidc/start").json(&body);
        text(&self.send(call).await.expect(200), "url")
    }

    /// Asks where to link; returns the address at the provider.
    pub(super) async fn begin_link(&mut self, provider: &str) -> Answer {
        let call = self.call("POST", "/me/identities");
        let call = call.json(&json!({"provider": provider}));
        self.send(call).await
    }

    /// Comes back to the product; returns where it sends the browser.
    pub(super) async fn come_back(&mut self, callback: &str) -> String {
        let url = Url::parse(callback).unwrap();
        let query = url.query().unwrap_or_default();
        let call = self.call("GET", &format!("/auth/oidc/callback?{query}"));
        let answer = self.send(call).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        answer.header("location").to_owned()
    }

    /// The whole way; returns where the product sends the browser in the end.
    pub(super) async fn log_in(&mut self, provider: &str, name: &str) -> String {
        let url = self.begin(provider).await;
        let callback = self.visit(&url, name).await;
        self.come_back(&callback).await
    }

    /// The whole way of linking.
    pub(super) async fn link(&mut self, provider: &str, name: &str) -> String {
        let begun = self.begin_link(provider).await.expect(200);
        let callback = self.visit(&text(&begun, "url"), name).await;
        self.come_back(&callback).await
    }

    /// Logs in at the provider by a name, or breaks off where it is empty; returns where it sends back to.
    pub(super) async fn visit(&mut self, url: &str, name: &str) -> String {
        let mut url = Url::parse(url).unwrap();
        loop {
            let response = self.ask(url.clone(), None).await;
            let response = if response.status() == 200 {
                let field = if name.is_empty() { "cancel" } else { "name" };
                self.ask(url.clone(), Some(&[(field, name)])).await
            } else {
                response
            };
            let location = response.headers().get(header::LOCATION);
            let location = location.map(|value| value.to_str().unwrap().to_owned());
            let Some(location) = location else {
                panic!("{url}: {}", response.text().await.unwrap());
            };
            if location.contains("/auth/oidc/callback") {
                return location;
            }
            url = url.join(&location).unwrap();
        }
    }

    /// A request to the provider.
    pub(super) async fn ask(&mut self, url: Url, form: Option<&[(&str, &str)]>) -> Response {
        let host = url.authority().to_owned();
        let request = match form {
            Some(form) => self.client.post(url).form(form),
            None => self.client.get(url),
        };
        let request = request.header(header::COOKIE, self.cookies_of(&host));
        let response = request.send().await.unwrap();
        self.keep(&host, response.headers());
        response
    }

    /// Loses all cookies, those of the provider too.
    pub(super) fn forget(&mut self) {
        self.cookies.clear();
    }

    pub(super) fn cookies_of(&self, host: &str) -> String {
        let ours = self.cookies.iter().filter(|((at, _), _)| at == host);
        let pairs: Vec<String> = ours
            .map(|((_, name), value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }

    fn keep(&mut self, host: &str, headers: &HeaderMap) {
        for cookie in headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let (pair, _) = cookie.split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            let key = (host.to_owned(), name.to_owned());
            if value.is_empty() {
                self.cookies.remove(&key);
            } else {
                self.cookies.insert(key, value.to_owned());
            }
        }
    }

    /// The identities linked.
    pub(super) async fn identities(&mut self) -> Vec<Value> {
        let call = self.call("GET", "/me/identities");
        let answer = self.send(call).await.expect(200);
        answer["items"].as_array().unwrap().clone()
    }
}
