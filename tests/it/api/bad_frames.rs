//! Streams that are misused: an answer, and where it cannot go on an end, never a fault of ours.

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::TestDatabase;

use crate::product::{Line, Product, client_id};

/// Says something as the first frame; returns the code of the error before the goodbye.
async fn refusal(product: &Product, path: &str, first: String) -> Value {
    let mut line = Line::open(product, path).await;
    line.say_raw(first).await;
    let error = line.hear("error").await;
    let bye = line.hear("bye").await;
    assert_eq!(
        (&bye["reason"], &bye["resume"]),
        (&json!("unauthorised"), &json!(false))
    );
    line.closed().await;
    let problem = &error["problem"];
    assert!(
        problem["title"]
            .as_str()
            .is_some_and(|title| title.len() > 10),
        "{problem}"
    );
    assert!(problem["trace_id"].is_string(), "{problem}");
    problem["code"].clone()
}

testkit::on_both!(
    a_stream_begins_with_hello_and_the_right_token,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let (seeker, other) = (product.seeker("46").await, product.seeker("46").await);
        let desk = product
            .hire(
                crate::product::Role::CentreAdministrator,
                Some(product.oslo),
                "Dina",
            )
            .await;
        let conversation = format!("/conversations/{}/stream", seeker.id);
        let message =
            json!({"type": "message", "client_id": client_id(), "body": "Hei"}).to_string();
        for path in [conversation.as_str(), "/desk/stream"] {
            for first in [
                message.as_str(),
                "{\"type\": \"ping\"}",
                "not json",
                "{}",
                "[1]",
                "{\"type\": \"hello\", \"x\": 1}",
            ] {
                assert_eq!(
                    refusal(&product, path, first.to_owned()).await,
                    "hello_expected",
                    "{path} {first}"
                );
            }
            for token in ["", "0000", &other.token, &"x".repeat(100_000)] {
                let hello = json!({"type": "hello", "token": token}).to_string();
                assert_eq!(
                    refusal(&product, path, hello).await,
                    "unauthenticated",
                    "{path}"
                );
            }
        }
        let hello = json!({"type": "hello", "token": desk.token}).to_string();
        assert_eq!(
            refusal(&product, "/desk/stream", hello.clone()).await,
            "forbidden"
        );
        product.clock.advance(TimeDelta::hours(13));
        assert_eq!(
            refusal(&product, "/desk/stream", hello).await,
            "unauthenticated"
        );
        assert_eq!(product.count("message").await, 0);
    }
);

testkit::on_both!(
    a_seekers_faulty_frame_is_answered_and_the_stream_goes_on,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let seeker = product.seeker("46").await;
        let mut line = seeker.stream().await;
        for (frame, code) in [
            ("nonsense".to_owned(), "bad_frame"),
            ("{\"type\": \"dance\"}".to_owned(), "bad_frame"),
            (
                "{\"type\": \"message\", \"client_id\": 1, \"body\": \"x\"}".to_owned(),
                "bad_frame",
            ),
            (
                "{\"type\": \"read\", \"seq\": \"x\"}".to_owned(),
                "bad_frame",
            ),
            (
                json!({"type": "hello", "token": seeker.token}).to_string(),
                "bad_frame",
            ),
            (
                json!({"type": "message", "client_id": client_id(), "body": "x", "to": 1})
                    .to_string(),
                "bad_frame",
            ),
            (
                json!({"type": "message", "client_id": client_id(), "body": "\u{0}"}).to_string(),
                "invalid",
            ),
            (
                json!({"type": "message", "client_id": client_id(), "body": "x".repeat(10_000)})
                    .to_string(),
                "message_too_long",
            ),
        ] {
            line.say_raw(frame.clone()).await;
            let error = line.hear("error").await;
            assert_eq!(error["problem"]["code"], code, "{frame}");
            assert_eq!(
                error.get("client_id").is_some(),
                code != "bad_frame",
                "{error}"
            );
        }
        let id = client_id();
        for (body, kind) in [("Hei", "ack"), ("Hei", "ack"), ("Hallo", "error")] {
            line.say(json!({"type": "message", "client_id": id, "body": body}))
                .await;
            let answer = line.hear(kind).await;
            assert_eq!(answer["client_id"], id.as_str());
            if kind == "ack" {
                assert_eq!(answer["seq"], 1);
            } else {
                assert_eq!(answer["problem"]["code"], "idempotency_mismatch");
            }
        }
        line.say(json!({"type": "read", "seq": i64::MAX})).await;
        line.say(json!({"type": "read", "seq": -5})).await;
        assert!(
            line.catch_up()
                .await
                .iter()
                .all(|frame| frame["type"] != "error")
        );
        assert_eq!(product.count("message").await, 1);
    }
);

testkit::on_both!(
    a_flood_of_frames_is_slowed,
    async |database: TestDatabase| {
        let product =
            Product::start_with(database, |config| config.chat.frames_per_second = 5).await;
        let seeker = product.seeker("46").await;
        let mut line = seeker.stream().await;
        for _ in 0..60 {
            line.say(json!({"type": "typing"})).await;
        }
        let error = line.hear("error").await;
        assert_eq!(error["problem"]["code"], "too_many_requests");
    }
);

testkit::on_both!(
    a_desks_faulty_frame_is_answered_and_the_stream_goes_on,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        let mut line = anne.stream().await;
        let nobodys = "cnt_06g00000000000000000000000";
        for (frame, code) in [
            (
                json!({"type": "message", "client_id": client_id(), "body": "x"}),
                "bad_frame",
            ),
            (json!({"type": "typing", "contact_id": "x"}), "bad_frame"),
            (
                json!({"type": "message", "contact_id": nobodys, "client_id": client_id(), "body": "Hei"}),
                "not_your_contact",
            ),
        ] {
            line.say(frame.clone()).await;
            assert_eq!(line.hear("error").await["problem"]["code"], code, "{frame}");
        }
        for kind in ["typing", "read"] {
            line.say(json!({"type": kind, "contact_id": nobodys, "seq": 1}))
                .await;
        }
        line.catch_up().await;
    }
);
