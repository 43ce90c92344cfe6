//! Copies of the program are replaced one by one: the version before serves on the newest schema meanwhile.

use std::collections::{BTreeMap, BTreeSet};

use migrations::{Migrator, MigratorTrait};
use platform::{Database, Secret, database::DatabaseConfig};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};
use testkit::TestDatabase;

/// So many migrations came before copies could be replaced one by one.
const BEFORE: usize = 18;

const POSTGRES: &str = "SELECT table_name AS place, column_name AS name, data_type AS kind, \
     CASE WHEN is_nullable = 'YES' OR column_default IS NOT NULL THEN 'yes' ELSE 'no' END AS optional \
     FROM information_schema.columns WHERE table_schema = 'public'";
const SQLITE: &str = "SELECT m.name AS place, p.name AS name, p.type AS kind, \
     CASE WHEN p.\"notnull\" = 0 OR p.dflt_value IS NOT NULL THEN 'yes' ELSE 'no' END AS optional \
     FROM sqlite_master AS m, pragma_table_info(m.name) AS p WHERE m.type = 'table'";

/// Table and column; the column's type, and whether a row may be written without it.
type Columns = BTreeMap<(String, String), (String, bool)>;

async fn columns<C: ConnectionTrait>(connection: &C) -> Result<Columns, DbErr> {
    let backend = connection.get_database_backend();
    let sql = match backend {
        DbBackend::Postgres => POSTGRES,
        _ => SQLITE,
    };
    let rows = connection
        .query_all_raw(Statement::from_string(backend, sql))
        .await?;
    let mut columns = Columns::new();
    for row in rows {
        let text = |name: &str| row.try_get::<String>("", name);
        let optional = text("optional")? == "yes";
        columns.insert((text("place")?, text("name")?), (text("kind")?, optional));
    }
    Ok(columns)
}

/// What the version before a migration would stumble over.
fn obstacles(before: &Columns, after: &Columns) -> Vec<String> {
    let mut found = Vec::new();
    for ((table, column), (kind, _)) in before {
        match after.get(&(table.clone(), column.clone())) {
            None => found.push(format!("{table}.{column} is gone")),
            Some((now, _)) if now != kind => {
                found.push(format!("{table}.{column} was {kind} and is {now}"));
            }
            Some(_) => {}
        }
    }
    let tables: BTreeSet<&String> = before.keys().map(|(table, _)| table).collect();
    for ((table, column), (_, optional)) in after {
        let is_new = !before.contains_key(&(table.clone(), column.clone()));
        if is_new && !optional && tables.contains(table) {
            found.push(format!("{table}.{column} must be written"));
        }
    }
    found
}

async fn walk(config: &DatabaseConfig) {
    let done = Database::as_owner(config, async |pool| {
        if pool.get_database_backend() == DbBackend::Postgres {
            pool.execute_unprepared("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
                .await?;
        }
        Migrator::up(pool, Some(u32::try_from(BEFORE).unwrap())).await?;
        let mut found = Vec::new();
        for migration in Migrator::migrations().iter().skip(BEFORE) {
            let before = columns(pool).await?;
            Migrator::up(pool, Some(1)).await?;
            let after = columns(pool).await?;
            assert!(before.len() > 100 && after.len() >= before.len());
            let obstacles = obstacles(&before, &after);
            found.extend(
                obstacles
                    .into_iter()
                    .map(|one| format!("{}: {one}", migration.name())),
            );
        }
        Ok(found)
    });
    let found = done.await.unwrap();
    assert!(
        found.is_empty(),
        "the version before cannot serve on the new schema:\n{}",
        found.join("\n")
    );
}

#[tokio::test]
async fn the_version_before_serves_on_the_newest_schema_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("empty.db");
    let config = DatabaseConfig {
        url: Secret::new(format!("sqlite://{}", file.display())),
        owner_url: Secret::new(String::new()),
        connections: 1,
    };
    walk(&config).await;
}

#[tokio::test]
async fn the_version_before_serves_on_the_newest_schema_postgres() {
    walk(&TestDatabase::postgres().await.config).await;
}

#[test]
fn what_is_gone_changed_or_demanded_is_found() {
    let table = |columns: &[(&str, &str, bool)]| -> Columns {
        let columns = columns.iter();
        columns
            .map(|(name, kind, optional)| {
                let place = ("shift".to_owned(), (*name).to_owned());
                (place, ((*kind).to_owned(), *optional))
            })
            .collect()
    };
    let before = table(&[
        ("id", "uuid", false),
        ("note", "text", true),
        ("units", "integer", false),
    ]);
    let after = table(&[
        ("id", "uuid", false),
        ("units", "text", false),
        ("why", "text", false),
    ]);
    assert_eq!(
        obstacles(&before, &after),
        [
            "shift.note is gone",
            "shift.units was integer and is text",
            "shift.why must be written"
        ]
    );
}
