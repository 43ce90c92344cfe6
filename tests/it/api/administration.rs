//! A centre administered over the API by its own administrator.

use kernel::Scope;
use platform::{Database, audit};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::{Value, json};
use testkit::TestDatabase;

use crate::product::{Answer, Desk, Product, Role, text, until};

async fn administrator(product: &Product) -> Desk<'_> {
    let centre = Some(product.vestland);
    product
        .hire(Role::CentreAdministrator, centre, "Dina")
        .await
}

fn of_vestland(product: &Product, tail: &str) -> String {
    format!("/centres/{}{tail}", product.vestland)
}

async fn send(
    desk: &Desk<'_>,
    method: &str,
    path: &str,
    tag: Option<&str>,
    body: &Value,
) -> Answer {
    let call = desk.call(method, path).json(body);
    let call = match tag {
        Some(tag) => call.header("if-match", tag),
        None => call,
    };
    call.send().await
}

fn interval(weekday: u32, opens: &str, closes: &str) -> Value {
    json!({"queue": "national", "channel": "chat", "weekday": weekday, "opens": opens, "closes": closes})
}

testkit::on_both!(
    a_week_with_lunch_replaces_the_old_one_and_seekers_see_it,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let dina = administrator(&product).await;
        let path = of_vestland(&product, "/opening-hours");
        let read = dina.get(&path).await;
        read.expect(200);
        let tag = read.header("etag").to_owned();
        // Whole weeks but for a lunch on Monday: it is Monday, 10:00.
        let week = json!({"items": [interval(1, "08:00", "10:30"), interval(1, "11:00", "15:00")]});
        send(&dina, "PUT", &path, None, &week)
            .await
            .problem("precondition_required");
        let replaced = send(&dina, "PUT", &path, Some(&tag), &week).await;
        assert_eq!(replaced.expect(200)["items"], week["items"]);
        assert_eq!(
            dina.get(&path).await.header("etag"),
            replaced.header("etag")
        );
        // Who still works on the old week is told so, and nothing is changed.
        send(&dina, "PUT", &path, Some(&tag), &json!({"items": []}))
            .await
            .problem("stale_write");
        assert_eq!(dina.get(&path).await.expect(200)["items"], week["items"]);
        let card = format!("/service/centres/{}", product.vestland);
        until("seekers see the new hours", async || {
            let card = product.call("GET", &card).send().await.expect(200);
            (card["hours"].as_array().unwrap().len() == 2).then_some(())
        })
        .await;
    }
);

testkit::on_both!(
    a_week_that_makes_no_sense_is_refused_field_by_field,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let dina = administrator(&product).await;
        let path = of_vestland(&product, "/opening-hours");
        let read = dina.get(&path).await;
        let (before, tag) = (read.expect(200), read.header("etag").to_owned());
        let refuse = async |items: Value| {
            let week = json!({ "items": items });
            let answer = send(&dina, "PUT", &path, Some(&tag), &week).await;
            answer.problem("invalid")["errors"].clone()
        };
        let errors = refuse(json!([
            interval(1, "08:00", "07:00"),
            interval(8, "08:00", "15:00"),
            interval(2, "8", "15:00"),
        ]))
        .await;
        let fields: Vec<_> = errors
            .as_array()
            .unwrap()
            .iter()
            .map(|e| &e["field"])
            .collect();
        assert_eq!(
            fields,
            ["items.0.closes", "items.1.weekday", "items.2.closes"]
        );
        let errors = refuse(json!([
            interval(1, "08:00", "12:00"),
            interval(1, "11:59", "15:00")
        ]))
        .await;
        assert_eq!(
            errors,
            json!([{"field": "items.1.opens", "reason": "overlaps items.0"}])
        );
        let mut long = interval(1, "10:00", "47:00");
        long["closes_next_day"] = true.into();
        assert_eq!(refuse(json!([long])).await[0]["field"], "items.0.closes");
        let mut ancient = interval(1, "08:00", "12:00");
        ancient["valid_from"] = "-5000-01-01".into();
        assert_eq!(
            refuse(json!([ancient])).await[0]["field"],
            "items.0.valid_from"
        );
        let mut period = interval(1, "08:00", "12:00");
        period["valid_from"] = "2027-02-01".into();
        period["valid_until"] = "2027-01-01".into();
        assert_eq!(
            refuse(json!([period])).await[0]["field"],
            "items.0.valid_until"
        );
        assert_eq!(dina.get(&path).await.expect(200), before);
    }
);

testkit::on_both!(
    name_and_languages_change_for_everyone_and_nothing_else_can_be_slipped_in,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let dina = administrator(&product).await;
        let path = of_vestland(&product, "");
        let read = dina.get(&path).await;
        let (before, tag) = (read.expect(200), read.header("etag").to_owned());
        for slipped in ["region", "county", "id", "active", "centre_id"] {
            let patch = json!({"name": "Karriere Vest", slipped: "x"});
            let refused = send(&dina, "PATCH", &path, Some(&tag), &patch).await;
            refused.problem("bad_request");
        }
        for (patch, field) in [
            (json!({"name": " "}), "name"),
            (json!({"name": "a\nb"}), "name"),
            (json!({"name": "a\u{202e}gnp"}), "name"),
            (json!({"languages": []}), "languages"),
            (json!({"local_reserve": 5000}), "local_reserve"),
        ] {
            let refused = send(&dina, "PATCH", &path, Some(&tag), &patch).await;
            assert_eq!(refused.problem("invalid")["errors"][0]["field"], field);
        }
        assert_eq!(dina.get(&path).await.expect(200), before);
        let patch = json!({"name": " Karriere Vest ", "languages": ["en", "nb", "en"]});
        let changed = send(&dina, "PATCH", &path, Some(&tag), &patch)
            .await
            .expect(200);
        assert_eq!(changed["name"], "Karriere Vest");
        assert_eq!(changed["languages"], json!(["nb", "en"]));
        let card = format!("/service/centres/{}", product.vestland);
        until("seekers see the new name", async || {
            let card = product.call("GET", &card).send().await.expect(200);
            (card["name"] == "Karriere Vest").then_some(())
        })
        .await;
    }
);

testkit::on_both!(sites_come_change_and_go, async |database: TestDatabase| {
    let product = Product::start(database).await;
    let dina = administrator(&product).await;
    let path = of_vestland(&product, "/sites");
    let before = dina.get(&path).await.expect(200);
    let site = json!({"name": "Førde", "address": "Hafstadvegen 25", "postal_place": "6800 Førde"});
    let made = dina.post(&path, &site).await.expect(201);
    let one = format!("{path}/{}", text(&made, "id"));
    let moved =
        json!({"name": "Førde", "address": "Angedalsvegen 1", "postal_place": "6800 Førde"});
    send(&dina, "PUT", &one, None, &moved)
        .await
        .problem("precondition_required");
    let read = dina.get(&one).await;
    let tag = read.header("etag").to_owned();
    let changed = send(&dina, "PUT", &one, Some(&tag), &moved).await;
    assert_eq!(changed.expect(200)["address"], "Angedalsvegen 1");
    // Who still works on the old site is told so.
    send(&dina, "PUT", &one, Some(&tag), &site)
        .await
        .problem("stale_write");
    let tag = changed.header("etag").to_owned();
    let empty = json!({"name": "Førde", "address": "", "postal_place": "6800 Førde"});
    let refused = send(&dina, "PUT", &one, Some(&tag), &empty).await;
    assert_eq!(refused.problem("invalid")["errors"][0]["field"], "address");
    let delete = async || {
        dina.call("DELETE", &one)
            .header("if-match", &tag)
            .send()
            .await
    };
    dina.call("DELETE", &one)
        .send()
        .await
        .problem("precondition_required");
    assert_eq!(delete().await.status, 204);
    delete().await.problem("not_found");
    assert_eq!(dina.get(&path).await.expect(200), before);
});

testkit::on_both!(
    an_exception_closes_the_centre_and_its_removal_opens_it_again,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let dina = administrator(&product).await;
        let path = of_vestland(&product, "/exceptions");
        let card = format!("/service/centres/{}", product.vestland);
        let turns = async |why: &str| {
            until(why, async || {
                let card = product.call("GET", &card).send().await.expect(200);
                (card["why"] == why).then_some(())
            })
            .await;
        };
        turns("open").await;
        let exception = json!({"date": "2026-11-23", "reason": {"nb": "Planleggingsdag"}});
        let made = dina.post(&path, &exception).await.expect(201);
        assert_eq!(made["closed"], true);
        turns("exception").await;
        let one = format!("{path}/{}", text(&made, "id"));
        assert_eq!(dina.call("DELETE", &one).send().await.status, 204);
        turns("open").await;
        let bad =
            json!({"date": "2026-11-24", "intervals": [{"opens": "10:00", "closes": "09:00"}]});
        let refused = dina.post(&path, &bad).await.problem("invalid");
        assert_eq!(refused["errors"][0]["field"], "intervals.0.closes");
    }
);

testkit::on_both!(
    a_members_alias_and_capacity_change_at_once_and_only_within_the_own_centre,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let dina = administrator(&product).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        let cato = product.counsellor(product.oslo, "Cato").await;
        anne.set_presence("available").await;
        let member =
            |desk: &Desk<'_>| of_vestland(&product, &format!("/staff/{}", desk.staff.unwrap()));
        let patch = json!({"alias": "Anna", "capacity_units": 5, "topics": ["education"]});
        let changed = send(&dina, "PATCH", &member(&anne), None, &patch)
            .await
            .expect(200);
        assert_eq!(
            (&changed["alias"], &changed["capacity_units"]),
            (&json!("Anna"), &json!(5))
        );
        let presence = anne.get("/me/presence").await.expect(200);
        assert_eq!(
            (&presence["capacity_units"], &presence["state"]),
            (&json!(5), &json!("available"))
        );
        // Less than what is carried: agreed at once, shown when it is free; other changes leave it alone.
        let seeker = [product.seeker("46").await, product.seeker("46").await];
        anne.accept().await;
        anne.accept().await;
        for patch in [json!({"capacity_units": 1}), json!({"alias": "Anita"})] {
            let shown = send(&dina, "PATCH", &member(&anne), None, &patch)
                .await
                .expect(200);
            assert_eq!(shown["capacity_units"], 2);
        }
        let sql = "SELECT capacity_units FROM staff WHERE alias = 'Anita'";
        let agreed: i32 = product.rows(sql).await[0]
            .try_get("", "capacity_units")
            .unwrap();
        assert_eq!((agreed, seeker.len()), (1, 2));
        send(&dina, "PATCH", &member(&cato), None, &patch)
            .await
            .problem("not_found");
        for (patch, field) in [
            (json!({"alias": ""}), "alias"),
            (json!({"languages": []}), "languages"),
            (json!({"topics": ["a", " "]}), "topics.1"),
            (json!({"capacity_units": 21}), "capacity_units"),
        ] {
            let refused = send(&dina, "PATCH", &member(&anne), None, &patch).await;
            assert_eq!(refused.problem("invalid")["errors"][0]["field"], field);
        }
        for slipped in ["centre_id", "account_id", "state", "load_units", "role"] {
            let refused = send(&dina, "PATCH", &member(&anne), None, &json!({slipped: "x"})).await;
            refused.problem("bad_request");
        }
    }
);

testkit::on_both!(
    the_log_tells_who_did_what_and_breaks_where_somebody_tampers,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let dina = administrator(&product).await;
        let sites = of_vestland(&product, "/sites");
        for name in ["Førde", "Odda", "Voss"] {
            let site = json!({"name": name, "address": "Gata 1", "postal_place": "5000 Byen"});
            dina.post(&sites, &site).await.expect(201);
        }
        let patch = json!({"local_reserve": 3});
        let path = of_vestland(&product, "");
        let tag = dina.get(&path).await.header("etag").to_owned();
        let changed = send(&dina, "PATCH", &path, Some(&tag), &patch).await;
        changed.expect(200);
        // The same again changes nothing and is no deed.
        send(&dina, "PATCH", &path, Some(changed.header("etag")), &patch)
            .await
            .expect(200);

        let log = of_vestland(&product, "/audit-log");
        let page = dina.get(&format!("{log}?limit=2")).await.expect(200);
        let newest = &page["items"][0];
        assert_eq!(
            (&newest["action"], &newest["actor"]["name"]),
            (&json!("centre:update"), &json!("Dina Etternavn"))
        );
        assert_eq!(
            (
                &newest["old"]["local_reserve"],
                &newest["new"]["local_reserve"]
            ),
            (&json!(0), &json!(3))
        );
        let next = page["next"].as_i64().unwrap();
        let rest = dina.get(&format!("{log}?after={next}")).await.expect(200);
        let names: Vec<_> = rest["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| &e["new"]["name"])
            .collect();
        assert_eq!(names, ["Odda", "Førde"]);
        for bad in ["%00", "a%20b", "HOURS"] {
            let refused = dina.get(&format!("{log}?action={bad}")).await;
            assert_eq!(refused.problem("invalid")["errors"][0]["field"], "action");
        }
        let filtered = dina
            .get(&format!("{log}?action=site:create"))
            .await
            .expect(200);
        assert_eq!(filtered["items"].as_array().unwrap().len(), 3);

        let database = &product.test_database.database;
        let intact = audit::verify(database).await.unwrap();
        assert_eq!((intact.entries, intact.broken), (4, vec![]));
        tamper(
            &product,
            "UPDATE audit_entry SET old = NULL, target = 'x' WHERE seq = 2",
        )
        .await;
        let broken = audit::verify(database).await.unwrap().broken;
        assert_eq!(broken, [(Some(product.vestland), 2)]);
    }
);

/// As somebody who holds the database itself: neither trigger nor policy stops them.
async fn tamper(product: &Product, sql: &str) {
    let database = &product.test_database;
    let unlock = match database.database.backend() {
        DbBackend::Postgres => {
            "ALTER TABLE audit_entry NO FORCE ROW LEVEL SECURITY; ALTER TABLE audit_entry DISABLE ROW LEVEL SECURITY"
        }
        _ => "DROP TRIGGER audit_entry_stays",
    };
    Database::as_owner(&database.config, async |pool| {
        pool.execute_unprepared(unlock).await?;
        pool.execute_unprepared(sql).await
    })
    .await
    .unwrap();
}

testkit::on_both!(
    the_products_own_role_cannot_change_an_entry,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let dina = administrator(&product).await;
        let site = json!({"name": "Voss", "address": "Gata 1", "postal_place": "5700 Voss"});
        dina.post(&of_vestland(&product, "/sites"), &site)
            .await
            .expect(201);
        let tx = product
            .test_database
            .database
            .write(Scope::System)
            .await
            .unwrap();
        let sql = "UPDATE audit_entry SET target = 'x'";
        let statement = Statement::from_string(tx.get_database_backend(), sql);
        // Refused on SQLite, without a row to change on PostgreSQL.
        let changed = tx
            .execute_raw(statement)
            .await
            .map_or(0, |done| done.rows_affected());
        assert_eq!(changed, 0);
    }
);
