//! Messages, and the statements that write many of them in one commit.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use kernel::{ContactId, ConversationId, Scope, StaffId};
use platform::{Fault, Scoped, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ColumnTrait, Condition, ConnectionTrait, DbBackend, DeriveEntityModel,
    DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, FromQueryResult, PrimaryKeyTrait,
    QueryFilter, QueryOrder, QuerySelect, Statement, prelude::Expr, sea_query::Query,
};
use serde_json::json;
use uuid::Uuid;

use super::conversation::{self, stored_instant};
use crate::domain::message::Message;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "message")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) conversation_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) seq: i64,
    pub(crate) author: String,
    pub(crate) alias: Option<String>,
    pub(crate) client_id: Option<Uuid>,
    pub(crate) body: String,
    pub(crate) notice: Option<String>,
    pub(crate) masked: bool,
    pub(crate) at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> Condition {
        match scope {
            Scope::System => Condition::all(),
            Scope::Centre(id) => Condition::all().add(
                Column::ConversationId.in_subquery(
                    Query::select()
                        .column(conversation::Column::Id)
                        .from(conversation::Entity)
                        .and_where(conversation::Column::ServingCentreId.eq(id.to_row()))
                        .to_owned(),
                ),
            ),
            Scope::Conversation(id) => Condition::all().add(Column::ConversationId.eq(id.to_row())),
            Scope::National | Scope::Public => Condition::all().add(Expr::cust("1 = 0")),
        }
    }
}

fn author_word(word: &str) -> Result<&'static str, Fault> {
    ["seeker", "counsellor", "service"]
        .into_iter()
        .find(|known| *known == word)
        .ok_or(Fault::Corrupt("message.author"))
}

/// Messages after a sequence number, in order.
pub(crate) async fn list_after(
    tx: &TenantTx,
    conversation: ConversationId,
    after: i64,
    limit: u64,
) -> Result<Vec<Message>, Fault> {
    let rows = tx
        .find::<Entity>()
        .filter(Column::ConversationId.eq(conversation.to_row()))
        .filter(Column::Seq.gt(after))
        .order_by_asc(Column::Seq)
        .limit(limit)
        .all(tx)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Message {
                seq: row.seq,
                author: author_word(&row.author)?,
                alias: row.alias,
                client_id: row.client_id,
                body: row.body,
                notice: row.notice,
                masked: row.masked,
                at: row.at,
            })
        })
        .collect()
}

/// How a conversation stands when a batch is about to be written to it.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) contact: ContactId,
    pub(crate) open: bool,
    pub(crate) staff: Option<StaffId>,
    pub(crate) last_seq: i64,
}

#[derive(FromQueryResult)]
struct TargetRow {
    id: Uuid,
    contact_id: Uuid,
    open: bool,
    staff_id: Option<Uuid>,
    last_seq: i64,
}

/// Locks the conversations of a batch, in the order of their ids so that two batches cannot wait
/// for each other.
pub(crate) async fn lock_targets(
    tx: &TenantTx,
    conversations: &[ConversationId],
) -> Result<HashMap<ConversationId, Target>, Fault> {
    let ids: Vec<String> = conversations
        .iter()
        .map(|id| id.to_row().simple().to_string())
        .collect();
    let sql = match tx.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT id, contact_id, open, staff_id, last_seq FROM conversation \
             WHERE id = ANY (SELECT jsonb_array_elements_text($1::jsonb)::uuid) ORDER BY id FOR UPDATE"
        }
        _ => {
            "SELECT id, contact_id, open, staff_id, last_seq FROM conversation \
             WHERE id IN (SELECT unhex(value) FROM json_each($1))"
        }
    };
    let rows = TargetRow::find_by_statement(with_json(tx, sql, &ids)?)
        .all(tx)
        .await?;
    let targets = rows.into_iter().map(|row| {
        let target = Target {
            contact: ContactId::from_row(row.contact_id),
            open: row.open,
            staff: row.staff_id.map(StaffId::from_row),
            last_seq: row.last_seq,
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
    let found = KnownRow::find_by_statement(with_json(tx, sql, &rows)?)
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

/// Writes a batch and moves each conversation's last sequence number. The numbers were chosen under
/// the lock of [`lock_targets`].
pub(crate) async fn insert_batch(
    tx: &TenantTx,
    batch: &[(ConversationId, &Message)],
) -> Result<(), Fault> {
    if batch.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = batch
        .iter()
        .map(|(conversation, message)| {
            json!({
                "v": conversation.to_row().simple().to_string(),
                "s": message.seq,
                "w": message.author,
                "l": message.alias,
                "c": message.client_id.map(|id| id.simple().to_string()),
                "b": message.body,
                "n": message.notice,
                "m": message.masked,
                "t": stored_instant(message.at),
            })
        })
        .collect();
    let mut last: HashMap<ConversationId, i64> = HashMap::new();
    for (conversation, message) in batch {
        let slot = last.entry(*conversation).or_default();
        *slot = message.seq.max(*slot);
    }
    let last: Vec<_> = last
        .into_iter()
        .map(|(id, seq)| json!({"v": id.to_row().simple().to_string(), "s": seq}))
        .collect();
    let (update, insert) = match tx.get_database_backend() {
        DbBackend::Postgres => (
            "UPDATE conversation SET last_seq = k.s FROM jsonb_to_recordset($1::jsonb) AS k(v uuid, s bigint) \
             WHERE conversation.id = k.v",
            "INSERT INTO message (conversation_id, seq, author, alias, client_id, body, notice, masked, at) \
             SELECT v, s, w, l, c, b, n, m, t FROM jsonb_to_recordset($1::jsonb) \
             AS k(v uuid, s bigint, w text, l text, c uuid, b text, n text, m boolean, t timestamptz)",
        ),
        _ => (
            "UPDATE conversation SET last_seq = k.value->>'s' FROM json_each($1) AS k \
             WHERE conversation.id = unhex(k.value->>'v')",
            "INSERT INTO message (conversation_id, seq, author, alias, client_id, body, notice, masked, at) \
             SELECT unhex(value->>'v'), value->>'s', value->>'w', value->>'l', unhex(value->>'c'), value->>'b', \
             value->>'n', value->>'m', value->>'t' FROM json_each($1)",
        ),
    };
    tx.execute_raw(with_json(tx, update, &last)?).await?;
    tx.execute_raw(with_json(tx, insert, &rows)?).await?;
    Ok(())
}

fn with_json<T: serde::Serialize>(
    tx: &TenantTx,
    sql: &str,
    rows: &[T],
) -> Result<Statement, Fault> {
    let text = serde_json::to_string(rows)?;
    Ok(Statement::from_sql_and_values(
        tx.get_database_backend(),
        sql,
        [text.into()],
    ))
}
