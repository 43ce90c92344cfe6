//! How long things are kept, for a centre and for the national layer.

use kernel::{CentreId, ProblemCode, ReportId};
use platform::{
    Ctx,
    http::{Input, Problem, Versioned, Wire, require_match},
};
use poem_openapi::{
    OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};

use super::{
    Tag,
    retention_bodies::{PreviewBody, ReportsBody, RetentionBody, RetentionInput, report_body},
};
use crate::{
    Contacts, app,
    domain::retention::Retention,
    store::{report, retention},
};

const PAGE: u64 = 50;
const LARGEST_PAGE: u64 = 200;

platform::problem_responses! {
    /// Why it cannot be read.
    KeepingProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        Invalid = 422,
    }
}

platform::problem_responses! {
    /// Why nothing was changed.
    KeepingChangeProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        Stale = 412,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
        PreconditionRequired = 428,
    }
}

type Answer<T> = Result<T, KeepingProblem>;

/// How long things are kept, and what was erased.
#[derive(Clone, Debug)]
pub struct RetentionApi(Contacts);

#[OpenApi(tag = "Tag::Retention")]
impl RetentionApi {
    /// Get retention of centre
    #[oai(
        path = "/centres/:id/retention",
        method = "get",
        operation_id = "retention_get"
    )]
    async fn get(&self, ctx: Ctx, id: Path<Wire<CentreId>>) -> Answer<Versioned<RetentionBody>> {
        let centre = self.centre(id.0.0)?;
        Ok(read(&ctx, centre).await?)
    }

    /// Choose retention of centre
    #[oai(
        path = "/centres/:id/retention",
        method = "put",
        operation_id = "retention_update"
    )]
    async fn update(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        /// The `ETag` of what is replaced.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        choice: Input<RetentionInput>,
    ) -> Result<Versioned<RetentionBody>, KeepingChangeProblem> {
        let centre = self.centre(id.0.0)?;
        Ok(write(&ctx, centre, if_match.0.as_deref(), choice.0.into()).await?)
    }

    /// Count what retention of centre would erase
    #[oai(
        path = "/centres/:id/retention/preview",
        method = "get",
        operation_id = "retention_preview"
    )]
    async fn preview(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        /// As it is now if absent.
        content_hours: Query<Option<u32>>,
        /// As it is now if absent.
        audit_days: Query<Option<u32>>,
    ) -> Answer<Json<PreviewBody>> {
        let centre = self.centre(id.0.0)?;
        Ok(foresee(&ctx, centre, (content_hours.0, audit_days.0)).await?)
    }

    /// List retention reports of centre
    #[oai(
        path = "/centres/:id/retention/reports",
        method = "get",
        operation_id = "report_list"
    )]
    async fn reports(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        /// The `next` of the answer before.
        after: Query<Option<Wire<ReportId>>>,
        /// Reports per page, 1 to 200; 50 if absent.
        limit: Query<Option<u64>>,
    ) -> Answer<Json<ReportsBody>> {
        let centre = self.centre(id.0.0)?;
        Ok(reports(&ctx, centre, (after.0.map(|wire| wire.0), limit.0)).await?)
    }

    /// Get national retention
    #[oai(
        path = "/national/retention",
        method = "get",
        operation_id = "national_retention_get"
    )]
    async fn national(&self, ctx: Ctx) -> Answer<Versioned<RetentionBody>> {
        Ok(read(&ctx, None).await?)
    }

    /// Choose national retention
    #[oai(
        path = "/national/retention",
        method = "put",
        operation_id = "national_retention_update"
    )]
    async fn update_national(
        &self,
        ctx: Ctx,
        /// The `ETag` of what is replaced.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        choice: Input<RetentionInput>,
    ) -> Result<Versioned<RetentionBody>, KeepingChangeProblem> {
        Ok(write(&ctx, None, if_match.0.as_deref(), choice.0.into()).await?)
    }

    /// Count what national retention would erase
    #[oai(
        path = "/national/retention/preview",
        method = "get",
        operation_id = "national_retention_preview"
    )]
    async fn preview_national(
        &self,
        ctx: Ctx,
        /// As it is now if absent.
        content_hours: Query<Option<u32>>,
        /// As it is now if absent.
        audit_days: Query<Option<u32>>,
    ) -> Answer<Json<PreviewBody>> {
        Ok(foresee(&ctx, None, (content_hours.0, audit_days.0)).await?)
    }

    /// List national retention reports
    #[oai(
        path = "/national/retention/reports",
        method = "get",
        operation_id = "national_report_list"
    )]
    async fn national_reports(
        &self,
        ctx: Ctx,
        /// The `next` of the answer before.
        after: Query<Option<Wire<ReportId>>>,
        /// Reports per page, 1 to 200; 50 if absent.
        limit: Query<Option<u64>>,
    ) -> Answer<Json<ReportsBody>> {
        Ok(reports(&ctx, None, (after.0.map(|wire| wire.0), limit.0)).await?)
    }
}

impl RetentionApi {
    pub(crate) const fn new(contacts: Contacts) -> Self {
        Self(contacts)
    }

    /// A centre there is.
    fn centre(&self, id: CentreId) -> Result<Option<CentreId>, Problem> {
        let known = self.0.0.directory.centre(id);
        known
            .map(|entry| Some(entry.id))
            .ok_or_else(|| Problem::new(ProblemCode::NotFound))
    }
}

async fn read(ctx: &Ctx, centre: Option<CentreId>) -> Result<Versioned<RetentionBody>, Problem> {
    let tx = ctx.read().await?;
    Ok(Versioned::current(
        retention::find(&tx, centre).await?.into(),
    ))
}

async fn write(
    ctx: &Ctx,
    centre: Option<CentreId>,
    if_match: Option<&str>,
    wish: Retention,
) -> Result<Versioned<RetentionBody>, Problem> {
    let tx = ctx.write().await?;
    let held = retention::hold(&tx, centre).await?;
    require_match(if_match, &RetentionBody::from(held))?;
    app::update_retention(ctx, &tx, centre, (held, wish)).await?;
    tx.commit().await?;
    Ok(Versioned::current(wish.into()))
}

async fn foresee(
    ctx: &Ctx,
    centre: Option<CentreId>,
    (content_hours, audit_days): (Option<u32>, Option<u32>),
) -> Result<Json<PreviewBody>, Problem> {
    let tx = ctx.read().await?;
    let mut wish = retention::find(&tx, centre).await?;
    wish.content_hours = content_hours.unwrap_or(wish.content_hours);
    wish.audit_days = audit_days.unwrap_or(wish.audit_days);
    Ok(Json(app::foresee(ctx, &tx, centre, wish).await?.into()))
}

async fn reports(
    ctx: &Ctx,
    centre: Option<CentreId>,
    (after, limit): (Option<ReportId>, Option<u64>),
) -> Result<Json<ReportsBody>, Problem> {
    let limit = limit.unwrap_or(PAGE);
    if !(1..=LARGEST_PAGE).contains(&limit) {
        return Err(Problem::invalid("limit", "must be 1 to 200"));
    }
    let tx = ctx.read().await?;
    let mut found = report::list(&tx, centre, after, limit + 1).await?;
    let size = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = found.len() > size;
    found.truncate(size);
    Ok(Json(ReportsBody {
        next: found.last().filter(|_| more).map(|last| Wire(last.id)),
        items: found.iter().filter_map(report_body).collect(),
    }))
}
