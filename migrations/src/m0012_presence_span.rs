//! What presence was, for the hours a centre worked: one row each time a state ends, none while it lasts.
//! New table only; safe beside older code.

use sea_orm_migration::{
    prelude::*,
    schema::{string, timestamp_with_time_zone, uuid},
    sea_orm::DbBackend,
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
        manager
            .create_table(
                Table::create()
                    .table("presence_span")
                    .col(uuid("staff_id"))
                    .col(uuid("centre_id"))
                    .col(string("class"))
                    .col(timestamp_with_time_zone("began_at"))
                    .col(timestamp_with_time_zone("ended_at"))
                    .primary_key(Index::create().col("staff_id").col("began_at"))
                    .foreign_key(&mut owner("presence_span", "staff_id", "staff"))
                    .check(Expr::cust("ended_at > began_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("presence_span_of_centre")
                    .table("presence_span")
                    .col("centre_id")
                    .col("began_at")
                    .to_owned(),
            )
            .await?;
        let visible = format!("{WIDE} OR centre_id = {CENTRE}");
        walls::protect_log(manager, "presence_span", &visible, SYSTEM).await?;
        if manager.get_database_backend() == DbBackend::Sqlite {
            let sql = "CREATE TRIGGER presence_span_stays BEFORE UPDATE ON presence_span \
                       BEGIN SELECT RAISE(ABORT, 'spans are never changed'); END";
            manager.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("presence_span").to_owned())
            .await
    }
}
