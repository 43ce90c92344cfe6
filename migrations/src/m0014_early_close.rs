//! An exception that cuts a day short: from this minute on nothing is open, whatever else holds.
//! A column without a default that may be absent; short lock, safe beside older code.

use sea_orm_migration::{prelude::*, schema::integer_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = integer_null("ends_minute").clone();
        let add = Table::alter()
            .table("opening_exception")
            .add_column(column)
            .to_owned();
        manager.alter_table(add).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let remove = Table::alter()
            .table("opening_exception")
            .drop_column("ends_minute")
            .to_owned();
        manager.alter_table(remove).await
    }
}
