//! The token endpoint, rightly used and misused.

use chrono::TimeDelta;
use testkit::TestDatabase;

use super::*;

#[track_caller]
fn assert_refused(answer: &Answer, status: u16, error: &str) {
    assert_eq!(answer.status, status, "{}", answer.text);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("cache-control"), "no-store");
    let body = answer.json();
    assert_eq!(body["error"], error, "{body}");
    assert!(body["error_description"].is_string(), "{body}");
}

fn with(mut claims: Value, name: &str, value: Value) -> Value {
    if value.is_null() {
        claims.as_object_mut().unwrap().remove(name);
    } else {
        claims[name] = value;
    }
    claims
}

fn without<'a>(form: &[(&'a str, &'a str)], name: &str) -> Vec<(&'a str, &'a str)> {
    let kept = form.iter().filter(|(known, _)| *known != name);
    kept.copied().collect()
}

testkit::on_both!(
    a_partner_gets_a_token_by_its_key,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let system = System::of_nav(&product).await;
        let answer = system.ask(&system.assertion(), &[]).await;
        let issued = answer.expect(200);
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(issued["token_type"], "Bearer");
        assert_eq!(issued["expires_in"], 600);
        let scopes = "veiviser:availability.read veiviser:referral.write \
                      veiviser:appointment.write veiviser:webhook.manage";
        assert_eq!(issued["scope"], scopes);
        let token = text(&issued, "access_token");
        let own = get(&product, "/organisation", &token).await.expect(200);
        assert_eq!(own["client_id"], system.id);
        assert_eq!(own["organisation"], "991825827");
        // It dies by itself.
        product.clock.advance(TimeDelta::seconds(600));
        let late = get(&product, "/organisation", &token).await;
        late.problem("unauthenticated");
        assert_eq!(late.header("www-authenticate"), "Bearer");
    }
);

testkit::on_both!(
    a_token_may_be_for_less_and_never_for_more,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let system = System::of_nav(&product).await;
        let less = [("scope", "veiviser:referral.write")];
        let issued = system.ask(&system.assertion(), &less).await.expect(200);
        assert_eq!(issued["scope"], "veiviser:referral.write");
        let token = text(&issued, "access_token");
        get(&product, "/organisation", &token).await.expect(200);
        let missing = get(&product, "/availability", &token).await;
        missing.problem("scope_missing");
        for more in [
            "veiviser:statistics.read",
            "veiviser:referral.write veiviser:statistics.read",
            "referral.write",
            "unknown",
        ] {
            let answer = system.ask(&system.assertion(), &[("scope", more)]).await;
            assert_refused(&answer, 400, "invalid_scope");
        }
    }
);

testkit::on_both!(
    an_assertion_serves_once_in_whichever_replica,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let other = product.beside(|_config| {}).await;
        let system = System::of_nav(&product).await;
        let assertion = system.assertion();
        system.ask(&assertion, &[]).await.expect(200);
        let form = [
            ("grant_type", "client_credentials"),
            ("client_assertion_type", ASSERTION),
            ("client_assertion", assertion.as_str()),
        ];
        for product in [&product, &other] {
            let again = ask_with(product, &form).await;
            assert_refused(&again, 401, "invalid_client");
        }
        // Signed anew, the id is still the same.
        let claims = system.claims();
        let first = system.key.sign(&system.header(), &claims);
        system.ask(&first, &[]).await.expect(200);
        let second = with(claims, "aud", json!([ISSUER]));
        let second = system.key.sign(&system.header(), &second);
        assert_refused(&system.ask(&second, &[]).await, 401, "invalid_client");
        // A token that one replica issued is good for the other.
        let token = system.token().await;
        get(&other, "/organisation", &token).await.expect(200);
    }
);

testkit::on_both!(
    of_many_who_bring_one_assertion_one_gets_a_token,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let system = System::of_nav(&product).await;
        let assertion = system.assertion();
        let asking = (0..8).map(|_| system.ask(&assertion, &[]));
        let answers = futures_util::future::join_all(asking).await;
        let issued = answers.iter().filter(|answer| answer.status == 200);
        assert_eq!(issued.count(), 1, "{answers:?}");
    }
);

testkit::on_both!(
    every_wrong_assertion_is_refused,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let system = System::of_nav(&product).await;
        let now = || product.sources.now().timestamp();
        for (name, value) in [
            ("iss", json!("ptn_06g00000000000000000000000")),
            ("iss", json!("somebody")),
            ("iss", Value::Null),
            ("sub", json!("somebody")),
            ("sub", Value::Null),
            ("aud", json!("https://another.example")),
            ("aud", Value::Null),
            ("exp", json!(now() - 31)),
            ("exp", json!(now() + 3600)),
            ("exp", Value::Null),
            ("iat", json!(now() + 3600)),
            ("iat", json!(now() - 3600)),
            ("nbf", json!(now() + 3600)),
            ("jti", Value::Null),
            ("jti", json!("")),
        ] {
            let claims = with(system.claims(), name, value);
            let assertion = system.key.sign(&system.header(), &claims);
            let answer = system.ask(&assertion, &[]).await;
            assert_refused(&answer, 401, "invalid_client");
        }
        let foreign = SigningKey::p256();
        let claims = || system.claims();
        for assertion in [
            foreign.sign(&system.header(), &claims()),
            system.key.sign(&json!({"alg": "ES256"}), &claims()),
            system
                .key
                .sign(&json!({"alg": "ES256", "kid": "x"}), &claims()),
            system
                .key
                .sign(&json!({"alg": "none", "kid": KID}), &claims()),
            system
                .key
                .sign(&json!({"alg": "HS256", "kid": KID}), &claims()),
            "no.token.at all".to_owned(),
        ] {
            let answer = system.ask(&assertion, &[]).await;
            assert_refused(&answer, 401, "invalid_client");
        }
        assert_eq!(product.count("assertion_used").await, 0);
    }
);

testkit::on_both!(
    what_is_no_request_for_a_token_is_told_so,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let system = System::of_nav(&product).await;
        let assertion = system.assertion();
        let right = [
            ("grant_type", "client_credentials"),
            ("client_assertion_type", ASSERTION),
            ("client_assertion", assertion.as_str()),
        ];
        for name in ["grant_type", "client_assertion_type", "client_assertion"] {
            let answer = ask_with(&product, &without(&right, name)).await;
            assert_refused(&answer, 400, "invalid_request");
        }
        let mut password = without(&right, "grant_type");
        password.push(("grant_type", "password"));
        let answer = ask_with(&product, &password).await;
        assert_refused(&answer, 400, "unsupported_grant_type");
        let twice = [&right[..], &right[..1]].concat();
        assert_refused(&ask_with(&product, &twice).await, 400, "invalid_request");
        let other = [("client_id", "ptn_06g00000000000000000000000")];
        let answer = system.ask(&system.assertion(), &other).await;
        assert_refused(&answer, 401, "invalid_client");
        let call = product.call_root("POST", "/api/partner/v1/oauth/token");
        let answer = call.json(&json!({})).send().await;
        answer.problem("unsupported_media_type");
        // The assertion itself was never at fault.
        let own = [("client_id", system.id.as_str())];
        system.ask(&assertion, &own).await.expect(200);
    }
);

testkit::on_both!(
    the_endpoint_is_described_where_programs_look,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let path = "/.well-known/oauth-authorization-server";
        let answer = product.call_root("GET", path).send().await;
        let said = answer.expect(200);
        assert_eq!(said["issuer"], ISSUER);
        let endpoint = format!("{ISSUER}/api/partner/v1/oauth/token");
        assert_eq!(said["token_endpoint"], endpoint);
        assert_eq!(
            said["token_endpoint_auth_methods_supported"],
            json!(["private_key_jwt"])
        );
        // Both names of the server are good audiences.
        let system = System::of_nav(&product).await;
        let claims = with(system.claims(), "aud", json!(endpoint));
        let assertion = system.key.sign(&system.header(), &claims);
        system.ask(&assertion, &[]).await.expect(200);
    }
);

testkit::on_both!(
    whoever_asks_for_tokens_without_end_is_slowed,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let mut slowed = None;
        for _ in 0..100 {
            let answer = ask_with(&product, &[]).await;
            if answer.status == 429 {
                slowed = Some(answer);
                break;
            }
        }
        let slowed = slowed.expect("nobody was slowed");
        slowed.problem("too_many_requests");
        assert!(!slowed.header("retry-after").is_empty());
    }
);
