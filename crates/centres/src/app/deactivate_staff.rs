use kernel::{AccountId, Actor, PresenceState, StaffId};
use platform::{Ctx, TenantTx};
use serde_json::json;

use super::{
    change::{ChangeError, settle},
    rota::leave_rota,
    set_presence::{PresenceError, set_presence},
};
use crate::{domain::Centre, store};

/// Ends a membership of a held centre: no offers from now on, what is served moves on, the calendar link is of no
/// use any more, and what was planned shows as uncovered. Nobody ends their own, so that somebody is left who
/// administers. Returns whose it was, for the log-in to be released too. Emits `centre.changed` and
/// `presence.changed`.
pub(crate) async fn deactivate_staff(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    id: StaffId,
) -> Result<AccountId, ChangeError> {
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
    let values = (Some(json!({"alias": member.alias, "active": true})), None);
    settle(ctx, tx, held.id, "staff:deactivate", id, values).await?;
    Ok(member.account_id)
}

async fn go_offline(ctx: &Ctx, tx: &TenantTx, id: StaffId) -> Result<(), ChangeError> {
    match set_presence(ctx, tx, id, PresenceState::Offline).await {
        Ok(_presence) => Ok(()),
        Err(PresenceError::StaffNotFound) => Err(ChangeError::NotFound),
        Err(PresenceError::Fault(fault)) => Err(fault.into()),
    }
}
