//! What may become of a wish to hand a shift over.

use kernel::{StaffId, SwapId, SwapState};
use platform::{Ctx, TenantTx};

use super::{
    RotaError, SwapView, check_member, remember,
    shifts::check_alone,
    swaps::{facts, view_swap},
};
use crate::{
    domain::{
        Centre,
        rota::{Shift, ShiftContent, Swap, absent_parts, is_live},
    },
    store,
};

/// A swap as it is now, and its shift.
struct Found {
    swap: Swap,
    shift: Option<Shift>,
}

async fn find(ctx: &Ctx, tx: &TenantTx, held: &Centre, id: SwapId) -> Result<Found, RotaError> {
    let swap = store::rota::find_swap(tx, held.id, id).await?;
    let swap = swap.ok_or(RotaError::NotFound)?;
    let shift = match swap.shift_id {
        Some(shift) => store::rota::find_shift(tx, held.id, shift).await?,
        None => None,
    };
    let starts_at = shift.as_ref().map(|shift| shift.content.period.starts_at());
    let state = swap.state_at(ctx.now, starts_at);
    Ok(Found {
        swap: Swap { state, ..swap },
        shift,
    })
}

/// A colleague takes the shift: at once where the centre wants no approval, else as soon as it is given.
pub(crate) async fn accept_swap(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    (own, id): (StaffId, SwapId),
) -> Result<SwapView, RotaError> {
    let Found { swap, shift } = find(ctx, tx, held, id).await?;
    if !swap.is_offered_to(own) {
        return Err(RotaError::NotFound);
    }
    let shift = shift.filter(|_| swap.state == SwapState::Open);
    let shift = shift.ok_or(RotaError::WrongState)?;
    let handed = handed_over(tx, held, &shift, own).await?;
    let taken = Swap {
        taker: Some(own),
        ..swap.clone()
    };
    let new = if store::rota::find_settings(tx, held.id).await? {
        taken.moved(SwapState::Accepted, ctx.now)
    } else {
        store::rota::update_shift(tx, &shift.changed(handed, ctx.now)).await?;
        taken.moved(SwapState::Done, ctx.now)
    };
    settle(ctx, tx, held, ("swap:accept", swap, new)).await
}

/// An administrator lets the shift change hands, in the same transaction.
pub(crate) async fn approve_swap(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    id: SwapId,
) -> Result<SwapView, RotaError> {
    let Found { swap, shift } = find(ctx, tx, held, id).await?;
    let accepted = swap.taker.filter(|_| swap.state == SwapState::Accepted);
    let (taker, shift) = accepted.zip(shift).ok_or(RotaError::WrongState)?;
    check_member(tx, held.id, taker, "taker_staff_id").await?;
    let handed = handed_over(tx, held, &shift, taker).await?;
    store::rota::update_shift(tx, &shift.changed(handed, ctx.now)).await?;
    let new = swap.moved(SwapState::Done, ctx.now);
    settle(ctx, tx, held, ("swap:approve", swap, new)).await
}

/// An administrator does not want the shift to change hands.
pub(crate) async fn refuse_swap(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    id: SwapId,
) -> Result<SwapView, RotaError> {
    let Found { swap, .. } = find(ctx, tx, held, id).await?;
    if !is_live(swap.state) {
        return Err(RotaError::WrongState);
    }
    let new = swap.moved(SwapState::Refused, ctx.now);
    settle(ctx, tx, held, ("swap:refuse", swap, new)).await
}

/// The colleague who was asked does not take the shift.
pub(crate) async fn decline_swap(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    (own, id): (StaffId, SwapId),
) -> Result<SwapView, RotaError> {
    let Found { swap, .. } = find(ctx, tx, held, id).await?;
    if swap.to != Some(own) {
        return Err(RotaError::NotFound);
    }
    if swap.state != SwapState::Open {
        return Err(RotaError::WrongState);
    }
    let new = swap.moved(SwapState::Declined, ctx.now);
    settle(ctx, tx, held, ("swap:decline", swap, new)).await
}

/// Whoever asked keeps the shift.
pub(crate) async fn withdraw_swap(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    (own, id): (StaffId, SwapId),
) -> Result<SwapView, RotaError> {
    let Found { swap, .. } = find(ctx, tx, held, id).await?;
    if swap.from != own {
        return Err(RotaError::NotFound);
    }
    if !is_live(swap.state) {
        return Err(RotaError::WrongState);
    }
    let new = swap.moved(SwapState::Withdrawn, ctx.now);
    settle(ctx, tx, held, ("swap:withdraw", swap, new)).await
}

/// What the shift is in the hands of the taker, who must be free and there.
async fn handed_over(
    tx: &TenantTx,
    held: &Centre,
    shift: &Shift,
    taker: StaffId,
) -> Result<ShiftContent, RotaError> {
    let content = ShiftContent {
        staff_id: taker,
        ..shift.content.clone()
    };
    check_alone(tx, held, &content, Some(shift.id)).await?;
    let period = content.period;
    let absences = store::rota::list_absences(tx, held.id, Some(taker), period).await?;
    let absences = absences.into_iter().map(|absence| absence.period);
    if !absent_parts(period, absences).is_empty() {
        return Err(RotaError::AbsentThen);
    }
    Ok(content)
}

async fn settle(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    (action, old, new): (&'static str, Swap, Swap),
) -> Result<SwapView, RotaError> {
    store::rota::update_swap(tx, &new).await?;
    let values = (Some(facts(&old)), Some(facts(&new)));
    remember(ctx, tx, held.id, (action, new.id), values).await?;
    Ok(view_swap(ctx, tx, held, new).await?)
}
