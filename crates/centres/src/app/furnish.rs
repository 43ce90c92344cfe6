//! Work and shifts without rules and log, for demonstrations and tests.

use kernel::{CentreId, Channel, Instant, PresenceState, QueueKind, StaffId};
use platform::{Ctx, Fault, TenantTx};

use crate::{
    domain::rota::{Period, Shift, ShiftContent},
    store,
};

/// Notes that somebody was available. Needs the system's scope.
pub async fn note_work(
    tx: &TenantTx,
    who: (StaffId, CentreId),
    span: (Instant, Instant),
) -> Result<(), Fault> {
    store::insert_span(tx, who, PresenceState::Available, span).await
}

/// Plans somebody for chat and phone of the national queue. Needs the system's scope.
pub async fn note_shift(
    ctx: &Ctx,
    tx: &TenantTx,
    (staff_id, centre_id): (StaffId, CentreId),
    (from, until): (Instant, Instant),
) -> Result<(), Fault> {
    let period = Period::new(from, until).map_err(|_error| Fault::Corrupt("shift.period"))?;
    let shift = Shift {
        id: ctx.new_id(),
        centre_id,
        content: ShiftContent {
            staff_id,
            period,
            channels: vec![Channel::Chat, Channel::Phone],
            queue: QueueKind::National,
            note: None,
        },
        series_id: None,
        version: 1,
        changed_at: ctx.now,
    };
    store::rota::insert_shift(tx, &shift).await
}
