//! The schema: the same on both databases, there and back again, and in step with the rows of the code.

use std::collections::BTreeSet;

use centres::{DatedException, NewClosedDay, NewException, Replacement, Texts};
use chrono::NaiveDate;
use contacts::{HistoryRow, NewPhrase};
use kernel::{Channel, Language};
use migrations::{Migrator, MigratorTrait};
use platform::Database;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::json;
use testkit::TestDatabase;

use super::{operations::body_of, rota};
use crate::{
    oidc::Stage,
    product::{Mailbox, PASSWORD, Product, Role},
};

/// `table.column`, sorted, without the migrations' own table.
async fn columns(database: &TestDatabase) -> BTreeSet<String> {
    let backend = database.database.backend();
    let sql = match backend {
        DbBackend::Postgres => {
            "SELECT table_name || '.' || column_name AS name FROM information_schema.columns \
             WHERE table_schema = 'public'"
        }
        _ => {
            "SELECT m.name || '.' || c.name AS name FROM sqlite_schema m JOIN pragma_table_info(m.name) c \
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
        }
    };
    let rows = Database::as_owner(&database.config, async |pool| {
        pool.query_all_raw(Statement::from_string(backend, sql))
            .await
    });
    let names = rows.await.unwrap();
    let names = names
        .iter()
        .map(|row| row.try_get::<String>("", "name").unwrap());
    names
        .filter(|name| !name.starts_with("seaql_migrations."))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_databases_have_the_same_columns() {
    let (sqlite, postgres) = (TestDatabase::sqlite().await, TestDatabase::postgres().await);
    let (sqlite, postgres) = (columns(&sqlite).await, columns(&postgres).await);
    assert!(sqlite.len() > 100, "only {} columns", sqlite.len());
    assert_eq!(sqlite, postgres);
}

testkit::on_both!(
    migrations_go_down_and_up_again,
    async |database: TestDatabase| {
        let before = columns(&database).await;
        Database::as_owner(&database.config, async |pool| {
            Migrator::down(pool, None).await
        })
        .await
        .unwrap();
        assert_eq!(columns(&database).await, BTreeSet::new());
        server::run::migrate(&database.config).await.unwrap();
        assert_eq!(columns(&database).await, before);
        // Up again is nothing to do.
        server::run::migrate(&database.config).await.unwrap();
        let product = Product::start(database).await;
        product.seeker("46").await;
    }
);

/// No column can hold who a seeker is: what a name says it holds is what it holds.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_column_of_a_talk_can_hold_who_a_seeker_is() {
    let columns = columns(&TestDatabase::sqlite().await).await;
    let suspicious = [
        "ip", "address", "agent", "phone", "email", "name", "birth", "fnr", "caller", "device",
    ];
    for column in columns {
        let (table, column) = column.split_once('.').unwrap();
        let talk = [
            "contact",
            "conversation",
            "conversation_key",
            "message",
            "offer",
            "routing_decision",
        ];
        let says = |word: &&str| column.split('_').any(|part| part == *word);
        let suspect = talk.contains(&table) && suspicious.iter().any(says);
        assert!(!suspect, "{table}.{column}");
    }
}

/// What a centre tells of itself, written by its administrator.
async fn introduce(product: &Product) {
    let centre = Some(product.oslo);
    let dina = product
        .hire(Role::CentreAdministrator, centre, "Dina")
        .await;
    let path = format!("/centres/{}/profile", product.oslo);
    let read = dina.get(&path).await;
    let body = json!({
        "description": {"nb": "Veiledning for alle"}, "modules": read.expect(200)["modules"]
    });
    let write = dina.call("PUT", &path).json(&body);
    let written = write.header("if-match", read.header("etag")).send().await;
    assert_eq!(
        written.expect(200)["description"]["nb"],
        "Veiledning for alle"
    );
    let path = format!("/centres/{}/logo", product.oslo);
    let logo = dina.call("PUT", &path).text("image/png", PNG).send().await;
    assert_eq!(logo.expect(200)["media_type"], "image/png");
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

async fn furnish(product: &Product) {
    let ctx = product.ctx();
    let tx = ctx.write().await.unwrap();
    centres::create_partner(&ctx, &tx, "Skolen", "skolen")
        .await
        .unwrap();
    let text = Texts::from_iter([(Language::Nb, "Julaften")]);
    let day = NaiveDate::from_ymd_opt(2026, 12, 24).unwrap();
    let closed = NewClosedDay {
        day,
        names: vec![text.clone()],
    };
    centres::create_closed_day(&ctx, &tx, closed).await.unwrap();
    let exception = DatedException {
        date: NaiveDate::from_ymd_opt(2026, 12, 23).unwrap(),
        queue: None,
        channel: None,
        replacement: Replacement::Closed,
        text,
    };
    let exception = NewException {
        centre_id: product.oslo,
        exception,
    };
    centres::create_exception(&ctx, &tx, exception)
        .await
        .unwrap();
    let phrase = NewPhrase {
        language: Language::Nb,
        phase: "contact".to_owned(),
        title: "Hilsen".to_owned(),
        body: "Hei og velkommen!".to_owned(),
    };
    contacts::create_phrase(&ctx, &tx, phrase).await.unwrap();
    let earlier = HistoryRow {
        channel: Channel::Phone,
        starts_at: ctx.now - chrono::TimeDelta::days(7),
        contacts: 3,
        handled: Some(2),
        abandoned: Some(1),
        handling_s: Some(600),
    };
    contacts::import_history(&ctx, &tx, &[earlier], |_written| {})
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// Content goes, and is reported and remembered as gone.
async fn forget_something(product: &Product) {
    let frida = product.hire(Role::NationalCoordinator, None, "Frida").await;
    let seeker = product.seeker("46").await;
    let close = seeker.call("POST", "/close").json(&json!({}));
    close.send().await.expect(200);
    product.clock.advance(chrono::TimeDelta::hours(2));
    let choice = json!({"content_hours": 1, "audit_days": 365});
    let call = frida.call("PUT", "/national/retention");
    let call = call.header("if-match", "*").json(&choice);
    call.send().await.expect(200);
    crate::product::until("a report", async || {
        (product.count("retention_report").await > 0).then_some(())
    })
    .await;
}

/// The national queue gets other rules, and the board other limits.
async fn coordinate(product: &Product) {
    let gina = product.hire(Role::NationalCoordinator, None, "Gina").await;
    let begun = gina
        .post("/national/policies", &json!({"based_on": 0}))
        .await;
    let path = format!(
        "/national/policies/{}/publish",
        begun.expect(201)["version"]
    );
    let call = gina.call("POST", &path).header("if-match", "*");
    call.json(&json!({})).send().await.expect(200);
    let limits = json!({
        "waiting": 5, "longest_wait_s": 60, "abandoned_percent": 10, "service_level_percent": 80
    });
    let call = gina.call("PUT", "/national/board/thresholds");
    let call = call.header("if-match", "*").json(&limits);
    call.send().await.expect(200);
}

/// The national queue is run: a centre pauses, a notice stands, many are awaited.
async fn operate(product: &Product) {
    let heidi = product.hire(Role::NationalCoordinator, None, "Heidi").await;
    let pause = json!({"mode": "paused", "reason": "kurs"});
    let path = format!("/national/overrides/{}", product.rogaland);
    let call = heidi.call("PUT", &path).json(&pause);
    call.send().await.expect(200);
    let call = heidi.call("PUT", "/national/staffing");
    let call = call.header("if-match", "*");
    call.json(&json!({"centres": 3})).send().await.expect(200);
    for id in ["notice_create", "surge_create"] {
        let body = body_of(id, "", "", "").unwrap();
        let path = format!("/national/{}s", id.split_once('_').unwrap().0);
        heidi.post(&path, &body).await.expect(201);
    }
}

/// A centre asks for a second factor, its administrator adds one, and begins to log in by it.
async fn log_in_by_code(product: &Product) {
    let dina = product
        .hire(Role::CentreAdministrator, Some(product.rogaland), "Egil")
        .await;
    let rule = format!("/centres/{}/login", product.rogaland);
    let body = json!({"second_factor": true});
    let call = dina.call("PUT", &rule).header("if-match", "*").json(&body);
    call.send().await.expect(200);
    dina.get("/centres").await.problem("second_factor_required");
    assert_eq!(dina.add_authenticator().await.len(), 10);
    dina.get("/centres").await.expect(200);
    let body = json!({"email": dina.email, "password": PASSWORD});
    let pending = product
        .call("POST", "/auth/login")
        .json(&body)
        .send()
        .await
        .expect(202);
    assert_eq!(pending["methods"], json!(["totp", "recovery_code"]));
}

testkit::on_both!(
    the_products_own_flows_write_and_read_every_table,
    async |database: TestDatabase| {
        let product = Product::start_with(database, Mailbox::configure).await;
        let stage = Stage::around(product).await;
        stage.use_all().await;
        let product = stage.product;
        product.clock.set(testkit::working_day());
        furnish(&product).await;
        forget_something(&product).await;
        introduce(&product).await;
        coordinate(&product).await;
        operate(&product).await;
        crate::partners::use_all(&product).await;
        let anne = product.counsellor(product.oslo, "Anne").await;
        anne.set_presence("available").await;
        let body = json!({
            "language": "nb", "county": "03", "topic": "education", "work_type": "information",
            "entry_point": "skolen", "consent": true
        });
        let seeker = product.seeker_by(&body).await;
        seeker.write("Hei").await.expect(201);
        let contact = anne.accept().await;
        rota::furnish(&product, &anne).await;
        let class = body_of("class_create", "", "", "").unwrap();
        let path = format!("/centres/{}/classes", product.oslo);
        anne.post(&path, &class).await.expect(201);
        let administrator = Role::CentreAdministrator;
        let hanna = product
            .hire(administrator, Some(product.oslo), "Hanna")
            .await;
        let invitee = body_of("invitation_create", "kari", "", "").unwrap();
        let path = format!("/centres/{}/invitations", product.oslo);
        hanna.post(&path, &invitee).await.expect(201);
        log_in_by_code(&product).await;
        product.clock.advance(chrono::TimeDelta::seconds(5));
        anne.set_presence("away").await;
        // Gone as soon as they are published; made by a device, which the tests of `access` have.
        let absent = ["outbox", "passkey"];
        let tables: BTreeSet<String> = columns(&product.test_database)
            .await
            .iter()
            .map(|column| column.split_once('.').unwrap().0.to_owned())
            .collect();
        for table in tables
            .iter()
            .filter(|table| !absent.contains(&table.as_str()))
        {
            assert!(product.count(table).await > 0, "nothing wrote to {table}");
        }
        let oslo = format!("/centres/{}", product.oslo);
        for path in [
            "",
            "/profile",
            "/sites",
            "/staff",
            "/opening-hours",
            "/exceptions",
            "/agreement",
            "/capacity",
        ] {
            anne.get(&format!("{oslo}{path}")).await.expect(200);
        }
        let days = anne.get("/national/closed-days").await.expect(200);
        assert_eq!(days["items"][0]["date"], "2026-12-24");
        let phrases = anne.get("/phrases?language=nb").await.expect(200);
        assert_eq!(phrases["items"][0]["title"], "Hilsen");
        let read = anne.get(&format!("/contacts/{contact}")).await.expect(200);
        assert_eq!(
            (&read["topic"], &read["county"], &read["work_type"]),
            (&json!("education"), &json!("03"), &json!("information"))
        );
        let grete = product.hire(Role::NationalCoordinator, None, "Grete").await;
        assert_eq!(grete.get("/queue").await.expect(200)["waiting"], 0);
        let forecast = grete.get("/national/forecast?channel=phone").await;
        assert_eq!(forecast.expect(200)["history"]["imported_contacts"], 3);
    }
);
