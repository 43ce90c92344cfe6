//! Absences, for those who plan.

use chrono::NaiveDate;
use kernel::{AbsenceId, CentreId};
use platform::{
    Ctx,
    http::{Input, Wire},
};
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    Added, Items, PlanProblem, ReadProblem, Removed, StepProblem, Tag,
    answers::{AbsenceBody, ReportedAbsence},
    days_asked, hold, reach,
    requests::AbsenceInput,
};
use crate::app::rota;

/// Days told of at once, and if nothing is said.
const MOST_DAYS: u32 = 400;
const DAYS: u32 = 62;

/// The absences of a centre.
#[derive(Clone, Copy, Debug)]
pub struct AbsencesApi;

#[OpenApi(tag = "Tag::Rota")]
impl AbsencesApi {
    /// List absences in centre
    #[oai(
        path = "/centres/:id/absences",
        method = "get",
        operation_id = "absence_list"
    )]
    async fn list(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        /// The first day; today if absent.
        from: Query<Option<NaiveDate>>,
        /// Days, 1 to 400; 62 if absent.
        days: Query<Option<u32>>,
    ) -> Result<Json<Items<AbsenceBody>>, ReadProblem> {
        let (tx, centre) = reach(&ctx, id.0.0).await?;
        let days = (days.0.unwrap_or(DAYS), MOST_DAYS);
        let within = days_asked(&ctx, &centre, from.0, days)?;
        let absences = rota::list_absences(&tx, &centre, None, within).await?;
        let absences = absences.into_iter();
        let items = absences.map(|absence| AbsenceBody::new(centre.time_zone, absence));
        Ok(Json(Items {
            items: items.collect(),
        }))
    }

    /// Enter absence in centre
    #[oai(
        path = "/centres/:id/absences",
        method = "post",
        operation_id = "absence_create"
    )]
    async fn create(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        absence: Input<AbsenceInput>,
    ) -> Result<Added<ReportedAbsence>, PlanProblem> {
        let (tx, centre) = hold(&ctx, id.0.0).await?;
        let new = (absence.0.into(), "absence:create");
        let reported = rota::report_absence(&ctx, &tx, &centre, new).await?;
        tx.commit().await?;
        let body = ReportedAbsence::new(centre.time_zone, reported);
        Ok(Added::Done(Json(body)))
    }

    /// Remove absence in centre
    #[oai(
        path = "/centres/:id/absences/:absence_id",
        method = "delete",
        operation_id = "absence_delete"
    )]
    async fn delete(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        absence_id: Path<Wire<AbsenceId>>,
    ) -> Result<Removed, StepProblem> {
        let (tx, centre) = hold(&ctx, id.0.0).await?;
        let which = (absence_id.0.0, None, "absence:delete");
        rota::delete_absence(&ctx, &tx, &centre, which).await?;
        tx.commit().await?;
        Ok(Removed::Done)
    }
}
