//! One's own shifts and absences.

use chrono::{NaiveDate, TimeDelta};
use kernel::AbsenceId;
use platform::{
    Ctx, Fault,
    http::{Input, Wire},
};
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    Added, Items, PlanProblem, ReadProblem, Removed, StepProblem, Tag,
    answers::{AbsenceBody, ReportedAbsence, ShiftBody},
    days_asked, hold, own, reach,
    requests::OwnAbsenceInput,
};
use crate::{
    app::rota,
    domain::rota::Period,
    store::{self, rota::ShiftFilter},
};

/// Days told of at once, and if nothing is said.
const MOST_DAYS: u32 = 92;
const DAYS: u32 = 31;
/// How far ahead absences are told of: further than any can be.
const AHEAD: TimeDelta = TimeDelta::days(1000);

/// What one may see and say of one's own time.
#[derive(Clone, Copy, Debug)]
pub struct OwnRotaApi;

#[OpenApi(tag = "Tag::Rota")]
impl OwnRotaApi {
    /// List own shifts
    #[oai(path = "/me/shifts", method = "get", operation_id = "shift_list_own")]
    async fn shifts(
        &self,
        ctx: Ctx,
        /// The first day; today if absent.
        from: Query<Option<NaiveDate>>,
        /// Days, 1 to 92; 31 if absent.
        days: Query<Option<u32>>,
    ) -> Result<Json<Items<ShiftBody>>, ReadProblem> {
        let (centre, staff) = own(&ctx)?;
        let (tx, centre) = reach(&ctx, centre).await?;
        let days = (days.0.unwrap_or(DAYS), MOST_DAYS);
        let filter = ShiftFilter {
            within: Some(days_asked(&ctx, &centre, from.0, days)?),
            staff: Some(staff),
            series: None,
        };
        let shifts = store::rota::list_shifts(&tx, centre.id, filter, None).await?;
        let views = rota::view_shifts(&tx, &centre, shifts, ctx.now).await?;
        let items = views.into_iter().map(ShiftBody::from).collect();
        Ok(Json(Items { items }))
    }

    /// List own absences that have not ended
    #[oai(
        path = "/me/absences",
        method = "get",
        operation_id = "absence_list_own"
    )]
    async fn absences(&self, ctx: Ctx) -> Result<Json<Items<AbsenceBody>>, ReadProblem> {
        let (centre, staff) = own(&ctx)?;
        let (tx, centre) = reach(&ctx, centre).await?;
        let minute = rota::minute_of(ctx.now);
        let within = Period::new(minute, minute + AHEAD);
        let within = within.ok().ok_or(Fault::Corrupt("clock"))?;
        let absences = rota::list_absences(&tx, &centre, Some(staff), within).await?;
        let absences = absences.into_iter();
        let items = absences.map(|absence| AbsenceBody::new(centre.time_zone, absence));
        Ok(Json(Items {
            items: items.collect(),
        }))
    }

    /// Enter own absence
    #[oai(
        path = "/me/absences",
        method = "post",
        operation_id = "absence_create_own"
    )]
    async fn report(
        &self,
        ctx: Ctx,
        absence: Input<OwnAbsenceInput>,
    ) -> Result<Added<ReportedAbsence>, PlanProblem> {
        let (centre, staff) = own(&ctx)?;
        let (tx, centre) = hold(&ctx, centre).await?;
        let new = (absence.0.of(staff), "absence:create_own");
        let reported = rota::report_absence(&ctx, &tx, &centre, new).await?;
        tx.commit().await?;
        let body = ReportedAbsence::new(centre.time_zone, reported);
        Ok(Added::Done(Json(body)))
    }

    /// Remove own absence
    #[oai(
        path = "/me/absences/:id",
        method = "delete",
        operation_id = "absence_delete_own"
    )]
    async fn delete(&self, ctx: Ctx, id: Path<Wire<AbsenceId>>) -> Result<Removed, StepProblem> {
        let (centre, staff) = own(&ctx)?;
        let (tx, centre) = hold(&ctx, centre).await?;
        let which = (id.0.0, Some(staff), "absence:delete_own");
        rota::delete_absence(&ctx, &tx, &centre, which).await?;
        tx.commit().await?;
        Ok(Removed::Done)
    }
}
