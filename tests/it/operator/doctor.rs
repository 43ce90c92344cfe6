//! The doctor finds what is wrong, says what to do, and tells no secrets.

use chrono::TimeDelta;
use kernel::{Clock, Sources};
use platform::{Secret, SystemClock, system_sources};
use sea_orm::ConnectionTrait;
use server::{
    Config,
    doctor::{Diagnosis, Finding, State, examine},
};
use testkit::{NatsServer, TestDatabase};

use super::backup::{config_of, made};
use crate::product::{Mailbox, defaults};

/// A configuration in which all is well, for a database.
fn healthy(database: &TestDatabase, folder: &std::path::Path) -> Config {
    let mut config = config_of(&database.config);
    Mailbox::configure(&mut config);
    config.retention.folder = folder.join("erased").display().to_string();
    config
}

async fn diagnosis(config: &Config) -> Diagnosis {
    examine(Ok(config), &system_sources()).await
}

/// What was found by one check.
fn found<'a>(diagnosis: &'a Diagnosis, check: &str) -> &'a Finding {
    let finding = diagnosis.0.iter().find(|finding| finding.check == check);
    finding.unwrap_or_else(|| panic!("no {check} in\n{diagnosis}"))
}

/// Asserts how one check ends and what it says.
#[track_caller]
fn expect(diagnosis: &Diagnosis, check: &str, state: State, words: &str) {
    let finding = found(diagnosis, check);
    assert_eq!(finding.state, state, "{diagnosis}");
    assert!(finding.says.contains(words), "{diagnosis}");
    assert_eq!(finding.todo.is_some(), state != State::Ok, "{diagnosis}");
}

/// Changes the database as its owner, whom no wall stops here.
async fn run(database: &TestDatabase, sql: &str) {
    let done = platform::Database::as_owner(&database.config, async |pool| {
        if pool.get_database_backend() == sea_orm::DbBackend::Postgres {
            let scope = "SELECT set_config('app.scope', 'system', false)";
            pool.execute_unprepared(scope).await?;
        }
        pool.execute_unprepared(sql).await.map(drop)
    });
    done.await.unwrap();
}

/// A log-in provider that does not answer, its secret sealed by a key that nobody has.
pub(super) async fn add_provider(database: &TestDatabase) {
    let id = if database.config.url.expose().starts_with("postgres") {
        "'00000000-0000-0000-0000-000000000007'"
    } else {
        "x'00000000000000000000000000000007'"
    };
    let sql = format!(
        "INSERT INTO identity_provider (id, preset, name, issuer, client_id, client_secret, scopes, acr_values, enabled, \
         created_at) VALUES ({id}, 'other', 'Fylket', 'http://127.0.0.1:1', 'x', 's1.another.kanari', 'openid', '', \
         TRUE, '2026-11-23 10:00:00+00:00')"
    );
    run(database, &sql).await;
}

testkit::on_both!(
    nothing_is_found_where_all_is_well,
    async |database: TestDatabase| {
        let folder = tempfile::tempdir().unwrap();
        let mut config = healthy(&database, folder.path());
        config.backup.folder = folder.path().join("backups").display().to_string();
        let to = folder.path().join("backups");
        made(&config, &to, &system_sources()).await;
        let diagnosis = diagnosis(&config).await;
        assert_eq!(diagnosis.exit_code(), 0, "{diagnosis}");
        for check in [
            "configuration",
            "database",
            "schema",
            "clock",
            "work",
            "retention",
            "keys",
            "providers",
            "mail",
            "bus",
            "backup",
        ] {
            found(&diagnosis, check);
        }
        if config.database.url.expose().starts_with("postgres") {
            for check in ["role", "walls", "owner"] {
                found(&diagnosis, check);
            }
        }
    }
);

testkit::on_both!(
    a_schema_that_is_behind_or_ahead_is_found,
    async |database: TestDatabase| {
        let folder = tempfile::tempdir().unwrap();
        let config = healthy(&database, folder.path());
        run(
            &database,
            "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_later', 0)",
        )
        .await;
        let newer = diagnosis(&config).await;
        expect(&newer, "schema", State::Warning, "m9999_later");
        assert_eq!(newer.exit_code(), 1, "{newer}");
        run(
            &database,
            "DELETE FROM seaql_migrations WHERE version = 'm0020_policy'",
        )
        .await;
        let behind = diagnosis(&config).await;
        expect(&behind, "schema", State::Failure, "m0020_policy");
        assert_eq!(behind.exit_code(), 2, "{behind}");
    }
);

testkit::on_both!(
    work_that_waits_or_was_given_up_is_found,
    async |database: TestDatabase| {
        let folder = tempfile::tempdir().unwrap();
        let config = healthy(&database, folder.path());
        let job = |key: &str, due: &str, failed: &str| {
            let id = uuid::Uuid::from_u128(u128::try_from(key.len()).unwrap());
            let id = if config.database.url.expose().starts_with("postgres") {
                format!("'{id}'")
            } else {
                format!("x'{}'", id.simple())
            };
            format!(
                "INSERT INTO job (id, kind, key, payload, due_at, attempts, failed_at) \
                 VALUES ({id}, 'x', '{key}', '{{}}', '{due}', 0, {failed})"
            )
        };
        let (past, future) = ("2026-01-01 00:00:00+00:00", "2999-01-01 00:00:00+00:00");
        run(&database, &job("mail", future, &format!("'{past}'"))).await;
        let given_up = diagnosis(&config).await;
        expect(&given_up, "work", State::Warning, "1 jobs were given up");
        run(&database, &job("retention.purge", past, "NULL")).await;
        let late = diagnosis(&config).await;
        expect(&late, "work", State::Warning, "1 jobs and 0 events");
        expect(
            &late,
            "retention",
            State::Failure,
            "more than two hours late",
        );
    }
);

testkit::on_both!(
    secrets_whose_key_is_gone_and_providers_that_do_not_answer_are_found,
    async |database: TestDatabase| {
        let folder = tempfile::tempdir().unwrap();
        let config = healthy(&database, folder.path());
        add_provider(&database).await;
        let diagnosis = diagnosis(&config).await;
        expect(
            &diagnosis,
            "keys",
            State::Failure,
            "1 of 1 sealed secrets cannot be opened",
        );
        expect(
            &diagnosis,
            "providers",
            State::Warning,
            "nobody can log in by Fylket",
        );
        assert!(!diagnosis.json().contains("kanari"));
    }
);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_postgres_that_is_not_reached_is_found_without_telling_the_password() {
    let mut config = defaults();
    let url = "postgres://veiviser:kanari-passord@127.0.0.1:1/veiviser";
    config.database.url = Secret::new(url.to_owned());
    let diagnosis = diagnosis(&config).await;
    expect(
        &diagnosis,
        "database",
        State::Failure,
        "nothing is reached at 127.0.0.1, port 1",
    );
    let told = format!("{diagnosis}{}", diagnosis.json());
    assert!(!told.contains("kanari"), "{told}");
    assert!(!told.contains(testkit::SEALING_KEY), "{told}");
    assert_eq!(diagnosis.exit_code(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sqlite_database_that_is_not_there_is_found_and_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("nowhere.db");
    let mut config = defaults();
    config.database.url = Secret::new(format!("sqlite://{}", file.display()));
    let diagnosis = diagnosis(&config).await;
    expect(
        &diagnosis,
        "database",
        State::Failure,
        "there is no database",
    );
    assert!(!file.exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_postgres_role_that_could_pass_the_walls_is_found() {
    let database = TestDatabase::postgres().await;
    let folder = tempfile::tempdir().unwrap();
    let mut config = healthy(&database, folder.path());
    config.database.url = config.database.owner_url.clone();
    let diagnosis = diagnosis(&config).await;
    expect(&diagnosis, "role", State::Failure, "veiviser_owner owns");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wall_that_was_taken_down_and_rights_that_are_missing_are_found_on_postgres() {
    let database = TestDatabase::postgres().await;
    let folder = tempfile::tempdir().unwrap();
    let config = healthy(&database, folder.path());
    run(
        &database,
        "ALTER TABLE phrase DISABLE ROW LEVEL SECURITY; ALTER TABLE offer NO FORCE ROW LEVEL SECURITY; \
         REVOKE DELETE ON site FROM veiviser_app",
    )
    .await;
    let diagnosis = diagnosis(&config).await;
    expect(
        &diagnosis,
        "walls",
        State::Failure,
        "missing on offer, phrase",
    );
    expect(
        &diagnosis,
        "role",
        State::Failure,
        "lacks rights on 1 tables",
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_that_is_wrong_is_found_on_postgres() {
    let database = TestDatabase::postgres().await;
    let folder = tempfile::tempdir().unwrap();
    let config = healthy(&database, folder.path());
    let (sources, clock): (Sources, _) = testkit::sources(1);
    for (seconds, state) in [(-10, State::Warning), (120, State::Failure)] {
        clock.set(SystemClock.now() + TimeDelta::seconds(seconds));
        let diagnosis = examine(Ok(&config), &sources).await;
        let direction = if seconds > 0 { "behind" } else { "ahead of" };
        expect(&diagnosis, "clock", state, direction);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mail_that_reaches_nobody_and_backups_that_are_missing_or_old_are_found() {
    let database = TestDatabase::sqlite().await;
    let folder = tempfile::tempdir().unwrap();
    let mut config = healthy(&database, folder.path());
    config.mail.url = Secret::new("smtp://noen:kanari@127.0.0.1:1".to_owned());
    let backups = folder.path().join("backups");
    std::fs::create_dir(&backups).unwrap();
    config.backup.folder = backups.display().to_string();
    let first = diagnosis(&config).await;
    expect(&first, "mail", State::Failure, "cannot be used");
    expect(&first, "backup", State::Warning, "there is no backup");
    assert!(!first.json().contains("kanari"), "{first}");

    config.mail.url = Secret::new(String::new());
    let (sources, clock) = testkit::sources(1);
    made(&config, &backups, &sources).await;
    clock.advance(TimeDelta::hours(26));
    let fresh = examine(Ok(&config), &sources).await;
    expect(&fresh, "backup", State::Ok, "26 hours old");
    expect(&fresh, "mail", State::Warning, "nobody can be invited");
    clock.advance(TimeDelta::hours(1));
    let old = examine(Ok(&config), &sources).await;
    expect(&old, "backup", State::Warning, "27 hours old");
    clock.advance(TimeDelta::days(401));
    made(&config, &backups, &sources).await;
    let kept_too_long = examine(Ok(&config), &sources).await;
    expect(
        &kept_too_long,
        "backup",
        State::Warning,
        "older than what was erased is remembered",
    );
}

#[tokio::test]
async fn every_fault_of_the_configuration_is_found_at_once() {
    let overrides = [
        ("server.body_limit", "3".to_owned()),
        ("backup.warn_after_hours", "0".to_owned()),
        ("database.url", "mysql://x".to_owned()),
    ];
    let faults = Config::load(None, &overrides);
    let diagnosis = examine(faults.as_ref(), &system_sources()).await;
    let said: Vec<&str> = diagnosis.0.iter().map(|one| one.says.as_str()).collect();
    assert_eq!(said.len(), 3, "{diagnosis}");
    for (says, key) in said.iter().zip(["backup.", "database.", "server."]) {
        assert!(says.starts_with(key), "{diagnosis}");
    }
    assert_eq!(diagnosis.exit_code(), 2);
}

#[tokio::test]
async fn a_bus_that_does_not_answer_is_found_on_postgres() {
    let database = TestDatabase::postgres().await;
    let folder = tempfile::tempdir().unwrap();
    let mut config = healthy(&database, folder.path());
    let mut nats = NatsServer::start();
    config.bus.url = Secret::new(nats.url());
    expect(&diagnosis(&config).await, "bus", State::Ok, "answers");
    nats.kill();
    expect(
        &diagnosis(&config).await,
        "bus",
        State::Warning,
        "a second later",
    );
}
