//! Restore drills: a backup made under load comes back without what was erased since, or not at all.

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
};

use chrono::TimeDelta;
use kernel::Scope;
use migrations::{Migrator, MigratorTrait};
use platform::{Database, audit, database::DatabaseConfig};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::Value;
use server::{
    backup::{Kind, RestoreOptions, Restored, restore},
    run::{self, Schema},
};
use testkit::TestDatabase;

use super::{
    backup::{config_of, made, names},
    doctor::add_provider,
};
use crate::product::{DEADLINE, Product, Role};

/// Messages one caller may write at once, and some less.
const MOST: usize = 900;

/// One column of rows of a database that no product serves.
async fn texts(config: &DatabaseConfig, sql: &str) -> Vec<String> {
    let database = Database::open(config).await.unwrap();
    let tx = database.read(Scope::System).await.unwrap();
    let statement = Statement::from_string(tx.get_database_backend(), sql);
    let rows = tx.query_all_raw(statement).await.unwrap();
    drop(tx);
    database.close().await.unwrap();
    rows.iter()
        .map(|row| row.try_get_by_index(0).unwrap())
        .collect()
}

async fn words(config: &DatabaseConfig) -> Vec<String> {
    texts(
        config,
        "SELECT body FROM message WHERE author = 'seeker' ORDER BY body",
    )
    .await
}

/// What a restore could change.
async fn state(config: &DatabaseConfig) -> (Vec<String>, Vec<String>, Vec<String>) {
    (
        words(config).await,
        texts(config, "SELECT version FROM seaql_migrations ORDER BY 1").await,
        texts(config, "SELECT action FROM audit_entry ORDER BY action").await,
    )
}

async fn stop(product: &Product) {
    product.app.drain();
    assert!(product.app.tasks.wait(DEADLINE).await);
    let database = product.test_database.database.clone();
    database.close().await.unwrap();
}

fn from(file: &Path) -> RestoreOptions {
    RestoreOptions {
        from: file.to_owned(),
        yes: true,
        ..RestoreOptions::default()
    }
}

async fn restored(product: &Product, options: &RestoreOptions) -> Restored {
    let config = config_of(&product.test_database.config);
    restore(&config, options, &product.sources).await.unwrap()
}

/// The whole reason why a restore is refused.
async fn refused(product: &Product, options: &RestoreOptions) -> String {
    let config = config_of(&product.test_database.config);
    let refused = restore(&config, options, &product.sources).await;
    format!("{:#}", refused.expect_err("it is refused"))
}

testkit::on_both!(
    a_backup_made_under_load_comes_back_without_what_was_erased_since,
    async |database: TestDatabase| {
        let folder = tempfile::tempdir().unwrap();
        let product = Product::start(database).await;
        let config = config_of(&product.test_database.config);
        let (kept, regretted) = (product.seeker("46").await, product.seeker("11").await);
        product
            .hire(Role::Counsellor, Some(product.oslo), "Ola")
            .await;
        regretted.write("angret").await.expect(201);

        let (is_done, count) = (AtomicBool::new(false), AtomicUsize::new(0));
        let writing = async {
            while !is_done.load(Ordering::Relaxed) && count.load(Ordering::Relaxed) < MOST {
                let number = count.load(Ordering::Relaxed);
                kept.write(&format!("før {number:04}")).await.expect(201);
                count.fetch_add(1, Ordering::Relaxed);
            }
        };
        let backing_up = async {
            while count.load(Ordering::Relaxed) < 5 {
                tokio::time::sleep(std::time::Duration::from_millis(2)).await;
            }
            let before = count.load(Ordering::Relaxed);
            let written = made(&config, folder.path(), &product.sources).await;
            is_done.store(true, Ordering::Relaxed);
            (before, written)
        };
        let ((), (before, written)) = tokio::join!(writing, backing_up);
        let after = count.load(Ordering::Relaxed);
        assert!(after > before, "nobody wrote during the backup");
        let held = usize::try_from(written.manifest.rows["message"]).unwrap() - 1;
        assert!((before..=after).contains(&held), "{before} {held} {after}");

        product.clock.advance(TimeDelta::minutes(5));
        kept.write("siden").await.expect(201);
        assert_eq!(regretted.call("DELETE", "").send().await.status, 204);
        stop(&product).await;

        // Nobody confirmed it, and nobody changes anything by a trial.
        let before = state(&config.database).await;
        let unasked = RestoreOptions {
            yes: false,
            ..from(&written.file)
        };
        let sentence = refused(&product, &unasked).await;
        assert!(
            sentence.contains("what was written since then is lost") && sentence.contains("--yes"),
            "{sentence}"
        );
        let trial = RestoreOptions {
            dry_run: true,
            ..from(folder.path())
        };
        let tried = restored(&product, &trial).await;
        assert!(tried.done.is_none());
        assert!(tried.to_string().ends_with("this was a trial"), "{tried}");
        assert_eq!(state(&config.database).await, before);

        let whole = restored(&product, &from(folder.path())).await;
        let done = whole.done.as_ref().unwrap();
        assert_eq!((done.erased.listed, done.erased.erased), (1, 1));
        assert_eq!((done.sessions, done.audit.broken.len()), (1, 0));
        let left = words(&config.database).await;
        assert_eq!(left.len(), held, "{whole}");
        assert!(left.iter().all(|word| word.starts_with("før ")));
        let actions = texts(&config.database, "SELECT action FROM audit_entry").await;
        assert!(actions.contains(&"backup:restore".to_owned()));

        // The service goes on with it, as a role that has its rights again.
        let opened = run::open(&config.database, Schema::AsItIs).await.unwrap();
        assert!(audit::verify(&opened).await.unwrap().broken.is_empty());
        opened.close().await.unwrap();
        // What the replaced database remembered is kept for the next time.
        product.clock.advance(TimeDelta::minutes(5));
        let again = restored(&product, &from(&written.file)).await;
        assert_eq!(again.done.unwrap().erased.erased, 1);
        assert_eq!(words(&config.database).await, left);
    }
);

testkit::on_both!(
    a_restore_into_an_empty_database_needs_no_confirmation_and_uses_lists_of_later_backups,
    async |database: TestDatabase| {
        let folder = tempfile::tempdir().unwrap();
        let product = Product::start(database).await;
        let config = config_of(&product.test_database.config);
        let (kept, regretted) = (product.seeker("46").await, product.seeker("11").await);
        kept.write("blir").await.expect(201);
        regretted.write("angret").await.expect(201);
        let monday = made(&config, folder.path(), &product.sources).await;
        assert_eq!(regretted.call("DELETE", "").send().await.status, 204);
        product.clock.advance(TimeDelta::days(1));
        made(&config, folder.path(), &product.sources).await;
        stop(&product).await;

        // Another machine, with nothing on it but the folder of the backups.
        let other = match Kind::of(&config.database) {
            Kind::Sqlite => TestDatabase::sqlite().await,
            Kind::Postgresql => TestDatabase::postgres().await,
        };
        other.database.clone().close().await.unwrap();
        let config = config_of(&other.config);
        clear(&config.database).await;
        let options = RestoreOptions {
            yes: false,
            ..from(&monday.file)
        };
        let restored = restore(&config, &options, &product.sources).await.unwrap();
        assert_eq!(restored.done.unwrap().erased.erased, 1);
        assert_eq!(words(&config.database).await, ["blir"]);
    }
);

testkit::on_both!(
    an_older_backup_is_brought_to_the_newest_schema,
    async |database: TestDatabase| {
        let folder = tempfile::tempdir().unwrap();
        let config = config_of(&database.config);
        let (sources, _clock) = testkit::sources(3);
        let newest = Migrator::migrations().last().unwrap().name().to_owned();
        let down = Database::as_owner(&database.config, async |pool| {
            Migrator::down(pool, Some(1)).await
        });
        down.await.unwrap();
        add_provider(&database).await;
        let written = made(&config, folder.path(), &sources).await;
        assert!(!written.manifest.schema.contains(&newest));
        database.database.clone().close().await.unwrap();
        let restored = restore(&config, &from(&written.file), &sources)
            .await
            .unwrap();
        assert!(
            restored.to_string().contains("WARNING: 1 secrets"),
            "{restored}"
        );
        let done = restored.done.unwrap();
        assert_eq!((done.migrated, done.locked), (1, 1));
        let opened = run::open(&config.database, Schema::AsItIs).await.unwrap();
        opened.close().await.unwrap();
    }
);

/// Leaves nothing of a database but the place for it.
async fn clear(config: &DatabaseConfig) {
    if let Some(file) = config.url.expose().strip_prefix("sqlite://") {
        return std::fs::remove_file(file).unwrap();
    }
    let cleared = Database::as_owner(config, async |pool| {
        Migrator::down(pool, None).await?;
        let sql = "DROP TABLE seaql_migrations; DROP EXTENSION IF EXISTS btree_gist";
        pool.execute_unprepared(sql).await.map(drop)
    });
    cleared.await.unwrap();
}

/// A copy of a backup in a folder of its own, to be spoiled.
fn copy_of(file: &Path, folder: &Path) -> PathBuf {
    std::fs::create_dir(folder).unwrap();
    for name in names(file.parent().unwrap()) {
        std::fs::copy(file.with_file_name(&name), folder.join(&name)).unwrap();
    }
    folder.join(file.file_name().unwrap())
}

fn change_manifest(file: &Path, change: impl FnOnce(&mut Value)) {
    let path = format!("{}.json", file.display());
    let mut manifest: Value =
        serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    change(&mut manifest);
    std::fs::write(&path, manifest.to_string()).unwrap();
}

fn sha256(bytes: &[u8]) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes);
    platform::hex(digest.as_ref())
}

testkit::on_both!(
    what_cannot_be_restored_is_refused_and_nothing_is_changed,
    async |database: TestDatabase| {
        let folder = tempfile::tempdir().unwrap();
        let made_in = folder.path().join("made");
        std::fs::create_dir(&made_in).unwrap();
        let product = Product::start(database).await;
        let config = config_of(&product.test_database.config);
        product.seeker("46").await.write("før").await.expect(201);
        let good = made(&config, &made_in, &product.sources).await.file;
        let spoiled = |name: &str| copy_of(&good, &folder.path().join(name));

        let in_use = refused(&product, &from(&good)).await;
        assert!(in_use.contains("stop the service first"), "{in_use}");
        product.seeker("46").await.write("siden").await.expect(201);
        stop(&product).await;
        let before = state(&config.database).await;

        let damaged = spoiled("damaged");
        let mut bytes = std::fs::read(&damaged).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0xff;
        std::fs::write(&damaged, &bytes).unwrap();

        let half = spoiled("half");
        std::fs::write(&half, &bytes[..middle]).unwrap();
        change_manifest(&half, |manifest| {
            manifest["sha256"] = sha256(&bytes[..middle]).into();
            manifest["bytes"] = middle.into();
        });

        let fewer = spoiled("fewer");
        change_manifest(&fewer, |manifest| manifest["rows"]["message"] = 7.into());

        let newer = spoiled("newer");
        change_manifest(&newer, |manifest| {
            let schema = manifest["schema"].as_array_mut().unwrap();
            schema.push("m9999_later".into());
            manifest["made_by"] = "9.9.9".into();
        });

        let nameless = spoiled("nameless");
        std::fs::remove_file(format!("{}.json", nameless.display())).unwrap();

        let listed = spoiled("listed");
        let list = format!("{}.erased.txt", listed.display());
        std::fs::write(list, "2026-11-23T10:00:00Z ab\n").unwrap();

        let other = spoiled("other");
        change_manifest(&other, |manifest| {
            let is_sqlite = manifest["database"] == "sqlite";
            manifest["database"] = if is_sqlite { "postgresql" } else { "sqlite" }.into();
        });

        for (file, expected) in [
            (
                &damaged,
                "is not what was written: it was damaged or changed",
            ),
            (&half, ""),
            (&fewer, ""),
            (
                &newer,
                "made by a newer veiviser (9.9.9), whose schema has m9999_later",
            ),
            (&nameless, "is not there: it says what the backup is"),
            (&listed, "line 1: not what was written"),
            (&other, "and the configuration names"),
            (&folder.path().join("nothing"), "is not there"),
            (&folder.path().to_owned(), "there is no backup in"),
        ] {
            let sentence = refused(&product, &from(file)).await;
            assert!(sentence.contains(expected), "{sentence}");
            assert_eq!(state(&config.database).await, before, "{sentence}");
        }
        restored(&product, &from(&good)).await;
        assert_eq!(words(&config.database).await, ["før"]);
    }
);

/// What is loaded is compared once more, in the transaction that loads it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_postgres_that_refuses_a_row_is_left_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let product = Product::start(TestDatabase::postgres().await).await;
    let config = config_of(&product.test_database.config);
    product.seeker("46").await.write("før").await.expect(201);
    let written = made(&config, folder.path(), &product.sources).await;
    product.seeker("46").await.write("siden").await.expect(201);
    stop(&product).await;
    let before = state(&config.database).await;
    // Something of the operator's own stands where a table of the backup belongs.
    let view = "CREATE SCHEMA kept; CREATE VIEW public.zebra AS SELECT 1; ALTER TABLE phrase SET SCHEMA kept; \
        CREATE VIEW public.phrase AS SELECT 1 AS id";
    let made_way = Database::as_owner(&config.database, async |pool| {
        pool.execute_unprepared(view).await.map(drop)
    });
    made_way.await.unwrap();
    let sentence = refused(&product, &from(&written.file)).await;
    assert!(
        sentence.starts_with("the database refused, and is as it was"),
        "{sentence}"
    );
    assert_eq!(state(&config.database).await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_sqlite_database_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let product = Product::start(TestDatabase::sqlite().await).await;
    let config = config_of(&product.test_database.config);
    product.seeker("46").await.write("før").await.expect(201);
    let written = made(&config, folder.path(), &product.sources).await;
    stop(&product).await;
    let url = config.database.url.expose();
    let file = url.strip_prefix("sqlite://").unwrap();
    std::fs::write(file, "this is no database").unwrap();
    let unasked = RestoreOptions {
        yes: false,
        ..from(&written.file)
    };
    let sentence = refused(&product, &unasked).await;
    assert!(sentence.contains("cannot be read"), "{sentence}");
    restored(&product, &from(&written.file)).await;
    assert_eq!(words(&config.database).await, ["før"]);
}

#[tokio::test]
async fn a_postgres_whose_restore_was_interrupted_is_not_served() {
    let test = TestDatabase::postgres().await;
    let change = async |sql: &str| {
        let done = Database::as_owner(&test.config, async |pool| {
            pool.execute_unprepared(sql).await.map(drop)
        });
        done.await.unwrap();
    };
    change("CREATE TABLE restore_unfinished ()").await;
    let refused = run::migrate(&test.config).await.unwrap_err();
    assert!(refused.to_string().contains("interrupted"), "{refused}");
    change("DROP TABLE restore_unfinished").await;
    run::migrate(&test.config).await.unwrap();
}
