//! Systems of partners: how they prove who they are, what they may ask, and what a coordinator decides about them.

mod administration;
mod arriving;
mod asking;
mod caller;
mod classes;
mod keys;
mod maskinporten;
mod receiver;
mod referrals;
mod statistics;
mod tokens;
mod webhooks;

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};
use testkit::SigningKey;

use crate::product::{Answer, Call, Desk, Product, Role, text, until};

/// What our authorization server calls itself.
const ISSUER: &str = "http://127.0.0.1:8080";
const ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const KID: &str = "2026-11";

/// A partner's system, with the coordinator who registered it.
pub(crate) struct System<'a> {
    product: &'a Product,
    coordinator: Desk<'a>,
    id: String,
    key: SigningKey,
    used: AtomicU32,
}

/// A partner that may do everything, for one centre.
fn registration(product: &Product) -> Value {
    json!({
        "organisation": "991825827", "environment": "production", "name": "Nav",
        "contact": "drift@nav.example", "quota": "medium", "centres": [product.vestland.to_string()],
        "scopes": ["availability.read", "referral.write", "appointment.write", "webhook.manage"]
    })
}

async fn coordinator(product: &Product) -> Desk<'_> {
    let alias = format!("Frida{}", product.count("account").await);
    product.hire(Role::NationalCoordinator, None, &alias).await
}

impl<'a> System<'a> {
    /// Registers a partner and its first key.
    async fn registered(product: &'a Product, registration: &Value) -> Self {
        let coordinator = coordinator(product).await;
        let made = coordinator.post("/national/partners", registration).await;
        let system = Self {
            product,
            coordinator,
            id: text(&made.expect(201), "id"),
            key: SigningKey::p256(),
            used: AtomicU32::new(0),
        };
        let body = json!({"jwk": system.key.jwk(KID)});
        let keys = system.path("/keys");
        system.coordinator.post(&keys, &body).await.expect(201);
        system
    }

    async fn of_nav(product: &'a Product) -> Self {
        Self::registered(product, &registration(product)).await
    }

    /// A path of the coordinator about the partner.
    fn path(&self, rest: &str) -> String {
        format!("/national/partners/{}{rest}", self.id)
    }

    fn header(&self) -> Value {
        json!({"alg": self.key.algorithm(), "kid": KID, "typ": "JWT"})
    }

    /// What an assertion says, with an id that was never used.
    fn claims(&self) -> Value {
        let now = self.product.sources.now().timestamp();
        let number = self.used.fetch_add(1, Ordering::Relaxed);
        json!({
            "iss": self.id, "sub": self.id, "aud": ISSUER, "iat": now, "exp": now + 60,
            "jti": format!("{number}")
        })
    }

    /// Asks for a token by an assertion.
    async fn ask(&self, assertion: &str, more: &[(&str, &str)]) -> Answer {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_assertion_type", ASSERTION),
            ("client_assertion", assertion),
        ];
        ask_with(self.product, &[&form[..], more].concat()).await
    }

    fn assertion(&self) -> String {
        self.key.sign(&self.header(), &self.claims())
    }

    async fn token(&self) -> String {
        let answer = self.ask(&self.assertion(), &[]).await;
        text(&answer.expect(200), "access_token")
    }
}

/// Sends a form to the token endpoint.
async fn ask_with(product: &Product, form: &[(&str, &str)]) -> Answer {
    let mut url = reqwest::Url::parse("veiviser:").unwrap();
    url.query_pairs_mut().extend_pairs(form);
    let body = url.query().unwrap_or_default().to_owned();
    let call = product.call_root("POST", "/api/partner/v1/oauth/token");
    let kind = "application/x-www-form-urlencoded";
    call.text(kind, body).send().await
}

/// A request of a partner's system.
fn call(product: &Product, method: &str, path: &str, token: &str) -> Call {
    let path = format!("/api/partner/v1{path}");
    product.call_root(method, &path).token(token)
}

async fn get(product: &Product, path: &str, token: &str) -> Answer {
    call(product, "GET", path, token).send().await
}

/// A partner is registered, gets a token and asks; what it called is counted. Another points somebody to guidance who
/// lets it know, and waits for a test event.
pub(crate) async fn use_all(product: &Product) {
    let system = System::of_nav(product).await;
    let token = system.token().await;
    get(product, "/availability", &token).await.expect(200);
    until("a count", async || {
        (product.count("partner_usage").await > 0).then_some(())
    })
    .await;
    let other = caller::Partner::register(product, caller::NAV).await;
    referrals::share_one(&other).await;
    webhooks::await_one(&other).await;
}
