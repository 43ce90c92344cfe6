//! The schema: the same on both databases, there and back again, and in step with the rows of the code.

use std::collections::BTreeSet;

use centres::{DatedException, NewClosedDay, NewException, Replacement, Texts};
use chrono::NaiveDate;
use contacts::NewPhrase;
use kernel::Language;
use migrations::{Migrator, MigratorTrait};
use platform::Database;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::json;
use testkit::TestDatabase;

use crate::product::{Product, Role};

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
    tx.commit().await.unwrap();
}

testkit::on_both!(
    the_products_own_flows_write_and_read_every_table,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        furnish(&product).await;
        let anne = product.counsellor(product.oslo, "Anne").await;
        anne.set_presence("available").await;
        let body = json!({
            "language": "nb", "county": "03", "topic": "education", "work_type": "information",
            "entry_point": "skolen", "consent": true
        });
        let seeker = product.seeker_by(&body).await;
        seeker.write("Hei").await.expect(201);
        let contact = anne.accept().await;
        // Transient by design: gone as soon as they are published.
        let transient = ["outbox"];
        let tables: BTreeSet<String> = columns(&product.test_database)
            .await
            .iter()
            .map(|column| column.split_once('.').unwrap().0.to_owned())
            .collect();
        for table in tables
            .iter()
            .filter(|table| !transient.contains(&table.as_str()))
        {
            assert!(product.count(table).await > 0, "nothing wrote to {table}");
        }
        let oslo = format!("/centres/{}", product.oslo);
        for path in [
            "",
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
        let frida = product.hire(Role::NationalCoordinator, None, "Frida").await;
        assert_eq!(frida.get("/queue").await.expect(200)["waiting"], 0);
    }
);
