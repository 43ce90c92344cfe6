//! Service notices and times of many, as coordinators write and seekers read them.

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::TestDatabase;

use crate::product::{Answer, Desk, Product, Role, Seeker, text, until};

const NOTICES: &str = "/national/notices";
const SURGES: &str = "/national/surges";

async fn coordinator(product: &Product) -> Desk<'_> {
    product.hire(Role::NationalCoordinator, None, "Frida").await
}

async fn status(product: &Product, language: &str) -> Value {
    let path = format!("/service/status?language={language}");
    product.call("GET", &path).send().await.expect(200)
}

async fn change(desk: &Desk<'_>, path: &str, id: &str, tag: &str, body: &Value) -> Answer {
    let call = desk.call("PUT", &format!("{path}/{id}"));
    call.header("if-match", tag).json(body).send().await
}

fn notice() -> Value {
    json!({
        "kind": "sudden", "places": ["pages", "widget"], "position": 5,
        "texts": {"nb": "Chatten er treg", "en": "The <chat> is slow"}
    })
}

fn words(shown: &Value) -> Vec<String> {
    let notices = shown["notices"].as_array().unwrap();
    notices.iter().map(|one| text(one, "text")).collect()
}

testkit::on_both!(
    a_notice_is_told_in_the_language_asked_for_or_visibly_in_bokmal,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        let created = frida.post(NOTICES, &notice()).await;
        assert_eq!(created.header("etag"), "\"1\"");
        let id = text(&created.expect(201), "id");
        let english = status(&product, "en").await;
        assert_eq!(english["notices"][0]["text"], "The <chat> is slow");
        assert_eq!(english["notices"][0]["language"], "en");
        assert_eq!(english["notices"][0]["kind"], "sudden");
        let sami = status(&product, "se").await;
        assert_eq!(sami["notices"][0]["text"], "Chatten er treg");
        assert_eq!(sami["notices"][0]["language"], "nb");
        let page = product.call_root("GET", "/en/").send().await;
        assert!(page.text.contains("The &lt;chat&gt; is slow"));
        let page = product.call_root("GET", "/se/").send().await;
        assert!(
            page.text
                .contains("<li><span lang=\"nb\">Chatten er treg</span> (")
        );

        let gone = frida
            .call("DELETE", &format!("{NOTICES}/{id}"))
            .send()
            .await;
        assert_eq!(gone.status, 204);
        assert_eq!(status(&product, "nb").await["notices"], json!([]));
        let again = frida
            .call("DELETE", &format!("{NOTICES}/{id}"))
            .send()
            .await;
        again.problem("not_found");
    }
);

testkit::on_both!(
    notices_come_in_their_order_and_only_in_their_time_and_place,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        let write = async |text: &str, position: u32, more: Value| {
            let mut body = json!({
                "kind": "planned", "texts": {"nb": text}, "places": ["widget"],
                "position": position
            });
            for (name, value) in more.as_object().unwrap() {
                body[name] = value.clone();
            }
            frida.post(NOTICES, &body).await.expect(201)
        };
        write("andre", 20, json!({})).await;
        write("første", 10, json!({})).await;
        let later = product.sources.now() + TimeDelta::hours(1);
        let over = product.sources.now() + TimeDelta::hours(2);
        write("senere", 30, json!({"starts_at": later, "ends_at": over})).await;
        write("bare ansatte", 1, json!({"places": ["desk"]})).await;
        assert_eq!(words(&status(&product, "nb").await), ["første", "andre"]);
        product.clock.advance(TimeDelta::hours(1));
        assert_eq!(
            words(&status(&product, "nb").await),
            ["første", "andre", "senere"]
        );
        product.clock.advance(TimeDelta::hours(1));
        assert_eq!(words(&status(&product, "nb").await), ["første", "andre"]);

        let anne = product.counsellor(product.vestland, "Anne").await;
        let own = anne.get("/me/notices").await.expect(200);
        assert_eq!(own["items"].as_array().unwrap().len(), 1);
        assert_eq!(own["items"][0]["text"], "bare ansatte");
        anne.get(NOTICES).await.problem("forbidden");
    }
);

testkit::on_both!(
    a_notice_is_not_written_over_unseen_and_its_faults_name_their_fields,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        let created = frida.post(NOTICES, &notice()).await.expect(201);
        let id = text(&created, "id");
        let mut body = notice();
        body["texts"] = json!({"nb": "Chatten er rask igjen"});
        let changed = change(&frida, NOTICES, &id, "\"1\"", &body).await;
        assert_eq!(changed.expect(200)["revision"], 2);
        let stale = change(&frida, NOTICES, &id, "\"1\"", &body).await;
        stale.problem("stale_write");
        let call = frida.call("PUT", &format!("{NOTICES}/{id}")).json(&body);
        call.send().await.problem("precondition_required");
        for (name, value, field) in [
            ("texts", json!({"en": "only English"}), "texts.nb"),
            ("texts", json!({"nb": "x".repeat(401)}), "texts.nb"),
            ("places", json!([]), "places"),
            ("ends_at", json!("2026-01-01T00:00:00Z"), "ends_at"),
        ] {
            let mut body = notice();
            body[name] = value;
            let refused = frida.post(NOTICES, &body).await.problem("invalid");
            assert_eq!(refused["errors"][0]["field"], field);
        }
        let log = frida.get("/national/audit-log").await.expect(200);
        let entry = &log["items"][0];
        assert_eq!(entry["action"], "notice:update");
        assert_eq!(entry["old"]["texts"]["nb"], "Chatten er treg");
        assert_eq!(entry["new"]["texts"]["nb"], "Chatten er rask igjen");
    }
);

fn surge() -> Value {
    json!({
        "reason": "Søknadsfrist 15. april", "queue_cap": 1, "choices_after_s": 60,
        "self_help": [
            {"url": "https://utdanning.no/soknad", "texts": {"nb": "Slik søker du", "en": "How to apply"}}
        ],
        "group_session": {"url": "https://moter.example.no/sok", "texts": {"nb": "Felles møte kl. 14"}}
    })
}

testkit::on_both!(
    while_many_come_the_queue_has_its_own_cap_and_that_ends_by_itself,
    async |database: TestDatabase| {
        let product = Product::start_with(database, |config| {
            config.chat.place_kept_seconds = 86_400;
            config.chat.starts_at_once = 10_000;
            config.chat.starts_per_minute = 10_000;
        })
        .await;
        let frida = coordinator(&product).await;
        let created = frida.post(SURGES, &surge()).await.expect(201);
        assert_eq!(created["in_force"], true);
        assert_eq!(created["ends_at"], "2026-11-23T23:00:00+00:00");
        let first = product.seeker("46").await;
        let state = async |seeker: &Seeker<'_>| seeker.get("").await.expect(200)["state"].clone();
        // The dispatcher learns of it within a second.
        let refused = until("somebody is not let in", async || {
            let second = product.seeker("46").await;
            if state(&second).await == "closed" {
                return Some(second);
            }
            let close = second.call("POST", "/close").json(&json!({}));
            close.send().await.expect(200);
            None
        })
        .await;
        assert_eq!(refused.get("").await.expect(200)["closed_by"], "service");
        assert_eq!(state(&first).await, "waiting");
        product.clock.advance(TimeDelta::seconds(1));
        let shown = frida.get("/national/board").await.expect(200);
        assert_eq!(shown["surge"], true);

        product.clock.set(
            chrono::DateTime::parse_from_rfc3339("2026-11-24T09:00:00+01:00")
                .unwrap()
                .to_utc(),
        );
        assert!(status(&product, "nb").await.get("surge").is_none());
        until("the dispatcher forgot the cap", async || {
            let third = product.seeker("46").await;
            (state(&third).await == "waiting").then_some(())
        })
        .await;
    }
);

testkit::on_both!(
    seekers_are_told_of_help_before_the_queue_and_of_other_ways_where_it_is_long,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        let begins = product.sources.now() + TimeDelta::hours(1);
        let mut body = surge();
        body["starts_at"] = json!(begins);
        let planned = frida.post(SURGES, &body).await.expect(201);
        assert_eq!(planned["in_force"], false);
        assert!(status(&product, "en").await.get("surge").is_none());
        product.clock.advance(TimeDelta::hours(1));
        let told = status(&product, "en").await["surge"].clone();
        assert_eq!(told["self_help"][0]["text"], "How to apply");
        assert_eq!(told["self_help"][0]["language"], "en");
        assert_eq!(told["group_session"]["text"], "Felles møte kl. 14");
        assert_eq!(told["group_session"]["language"], "nb");
        // Nobody is there, so the wait is longer than any; nobody calls back, so that is not promised.
        let choices = told["choices"].as_array().unwrap();
        assert!(choices.contains(&json!("self_help")), "{told}");
        assert!(!choices.contains(&json!("callback")), "{told}");
        assert!(!told.to_string().contains("Søknadsfrist"), "{told}");

        let id = text(&planned, "id");
        body["choices_after_s"] = Value::Null;
        let changed = change(&frida, SURGES, &id, "\"1\"", &body).await;
        changed.expect(200);
        let told = status(&product, "nb").await["surge"].clone();
        assert_eq!(told["choices"], json!([]));
        change(&frida, SURGES, &id, "\"1\"", &body)
            .await
            .problem("stale_write");
        let ended = frida.call("DELETE", &format!("{SURGES}/{id}")).send().await;
        assert_eq!(ended.status, 204);
        assert!(status(&product, "nb").await.get("surge").is_none());
        let log = frida.get("/national/audit-log").await.expect(200);
        assert_eq!(log["items"][0]["action"], "surge:delete");
        assert_eq!(log["items"][0]["old"]["reason"], "Søknadsfrist 15. april");
    }
);

testkit::on_both!(
    a_plan_that_cannot_be_names_its_fields,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        let mut body = surge();
        body["reason"] = json!("");
        body["queue_cap"] = json!(0);
        body["self_help"][0]["url"] = json!("http://utdanning.no");
        body["group_session"]["texts"] = json!({"en": "Meeting"});
        let refused = frida.post(SURGES, &body).await.problem("invalid");
        let fields: Vec<_> = refused["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| text(one, "field"))
            .collect();
        let expected = [
            "reason",
            "queue_cap",
            "self_help.0.url",
            "group_session.texts.nb",
        ];
        assert_eq!(fields, expected);
    }
);
