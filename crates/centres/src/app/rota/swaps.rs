use std::collections::HashMap;

use chrono::TimeDelta;
use kernel::{Instant, ShiftId, StaffId, SwapState};
use platform::{Ctx, Fault, TenantTx};
use serde_json::{Value, json};

use super::{RotaError, ShiftView, check_member, remember, view_shifts};
use crate::{
    domain::{
        Centre,
        rota::{Swap, is_live},
    },
    store::{self, rota::SwapFilter},
};

/// How long settled swaps are told of.
const TOLD: TimeDelta = TimeDelta::days(90);

/// A swap with all that is told of it.
#[derive(Clone, Debug)]
pub(crate) struct SwapView {
    /// Its state is that of now.
    pub(crate) swap: Swap,
    pub(crate) from_alias: String,
    pub(crate) to_alias: Option<String>,
    pub(crate) taker_alias: Option<String>,
    /// None once the shift was removed.
    pub(crate) shift: Option<ShiftView>,
}

/// The swaps that concern one person, newest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct OwnSwaps {
    /// Asked for by the person.
    pub(crate) asked: Vec<SwapView>,
    /// Which the person may accept.
    pub(crate) offered: Vec<SwapView>,
    /// Which the person has accepted.
    pub(crate) taken: Vec<SwapView>,
}

/// Lists the swaps of a centre, newest first: live ones, or all of the last 90 days.
pub(crate) async fn list_swaps(
    ctx: &Ctx,
    tx: &TenantTx,
    centre: &Centre,
    only_live: bool,
) -> Result<Vec<SwapView>, Fault> {
    let filter = SwapFilter {
        concerning: None,
        settled_since: (!only_live).then_some(ctx.now - TOLD),
    };
    let swaps = store::rota::list_swaps(tx, centre.id, filter).await?;
    let views = view_swaps(ctx, tx, centre, swaps).await?;
    // One whose shift has begun is no longer live, though nothing was written.
    let is_told = |view: &SwapView| !only_live || is_live(view.swap.state);
    Ok(views.into_iter().filter(is_told).collect())
}

/// Lists the swaps that concern a person of the centre.
pub(crate) async fn list_own_swaps(
    ctx: &Ctx,
    tx: &TenantTx,
    centre: &Centre,
    own: StaffId,
) -> Result<OwnSwaps, Fault> {
    let filter = SwapFilter {
        concerning: Some(own),
        settled_since: Some(ctx.now - TOLD),
    };
    let swaps = store::rota::list_swaps(tx, centre.id, filter).await?;
    let mut told = OwnSwaps::default();
    for view in view_swaps(ctx, tx, centre, swaps).await? {
        let swap = &view.swap;
        if swap.from == own {
            told.asked.push(view);
        } else if swap.taker == Some(own) {
            told.taken.push(view);
        } else if swap.state == SwapState::Open && swap.is_offered_to(own) {
            told.offered.push(view);
        }
    }
    Ok(told)
}

/// Asks for a colleague to take over a shift of one's own.
pub(crate) async fn request_swap(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    (own, shift, to): (StaffId, ShiftId, Option<StaffId>),
) -> Result<SwapView, RotaError> {
    let shift = store::rota::find_shift(tx, held.id, shift).await?;
    let shift = shift
        .filter(|shift| shift.content.staff_id == own)
        .ok_or_else(|| RotaError::invalid("shift_id", "must be a shift of your own"))?;
    if let Some(to) = to {
        if to == own {
            return Err(RotaError::invalid("to_staff_id", "must not be your own"));
        }
        check_member(tx, held.id, to, "to_staff_id").await?;
    }
    let has_begun = shift.content.period.starts_at() <= ctx.now;
    let live = store::rota::list_live_swaps(tx, [shift.id]).await?;
    if has_begun || !live.is_empty() {
        return Err(RotaError::WrongState);
    }
    let swap = Swap {
        id: ctx.new_id(),
        centre_id: held.id,
        shift_id: Some(shift.id),
        from: own,
        to,
        taker: None,
        state: SwapState::Open,
        asked_at: ctx.now,
        settled_at: None,
    };
    store::rota::insert_swap(tx, &swap).await?;
    let values = (None, Some(facts(&swap)));
    remember(ctx, tx, held.id, ("swap:request", swap.id), values).await?;
    Ok(view_swap(ctx, tx, held, swap).await?)
}

/// What becomes of a live swap when somebody leaves the centre; none if it does not concern them.
pub(super) fn without(swap: &Swap, staff: StaffId, now: Instant) -> Option<Swap> {
    if swap.from == staff || swap.to == Some(staff) {
        return Some(swap.moved(SwapState::Cancelled, now));
    }
    (swap.taker == Some(staff)).then(|| Swap {
        taker: None,
        ..swap.moved(SwapState::Open, now)
    })
}

/// Adds to a swap what is told of it.
pub(super) async fn view_swap(
    ctx: &Ctx,
    tx: &TenantTx,
    centre: &Centre,
    swap: Swap,
) -> Result<SwapView, Fault> {
    let mut views = view_swaps(ctx, tx, centre, vec![swap]).await?;
    views.pop().ok_or(Fault::Corrupt("swap"))
}

async fn view_swaps(
    ctx: &Ctx,
    tx: &TenantTx,
    centre: &Centre,
    swaps: Vec<Swap>,
) -> Result<Vec<SwapView>, Fault> {
    let ids = swaps.iter().filter_map(|swap| swap.shift_id);
    let shifts = store::rota::find_shifts(tx, centre.id, ids).await?;
    let shifts = view_shifts(tx, centre, shifts, ctx.now).await?;
    let shifts: HashMap<ShiftId, ShiftView> = shifts
        .into_iter()
        .map(|view| (view.shift.id, view))
        .collect();
    let names = store::rota::staff_names(tx, centre.id).await?;
    let name = |staff: StaffId| names.get(&staff).cloned().unwrap_or_default();
    let view = |swap: Swap| {
        let shift = swap.shift_id.and_then(|id| shifts.get(&id)).cloned();
        let starts_at = shift
            .as_ref()
            .map(|view| view.shift.content.period.starts_at());
        SwapView {
            from_alias: name(swap.from),
            to_alias: swap.to.map(name),
            taker_alias: swap.taker.map(name),
            swap: Swap {
                state: swap.state_at(ctx.now, starts_at),
                ..swap
            },
            shift,
        }
    };
    Ok(swaps.into_iter().map(view).collect())
}

pub(super) fn facts(swap: &Swap) -> Value {
    json!({
        "shift_id": swap.shift_id,
        "from_staff_id": swap.from,
        "to_staff_id": swap.to,
        "taker_staff_id": swap.taker,
        "state": swap.state,
    })
}
