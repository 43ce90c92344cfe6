//! Coordinators open, close and drain the national queue against its hours, and pause centres.

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::TestDatabase;

use crate::product::{Answer, Desk, Product, Role, text, until};

const REASON: &str = "Brannalarm i Bergen";

pub(super) async fn coordinator(product: &Product) -> Desk<'_> {
    product.hire(Role::NationalCoordinator, None, "Frida").await
}

async fn put(desk: &Desk<'_>, target: &str, body: &Value) -> Answer {
    let path = format!("/national/overrides/{target}");
    desk.call("PUT", &path).json(body).send().await
}

pub(super) async fn decide(desk: &Desk<'_>, target: &str, mode: &str) -> Value {
    let body = json!({"mode": mode, "reason": REASON});
    put(desk, target, &body).await.expect(200)
}

pub(super) async fn take_back(desk: &Desk<'_>, target: &str) {
    let path = format!("/national/overrides/{target}");
    let answer = desk.call("DELETE", &path).send().await;
    assert_eq!(answer.status, 204, "{}", answer.text);
}

pub(super) async fn status(product: &Product) -> Value {
    let call = product.call("GET", "/service/status?county=46");
    call.send().await.expect(200)
}

async fn start(product: &Product) -> Answer {
    let body = json!({"language": "nb", "county": "46", "consent": true});
    let call = product.call("POST", "/conversations");
    call.json(&body).send().await
}

async fn offers(desk: &Desk<'_>) -> usize {
    let desk = desk.get("/desk").await.expect(200);
    desk["offers"].as_array().unwrap().len()
}

pub(super) async fn board(desk: &Desk<'_>) -> Value {
    desk.product.clock.advance(TimeDelta::seconds(1));
    desk.get("/national/board").await.expect(200)
}

testkit::on_both!(
    a_closed_queue_lets_nobody_in_and_keeps_the_reason_to_itself,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        let decided = decide(&frida, "queue", "closed").await;
        // With the day in Norway: midnight, an hour before that of Greenwich.
        assert_eq!(decided["ends_at"], "2026-11-23T23:00:00+00:00");
        assert_eq!(decided["set_by"], "Frida Etternavn");
        let told = status(&product).await;
        assert_eq!(
            (&told["open"], &told["why"]),
            (&json!(false), &json!("by_hand"))
        );
        assert_eq!(told["next_opening"], "2026-11-24T08:00:00+01:00");
        assert_eq!(told["home_centre"]["open"], false);
        let refused = start(&product).await.problem("service_closed");
        assert_eq!(refused["why"], "by_hand");
        let page = product.call_root("GET", "/").send().await.text;
        for public in [told.to_string(), refused.to_string(), page] {
            assert!(!public.contains("Brannalarm"), "{public}");
        }
        assert_eq!(product.count("contact").await, 0);
        let shown = board(&frida).await;
        assert_eq!(shown["overrides"][0]["target"], "queue");
        assert_eq!(shown["overrides"][0]["reason"], REASON);

        take_back(&frida, "queue").await;
        assert_eq!(status(&product).await["open"], true);
        start(&product).await.expect(201);
        assert_eq!(board(&frida).await["overrides"], json!([]));
        take_back(&frida, "queue").await;
    }
);

testkit::on_both!(
    a_decision_ends_by_itself_and_is_known_after_a_restart,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        let until_ten = json!({
            "mode": "closed", "reason": REASON, "ends_at": "2026-11-23T10:30:00+01:00"
        });
        product.clock.set(
            chrono::DateTime::parse_from_rfc3339("2026-11-23T10:00:00+01:00")
                .unwrap()
                .to_utc(),
        );
        put(&frida, "chat", &until_ten).await.expect(200);
        let told = status(&product).await;
        assert_eq!(told["next_opening"], "2026-11-23T10:30:00+01:00");
        // What another process finds when it starts.
        let directory = centres::Directory::load(&product.test_database.database)
            .await
            .unwrap();
        let answer = directory.national_answer(kernel::Channel::Chat, product.sources.now());
        assert_eq!(answer.why, centres::Why::ByHand);
        product.clock.advance(TimeDelta::minutes(30));
        assert_eq!(status(&product).await["open"], true);
        start(&product).await.expect(201);
        let listed = frida.get("/national/overrides").await.expect(200);
        assert_eq!(listed["items"], json!([]));
    }
);

testkit::on_both!(
    an_opened_queue_lets_seekers_in_at_night_and_they_are_served,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        product.clock.set(
            chrono::DateTime::parse_from_rfc3339("2026-11-23T21:00:00+01:00")
                .unwrap()
                .to_utc(),
        );
        start(&product).await.problem("service_closed");
        let body = json!({"mode": "open", "reason": REASON, "until_taken_back": true});
        let decided = put(&frida, "chat", &body).await.expect(200);
        assert!(decided.get("ends_at").is_none());
        assert_eq!(status(&product).await["open"], true);
        let anne = product.counsellor(product.vestland, "Anne").await;
        anne.set_presence("available").await;
        start(&product).await.expect(201);
        anne.accept().await;
        // Nobody answers the telephone, so it is not opened either.
        decide(&frida, "phone", "open").await;
        let phone = product.call("GET", "/service/status?channel=phone");
        assert_eq!(phone.send().await.expect(200)["open"], false);
    }
);

testkit::on_both!(
    a_drained_queue_serves_those_who_wait_and_a_closed_one_does_not,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        start(&product).await.expect(201);
        decide(&frida, "queue", "closed").await;
        until("the dispatcher knows", async || {
            let path = "/national/board";
            let shown = frida.get(path).await.expect(200);
            let centres = shown["centres"].as_array().unwrap().clone();
            product.clock.advance(TimeDelta::seconds(1));
            centres.iter().all(|one| one["open"] == false).then_some(())
        })
        .await;
        anne.set_presence("available").await;
        let waiting = text(&board(&frida).await["waiting"][0], "contact_id");
        let why = until("why nobody comes", async || {
            let path = format!("/national/contacts/{waiting}/explanation");
            let why = frida.get(&path).await.expect(200);
            why["judged"][0]["cause"].is_string().then_some(why)
        })
        .await;
        assert_eq!(why["judged"][0]["cause"], "closed");
        assert_eq!(offers(&anne).await, 0);
        decide(&frida, "queue", "draining").await;
        start(&product).await.problem("service_closed");
        assert_eq!(anne.accept().await, waiting);
    }
);

testkit::on_both!(
    a_paused_centre_gets_no_new_contacts_and_its_talks_go_on,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        anne.set_presence("available").await;
        let seeker = product.seeker("46").await;
        let contact = anne.accept().await;
        let vestland = product.vestland.to_string();
        decide(&frida, &vestland, "paused").await;
        let second = product.seeker("46").await;
        // Somebody elsewhere takes it: the queue itself is open.
        let cato = product.counsellor(product.oslo, "Cato").await;
        cato.set_presence("available").await;
        cato.accept().await;
        assert_eq!(
            second.get("").await.expect(200)["counsellor"]["alias"],
            "Cato"
        );
        assert_eq!(offers(&anne).await, 0);
        seeker.write("Er du der?").await.expect(201);
        let path = format!("/contacts/{contact}/messages");
        let body = json!({"client_id": crate::product::client_id(), "body": "Ja"});
        anne.post(&path, &body).await.expect(201);
        cato.set_presence("away").await;
        product.seeker("46").await;
        product.clock.advance(TimeDelta::seconds(1));
        assert_eq!(offers(&anne).await, 0);
        take_back(&frida, &vestland).await;
        until("an offer again", async || {
            (offers(&anne).await == 1).then_some(())
        })
        .await;
    }
);

testkit::on_both!(
    a_decision_about_all_ends_those_about_single_channels,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        decide(&frida, "chat", "open").await;
        decide(&frida, "queue", "closed").await;
        let listed = frida.get("/national/overrides").await.expect(200);
        assert_eq!(listed["items"].as_array().unwrap().len(), 1);
        assert_eq!(status(&product).await["open"], false);
        decide(&frida, "chat", "open").await;
        assert_eq!(status(&product).await["open"], true);
    }
);

testkit::on_both!(
    every_decision_is_remembered_with_what_was_before,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        decide(&frida, "queue", "closed").await;
        decide(&frida, "queue", "draining").await;
        take_back(&frida, "queue").await;
        let log = frida.get("/national/audit-log").await.expect(200);
        let entries: Vec<_> = log["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| text(one, "action").starts_with("override:"))
            .map(|one| {
                (
                    text(one, "action"),
                    one["old"]["mode"].clone(),
                    one["new"]["mode"].clone(),
                )
            })
            .collect();
        let update = || "override:update".to_owned();
        let expected = [
            ("override:delete".to_owned(), json!("draining"), Value::Null),
            (update(), json!("closed"), json!("draining")),
            (update(), Value::Null, json!("closed")),
        ];
        assert_eq!(entries, expected);
    }
);

testkit::on_both!(
    what_cannot_be_decided_names_its_field,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        let vestland = product.vestland.to_string();
        for (target, body, field) in [
            ("queue", json!({"mode": "closed", "reason": " "}), "reason"),
            (
                "queue",
                json!({"mode": "closed", "reason": "x".repeat(501)}),
                "reason",
            ),
            ("queue", json!({"mode": "paused", "reason": REASON}), "mode"),
            (
                vestland.as_str(),
                json!({"mode": "closed", "reason": REASON}),
                "mode",
            ),
            (
                "queue",
                json!({"mode": "closed", "reason": REASON, "ends_at": "2026-11-20T10:00:00Z"}),
                "ends_at",
            ),
            (
                "queue",
                json!({
                    "mode": "closed", "reason": REASON, "ends_at": "2026-11-24T10:00:00Z",
                    "until_taken_back": true
                }),
                "ends_at",
            ),
        ] {
            let refused = put(&frida, target, &body).await.problem("invalid");
            assert_eq!(refused["errors"][0]["field"], field, "{body}");
        }
        let body = json!({"mode": "closed", "reason": REASON});
        put(&frida, "fax", &body).await.problem("not_found");
        let nobody = "ctr_06g00000000000000000000000";
        let body = json!({"mode": "paused", "reason": REASON});
        put(&frida, nobody, &body).await.problem("not_found");
        let anne = product.counsellor(product.vestland, "Anne").await;
        put(&anne, "queue", &body).await.problem("forbidden");
    }
);

testkit::on_both!(
    whoever_starts_while_the_queue_closes_is_in_or_refused_and_nobody_comes_after,
    async |database: TestDatabase| {
        let product = Product::start_with(database, |config| {
            config.chat.starts_at_once = 10_000;
            config.chat.starts_per_minute = 10_000;
        })
        .await;
        let frida = coordinator(&product).await;
        for _ in 0..5 {
            let before = product.count("contact").await;
            let starts = (0..12).map(|_| start(&product));
            let closing = async {
                tokio::task::yield_now().await;
                decide(&frida, "queue", "closed").await;
                // Closed is closed from the moment that was answered on.
                product.count("contact").await
            };
            let (answers, at_closing) =
                tokio::join!(futures_util::future::join_all(starts), closing);
            let mut let_in = 0;
            for answer in &answers {
                if answer.status == 201 {
                    let_in += 1;
                } else {
                    answer.problem("service_closed");
                }
            }
            let contacts = product.count("contact").await;
            assert_eq!(
                contacts, at_closing,
                "somebody came after the queue was closed"
            );
            assert_eq!(contacts, product.count("conversation").await);
            assert_eq!(contacts - before, let_in, "let in or refused, never half");
            take_back(&frida, "queue").await;
        }
    }
);

testkit::on_both!(
    while_every_centre_is_paused_seekers_read_when_it_goes_on,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        let centres = [product.vestland, product.rogaland, product.oslo];
        for (centre, hour) in centres.iter().zip(["13", "14", "15"]) {
            let ends_at = format!("2026-11-23T{hour}:00:00+01:00");
            let body = json!({"mode": "paused", "reason": REASON, "ends_at": ends_at});
            put(&frida, &centre.to_string(), &body).await.expect(200);
        }
        let told = status(&product).await;
        assert_eq!(
            (&told["open"], &told["why"], &told["next_opening"]),
            (
                &json!(false),
                &json!("by_hand"),
                &json!("2026-11-23T13:00:00+01:00")
            )
        );
        // Until all have closed, not only the one that is back first.
        take_back(&frida, &product.vestland.to_string()).await;
        let told = status(&product).await;
        assert_eq!(
            (&told["open"], &told["closes_at"]),
            (&json!(true), &json!("2026-11-23T20:00:00+01:00"))
        );
    }
);
