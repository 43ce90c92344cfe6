//! What a membership says beside languages and topics: channels, and whether the person serves from home.
//! Two columns with defaults, without rewriting the table; safe beside older code.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut channels = ColumnDef::new("channels");
        channels.text().not_null().default(r#"["chat","phone"]"#);
        let mut from_home = ColumnDef::new("works_from_home");
        from_home.boolean().not_null().default(false);
        for column in [channels, from_home] {
            let mut table = Table::alter();
            manager
                .alter_table(table.table("staff").add_column(column).to_owned())
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["works_from_home", "channels"] {
            let mut table = Table::alter();
            manager
                .alter_table(table.table("staff").drop_column(column).to_owned())
                .await?;
        }
        Ok(())
    }
}
