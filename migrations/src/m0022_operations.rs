//! How coordinators run the national queue: overrides of its hours, service notices, times of many, and how many must
//! be there. New tables only; safe beside older code, which does not heed them.

use sea_orm_migration::{
    prelude::*,
    schema::{
        integer, small_integer, text, text_uniq, timestamp_with_time_zone,
        timestamp_with_time_zone_null, uuid,
    },
};

use crate::walls::{self, WIDE};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &[
    "queue_override",
    "service_notice",
    "surge",
    "staffing_minimum",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("queue_override")
                    .col(uuid("id").primary_key())
                    // `queue`, a channel, or a centre's id: of each there is one.
                    .col(text_uniq("target"))
                    .col(text("mode"))
                    .col(text("reason"))
                    .col(uuid("set_by"))
                    .col(timestamp_with_time_zone("set_at"))
                    // None until it is taken back.
                    .col(timestamp_with_time_zone_null("ends_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("service_notice")
                    .col(uuid("id").primary_key())
                    .col(text("kind"))
                    .col(text("texts"))
                    .col(text("places"))
                    .col(timestamp_with_time_zone("starts_at"))
                    .col(timestamp_with_time_zone_null("ends_at"))
                    .col(integer("position"))
                    .col(integer("revision"))
                    .col(uuid("changed_by"))
                    .col(timestamp_with_time_zone("changed_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("surge")
                    .col(uuid("id").primary_key())
                    .col(timestamp_with_time_zone("starts_at"))
                    .col(timestamp_with_time_zone("ends_at"))
                    .col(text("reason"))
                    .col(text("terms"))
                    .col(integer("revision"))
                    .col(uuid("changed_by"))
                    .col(timestamp_with_time_zone("changed_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("staffing_minimum")
                    .col(small_integer("id").primary_key())
                    .col(integer("centres"))
                    .to_owned(),
            )
            .await?;
        // Whoever lets a seeker in must know whether the queue is open.
        walls::protect_reference(manager, "queue_override").await?;
        for table in ["service_notice", "surge", "staffing_minimum"] {
            walls::protect(manager, table, WIDE).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            manager
                .drop_table(Table::drop().table(*table).to_owned())
                .await?;
        }
        Ok(())
    }
}
