use kernel::{PresenceState, ProblemCode, StaffId};
use platform::{Ctx, Fault, TenantTx, http::Problem};

use super::emit_presence_changed;
use crate::{domain::Presence, store};

/// Why the presence is as it was.
#[derive(Debug, thiserror::Error)]
pub enum PresenceError {
    /// No such active member of staff in the scope.
    #[error("no such member of staff")]
    StaffNotFound,
    /// Neither the caller's nor the rules' business.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<PresenceError> for Problem {
    fn from(error: PresenceError) -> Self {
        match error {
            PresenceError::StaffNotFound => Self::new(ProblemCode::NotFound),
            PresenceError::Fault(fault) => fault.into(),
        }
    }
}

/// Sets a counsellor's state and takes over the capacity agreed with the centre, though never below
/// the present load. Counts as a sign of life; `since` moves only when the state does. Emits
/// `presence.changed`.
pub async fn set_presence(
    ctx: &Ctx,
    tx: &TenantTx,
    staff: StaffId,
    state: PresenceState,
) -> Result<Presence, PresenceError> {
    let member = store::find_member(tx, staff).await?;
    let member = member.ok_or(PresenceError::StaffNotFound)?;
    let presence = store::upsert_presence(
        tx,
        (staff, member.centre_id),
        state,
        member.capacity_units,
        ctx.now,
    )
    .await?;
    emit_presence_changed(ctx, tx, staff).await?;
    Ok(presence)
}
