//! Policies tried on days that were, and how many may be tried at once.

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::TestDatabase;

use super::forecast::{at, past, today};
use crate::product::{Desk, Product, Role, until};

const BUILT_IN: &str = "/national/policies/0/dry-run";

async fn coordinator<'a>(product: &'a Product, name: &str) -> Desk<'a> {
    product.hire(Role::NationalCoordinator, None, name).await
}

fn recorded(from: &str, days: u32) -> Value {
    json!({"recorded_from": from, "recorded_days": days})
}

/// Twenty who came on the last Friday, five of whom gave up, while one counsellor was there until noon.
async fn friday(product: &Product, anne: &Desk<'_>) {
    let on = today() - TimeDelta::days(3);
    let who = (anne.staff.unwrap(), product.vestland);
    let all = (0..20).map(|number| {
        let joined_at = at(on, 9, 0) + TimeDelta::minutes(number * 5);
        past(joined_at, (number % 4 != 3).then_some(who))
    });
    let all: Vec<_> = all.collect();
    let ctx = product.ctx();
    let tx = ctx.write().await.unwrap();
    contacts::insert_past(&ctx, &tx, &all).await.unwrap();
    let span = (at(on, 8, 0), at(on, 12, 0));
    centres::note_work(&tx, who, span).await.unwrap();
    tx.commit().await.unwrap();
}

testkit::on_both!(
    a_policy_is_tried_on_what_really_happened,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product, "Frida").await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        friday(&product, &anne).await;
        let tried = frida.post(BUILT_IN, &recorded("2026-11-19", 2)).await;
        let tried = tried.expect(200);
        assert_eq!(
            (&tried["recorded"], &tried["days"]),
            (&json!(true), &json!(2))
        );
        let really = &tried["really"];
        let told = |name: &str| really[name].as_f64().unwrap();
        assert_eq!((told("contacts"), told("answered")), (20.0, 15.0));
        assert_eq!((told("asa_s"), told("counsellors")), (10.0, 1.0));
        assert!((told("mean_wait_s") - (15.0 * 10.0 + 5.0 * 300.0) / 20.0).abs() < 1e-9);
        assert_eq!(
            (told("patience_guessed"), told("work_guessed")),
            (15.0, 5.0)
        );
        let outcome = &tried["results"][0]["outcome"];
        assert_eq!(outcome["contacts"], 20);
        let answered = outcome["answered"].as_u64().unwrap();
        assert!(
            (1..20).contains(&answered),
            "one counsellor with two at once: {outcome}"
        );
        let vestland = &outcome["centres"].as_array().unwrap().iter();
        let vestland = vestland
            .clone()
            .find(|one| one["name"] == "Karriere Vestland");
        assert_eq!(vestland.unwrap()["answered"], answered);
        assert_eq!(outcome["hours"][9]["contacts"], 12);
        let again = frida.post(BUILT_IN, &recorded("2026-11-19", 2)).await;
        assert_eq!(
            again.expect(200),
            tried,
            "what is guessed is guessed the same way"
        );

        let empty = frida.post(BUILT_IN, &recorded("2026-10-01", 31)).await;
        assert_eq!(empty.expect(200)["results"][0]["outcome"]["contacts"], 0);
        let both = json!({
            "days": {"kind": "small", "count": 1}, "recorded_from": "2026-11-19", "recorded_days": 1
        });
        for (order, field) in [
            (recorded("2026-11-19", 32), "recorded_days"),
            (recorded("2026-11-23", 1), "recorded_from"),
            (both, "days"),
            (json!({}), "days"),
        ] {
            let refused = frida.post(BUILT_IN, &order).await.problem("invalid");
            assert_eq!(refused["errors"][0]["field"], field);
        }
    }
);

testkit::on_both!(
    simulated_centres_are_called_as_those_of_the_counties,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product, "Frida").await;
        let order = json!({"days": {"kind": "small", "count": 1}});
        let tried = frida.post(BUILT_IN, &order).await.expect(200);
        let centres = tried["results"][0]["outcome"]["centres"]
            .as_array()
            .unwrap();
        let names: Vec<_> = centres
            .iter()
            .map(|one| one["name"].as_str().unwrap())
            .collect();
        assert_eq!(
            names[..4],
            [
                "Akershus",
                "Karriere Oslo",
                "Karriere Vestland",
                "Karriere Rogaland"
            ]
        );
        assert!(tried.get("really").is_none_or(Value::is_null));
    }
);

testkit::on_both!(
    a_person_has_one_dry_run_at_a_time_and_none_goes_on_for_nobody,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product, "Frida").await;
        let short = json!({"days": {"kind": "small", "count": 1}});
        let url = format!("http://{}/api/v1{BUILT_IN}", product.address);
        let request = product.client.post(url).bearer_auth(&frida.token);
        let long = json!({"days": {"kind": "peak", "count": 20}}).to_string();
        let request = request.header("content-type", "application/json");
        // The answer has begun, and its end is far.
        let answer = request.body(long).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        let refused = frida.post(BUILT_IN, &short).await;
        refused.problem("dry_run_goes_on");
        let gina = coordinator(&product, "Gina").await;
        gina.post(BUILT_IN, &short).await.expect(200);
        drop(answer);
        // Who asked for the long one has gone, and so it ends.
        until("room again", async || {
            (frida.post(BUILT_IN, &short).await.status == 200).then_some(())
        })
        .await;
    }
);
