//! Links for classes, of centres and of partners. New tables only; safe beside older code.
//!
//! How many began by a link is kept where neither its centre nor its partner can look (`class_start`): whoever reads
//! the number again and again learns who came.

use sea_orm_migration::{
    prelude::*,
    schema::{
        binary, binary_null, integer, string_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null, uuid, uuid_null,
    },
};

use crate::{
    m0002_access::owner,
    walls::{self, CENTRE, PARTNER, SYSTEM},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_link(manager).await?;
        create_start(manager).await?;
        let own = format!("centre_id = {CENTRE} OR partner_id = {PARTNER}");
        walls::protect(manager, "class_link", &format!("{SYSTEM} OR {own}")).await?;
        walls::protect_sealed(manager, "class_start", &own).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["class_start", "class_link"] {
            manager
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        Ok(())
    }
}

async fn create_link(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("class_link")
                .col(uuid("id").primary_key())
                // One of the two.
                .col(uuid_null("centre_id"))
                .col(uuid_null("partner_id"))
                .col(binary("code_hash").unique_key())
                // Of a partner's request that made it.
                .col(binary_null("request_hash"))
                .col(string_null("county"))
                .col(string_null("topic"))
                .col(integer("most_starts"))
                .col(timestamp_with_time_zone("valid_until"))
                .col(timestamp_with_time_zone_null("ended_at"))
                .col(timestamp_with_time_zone("created_at"))
                .check(Expr::cust("(centre_id IS NULL) <> (partner_id IS NULL)"))
                .check(Expr::col("most_starts").gte(1))
                .foreign_key(&mut owner("class_link", "centre_id", "centre"))
                .foreign_key(&mut owner("class_link", "partner_id", "partner_system"))
                .to_owned(),
        )
        .await?;
    for (name, column) in [
        ("class_link_centre", "centre_id"),
        ("class_link_partner", "partner_id"),
        ("class_link_until", "valid_until"),
    ] {
        let index = Index::create()
            .name(name)
            .table("class_link")
            .col(column)
            .to_owned();
        manager.create_index(index).await?;
    }
    Ok(())
}

async fn create_start(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("class_start")
                .col(uuid("link_id").primary_key())
                .col(uuid_null("centre_id"))
                .col(uuid_null("partner_id"))
                .col(integer("starts").default(0))
                .foreign_key(&mut owner("class_start", "link_id", "class_link"))
                .to_owned(),
        )
        .await
}
