//! Shifts, and who is on one now.

use chrono::NaiveDate;
use kernel::{CentreId, ShiftId, StaffId};
use platform::{
    Ctx,
    http::{Input, Versioned, Wire, require_match, require_version},
};
use poem_openapi::{
    OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};

use super::{
    Added, PlanProblem, ReadProblem, Removed, ReplanProblem, StepProblem, Tag,
    answers::{RotaBody, RotaNow, ShiftBody, ShiftPage},
    days_asked, hold, reach,
    requests::{RotaInput, ShiftInput, ShiftPatch},
};
use crate::{
    app::rota,
    domain::{hours::local_date, rota::monday_of},
    store::{
        self,
        rota::{Page, ShiftFilter},
    },
};

/// Shifts told at once.
const PAGE: u64 = 500;
/// Days told of at once.
const MOST_DAYS: u32 = 62;

/// The shifts of a centre.
#[derive(Clone, Copy, Debug)]
pub struct ShiftsApi;

#[OpenApi(tag = "Tag::Rota")]
impl ShiftsApi {
    /// Get rules of rota of centre
    #[oai(path = "/centres/:id/rota", method = "get", operation_id = "rota_get")]
    async fn settings(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
    ) -> Result<Versioned<RotaBody>, ReadProblem> {
        let (tx, centre) = reach(&ctx, id.0.0).await?;
        let swap_approval = store::rota::find_settings(&tx, centre.id).await?;
        Ok(Versioned::current(RotaBody { swap_approval }))
    }

    /// Change rules of rota of centre
    #[oai(
        path = "/centres/:id/rota",
        method = "put",
        operation_id = "rota_update"
    )]
    async fn update_settings(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        /// The `ETag` of the rules that are changed.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        rules: Input<RotaInput>,
    ) -> Result<Versioned<RotaBody>, ReplanProblem> {
        let (tx, centre) = hold(&ctx, id.0.0).await?;
        let swap_approval = store::rota::find_settings(&tx, centre.id).await?;
        require_match(if_match.0.as_deref(), &RotaBody { swap_approval })?;
        let swap_approval = rules.0.swap_approval;
        rota::update_settings(&ctx, &tx, &centre, swap_approval).await?;
        tx.commit().await?;
        Ok(Versioned::current(RotaBody { swap_approval }))
    }

    /// Tell who is on shift in centre now
    #[oai(
        path = "/centres/:id/rota/now",
        method = "get",
        operation_id = "rota_now"
    )]
    async fn now(&self, ctx: Ctx, id: Path<Wire<CentreId>>) -> Result<Json<RotaNow>, ReadProblem> {
        let (tx, centre) = reach(&ctx, id.0.0).await?;
        let now = rota::rota_now(&ctx, &tx, &centre).await?;
        Ok(Json(RotaNow::new(centre.time_zone, ctx.now, now)))
    }

    /// List shifts of centre
    #[oai(
        path = "/centres/:id/shifts",
        method = "get",
        operation_id = "shift_list"
    )]
    async fn list(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        /// The first day; Monday of this week if absent.
        from: Query<Option<NaiveDate>>,
        /// Days, 1 to 62; 7 if absent.
        days: Query<Option<u32>>,
        /// Only this person's.
        staff_id: Query<Option<Wire<StaffId>>>,
        /// Where the previous page ended: its `next`.
        after: Query<Option<Wire<ShiftId>>>,
    ) -> Result<Json<ShiftPage>, ReadProblem> {
        let (tx, centre) = reach(&ctx, id.0.0).await?;
        let monday = monday_of(local_date(centre.time_zone, ctx.now));
        let from = from.0.unwrap_or(monday);
        let days = (days.0.unwrap_or(7), MOST_DAYS);
        let filter = ShiftFilter {
            within: Some(days_asked(&ctx, &centre, Some(from), days)?),
            staff: staff_id.0.map(|id| id.0),
            series: None,
        };
        let page = Page {
            after: after.0.map(|id| id.0),
            limit: PAGE + 1,
        };
        let mut shifts = store::rota::list_shifts(&tx, centre.id, filter, Some(page)).await?;
        let fits = usize::try_from(PAGE).unwrap_or(usize::MAX);
        let more = shifts.len() > fits;
        shifts.truncate(fits);
        let next = shifts.last().filter(|_| more).map(|shift| Wire(shift.id));
        let views = rota::view_shifts(&tx, &centre, shifts, ctx.now).await?;
        Ok(Json(ShiftPage {
            items: views.into_iter().map(ShiftBody::from).collect(),
            next,
        }))
    }

    /// Get shift of centre
    #[oai(
        path = "/centres/:id/shifts/:shift_id",
        method = "get",
        operation_id = "shift_get"
    )]
    async fn get(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        shift_id: Path<Wire<ShiftId>>,
    ) -> Result<Versioned<ShiftBody>, ReadProblem> {
        let (tx, centre) = reach(&ctx, id.0.0).await?;
        let shift = rota::find_shift(&tx, &centre, shift_id.0.0).await?;
        let version = shift.version;
        let view = rota::view_shift(&tx, &centre, shift, ctx.now).await?;
        Ok(Versioned::counted(view.into(), version))
    }

    /// Plan shift in centre
    #[oai(
        path = "/centres/:id/shifts",
        method = "post",
        operation_id = "shift_create"
    )]
    async fn create(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        shift: Input<ShiftInput>,
    ) -> Result<Added<ShiftBody>, PlanProblem> {
        let (tx, centre) = hold(&ctx, id.0.0).await?;
        let shift = rota::create_shift(&ctx, &tx, &centre, shift.0.into()).await?;
        let view = rota::view_shift(&tx, &centre, shift, ctx.now).await?;
        tx.commit().await?;
        Ok(Added::Done(Json(view.into())))
    }

    /// Change shift of centre
    #[oai(
        path = "/centres/:id/shifts/:shift_id",
        method = "patch",
        operation_id = "shift_update"
    )]
    async fn update(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        shift_id: Path<Wire<ShiftId>>,
        /// The version of the shift that is changed, in quotes.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        patch: Input<ShiftPatch>,
    ) -> Result<Versioned<ShiftBody>, ReplanProblem> {
        let (tx, centre) = hold(&ctx, id.0.0).await?;
        let old = rota::find_shift(&tx, &centre, shift_id.0.0).await?;
        require_version(if_match.0.as_deref(), old.version)?;
        let shift = rota::update_shift(&ctx, &tx, &centre, &old, patch.0.into()).await?;
        let version = shift.version;
        let view = rota::view_shift(&tx, &centre, shift, ctx.now).await?;
        tx.commit().await?;
        Ok(Versioned::counted(view.into(), version))
    }

    /// Remove shift of centre
    #[oai(
        path = "/centres/:id/shifts/:shift_id",
        method = "delete",
        operation_id = "shift_delete"
    )]
    async fn delete(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        shift_id: Path<Wire<ShiftId>>,
    ) -> Result<Removed, StepProblem> {
        let (tx, centre) = hold(&ctx, id.0.0).await?;
        rota::delete_shift(&ctx, &tx, &centre, shift_id.0.0).await?;
        tx.commit().await?;
        Ok(Removed::Done)
    }
}
