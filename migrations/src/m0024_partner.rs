//! Partners: organisations whose systems call the service, the centres they may ask about, their public keys, the
//! assertions that were used already, and how often they called by day. No row of a person but the contact address
//! an organisation gave for its own staff. New tables only; safe beside older code.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, binary, boolean, date, string, text, timestamp_with_time_zone,
        timestamp_with_time_zone_null, uuid,
    },
};

use crate::{
    m0002_access::owner,
    walls::{self, PARTNER, SYSTEM, WIDE},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Those that go first come first.
const TABLES: &[&str] = &[
    "partner_usage",
    "assertion_used",
    "partner_key",
    "partner_centre",
    "partner_system",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_system(manager).await?;
        create_centre(manager).await?;
        create_key(manager).await?;
        create_assertion(manager).await?;
        create_usage(manager).await?;
        let own = format!("{WIDE} OR id = {PARTNER}");
        walls::protect(manager, "partner_system", &own).await?;
        let of_own = format!("{WIDE} OR partner_id = {PARTNER}");
        for table in ["partner_centre", "partner_key", "partner_usage"] {
            walls::protect(manager, table, &of_own).await?;
        }
        walls::protect(manager, "assertion_used", SYSTEM).await
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

async fn create_system(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("partner_system")
        .col(uuid("id").primary_key())
        .col(string("organisation"))
        .col(string("environment"))
        .col(string("name"))
        // Where its own staff is reached.
        .col(string("contact"))
        // Words with blanks between.
        .col(text("scopes"))
        // Whether it may ask about every centre; otherwise about those in partner_centre.
        .col(boolean("all_centres"))
        .col(string("quota"))
        .col(string("state"))
        .col(timestamp_with_time_zone("created_at"))
        .index(
            Index::create()
                .unique()
                .name("partner_system_once")
                .col("organisation")
                .col("environment"),
        )
        .to_owned();
    manager.create_table(table).await
}

async fn create_centre(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("partner_centre")
        .col(uuid("partner_id"))
        .col(uuid("centre_id"))
        .primary_key(Index::create().col("partner_id").col("centre_id"))
        .foreign_key(&mut owner("partner_centre", "partner_id", "partner_system"))
        .foreign_key(&mut owner("partner_centre", "centre_id", "centre"))
        .to_owned();
    manager.create_table(table).await
}

async fn create_key(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("partner_key")
        .col(uuid("id").primary_key())
        .col(uuid("partner_id"))
        .col(string("kid"))
        .col(string("algorithm"))
        // A public key (RFC 7517).
        .col(text("jwk"))
        .col(timestamp_with_time_zone_null("not_after"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut owner("partner_key", "partner_id", "partner_system"))
        .index(
            Index::create()
                .unique()
                .name("partner_key_once")
                .col("partner_id")
                .col("kid"),
        )
        .to_owned();
    manager.create_table(table).await
}

/// Of two replicas that are given the same assertion, one finds the row taken.
async fn create_assertion(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("assertion_used")
        .col(uuid("partner_id"))
        // SHA-256 of its id.
        .col(binary("id_hash"))
        .col(timestamp_with_time_zone("ends_at"))
        .primary_key(Index::create().col("partner_id").col("id_hash"))
        .foreign_key(&mut owner("assertion_used", "partner_id", "partner_system"))
        .to_owned();
    manager.create_table(table).await
}

async fn create_usage(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("partner_usage")
        .col(uuid("partner_id"))
        .col(date("day"))
        .col(string("operation"))
        .col(big_integer("calls"))
        // Of these: answered with 4xx, and with 5xx.
        .col(big_integer("refused"))
        .col(big_integer("failed"))
        .primary_key(
            Index::create()
                .col("partner_id")
                .col("day")
                .col("operation"),
        )
        .foreign_key(&mut owner("partner_usage", "partner_id", "partner_system"))
        .to_owned();
    manager.create_table(table).await
}
