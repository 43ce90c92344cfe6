//! Who logs in and which roles they hold. Visible to the product only: log-in comes before any scope.
//! New tables only; safe beside older code.

use sea_orm_migration::{
    prelude::*,
    schema::{binary, boolean, string, text, timestamp_with_time_zone, uuid, uuid_null},
};

use crate::walls::{self, SYSTEM};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("account")
                    .col(uuid("id").primary_key())
                    .col(string("email").unique_key())
                    .col(string("name"))
                    .col(text("password_hash"))
                    .col(boolean("active").default(true))
                    .col(timestamp_with_time_zone("created_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("session")
                    .col(uuid("id").primary_key())
                    .col(uuid("account_id"))
                    .col(binary("token_hash").unique_key())
                    .col(string("csrf_token"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("expires_at"))
                    .foreign_key(&mut owner("session", "account_id", "account"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("role_assignment")
                    .col(uuid("id").primary_key())
                    .col(uuid("account_id"))
                    .col(uuid_null("centre_id"))
                    .col(uuid_null("staff_id"))
                    .col(string("role"))
                    .foreign_key(&mut owner("role_assignment", "account_id", "account"))
                    .index(
                        Index::create()
                            .unique()
                            .name("role_assignment_once")
                            .col("account_id")
                            .col("centre_id")
                            .col("role"),
                    )
                    .to_owned(),
            )
            .await?;
        for table in ["account", "session", "role_assignment"] {
            walls::protect(manager, table, SYSTEM).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["role_assignment", "session", "account"] {
            manager
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        Ok(())
    }
}

/// A row that goes when its owner goes.
pub(crate) fn owner(
    table: &'static str,
    column: &'static str,
    parent: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{table}_{column}"))
        .from(table, column)
        .to(parent, "id")
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}
