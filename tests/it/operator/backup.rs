//! Backups are whole, private, and never half.

use std::path::{Path, PathBuf};

use kernel::Sources;
use platform::database::DatabaseConfig;
use sea_orm::ConnectionTrait;
use server::{
    Config,
    backup::{BackupOptions, Kind, Written, back_up},
};
use testkit::TestDatabase;

use crate::product::{Product, defaults};

/// The defaults, for a database.
pub(super) fn config_of(database: &DatabaseConfig) -> Config {
    let mut config = defaults();
    config.database = database.clone();
    config
}

/// Options that name where a backup goes.
pub(super) fn into(to: &Path) -> BackupOptions {
    BackupOptions {
        to: Some(to.to_owned()),
        pg_bin: None,
    }
}

/// Makes a backup that must succeed.
pub(super) async fn made(config: &Config, to: &Path, sources: &Sources) -> Written {
    back_up(config, &into(to), sources).await.unwrap()
}

/// Everything in a folder, hidden files included.
pub(super) fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// A folder with one program in it.
fn folder_with(program: &str, script: &str) -> tempfile::TempDir {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(program);
    std::fs::write(&path, script).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

testkit::on_both!(
    a_backup_is_private_tells_what_it_is_and_is_never_overwritten,
    async |database: TestDatabase| {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let product = Product::start(database).await;
        product.seeker("46").await.write("hei").await.expect(201);
        let config = config_of(&product.test_database.config);
        let written = made(&config, folder.path(), &product.sources).await;
        let name = written.file.file_name().unwrap().to_str().unwrap();
        let kind = Kind::of(&config.database);
        let ending = if kind == Kind::Sqlite { "db" } else { "dump" };
        assert_eq!(name, format!("veiviser-20261123T090000Z.{ending}"));
        let beside = [
            name.to_owned(),
            format!("{name}.erased.txt"),
            format!("{name}.json"),
        ];
        assert_eq!(names(folder.path()), beside);
        for name in beside {
            let file = std::fs::metadata(folder.path().join(name)).unwrap();
            assert_eq!(file.permissions().mode() & 0o777, 0o600);
        }
        assert_eq!(written.manifest.rows["message"], 1);
        assert_eq!(written.manifest.rows["centre"], 3);
        let told = std::fs::read_to_string(format!("{}.json", written.file.display())).unwrap();
        assert!(!told.contains(":pw@") && !told.contains(testkit::SEALING_KEY));

        let again = back_up(&config, &into(&written.file), &product.sources).await;
        let sentence = again.unwrap_err().to_string();
        assert!(
            sentence.ends_with("is there already, and nothing is overwritten"),
            "{sentence}"
        );
        assert_eq!(names(folder.path()).len(), 3);
    }
);

testkit::on_both!(
    a_database_without_a_schema_is_not_backed_up_and_nothing_is_left,
    async |database: TestDatabase| {
        let folder = tempfile::tempdir().unwrap();
        let down = platform::Database::as_owner(&database.config, async |pool| {
            use migrations::{Migrator, MigratorTrait};
            Migrator::down(pool, None).await?;
            pool.execute_unprepared("DROP TABLE seaql_migrations")
                .await
                .map(drop)
        });
        down.await.unwrap();
        let (sources, _clock) = testkit::sources(1);
        let config = config_of(&database.config);
        let refused = back_up(&config, &into(folder.path()), &sources).await;
        assert_eq!(
            refused.unwrap_err().to_string(),
            "the database has no schema yet"
        );
        assert_eq!(names(folder.path()), Vec::<String>::new());
    }
);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sqlite_database_that_is_not_there_is_not_made_by_a_backup() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("nowhere.db");
    let mut config = defaults();
    config.database.url = platform::Secret::new(format!("sqlite://{}", file.display()));
    let (sources, _clock) = testkit::sources(1);
    let refused = back_up(&config, &into(&folder.path().join("x.db")), &sources).await;
    let sentence = refused.unwrap_err().to_string();
    assert_eq!(sentence, format!("{} is not there", file.display()));
    assert_eq!(names(folder.path()), Vec::<String>::new());
}

/// Why a backup by the programs of a folder fails; nothing is left then.
async fn refusal(database: &TestDatabase, pg_bin: PathBuf) -> String {
    let folder = tempfile::tempdir().unwrap();
    let options = BackupOptions {
        pg_bin: Some(pg_bin),
        ..into(folder.path())
    };
    let (sources, _clock) = testkit::sources(1);
    let refused = back_up(&config_of(&database.config), &options, &sources).await;
    assert_eq!(names(folder.path()), Vec::<String>::new());
    refused.unwrap_err().to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_fitting_pg_dump_a_postgres_backup_says_what_to_install() {
    let database = TestDatabase::postgres().await;
    let nothing = tempfile::tempdir().unwrap();
    let sentence = refusal(&database, nothing.path().to_owned()).await;
    assert!(
        sentence.starts_with("pg_dump was not found: install the client programs of PostgreSQL")
            && sentence.ends_with("or name their folder with --pg-bin"),
        "{sentence}"
    );
    let script = "#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n";
    let old = folder_with("pg_dump", script);
    let sentence = refusal(&database, old.path().to_owned()).await;
    assert!(
        sentence.starts_with("pg_dump has version 9 and is older than the server"),
        "{sentence}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_password_of_postgres_is_never_on_a_command_line() {
    let database = TestDatabase::postgres().await;
    let note = "#!/bin/sh\nname=$(basename \"$0\")\nfolder=$(dirname \"$0\")\n\
        printf '%s\\n' \"$@\" >> \"$folder/arguments\"\n\
        echo \"$PGPASSWORD\" >> \"$folder/password\"\nexec \"$name\" \"$@\"\n";
    let programs = folder_with("pg_dump", note);
    std::fs::copy(
        programs.path().join("pg_dump"),
        programs.path().join("pg_restore"),
    )
    .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut config = config_of(&database.config);
    let url = config.database.owner_url.expose();
    let password = reqwest::Url::parse(url).unwrap();
    let password = password.password().unwrap().to_owned();
    // As addresses write a letter that means something else in them.
    let written = format!("%{:02X}{}", password.as_bytes()[0], &password[1..]);
    let url = url.replacen(&format!(":{password}@"), &format!(":{written}@"), 1);
    config.database.owner_url = platform::Secret::new(url);
    let options = BackupOptions {
        pg_bin: Some(programs.path().to_owned()),
        ..into(folder.path())
    };
    let (sources, _clock) = testkit::sources(1);
    back_up(&config, &options, &sources).await.unwrap();
    let read = |name: &str| std::fs::read_to_string(programs.path().join(name)).unwrap();
    assert!(read("password").lines().all(|line| line == password));
    let arguments = read("arguments");
    assert!(arguments.contains("--format=custom"), "{arguments}");
    for hidden in [&password, &written] {
        assert!(!arguments.contains(hidden), "{arguments}");
    }
}

/// `pg_dump` obeys the walls: what the product's own scope did not see would be missing in every backup.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_scope_of_a_postgres_backup_sees_every_row() {
    let database = TestDatabase::postgres().await;
    let sql = "SELECT c.relname::text AS name FROM pg_class c \
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relrowsecurity \
        AND NOT EXISTS (SELECT 1 FROM pg_policies p WHERE p.tablename = c.relname \
        AND p.cmd IN ('ALL', 'SELECT') AND (p.qual = 'true' OR p.qual LIKE '%''system''%'))";
    let rows = platform::Database::as_owner(&database.config, async |pool| {
        let statement = sea_orm::Statement::from_string(pool.get_database_backend(), sql);
        pool.query_all_raw(statement).await
    });
    let hidden: Vec<String> = rows
        .await
        .unwrap()
        .iter()
        .map(|row| row.try_get("", "name").unwrap())
        .collect();
    assert_eq!(hidden, Vec::<String>::new());
}
