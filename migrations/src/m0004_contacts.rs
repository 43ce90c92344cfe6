//! Contacts (content-free, kept for statistics), conversations and messages (content, erasable),
//! offers and routing decisions.
//! New tables only; safe beside older code.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, binary, boolean, integer, string, string_null, text, timestamp_with_time_zone,
        timestamp_with_time_zone_null, uuid, uuid_null,
    },
    sea_orm::DbBackend,
};

use crate::{
    m0002_access::owner,
    walls::{self, CENTRE, CONVERSATION, SYSTEM, WIDE},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_contact(manager).await?;
        create_conversation(manager).await?;
        create_offer(manager).await?;
        create_phrase(manager).await?;
        build_walls(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            "phrase",
            "routing_decision",
            "offer",
            "message",
            "conversation_key",
            "conversation",
            "contact",
        ] {
            manager
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        Ok(())
    }
}

async fn build_walls(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let contact = format!(
        "{WIDE} OR centre_id = {CENTRE} OR serving_centre_id = {CENTRE} \
         OR conversation_id = {CONVERSATION}"
    );
    walls::protect(manager, "contact", &contact).await?;
    // The national layer coordinates; it does not read what was said.
    let conversation = format!("{SYSTEM} OR id = {CONVERSATION} OR serving_centre_id = {CENTRE}");
    walls::protect(manager, "conversation", &conversation).await?;
    // The inner select passes the wall of `conversation` itself.
    let message = format!(
        "{SYSTEM} OR conversation_id = {CONVERSATION} \
         OR EXISTS (SELECT 1 FROM conversation c WHERE c.id = conversation_id)"
    );
    walls::protect(manager, "message", &message).await?;
    walls::protect(
        manager,
        "conversation_key",
        &format!("{SYSTEM} OR conversation_id = {CONVERSATION}"),
    )
    .await?;
    walls::protect(manager, "offer", &format!("{WIDE} OR centre_id = {CENTRE}")).await?;
    walls::protect(manager, "routing_decision", WIDE).await?;
    walls::protect(
        manager,
        "phrase",
        &format!("{WIDE} OR centre_id IS NULL OR centre_id = {CENTRE}"),
    )
    .await
}

async fn create_contact(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("contact")
                .col(uuid("id").primary_key())
                .col(uuid_null("centre_id"))
                .col(uuid_null("conversation_id"))
                .col(string("state"))
                .col(string("channel"))
                .col(string("language"))
                .col(string("work_type"))
                .col(string_null("topic"))
                .col(string_null("county"))
                .col(string_null("entry_point"))
                .col(integer("band").default(0))
                .col(string("policy_version"))
                .col(timestamp_with_time_zone("joined_at"))
                .col(uuid_null("serving_centre_id"))
                .col(uuid_null("staff_id"))
                .col(uuid_null("target_centre_id"))
                .col(uuid_null("target_staff_id"))
                .col(uuid_null("excluded_staff_id"))
                .col(boolean("transferred").default(false))
                .col(timestamp_with_time_zone_null("accepted_at"))
                .col(timestamp_with_time_zone_null("closed_at"))
                .col(string_null("closed_by"))
                .col(string_null("wrap_up_code"))
                .to_owned(),
        )
        .await?;
    manager
        .create_index(
            Index::create()
                .name("contact_state")
                .table("contact")
                .col("state")
                .col("staff_id")
                .to_owned(),
        )
        .await?;
    manager
        .create_index(
            Index::create()
                .name("contact_conversation")
                .table("contact")
                .col("conversation_id")
                .to_owned(),
        )
        .await
}

async fn create_conversation(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("conversation")
                .col(uuid("id").primary_key())
                .col(uuid("contact_id").unique_key())
                .col(boolean("open").default(true))
                .col(uuid_null("staff_id"))
                .col(uuid_null("serving_centre_id"))
                .col(big_integer("seeker_read_seq").default(0))
                .col(big_integer("counsellor_read_seq").default(0))
                .col(timestamp_with_time_zone("seeker_seen_at"))
                .foreign_key(&mut owner("conversation", "contact_id", "contact"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("conversation_key")
                .col(binary("key_hash").primary_key())
                .col(uuid("conversation_id"))
                .col(string("kind"))
                .foreign_key(&mut owner(
                    "conversation_key",
                    "conversation_id",
                    "conversation",
                ))
                .to_owned(),
        )
        .await?;
    create_message(manager).await
}

/// Without a foreign key, whose check costs a fifth of every commit: who writes a message has found and
/// locked its conversation in the same statement or transaction, and who erases a conversation erases both.
async fn create_message(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("message")
        .col(uuid("conversation_id"))
        .col(big_integer("seq"))
        .col(string("author"))
        .col(string_null("alias"))
        .col(uuid_null("client_id"))
        .col(text("body"))
        .col(string_null("notice"))
        .col(boolean("masked").default(false))
        .col(timestamp_with_time_zone("at"))
        .primary_key(Index::create().col("conversation_id").col("seq"))
        .to_owned();
    if manager.get_database_backend() == DbBackend::Sqlite {
        // Kept in the order it is read in, instead of beside an index in that order.
        let sql = format!("{} WITHOUT ROWID", table.to_string(SqliteQueryBuilder));
        manager.get_connection().execute_unprepared(&sql).await?;
    } else {
        manager.create_table(table).await?;
    }
    // A repeated client id finds the first result; two rows for it cannot exist. Clients draw ids that
    // grow with time: with these in front, what is new lies together at the end of the index.
    manager
        .create_index(
            Index::create()
                .unique()
                .name("message_client")
                .table("message")
                .col("client_id")
                .col("conversation_id")
                .to_owned(),
        )
        .await
}

async fn create_offer(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("offer")
                .col(uuid("id").primary_key())
                .col(uuid("centre_id"))
                .col(uuid("contact_id"))
                .col(uuid("staff_id"))
                .col(string("state"))
                .col(integer("units"))
                .col(timestamp_with_time_zone("offered_at"))
                .col(timestamp_with_time_zone("expires_at"))
                .foreign_key(&mut owner("offer", "contact_id", "contact"))
                .to_owned(),
        )
        .await?;
    // A contact never has two counsellors by accident. Partial indexes are the same on both back ends.
    manager
        .get_connection()
        .execute_unprepared(
            "CREATE UNIQUE INDEX offer_one_live ON offer (contact_id) WHERE state = 'live'",
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("routing_decision")
                .col(uuid("id").primary_key())
                .col(uuid("contact_id"))
                .col(string("kind"))
                .col(uuid_null("staff_id"))
                .col(string("policy_version"))
                .col(text("explanation"))
                .col(timestamp_with_time_zone("at"))
                .foreign_key(&mut owner("routing_decision", "contact_id", "contact"))
                .to_owned(),
        )
        .await
}

async fn create_phrase(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("phrase")
                .col(uuid("id").primary_key())
                .col(uuid_null("centre_id"))
                .col(string("language"))
                .col(string("phase"))
                .col(string("title"))
                .col(text("body"))
                .to_owned(),
        )
        .await
}
