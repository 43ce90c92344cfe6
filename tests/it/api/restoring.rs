//! A backup is restored, and what was erased after it stays erased.

use chrono::TimeDelta;
use platform::{Database, database::DatabaseConfig};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;
use testkit::TestDatabase;

use crate::product::{Product, until};

/// The tables that hold talks, children last.
const TALKS: &[&str] = &["contact", "conversation", "conversation_key", "message"];

/// What a backup holds of the talks, as statements that write them again.
async fn back_up(database: &TestDatabase) -> Vec<String> {
    let mut statements = Vec::new();
    for table in TALKS {
        statements.push(format!(
            "CREATE TABLE kept_{table} AS SELECT * FROM {table}"
        ));
    }
    run(&database.config, &statements).await;
    TALKS
        .iter()
        .flat_map(|table| {
            [
                format!("DELETE FROM {table}"),
                format!("INSERT INTO {table} SELECT * FROM kept_{table}"),
            ]
        })
        .collect()
}

/// As the owner, whom no wall stops here.
async fn run(config: &DatabaseConfig, statements: &[String]) {
    Database::as_owner(config, async |pool| {
        if pool.get_database_backend() == sea_orm::DbBackend::Postgres {
            let scope = "SELECT set_config('app.scope', 'system', false)";
            pool.execute_unprepared(scope).await?;
        }
        for sql in statements {
            pool.execute_raw(Statement::from_string(pool.get_database_backend(), sql))
                .await?;
        }
        Ok(())
    })
    .await
    .unwrap();
}

async fn words(product: &Product) -> Vec<String> {
    let rows = product
        .rows("SELECT body FROM message WHERE author = 'seeker' ORDER BY body")
        .await;
    rows.iter()
        .map(|row| row.try_get("", "body").unwrap())
        .collect()
}

testkit::on_both!(
    what_was_erased_after_a_backup_is_erased_again_when_it_is_restored,
    async |database: TestDatabase| {
        let folder = tempfile::tempdir().unwrap();
        let lists = folder.path().join("erased");
        let list_folder = lists.to_str().unwrap().to_owned();
        let product = Product::start_with(database, |config| {
            config.retention.folder = list_folder;
        })
        .await;
        let (closed, regretted, open) = (
            product.seeker("46").await,
            product.seeker("46").await,
            product.seeker("46").await,
        );
        closed.write("a: avsluttet").await.expect(201);
        regretted.write("b: angret").await.expect(201);
        open.write("c: går videre").await.expect(201);
        let call = closed.call("POST", "/close").json(&json!({}));
        call.send().await.expect(200);
        let backup = back_up(&product.test_database).await;

        assert_eq!(regretted.call("DELETE", "").send().await.status, 204);
        // The job erases the closed one and writes both into the list.
        product.clock.advance(TimeDelta::hours(49));
        until("both are in the list", async || {
            let files = std::fs::read_dir(&lists).ok()?;
            let text: String = files
                .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
                .collect();
            (text.lines().count() >= 2).then_some(())
        })
        .await;
        product.app.drain();
        assert!(product.app.tasks.wait(crate::product::DEADLINE).await);

        run(&product.test_database.config, &backup).await;
        assert_eq!(
            words(&product).await.len(),
            3,
            "the backup brought all back"
        );
        let done = contacts::reapply(&product.ctx(), std::slice::from_ref(&lists))
            .await
            .unwrap();
        assert!(done.erased >= 2 && done.listed >= 2, "{done:?}");
        let left = words(&product).await;
        assert!(
            !left.iter().any(|word| word.starts_with(['a', 'b'])),
            "{left:?}"
        );
        // Once more is no harm.
        let again = contacts::reapply(&product.ctx(), std::slice::from_ref(&lists))
            .await
            .unwrap();
        assert_eq!(again.erased, 0);
        // A list that was damaged erases nothing, and says where.
        std::fs::write(lists.join("more.txt"), "2026-11-23T10:00:00Z ab\n").unwrap();
        let refused = contacts::reapply(&product.ctx(), &[lists])
            .await
            .unwrap_err();
        assert!(
            refused
                .to_string()
                .ends_with("more.txt, line 1: not what was written")
        );
        // What the database itself remembers can be printed, for a list elsewhere.
        let mut printed = Vec::new();
        let count = contacts::export_tombstones(&product.ctx(), &mut printed)
            .await
            .unwrap();
        assert!(count >= 2);
        assert_eq!(
            String::from_utf8(printed).unwrap().lines().count(),
            usize::try_from(count).unwrap()
        );
    }
);
