//! Referrals of partners, and the events partners are told of. New tables only; safe beside older code.
//!
//! Whether a person came is kept where no partner's transaction can see it (`referral_code`), and once more, where
//! the partner may see it, only while the person lets the partner know (`referral_grant`).

use sea_orm_migration::{
    prelude::*,
    schema::{
        binary, binary_null, integer, integer_null, small_integer_null, string, string_null, text,
        text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
    },
};

use crate::{
    m0002_access::owner,
    walls::{self, PARTNER, SYSTEM},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Children first.
const TABLES: &[&str] = &[
    "referral_grant",
    "referral_code",
    "referral",
    "webhook_delivery",
    "webhook_event",
    "webhook_endpoint",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_endpoint(manager).await?;
        create_event(manager).await?;
        create_delivery(manager).await?;
        create_referral(manager).await?;
        create_code(manager).await?;
        create_grant(manager).await?;
        let own = format!("partner_id = {PARTNER}");
        for table in TABLES.iter().filter(|table| **table != "referral_code") {
            walls::protect(manager, table, &format!("{SYSTEM} OR {own}")).await?;
        }
        walls::protect_sealed(manager, "referral_code", &own).await
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

async fn create_endpoint(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("webhook_endpoint")
                .col(uuid("id").primary_key())
                .col(uuid("partner_id"))
                .col(text("url"))
                .col(text("description"))
                .col(text("event_types"))
                .col(string("state"))
                .col(string_null("disabled_because"))
                // Sealed; the second one is good until the time beside it.
                .col(text("secret"))
                .col(text_null("earlier_secret"))
                .col(timestamp_with_time_zone_null("earlier_until"))
                .col(integer("version"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("changed_at"))
                // The circuit: failures since the last success, and until when nothing is sent.
                .col(integer("failures").default(0))
                .col(timestamp_with_time_zone_null("failing_since"))
                .col(timestamp_with_time_zone_null("open_until"))
                // Whoever was served longest ago is served next.
                .col(timestamp_with_time_zone("served_at"))
                // Of the request that made it; gone after a day.
                .col(binary_null("idempotency_hash"))
                .col(binary_null("request_hash"))
                .foreign_key(&mut owner(
                    "webhook_endpoint",
                    "partner_id",
                    "partner_system",
                ))
                .index(
                    Index::create()
                        .unique()
                        .name("webhook_endpoint_once")
                        .col("partner_id")
                        .col("idempotency_hash"),
                )
                .to_owned(),
        )
        .await?;
    index(
        manager,
        "webhook_endpoint_of",
        "webhook_endpoint",
        "partner_id",
    )
    .await
}

async fn create_event(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("webhook_event")
                .col(uuid("id").primary_key())
                .col(uuid("partner_id"))
                .col(string("kind"))
                // As it is signed and sent, byte by byte: ids and words.
                .col(text("payload"))
                .col(timestamp_with_time_zone("created_at"))
                .foreign_key(&mut owner("webhook_event", "partner_id", "partner_system"))
                .to_owned(),
        )
        .await?;
    index(
        manager,
        "webhook_event_created",
        "webhook_event",
        "created_at",
    )
    .await
}

async fn create_delivery(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("webhook_delivery")
                .col(uuid("id").primary_key())
                .col(uuid("partner_id"))
                .col(uuid("endpoint_id"))
                .col(uuid("event_id"))
                .col(integer("attempt"))
                .col(string("state"))
                .col(timestamp_with_time_zone("first_at"))
                .col(timestamp_with_time_zone("due_at"))
                .col(timestamp_with_time_zone_null("claimed_until"))
                .col(timestamp_with_time_zone_null("finished_at"))
                .col(string_null("outcome"))
                .col(small_integer_null("status"))
                .col(integer_null("duration_ms"))
                .foreign_key(&mut owner(
                    "webhook_delivery",
                    "endpoint_id",
                    "webhook_endpoint",
                ))
                .foreign_key(&mut owner("webhook_delivery", "event_id", "webhook_event"))
                .to_owned(),
        )
        .await?;
    index(
        manager,
        "webhook_delivery_of",
        "webhook_delivery",
        "endpoint_id",
    )
    .await?;
    index(
        manager,
        "webhook_delivery_event",
        "webhook_delivery",
        "event_id",
    )
    .await?;
    // An event waits for an endpoint at most once. Partial indexes are the same on both back ends.
    let sql = "CREATE UNIQUE INDEX webhook_delivery_waiting ON webhook_delivery (endpoint_id, event_id) \
               WHERE state = 'pending'";
    manager.get_connection().execute_unprepared(sql).await?;
    let sql =
        "CREATE INDEX webhook_delivery_due ON webhook_delivery (due_at) WHERE state = 'pending'";
    manager.get_connection().execute_unprepared(sql).await?;
    Ok(())
}

async fn create_referral(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("referral")
                .col(uuid("id").primary_key())
                .col(uuid("partner_id"))
                .col(string("language"))
                .col(string_null("county"))
                .col(string_null("topic"))
                .col(string("delivery"))
                // Whom the person told, in which words they were asked, and when.
                .col(string("consent_asked_by"))
                .col(string("consent_wording"))
                .col(timestamp_with_time_zone("consent_given_at"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("expires_at"))
                .col(timestamp_with_time_zone_null("withdrawn_at"))
                .col(timestamp_with_time_zone_null("told_expired_at"))
                // Of the request that made it; gone after a day.
                .col(binary_null("idempotency_hash"))
                .col(binary_null("request_hash"))
                .foreign_key(&mut owner("referral", "partner_id", "partner_system"))
                .index(
                    Index::create()
                        .unique()
                        .name("referral_once")
                        .col("partner_id")
                        .col("idempotency_hash"),
                )
                .to_owned(),
        )
        .await?;
    index(manager, "referral_expires", "referral", "expires_at").await
}

async fn create_code(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("referral_code")
                .col(uuid("referral_id").primary_key())
                .col(uuid("partner_id"))
                .col(binary("code_hash").unique_key())
                // Sealed, for the same answer to the same request; gone after a day.
                .col(text_null("code"))
                // Sealed, for one message; gone when that is sent.
                .col(text_null("address"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("used_at"))
                .foreign_key(&mut owner("referral_code", "referral_id", "referral"))
                .to_owned(),
        )
        .await
}

async fn create_grant(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("referral_grant")
                .col(uuid("referral_id").primary_key())
                .col(uuid("partner_id"))
                .foreign_key(&mut owner("referral_grant", "referral_id", "referral"))
                .to_owned(),
        )
        .await
}

async fn index(
    manager: &SchemaManager<'_>,
    name: &'static str,
    table: &'static str,
    column: &'static str,
) -> Result<(), DbErr> {
    let index = Index::create()
        .name(name)
        .table(table)
        .col(column)
        .to_owned();
    manager.create_index(index).await
}
