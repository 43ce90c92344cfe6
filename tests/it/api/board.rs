//! The coordinators' board, and why a contact goes where it goes.

use std::time::Duration;

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::TestDatabase;

use crate::product::{Desk, Product, Role, text, until};

async fn coordinator(product: &Product) -> Desk<'_> {
    product.hire(Role::NationalCoordinator, None, "Frida").await
}

/// The board as it is now: the clock moves on, so that a new picture is taken.
async fn board(desk: &Desk<'_>) -> Value {
    desk.product.clock.advance(TimeDelta::seconds(1));
    desk.get("/national/board").await.expect(200)
}

fn of<'a>(items: &'a Value, name: &str, value: &str) -> &'a Value {
    let mut items = items.as_array().unwrap().iter();
    items.find(|one| one[name] == value).unwrap()
}

testkit::on_both!(
    the_board_tells_who_waits_who_is_there_and_how_the_day_goes,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        let seekers = [product.seeker("46").await, product.seeker("03").await];
        let told = board(&frida).await;
        assert_eq!(told["queue"]["waiting"], 2);
        assert_eq!(told["waiting"].as_array().unwrap().len(), 2);
        let home = of(&told["queue"]["by_county"], "county", "46");
        assert_eq!(home["waiting"], 1);
        let anne = product.counsellor(product.vestland, "Anne").await;
        anne.set_presence("available").await;
        let contact = anne.accept().await;
        let told = until("an offer", async || {
            let told = board(&frida).await;
            told["waiting"][0]["offered_to"].is_object().then_some(told)
        })
        .await;
        assert_eq!(told["waiting"][0]["offered_to"]["alias"], "Anne");
        let vestland = of(&told["centres"], "id", &product.vestland.to_string());
        assert_eq!(vestland["available"], 1);
        assert_eq!(vestland["conversations"], 1);
        assert_eq!(vestland["delivered"], 1.0);
        assert_eq!(told["today"]["answered"], 1);
        assert_eq!(told["recent"][0]["contact_id"], contact);
        assert!(!told.to_string().contains("Etternavn"), "aliases only");

        for seeker in &seekers {
            let close = seeker.call("POST", "/close").json(&json!({}));
            close.send().await;
        }
        let told = board(&frida).await;
        assert_eq!(told["queue"]["waiting"], 0);
        assert_eq!(told["today"]["abandoned"], 1);
        assert_eq!(told["today"]["service_level"], 0.5);
    }
);

testkit::on_both!(
    alarms_begin_at_the_limits_that_were_chosen_and_last_as_long_as_the_trouble,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        let limits = json!({
            "waiting": 2, "longest_wait_s": 3600, "abandoned_percent": 50, "service_level_percent": 1
        });
        let path = "/national/board/thresholds";
        let put = async |limits: &Value| {
            let call = frida.call("PUT", path).header("if-match", "*");
            call.json(limits).send().await
        };
        let refused = put(&json!({
            "waiting": 0, "longest_wait_s": 1, "abandoned_percent": 1, "service_level_percent": 1
        }))
        .await;
        assert_eq!(refused.problem("invalid")["errors"][0]["field"], "waiting");
        put(&limits).await.expect(200);
        let kinds = |told: &Value| -> Vec<String> {
            let alarms = told["alarms"].as_array().unwrap().iter();
            alarms.map(|one| text(one, "kind")).collect()
        };
        let first = product.seeker("46").await;
        let told = board(&frida).await;
        assert!(!kinds(&told).contains(&"waiting".to_owned()), "{told}");
        product.seeker("46").await;
        let told = board(&frida).await;
        let alarm = of(&told["alarms"], "kind", "waiting").clone();
        assert_eq!(alarm["value"], 2);
        let later = board(&frida).await;
        let same = of(&later["alarms"], "kind", "waiting");
        assert_eq!(same["since"], alarm["since"]);
        let close = first.call("POST", "/close").json(&json!({}));
        close.send().await.expect(200);
        let told = board(&frida).await;
        assert!(!kinds(&told).contains(&"waiting".to_owned()), "{told}");
    }
);

/// The next board of a stream that fits.
async fn watch(
    stream: &mut reqwest::Response,
    product: &Product,
    fits: impl Fn(&Value) -> bool,
) -> Value {
    let mut text = String::new();
    let watching = async {
        loop {
            product.clock.advance(TimeDelta::seconds(1));
            let part = tokio::time::timeout(Duration::from_millis(500), stream.chunk());
            let Ok(part) = part.await else {
                continue;
            };
            text.push_str(std::str::from_utf8(&part.unwrap().expect("more to come")).unwrap());
            for event in text.split("\n\n") {
                let data = event.lines().find_map(|line| line.strip_prefix("data: "));
                let board = data.and_then(|data| serde_json::from_str(data).ok());
                if let Some(board) = board.filter(|board| fits(board)) {
                    assert!(event.contains("event: board"), "{event}");
                    return board;
                }
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), watching)
        .await
        .expect("a board")
}

testkit::on_both!(
    whoever_watches_the_board_is_told_of_changes_until_the_log_in_ends,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        let url = format!("http://{}/api/v1/national/board/stream", product.address);
        let client = reqwest::Client::builder().build().unwrap();
        let request = client.get(url).bearer_auth(&frida.token);
        let request = request.header("accept-encoding", "gzip, br");
        let mut stream = request.send().await.unwrap();
        let waiting = |count: u32| move |board: &Value| board["queue"]["waiting"] == count;
        watch(&mut stream, &product, waiting(0)).await;
        product.seeker("46").await;
        let told = watch(&mut stream, &product, waiting(1)).await;
        assert_eq!(told["waiting"][0]["county"], "46");
    }
);

testkit::on_both!(
    a_decision_tells_who_was_ruled_out_and_a_waiting_contact_why_nobody_comes,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        let berit = product.counsellor(product.oslo, "Berit").await;
        berit.set_presence("away").await;
        let started = json!({
            "language": "nb", "county": "46", "topic": "education", "work_type": "guidance",
            "consent": true
        });
        product.seeker_by(&started).await;
        let waiting = text(&board(&frida).await["waiting"][0], "contact_id");
        let path = |tail: &str| format!("/national/contacts/{waiting}{tail}");
        let why = frida.get(&path("/explanation")).await.expect(200);
        assert_eq!(why["state"], "waiting");
        let judged = of(&why["judged"], "alias", "Berit");
        assert_eq!(judged["cause"], "unavailable");

        let anne = product.counsellor(product.vestland, "Anne").await;
        anne.set_presence("available").await;
        assert_eq!(anne.accept().await, waiting);
        let decisions = frida.get(&path("/decisions")).await.expect(200);
        let decision = &decisions["items"][0];
        assert_eq!(decision["alias"], "Anne");
        assert_eq!(decision["outcome"], "accepted");
        assert_eq!(decision["rule"], "only_one");
        assert_eq!(decision["exclusions"]["unavailable"], 1);
        assert_eq!(of(&decision["judged"], "alias", "Anne")["chosen"], true);
        let other = of(&decision["judged"], "alias", "Berit");
        assert_eq!(other["cause"], "unavailable");
        let why = frida.get(&path("/explanation")).await.expect(200);
        assert_eq!(why["state"], "active");
        assert_eq!(why["judged"], json!([]));

        anne.get(&path("/decisions")).await.problem("forbidden");
    }
);
