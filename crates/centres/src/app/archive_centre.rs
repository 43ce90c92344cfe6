use kernel::{CentreId, PresenceState};
use platform::{Ctx, TenantTx, jobs::NewJob};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    change::{ChangeError, settle},
    emit_presence_changed, is_national,
};
use crate::{domain::Centre, store};

/// Kind of the job that ends the log-ins of an archived centre's people. Its payload is an [`ArchivedCentre`].
pub const END_LOGINS: &str = "centre.end_logins";

/// A centre that takes no part any more.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ArchivedCentre {
    /// The centre.
    pub centre_id: CentreId,
}

/// Takes a held centre out of the service: it is listed nowhere, gets no contacts, its talks move on, its
/// people cannot work in it, and all it has stays. Twice is no error. Emits `centre.changed` and
/// `presence.changed`, leaves the job [`END_LOGINS`].
pub(crate) async fn archive_centre(
    ctx: &Ctx,
    tx: &TenantTx,
    held: Centre,
) -> Result<(), ChangeError> {
    if !is_national(tx.scope()) {
        return Err(ChangeError::NotFound);
    }
    if !held.active {
        return Ok(());
    }
    let staff = store::list_staff(tx, held.id).await?;
    for member in &staff {
        let presence = (member.staff_id, held.id);
        let units = member.capacity_units;
        store::upsert_presence(tx, presence, PresenceState::Offline, units, ctx.now).await?;
    }
    let id = held.id;
    store::update_centre(
        tx,
        &Centre {
            active: false,
            ..held
        },
    )
    .await?;
    let archived = ArchivedCentre { centre_id: id };
    let job = NewJob {
        kind: END_LOGINS,
        key: format!("{END_LOGINS}:{id}"),
        payload: serde_json::to_string(&archived).map_err(platform::Fault::from)?,
        due_at: ctx.now,
    };
    tx.schedule(&job).await?;
    let values = (
        Some(json!({"active": true})),
        Some(json!({"active": false})),
    );
    settle(ctx, tx, id, "centre:archive", id, values).await?;
    for member in &staff {
        emit_presence_changed(ctx, tx, member.staff_id).await?;
    }
    Ok(())
}

/// Takes an archived, held centre back as it was; its people log in again. Twice is no error. Emits
/// `centre.changed`.
pub(crate) async fn reactivate_centre(
    ctx: &Ctx,
    tx: &TenantTx,
    held: Centre,
) -> Result<(), ChangeError> {
    if !is_national(tx.scope()) {
        return Err(ChangeError::NotFound);
    }
    if held.active {
        return Ok(());
    }
    let id = held.id;
    store::update_centre(
        tx,
        &Centre {
            active: true,
            ..held
        },
    )
    .await?;
    let values = (
        Some(json!({"active": false})),
        Some(json!({"active": true})),
    );
    settle(ctx, tx, id, "centre:reactivate", id, values).await?;
    Ok(())
}
