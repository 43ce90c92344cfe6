//! PostgreSQL's row-level security: the wall that stands when the code forgets its filter.

use kernel::Scope;
use platform::Database;
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement};
use testkit::TestDatabase;

use crate::product::Product;

/// Tables without a tenant and without a wall. This list only shrinks.
const OPEN: &[&str] = &["seaql_migrations"];
/// What a centre must never see of another one.
const TALK: &[&str] = &["contact", "conversation", "message", "offer"];

async fn as_owner(database: &TestDatabase, sql: &str) -> Vec<QueryResult> {
    Database::as_owner(&database.config, async |pool| {
        let statement = Statement::from_string(DbBackend::Postgres, sql);
        pool.query_all_raw(statement).await
    })
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_table_is_walled_also_for_its_owner() {
    let database = TestDatabase::postgres().await;
    let sql = "SELECT c.relname::text AS name, c.relrowsecurity AND c.relforcerowsecurity AS walled, \
               (SELECT count(*) FROM pg_policies p WHERE p.schemaname = 'public' AND p.tablename = c.relname) \
               AS policies FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')";
    let tables = as_owner(&database, sql).await;
    assert!(tables.len() > 15, "only {} tables", tables.len());
    for table in tables {
        let name: String = table.try_get("", "name").unwrap();
        let walled: bool = table.try_get("", "walled").unwrap();
        let policies: i64 = table.try_get("", "policies").unwrap();
        let open = OPEN.contains(&name.as_str());
        assert!(
            open || walled && policies > 0,
            "{name}: {policies} policies, forced: {walled}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_applications_role_owns_nothing_and_passes_no_wall() {
    let database = TestDatabase::postgres().await;
    let role = Database::application_role(&database.config).unwrap();
    let sql = format!(
        "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb AS strong, \
         (SELECT count(*) FROM pg_class WHERE relowner = r.oid) \
         + (SELECT count(*) FROM pg_database WHERE datdba = r.oid) AS owned, \
         pg_has_role(r.oid, current_user, 'MEMBER') AS is_owner, \
         has_schema_privilege(r.oid, 'public', 'CREATE') AS creates \
         FROM pg_roles r WHERE rolname = '{role}'"
    );
    let rows = as_owner(&database, &sql).await;
    let truth = |name: &str| rows[0].try_get::<bool>("", name).unwrap();
    assert!(!truth("strong"), "{role} is a strong role");
    assert!(!truth("is_owner"), "{role} can become the owner");
    assert!(!truth("creates"), "{role} can create tables");
    assert_eq!(rows[0].try_get::<i64>("", "owned").unwrap(), 0);
}

async fn count(product: &Product, scope: Scope, sql: &str) -> i64 {
    let tx = product.test_database.database.read(scope).await.unwrap();
    let statement = Statement::from_string(DbBackend::Postgres, sql);
    let row = tx.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get("", "n").unwrap()
}

/// Runs a change in a scope and returns how many rows it touched. It is taken back.
async fn touched(product: &Product, scope: Scope, sql: &str) -> Result<u64, sea_orm::DbErr> {
    let tx = product.test_database.database.write(scope).await.unwrap();
    Ok(tx.execute_unprepared(sql).await?.rows_affected())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_centre_neither_sees_nor_changes_another_ones_talks() {
    let product = Product::start(TestDatabase::postgres().await).await;
    let anne = product.counsellor(product.vestland, "Anne").await;
    anne.set_presence("available").await;
    let seeker = product.seeker("46").await;
    seeker.write("Bare for Anne").await.expect(201);
    anne.accept().await;
    let (own, foreign) = (Scope::Centre(product.vestland), Scope::Centre(product.oslo));
    for table in TALK {
        let select = format!("SELECT count(*) AS n FROM {table}");
        let copy = format!("INSERT INTO {table} SELECT * FROM {table}");
        let delete = format!("DELETE FROM {table}");
        assert!(count(&product, own, &select).await > 0, "{table}");
        for scope in [foreign, Scope::Public] {
            assert_eq!(count(&product, scope, &select).await, 0, "{table}");
            for change in [
                &delete,
                &copy,
                &format!("UPDATE {table} SET {}", change_of(table)),
            ] {
                assert_eq!(
                    touched(&product, scope, change).await.unwrap(),
                    0,
                    "{change}"
                );
            }
        }
    }
    // The national layer coordinates contacts; it reads no words.
    for table in ["conversation", "message", "conversation_key"] {
        let select = format!("SELECT count(*) AS n FROM {table}");
        assert_eq!(
            count(&product, Scope::National, &select).await,
            0,
            "{table}"
        );
    }
}

fn change_of(table: &str) -> &'static str {
    match table {
        "message" => "body = 'changed'",
        "conversation" => "open = false",
        _ => "state = 'closed'",
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_centre_cannot_write_rows_into_another_one() {
    let product = Product::start(TestDatabase::postgres().await).await;
    let anne = product.counsellor(product.vestland, "Anne").await;
    anne.set_presence("available").await;
    let seeker = product.seeker("46").await;
    seeker.write("Bare for Anne").await.expect(201);
    anne.accept().await;
    let rows = product
        .rows("SELECT id::text AS id, contact_id::text AS contact, staff_id::text AS staff FROM conversation")
        .await;
    let value = |name: &str| rows[0].try_get::<String>("", name).unwrap();
    let centre = product.vestland.to_row();
    let inserts = [
        format!(
            "INSERT INTO message (conversation_id, seq, author, body, masked, at) \
             VALUES ('{}', 99, 'counsellor', 'x', false, now())",
            value("id")
        ),
        format!(
            "INSERT INTO offer (id, centre_id, contact_id, staff_id, state, units, offered_at, expires_at) \
             VALUES (gen_random_uuid(), '{centre}', '{}', '{}', 'live', 1, now(), now())",
            value("contact"),
            value("staff")
        ),
        format!(
            "INSERT INTO site (id, centre_id, name, address, postal_place) \
             VALUES (gen_random_uuid(), '{centre}', 'x', 'x', 'x')"
        ),
        "INSERT INTO closed_day (day, names) VALUES ('2026-12-01', '[]')".to_owned(),
    ];
    for insert in inserts {
        assert_eq!(touched(&product, Scope::System, &insert).await.unwrap(), 1);
        let refused = touched(&product, Scope::Centre(product.oslo), &insert).await;
        let error = refused.expect_err(&insert).to_string();
        assert!(error.contains("row-level security"), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_table_shows_a_centre_the_rows_of_another() {
    let product = Product::start(TestDatabase::postgres().await).await;
    product.counsellor(product.vestland, "Anne").await;
    let sql = "SELECT table_name::text AS name FROM information_schema.columns \
               WHERE table_schema = 'public' AND column_name = 'centre_id'";
    let tables = product.rows(sql).await;
    assert!(tables.len() >= 8, "only {} tables", tables.len());
    for table in tables {
        let table: String = table.try_get("", "name").unwrap();
        let vestland = product.vestland.to_row();
        let sql = format!("SELECT count(*) AS n FROM {table} WHERE centre_id = '{vestland}'");
        let foreign = Scope::Centre(product.oslo);
        assert_eq!(count(&product, foreign, &sql).await, 0, "{table}");
    }
}
