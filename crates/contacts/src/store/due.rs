//! Talks whose time is over, many at a time.

use std::collections::BTreeSet;

use kernel::{CentreId, ContactId, ConversationId, Instant, StaffId};
use platform::{Fault, TenantTx};
use sea_orm::{
    ColumnTrait, ConnectionTrait, FromQueryResult, QueryFilter, Statement, Value, prelude::Expr,
};
use uuid::Uuid;

use super::{contact, conversation, message};

/// A talk whose time is over.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Due {
    pub(crate) contact: ContactId,
    pub(crate) conversation: ConversationId,
    /// Who served it last.
    pub(crate) staff: Option<StaffId>,
    pub(crate) messages: u64,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    conversation_id: Uuid,
    staff_id: Option<Uuid>,
    messages: i64,
}

/// Closed talks of a controller, as a condition with the time as its first parameter.
fn closed(centre: Option<CentreId>, until: Instant) -> (&'static str, Vec<Value>) {
    let mut values = vec![until.into()];
    values.extend(centre.map(|id| Value::from(id.to_row())));
    let condition = match centre {
        Some(_) => "conversation_id IS NOT NULL AND closed_at <= $1 AND centre_id = $2",
        None => "conversation_id IS NOT NULL AND closed_at <= $1 AND centre_id IS NULL",
    };
    (condition, values)
}

/// The talks of a controller that ended at `until` or before, in the order they ended.
pub(crate) async fn list(
    tx: &TenantTx,
    centre: Option<CentreId>,
    until: Instant,
    limit: u64,
) -> Result<Vec<Due>, Fault> {
    let (condition, values) = closed(centre, until);
    let sql = format!(
        "SELECT id, conversation_id, staff_id, (SELECT count(*) FROM message \
         WHERE message.conversation_id = contact.conversation_id) AS messages \
         FROM contact WHERE {condition} ORDER BY closed_at LIMIT {limit}"
    );
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    let rows = Row::find_by_statement(statement).all(tx).await?;
    let read = |row: Row| Due {
        contact: ContactId::from_row(row.id),
        conversation: ConversationId::from_row(row.conversation_id),
        staff: row.staff_id.map(StaffId::from_row),
        messages: u64::try_from(row.messages).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(read).collect())
}

/// How many talks of a controller ended at `until` or before and still have content.
pub(crate) async fn count(
    tx: &TenantTx,
    centre: Option<CentreId>,
    until: Instant,
) -> Result<u64, Fault> {
    let (condition, values) = closed(centre, until);
    let sql = format!("SELECT count(*) AS talks FROM contact WHERE {condition}");
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    let row = tx.query_one_raw(statement).await?;
    let talks: i64 = row.map_or(Ok(0), |row| row.try_get("", "talks"))?;
    Ok(u64::try_from(talks).unwrap_or_default())
}

/// Everybody who may have something to erase: with closed talks, or with a log.
pub(crate) async fn list_controllers(tx: &TenantTx) -> Result<BTreeSet<Option<CentreId>>, Fault> {
    let sql = "SELECT DISTINCT centre_id AS centre FROM contact WHERE conversation_id IS NOT NULL \
               AND closed_at IS NOT NULL UNION SELECT chain AS centre FROM audit_head";
    let statement = Statement::from_string(tx.get_database_backend(), sql);
    let mut controllers = BTreeSet::new();
    for row in tx.query_all_raw(statement).await? {
        let centre: Option<Uuid> = row.try_get("", "centre")?;
        let centre = centre.filter(|id| !id.is_nil());
        controllers.insert(centre.map(CentreId::from_row));
    }
    Ok(controllers)
}

/// Erases the first messages of a talk with very many. Returns how many.
pub(crate) async fn erase_some(tx: &TenantTx, due: Due, limit: u64) -> Result<u64, Fault> {
    let sql = format!(
        "DELETE FROM message WHERE conversation_id = $1 AND seq IN \
         (SELECT seq FROM message WHERE conversation_id = $1 ORDER BY seq LIMIT {limit})"
    );
    let values = [due.conversation.to_row().into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    Ok(tx.execute_raw(statement).await?.rows_affected())
}

/// Erases whole talks, in the order of locks that everybody else keeps: contacts, conversations, messages. Returns how
/// many conversations and messages.
pub(crate) async fn erase(tx: &TenantTx, due: &[Due]) -> Result<(u64, u64), Fault> {
    let contacts = due.iter().map(|due| due.contact.to_row());
    tx.update::<contact::Entity>()
        .col_expr(contact::Column::ConversationId, Expr::value(None::<Uuid>))
        .filter(contact::Column::Id.is_in(contacts))
        .exec(tx)
        .await?;
    let ids: Vec<Uuid> = due.iter().map(|due| due.conversation.to_row()).collect();
    tx.update::<conversation::Entity>()
        .col_expr(conversation::Column::Open, Expr::value(false))
        .filter(conversation::Column::Id.is_in(ids.clone()))
        .exec(tx)
        .await?;
    let messages = tx
        .delete::<message::Entity>()
        .filter(message::Column::ConversationId.is_in(ids.clone()))
        .exec(tx)
        .await?;
    let conversations = tx
        .delete::<conversation::Entity>()
        .filter(conversation::Column::Id.is_in(ids))
        .exec(tx)
        .await?;
    Ok((conversations.rows_affected, messages.rows_affected))
}

/// Conversations after an id, in order of ids: for looking at every one of them.
pub(crate) async fn list_conversations(
    tx: &TenantTx,
    after: Option<ConversationId>,
    limit: u64,
) -> Result<Vec<ConversationId>, Fault> {
    use sea_orm::{QueryOrder, QuerySelect};
    let after = after.map_or(Uuid::nil(), ConversationId::to_row);
    let ids: Vec<Uuid> = tx
        .find::<conversation::Entity>()
        .select_only()
        .column(conversation::Column::Id)
        .filter(conversation::Column::Id.gt(after))
        .order_by_asc(conversation::Column::Id)
        .limit(limit)
        .into_tuple()
        .all(tx)
        .await?;
    Ok(ids.into_iter().map(ConversationId::from_row).collect())
}
