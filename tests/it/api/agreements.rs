//! Contribution agreements over the API, made by both sides, and the hours that were delivered.

use kernel::{CentreId, StaffId};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use testkit::TestDatabase;

use crate::product::{Answer, Desk, Product, Role, text, until};

async fn sides(product: &Product) -> (Desk<'_>, Desk<'_>) {
    let vestland = Some(product.vestland);
    (
        product
            .hire(Role::CentreAdministrator, vestland, "Dina")
            .await,
        product.hire(Role::NationalCoordinator, None, "Frida").await,
    )
}

fn of(centre: CentreId, tail: &str) -> String {
    format!("/centres/{centre}{tail}")
}

async fn post(desk: &Desk<'_>, path: &str, tag: &str, body: Option<&Value>) -> Answer {
    let call = desk.call("POST", path).header("if-match", tag);
    match body {
        Some(body) => call.json(body).send().await,
        None => call.send().await,
    }
}

async fn read(desk: &Desk<'_>, path: &str) -> (String, Value) {
    let answer = desk.get(path).await;
    (answer.header("etag").to_owned(), answer.expect(200))
}

fn states(body: &Value) -> Vec<&str> {
    let items = body["items"].as_array().unwrap().iter();
    items.map(|item| item["state"].as_str().unwrap()).collect()
}

/// Somebody took contacts for some minutes from 09:00 UTC on.
async fn worked(product: &Product, (staff, centre): (StaffId, CentreId), minutes: i64) {
    let began = testkit::working_day();
    let tx = product.ctx().write().await.unwrap();
    let sql = "INSERT INTO presence_span (staff_id, centre_id, class, began_at, ended_at) \
               VALUES ($1, $2, 'available', $3, $4)";
    let values = [
        staff.to_row().into(),
        centre.to_row().into(),
        began.into(),
        (began + chrono::TimeDelta::minutes(minutes)).into(),
    ];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    tx.execute_raw(statement).await.unwrap();
    tx.commit().await.unwrap();
}

testkit::on_both!(
    both_sides_come_to_an_agreement_and_one_ends_it,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let (dina, frida) = sides(&product).await;
        let path = of(product.vestland, "/agreement");
        let (tag, before) = read(&frida, &path).await;
        assert_eq!(before["side"], "national");
        assert_eq!(states(&before), ["accepted"]);
        let proposal =
            json!({"channel": "chat", "weekly_minutes": 1200, "valid_from": "2027-01-01"});
        frida
            .post(&path, &proposal)
            .await
            .problem("precondition_required");
        let proposed = post(&frida, &path, &tag, Some(&proposal)).await.expect(200);
        assert_eq!(states(&proposed), ["accepted", "proposed"]);
        assert_eq!(proposed["items"][1]["share"], 20);
        post(&frida, &path, &tag, Some(&proposal))
            .await
            .problem("stale_write");
        let accept = format!("{path}/{}/accept", text(&proposed["items"][1], "id"));
        let (tag, _) = read(&frida, &path).await;
        post(&frida, &accept, &tag, None)
            .await
            .problem("wrong_state");
        let (tag, seen) = read(&dina, &path).await;
        assert_eq!(seen["side"], "centre");
        let agreed = post(&dina, &accept, &tag, None).await;
        let tag = agreed.header("etag").to_owned();
        let agreed = agreed.expect(200);
        assert_eq!(states(&agreed), ["accepted", "accepted"]);
        assert_eq!(agreed["items"][0]["valid_until"], "2026-12-31");
        for accepted in ["centre_accepted_at", "national_accepted_at"] {
            assert!(agreed["items"][1][accepted].is_string(), "{agreed}");
        }
        let end = format!("{path}/{}/end", text(&agreed["items"][0], "id"));
        let notice = json!({"last_day": "2026-11-23", "reason": "færre veiledere"});
        let ended = post(&dina, &end, &tag, Some(&notice)).await.expect(200);
        assert_eq!(ended["items"][0]["valid_until"], "2026-11-23");
        assert_eq!(ended["items"][0]["closed_by"], "centre");
        assert_eq!(ended["items"][0]["reason"], "færre veiledere");
        let log = dina
            .get(&of(product.vestland, "/audit-log"))
            .await
            .expect(200);
        assert_eq!(log["items"][0]["action"], "agreement:end");
    }
);

testkit::on_both!(
    seekers_find_the_service_closed_when_the_last_agreement_is_over,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = product.hire(Role::NationalCoordinator, None, "Frida").await;
        let nothing = json!({"channel": "chat", "share": 0, "valid_from": "2026-11-23"});
        for centre in [product.vestland, product.rogaland, product.oslo] {
            let path = of(centre, "/agreement");
            let alias = format!("Dina{centre}");
            let dina = product
                .hire(Role::CentreAdministrator, Some(centre), &alias)
                .await;
            let (tag, _) = read(&dina, &path).await;
            let proposed = post(&dina, &path, &tag, Some(&nothing)).await.expect(200);
            let items = proposed["items"].as_array().unwrap();
            let open = items.iter().find(|item| item["state"] == "proposed");
            let accept = format!("{path}/{}/accept", text(open.unwrap(), "id"));
            let (tag, _) = read(&frida, &path).await;
            post(&frida, &accept, &tag, None).await.expect(200);
        }
        until("the service is closed", async || {
            let status = product.call("GET", "/service/status?channel=chat").send();
            (status.await.expect(200)["open"] == false).then_some(())
        })
        .await;
    }
);

testkit::on_both!(
    a_proposal_that_makes_no_sense_is_refused_with_the_field_named,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let (dina, _) = sides(&product).await;
        let path = of(product.vestland, "/agreement");
        let (tag, before) = read(&dina, &path).await;
        for (change, field) in [
            (json!({"valid_from": "2026-11-22"}), "valid_from"),
            (json!({"valid_from": "-5000-01-01"}), "valid_from"),
            (json!({"valid_until": "2026-12-31"}), "valid_until"),
            (json!({"valid_until": "9999-12-31"}), "valid_until"),
            (json!({"share": 4_000_000_000_u32}), "share"),
            (
                json!({"weekly_minutes": 4_000_000_000_u32}),
                "weekly_minutes",
            ),
            (json!({"share": null}), "weekly_minutes"),
        ] {
            let mut body = json!({"channel": "chat", "share": 1, "valid_from": "2027-01-01"});
            let change = change.as_object().unwrap().clone();
            body.as_object_mut().unwrap().extend(change);
            let refused = post(&dina, &path, &tag, Some(&body)).await;
            assert_eq!(refused.problem("invalid")["errors"][0]["field"], field);
        }
        let agreement = format!("{path}/{}", text(&before["items"][0], "id"));
        for reason in ["", "x\u{0}y", &"x".repeat(301)] {
            let body = json!({"last_day": "2026-12-01", "reason": reason});
            let refused = post(&dina, &format!("{agreement}/end"), &tag, Some(&body)).await;
            assert_eq!(refused.problem("invalid")["errors"][0]["field"], "reason");
        }
        assert_eq!(dina.get(&path).await.expect(200), before);
    }
);

testkit::on_both!(
    a_centre_sees_its_peoples_hours_and_the_national_layer_only_sums,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let (dina, frida) = sides(&product).await;
        let vestland = product.vestland;
        for (alias, minutes) in [("=Anne", 60), ("Berit", 90)] {
            let desk = product.counsellor(vestland, alias).await;
            worked(&product, (desk.staff.unwrap(), vestland), minutes).await;
        }
        let seconds = 150 * 60;
        for desk in [&dina, &frida] {
            let ledger = desk.get(&of(vestland, "/ledger")).await.expect(200);
            assert_eq!(ledger["month"], "2026-11");
            assert_eq!(ledger["hours"]["worked_seconds"], seconds);
            assert_eq!(ledger["weeks"][4]["worked_seconds"], seconds);
            let before = desk.get(&of(vestland, "/ledger?month=2026-10")).await;
            assert_eq!(before.expect(200)["hours"]["worked_seconds"], 0);
            let table = desk.get(&of(vestland, "/ledger/export")).await;
            assert_eq!(table.header("content-type"), "text/csv; charset=utf-8");
            assert!(
                table.text.contains("2026-11-23;2026-11-29;Chat;;"),
                "{}",
                table.text
            );
            assert!(table.text.contains(";2,50\r\n"), "{}", table.text);
        }
        let sheets = dina.get(&of(vestland, "/timesheets")).await.expect(200);
        let each: Vec<_> = sheets["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|sheet| (text(sheet, "alias"), &sheet["worked_seconds"]))
            .collect();
        let expected = [("=Anne", 3600), ("Berit", 5400)];
        let expected = expected.map(|(alias, seconds)| (alias.to_owned(), json!(seconds)));
        assert!(
            each.iter()
                .zip(&expected)
                .all(|(some, other)| *some == (other.0.clone(), &other.1))
        );
        let table = dina.get(&of(vestland, "/timesheets/export")).await;
        assert!(
            table.text.contains("'=Anne;Chat;1,00\r\n"),
            "{}",
            table.text
        );
        for tail in ["/timesheets", "/timesheets/export"] {
            frida.get(&of(vestland, tail)).await.problem("forbidden");
        }
        let all = frida.get("/national/agreements").await.expect(200);
        let of_vestland = &all["items"][2];
        assert_eq!(of_vestland["name"], "Karriere Vestland");
        assert_eq!(of_vestland["hours"]["worked_seconds"], seconds);
        assert_eq!(of_vestland["agreements"][0]["state"], "accepted");
        let table = frida.get("/national/agreements/export").await;
        assert!(
            table
                .text
                .contains("Karriere Vestland;2026-11-01;2026-11-30;Chat;;")
        );
        dina.get("/national/agreements").await.problem("forbidden");
        let refused = dina.get(&of(vestland, "/ledger?month=2026-13")).await;
        assert_eq!(refused.problem("invalid")["errors"][0]["field"], "month");
    }
);
