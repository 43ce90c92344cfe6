//! The statements that write many messages in one commit.
//!
//! [`append_at_once`] is how nearly all are written: one statement numbers them where they are allowed, and
//! leaves the others alone. What it left, and what somebody else wrote first, is decided message by message
//! under the locks of [`lock_targets`].

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use kernel::{ContactId, ConversationId, Instant, StaffId};
use platform::{Database, Fault, TenantTx};
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, Statement, Value,
};
use serde::Serialize;
use serde_json::json;
use uuid::{Uuid, fmt::Simple};

use super::{
    conversation::stored_instant,
    message::{self, author_word},
};
use crate::domain::message::Message;

/// How a conversation stands when messages are written to it.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) contact: ContactId,
    pub(crate) open: bool,
    pub(crate) staff: Option<StaffId>,
    pub(crate) last_seq: i64,
    /// None while nothing was said.
    pub(crate) last_at: Option<Instant>,
}

/// A message stored by [`append_at_once`].
#[derive(Clone, Debug)]
pub(crate) struct Appended {
    pub(crate) seq: i64,
    pub(crate) at: Instant,
    pub(crate) contact: ContactId,
    /// Who serves the conversation.
    pub(crate) staff: Option<StaffId>,
}

#[derive(FromQueryResult)]
struct AppendedRow {
    conversation_id: Uuid,
    client_id: Uuid,
    seq: i64,
    at: DateTime<Utc>,
    contact_id: Uuid,
    staff_id: Option<Uuid>,
}

/// A message to append. All messages of one conversation are written, or none of them.
#[derive(Serialize)]
pub(crate) struct New<'a> {
    #[serde(rename = "v")]
    pub(crate) conversation: Simple,
    /// From 1, within this batch and conversation.
    #[serde(rename = "s")]
    pub(crate) number: i64,
    /// The counsellor whom the batch has messages from in this conversation; only who serves it may write.
    #[serde(rename = "f")]
    pub(crate) staff: Option<Simple>,
    #[serde(rename = "w")]
    pub(crate) author: &'a str,
    #[serde(rename = "l")]
    pub(crate) alias: Option<&'a str>,
    #[serde(rename = "c")]
    pub(crate) client_id: Simple,
    #[serde(rename = "b")]
    pub(crate) body: &'a str,
    #[serde(rename = "m")]
    pub(crate) masked: bool,
}

/// Of the conversation `t`; found by one look into the index.
const LAST_SEQ: &str =
    "(SELECT seq FROM message WHERE conversation_id = t.id ORDER BY seq DESC LIMIT 1)";
const LAST_AT: &str =
    "(SELECT at FROM message WHERE conversation_id = t.id ORDER BY seq DESC LIMIT 1)";
const COLUMNS: &str = "conversation_id, seq, author, alias, client_id, body, notice, masked, at";

/// Writes the messages of all conversations that are open and served by whoever wrote in them, in one
/// statement; returns these by conversation and client id. No message is earlier than the one before it.
///
/// # Errors
/// A unique violation where a client id is known already, or where somebody else wrote to one of the
/// conversations at the same moment: nothing was written.
pub(crate) async fn append_at_once(
    database: &Database,
    batch: &[New<'_>],
    now: Instant,
) -> Result<HashMap<(ConversationId, Uuid), Appended>, Fault> {
    let backend = database.backend();
    let (sql, now): (String, Value) = if backend == DbBackend::Postgres {
        // What is returned is not joined to what was inserted: the planner takes both for one row, and
        // would compare all with all.
        let sql = format!(
            "WITH k AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS k(v uuid, s bigint, f uuid, w text, l text, \
             c uuid, b text, m boolean)), \
             t AS MATERIALIZED (SELECT id, contact_id, open, staff_id FROM conversation \
             WHERE id = ANY (ARRAY(SELECT v FROM k)) ORDER BY id FOR NO KEY UPDATE), \
             n AS MATERIALIZED (SELECT k.v AS conversation_id, COALESCE(last.seq, 0) + k.s AS seq, k.w AS author, \
             k.l AS alias, k.c AS client_id, k.b AS body, NULL AS notice, k.m AS masked, \
             GREATEST(last.at, $2) AS at, t.contact_id, t.staff_id \
             FROM k JOIN t ON t.id = k.v LEFT JOIN LATERAL (SELECT seq, at FROM message \
             WHERE conversation_id = t.id ORDER BY seq DESC LIMIT 1) AS last ON true \
             WHERE t.open AND (k.f IS NULL OR k.f = t.staff_id)), \
             i AS (INSERT INTO message ({COLUMNS}) SELECT {COLUMNS} FROM n) \
             SELECT conversation_id, client_id, seq, at, contact_id, staff_id FROM n"
        );
        (sql, now.into())
    } else {
        let sql = format!(
            "INSERT INTO message ({COLUMNS}) \
             SELECT t.id, COALESCE({LAST_SEQ}, 0) + (k.value->>'s'), \
             k.value->>'w', k.value->>'l', unhex(k.value->>'c'), k.value->>'b', NULL, k.value->>'m', \
             max($2, COALESCE({LAST_AT}, $2)) \
             FROM json_each($1) AS k CROSS JOIN conversation AS t ON t.id = unhex(k.value->>'v') \
             WHERE t.open AND (k.value->>'f' IS NULL OR t.staff_id = unhex(k.value->>'f')) \
             RETURNING conversation_id, client_id, seq, at, \
             (SELECT contact_id FROM conversation WHERE id = conversation_id) AS contact_id, \
             (SELECT staff_id FROM conversation WHERE id = conversation_id) AS staff_id"
        );
        (sql, stored_instant(now).into())
    };
    let values = [text(batch)?, now];
    let statement = Statement::from_sql_and_values(backend, sql, values);
    let rows = database.run_as_system(statement).await?;
    rows.iter()
        .map(|row| {
            let row = AppendedRow::from_query_result(row, "")?;
            let key = (ConversationId::from_row(row.conversation_id), row.client_id);
            let appended = Appended {
                seq: row.seq,
                at: row.at,
                contact: ContactId::from_row(row.contact_id),
                staff: row.staff_id.map(StaffId::from_row),
            };
            Ok((key, appended))
        })
        .collect()
}

#[derive(FromQueryResult)]
struct TargetRow {
    id: Uuid,
    contact_id: Uuid,
    open: bool,
    staff_id: Option<Uuid>,
    last_seq: Option<i64>,
    last_at: Option<DateTime<Utc>>,
}

/// Locks conversations, in the order of their ids so that two batches cannot wait for each other.
pub(crate) async fn lock_targets(
    tx: &TenantTx,
    conversations: &[ConversationId],
) -> Result<HashMap<ConversationId, Target>, Fault> {
    let ids: Vec<String> = conversations
        .iter()
        .map(|id| id.to_row().simple().to_string())
        .collect();
    let ids_given = match tx.get_database_backend() {
        DbBackend::Postgres => "= ANY (ARRAY(SELECT jsonb_array_elements_text($1::jsonb)::uuid))",
        _ => "IN (SELECT unhex(value) FROM json_each($1))",
    };
    if tx.get_database_backend() == DbBackend::Postgres {
        // Apart from the next statement, which then sees what was committed while this one waited.
        let sql =
            format!("SELECT FROM conversation WHERE id {ids_given} ORDER BY id FOR NO KEY UPDATE");
        tx.execute_raw(statement(tx, &sql, [text(&ids)?])).await?;
    }
    let sql = format!(
        "SELECT id, contact_id, open, staff_id, {LAST_SEQ} AS last_seq, {LAST_AT} AS last_at \
         FROM conversation AS t WHERE id {ids_given}"
    );
    let rows = TargetRow::find_by_statement(statement(tx, &sql, [text(&ids)?]))
        .all(tx)
        .await?;
    let targets = rows.into_iter().map(|row| {
        let target = Target {
            contact: ContactId::from_row(row.contact_id),
            open: row.open,
            staff: row.staff_id.map(StaffId::from_row),
            last_seq: row.last_seq.unwrap_or_default(),
            last_at: row.last_at,
        };
        (ConversationId::from_row(row.id), target)
    });
    Ok(targets.collect())
}

#[derive(FromQueryResult)]
struct KnownRow {
    conversation_id: Uuid,
    client_id: Uuid,
    author: String,
    seq: i64,
    body: String,
    masked: bool,
    at: DateTime<Utc>,
}

/// Messages already stored under the given client ids.
pub(crate) async fn find_known(
    tx: &TenantTx,
    keys: &[(ConversationId, Uuid)],
) -> Result<HashMap<(ConversationId, Uuid), Message>, Fault> {
    let rows: Vec<_> = keys
        .iter()
        .map(|(conversation, client)| {
            json!({"v": conversation.to_row().simple().to_string(), "c": client.simple().to_string()})
        })
        .collect();
    let sql = match tx.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT m.conversation_id, m.client_id, m.author, m.seq, m.body, m.masked, m.at \
             FROM jsonb_to_recordset($1::jsonb) AS k(v uuid, c uuid) \
             JOIN message m ON m.conversation_id = k.v AND m.client_id = k.c"
        }
        _ => {
            "SELECT m.conversation_id, m.client_id, m.author, m.seq, m.body, m.masked, m.at FROM json_each($1) AS k \
             CROSS JOIN message m ON m.conversation_id = unhex(k.value->>'v') AND m.client_id = unhex(k.value->>'c')"
        }
    };
    let found = KnownRow::find_by_statement(statement(tx, sql, [text(&rows)?]))
        .all(tx)
        .await?;
    found
        .into_iter()
        .map(|row| {
            let message = Message {
                seq: row.seq,
                author: author_word(&row.author)?,
                alias: None,
                client_id: Some(row.client_id),
                body: row.body,
                notice: None,
                masked: row.masked,
                at: row.at,
            };
            Ok((
                (ConversationId::from_row(row.conversation_id), row.client_id),
                message,
            ))
        })
        .collect()
}

/// Writes messages that were numbered under the locks of [`lock_targets`].
pub(crate) async fn insert_batch(
    tx: &TenantTx,
    batch: &[(ConversationId, &Message)],
) -> Result<(), Fault> {
    let rows = batch
        .iter()
        .map(|(conversation, message)| message::ActiveModel {
            conversation_id: Set(conversation.to_row()),
            seq: Set(message.seq),
            author: Set(message.author.to_owned()),
            alias: Set(message.alias.clone()),
            client_id: Set(message.client_id),
            body: Set(message.body.clone()),
            notice: Set(message.notice.clone()),
            masked: Set(message.masked),
            at: Set(message.at),
        });
    message::Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

fn text<T: Serialize>(rows: &[T]) -> Result<Value, Fault> {
    Ok(serde_json::to_string(rows)?.into())
}

fn statement(tx: &TenantTx, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(tx.get_database_backend(), sql, values)
}
