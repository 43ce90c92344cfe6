//! Routing policies: drafts and published versions, when each took effect, and whether a second person must agree.
//! New tables only; safe beside older code.

use sea_orm_migration::{
    prelude::*,
    schema::{
        boolean, integer, integer_null, small_integer, text, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null, uuid, uuid_null,
    },
};

use crate::walls::{self, WIDE};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["policy_publication", "routing_policy", "policy_setting"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("routing_policy")
                    .col(integer("version").primary_key())
                    .col(text("note"))
                    .col(text("rules"))
                    .col(integer_null("based_on"))
                    .col(uuid("created_by"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(uuid("changed_by"))
                    .col(timestamp_with_time_zone("changed_at"))
                    .col(integer("revision"))
                    .col(uuid_null("approved_by"))
                    .col(timestamp_with_time_zone_null("approved_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("policy_publication")
                    .col(uuid("id").primary_key())
                    // 0 names the policy of the configuration, which has no row.
                    .col(integer("version"))
                    .col(timestamp_with_time_zone("takes_effect_at"))
                    .col(uuid("published_by"))
                    .col(timestamp_with_time_zone("published_at"))
                    .col(text_null("reason"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("policy_setting")
                    .col(small_integer("id").primary_key())
                    .col(boolean("second_person"))
                    // A number is never given to another version.
                    .col(integer("last_version").default(0))
                    .to_owned(),
            )
            .await?;
        for table in TABLES {
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
