//! What a centre tells of itself: texts, contact, logo, ways to its sites, and which modules it has on.
//! New tables, and columns with defaults; short locks, safe beside older code.

use sea_orm_migration::{
    prelude::*,
    schema::{binary, integer_null, string, string_null, text, uuid},
};

use crate::{
    m0002_access::owner,
    walls::{self, CENTRE, WIDE},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["centre_profile", "centre_logo"];
const WAYS: &[&str] = &["access", "transport"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_profile(manager).await?;
        create_logo(manager).await?;
        for way in WAYS {
            let column = text(*way).default("{}").to_owned();
            let add = Table::alter().table("site").add_column(column).to_owned();
            manager.alter_table(add).await?;
        }
        for table in TABLES {
            walls::protect(manager, table, &format!("{WIDE} OR centre_id = {CENTRE}")).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for way in WAYS {
            let remove = Table::alter().table("site").drop_column(*way).to_owned();
            manager.alter_table(remove).await?;
        }
        for table in TABLES {
            manager
                .drop_table(Table::drop().table(*table).to_owned())
                .await?;
        }
        Ok(())
    }
}

async fn create_profile(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("centre_profile")
                .col(uuid("centre_id").primary_key())
                .col(text("names"))
                .col(text("description"))
                .col(text("reach"))
                .col(string_null("telephone"))
                .col(string_null("email"))
                .col(string_null("website"))
                .col(text("logo_alt"))
                .col(text("modules_off"))
                .col(integer_null("closed_days_seen"))
                .foreign_key(&mut owner("centre_profile", "centre_id", "centre"))
                .to_owned(),
        )
        .await
}

async fn create_logo(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("centre_logo")
                .col(uuid("centre_id").primary_key())
                .col(string("media_type"))
                .col(string("tag"))
                .col(binary("bytes"))
                .foreign_key(&mut owner("centre_logo", "centre_id", "centre"))
                .to_owned(),
        )
        .await
}
