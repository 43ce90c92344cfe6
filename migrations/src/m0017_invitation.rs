//! Invitations to become a member of a centre's staff. A row lives until it is accepted or revoked.
//! A new table only; safe beside older code.

use sea_orm_migration::{
    prelude::*,
    schema::{
        binary_null, string, text, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
        uuid_null,
    },
};

use crate::{
    m0002_access::owner,
    walls::{self, CENTRE, WIDE},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("invitation")
                    .col(uuid("id").primary_key())
                    .col(uuid("centre_id"))
                    .col(string("email"))
                    .col(string("name"))
                    .col(string("language"))
                    .col(text("roles"))
                    .col(text("membership"))
                    .col(uuid_null("invited_by"))
                    .col(timestamp_with_time_zone("created_at"))
                    // Of the link in the mail sent last.
                    .col(binary_null("token_hash").unique_key())
                    .col(timestamp_with_time_zone_null("sent_at"))
                    .col(timestamp_with_time_zone_null("expires_at"))
                    .foreign_key(&mut owner("invitation", "centre_id", "centre"))
                    .index(
                        Index::create()
                            .unique()
                            .name("invitation_once")
                            .col("centre_id")
                            .col("email"),
                    )
                    .to_owned(),
            )
            .await?;
        walls::protect(
            manager,
            "invitation",
            &format!("{WIDE} OR centre_id = {CENTRE}"),
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("invitation").to_owned())
            .await
    }
}
