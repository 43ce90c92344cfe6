//! What partners are told, and what they are not.

use chrono::TimeDelta;
use testkit::TestDatabase;

use super::*;

testkit::on_both!(
    a_partner_is_told_what_everybody_is_told,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let system = System::of_nav(&product).await;
        let token = system.token().await;
        for at in ["", "2026-11-28T12:00:00%2B01:00"] {
            let query = if at.is_empty() {
                String::new()
            } else {
                format!("&at={at}")
            };
            let path = format!("/availability?channel=chat{query}");
            let told = get(&product, &path, &token).await.expect(200);
            let item = &told["items"][0];
            let public = format!("/service/status?channel=chat{query}");
            let public = product.call("GET", &public).send().await.expect(200);
            for name in ["open", "why", "closes_at", "next_opening"] {
                assert_eq!(item[name], public[name], "{name} {at}");
            }
        }
        let all = get(&product, "/availability", &token).await.expect(200);
        assert_eq!(all["items"].as_array().unwrap().len(), 5);
        let sami = get(&product, "/availability?channel=chat&language=se", &token).await;
        assert_eq!(sami.expect(200)["items"][0]["language_served"], true);
        let far = get(&product, "/availability?at=2031-01-01T00:00:00Z", &token).await;
        far.problem("invalid");
    }
);

testkit::on_both!(
    a_centre_that_was_not_given_does_not_exist,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let system = System::of_nav(&product).await;
        let token = system.token().await;
        let (own, foreign) = (product.vestland, product.oslo);
        let unknown = "ctr_06g00000000000000000000000";
        let listed = get(&product, "/centres", &token).await.expect(200);
        assert_eq!(listed["items"].as_array().unwrap().len(), 1);
        assert_eq!(listed["items"][0]["id"], own.to_string());
        let card = get(&product, &format!("/centres/{own}"), &token).await;
        assert_eq!(card.expect(200)["county"], "46");
        let path = format!("/availability?channel=chat&centre={own}");
        let told = get(&product, &path, &token).await.expect(200);
        assert_eq!(told["centre"], own.to_string());
        let public = product.call("GET", "/service/status?channel=chat&county=46");
        let public = public.send().await.expect(200);
        assert_eq!(told["items"][0]["open"], public["home_centre"]["open"]);
        assert_eq!(told["items"][0]["open"], true);
        let mut answers = Vec::new();
        for centre in [foreign.to_string(), unknown.to_owned()] {
            for path in [
                format!("/centres/{centre}"),
                format!("/availability?centre={centre}"),
            ] {
                let mut body = get(&product, &path, &token).await.problem("not_found");
                body.as_object_mut().unwrap().remove("trace_id");
                answers.push(body);
            }
        }
        answers.dedup();
        assert_eq!(answers.len(), 1, "{answers:?}");
    }
);

testkit::on_both!(
    a_suspended_partner_is_let_in_nowhere,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let other = product.beside(|_config| {}).await;
        let system = System::of_nav(&product).await;
        let token = system.token().await;
        get(&other, "/organisation", &token).await.expect(200);
        let path = system.path("/suspend");
        let suspended = system
            .coordinator
            .post(&path, &json!({"reason": "Test"}))
            .await;
        assert_eq!(suspended.expect(200)["state"], "suspended");
        let answer = get(&product, "/organisation", &token).await;
        answer.problem("partner_suspended");
        let refused = system.ask(&system.assertion(), &[]).await;
        assert_eq!(refused.expect(400)["error"], "unauthorized_client");
        // Another replica learns of it within seconds.
        product.clock.advance(TimeDelta::seconds(5));
        let answer = get(&other, "/organisation", &token).await;
        answer.problem("partner_suspended");
        let path = system.path("/resume");
        system.coordinator.post(&path, &json!({})).await.expect(200);
        get(&product, "/organisation", &token).await.expect(200);
    }
);

testkit::on_both!(a_quota_is_told_and_kept, async |database: TestDatabase| {
    let product = Product::start(database).await;
    let mut small = registration(&product);
    small["quota"] = json!("small");
    let system = System::registered(&product, &small).await;
    let token = system.token().await;
    let first = get(&product, "/organisation", &token).await;
    first.expect(200);
    assert_eq!(first.header("ratelimit-policy"), "\"partner\";q=60;w=60");
    assert_eq!(first.header("ratelimit"), "\"partner\";r=59;t=1");
    for _ in 1..60 {
        get(&product, "/organisation", &token).await.expect(200);
    }
    let beyond = get(&product, "/organisation", &token).await;
    beyond.problem("too_many_requests");
    assert_eq!(beyond.header("retry-after"), "1");
    assert_eq!(beyond.header("ratelimit"), "\"partner\";r=0;t=60");
    // Another partner has a quota of its own.
    let mut other = registration(&product);
    other["organisation"] = json!("958935420");
    let other = System::registered(&product, &other).await;
    let token_of_other = other.token().await;
    let answer = get(&product, "/organisation", &token_of_other).await;
    answer.expect(200);
    product.clock.advance(TimeDelta::seconds(1));
    get(&product, "/organisation", &token).await.expect(200);
});

testkit::on_both!(
    calls_are_counted_by_day_and_kind,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let system = System::of_nav(&product).await;
        let token = system.token().await;
        get(&product, "/availability", &token).await.expect(200);
        let path = format!("/availability?centre={}", product.oslo);
        get(&product, &path, &token).await.problem("not_found");
        let usage = system.path("/usage");
        let items = until("a count of both", async || {
            let told = system.coordinator.get(&usage).await.expect(200);
            let counted = &told["items"][0];
            (counted["calls"] == 2).then(|| told["items"].clone())
        })
        .await;
        let expected = json!([{
            "day": "2026-11-23", "operation": "availability_get", "calls": 2, "refused": 1,
            "failed": 0
        }]);
        assert_eq!(items, expected);
    }
);

testkit::on_both!(nobody_else_is_let_in, async |database: TestDatabase| {
    let product = Product::start(database).await;
    let system = System::of_nav(&product).await;
    let token = system.token().await;
    for token in [
        "",
        "x",
        "vvp_",
        "vvp_e30.AAAA",
        &token.replace("vvp_", ""),
        &format!("{token}A"),
    ] {
        let answer = get(&product, "/organisation", token).await;
        answer.problem("unauthenticated");
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }
    let bare = product.call_root("GET", "/api/partner/v1/organisation");
    bare.send().await.problem("unauthenticated");
    // A log-in of staff is no token of a partner, and the other way round.
    let answer = get(&product, "/organisation", &system.coordinator.token).await;
    answer.problem("unauthenticated");
    let staff = product.call("GET", "/me").token(&token).send().await;
    staff.problem("unauthenticated");
    let unknown = get(&product, "/nothing", &token).await;
    unknown.problem("not_found");
});
