//! What can be done with the rota of a centre. Every change holds the centre, so that of two who plan the same
//! person one sees what the other did.

mod absences;
mod calendar;
mod change_series;
mod now;
mod planned;
mod series;
mod settings;
mod settle_swaps;
mod shifts;
mod swaps;
mod view;

pub(crate) use absences::{NewAbsence, Reported, delete_absence, list_absences, report_absence};
pub(crate) use calendar::{FeedText, make_feed, open_feed, revoke_feed};
pub(crate) use change_series::{SeriesChange, delete_series, update_series};
pub(crate) use now::{Now, OnShift, rota_now};
pub use planned::{planned, planned_half_hours};
pub(crate) use series::{
    Made, NewSeries, OnCollision, Replaced, create_series, find_series, preview_series,
};
pub(crate) use settings::update_settings;
pub(crate) use settle_swaps::{
    accept_swap, approve_swap, decline_swap, refuse_swap, withdraw_swap,
};
pub(crate) use shifts::{
    NewShift, ShiftChange, create_shift, delete_shift, find_shift, update_shift,
};
pub(crate) use swaps::{OwnSwaps, SwapView, list_own_swaps, list_swaps, request_swap};
pub(crate) use view::{ShiftView, view_shift, view_shifts};

use chrono::TimeDelta;
use kernel::{CentreId, FieldError, Instant, ProblemCode, ShiftId, StaffId, SwapState};
use platform::{
    Ctx, Fault, TenantTx,
    audit::{self, Deed},
    http::Problem,
};
use serde_json::Value;

use super::change::ChangeError;
use crate::{
    domain::{
        Centre,
        rota::{Absence, Period, is_live},
    },
    store::{self, rota::SwapFilter},
};

/// How far ahead a shift may start: 53 weeks.
const FURTHEST: TimeDelta = TimeDelta::weeks(53);
/// How long somebody who has left is absent: beyond all that can be planned.
const FOR_GOOD: TimeDelta = TimeDelta::weeks(60);

/// Why nothing was changed in the rota.
#[derive(Debug, thiserror::Error)]
pub enum RotaError {
    /// No such thing in the centre, or not the caller's business.
    #[error("no such thing in the scope")]
    NotFound,
    /// Fields break rules.
    #[error("{} fields break rules", .0.len())]
    Invalid(Vec<FieldError>),
    /// The person has other shifts at that time.
    #[error("the person has another shift at that time")]
    Overlap(Vec<ShiftId>),
    /// The person is absent at that time.
    #[error("the person is absent at that time")]
    AbsentThen,
    /// Not possible as things stand.
    #[error("not possible as things stand")]
    WrongState,
    /// Neither the caller's nor the rules' business.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl RotaError {
    fn invalid(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError {
            field: field.into(),
            reason: reason.into(),
        }])
    }
}

impl From<ChangeError> for RotaError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::NotFound => Self::NotFound,
            ChangeError::Invalid(faults) => Self::Invalid(faults),
            ChangeError::Fault(fault) => Self::Fault(fault),
        }
    }
}

impl From<RotaError> for Problem {
    fn from(error: RotaError) -> Self {
        match error {
            RotaError::NotFound => Self::new(ProblemCode::NotFound),
            RotaError::Invalid(faults) => Self::faulty(faults),
            RotaError::Overlap(with) => {
                let ids: Vec<String> = with.iter().map(ToString::to_string).collect();
                Self::new(ProblemCode::ShiftOverlap).member("collisions", Some(ids))
            }
            RotaError::AbsentThen => Self::new(ProblemCode::AbsentThen),
            RotaError::WrongState => Self::new(ProblemCode::WrongState),
            RotaError::Fault(fault) => fault.into(),
        }
    }
}

/// The whole minute an instant lies in.
pub(crate) fn minute_of(at: Instant) -> Instant {
    let seconds = at.timestamp().div_euclid(60) * 60;
    Instant::from_timestamp(seconds, 0).unwrap_or(at)
}

/// Remembers a change in the audit log. Nobody keeps the rota in memory, so nothing is emitted.
async fn remember(
    ctx: &Ctx,
    tx: &TenantTx,
    centre: CentreId,
    (action, target): (&'static str, impl ToString),
    (old, new): (Option<Value>, Option<Value>),
) -> Result<(), Fault> {
    let deed = Deed {
        centre: Some(centre),
        action,
        target: target.to_string(),
        old,
        new,
    };
    audit::record(ctx, tx, deed).await
}

/// Refuses to plan anybody who is no active member of the centre's staff.
async fn check_member(
    tx: &TenantTx,
    centre: CentreId,
    staff: StaffId,
    field: &'static str,
) -> Result<(), RotaError> {
    let found = store::find_counsellor(tx, staff).await?;
    if found.is_some_and(|member| member.centre_id == centre) {
        return Ok(());
    }
    Err(RotaError::invalid(
        field,
        "must be an active member of the centre's staff",
    ))
}

/// Takes somebody who leaves out of the rota: absent for good from now on, so that what was planned shows as
/// uncovered and what was worked stays; wishes end, the calendar link opens nothing any more.
pub(super) async fn leave_rota(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    staff: StaffId,
) -> Result<(), Fault> {
    let starts_at = minute_of(ctx.now);
    if let Ok(period) = Period::new(starts_at, starts_at + FOR_GOOD) {
        let absence = Absence {
            id: ctx.new_id(),
            staff_id: staff,
            period,
        };
        store::rota::insert_absence(tx, held.id, &absence).await?;
    }
    let filter = SwapFilter {
        concerning: Some(staff),
        settled_since: None,
    };
    for swap in store::rota::list_swaps(tx, held.id, filter).await? {
        if let Some(ended) = swaps::without(&swap, staff, ctx.now) {
            store::rota::update_swap(tx, &ended).await?;
        }
    }
    store::rota::delete_feed(tx, staff).await?;
    Ok(())
}

/// Lets somebody who left and is back be planned again.
pub(super) async fn rejoin_rota(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    staff: StaffId,
) -> Result<(), Fault> {
    let Ok(ahead) = Period::new(minute_of(ctx.now), minute_of(ctx.now) + FOR_GOOD) else {
        return Ok(());
    };
    for absence in store::rota::list_absences(tx, held.id, Some(staff), ahead).await? {
        if absence.period.ends_at() - absence.period.starts_at() == FOR_GOOD {
            store::rota::delete_absence(tx, absence.id).await?;
        }
    }
    Ok(())
}

/// Ends the live wishes to hand over shifts that are not what they were.
async fn cancel_swaps(ctx: &Ctx, tx: &TenantTx, shifts: &[ShiftId]) -> Result<(), Fault> {
    let swaps = store::rota::list_live_swaps(tx, shifts.iter().copied()).await?;
    for swap in swaps.iter().filter(|swap| is_live(swap.state)) {
        let ended = swap.moved(SwapState::Cancelled, ctx.now);
        store::rota::update_swap(tx, &ended).await?;
    }
    Ok(())
}
