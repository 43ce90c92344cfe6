//! Contribution agreements become a matter of two sides: proposed, accepted by both, ended. What was agreed
//! before counts as accepted by both when the centre was created; of those that overlapped, a later one went
//! before an earlier one, and now ends it.
//!
//! The table is made anew, for SQLite adds no rule to one that is there. It has a few rows for each centre; the
//! lock lasts milliseconds. Older code reads on; adding agreements is refused to it.

use sea_orm_migration::{
    prelude::*,
    schema::{
        date, date_null, integer, integer_null, string, string_null, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
    },
    sea_orm::DbBackend,
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
        create_table(manager).await?;
        let connection = manager.get_connection();
        let backend = manager.get_database_backend();
        connection.execute_unprepared(&copy(backend)).await?;
        replace_table(manager).await?;
        let proposed_once = "CREATE UNIQUE INDEX agreement_proposed_once \
                             ON agreement (centre_id, channel) WHERE state = 'proposed'";
        connection.execute_unprepared(proposed_once).await?;
        connection.execute_unprepared(never_two(backend)).await?;
        let visible = format!("{WIDE} OR centre_id = {CENTRE}");
        walls::protect(manager, "agreement", &visible).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("agreement_next")
                    .col(uuid("id").primary_key())
                    .col(uuid("centre_id"))
                    .col(string("channel"))
                    .col(integer("share"))
                    .col(date("valid_from"))
                    .col(date_null("valid_until"))
                    .foreign_key(&mut owner("agreement", "centre_id", "centre"))
                    .check(Expr::col("share").gte(0))
                    .to_owned(),
            )
            .await?;
        let sql = "INSERT INTO agreement_next (id, centre_id, channel, share, valid_from, valid_until) \
                   SELECT id, centre_id, channel, share, valid_from, valid_until FROM agreement \
                   WHERE state = 'accepted'";
        manager.get_connection().execute_unprepared(sql).await?;
        replace_table(manager).await?;
        let visible = format!("{WIDE} OR centre_id = {CENTRE}");
        walls::protect(manager, "agreement", &visible).await
    }
}

async fn create_table(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let accepted = Expr::cust(
        "state <> 'accepted' OR (centre_accepted_at IS NOT NULL AND national_accepted_at IS NOT NULL)",
    );
    let period = Expr::cust("valid_until IS NULL OR valid_until >= valid_from");
    let hours = Expr::cust("weekly_minutes IS NULL OR weekly_minutes >= 0");
    manager
        .create_table(
            Table::create()
                .table("agreement_next")
                .col(uuid("id").primary_key())
                .col(uuid("centre_id"))
                .col(string("channel"))
                .col(integer("share"))
                .col(integer_null("weekly_minutes"))
                .col(date("valid_from"))
                .col(date_null("valid_until"))
                .col(string("state"))
                .col(string("proposed_by"))
                .col(timestamp_with_time_zone("proposed_at"))
                .col(timestamp_with_time_zone_null("centre_accepted_at"))
                .col(timestamp_with_time_zone_null("national_accepted_at"))
                .col(string_null("closed_by"))
                .col(timestamp_with_time_zone_null("closed_at"))
                .col(text_null("reason"))
                .foreign_key(&mut owner("agreement", "centre_id", "centre"))
                .check(Expr::col("share").gte(0))
                .check(hours)
                .check(period)
                // What counts was accepted by both, whatever the code above believes.
                .check(accepted)
                .to_owned(),
        )
        .await
}

async fn replace_table(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .drop_table(Table::drop().table("agreement").to_owned())
        .await?;
    manager
        .rename_table(
            Table::rename()
                .table("agreement_next", "agreement")
                .to_owned(),
        )
        .await
}

fn copy(backend: DbBackend) -> String {
    let next = "(SELECT MIN(o.valid_from) FROM agreement o WHERE o.centre_id = a.centre_id \
                AND o.channel = a.channel AND o.valid_from > a.valid_from)";
    let day_before = match backend {
        DbBackend::Postgres => format!("{next} - 1"),
        _ => format!("date({next}, '-1 day')"),
    };
    format!(
        "INSERT INTO agreement_next (id, centre_id, channel, share, valid_from, valid_until, state, \
         proposed_by, proposed_at, centre_accepted_at, national_accepted_at) \
         SELECT a.id, a.centre_id, a.channel, a.share, a.valid_from, \
         CASE WHEN {next} IS NOT NULL AND (a.valid_until IS NULL OR a.valid_until >= {next}) \
         THEN {day_before} ELSE a.valid_until END, \
         'accepted', 'national', c.created_at, c.created_at, c.created_at \
         FROM agreement a JOIN centre c ON c.id = a.centre_id \
         WHERE NOT EXISTS (SELECT 1 FROM agreement o WHERE o.centre_id = a.centre_id \
         AND o.channel = a.channel AND o.valid_from = a.valid_from AND o.id > a.id)"
    )
}

/// Two accepted agreements of a centre on one channel never share a day.
///
/// On PostgreSQL a centre and channel are one number, for which ranges need no extension; on SQLite there is
/// one writer, so that a trigger sees everything.
fn never_two(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => {
            "ALTER TABLE agreement ADD CONSTRAINT agreement_never_two EXCLUDE USING gist ( \
             int8range(hashtextextended(centre_id::text || channel, 0), \
             hashtextextended(centre_id::text || channel, 0), '[]') WITH &&, \
             daterange(valid_from, valid_until, '[]') WITH &&) WHERE (state = 'accepted')"
        }
        _ => {
            "CREATE TRIGGER agreement_never_two_added BEFORE INSERT ON agreement \
             WHEN NEW.state = 'accepted' AND EXISTS (SELECT 1 FROM agreement o WHERE o.state = 'accepted' \
             AND o.centre_id = NEW.centre_id AND o.channel = NEW.channel \
             AND (NEW.valid_until IS NULL OR o.valid_from <= NEW.valid_until) \
             AND (o.valid_until IS NULL OR o.valid_until >= NEW.valid_from)) \
             BEGIN SELECT RAISE(ABORT, 'two agreements at once'); END; \
             CREATE TRIGGER agreement_never_two_changed BEFORE UPDATE ON agreement \
             WHEN NEW.state = 'accepted' AND EXISTS (SELECT 1 FROM agreement o WHERE o.state = 'accepted' \
             AND o.id <> NEW.id AND o.centre_id = NEW.centre_id AND o.channel = NEW.channel \
             AND (NEW.valid_until IS NULL OR o.valid_from <= NEW.valid_until) \
             AND (o.valid_until IS NULL OR o.valid_until >= NEW.valid_from)) \
             BEGIN SELECT RAISE(ABORT, 'two agreements at once'); END"
        }
    }
}
