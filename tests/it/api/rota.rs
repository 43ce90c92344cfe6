//! A rota planned over the API by the centre's administrator.

use serde_json::{Value, json};
use testkit::TestDatabase;

use crate::product::{Answer, Desk, Product, Role, text};

/// A shift of Vestland on a day of November 2026.
pub(super) fn shift(desk: &Desk<'_>, day: u32) -> Value {
    json!({
        "staff_id": desk.staff.unwrap().to_string(),
        "starts_at": format!("2026-11-{day}T09:00:00+01:00"),
        "ends_at": format!("2026-11-{day}T15:00:00+01:00"),
        "channels": ["phone", "chat"],
        "queue": "national",
        "note": "Husk nøkkelen",
    })
}

pub(super) fn of_vestland(product: &Product, tail: &str) -> String {
    format!("/centres/{}{tail}", product.vestland)
}

/// Somebody who plans, and two who work.
pub(super) async fn cast(product: &Product) -> [Desk<'_>; 3] {
    let vestland = Some(product.vestland);
    [
        product
            .hire(Role::CentreAdministrator, vestland, "Dina")
            .await,
        product.counsellor(product.vestland, "Anne").await,
        product.counsellor(product.vestland, "Berit").await,
    ]
}

async fn patch(desk: &Desk<'_>, path: &str, tag: Option<&str>, body: &Value) -> Answer {
    let call = desk.call("PATCH", path).json(body);
    let call = match tag {
        Some(tag) => call.header("if-match", tag),
        None => call,
    };
    call.send().await
}

fn fields(answer: &Answer) -> Vec<String> {
    let body = answer.problem("invalid");
    let errors = body["errors"].as_array().unwrap();
    errors.iter().map(|error| text(error, "field")).collect()
}

testkit::on_both!(
    a_shift_is_planned_moved_and_removed_and_all_of_it_remembered,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let [dina, anne, _] = cast(&product).await;
        let shifts = of_vestland(&product, "/shifts");
        let made = dina.post(&shifts, &shift(&anne, 24)).await.expect(201);
        assert_eq!(made["starts_at"], "2026-11-24T09:00:00+01:00");
        assert_eq!(made["channels"], json!(["chat", "phone"]));
        assert_eq!(
            (&made["state"], &made["version"], &made["alias"]),
            (&json!("planned"), &json!(1), &json!("Anne"))
        );
        let path = format!("{shifts}/{}", text(&made, "id"));
        let read = anne.get(&path).await;
        assert_eq!(
            (read.expect(200), read.header("etag")),
            (made.clone(), "\"1\"")
        );
        let later = json!({"starts_at": "2026-11-24T10:00:00Z"});
        patch(&dina, &path, None, &later)
            .await
            .problem("precondition_required");
        let moved = patch(&dina, &path, Some("\"1\""), &later).await;
        assert_eq!(moved.expect(200)["starts_at"], "2026-11-24T11:00:00+01:00");
        assert_eq!(moved.header("etag"), "\"2\"");
        patch(&dina, &path, Some("\"1\""), &later)
            .await
            .problem("stale_write");
        let week = anne.get(&shifts).await.expect(200);
        assert_eq!(week["items"], json!([moved.json()]));
        dina.call("DELETE", &path).send().await.expect(204);
        anne.get(&path).await.problem("not_found");
        let log = dina.get(&of_vestland(&product, "/audit-log")).await;
        let log = log.expect(200);
        let actions: Vec<String> = log["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| text(entry, "action"))
            .collect();
        assert_eq!(actions, ["shift:delete", "shift:update", "shift:create"]);
        // Free text is not kept for good.
        assert!(!log.to_string().contains("nøkkelen"));
    }
);

testkit::on_both!(
    an_overlap_names_what_is_in_the_way,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let [dina, anne, berit] = cast(&product).await;
        let shifts = of_vestland(&product, "/shifts");
        let made = dina.post(&shifts, &shift(&anne, 24)).await.expect(201);
        let refused = dina.post(&shifts, &shift(&anne, 24)).await;
        let refused = refused.problem("shift_overlap");
        assert_eq!(refused["collisions"], json!([made["id"]]));
        let other = dina.post(&shifts, &shift(&berit, 24)).await.expect(201);
        let path = format!("{shifts}/{}", text(&other, "id"));
        let taken = json!({"staff_id": made["staff_id"]});
        patch(&dina, &path, Some("*"), &taken)
            .await
            .problem("shift_overlap");
    }
);

testkit::on_both!(
    nonsense_is_refused_by_field,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let [dina, anne, _] = cast(&product).await;
        let shifts = of_vestland(&product, "/shifts");
        for (field, value) in [
            ("ends_at", json!("2026-11-24T09:10:00+01:00")),
            ("starts_at", json!("2026-11-24T09:00:01+01:00")),
            ("starts_at", json!("0001-01-01T00:00:00Z")),
            ("ends_at", json!("9999-12-31T23:59:00Z")),
            ("channels", json!([])),
            ("note", json!("a\u{0}b")),
            ("staff_id", json!("stf_06g00000000000000000000000")),
        ] {
            let mut body = shift(&anne, 24);
            body[field] = value.clone();
            let refused = dina.post(&shifts, &body).await;
            let named = fields(&refused);
            let expected = if value == json!("0001-01-01T00:00:00Z") {
                "ends_at"
            } else {
                field
            };
            assert_eq!(named, [expected], "{value}");
        }
        for query in ["days=0", "days=63", "from=1999-12-31", "from=9999-12-31"] {
            let refused = dina.get(&format!("{shifts}?{query}")).await;
            assert_eq!(fields(&refused), [query.split_once('=').unwrap().0]);
        }
        let series = of_vestland(&product, "/shift-series");
        let good = json!({
            "staff_id": anne.staff.unwrap().to_string(), "first_on": "2026-11-30",
            "until": "2026-12-14", "every_weeks": 1, "starts": "09:00", "ends": "15:00",
            "channels": ["chat"], "queue": "national",
        });
        for (field, value) in [
            ("starts", json!("9")),
            ("ends", json!("25.00")),
            ("ends", json!("08:00")),
            ("until", json!("2026-11-29")),
            ("until", json!("2101-01-01")),
            ("first_on", json!("-4000-01-01")),
            ("every_weeks", json!(0)),
        ] {
            let mut body = good.clone();
            body[field] = value;
            for path in [series.clone(), format!("{series}/preview")] {
                let refused = dina.post(&path, &body).await;
                assert_eq!(fields(&refused), [field], "{body}");
            }
        }
    }
);

testkit::on_both!(
    a_series_is_previewed_made_changed_from_a_date_on_and_ended,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let [dina, anne, _] = cast(&product).await;
        let all = of_vestland(&product, "/shift-series");
        let body = json!({
            "staff_id": anne.staff.unwrap().to_string(), "first_on": "2026-11-30",
            "until": "2026-12-21", "every_weeks": 1, "starts": "22:00", "ends": "06:00",
            "ends_next_day": true, "channels": ["chat"], "queue": "local", "skip_closed": true,
        });
        let preview = dina
            .post(&format!("{all}/preview"), &body)
            .await
            .expect(200);
        assert_eq!(preview["items"].as_array().unwrap().len(), 4);
        assert_eq!(preview["items"][0]["outcome"], "made");
        assert_eq!(preview["items"][0]["ends_at"], "2026-12-01T06:00:00+01:00");
        let made = dina.post(&all, &body).await.expect(201);
        assert_eq!(made["shifts"].as_array().unwrap().len(), 4);
        assert_eq!(made["shifts"][0]["series_id"], made["series"]["id"]);
        let path = format!("{all}/{}", text(&made["series"], "id"));
        let read = dina.get(&path).await;
        assert_eq!(
            (read.expect(200), read.header("etag")),
            (made["series"].clone(), "\"1\"")
        );
        let again = dina.post(&all, &body).await.problem("shift_overlap");
        assert_eq!(again["collisions"].as_array().unwrap().len(), 4);
        let shorter = json!({"from": "2026-12-10", "ends": "04:00", "ends_next_day": true});
        let changed = patch(&dina, &path, Some("\"1\""), &shorter)
            .await
            .expect(200);
        assert_ne!(changed["series"]["id"], made["series"]["id"]);
        assert_eq!(changed["shifts"].as_array().unwrap().len(), 2);
        let rest = format!("{all}/{}?from=2026-12-16", text(&changed["series"], "id"));
        dina.call("DELETE", &rest).send().await.expect(204);
        let month = of_vestland(&product, "/shifts?from=2026-11-30&days=31");
        let left = dina.get(&month).await.expect(200);
        let mut left: Vec<String> = left["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|shift| text(shift, "ends_at"))
            .collect();
        left.sort();
        assert_eq!(
            left,
            ["01T06", "08T06", "15T04"].map(|day| format!("2026-12-{day}:00:00+01:00"))
        );
        // A later page begins where the one before ended.
        let next = dina
            .get(&format!("{month}&after=shf_7zzzzzzzzzzzzzzzzzzzzzzzzz"))
            .await;
        assert_eq!(next.expect(200)["items"], json!([]));
    }
);

testkit::on_both!(
    a_foreign_rota_does_not_exist_and_counsellors_do_not_plan,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let [dina, anne, _] = cast(&product).await;
        let oslo = Some(product.oslo);
        let egil = product.hire(Role::CentreAdministrator, oslo, "Egil").await;
        let cato = product.counsellor(product.oslo, "Cato").await;
        let made = dina
            .post(&of_vestland(&product, "/shifts"), &shift(&anne, 24))
            .await
            .expect(201);
        let id = text(&made, "id");
        let here = of_vestland(&product, &format!("/shifts/{id}"));
        let there = format!("/centres/{}/shifts/{id}", product.oslo);
        for path in [&here, &there] {
            egil.get(path).await.problem("not_found");
            egil.call("DELETE", path).send().await.problem("not_found");
            cato.get(path).await.problem("not_found");
        }
        // Nobody is planned by another centre.
        let path = format!("/centres/{}/shifts", product.oslo);
        let refused = egil.post(&path, &shift(&anne, 25)).await;
        assert_eq!(fields(&refused), ["staff_id"]);
        anne.call("DELETE", &here).send().await.problem("forbidden");
        anne.post(&of_vestland(&product, "/shifts"), &shift(&anne, 26))
            .await
            .problem("forbidden");
        let frida = product.hire(Role::NationalCoordinator, None, "Frida").await;
        frida.get(&here).await.problem("forbidden");
    }
);

testkit::on_both!(
    who_is_on_shift_and_who_is_missing_is_told,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let [dina, anne, berit] = cast(&product).await;
        let shifts = of_vestland(&product, "/shifts");
        for desk in [&anne, &berit] {
            dina.post(&shifts, &shift(desk, 23)).await.expect(201);
        }
        anne.set_presence("available").await;
        let now = anne
            .get(&of_vestland(&product, "/rota/now"))
            .await
            .expect(200);
        let told: Vec<(String, Value, Value)> = now["on"]
            .as_array()
            .unwrap()
            .iter()
            .map(|on| {
                let alias = text(&on["shift"], "alias");
                (
                    alias,
                    on["presence"]["state"].clone(),
                    on["missing"].clone(),
                )
            })
            .collect();
        let expected = [("Anne", "available", false), ("Berit", "offline", true)];
        let expected = expected
            .map(|(alias, state, missing)| (alias.to_owned(), json!(state), json!(missing)));
        assert_eq!(told, expected);
        assert_eq!(now["next_change_at"], "2026-11-23T15:00:00+01:00");
    }
);
