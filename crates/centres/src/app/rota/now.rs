use std::collections::HashMap;

use chrono::TimeDelta;
use kernel::{Instant, PresenceState, StaffId};
use platform::{Ctx, Fault, TenantTx};

use super::{ShiftView, minute_of, view_shifts};
use crate::{
    domain::{Centre, Counsellor, rota::Period},
    store::{self, rota::ShiftFilter},
};

/// How far ahead the next change is looked for.
const AHEAD: TimeDelta = TimeDelta::days(14);

/// Who is on shift, and until when that stays so.
#[derive(Clone, Debug)]
pub(crate) struct Now {
    pub(crate) on: Vec<OnShift>,
    /// None where nothing changes within 14 days.
    pub(crate) next_change_at: Option<Instant>,
}

/// Somebody whose shift runs.
#[derive(Clone, Debug)]
pub(crate) struct OnShift {
    pub(crate) view: ShiftView,
    pub(crate) state: PresenceState,
    /// Since when the presence is so; 1 January 1970 for those who never had a desk open.
    pub(crate) since: Instant,
    /// Absent at this moment.
    pub(crate) is_absent: bool,
}

impl OnShift {
    /// Whether the person should be here and has no desk open.
    pub(crate) fn is_missing(&self) -> bool {
        !self.is_absent && self.state == PresenceState::Offline
    }
}

/// Says who is on shift in a centre now.
pub(crate) async fn rota_now(ctx: &Ctx, tx: &TenantTx, centre: &Centre) -> Result<Now, Fault> {
    let minute = minute_of(ctx.now);
    let filter = ShiftFilter {
        within: Period::new(minute, minute + AHEAD).ok(),
        ..ShiftFilter::default()
    };
    let shifts = store::rota::list_shifts(tx, centre.id, filter, None).await?;
    let (running, coming): (Vec<_>, Vec<_>) = shifts
        .into_iter()
        .partition(|shift| shift.content.period.holds(ctx.now));
    let coming = coming
        .into_iter()
        .map(|shift| shift.content.period.starts_at());
    let mut running = view_shifts(tx, centre, running, ctx.now).await?;
    running.sort_by_cached_key(|view| (view.shift.content.period.starts_at(), view.alias.clone()));
    let ends = running.iter().flat_map(|view| {
        let absent = view.absent.iter();
        let bounds = absent.flat_map(|part| [part.starts_at(), part.ends_at()]);
        bounds.chain([view.shift.content.period.ends_at()])
    });
    let changes = ends.chain(coming).filter(|at| *at > ctx.now);
    let next_change_at = changes.min();
    let staff: HashMap<StaffId, Counsellor> = store::list_staff(tx, centre.id)
        .await?
        .into_iter()
        .map(|member| (member.staff_id, member))
        .collect();
    let on = |view: ShiftView| {
        let member = staff.get(&view.shift.content.staff_id);
        OnShift {
            state: member.map_or(PresenceState::Offline, |member| member.state),
            since: member.map_or(Instant::UNIX_EPOCH, |member| member.since),
            is_absent: view.absent.iter().any(|part| part.holds(ctx.now)),
            view,
        }
    };
    Ok(Now {
        on: running.into_iter().map(on).collect(),
        next_change_at,
    })
}
