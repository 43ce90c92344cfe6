//! PostgreSQL's walls on every table there is, found in the catalogue: a new table needs no line here.
//!
//! The application's own filters play no part: these are plain statements of the application's role.

use std::collections::BTreeMap;

use kernel::{CentreId, Scope};
use platform::Database;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use testkit::TestDatabase;

use crate::product::Product;

/// What names the centre a row belongs to.
const TENANT: &[&str] = &["centre_id", "chain"];
/// Written by migrations only.
const OPEN: &[&str] = &["seaql_migrations"];

/// A table as the catalogue describes it.
#[derive(Debug)]
struct Table {
    name: String,
    /// Columns a row must have, with an expression for a value.
    columns: Vec<(String, &'static str)>,
    /// The column that names the centre.
    tenant: Option<String>,
}

/// Something that fits the type and is different each time.
fn value_of(kind: &str) -> &'static str {
    match kind {
        "uuid" => "gen_random_uuid()",
        "text" | "character varying" => "gen_random_uuid()::text",
        "smallint" | "integer" | "bigint" => "floor(random() * 30000)::int",
        "numeric" | "double precision" | "real" => "random()",
        "boolean" => "false",
        "timestamp with time zone" => "now()",
        "date" => "current_date + floor(random() * 30000)::int",
        "time without time zone" => "localtime",
        "bytea" => "decode(md5(random()::text), 'hex')",
        "json" | "jsonb" => "'{}'",
        other => panic!("what is a value of {other}?"),
    }
}

async fn tables(product: &Product) -> Vec<Table> {
    let sql = "SELECT c.table_name::text AS name, c.column_name::text AS column_name, c.data_type::text AS kind, \
               c.is_nullable = 'YES' AS nullable, \
               c.is_identity = 'YES' OR c.column_default LIKE 'nextval%' AS counted \
               FROM information_schema.columns c JOIN pg_class p ON p.relname = c.table_name \
               AND p.relnamespace = 'public'::regnamespace AND p.relkind IN ('r', 'p') \
               WHERE c.table_schema = 'public' ORDER BY c.table_name, c.ordinal_position";
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for row in product.rows(sql).await {
        let text = |column: &str| row.try_get::<String>("", column).unwrap();
        let truth = |column: &str| row.try_get::<Option<bool>>("", column).unwrap() == Some(true);
        let (name, column) = (text("name"), text("column_name"));
        if OPEN.contains(&name.as_str()) {
            continue;
        }
        let table = tables.entry(name.clone()).or_insert_with(|| Table {
            name: name.clone(),
            columns: Vec::new(),
            tenant: None,
        });
        let names_centre = TENANT.contains(&column.as_str()) || name == "centre" && column == "id";
        if names_centre {
            table.tenant = Some(column.clone());
        }
        if names_centre || !truth("nullable") && !truth("counted") {
            table.columns.push((column, value_of(&text("kind"))));
        }
    }
    tables.into_values().collect()
}

impl Table {
    /// A row of a centre.
    fn insert(&self, centre: CentreId) -> String {
        let names: Vec<&str> = self.columns.iter().map(|(name, _)| name.as_str()).collect();
        let values = self.columns.iter().map(|(name, value)| {
            if Some(name) == self.tenant.as_ref() {
                format!("'{}'", centre.to_row())
            } else {
                (*value).to_owned()
            }
        });
        format!(
            "INSERT INTO {} ({}) VALUES ({})",
            self.name,
            names.join(", "),
            values.collect::<Vec<_>>().join(", ")
        )
    }
}

/// Rules about what a row says would only be in the way: the rows mean nothing.
async fn drop_rules(database: &TestDatabase) {
    let sql = "DO $$ DECLARE rule record; BEGIN \
               FOR rule IN SELECT conrelid::regclass::text AS name, conname FROM pg_constraint \
               WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f', 'x') LOOP \
               EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', rule.name, rule.conname); \
               END LOOP; END $$";
    as_owner(database, sql).await;
}

async fn as_owner(database: &TestDatabase, sql: &str) {
    Database::as_owner(&database.config, async |pool| {
        pool.execute_unprepared(sql).await
    })
    .await
    .unwrap();
}

/// How many rows a change touches in a scope; none where the wall refuses it. It is taken back.
async fn touched(product: &Product, scope: Scope, sql: &str) -> u64 {
    let tx = product.test_database.database.write(scope).await.unwrap();
    match tx.execute_unprepared(sql).await {
        Ok(done) => done.rows_affected(),
        Err(error) => {
            let text = error.to_string();
            assert!(text.contains("row-level security"), "{sql}: {text}");
            0
        }
    }
}

async fn seen(product: &Product, scope: Scope, sql: &str) -> i64 {
    let tx = product.test_database.database.read(scope).await.unwrap();
    let statement = Statement::from_string(DbBackend::Postgres, sql);
    let row = tx.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get("", "n").unwrap()
}

/// What one centre can do to the rows of another, and anybody to what belongs to nobody.
async fn findings(product: &Product) -> Vec<String> {
    let mut findings = Vec::new();
    let (theirs, ours) = (product.vestland, product.oslo);
    for table in tables(product).await {
        let name = &table.name;
        for centre in [theirs, ours] {
            let tx = product.ctx().write().await.unwrap();
            let insert = table.insert(centre);
            let exists = name == "centre";
            if !exists {
                let done = tx.execute_unprepared(&insert).await;
                done.unwrap_or_else(|error| panic!("{insert}: {error}"));
                tx.commit().await.unwrap();
            }
        }
        let scope = Scope::Centre(ours);
        let mut attempts = Vec::new();
        if let Some(column) = &table.tenant {
            let of_theirs = format!("WHERE {column} = '{}'", theirs.to_row());
            let count = format!("SELECT count(*) AS n FROM {name} {of_theirs}");
            assert!(seen(product, Scope::System, &count).await > 0, "{name}");
            for scope in [scope, Scope::Public] {
                if seen(product, scope, &count).await > 0 {
                    findings.push(format!("{name}: {scope:?} reads"));
                }
            }
            let of_ours = format!("WHERE {column} = '{}'", ours.to_row());
            attempts.extend([
                format!("UPDATE {name} SET {column} = {column} {of_theirs}"),
                format!("DELETE FROM {name} {of_theirs}"),
                format!(
                    "UPDATE {name} SET {column} = '{}' {of_ours}",
                    theirs.to_row()
                ),
            ]);
            if name != "centre" {
                attempts.push(table.insert(theirs));
            }
        } else {
            let (column, _) = &table.columns[0];
            attempts.extend([
                format!("UPDATE {name} SET {column} = {column}"),
                format!("DELETE FROM {name}"),
            ]);
        }
        for attempt in attempts {
            for scope in [scope, Scope::Public] {
                if touched(product, scope, &attempt).await > 0 {
                    findings.push(format!("{name}: {scope:?} may {attempt}"));
                }
            }
        }
    }
    findings
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_centre_reaches_the_rows_of_another_in_any_table_there_is() {
    let product = Product::start(TestDatabase::postgres().await).await;
    drop_rules(&product.test_database).await;
    let all = tables(&product).await;
    let with_tenant = all.iter().filter(|table| table.tenant.is_some());
    assert!(with_tenant.count() >= 12, "{all:?}");
    assert_eq!(findings(&product).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_without_a_wall_is_found() {
    let product = Product::start(TestDatabase::postgres().await).await;
    drop_rules(&product.test_database).await;
    let role = Database::application_role(&product.test_database.config).unwrap();
    let sql = format!(
        "CREATE TABLE leak (id uuid PRIMARY KEY, centre_id uuid NOT NULL); \
         CREATE TABLE half (id uuid PRIMARY KEY, centre_id uuid NOT NULL); \
         ALTER TABLE half ENABLE ROW LEVEL SECURITY; \
         CREATE POLICY half_read ON half FOR SELECT USING (true); \
         CREATE POLICY half_write ON half FOR INSERT WITH CHECK (true); \
         GRANT SELECT, INSERT, UPDATE, DELETE ON leak, half TO \"{role}\""
    );
    as_owner(&product.test_database, &sql).await;
    let found = findings(&product).await;
    for part in [
        "leak: Centre",
        "UPDATE leak",
        "DELETE FROM leak",
        "INSERT INTO leak",
        "half: Centre",
    ] {
        assert!(
            found.iter().any(|line| line.contains(part)),
            "no {part} in {found:#?}"
        );
    }
    let others: Vec<_> = found
        .iter()
        .filter(|line| !line.starts_with("leak") && !line.starts_with("half"))
        .collect();
    assert_eq!(others, Vec::<&String>::new());
}
