//! What a coordinator decides about partners.

use testkit::TestDatabase;

use super::*;

testkit::on_both!(
    a_partner_is_registered_changed_and_remembered,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let system = System::of_nav(&product).await;
        let frida = &system.coordinator;
        let read = frida.get(&system.path("")).await;
        let partner = read.expect(200);
        assert_eq!(partner["requests_per_minute"], 600);
        assert_eq!(partner["state"], "active");
        let change = json!({
            "name": "Nav Vestland", "contact": "vakt@nav.example", "quota": "large",
            "scopes": ["statistics.read"]
        });
        let put = |tag: &str| {
            let call = frida.call("PUT", &system.path(""));
            if tag.is_empty() {
                call
            } else {
                call.header("if-match", tag)
            }
        };
        let blind = put("").json(&change).send().await;
        blind.problem("precondition_required");
        let stale = put("\"old\"").json(&change).send().await;
        stale.problem("stale_write");
        let changed = put(read.header("etag")).json(&change).send().await;
        let changed = changed.expect(200);
        assert_eq!(changed["name"], "Nav Vestland");
        assert!(changed.get("centres").is_none());
        let again = put(read.header("etag")).json(&change).send().await;
        again.problem("stale_write");
        let listed = frida.get("/national/partners").await.expect(200);
        assert_eq!(listed["items"][0], changed);
        let entries = frida.get("/national/audit-log").await.expect(200);
        // Whom its staff is reached by is not remembered.
        assert!(!entries.to_string().contains("vakt@nav.example"));
    }
);

testkit::on_both!(
    why_a_partner_is_suspended_is_remembered,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let system = System::of_nav(&product).await;
        let frida = &system.coordinator;
        let suspend = async |body: Value| frida.post(&system.path("/suspend"), &body).await;
        suspend(json!({})).await.problem("bad_request");
        for reason in ["", " ", "one line\nand another"] {
            let problem = suspend(json!({ "reason": reason })).await;
            let problem = problem.problem("invalid");
            assert_eq!(problem["errors"][0]["field"], "reason", "{problem}");
        }
        let partner = frida.get(&system.path("")).await.expect(200);
        assert_eq!(partner["state"], "active");
        let suspended = suspend(json!({ "reason": " Too many calls " })).await;
        assert_eq!(suspended.expect(200)["state"], "suspended");
        let entries = frida.get("/national/audit-log").await.expect(200);
        let newest = &entries["items"][0];
        assert_eq!(newest["action"], "partner:suspend");
        let new = json!({ "state": "suspended", "reason": "Too many calls" });
        assert_eq!(newest["new"], new);
    }
);

testkit::on_both!(
    registrations_that_break_a_rule_are_refused,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let system = System::of_nav(&product).await;
        let frida = &system.coordinator;
        let base = registration(&product);
        for (name, value, field) in [
            ("organisation", json!("991825828"), "organisation"),
            ("organisation", json!("310715018"), "organisation"),
            ("organisation", json!("991825827"), "organisation"),
            ("name", json!(""), "name"),
            ("contact", json!("nav"), "contact"),
            ("centres", json!([]), "centres"),
            (
                "centres",
                json!(["ctr_06g00000000000000000000000"]),
                "centres",
            ),
        ] {
            let mut body = base.clone();
            body[name] = value;
            let problem = frida.post("/national/partners", &body).await;
            let problem = problem.problem("invalid");
            assert_eq!(problem["errors"][0]["field"], field, "{problem}");
        }
        for (name, value) in [
            ("quota", json!("huge")),
            ("environment", json!("test")),
            ("scopes", json!(["all"])),
            ("shoe_size", json!(42)),
        ] {
            let mut body = base.clone();
            body[name] = value;
            let answer = frida.post("/national/partners", &body).await;
            answer.problem("bad_request");
        }
        // The same organisation, and one that is made up, in the sandbox.
        for organisation in ["991825827", "310715018"] {
            let mut body = base.clone();
            body["organisation"] = json!(organisation);
            body["environment"] = json!("sandbox");
            frida.post("/national/partners", &body).await.expect(201);
        }
    }
);

testkit::on_both!(
    partners_are_walled_off_from_each_other,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let nav = System::of_nav(&product).await;
        let mut other = registration(&product);
        other["organisation"] = json!("958935420");
        let other = System::registered(&product, &other).await;
        let id: kernel::PartnerId = nav.id.parse().unwrap();
        let scope = kernel::Scope::Partner(id);
        let tx = product.test_database.database.read(scope).await.unwrap();
        let backend = sea_orm::ConnectionTrait::get_database_backend(&tx);
        if backend != sea_orm::DbBackend::Postgres {
            return;
        }
        for (table, column) in [
            ("partner_system", "id"),
            ("partner_key", "partner_id"),
            ("partner_centre", "partner_id"),
        ] {
            let sql = format!("SELECT {column} AS id FROM {table}");
            let statement = sea_orm::Statement::from_string(backend, sql);
            let rows = sea_orm::ConnectionTrait::query_all_raw(&tx, statement).await;
            let rows = rows.unwrap();
            assert_eq!(rows.len(), 1, "{table}");
            let found: uuid::Uuid = rows[0].try_get("", "id").unwrap();
            assert_eq!(found, id.to_row(), "{table}");
        }
        other.token().await;
    }
);
