//! The centre that somebody with several memberships works at.
//! A column without a default that may be absent; short lock, safe beside older code.

use sea_orm_migration::{prelude::*, schema::uuid_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let add = Table::alter()
            .table("account")
            .add_column(uuid_null("workplace"))
            .to_owned();
        manager.alter_table(add).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let remove = Table::alter()
            .table("account")
            .drop_column("workplace")
            .to_owned();
        manager.alter_table(remove).await
    }
}
