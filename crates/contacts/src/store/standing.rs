//! How many conversations stand, in few numbers: what a stream compares with what it told.

use std::collections::HashMap;

use kernel::{ConversationId, StaffId};
use platform::{Fault, TenantTx};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};
use uuid::Uuid;

use crate::domain::contact::ContactState;

/// How a conversation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stand {
    pub(crate) state: ContactState,
    pub(crate) staff: Option<StaffId>,
    pub(crate) last_seq: i64,
    pub(crate) counsellor_read_seq: i64,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    state: String,
    staff_id: Option<Uuid>,
    last_seq: i64,
    counsellor_read_seq: i64,
}

/// Those of `ids` that are not erased.
pub(crate) async fn list(
    tx: &TenantTx,
    ids: &[ConversationId],
) -> Result<HashMap<ConversationId, Stand>, Fault> {
    let backend = tx.get_database_backend();
    let given = match backend {
        DbBackend::Postgres => "= ANY (ARRAY(SELECT jsonb_array_elements_text($1::jsonb)::uuid))",
        _ => "IN (SELECT unhex(value) FROM json_each($1))",
    };
    let sql = format!(
        "SELECT t.id, contact.state, contact.staff_id, t.counsellor_read_seq, \
         COALESCE((SELECT seq FROM message WHERE conversation_id = t.id ORDER BY seq DESC LIMIT 1), 0) AS last_seq \
         FROM conversation AS t JOIN contact ON contact.id = t.contact_id WHERE t.id {given}"
    );
    let ids: Vec<String> = ids
        .iter()
        .map(|id| id.to_row().simple().to_string())
        .collect();
    let text = serde_json::to_string(&ids)?;
    let rows = Row::find_by_statement(Statement::from_sql_and_values(backend, sql, [text.into()]))
        .all(tx)
        .await?;
    let stands = rows.into_iter().map(|row| {
        let state =
            ContactState::from_word(&row.state).ok_or(Fault::Corrupt("state of a contact"))?;
        let stand = Stand {
            state,
            staff: row.staff_id.map(StaffId::from_row),
            last_seq: row.last_seq,
            counsellor_read_seq: row.counsellor_read_seq.min(row.last_seq),
        };
        Ok((ConversationId::from_row(row.id), stand))
    });
    stands.collect()
}
