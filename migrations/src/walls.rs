//! The second wall of tenancy: PostgreSQL's row-level security.
//!
//! Each transaction sets `app.scope` (`centre`, `conversation`, `partner`, `national`, `system`), `app.centre`,
//! `app.conversation` and `app.partner`; where they are unset, nothing is visible. The application logs in as a
//! role that owns no table and has no BYPASSRLS; FORCE covers the owner as well.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// Rows of the product itself.
pub(crate) const SYSTEM: &str = "current_setting('app.scope', true) = 'system'";
/// The centre of the transaction.
pub(crate) const CENTRE: &str = "NULLIF(current_setting('app.centre', true), '')::uuid";
/// The conversation of the transaction.
pub(crate) const CONVERSATION: &str = "NULLIF(current_setting('app.conversation', true), '')::uuid";
/// The partner of the transaction.
pub(crate) const PARTNER: &str = "NULLIF(current_setting('app.partner', true), '')::uuid";
/// Rows without content that the national layer and the product may see.
pub(crate) const WIDE: &str = "current_setting('app.scope', true) IN ('system', 'national')";

/// Rows a transaction may leave behind where `leaves` holds; only the product sees and changes them.
pub(crate) async fn protect_sealed(
    manager: &SchemaManager<'_>,
    table: &str,
    leaves: &str,
) -> Result<(), DbErr> {
    policy(
        manager,
        table,
        &format!("USING ({SYSTEM}) WITH CHECK ({SYSTEM} OR {leaves})"),
    )
    .await
}

/// Lets only rows through for which `visible` holds, for reading and writing alike.
pub(crate) async fn protect(
    manager: &SchemaManager<'_>,
    table: &str,
    visible: &str,
) -> Result<(), DbErr> {
    policy(
        manager,
        table,
        &format!("USING ({visible}) WITH CHECK ({visible})"),
    )
    .await
}

/// Any transaction may add rows, only the product may see them.
pub(crate) async fn protect_inbox(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    policy(
        manager,
        table,
        &format!("USING ({SYSTEM}) WITH CHECK (true)"),
    )
    .await
}

/// Rows for which `visible` holds are read and added, never changed; removed where `removable` holds.
pub(crate) async fn protect_log(
    manager: &SchemaManager<'_>,
    table: &str,
    visible: &str,
    removable: &str,
) -> Result<(), DbErr> {
    policy(manager, table, &format!("FOR SELECT USING ({visible})")).await?;
    if manager.get_database_backend() == DbBackend::Postgres {
        let sql = format!(
            "CREATE POLICY {table}_add ON {table} FOR INSERT WITH CHECK ({visible});
             CREATE POLICY {table}_remove ON {table} FOR DELETE USING ({removable});"
        );
        manager.get_connection().execute_unprepared(&sql).await?;
    }
    Ok(())
}

/// Visible to all, written by the national layer and the product.
pub(crate) async fn protect_reference(
    manager: &SchemaManager<'_>,
    table: &str,
) -> Result<(), DbErr> {
    policy(manager, table, "FOR SELECT USING (true)").await?;
    if manager.get_database_backend() == DbBackend::Postgres {
        let sql =
            format!("CREATE POLICY {table}_write ON {table} USING ({WIDE}) WITH CHECK ({WIDE})");
        manager.get_connection().execute_unprepared(&sql).await?;
    }
    Ok(())
}

async fn policy(manager: &SchemaManager<'_>, table: &str, rule: &str) -> Result<(), DbErr> {
    if manager.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let sql = format!(
        "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
         ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
         CREATE POLICY {table}_wall ON {table} {rule};"
    );
    manager.get_connection().execute_unprepared(&sql).await?;
    Ok(())
}

/// Gives the application's role what it needs on every table, and no more.
/// The role name is quoted; nothing happens on SQLite.
pub async fn grant<C: ConnectionTrait>(connection: &C, role: &str) -> Result<(), DbErr> {
    if connection.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let role = role.replace('"', "\"\"");
    let sql = format!(
        "GRANT USAGE ON SCHEMA public TO \"{role}\";
         GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO \"{role}\";
         GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO \"{role}\";"
    );
    connection.execute_unprepared(&sql).await?;
    Ok(())
}
