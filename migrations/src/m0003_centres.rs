//! The tenants: centres with sites, staff, presence, opening hours and agreements.
//! New tables only; safe beside older code.

use sea_orm_migration::{
    prelude::*,
    schema::{
        boolean, date, date_null, integer, string, string_null, text, timestamp_with_time_zone,
        uuid,
    },
};

use crate::{
    m0002_access::owner,
    walls::{self, CENTRE, WIDE},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &[
    "presence",
    "agreement",
    "opening_exception",
    "opening_interval",
    "staff",
    "site",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_centre(manager).await?;
        create_people(manager).await?;
        create_opening(manager).await?;
        create_agreement(manager).await?;
        walls::protect(manager, "centre", &format!("{WIDE} OR id = {CENTRE}")).await?;
        for table in TABLES {
            walls::protect(manager, table, &format!("{WIDE} OR centre_id = {CENTRE}")).await?;
        }
        walls::protect_reference(manager, "closed_day").await?;
        walls::protect_reference(manager, "partner").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES.iter().chain(&["centre", "closed_day", "partner"]) {
            manager
                .drop_table(Table::drop().table(*table).to_owned())
                .await?;
        }
        Ok(())
    }
}

async fn create_centre(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("centre")
                .col(uuid("id").primary_key())
                .col(string("county"))
                .col(string("name"))
                .col(string("region"))
                .col(text("languages"))
                .col(string("time_zone"))
                .col(integer("local_reserve").default(0))
                .col(boolean("active").default(true))
                .col(timestamp_with_time_zone("created_at"))
                .check(Expr::col("local_reserve").gte(0))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("site")
                .col(uuid("id").primary_key())
                .col(uuid("centre_id"))
                .col(string("name"))
                .col(string("address"))
                .col(string("postal_place"))
                .foreign_key(&mut owner("site", "centre_id", "centre"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("partner")
                .col(uuid("id").primary_key())
                .col(string("name"))
                .col(string("entry_point").unique_key())
                .to_owned(),
        )
        .await
}

async fn create_people(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("staff")
                .col(uuid("id").primary_key())
                .col(uuid("centre_id"))
                .col(uuid("account_id"))
                .col(string("alias"))
                .col(text("languages"))
                .col(text("topics"))
                .col(integer("capacity_units"))
                .col(boolean("active").default(true))
                .foreign_key(&mut owner("staff", "centre_id", "centre"))
                .index(
                    Index::create()
                        .unique()
                        .name("staff_once")
                        .col("centre_id")
                        .col("account_id"),
                )
                .check(Expr::col("capacity_units").gte(0))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("presence")
                .col(uuid("staff_id").primary_key())
                .col(uuid("centre_id"))
                .col(string("state"))
                .col(timestamp_with_time_zone("since"))
                .col(timestamp_with_time_zone("seen_at"))
                .col(integer("load_units").default(0))
                .col(integer("capacity_units"))
                .foreign_key(&mut owner("presence", "staff_id", "staff"))
                // Capacity is never exceeded, whatever the code above believes.
                .check(Expr::col("load_units").gte(0))
                .check(Expr::col("load_units").lte(Expr::col("capacity_units")))
                .to_owned(),
        )
        .await
}

async fn create_opening(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("opening_interval")
                .col(uuid("id").primary_key())
                .col(uuid("centre_id"))
                .col(string("queue"))
                .col(string("channel"))
                .col(integer("weekday"))
                .col(integer("opens_minute"))
                .col(integer("closes_minute"))
                .col(date_null("valid_from"))
                .col(date_null("valid_until"))
                .foreign_key(&mut owner("opening_interval", "centre_id", "centre"))
                .check(Expr::col("weekday").between(1, 7))
                .check(Expr::col("opens_minute").between(0, 1439))
                .check(Expr::col("closes_minute").gt(Expr::col("opens_minute")))
                .check(Expr::col("closes_minute").lte(2880))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("opening_exception")
                .col(uuid("id").primary_key())
                .col(uuid("centre_id"))
                .col(date("day"))
                .col(string_null("queue"))
                .col(string_null("channel"))
                .col(text("intervals"))
                .col(text("reason"))
                .foreign_key(&mut owner("opening_exception", "centre_id", "centre"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("closed_day")
                .col(date("day").primary_key())
                .col(text("names"))
                .to_owned(),
        )
        .await
}

async fn create_agreement(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("agreement")
                .col(uuid("id").primary_key())
                .col(uuid("centre_id"))
                .col(string("channel"))
                .col(integer("share"))
                .col(date("valid_from"))
                .col(date_null("valid_until"))
                .foreign_key(&mut owner("agreement", "centre_id", "centre"))
                .check(Expr::col("share").gte(0))
                .to_owned(),
        )
        .await
}
