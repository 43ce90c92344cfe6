//! Input nobody should send: refused in words, and nothing of it is kept.

use kernel::Language;
use serde_json::{Value, json};
use testkit::TestDatabase;

use crate::product::{Answer, Product, client_id};

/// Rows of everything a seeker's request can write.
async fn written(product: &Product) -> Vec<i64> {
    let mut counts = Vec::new();
    for table in [
        "contact",
        "conversation",
        "conversation_key",
        "message",
        "offer",
    ] {
        counts.push(product.count(table).await);
    }
    counts
}

#[track_caller]
fn names_field(answer: &Answer, field: &str) {
    let body = answer.json();
    assert_eq!(body["errors"][0]["field"], field, "{body}");
    assert!(
        body["errors"][0]["reason"]
            .as_str()
            .is_some_and(|reason| reason.len() > 3),
        "{body}"
    );
}

testkit::on_both!(
    a_faulty_start_is_refused_and_leaves_nothing,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let good = json!({"language": "nb", "county": "46", "topic": "work", "consent": true});
        let cases = [
            ("language", json!("de"), "bad_request"),
            ("language", json!(7), "bad_request"),
            ("language", Value::Null, "bad_request"),
            ("county", json!("99"), "bad_request"),
            ("county", json!(46), "bad_request"),
            ("county", json!("46\u{0}"), "bad_request"),
            ("topic", json!("gossip"), "invalid"),
            ("topic", json!(["work"]), "bad_request"),
            ("work_type", json!("chatting"), "bad_request"),
            ("consent", json!(false), "invalid"),
            ("consent", json!("yes"), "bad_request"),
            ("entry_point", json!("x".repeat(65)), "invalid"),
            ("name", json!("Kari Nordmann"), "bad_request"),
        ];
        for (field, value, code) in cases {
            let mut body = good.clone();
            body[field] = value;
            let answer = product
                .call("POST", "/conversations")
                .json(&body)
                .send()
                .await;
            answer.problem(code);
            names_field(&answer, field);
        }
        let mut body = good.clone();
        body.as_object_mut().unwrap().remove("consent");
        product
            .call("POST", "/conversations")
            .json(&body)
            .send()
            .await
            .problem("bad_request");
        assert_eq!(written(&product).await, [0; 5]);
    }
);

testkit::on_both!(
    no_character_breaks_the_database,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        // PostgreSQL cannot hold U+0000 in a text; that must be the sender's fault, not ours.
        for strange in [
            "\u{0}",
            "a\u{0}b",
            "\u{1}",
            "\u{7f}",
            "\u{fffe}",
            "🦌",
            "'; DROP TABLE contact; --",
        ] {
            let start = json!({"language": "nb", "consent": true, "entry_point": strange});
            let answer = product
                .call("POST", "/conversations")
                .json(&start)
                .send()
                .await;
            assert!(
                [201, 422].contains(&answer.status),
                "{strange:?}: {}",
                answer.text
            );
            let log_in =
                json!({"email": format!("{strange}@veiviser.example"), "password": strange});
            let answer = product
                .call("POST", "/auth/login")
                .json(&log_in)
                .send()
                .await;
            assert!(
                [401, 422, 429].contains(&answer.status),
                "{strange:?}: {}",
                answer.text
            );
            let resume = json!({"resume_code": strange});
            let answer = product
                .call("POST", "/conversations/resume")
                .json(&resume)
                .send()
                .await;
            assert_eq!(answer.status, 404, "{strange:?}: {}", answer.text);
        }
        for query in [
            "county=%00",
            "language=x%00",
            "at=yesterday",
            "at=9999-12-31T23:59:59Z",
            "at=0000-01-01T00:00:00Z",
            "channel=pigeon",
            "at=-262143-01-01T00:00:00Z",
            "at=2026-03-29T02:30:00%2B01:00",
        ] {
            let answer = product
                .call("GET", &format!("/service/status?{query}"))
                .send()
                .await;
            assert!(
                [200, 400, 422].contains(&answer.status),
                "{query}: {}",
                answer.text
            );
        }
    }
);

testkit::on_both!(
    a_faulty_message_is_refused_and_leaves_nothing,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let seeker = product.seeker("46").await;
        let cases = [
            ("", "invalid"),
            (" \n\t ", "invalid"),
            ("a\u{0}b", "invalid"),
            ("bell \u{7}", "invalid"),
            ("\u{9b}31m", "invalid"),
            (&"x".repeat(4001), "message_too_long"),
            (&"å".repeat(10_000), "message_too_long"),
        ];
        for (body, code) in cases {
            let answer = seeker.write(body).await;
            answer.problem(code);
            names_field(&answer, "body");
        }
        assert_eq!(seeker.write(&"x".repeat(4001)).await.json()["limit"], 4000);
        for (body, field) in [
            (
                json!({"client_id": "not a uuid", "body": "Hei"}),
                "client_id",
            ),
            (json!({"client_id": client_id(), "body": 7}), "body"),
            (
                json!({"client_id": client_id(), "body": "Hei", "from": "counsellor"}),
                "from",
            ),
        ] {
            let answer = seeker.call("POST", "/messages").json(&body).send().await;
            answer.problem("bad_request");
            names_field(&answer, field);
        }
        let lone_surrogate = format!(
            "{{\"client_id\": \"{}\", \"body\": \"\\ud800\"}}",
            client_id()
        );
        seeker
            .call("POST", "/messages")
            .raw(lone_surrogate)
            .send()
            .await
            .problem("bad_request");
        let mut bytes = format!("{{\"client_id\": \"{}\", \"body\": \"", client_id()).into_bytes();
        bytes.extend([0xc3, 0x28, b'"', b'}']);
        seeker
            .call("POST", "/messages")
            .raw(bytes)
            .send()
            .await
            .problem("bad_request");
        assert_eq!(product.count("message").await, 0);
        assert_eq!(seeker.get("").await.expect(200)["last_seq"], 0);
        seeker.write(&"ø".repeat(4000)).await.expect(201);
    }
);

testkit::on_both!(markup_is_text, async |database: TestDatabase| {
    let product = Product::start(database).await;
    let seeker = product.seeker("46").await;
    let markup = "<script>alert('hei')</script><img src=x onerror=alert(1)> & \"quoted\" {{7*7}}";
    let posted = seeker.write(markup).await.expect(201);
    assert_eq!(posted["message"]["body"], markup);
    let answer = seeker.get("/messages").await;
    assert_eq!(
        answer.header("content-type"),
        "application/json; charset=utf-8"
    );
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.json()["items"][0]["body"], markup);
    let transcript = seeker.get("/transcript").await;
    assert_eq!(
        transcript.header("content-type"),
        "text/plain; charset=utf-8"
    );
    assert!(transcript.text.contains(markup));
});

testkit::on_both!(
    a_client_id_stands_for_one_message,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let seeker = product.seeker("46").await;
        let id = client_id();
        let first = seeker.write_as(&id, "Hei").await.expect(201);
        let again = seeker.write_as(&id, "Hei").await.expect(201);
        assert_eq!(first, again);
        let other = seeker.write_as(&id, "Hallo").await;
        assert_eq!(other.status, 422);
        other.problem("idempotency_mismatch");
        assert_eq!(product.count("message").await, 1);
        // Many at the same time are still one.
        let id = client_id();
        let posts = (0..10).map(|_| seeker.write_as(&id, "Samtidig"));
        for answer in futures_util::future::join_all(posts).await {
            assert_eq!(answer.expect(201)["message"]["seq"], 2);
        }
        assert_eq!(product.count("message").await, 2);
    }
);

testkit::on_both!(
    refusals_come_in_the_users_language,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let seeker = product.seeker("46").await;
        let mut sentences = Vec::new();
        for language in Language::ALL {
            let call = seeker
                .call("POST", "/messages")
                .header("accept-language", language.as_str());
            let body = json!({"client_id": client_id(), "body": "x".repeat(10_000)});
            let answer = call.json(&body).send().await;
            let body = answer.problem("message_too_long");
            assert_eq!(answer.header("content-language"), language.as_str());
            sentences.push(body["title"].as_str().unwrap().to_owned());
        }
        sentences.sort();
        sentences.dedup();
        assert_eq!(sentences.len(), 4, "{sentences:?}");
    }
);

testkit::on_both!(
    a_withdrawn_offer_cannot_be_accepted,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        anne.set_presence("available").await;
        let seeker = product.seeker("46").await;
        let offer = anne.offer().await;
        seeker
            .call("POST", "/close")
            .json(&json!({}))
            .send()
            .await
            .expect(200);
        for verb in ["accept", "decline"] {
            let path = format!("/offers/{}/{verb}", crate::product::text(&offer, "id"));
            anne.post(&path, &json!({})).await.problem("offer_gone");
        }
        let desk = anne.get("/desk").await.expect(200);
        assert_eq!(desk["contacts"], json!([]));
        assert_eq!(desk["presence"]["load_units"], 0);
    }
);

testkit::on_both!(
    a_closed_conversation_takes_no_message,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let seeker = product.seeker("46").await;
        let id = client_id();
        seeker.write_as(&id, "Rakk det").await.expect(201);
        let closed = seeker
            .call("POST", "/close")
            .json(&json!({}))
            .send()
            .await
            .expect(200);
        assert_eq!(
            (&closed["state"], &closed["closed_by"]),
            (&json!("closed"), &json!("seeker"))
        );
        seeker
            .write("For sent")
            .await
            .problem("conversation_closed");
        // What was acknowledged before stays acknowledged.
        seeker.write_as(&id, "Rakk det").await.expect(201);
        // Closing again is no error; reading goes on.
        seeker
            .call("POST", "/close")
            .json(&json!({}))
            .send()
            .await
            .expect(200);
        let messages = seeker.get("/messages").await.expect(200);
        let last = messages["items"].as_array().unwrap().last().unwrap();
        assert_eq!(last["notice"], "closed");
    }
);
