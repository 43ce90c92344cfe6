//! What one process does for all: who holds it, until when, and what the holder lets the others know.
//! A new table; safe beside older code, but a replica of older code decides without asking who holds the lease.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, string, string_null, text, timestamp_with_time_zone},
};

use crate::walls::{self, SYSTEM};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("lease")
                    .col(string("name").primary_key())
                    .col(string("holder"))
                    // Grows with every new holder.
                    .col(big_integer("token"))
                    // Names the connection the holder renews by; PostgreSQL only.
                    .col(string_null("session"))
                    .col(timestamp_with_time_zone("expires_at"))
                    .col(text("word"))
                    .to_owned(),
            )
            .await?;
        walls::protect(manager, "lease", SYSTEM).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("lease").to_owned())
            .await
    }
}
