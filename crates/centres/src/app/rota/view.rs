use std::collections::HashMap;

use chrono_tz::Tz;
use kernel::{Instant, ShiftId, StaffId, SwapId, SwapState};
use platform::{Fault, TenantTx};

use crate::{
    domain::{
        Centre,
        rota::{Period, Shift, absent_parts, is_live},
    },
    store,
};

/// A shift with all that is told of it.
#[derive(Clone, Debug)]
pub(crate) struct ShiftView {
    pub(crate) shift: Shift,
    pub(crate) alias: String,
    /// Of the centre's wall clock.
    pub(crate) zone: Tz,
    /// When the person is absent, within the shift.
    pub(crate) absent: Vec<Period>,
    pub(crate) live_swap: Option<(SwapId, SwapState)>,
}

/// Adds to shifts what is told of them; their order stays.
pub(crate) async fn view_shifts(
    tx: &TenantTx,
    centre: &Centre,
    shifts: Vec<Shift>,
    now: Instant,
) -> Result<Vec<ShiftView>, Fault> {
    let periods = || shifts.iter().map(|shift| shift.content.period);
    let from = periods().map(Period::starts_at).min();
    let until = periods().map(Period::ends_at).max();
    let Some(whole) = from.zip(until) else {
        return Ok(Vec::new());
    };
    let whole = Period::new(whole.0, whole.1);
    let whole = whole.ok().ok_or(Fault::Corrupt("shift.ends_at"))?;
    let mut absences: HashMap<StaffId, Vec<Period>> = HashMap::new();
    for absence in store::rota::list_absences(tx, centre.id, None, whole).await? {
        let of_person = absences.entry(absence.staff_id).or_default();
        of_person.push(absence.period);
    }
    let names = store::rota::staff_names(tx, centre.id).await?;
    let ids = shifts.iter().map(|shift| shift.id);
    let swaps: HashMap<ShiftId, (SwapId, SwapState)> = store::rota::list_live_swaps(tx, ids)
        .await?
        .into_iter()
        .filter_map(|swap| Some((swap.shift_id?, (swap.id, swap.state))))
        .collect();
    let view = |shift: Shift| {
        let period = shift.content.period;
        let of_person = absences.get(&shift.content.staff_id);
        let absent = absent_parts(period, of_person.into_iter().flatten().copied());
        let swap = swaps.get(&shift.id).copied();
        ShiftView {
            alias: names
                .get(&shift.content.staff_id)
                .cloned()
                .unwrap_or_default(),
            zone: centre.time_zone,
            absent,
            live_swap: swap.filter(|(_, state)| is_live(*state) && period.starts_at() > now),
            shift,
        }
    };
    Ok(shifts.into_iter().map(view).collect())
}

/// The same for one shift.
pub(crate) async fn view_shift(
    tx: &TenantTx,
    centre: &Centre,
    shift: Shift,
    now: Instant,
) -> Result<ShiftView, Fault> {
    let mut views = view_shifts(tx, centre, vec![shift], now).await?;
    views.pop().ok_or(Fault::Corrupt("shift"))
}
