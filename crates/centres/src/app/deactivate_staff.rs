use kernel::{AccountId, Actor, CentreId, PresenceState, StaffId};
use platform::{Ctx, TenantTx, jobs::NewJob};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    change::{ChangeError, settle},
    rota::leave_rota,
    set_presence::{PresenceError, set_presence},
};
use crate::{domain::Centre, store};

/// Kind of the job that takes away what a former member of staff may do. Its payload is a [`FormerMember`].
pub const RELEASE_MEMBER: &str = "staff.release";

/// Somebody who is no longer a member of a centre's staff.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct FormerMember {
    /// The person who logs in.
    pub account_id: AccountId,
    /// The centre.
    pub centre_id: CentreId,
}

/// Ends a membership of a held centre: no offers from now on, what is served moves on, and the log-in is of
/// no use there any more, nor is the calendar link; what was planned shows as uncovered. Nobody ends their own,
/// so that somebody is left who administers. Emits `centre.changed` and `presence.changed`, leaves the job [`RELEASE_MEMBER`].
pub(crate) async fn deactivate_staff(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    id: StaffId,
) -> Result<(), ChangeError> {
    let found = store::find_counsellor(tx, id).await?;
    let member = found
        .filter(|member| member.centre_id == held.id)
        .ok_or(ChangeError::NotFound)?;
    if matches!(ctx.actor, Actor::Account { account, .. } if account == member.account_id) {
        return Err(ChangeError::invalid("staff_id", "must not be your own"));
    }
    go_offline(ctx, tx, id).await?;
    store::deactivate_staff(tx, id).await?;
    leave_rota(ctx, tx, held, id).await?;
    let former = FormerMember {
        account_id: member.account_id,
        centre_id: held.id,
    };
    let release = NewJob {
        kind: RELEASE_MEMBER,
        key: format!("{RELEASE_MEMBER}:{id}"),
        payload: serde_json::to_string(&former).map_err(platform::Fault::from)?,
        due_at: ctx.now,
    };
    tx.schedule(&release).await?;
    let values = (Some(json!({"alias": member.alias, "active": true})), None);
    settle(ctx, tx, held.id, "staff:deactivate", id, values).await?;
    Ok(())
}

async fn go_offline(ctx: &Ctx, tx: &TenantTx, id: StaffId) -> Result<(), ChangeError> {
    match set_presence(ctx, tx, id, PresenceState::Offline).await {
        Ok(_presence) => Ok(()),
        Err(PresenceError::StaffNotFound) => Err(ChangeError::NotFound),
        Err(PresenceError::Fault(fault)) => Err(fault.into()),
    }
}
