//! Outbox and jobs: what must happen after a commit is written in the same commit.
//! New tables only; safe beside older code.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, integer, string, text, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null, uuid,
    },
};

use crate::walls;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("outbox")
                    .col(big_integer("id").auto_increment().primary_key())
                    .col(string("topic"))
                    .col(text("payload"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(integer("attempts").default(0))
                    .col(timestamp_with_time_zone("due_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("job")
                    .col(uuid("id").primary_key())
                    .col(string("kind"))
                    .col(string("key").unique_key())
                    .col(text("payload"))
                    .col(timestamp_with_time_zone("due_at"))
                    .col(integer("attempts").default(0))
                    .col(timestamp_with_time_zone_null("failed_at"))
                    .col(text_null("last_error"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("job_due")
                    .table("job")
                    .col("failed_at")
                    .col("due_at")
                    .to_owned(),
            )
            .await?;
        walls::protect_inbox(manager, "outbox").await?;
        walls::protect_inbox(manager, "job").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("job").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("outbox").to_owned())
            .await
    }
}
