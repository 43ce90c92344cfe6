use chrono::{DateTime, Utc};
use kernel::{CentreId, ContactId, ConversationId, Instant, Scope, StaffId};
use platform::{Fault, Scoped, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ActiveValue::Set, ColumnTrait, Condition, DeriveEntityModel,
    DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PaginatorTrait, PrimaryKeyTrait,
    QueryFilter, QueryOrder, QuerySelect, prelude::Expr,
};
use uuid::Uuid;

use crate::{
    PastContact,
    domain::contact::{ClosedBy, Contact, ContactState},
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contact")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) centre_id: Option<Uuid>,
    pub(crate) conversation_id: Option<Uuid>,
    pub(crate) state: String,
    pub(crate) channel: String,
    pub(crate) language: String,
    pub(crate) work_type: String,
    pub(crate) topic: Option<String>,
    pub(crate) county: Option<String>,
    pub(crate) entry_point: Option<String>,
    pub(crate) band: i32,
    pub(crate) policy_version: String,
    pub(crate) joined_at: DateTime<Utc>,
    pub(crate) serving_centre_id: Option<Uuid>,
    pub(crate) staff_id: Option<Uuid>,
    pub(crate) target_centre_id: Option<Uuid>,
    pub(crate) target_staff_id: Option<Uuid>,
    pub(crate) excluded_staff_id: Option<Uuid>,
    pub(crate) transferred: bool,
    pub(crate) accepted_at: Option<DateTime<Utc>>,
    pub(crate) closed_at: Option<DateTime<Utc>>,
    pub(crate) closed_by: Option<String>,
    pub(crate) wrap_up_code: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> Condition {
        match scope {
            Scope::System | Scope::National => Condition::all(),
            Scope::Centre(id) => Condition::any()
                .add(Column::CentreId.eq(id.to_row()))
                .add(Column::ServingCentreId.eq(id.to_row())),
            Scope::Conversation(id) => Condition::all().add(Column::ConversationId.eq(id.to_row())),
            Scope::Partner(_) | Scope::Public => Condition::all().add(Expr::cust("1 = 0")),
        }
    }
}

fn read(row: Model) -> Result<Contact, Fault> {
    Ok(Contact {
        id: ContactId::from_row(row.id),
        conversation: row.conversation_id.map(ConversationId::from_row),
        centre: row.centre_id.map(CentreId::from_row),
        state: ContactState::from_word(&row.state).ok_or(Fault::Corrupt("contact.state"))?,
        channel: row
            .channel
            .parse()
            .map_err(|_unknown| Fault::Corrupt("contact.channel"))?,
        language: row
            .language
            .parse()
            .map_err(|_unknown| Fault::Corrupt("contact.language"))?,
        work_type: row
            .work_type
            .parse()
            .map_err(|_unknown| Fault::Corrupt("contact.work_type"))?,
        topic: row.topic,
        county: row
            .county
            .map(|county| {
                county
                    .parse()
                    .map_err(|_unknown| Fault::Corrupt("contact.county"))
            })
            .transpose()?,
        band: u8::try_from(row.band).unwrap_or(u8::MAX),
        policy_version: row.policy_version,
        joined_at: row.joined_at,
        staff: row.staff_id.map(StaffId::from_row),
        target_centre: row.target_centre_id.map(CentreId::from_row),
        target_staff: row.target_staff_id.map(StaffId::from_row),
        excluded_staff: row.excluded_staff_id.map(StaffId::from_row),
        transferred: row.transferred,
        accepted_at: row.accepted_at,
        closed_by: row.closed_by,
    })
}

pub(crate) async fn insert(
    tx: &TenantTx,
    contact: &Contact,
    entry_point: Option<String>,
) -> Result<(), Fault> {
    let row = ActiveModel {
        id: Set(contact.id.to_row()),
        centre_id: Set(contact.centre.map(CentreId::to_row)),
        conversation_id: Set(contact.conversation.map(ConversationId::to_row)),
        state: Set(contact.state.as_str().to_owned()),
        channel: Set(contact.channel.to_string()),
        language: Set(contact.language.to_string()),
        work_type: Set(contact.work_type.to_string()),
        topic: Set(contact.topic.clone()),
        county: Set(contact.county.map(|county| county.to_string())),
        entry_point: Set(entry_point),
        band: Set(i32::from(contact.band)),
        policy_version: Set(contact.policy_version.clone()),
        joined_at: Set(contact.joined_at),
        transferred: Set(false),
        ..ActiveModel::default()
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Adds contacts that are over.
pub(crate) async fn insert_past(
    tx: &TenantTx,
    past: &[(ContactId, &PastContact)],
) -> Result<(), Fault> {
    let row = |(id, one): &(ContactId, &PastContact)| {
        let answered = one.answered;
        let by = answered.map_or(ClosedBy::Seeker, |_| ClosedBy::Counsellor);
        ActiveModel {
            id: Set(id.to_row()),
            centre_id: Set(None),
            conversation_id: Set(None),
            state: Set(ContactState::Closed.as_str().to_owned()),
            channel: Set(one.channel.to_string()),
            language: Set(one.language.to_string()),
            work_type: Set(one.work_type.to_string()),
            topic: Set(one.topic.clone()),
            county: Set(one.county.map(|county| county.to_string())),
            entry_point: Set(None),
            band: Set(1),
            policy_version: Set(String::new()),
            joined_at: Set(one.joined_at),
            serving_centre_id: Set(answered.map(|(_, centre, _)| centre.to_row())),
            staff_id: Set(answered.map(|(staff, _, _)| staff.to_row())),
            target_centre_id: Set(None),
            target_staff_id: Set(None),
            excluded_staff_id: Set(None),
            transferred: Set(false),
            accepted_at: Set(answered.map(|(_, _, at)| at)),
            closed_at: Set(Some(one.closed_at)),
            closed_by: Set(Some(by.as_str().to_owned())),
            wrap_up_code: Set(answered.map(|_| "guided".to_owned())),
        }
    };
    if past.is_empty() {
        return Ok(());
    }
    Entity::insert_many(past.iter().map(row))
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

pub(crate) async fn find(tx: &TenantTx, id: ContactId) -> Result<Option<Contact>, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::Id.eq(id.to_row()))
        .one(tx)
        .await?;
    row.map(read).transpose()
}

/// Contacts in any of the states, oldest first.
pub(crate) async fn list_in(tx: &TenantTx, states: &[ContactState]) -> Result<Vec<Contact>, Fault> {
    let words = states.iter().map(|state| state.as_str());
    let rows = tx
        .find::<Entity>()
        .filter(Column::State.is_in(words))
        .order_by_asc(Column::JoinedAt)
        .order_by_asc(Column::Id)
        .all(tx)
        .await?;
    rows.into_iter().map(read).collect()
}

/// A counsellor's contacts that are not closed, or those closed, newest last, by cursor.
pub(crate) async fn list_of(
    tx: &TenantTx,
    staff: StaffId,
    states: &[ContactState],
    after: Option<ContactId>,
    limit: u64,
) -> Result<Vec<Contact>, Fault> {
    let words = states.iter().map(|state| state.as_str());
    let mut select = tx
        .find::<Entity>()
        .filter(Column::StaffId.eq(staff.to_row()))
        .filter(Column::State.is_in(words));
    if let Some(after) = after {
        select = select.filter(Column::Id.gt(after.to_row()));
    }
    let rows = select.order_by_asc(Column::Id).limit(limit).all(tx).await?;
    rows.into_iter().map(read).collect()
}

/// Reserves a waiting contact for a centre's counsellor; false when it waits no longer.
pub(crate) async fn set_offered(
    tx: &TenantTx,
    id: ContactId,
    centre: Option<CentreId>,
) -> Result<bool, Fault> {
    let result = tx
        .update::<Entity>()
        .col_expr(
            Column::ServingCentreId,
            Expr::value(centre.map(CentreId::to_row)),
        )
        .filter(Column::Id.eq(id.to_row()))
        .filter(Column::State.eq(ContactState::Waiting.as_str()))
        .exec(tx)
        .await?;
    Ok(result.rows_affected == 1)
}

/// Waiting to active, by this counsellor; false when it waits no longer.
pub(crate) async fn set_active(
    tx: &TenantTx,
    id: ContactId,
    staff: StaffId,
    now: Instant,
) -> Result<bool, Fault> {
    let result = tx
        .update::<Entity>()
        .col_expr(Column::State, Expr::value(ContactState::Active.as_str()))
        .col_expr(Column::StaffId, Expr::value(staff.to_row()))
        .col_expr(Column::AcceptedAt, Expr::value(now))
        .filter(Column::Id.eq(id.to_row()))
        .filter(Column::State.eq(ContactState::Waiting.as_str()))
        .exec(tx)
        .await?;
    Ok(result.rows_affected == 1)
}

/// Where a contact goes when it waits again.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Requeue {
    pub(crate) target_centre: Option<CentreId>,
    pub(crate) target_staff: Option<StaffId>,
    /// The counsellor who handed it on does not get it back.
    pub(crate) excluded_staff: Option<StaffId>,
    pub(crate) transferred: bool,
}

/// Active to waiting; false when `staff` does not serve it.
pub(crate) async fn set_waiting(
    tx: &TenantTx,
    id: ContactId,
    staff: StaffId,
    requeue: Requeue,
) -> Result<bool, Fault> {
    let mut update = tx
        .update::<Entity>()
        .col_expr(Column::State, Expr::value(ContactState::Waiting.as_str()))
        .col_expr(Column::StaffId, Expr::value(None::<Uuid>))
        .col_expr(
            Column::TargetCentreId,
            Expr::value(requeue.target_centre.map(CentreId::to_row)),
        )
        .col_expr(
            Column::TargetStaffId,
            Expr::value(requeue.target_staff.map(StaffId::to_row)),
        )
        .col_expr(
            Column::ExcludedStaffId,
            Expr::value(requeue.excluded_staff.map(StaffId::to_row)),
        );
    if requeue.transferred {
        update = update.col_expr(Column::Transferred, Expr::value(true));
    }
    let result = update
        .filter(Column::Id.eq(id.to_row()))
        .filter(Column::State.eq(ContactState::Active.as_str()))
        .filter(Column::StaffId.eq(staff.to_row()))
        .exec(tx)
        .await?;
    Ok(result.rows_affected == 1)
}

/// Lets everybody take a contact that was handed on to somebody who cannot.
pub(crate) async fn clear_target(tx: &TenantTx, id: ContactId) -> Result<(), Fault> {
    tx.update::<Entity>()
        .col_expr(Column::TargetCentreId, Expr::value(None::<Uuid>))
        .col_expr(Column::TargetStaffId, Expr::value(None::<Uuid>))
        .filter(Column::Id.eq(id.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Ends the talk: waiting contacts close, active ones go to wrap-up. False when it was over already.
pub(crate) async fn end(
    tx: &TenantTx,
    contact: &Contact,
    by: ClosedBy,
    now: Instant,
) -> Result<bool, Fault> {
    let next = match contact.state {
        ContactState::Waiting => ContactState::Closed,
        ContactState::Active => ContactState::WrapUp,
        ContactState::WrapUp | ContactState::Closed => return Ok(false),
    };
    let result = tx
        .update::<Entity>()
        .col_expr(Column::State, Expr::value(next.as_str()))
        .col_expr(Column::ClosedAt, Expr::value(now))
        .col_expr(Column::ClosedBy, Expr::value(by.as_str()))
        .filter(Column::Id.eq(contact.id.to_row()))
        .filter(Column::State.eq(contact.state.as_str()))
        .exec(tx)
        .await?;
    Ok(result.rows_affected == 1)
}

/// Wrap-up to closed, by this counsellor; false when it is not in their wrap-up.
pub(crate) async fn wrap_up(
    tx: &TenantTx,
    id: ContactId,
    staff: StaffId,
    code: &str,
) -> Result<bool, Fault> {
    let result = tx
        .update::<Entity>()
        .col_expr(Column::State, Expr::value(ContactState::Closed.as_str()))
        .col_expr(Column::WrapUpCode, Expr::value(code))
        .filter(Column::Id.eq(id.to_row()))
        .filter(Column::State.eq(ContactState::WrapUp.as_str()))
        .filter(Column::StaffId.eq(staff.to_row()))
        .exec(tx)
        .await?;
    Ok(result.rows_affected == 1)
}

/// Cuts the link to an erased conversation.
pub(crate) async fn forget_conversation(tx: &TenantTx, id: ContactId) -> Result<(), Fault> {
    tx.update::<Entity>()
        .col_expr(Column::ConversationId, Expr::value(None::<Uuid>))
        .filter(Column::Id.eq(id.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Counts the talks a centre's counsellors are in.
pub async fn count_open(tx: &TenantTx, centre: CentreId) -> Result<u64, Fault> {
    let talks = tx
        .find::<Entity>()
        .filter(Column::ServingCentreId.eq(centre.to_row()))
        .filter(Column::State.eq(ContactState::Active.as_str()));
    Ok(talks.count(tx).await?)
}
