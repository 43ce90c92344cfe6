//! The audit log: one chain of entries per centre and one of the national layer, each entry carrying the
//! hash of all before it. Entries are added, never changed; only the product's own scope removes old ones.
//! New tables only; safe beside older code.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, binary, string, text, text_null, timestamp_with_time_zone, uuid, uuid_null,
    },
    sea_orm::DbBackend,
};

use crate::walls::{self, CENTRE, SYSTEM, WIDE};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("audit_entry")
                    // The centre; all zeroes for the national layer.
                    .col(uuid("chain"))
                    .col(big_integer("seq"))
                    .col(timestamp_with_time_zone("at"))
                    .col(uuid_null("account_id"))
                    .col(string("action"))
                    .col(text("target"))
                    .col(text_null("old"))
                    .col(text_null("new"))
                    .col(binary("hash"))
                    .primary_key(Index::create().col("chain").col("seq"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("audit_entry_action")
                    .table("audit_entry")
                    .col("chain")
                    .col("action")
                    .col("seq")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("audit_head")
                    .col(uuid("chain").primary_key())
                    .col(big_integer("seq"))
                    .col(binary("hash"))
                    .to_owned(),
            )
            .await?;
        let visible = format!("{WIDE} OR chain = {CENTRE}");
        walls::protect(manager, "audit_head", &visible).await?;
        walls::protect_log(manager, "audit_entry", &visible, SYSTEM).await?;
        if manager.get_database_backend() == DbBackend::Sqlite {
            let sql = "CREATE TRIGGER audit_entry_stays BEFORE UPDATE ON audit_entry \
                       BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END";
            manager.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["audit_head", "audit_entry"] {
            manager
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        Ok(())
    }
}
