//! A talk ends: by either side, written up, erased.

use kernel::{ContactId, ConversationId, ProblemCode, StaffId};
use platform::{Ctx, Fault, TenantTx, http::Problem};

use crate::{
    domain::{
        contact::{ClosedBy, Contact, ContactState, WRAP_UP_CODES},
        message::Notice,
    },
    live::appender::write_notice,
    store::{contact, conversation, offer, tombstone},
};

/// Why a contact could not be changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ContactError {
    #[error("no such contact")]
    NotFound,
    #[error("not possible in the contact's state")]
    WrongState,
    #[error("unknown wrap-up code")]
    UnknownCode,
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<ContactError> for Problem {
    fn from(error: ContactError) -> Self {
        match error {
            ContactError::NotFound => Self::new(ProblemCode::NotFound),
            ContactError::WrongState => Self::new(ProblemCode::WrongState),
            ContactError::UnknownCode => {
                Self::invalid("code", format!("expected one of {WRAP_UP_CODES:?}"))
            }
            ContactError::Fault(fault) => fault.into(),
        }
    }
}

/// The counsellor ends the talk; wrap-up begins.
pub(crate) async fn close(
    ctx: &Ctx,
    tx: &TenantTx,
    staff: StaffId,
    id: ContactId,
) -> Result<Contact, ContactError> {
    let row = own(tx, staff, id).await?;
    if row.state != ContactState::Active {
        return Err(ContactError::WrongState);
    }
    end(ctx, tx, &row, ClosedBy::Counsellor).await?;
    Ok(row)
}

/// The service ends the waiting of a contact; false when it waits no longer.
pub(crate) async fn end_by_service(
    ctx: &Ctx,
    tx: &TenantTx,
    row: &Contact,
) -> Result<bool, ContactError> {
    if row.state != ContactState::Waiting {
        return Ok(false);
    }
    end(ctx, tx, row, ClosedBy::Service).await
}

/// The seeker ends it; again is no error. Returns who served it.
pub(crate) async fn end_by_seeker(
    ctx: &Ctx,
    tx: &TenantTx,
    id: ContactId,
) -> Result<Option<StaffId>, ContactError> {
    let row = contact::find(tx, id).await?.ok_or(ContactError::NotFound)?;
    end(ctx, tx, &row, ClosedBy::Seeker).await?;
    Ok(row.staff)
}

async fn end(ctx: &Ctx, tx: &TenantTx, row: &Contact, by: ClosedBy) -> Result<bool, ContactError> {
    if !contact::end(tx, row, by, ctx.now).await? {
        return Ok(false);
    }
    if let Some(id) = row.conversation {
        write_notice(ctx, tx, id, Notice::Closed, None).await?;
        conversation::close(tx, row.id).await?;
    }
    tx.emit(
        "contact.changed",
        &serde_json::json!({ "contact_id": row.id }),
        ctx.now,
    )
    .await?;
    Ok(true)
}

/// The counsellor says what it came to; their units are free again.
pub(crate) async fn wrap_up(
    ctx: &Ctx,
    tx: &TenantTx,
    staff: StaffId,
    id: ContactId,
    code: &str,
) -> Result<(), ContactError> {
    if !WRAP_UP_CODES.contains(&code) {
        return Err(ContactError::UnknownCode);
    }
    own(tx, staff, id).await?;
    if !contact::wrap_up(tx, id, staff, code).await? {
        return Err(ContactError::WrongState);
    }
    let units = offer::accepted_units(tx, id, staff).await?;
    centres::release_units(tx, staff, units).await?;
    tx.emit(
        "contact.changed",
        &serde_json::json!({ "contact_id": id }),
        ctx.now,
    )
    .await
    .map_err(ContactError::from)
}

/// Erases everything said, at the seeker's wish or because it was erased before a backup was restored. A talk that goes on ends
/// first. Needs the system's scope: the contact outlives its conversation.
pub(crate) async fn erase(
    ctx: &Ctx,
    tx: &TenantTx,
    id: ConversationId,
) -> Result<Option<Contact>, Fault> {
    let Some(conversation) = conversation::find(tx, id).await? else {
        return Ok(None);
    };
    let row = contact::find(tx, conversation.contact).await?;
    if let Some(row) = &row {
        contact::end(tx, row, ClosedBy::Seeker, ctx.now).await?;
        contact::forget_conversation(tx, row.id).await?;
        tx.emit(
            "contact.changed",
            &serde_json::json!({ "contact_id": row.id }),
            ctx.now,
        )
        .await?;
    }
    conversation::erase(tx, id).await?;
    tombstone::insert(tx, &[id], ctx.now).await?;
    Ok(row)
}

/// A contact this counsellor serves or served last; others do not exist for them.
pub(crate) async fn own(
    tx: &TenantTx,
    staff: StaffId,
    id: ContactId,
) -> Result<Contact, ContactError> {
    let row = contact::find(tx, id).await?;
    row.filter(|row| row.staff == Some(staff))
        .ok_or(ContactError::NotFound)
}
