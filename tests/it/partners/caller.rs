//! A partner's system, with a token of its own.

use aws_lc_rs::hmac;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::product::{Answer, Call, Product, Role, text};

/// Numbers of real organisations; the sandbox takes them as well.
pub(super) const NAV: &str = "889640782";
pub(super) const OTHER: &str = "974760673";

/// The public key of RFC 8037, appendix A.2.
const KEY: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

/// A partner's system.
pub(super) struct Partner<'a> {
    pub(super) product: &'a Product,
    pub(super) id: String,
    token: String,
}

impl<'a> Partner<'a> {
    /// Registers a partner with a key, and makes it a token as the token endpoint would.
    pub(super) async fn register(product: &'a Product, organisation: &str) -> Partner<'a> {
        let alias = format!("Koordinator{organisation}");
        let coordinator = product.hire(Role::NationalCoordinator, None, &alias).await;
        let scopes = [
            "referral.write",
            "webhook.manage",
            "statistics.read",
            "class.write",
        ];
        let body = json!({
            "organisation": organisation, "environment": "sandbox", "name": "Nav Bergen",
            "contact": "drift@nav.example", "scopes": scopes, "quota": "large",
        });
        let registered = coordinator.post("/national/partners", &body).await;
        let id = text(&registered.expect(201), "id");
        let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": KEY, "kid": "one"});
        let path = format!("/national/partners/{id}/keys");
        let key = coordinator.post(&path, &json!({"jwk": jwk})).await;
        let claims = json!({
            "partner": id, "key": key.expect(201)["id"], "scopes": scopes,
            "expires_at": (product.ctx().now + TimeDelta::days(3650)).to_rfc3339(),
        });
        Partner {
            product,
            id,
            token: sealed(&claims),
        }
    }

    pub(super) fn call(&self, method: &str, path: &str) -> Call {
        let path = format!("/api/partner/v1{path}");
        self.product.call_root(method, &path).token(&self.token)
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        self.call("GET", path).send().await
    }

    /// Posts under a key drawn for it.
    pub(super) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.post_as(&key(), path, body).await
    }

    pub(super) async fn post_as(&self, key: &str, path: &str, body: &Value) -> Answer {
        let call = self.call("POST", path).header("idempotency-key", key);
        call.json(body).send().await
    }

    /// Posts without a body.
    pub(super) async fn order(&self, path: &str) -> Answer {
        self.call("POST", path).send().await
    }
}

/// A key as clients draw them.
pub(super) fn key() -> String {
    platform::draw_key(&platform::system_sources(), 24)
}

/// The key that tokens are sealed by follows from the sealing key of the tests.
fn sealed(claims: &Value) -> String {
    let mac = testkit::sealer().mac_key("partner tokens");
    let body = URL_SAFE_NO_PAD.encode(claims.to_string());
    let tag = URL_SAFE_NO_PAD.encode(hmac::sign(&mac, body.as_bytes()));
    format!("vvp_{body}.{tag}")
}
