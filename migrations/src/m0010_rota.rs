//! The rota: shifts and the series they come from, absences, swaps, the centre's rules for them, calendar links.
//! New tables only; safe beside older code. PostgreSQL gets the extension `btree_gist`, which is part of every
//! distribution of it and may be added by the owner of the database.

use sea_orm_migration::{
    prelude::*,
    schema::{
        binary, boolean, date, integer, string, string_null, text, timestamp_with_time_zone,
        timestamp_with_time_zone_null, uuid, uuid_null,
    },
    sea_orm::DbBackend,
};

use crate::{
    m0002_access::owner,
    walls::{self, CENTRE, WIDE},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &[
    "calendar_feed",
    "swap",
    "absence",
    "shift",
    "shift_series",
    "rota",
];

/// One person is never planned twice at the same time, whatever the code above believes.
const ALONE_ON_POSTGRES: &str = "CREATE EXTENSION IF NOT EXISTS btree_gist;
    ALTER TABLE shift ADD CONSTRAINT shift_alone \
    EXCLUDE USING gist (staff_id WITH =, tstzrange(starts_at, ends_at) WITH &&);";

fn alone_on_sqlite(event: &str, name: &str) -> String {
    format!(
        "CREATE TRIGGER shift_alone_{name} BEFORE {event} ON shift WHEN EXISTS (SELECT 1 FROM shift s \
         WHERE s.staff_id = NEW.staff_id AND s.id <> NEW.id \
         AND s.starts_at < NEW.ends_at AND s.ends_at > NEW.starts_at) \
         BEGIN SELECT RAISE(ABORT, 'shifts of one person overlap'); END;"
    )
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_rota(manager).await?;
        create_series(manager).await?;
        create_shift(manager).await?;
        create_absence(manager).await?;
        create_swap(manager).await?;
        create_feed(manager).await?;
        for table in TABLES {
            walls::protect(manager, table, &format!("{WIDE} OR centre_id = {CENTRE}")).await?;
        }
        let guard = if manager.get_database_backend() == DbBackend::Postgres {
            ALONE_ON_POSTGRES.to_owned()
        } else {
            let moved = "UPDATE OF staff_id, starts_at, ends_at";
            alone_on_sqlite("INSERT", "added") + &alone_on_sqlite(moved, "moved")
        };
        manager.get_connection().execute_unprepared(&guard).await?;
        Ok(())
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

async fn create_rota(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("rota")
                .col(uuid("centre_id").primary_key())
                .col(boolean("swap_approval"))
                .foreign_key(&mut owner("rota", "centre_id", "centre"))
                .to_owned(),
        )
        .await
}

async fn create_series(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("shift_series")
                .col(uuid("id").primary_key())
                .col(uuid("centre_id"))
                .col(uuid("staff_id"))
                .col(date("first_on"))
                .col(date("until_on"))
                .col(integer("every_weeks"))
                .col(integer("starts_minute"))
                .col(integer("ends_minute"))
                .col(text("channels"))
                .col(string("queue"))
                .col(string_null("note"))
                .col(boolean("skip_closed"))
                .col(integer("version"))
                .foreign_key(&mut owner("shift_series", "centre_id", "centre"))
                .foreign_key(&mut owner("shift_series", "staff_id", "staff"))
                .check(Expr::col("until_on").gte(Expr::col("first_on")))
                .check(Expr::col("every_weeks").between(1, 8))
                .check(Expr::col("starts_minute").between(0, 1439))
                .check(Expr::col("ends_minute").gt(Expr::col("starts_minute")))
                .check(Expr::col("ends_minute").lte(2880))
                .to_owned(),
        )
        .await
}

async fn create_shift(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("shift")
                .col(uuid("id").primary_key())
                .col(uuid("centre_id"))
                .col(uuid("staff_id"))
                .col(timestamp_with_time_zone("starts_at"))
                .col(timestamp_with_time_zone("ends_at"))
                .col(text("channels"))
                .col(string("queue"))
                .col(string_null("note"))
                .col(uuid_null("series_id"))
                .col(integer("version"))
                .col(timestamp_with_time_zone("changed_at"))
                .foreign_key(&mut owner("shift", "centre_id", "centre"))
                .foreign_key(&mut owner("shift", "staff_id", "staff"))
                .foreign_key(
                    ForeignKey::create()
                        .name("shift_series_id")
                        .from("shift", "series_id")
                        .to("shift_series", "id")
                        .on_delete(ForeignKeyAction::SetNull),
                )
                .check(Expr::col("ends_at").gt(Expr::col("starts_at")))
                .to_owned(),
        )
        .await?;
    for (name, column) in [
        ("shift_of_centre", "centre_id"),
        ("shift_of_staff", "staff_id"),
        ("shift_of_series", "series_id"),
    ] {
        let index = Index::create()
            .name(name)
            .table("shift")
            .col(column)
            .col("starts_at")
            .to_owned();
        manager.create_index(index).await?;
    }
    Ok(())
}

async fn create_absence(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("absence")
                .col(uuid("id").primary_key())
                .col(uuid("centre_id"))
                .col(uuid("staff_id"))
                // Why is nobody's business: no column can hold it.
                .col(timestamp_with_time_zone("starts_at"))
                .col(timestamp_with_time_zone("ends_at"))
                .foreign_key(&mut owner("absence", "centre_id", "centre"))
                .foreign_key(&mut owner("absence", "staff_id", "staff"))
                .check(Expr::col("ends_at").gt(Expr::col("starts_at")))
                .to_owned(),
        )
        .await?;
    let index = Index::create()
        .name("absence_of_centre")
        .table("absence")
        .col("centre_id")
        .col("ends_at")
        .to_owned();
    manager.create_index(index).await
}

async fn create_swap(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("swap")
                .col(uuid("id").primary_key())
                .col(uuid("centre_id"))
                .col(uuid_null("shift_id"))
                .col(uuid("from_staff_id"))
                .col(uuid_null("to_staff_id"))
                .col(uuid_null("taker_staff_id"))
                .col(string("state"))
                .col(timestamp_with_time_zone("asked_at"))
                .col(timestamp_with_time_zone_null("settled_at"))
                .foreign_key(&mut owner("swap", "centre_id", "centre"))
                .foreign_key(&mut owner("swap", "from_staff_id", "staff"))
                .foreign_key(
                    ForeignKey::create()
                        .name("swap_shift_id")
                        .from("swap", "shift_id")
                        .to("shift", "id")
                        .on_delete(ForeignKeyAction::SetNull),
                )
                .to_owned(),
        )
        .await?;
    // Of two who ask for the same shift, one wins.
    manager
        .get_connection()
        .execute_unprepared(
            "CREATE UNIQUE INDEX swap_one_live ON swap (shift_id) WHERE state IN ('open', 'accepted');
             CREATE INDEX swap_of_centre ON swap (centre_id, asked_at);",
        )
        .await?;
    Ok(())
}

async fn create_feed(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("calendar_feed")
                .col(uuid("staff_id").primary_key())
                .col(uuid("centre_id"))
                .col(binary("key_hash").unique_key())
                .col(string("language"))
                .col(timestamp_with_time_zone("made_at"))
                .foreign_key(&mut owner("calendar_feed", "staff_id", "staff"))
                .to_owned(),
        )
        .await
}
