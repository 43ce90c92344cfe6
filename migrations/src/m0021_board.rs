//! The coordinators' board: when it raises an alarm, and contacts found by the day they came.
//! A new table, and an index whose making holds up writers of `contact` for as long as it takes.

use sea_orm_migration::{
    prelude::*,
    schema::{integer, small_integer},
};

use crate::walls::{self, WIDE};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLE: &str = "board_threshold";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(TABLE)
                    .col(small_integer("id").primary_key())
                    .col(integer("waiting"))
                    .col(integer("longest_wait_s"))
                    .col(integer("abandoned_percent"))
                    .col(integer("service_level_percent"))
                    .to_owned(),
            )
            .await?;
        walls::protect(manager, TABLE, WIDE).await?;
        manager
            .create_index(
                Index::create()
                    .name("contact_joined")
                    .table("contact")
                    .col("joined_at")
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = Index::drop()
            .name("contact_joined")
            .table("contact")
            .to_owned();
        manager.drop_index(index).await?;
        manager
            .drop_table(Table::drop().table(TABLE).to_owned())
            .await
    }
}
