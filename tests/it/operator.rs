//! What operators do by command.

mod backup;
mod doctor;
mod restore;

use sea_orm::ConnectionTrait;
use serde_json::json;
use server::{
    coordinator,
    run::{self, Schema},
};
use testkit::TestDatabase;

use crate::product::Product;

/// Writes to the list of applied migrations, as their owner.
async fn note_migration(database: &TestDatabase, sql: &str) {
    let written = platform::Database::as_owner(&database.config, async |pool| {
        pool.execute_unprepared(sql).await.map(drop)
    });
    written.await.unwrap();
}

testkit::on_both!(
    a_program_that_leaves_the_schema_alone_needs_all_of_it_and_minds_nothing_more,
    async |database: TestDatabase| {
        let more = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_later', 0)";
        note_migration(&database, more).await;
        let opened = run::open(&database.config, Schema::AsItIs).await.unwrap();
        opened.close().await.unwrap();
        let less = "DELETE FROM seaql_migrations WHERE version = 'm0020_policy'";
        note_migration(&database, less).await;
        let refused = run::open(&database.config, Schema::AsItIs).await;
        let sentence = refused.err().unwrap().to_string();
        assert_eq!(
            sentence,
            "the database lacks m0020_policy: run `veiviser migrate`"
        );
    }
);

testkit::on_both!(
    the_first_coordinator_of_an_installation_logs_in_and_coordinates,
    async |database: TestDatabase| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("password");
        std::fs::write(&file, "fire korte ord på rad\n").unwrap();
        let options = |email: &str| coordinator::Options {
            email: email.to_owned(),
            name: "Gina Koordinator".to_owned(),
            password_file: Some(file.clone()),
        };
        let email = "gina@veiviser.example";
        let created = coordinator::create(&database.config, options(email)).await;
        created.unwrap();
        let twice = coordinator::create(&database.config, options(email)).await;
        assert_eq!(
            twice.unwrap_err().to_string(),
            "the e-mail address is taken"
        );
        let product = Product::start(database).await;
        let body = json!({"email": email, "password": "fire korte ord på rad", "bearer": true});
        let call = product.call("POST", "/auth/login").json(&body);
        let me = call.send().await.expect(200);
        assert_eq!(me["roles"][0]["role"], "national_coordinator");
    }
);
