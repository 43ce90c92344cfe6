use chrono::{DateTime, Utc};
use kernel::{CentreId, ContactId, ConversationId, Instant, Scope, StaffId};
use platform::{Fault, KeyHash, Scoped, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbBackend,
    DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, FromQueryResult,
    PrimaryKeyTrait, QueryFilter, QuerySelect, Statement, prelude::Expr, sea_query::SimpleExpr,
};
use uuid::Uuid;

use super::message;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "conversation")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) contact_id: Uuid,
    pub(crate) open: bool,
    pub(crate) staff_id: Option<Uuid>,
    pub(crate) serving_centre_id: Option<Uuid>,
    pub(crate) seeker_read_seq: i64,
    pub(crate) counsellor_read_seq: i64,
    pub(crate) seeker_seen_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> Condition {
        match scope {
            Scope::System => Condition::all(),
            Scope::Centre(id) => Condition::all().add(Column::ServingCentreId.eq(id.to_row())),
            Scope::Conversation(id) => Condition::all().add(Column::Id.eq(id.to_row())),
            // The national layer coordinates; it does not read what was said.
            Scope::National | Scope::Partner(_) | Scope::Public => {
                Condition::all().add(Expr::cust("1 = 0"))
            }
        }
    }
}

/// The keys that open a conversation: a token per device, and the code to come back with.
pub(crate) mod key {
    use super::{
        ActiveModelBehavior, ColumnTrait, Condition, DeriveEntityModel, DerivePrimaryKey,
        DeriveRelation, EntityTrait, EnumIter, Expr, PrimaryKeyTrait, Scope, Scoped, Uuid,
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "conversation_key")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) key_hash: Vec<u8>,
        pub(crate) conversation_id: Uuid,
        pub(crate) kind: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl Scoped for Entity {
        fn within(scope: Scope) -> Condition {
            match scope {
                Scope::System => Condition::all(),
                Scope::Conversation(id) => {
                    Condition::all().add(Column::ConversationId.eq(id.to_row()))
                }
                _ => Condition::all().add(Expr::cust("1 = 0")),
            }
        }
    }
}

/// What opens a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyKind {
    /// Held by a device.
    Token,
    /// Written down by the seeker.
    ResumeCode,
}

impl KeyKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::ResumeCode => "resume_code",
        }
    }
}

/// How a conversation stands, without its messages.
#[derive(Clone, Debug)]
pub(crate) struct Conversation {
    pub(crate) id: ConversationId,
    pub(crate) contact: ContactId,
    pub(crate) last_seq: i64,
    pub(crate) seeker_read_seq: i64,
    pub(crate) counsellor_read_seq: i64,
}

#[derive(FromQueryResult)]
struct Standing {
    id: Uuid,
    contact_id: Uuid,
    seeker_read_seq: i64,
    counsellor_read_seq: i64,
    last_seq: i64,
}

/// The conversation a condition finds, with the number of its last message.
async fn find_where(tx: &TenantTx, condition: SimpleExpr) -> Result<Option<Conversation>, Fault> {
    let last = "COALESCE((SELECT seq FROM message WHERE message.conversation_id = conversation.id \
                ORDER BY seq DESC LIMIT 1), 0)";
    let row = tx
        .find::<Entity>()
        .filter(condition)
        .expr_as(Expr::cust(last), "last_seq")
        .into_model::<Standing>()
        .one(tx)
        .await?;
    Ok(row.map(|row| Conversation {
        id: ConversationId::from_row(row.id),
        contact: ContactId::from_row(row.contact_id),
        last_seq: row.last_seq,
        seeker_read_seq: row.seeker_read_seq.min(row.last_seq),
        counsellor_read_seq: row.counsellor_read_seq.min(row.last_seq),
    }))
}

pub(crate) async fn insert(
    tx: &TenantTx,
    id: ConversationId,
    contact: ContactId,
    now: Instant,
) -> Result<(), Fault> {
    let row = ActiveModel {
        id: Set(id.to_row()),
        contact_id: Set(contact.to_row()),
        open: Set(true),
        seeker_read_seq: Set(0),
        counsellor_read_seq: Set(0),
        seeker_seen_at: Set(now),
        ..ActiveModel::default()
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

pub(crate) async fn insert_key(
    tx: &TenantTx,
    conversation: ConversationId,
    hash: KeyHash,
    kind: KeyKind,
) -> Result<(), Fault> {
    let row = key::ActiveModel {
        key_hash: Set(hash.to_vec()),
        conversation_id: Set(conversation.to_row()),
        kind: Set(kind.as_str().to_owned()),
    };
    key::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// The conversation a key opens. Needs the system's scope: the key comes before any other.
pub(crate) async fn find_by_key(
    tx: &TenantTx,
    hash: KeyHash,
    kind: KeyKind,
) -> Result<Option<ConversationId>, Fault> {
    let row = tx
        .find::<key::Entity>()
        .filter(key::Column::KeyHash.eq(hash.to_vec()))
        .filter(key::Column::Kind.eq(kind.as_str()))
        .one(tx)
        .await?;
    Ok(row.map(|row| ConversationId::from_row(row.conversation_id)))
}

pub(crate) async fn find(tx: &TenantTx, id: ConversationId) -> Result<Option<Conversation>, Fault> {
    find_where(tx, Column::Id.eq(id.to_row())).await
}

pub(crate) async fn find_of_contact(
    tx: &TenantTx,
    contact: ContactId,
) -> Result<Option<Conversation>, Fault> {
    find_where(tx, Column::ContactId.eq(contact.to_row())).await
}

/// The centre that may see the conversation: the one it is offered to or served by.
pub(crate) async fn set_offered(
    tx: &TenantTx,
    contact: ContactId,
    centre: Option<CentreId>,
) -> Result<(), Fault> {
    tx.update::<Entity>()
        .col_expr(
            Column::ServingCentreId,
            Expr::value(centre.map(CentreId::to_row)),
        )
        .filter(Column::ContactId.eq(contact.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}

/// The counsellor who may write; none while nobody serves it.
pub(crate) async fn set_staff(
    tx: &TenantTx,
    contact: ContactId,
    staff: Option<StaffId>,
) -> Result<(), Fault> {
    tx.update::<Entity>()
        .col_expr(Column::StaffId, Expr::value(staff.map(StaffId::to_row)))
        .filter(Column::ContactId.eq(contact.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}

/// No more messages.
pub(crate) async fn close(tx: &TenantTx, contact: ContactId) -> Result<(), Fault> {
    tx.update::<Entity>()
        .col_expr(Column::Open, Expr::value(false))
        .filter(Column::ContactId.eq(contact.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Erases the conversation with its messages and keys. It is closed first: whoever writes to it meanwhile
/// waits for this transaction, and then finds nothing to write to.
pub(crate) async fn erase(tx: &TenantTx, id: ConversationId) -> Result<(), Fault> {
    tx.update::<Entity>()
        .col_expr(Column::Open, Expr::value(false))
        .filter(Column::Id.eq(id.to_row()))
        .exec(tx)
        .await?;
    tx.delete::<message::Entity>()
        .filter(message::Column::ConversationId.eq(id.to_row()))
        .exec(tx)
        .await?;
    tx.delete::<Entity>()
        .filter(Column::Id.eq(id.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Contacts whose seeker gave no sign of life since `before` while waiting.
pub(crate) async fn list_gone(tx: &TenantTx, before: Instant) -> Result<Vec<ContactId>, Fault> {
    let sql = "SELECT conversation.contact_id FROM conversation JOIN contact ON contact.id = conversation.contact_id \
               WHERE contact.state = 'waiting' AND conversation.seeker_seen_at < $1";
    let backend = tx.get_database_backend();
    let rows = tx
        .query_all_raw(Statement::from_sql_and_values(
            backend,
            sql,
            [before.into()],
        ))
        .await?;
    let ids = rows.iter().map(|row| {
        row.try_get::<Uuid>("", "contact_id")
            .map(ContactId::from_row)
    });
    Ok(ids.collect::<Result<_, _>>()?)
}

/// The form in which SQLite keeps an instant; it sorts by time.
pub(crate) fn stored_instant(at: Instant) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, false)
}

/// Marks gathered in memory, written together: signs of life and what was read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Marks {
    pub(crate) seen_at: Option<Instant>,
    pub(crate) seeker_read: i64,
    pub(crate) counsellor_read: i64,
}

/// Writes marks of many conversations in one statement; none of them ever goes back. Conversations are
/// locked in the order of their ids, as by the writer of messages.
pub(crate) async fn write_marks(
    tx: &TenantTx,
    marks: &[(ConversationId, Marks)],
) -> Result<(), Fault> {
    if marks.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = marks
        .iter()
        .map(|(id, marks)| {
            serde_json::json!({
                "id": id.to_row().simple().to_string(),
                "seen": marks.seen_at.map(stored_instant),
                "s": marks.seeker_read,
                "c": marks.counsellor_read,
            })
        })
        .collect();
    let sql = match tx.get_database_backend() {
        DbBackend::Postgres => {
            "UPDATE conversation SET \
             seeker_seen_at = GREATEST(conversation.seeker_seen_at, COALESCE(m.seen, conversation.seeker_seen_at)), \
             seeker_read_seq = GREATEST(seeker_read_seq, m.s), \
             counsellor_read_seq = GREATEST(counsellor_read_seq, m.c) \
             FROM (SELECT k.* FROM jsonb_to_recordset($1::jsonb) AS k(id uuid, seen timestamptz, s bigint, c bigint) \
             JOIN conversation locked ON locked.id = k.id ORDER BY k.id FOR NO KEY UPDATE OF locked) AS m \
             WHERE conversation.id = m.id"
        }
        _ => {
            "UPDATE conversation SET \
             seeker_seen_at = max(seeker_seen_at, COALESCE(m.value->>'seen', seeker_seen_at)), \
             seeker_read_seq = max(seeker_read_seq, m.value->>'s'), \
             counsellor_read_seq = max(counsellor_read_seq, m.value->>'c') \
             FROM json_each($1) AS m WHERE conversation.id = unhex(m.value->>'id')"
        }
    };
    let text = serde_json::to_string(&rows)?;
    tx.execute_raw(Statement::from_sql_and_values(
        tx.get_database_backend(),
        sql,
        [text.into()],
    ))
    .await?;
    Ok(())
}
