//! Tokens in the shape of Maskinporten, from a real authorization server.

use kernel::Sources;
use testkit::{OidcProvider, TestDatabase};

use super::*;

const GRANT: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const SCOPES: &str = "veiviser:availability.read veiviser:referral.write";

/// The product, and an authorization server that knows one machine.
struct Stage {
    product: Product,
    server: OidcProvider,
    /// What the machine proves itself by there.
    machine: SigningKey,
    used: AtomicU32,
}

fn real_time() -> Sources {
    platform::system_sources()
}

impl Stage {
    async fn open(database: TestDatabase) -> Self {
        Self::with(database, |_config| {}).await
    }

    async fn with(database: TestDatabase, change: impl FnOnce(&mut server::Config)) -> Self {
        let server = OidcProvider::start().await;
        let issuer = server.issuer.clone();
        let product = Product::start_with(database, |config| {
            config.partners.maskinporten_issuer = issuer;
            change(config);
        })
        .await;
        // The server lives by the computer's clock.
        product
            .clock
            .advance(real_time().now() - product.sources.now());
        let stage = Self {
            product,
            server,
            machine: SigningKey::rsa(),
            used: AtomicU32::new(0),
        };
        let machine = json!({"jwk": stage.machine.jwk("m1")});
        stage.control(&json!({"machine": machine})).await;
        stage
    }

    /// Tells the server how to behave.
    async fn control(&self, wish: &Value) {
        let url = format!("{}/control", self.server.issuer);
        let call = self.product.client.post(url).body(wish.to_string());
        call.send().await.unwrap();
    }

    /// A token as the server writes it now.
    async fn token(&self) -> String {
        let now = real_time().now().timestamp();
        let number = self.used.fetch_add(1, Ordering::Relaxed);
        let claims = json!({
            "iss": "machine", "aud": self.server.issuer, "iat": now, "exp": now + 60,
            "scope": SCOPES, "resource": ISSUER, "jti": format!("{number}")
        });
        let header = json!({"alg": "RS256", "kid": "m1"});
        let assertion = self.machine.sign(&header, &claims);
        let form = [
            ("grant_type", GRANT),
            ("client_id", "machine"),
            ("assertion", assertion.as_str()),
        ];
        let url = format!("{}/token", self.server.issuer);
        let answer = self
            .product
            .client
            .post(url)
            .form(&form)
            .send()
            .await
            .unwrap();
        let body: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        let token = body["access_token"].as_str();
        token
            .unwrap_or_else(|| panic!("no token: {body}"))
            .to_owned()
    }

    /// What the product answers to a token with a fault.
    async fn answer(&self, fault: &str) -> Answer {
        self.control(&json!({"fault": fault})).await;
        get(&self.product, "/availability", &self.token().await).await
    }
}

testkit::on_both!(
    the_partner_is_the_consumer_whichever_client_asks,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        stage.answer("").await.problem("partner_unknown");
        let _nav = System::of_nav(&stage.product).await;
        for fault in ["", "other_client", "delegated"] {
            stage.answer(fault).await.expect(200);
        }
        let token = stage.token().await;
        let own = get(&stage.product, "/organisation", &token).await;
        assert_eq!(own.expect(200)["organisation"], "991825827");
        // Another organisation is another partner, and none is registered for it.
        let other = json!({"machine": {"organisation": "958935420"}});
        stage.control(&other).await;
        stage.answer("").await.problem("partner_unknown");
    }
);

testkit::on_both!(
    every_wrong_claim_keeps_out,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let _nav = System::of_nav(&stage.product).await;
        for fault in [
            "issuer",
            "audience",
            "no_audience",
            "unspecified",
            "expired",
            "no_expiry",
            "endless",
            "future",
            "early",
            "no_issue",
            "no_consumer",
            "consumer_text",
            "consumer_checksum",
            "consumer_register",
            "supplier_alone",
            "foreign_key",
            "foreign_kid",
            "none",
            "public_key_as_secret",
            "client_secret",
            "critical",
            "truncated",
            "no_token",
        ] {
            let answer = stage.answer(fault).await;
            assert_eq!(answer.status, 401, "{fault}: {}", answer.text);
            answer.problem("unauthenticated");
        }
        for fault in ["no_scope", "other_scope"] {
            stage.answer(fault).await.problem("scope_missing");
        }
        stage.answer("").await.expect(200);
    }
);

testkit::on_both!(
    new_keys_of_the_issuer_are_learned,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let _nav = System::of_nav(&stage.product).await;
        stage.answer("").await.expect(200);
        let old = stage.token().await;
        stage.control(&json!({"rotate": true})).await;
        stage.answer("").await.expect(200);
        // What was signed by a key that the issuer no longer names is of no use.
        let answer = get(&stage.product, "/availability", &old).await;
        answer.problem("unauthenticated");
    }
);

testkit::on_both!(
    an_unrestricted_token_is_accepted_only_where_that_is_configured,
    async |database: TestDatabase| {
        let stage = Stage::with(database, |config| {
            config.partners.must_name_audience = false;
        })
        .await;
        let _nav = System::of_nav(&stage.product).await;
        for fault in ["no_audience", "unspecified", ""] {
            stage.answer(fault).await.expect(200);
        }
        stage.answer("audience").await.problem("unauthenticated");
    }
);

testkit::on_both!(
    keys_are_no_business_of_whoever_acts_for_a_partner,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let _nav = System::of_nav(&stage.product).await;
        let token = stage.token().await;
        get(&stage.product, "/keys", &token)
            .await
            .problem("scope_missing");
        let body = json!({"jwk": SigningKey::p256().jwk("theirs")});
        let call = call(&stage.product, "POST", "/keys", &token);
        call.json(&body).send().await.problem("scope_missing");
    }
);

testkit::on_both!(
    the_test_issuer_speaks_of_the_sandbox,
    async |database: TestDatabase| {
        let stage = Stage::with(database, |config| {
            let issuer = std::mem::take(&mut config.partners.maskinporten_issuer);
            config.partners.maskinporten_test_issuer = issuer;
        })
        .await;
        let _nav = System::of_nav(&stage.product).await;
        stage.answer("").await.problem("partner_unknown");
        let mut sandbox = registration(&stage.product);
        sandbox["environment"] = json!("sandbox");
        let _sandbox = System::registered(&stage.product, &sandbox).await;
        let token = stage.token().await;
        let own = get(&stage.product, "/organisation", &token).await;
        assert_eq!(own.expect(200)["environment"], "sandbox");
    }
);

testkit::on_both!(
    an_issuer_that_does_not_answer_is_told_apart_from_a_bad_token,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        drop(System::of_nav(&stage.product).await);
        let token = stage.token().await;
        let Stage {
            product, server, ..
        } = stage;
        drop(server);
        let answer = get(&product, "/availability", &token).await;
        answer.problem("issuer_unreachable");
        assert_eq!(answer.header("retry-after"), "10");
    }
);
