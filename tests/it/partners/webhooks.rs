//! Webhooks, received by a real receiver that verifies them by the public library.

use std::time::Duration;

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::TestDatabase;
use tokio::time::Instant;

use super::{
    caller::{NAV, OTHER, Partner, key},
    receiver::Receiver,
};
use crate::product::{Product, text, until};

/// A product that may send to the receiver, although that is on the machine itself.
async fn start(database: TestDatabase, receiver: &Receiver) -> Product {
    let allowed = receiver.address.clone();
    let product = Product::start_with(database, |config| {
        config.webhooks.allowed_origins = vec![allowed];
    })
    .await;
    receiver.follow(&product).await;
    product
}

fn wish(url: &str) -> Value {
    json!({
        "url": url, "description": "Prøve",
        "event_types": ["referral.expired", "webhook_endpoint.disabled"],
    })
}

/// Makes an endpoint at a path, whose secret the receiver knows. Returns its path in the API, and the secret.
async fn endpoint(partner: &Partner<'_>, receiver: &Receiver, path: &str) -> (String, String) {
    let made = partner
        .post("/webhook-endpoints", &wish(&receiver.at(path)))
        .await;
    let made = made.expect(201);
    let secret = text(&made, "secret");
    receiver.know(path, &[&secret]).await;
    let id = text(&made["endpoint"], "id");
    (format!("/webhook-endpoints/{id}"), secret)
}

/// Lets an event wait at an endpoint that is sent nothing now.
pub(super) async fn await_one(partner: &Partner<'_>) {
    let mut paused = wish("https://hooks.example.org/veiviser");
    paused["paused"] = json!(true);
    let made = partner.post("/webhook-endpoints", &paused).await;
    let id = text(&made.expect(201)["endpoint"], "id");
    let path = format!("/webhook-endpoints/{id}");
    partner.order(&format!("{path}/test")).await.expect(202);
    assert_eq!(log(partner, &path).await[0]["state"], "pending");
}

/// The newest attempts of an endpoint's log.
async fn log(partner: &Partner<'_>, endpoint: &str) -> Vec<Value> {
    let page = partner.get(&format!("{endpoint}/deliveries")).await;
    page.expect(200)["items"].as_array().unwrap().clone()
}

/// Waits until the `count` newest attempts are over, and returns them, newest first.
async fn settled(partner: &Partner<'_>, endpoint: &str, count: usize) -> Vec<Value> {
    until("attempts are over", async || {
        let mut all = log(partner, endpoint).await;
        all.retain(|attempt| attempt["state"] != "pending");
        (all.len() >= count).then_some(all)
    })
    .await
}

testkit::on_both!(
    a_test_event_arrives_signed_and_is_logged,
    async |database: TestDatabase| {
        let receiver = Receiver::start().await;
        let product = start(database, &receiver).await;
        let nav = Partner::register(&product, NAV).await;
        let (path, _secret) = endpoint(&nav, &receiver, "/a").await;
        let sent = nav.order(&format!("{path}/test")).await.expect(202);
        let event = receiver.nth("/a", 1).await;
        assert_eq!(event["id"], sent["event_id"]);
        assert_eq!(event["verified"], json!([true]));
        assert_eq!(event["type"], "webhook_endpoint.test");
        assert_eq!(event["timestamp"], product.ctx().now.timestamp());
        let log = settled(&nav, &path, 1).await;
        assert_eq!(log[0]["state"], "delivered");
        assert_eq!(log[0]["status"], 204);
        assert_eq!(log[0]["attempt"], 1);
    }
);

testkit::on_both!(
    the_same_request_makes_one_endpoint_and_another_body_is_refused,
    async |database: TestDatabase| {
        let receiver = Receiver::start().await;
        let product = start(database, &receiver).await;
        let nav = Partner::register(&product, NAV).await;
        let (key, body) = (key(), wish(&receiver.at("/a")));
        let first = nav.post_as(&key, "/webhook-endpoints", &body).await;
        let again = nav.post_as(&key, "/webhook-endpoints", &body).await;
        assert_eq!(first.expect(201), again.expect(201));
        let other = wish(&receiver.at("/b"));
        let refused = nav.post_as(&key, "/webhook-endpoints", &other).await;
        refused.problem("idempotency_mismatch");
        let all = nav.get("/webhook-endpoints").await.expect(200);
        assert_eq!(all["items"].as_array().unwrap().len(), 1);
    }
);

testkit::on_both!(
    while_a_secret_is_rotated_both_are_good,
    async |database: TestDatabase| {
        let receiver = Receiver::start().await;
        let product = start(database, &receiver).await;
        let nav = Partner::register(&product, NAV).await;
        let (path, first) = endpoint(&nav, &receiver, "/a").await;
        let order = format!("{path}/rotate-secret");
        nav.order(&order).await.problem("precondition_required");
        let call = nav.call("POST", &order).header("if-match", "\"1\"");
        let rotated = call.send().await.expect(200);
        let second = text(&rotated, "secret");
        let call = nav.call("POST", &order).header("if-match", "\"1\"");
        call.send().await.problem("stale_write");
        receiver.know("/a", &[&first, &second]).await;
        nav.order(&format!("{path}/test")).await.expect(202);
        let event = receiver.nth("/a", 1).await;
        assert_eq!(event["verified"], json!([true, true]));
        product.clock.advance(TimeDelta::hours(24));
        receiver.follow(&product).await;
        nav.order(&format!("{path}/test")).await.expect(202);
        let event = receiver.nth("/a", 2).await;
        assert_eq!(event["verified"], json!([false, true]));
        assert_eq!(event["signatures"], 1);
    }
);

testkit::on_both!(
    what_fails_for_a_while_is_sent_again_under_the_same_id,
    async |database: TestDatabase| {
        let receiver = Receiver::start().await;
        let product = start(database, &receiver).await;
        let nav = Partner::register(&product, NAV).await;
        let (path, _secret) = endpoint(&nav, &receiver, "/a").await;
        receiver.answer("/a", "503").await;
        nav.order(&format!("{path}/test")).await.expect(202);
        let log = settled(&nav, &path, 1).await;
        assert_eq!(
            (&log[0]["state"], &log[0]["status"]),
            (&json!("failed"), &json!(503))
        );
        receiver.answer("/a", "ok").await;
        product.clock.advance(TimeDelta::seconds(10));
        receiver.follow(&product).await;
        let (first, second) = (receiver.nth("/a", 1).await, receiver.nth("/a", 2).await);
        assert_eq!(first["id"], second["id"]);
        assert_eq!(first["body"], second["body"]);
        assert_ne!(first["timestamp"], second["timestamp"]);
        assert_eq!(second["verified"], json!([true]));
        let log = settled(&nav, &path, 2).await;
        let delivered = log.iter().find(|row| row["state"] == "delivered");
        assert_eq!(delivered.unwrap()["attempt"], 2);
    }
);

testkit::on_both!(
    what_the_receiver_will_not_take_is_not_sent_again,
    async |database: TestDatabase| {
        let receiver = Receiver::start().await;
        let product = start(database, &receiver).await;
        let nav = Partner::register(&product, NAV).await;
        let (path, _secret) = endpoint(&nav, &receiver, "/a").await;
        receiver.answer("/a", "400").await;
        nav.order(&format!("{path}/test")).await.expect(202);
        let log = settled(&nav, &path, 1).await;
        assert_eq!(log[0]["state"], "given_up");
        assert_eq!(self::log(&nav, &path).await.len(), 1);
    }
);

testkit::on_both!(
    a_redirect_is_not_followed_and_an_endless_answer_ends,
    async |database: TestDatabase| {
        let receiver = Receiver::start().await;
        let product = start(database, &receiver).await;
        let nav = Partner::register(&product, NAV).await;
        let (path, _secret) = endpoint(&nav, &receiver, "/a").await;
        let elsewhere = format!("redirect {}", receiver.at("/elsewhere"));
        receiver.answer("/a", &elsewhere).await;
        nav.order(&format!("{path}/test")).await.expect(202);
        let log = settled(&nav, &path, 1).await;
        assert_eq!(
            (&log[0]["state"], &log[0]["status"]),
            (&json!("failed"), &json!(302))
        );
        assert_eq!(receiver.received("/elsewhere").await, Vec::<Value>::new());
        let (path, _secret) = endpoint(&nav, &receiver, "/endless").await;
        receiver.answer("/endless", "endless").await;
        nav.order(&format!("{path}/test")).await.expect(202);
        let log = settled(&nav, &path, 1).await;
        assert_eq!(log[0]["state"], "delivered");
    }
);

testkit::on_both!(
    a_slow_receiver_holds_up_neither_a_quick_one_nor_a_talk,
    async |database: TestDatabase| {
        let receiver = Receiver::start().await;
        let product = start(database, &receiver).await;
        let nav = Partner::register(&product, NAV).await;
        let school = Partner::register(&product, OTHER).await;
        let (slow, _secret) = endpoint(&nav, &receiver, "/slow").await;
        receiver.answer("/slow", "slow").await;
        for _ in 0..4 {
            nav.order(&format!("{slow}/test")).await.expect(202);
        }
        receiver.nth("/slow", 2).await;
        let begun = Instant::now();
        let (quick, _secret) = endpoint(&school, &receiver, "/quick").await;
        school.order(&format!("{quick}/test")).await.expect(202);
        receiver.nth("/quick", 1).await;
        let seeker = product.seeker("46").await;
        seeker.write("Hei").await.expect(201);
        // The slow one is given ten seconds: whoever waited for it would be late.
        assert!(begun.elapsed() < Duration::from_secs(8));
        // Not more than two attempts at a time.
        assert_eq!(receiver.received("/slow").await.len(), 2);
        let log = settled(&nav, &slow, 1).await;
        assert_eq!(log[0]["outcome"], "timeout");
        assert_eq!(log[0].get("status"), None);
    }
);

testkit::on_both!(
    an_endpoint_that_fails_in_a_row_is_left_alone_and_then_tried_once,
    async |database: TestDatabase| {
        let receiver = Receiver::start().await;
        let product = start(database, &receiver).await;
        let nav = Partner::register(&product, NAV).await;
        let (path, _secret) = endpoint(&nav, &receiver, "/dead").await;
        receiver.answer("/dead", "dead").await;
        for count in 1..=5 {
            nav.order(&format!("{path}/test")).await.expect(202);
            let log = settled(&nav, &path, count).await;
            assert_eq!(log[0]["outcome"], "unreachable");
        }
        let read = nav.get(&path).await.expect(200);
        assert_eq!(read["circuit"], "open");
        let before = receiver.received("/dead").await.len();
        product.clock.advance(TimeDelta::minutes(2));
        receiver.follow(&product).await;
        receiver.answer("/dead", "ok").await;
        // The first that comes through closes the circuit for the rest.
        receiver.nth("/dead", before + 5).await;
        until("the circuit closes", async || {
            let read = nav.get(&path).await.expect(200);
            (read["circuit"] == "closed").then_some(())
        })
        .await;
    }
);

testkit::on_both!(
    an_endpoint_that_is_gone_or_fails_for_days_is_disabled_with_notice,
    async |database: TestDatabase| {
        let receiver = Receiver::start().await;
        let product = start(database, &receiver).await;
        let nav = Partner::register(&product, NAV).await;
        let (gone, _secret) = endpoint(&nav, &receiver, "/gone").await;
        let (kept, _secret) = endpoint(&nav, &receiver, "/kept").await;
        receiver.answer("/gone", "410").await;
        nav.order(&format!("{gone}/test")).await.expect(202);
        let notice = receiver.nth("/kept", 1).await;
        assert_eq!(notice["type"], "webhook_endpoint.disabled");
        assert_eq!(notice["data"]["because"], "gone");
        let read = nav.get(&gone).await;
        let body = read.expect(200);
        assert_eq!(
            (&body["state"], &body["disabled_because"]),
            (&json!("disabled"), &json!("gone"))
        );
        nav.order(&format!("{gone}/test"))
            .await
            .problem("wrong_state");
        // A change enables it again.
        let change = nav
            .call("PUT", &gone)
            .header("if-match", read.header("etag"));
        let changed = change.json(&wish(&receiver.at("/back"))).send().await;
        assert_eq!(changed.expect(200)["state"], "enabled");
        receiver.answer("/kept", "500").await;
        nav.order(&format!("{kept}/test")).await.expect(202);
        settled(&nav, &kept, 2).await;
        product.clock.advance(TimeDelta::days(6));
        receiver.follow(&product).await;
        nav.order(&format!("{kept}/test")).await.expect(202);
        until("it is disabled", async || {
            let read = nav.get(&kept).await.expect(200);
            (read["disabled_because"] == "failing").then_some(())
        })
        .await;
    }
);

testkit::on_both!(
    deliveries_are_replayed_one_by_one_and_since_a_time,
    async |database: TestDatabase| {
        let receiver = Receiver::start().await;
        let product = start(database, &receiver).await;
        let nav = Partner::register(&product, NAV).await;
        let (path, _secret) = endpoint(&nav, &receiver, "/a").await;
        let begun = product.ctx().now;
        nav.order(&format!("{path}/test")).await.expect(202);
        let first = receiver.nth("/a", 1).await;
        let log = settled(&nav, &path, 1).await;
        let delivery = text(&log[0], "id");
        let replay = format!("{path}/deliveries/{delivery}/replay");
        assert_eq!(nav.order(&replay).await.expect(202)["events"], 1);
        let again = receiver.nth("/a", 2).await;
        assert_eq!(again["id"], first["id"]);
        settled(&nav, &path, 2).await;
        crate::partners::referrals::expire_one(&nav).await;
        receiver.follow(&product).await;
        let expired = receiver.nth("/a", 3).await;
        assert_eq!(expired["type"], "referral.expired");
        settled(&nav, &path, 3).await;
        let body = json!({"since": begun.to_rfc3339()});
        let call = nav.call("POST", &format!("{path}/replay")).json(&body);
        let replayed = call.send().await.expect(202);
        // Tests are not replayed.
        assert_eq!(replayed, json!({"events": 1, "more": false}));
        assert_eq!(receiver.nth("/a", 4).await["id"], expired["id"]);
    }
);

testkit::on_both!(
    addresses_that_lead_inside_are_refused_by_field,
    async |database: TestDatabase| {
        let receiver = Receiver::start().await;
        let product = start(database, &receiver).await;
        let nav = Partner::register(&product, NAV).await;
        for url in [
            "http://hooks.example.org/",
            "https://127.0.0.1/",
            "https://2130706433/",
            "https://[::ffff:10.0.0.1]/",
            "https://169.254.169.254/latest/meta-data",
            "https://localhost/",
            "https://intranett/",
            "https://hooks.example.org:22/",
            "https://a:b@hooks.example.org/",
            "http://127.0.0.1:1/",
        ] {
            let refused = nav.post("/webhook-endpoints", &wish(url)).await;
            let problem = refused.problem("invalid");
            assert_eq!(problem["errors"][0]["field"], "url", "{url}");
        }
        assert_eq!(product.count("webhook_endpoint").await, 0);
    }
);

testkit::on_both!(
    another_partners_endpoint_does_not_exist,
    async |database: TestDatabase| {
        let receiver = Receiver::start().await;
        let product = start(database, &receiver).await;
        let nav = Partner::register(&product, NAV).await;
        let school = Partner::register(&product, OTHER).await;
        let (path, _secret) = endpoint(&nav, &receiver, "/a").await;
        for (method, tail) in [
            ("GET", ""),
            ("GET", "/deliveries"),
            ("POST", "/test"),
            ("DELETE", ""),
        ] {
            let call = school.call(method, &format!("{path}{tail}"));
            call.send().await.problem("not_found");
        }
        let all = school.get("/webhook-endpoints").await.expect(200);
        assert_eq!(all["items"], json!([]));
        nav.get(&path).await.expect(200);
        assert_ne!(nav.id, school.id);
    }
);
