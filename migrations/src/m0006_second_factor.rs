//! Second factors, the steps between two requests of a log-in, and which centres ask for a second factor.
//! Factors are visible to the product only: log-in comes before any scope. `session` learns what it is shown
//! by; the new columns may be absent. New tables and columns only; safe beside older code.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, binary, boolean, integer, string, string_null, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
    },
};

use crate::{
    m0002_access::owner,
    walls::{self, CENTRE, SYSTEM, WIDE},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_factors(manager).await?;
        create_steps(manager).await?;
        for column in [
            timestamp_with_time_zone_null("seen_at"),
            string_null("browser"),
            string_null("system"),
        ] {
            let change = Table::alter()
                .table("session")
                .add_column(column)
                .to_owned();
            manager.alter_table(change).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["system", "browser", "seen_at"] {
            let change = Table::alter()
                .table("session")
                .drop_column(column)
                .to_owned();
            manager.alter_table(change).await?;
        }
        for table in ["login_rule", "login_step", "recovery_code", "totp"] {
            manager
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        Ok(())
    }
}

async fn create_factors(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("totp")
                .col(uuid("account_id").primary_key())
                // Sealed.
                .col(text("secret"))
                .col(timestamp_with_time_zone_null("confirmed_at"))
                .col(big_integer("last_step"))
                .col(timestamp_with_time_zone("created_at"))
                .foreign_key(&mut owner("totp", "account_id", "account"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("recovery_code")
                .col(uuid("id").primary_key())
                .col(uuid("account_id"))
                .col(binary("code_hash"))
                .foreign_key(&mut owner("recovery_code", "account_id", "account"))
                .index(
                    Index::create()
                        .unique()
                        .name("recovery_code_once")
                        .col("account_id")
                        .col("code_hash"),
                )
                .to_owned(),
        )
        .await?;
    walls::protect(manager, "totp", SYSTEM).await?;
    walls::protect(manager, "recovery_code", SYSTEM).await
}

async fn create_steps(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("login_step")
                .col(uuid("id").primary_key())
                .col(uuid_null("account_id"))
                .col(binary("token_hash").unique_key())
                .col(string("purpose"))
                .col(boolean("bearer"))
                .col(text_null("challenge"))
                .col(integer("tries"))
                .col(timestamp_with_time_zone("expires_at"))
                .foreign_key(&mut owner("login_step", "account_id", "account"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("login_rule")
                // All zeroes for the national layer.
                .col(uuid("centre_id").primary_key())
                .col(boolean("second_factor"))
                .col(timestamp_with_time_zone("changed_at"))
                .to_owned(),
        )
        .await?;
    walls::protect(manager, "login_step", SYSTEM).await?;
    let visible = format!("{WIDE} OR centre_id = {CENTRE}");
    walls::protect(manager, "login_rule", &visible).await
}
