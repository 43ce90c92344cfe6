//! Counts of contacts by half hour from the systems that came before this one, for the forecast. No row of a person.
//! A new table only; safe beside older code.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer_null, integer, integer_null, string, timestamp_with_time_zone},
};

use crate::walls::{self, WIDE};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLE: &str = "demand_history";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(TABLE)
                    .col(string("channel"))
                    .col(timestamp_with_time_zone("starts_at"))
                    .col(integer("contacts"))
                    .col(integer_null("handled"))
                    .col(integer_null("abandoned"))
                    .col(big_integer_null("handling_s"))
                    .primary_key(Index::create().col("channel").col("starts_at"))
                    .to_owned(),
            )
            .await?;
        walls::protect(manager, TABLE, WIDE).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table(TABLE).to_owned())
            .await
    }
}
