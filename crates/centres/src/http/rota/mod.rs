//! The operations of the rota: for those who plan, for those who work by it, for calendar programs.

mod absences;
mod answers;
mod calendar;
mod feed;
mod own;
mod own_answers;
mod requests;
mod series;
mod shifts;
mod swaps;

pub use feed::FeedApi;

use chrono::{Days, NaiveDate};
use kernel::{CentreId, ProblemCode, Scope, StaffId};
use platform::{Ctx, TenantTx, http::Problem};

use self::{
    absences::AbsencesApi, calendar::CalendarApi, own::OwnRotaApi, series::SeriesApi,
    shifts::ShiftsApi, swaps::SwapsApi,
};
use super::{
    Tag,
    administration::{Added, Removed},
    answers::Items,
    presence::own_staff,
    requests::{NOT_OF_THESE_TIMES, is_of_these_times},
};
use crate::{
    app,
    domain::{Centre, hours::local_date, rota::Period},
    store,
};

/// The operations of the rota for people who log in.
pub type RotaApis = (
    ShiftsApi,
    SeriesApi,
    AbsencesApi,
    SwapsApi,
    OwnRotaApi,
    CalendarApi,
);

/// All of them; `public_url` is where calendar programs reach the service.
pub fn rota_apis(public_url: &str) -> RotaApis {
    (
        ShiftsApi,
        SeriesApi,
        AbsencesApi,
        SwapsApi,
        OwnRotaApi,
        CalendarApi::new(public_url),
    )
}

platform::problem_responses! {
    /// Why there is no answer about the rota.
    ReadProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        Invalid = 422,
    }
}

platform::problem_responses! {
    /// Why nothing was planned.
    PlanProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        Conflict = 409,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
    }
}

platform::problem_responses! {
    /// Why nothing was changed of what somebody else may have changed meanwhile.
    ReplanProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        Conflict = 409,
        Stale = 412,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
        PreconditionRequired = 428,
    }
}

platform::problem_responses! {
    /// Why a step is not taken.
    StepProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        Conflict = 409,
        Invalid = 422,
    }
}

/// Begins to read: the centre, if the scope reaches it.
async fn reach(ctx: &Ctx, id: CentreId) -> Result<(TenantTx, Centre), Problem> {
    let tx = ctx.read().await?;
    let centre = store::find_centre(&tx, id).await?;
    let centre = centre.ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
    Ok((tx, centre))
}

/// Begins a change: the centre is held until the transaction ends.
async fn hold(ctx: &Ctx, id: CentreId) -> Result<(TenantTx, Centre), Problem> {
    let tx = ctx.write().await?;
    let centre = app::hold_centre(&tx, id).await?;
    Ok((tx, centre))
}

/// The membership the caller acts under, and its centre.
fn own(ctx: &Ctx) -> Result<(CentreId, StaffId), Problem> {
    let staff = own_staff(ctx)?;
    match ctx.scope {
        Scope::Centre(centre) => Ok((centre, staff)),
        _ => Err(Problem::new(ProblemCode::Forbidden)),
    }
}

/// The days asked for, from today if no date is given.
fn days_asked(
    ctx: &Ctx,
    centre: &Centre,
    from: Option<NaiveDate>,
    (days, most): (u32, u32),
) -> Result<Period, Problem> {
    let from = from.unwrap_or_else(|| local_date(centre.time_zone, ctx.now));
    check_date("from", from)?;
    if !(1..=most).contains(&days) {
        return Err(Problem::invalid("days", format!("must be 1 to {most}")));
    }
    let until = from.checked_add_days(Days::new(days.into()));
    let period = until.and_then(|until| Period::of_days(centre.time_zone, from, until));
    period.ok_or_else(|| Problem::invalid("from", NOT_OF_THESE_TIMES))
}

fn check_date(field: &str, date: NaiveDate) -> Result<(), Problem> {
    if is_of_these_times(date) {
        return Ok(());
    }
    Err(Problem::invalid(field, NOT_OF_THESE_TIMES))
}
