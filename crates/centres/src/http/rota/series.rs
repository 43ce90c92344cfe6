//! Shifts that come round by the week.

use chrono::NaiveDate;
use kernel::{CentreId, SeriesId};
use platform::{
    Ctx, Fault, TenantTx,
    http::{Input, Versioned, Wire, require_version},
};
use poem_openapi::{
    OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};

use super::{
    Added, Items, PlanProblem, ReadProblem, Removed, ReplanProblem, StepProblem, Tag,
    answers::{MadeSeries, PreviewedShift, SeriesBody, ShiftBody},
    check_date, hold, reach,
    requests::{SeriesInput, SeriesPatch},
};
use crate::{
    app::rota::{self, Made},
    domain::{Centre, rota::Series},
    store,
};

/// The series of a centre.
#[derive(Clone, Copy, Debug)]
pub struct SeriesApi;

async fn named(tx: &TenantTx, centre: &Centre, series: Series) -> Result<SeriesBody, Fault> {
    let mut names = store::rota::staff_names(tx, centre.id).await?;
    let alias = names.remove(&series.staff_id).unwrap_or_default();
    Ok(SeriesBody::new(series, alias))
}

async fn made(ctx: &Ctx, tx: &TenantTx, centre: &Centre, made: Made) -> Result<MadeSeries, Fault> {
    let shifts = rota::view_shifts(tx, centre, made.shifts, ctx.now).await?;
    let left_out = made.left_out.into_iter();
    Ok(MadeSeries {
        series: named(tx, centre, made.series).await?,
        shifts: shifts.into_iter().map(ShiftBody::from).collect(),
        left_out: left_out
            .map(|planned| PreviewedShift::new(centre.time_zone, planned))
            .collect(),
    })
}

#[OpenApi(tag = "Tag::Rota")]
impl SeriesApi {
    /// Preview shifts that a series would make
    #[oai(
        path = "/centres/:id/shift-series/preview",
        method = "post",
        operation_id = "series_preview"
    )]
    async fn preview(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        series: Input<SeriesInput>,
    ) -> Result<Json<Items<PreviewedShift>>, PlanProblem> {
        let (new, _, replaced) = series.0.read()?;
        let (tx, centre) = reach(&ctx, id.0.0).await?;
        let planned = rota::preview_series(&ctx, &tx, &centre, (new, replaced)).await?;
        let planned = planned.into_iter();
        let items = planned.map(|planned| PreviewedShift::new(centre.time_zone, planned));
        Ok(Json(Items {
            items: items.collect(),
        }))
    }

    /// Plan series of shifts in centre
    #[oai(
        path = "/centres/:id/shift-series",
        method = "post",
        operation_id = "series_create"
    )]
    async fn create(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        series: Input<SeriesInput>,
    ) -> Result<Added<MadeSeries>, PlanProblem> {
        let (new, on_collision, _) = series.0.read()?;
        let (tx, centre) = hold(&ctx, id.0.0).await?;
        let new = rota::create_series(&ctx, &tx, &centre, (new, on_collision)).await?;
        let body = made(&ctx, &tx, &centre, new).await?;
        tx.commit().await?;
        Ok(Added::Done(Json(body)))
    }

    /// Get series of shifts of centre
    #[oai(
        path = "/centres/:id/shift-series/:series_id",
        method = "get",
        operation_id = "series_get"
    )]
    async fn get(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        series_id: Path<Wire<SeriesId>>,
    ) -> Result<Versioned<SeriesBody>, ReadProblem> {
        let (tx, centre) = reach(&ctx, id.0.0).await?;
        let series = rota::find_series(&tx, &centre, series_id.0.0).await?;
        let version = series.version;
        let body = named(&tx, &centre, series).await?;
        Ok(Versioned::counted(body, version))
    }

    /// Change this shift and following ones of series
    #[oai(
        path = "/centres/:id/shift-series/:series_id",
        method = "patch",
        operation_id = "series_update"
    )]
    async fn update(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        series_id: Path<Wire<SeriesId>>,
        /// The version of the series that is changed, in quotes.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        patch: Input<SeriesPatch>,
    ) -> Result<Versioned<MadeSeries>, ReplanProblem> {
        let (tx, centre) = hold(&ctx, id.0.0).await?;
        let old = rota::find_series(&tx, &centre, series_id.0.0).await?;
        require_version(if_match.0.as_deref(), old.version)?;
        let change = patch.0.read(&old)?;
        let new = rota::update_series(&ctx, &tx, &centre, &old, change).await?;
        let version = new.series.version;
        let body = made(&ctx, &tx, &centre, new).await?;
        tx.commit().await?;
        Ok(Versioned::counted(body, version))
    }

    /// Remove this shift and following ones of series
    #[oai(
        path = "/centres/:id/shift-series/:series_id",
        method = "delete",
        operation_id = "series_delete"
    )]
    async fn delete(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        series_id: Path<Wire<SeriesId>>,
        /// The first date; today if absent.
        from: Query<Option<NaiveDate>>,
    ) -> Result<Removed, StepProblem> {
        from.0.map_or(Ok(()), |from| check_date("from", from))?;
        let (tx, centre) = hold(&ctx, id.0.0).await?;
        rota::delete_series(&ctx, &tx, &centre, (series_id.0.0, from.0)).await?;
        tx.commit().await?;
        Ok(Removed::Done)
    }
}
