//! Passkeys: public keys that people log in by. Visible to the product only. New table only; safe beside
//! older code.

use sea_orm_migration::{
    prelude::*,
    schema::{binary, string, text, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid},
};

use crate::{
    m0002_access::owner,
    walls::{self, SYSTEM},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("passkey")
                    .col(uuid("id").primary_key())
                    .col(uuid("account_id"))
                    .col(binary("credential_id").unique_key())
                    .col(string("name"))
                    .col(text("credential"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone_null("used_at"))
                    .foreign_key(&mut owner("passkey", "account_id", "account"))
                    .to_owned(),
            )
            .await?;
        walls::protect(manager, "passkey", SYSTEM).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("passkey").to_owned())
            .await
    }
}
