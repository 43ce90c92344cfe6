//! How long things are kept, by whom it is decided, and what was erased: settings and signed reports per
//! controller, a list without content of the conversations that are gone, and where an audit chain was cut.
//! New tables and columns with defaults; safe beside older code. Indexes are built in the migration, which
//! holds up writers of `contact` and `audit_entry` for as long as that takes. What older code planned to
//! erase is found by its time instead.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, binary, binary_null, boolean, integer, timestamp_with_time_zone,
        timestamp_with_time_zone_null, uuid,
    },
    sea_orm::DbBackend,
};

use crate::walls::{self, CENTRE, SYSTEM, WIDE};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Columns of `audit_head`: the number of the first entry that is kept, and the hash before it.
const CUT: &[&str] = &["first_seq", "anchor"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_setting(manager).await?;
        create_report(manager).await?;
        create_tombstone(manager).await?;
        for column in [
            big_integer("first_seq").default(1).to_owned(),
            binary_null("anchor").clone(),
        ] {
            let alter = Table::alter()
                .table("audit_head")
                .add_column(column)
                .to_owned();
            manager.alter_table(alter).await?;
        }
        create_indexes(manager).await?;
        let connection = manager.get_connection();
        if manager.get_database_backend() == DbBackend::Postgres {
            let scope = "SELECT set_config('app.scope', 'system', false)";
            connection.execute_unprepared(scope).await?;
        }
        let planned = "DELETE FROM job WHERE kind = 'conversation.erase'";
        connection.execute_unprepared(planned).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for index in ["contact_kept", "audit_entry_account", "audit_entry_at"] {
            let sql = format!("DROP INDEX {index}");
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        for column in CUT {
            let alter = Table::alter()
                .table("audit_head")
                .drop_column(*column)
                .to_owned();
            manager.alter_table(alter).await?;
        }
        for table in ["tombstone", "retention_report", "retention_setting"] {
            manager
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        Ok(())
    }
}

async fn create_setting(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("retention_setting")
                // The centre; all zeroes for the national layer.
                .col(uuid("chain").primary_key())
                .col(integer("content_hours"))
                .col(integer("audit_days"))
                .check(Expr::col("content_hours").between(1, 720))
                .check(Expr::col("audit_days").gte(365))
                .to_owned(),
        )
        .await?;
    let visible = format!("{WIDE} OR chain = {CENTRE}");
    walls::protect(manager, "retention_setting", &visible).await
}

async fn create_report(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("retention_report")
                .col(uuid("id").primary_key())
                .col(uuid("run_id"))
                .col(uuid("chain"))
                .col(timestamp_with_time_zone("started_at"))
                .col(timestamp_with_time_zone("content_until"))
                .col(timestamp_with_time_zone("audit_until"))
                .col(big_integer("conversations").default(0))
                .col(big_integer("messages").default(0))
                .col(big_integer("audit_entries").default(0))
                .col(timestamp_with_time_zone_null("sealed_at"))
                .col(binary_null("digest"))
                .col(binary_null("public_key"))
                .col(binary_null("signature"))
                .index(
                    Index::create()
                        .unique()
                        .name("retention_report_once")
                        .col("run_id")
                        .col("chain"),
                )
                .to_owned(),
        )
        .await?;
    manager
        .create_index(
            Index::create()
                .name("retention_report_chain")
                .table("retention_report")
                .col("chain")
                .col("id")
                .to_owned(),
        )
        .await?;
    let visible = format!("{WIDE} OR chain = {CENTRE}");
    walls::protect(manager, "retention_report", &visible).await
}

/// No id and no time of the talk: a digest, which says something only to who has the conversation already.
async fn create_tombstone(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("tombstone")
                .col(binary("digest").primary_key())
                .col(timestamp_with_time_zone("erased_at"))
                .col(boolean("written").default(false))
                .to_owned(),
        )
        .await?;
    walls::protect(manager, "tombstone", SYSTEM).await
}

async fn create_indexes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // Only what still has content, so that it stays as small as that.
    manager
        .get_connection()
        .execute_unprepared(
            "CREATE INDEX contact_kept ON contact (centre_id, closed_at) WHERE conversation_id IS NOT NULL",
        )
        .await?;
    for (name, column) in [
        ("audit_entry_account", "account_id"),
        ("audit_entry_at", "at"),
    ] {
        let mut index = Index::create();
        index
            .name(name)
            .table("audit_entry")
            .col("chain")
            .col(column);
        if column != "at" {
            index.col("seq");
        }
        manager.create_index(index.clone()).await?;
    }
    Ok(())
}
