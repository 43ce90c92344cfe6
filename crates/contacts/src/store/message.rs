//! Messages as they are read; `append` writes them.

use chrono::{DateTime, Utc};
use kernel::{ConversationId, Scope};
use platform::{Fault, Scoped, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ColumnTrait, Condition, DeriveEntityModel, DerivePrimaryKey,
    DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait, QueryFilter, QueryOrder, QuerySelect,
    prelude::Expr, sea_query::Query,
};
use uuid::Uuid;

use super::conversation;
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
            Scope::National | Scope::Partner(_) | Scope::Public => {
                Condition::all().add(Expr::cust("1 = 0"))
            }
        }
    }
}

pub(super) fn author_word(word: &str) -> Result<&'static str, Fault> {
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
