//! Keys and their rotation by the partner itself.

use chrono::TimeDelta;
use testkit::TestDatabase;

use super::*;

async fn add(system: &System<'_>, token: &str, key: &SigningKey, kid: &str) -> Answer {
    let body = json!({"jwk": key.jwk(kid)});
    let call = call(system.product, "POST", "/keys", token);
    call.json(&body).send().await
}

testkit::on_both!(
    a_partner_puts_a_new_key_in_the_place_of_the_old,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let mut system = System::of_nav(&product).await;
        let old_token = system.token().await;
        let listed = get(&product, "/keys", &old_token).await.expect(200);
        let old = text(&listed["items"][0], "id");
        for (next, kid) in [
            (SigningKey::ed25519(), "2027-01"),
            (SigningKey::rsa(), "2027-02"),
        ] {
            let added = add(&system, &old_token, &next, kid).await.expect(201);
            assert_eq!(added["algorithm"], next.algorithm());
            assert!(added["jwk"].get("d").is_none());
            let header = json!({"alg": next.algorithm(), "kid": kid});
            let assertion = next.sign(&header, &system.claims());
            system.ask(&assertion, &[]).await.expect(200);
        }
        let path = format!("/keys/{old}");
        let removed = call(&product, "DELETE", &path, &old_token).send().await;
        removed.expect(204);
        // With the key goes what it was good for.
        let answer = get(&product, "/keys", &old_token).await;
        answer.problem("unauthenticated");
        let answer = system.ask(&system.assertion(), &[]).await;
        assert_eq!(answer.expect(401)["error"], "invalid_client");
        let entries = system.coordinator.get("/national/audit-log").await;
        let entries = entries.expect(200);
        let actions: Vec<&str> = entries["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|entry| entry["action"].as_str())
            .collect();
        for action in [
            "partner:create",
            "partner:key_create",
            "own:key_create",
            "own:key_delete",
        ] {
            assert!(actions.contains(&action), "{actions:?}");
        }
        system.key = SigningKey::p256();
        let answer = system.ask(&system.assertion(), &[]).await;
        assert_eq!(answer.expect(401)["error"], "invalid_client");
    }
);

testkit::on_both!(a_key_ends_when_it_says, async |database: TestDatabase| {
    let product = Product::start(database).await;
    let system = System::of_nav(&product).await;
    let key = SigningKey::ed25519();
    let end = product.sources.now() + TimeDelta::hours(1);
    let body = json!({"jwk": key.jwk("short"), "not_after": end.to_rfc3339()});
    let path = system.path("/keys");
    system.coordinator.post(&path, &body).await.expect(201);
    let ask = async || {
        let header = json!({"alg": "EdDSA", "kid": "short"});
        system.ask(&key.sign(&header, &system.claims()), &[]).await
    };
    let token = text(&ask().await.expect(200), "access_token");
    product.clock.advance(TimeDelta::minutes(55));
    let late = text(&ask().await.expect(200), "access_token");
    get(&product, "/organisation", &token)
        .await
        .problem("unauthenticated");
    product.clock.advance(TimeDelta::minutes(5));
    get(&product, "/organisation", &late)
        .await
        .problem("unauthenticated");
    assert_eq!(ask().await.expect(401)["error"], "invalid_client");
    let ended = json!({"jwk": key.jwk("ended"), "not_after": end.to_rfc3339()});
    let answer = system.coordinator.post(&path, &ended).await;
    answer.problem("invalid");
});

testkit::on_both!(
    keys_of_others_do_not_exist_and_unfit_ones_are_refused,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let system = System::of_nav(&product).await;
        let token = system.token().await;
        let mut other = registration(&product);
        other["organisation"] = json!("958935420");
        let other = System::registered(&product, &other).await;
        let keys = other
            .coordinator
            .get(&other.path("/keys"))
            .await
            .expect(200);
        let foreign = text(&keys["items"][0], "id");
        for id in [foreign.as_str(), "pky_06g00000000000000000000000", "x"] {
            let path = format!("/keys/{id}");
            let answer = call(&product, "DELETE", &path, &token).send().await;
            answer.problem("not_found");
        }
        other.token().await;
        let key = SigningKey::p256();
        for (kid, member) in [(KID, None), ("", None), ("new", Some("d"))] {
            let mut jwk = key.jwk(kid);
            if let Some(member) = member {
                jwk[member] = json!("AQAB");
            }
            let call = call(&product, "POST", "/keys", &token);
            let answer = call.json(&json!({"jwk": jwk})).send().await;
            assert_eq!(answer.problem("invalid")["status"], 422);
        }
        for number in 1..5 {
            let added = add(&system, &token, &key, &format!("k{number}")).await;
            added.expect(201);
        }
        let sixth = add(&system, &token, &key, "k5").await;
        sixth.problem("invalid");
    }
);
