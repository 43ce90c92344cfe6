//! The staff document.

#![expect(
    clippy::unused_async,
    reason = "operations are async, also those that ask only the directory"
)]

use chrono::NaiveDate;
use kernel::{CentreId, Channel, ProblemCode, QueueKind, SiteId};
use platform::{
    Ctx, Fault, TenantTx,
    http::{Input, Problem, Versioned, Wire},
};
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    Tag,
    answers::{
        CapacityBody, CentreBody, CentreName, ClosedDay, HoursPreviewDay, Items, OpeningException,
        OpeningInterval, SiteBody, StaffMember,
    },
    presence::{PresenceBody, PresenceChange, own_staff},
    requests::{NOT_OF_THESE_TIMES, is_of_these_times},
};
use crate::{
    app,
    directory::Directory,
    domain::{Capacity, Centre, hours::preview_days},
    store,
};

platform::problem_responses! {
    /// Why there is no answer about a centre.
    pub(super) CentreProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
    }
}

platform::problem_responses! {
    /// Why there is no answer about some dates of a centre.
    pub(super) DatesProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        Invalid = 422,
    }
}

platform::problem_responses! {
    /// Why presence was not changed.
    PresenceProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
    }
}

platform::problem_responses! {
    /// Why there is no answer.
    pub(super) ListProblem {
        Unauthenticated = 401,
        Forbidden = 403,
    }
}

/// The centres for those who work with them.
#[derive(Clone, Debug)]
pub struct CentresApi {
    directory: Directory,
}

impl CentresApi {
    /// Answers from the database, and from the directory what everyone may know.
    pub const fn new(directory: Directory) -> Self {
        Self { directory }
    }
}

/// The centre, if the scope reaches it: a foreign one does not exist.
pub(super) async fn reached(tx: &TenantTx, id: CentreId) -> Result<Centre, Problem> {
    let centre = store::find_centre(tx, id).await?;
    centre.ok_or_else(|| Problem::new(ProblemCode::NotFound))
}

/// The week of a centre in the order people read it in.
pub(super) async fn week_of(tx: &TenantTx, id: CentreId) -> Result<Items<OpeningInterval>, Fault> {
    let mut week = store::list_intervals(tx, Some(id)).await?;
    week.sort_by_key(|(_, interval)| interval.sort_key());
    let items = week.iter().map(|(_, interval)| interval.into()).collect();
    Ok(Items { items })
}

fn items<T, U>(values: impl IntoIterator<Item = (CentreId, T)>) -> Json<Items<U>>
where
    U: From<T> + poem_openapi::types::ParseFromJSON + poem_openapi::types::ToJSON,
{
    let items = values.into_iter().map(|(_, value)| value.into()).collect();
    Json(Items { items })
}

#[OpenApi(tag = "Tag::Centres")]
impl CentresApi {
    /// List names of all centres
    #[oai(path = "/centres", method = "get", operation_id = "centre_list")]
    async fn list(&self, ctx: Ctx) -> Result<Json<Items<CentreName>>, ListProblem> {
        let centres = self.directory.centres();
        let name = |entry: &crate::directory::CentreEntry| CentreName {
            id: Wire(entry.id),
            name: entry.name.clone(),
            county: Wire(entry.county),
            open: self
                .directory
                .card_answer(entry.id, ctx.now)
                .is_some_and(|answer| answer.open),
        };
        let items = centres.iter().map(name).collect();
        Ok(Json(Items { items }))
    }

    /// Get centre
    #[oai(path = "/centres/:id", method = "get", operation_id = "centre_get")]
    async fn get(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
    ) -> Result<Versioned<CentreBody>, CentreProblem> {
        let tx = ctx.read().await?;
        Ok(Versioned::current(reached(&tx, id.0.0).await?.into()))
    }

    /// List sites of centre
    #[oai(
        path = "/centres/:id/sites",
        method = "get",
        operation_id = "site_list"
    )]
    async fn sites(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
    ) -> Result<Json<Items<SiteBody>>, CentreProblem> {
        let tx = ctx.read().await?;
        let centre = reached(&tx, id.0.0).await?;
        Ok(items(store::list_sites(&tx, Some(centre.id)).await?))
    }

    /// Get site of centre
    #[oai(
        path = "/centres/:id/sites/:site_id",
        method = "get",
        operation_id = "site_get"
    )]
    async fn site(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        site_id: Path<Wire<SiteId>>,
    ) -> Result<Versioned<SiteBody>, CentreProblem> {
        let tx = ctx.read().await?;
        let centre = reached(&tx, id.0.0).await?;
        let site = store::find_site(&tx, centre.id, site_id.0.0).await?;
        let site = site.ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
        Ok(Versioned::current(site.into()))
    }

    /// List staff of centre
    #[oai(
        path = "/centres/:id/staff",
        method = "get",
        operation_id = "staff_list"
    )]
    async fn staff(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
    ) -> Result<Json<Items<StaffMember>>, CentreProblem> {
        let tx = ctx.read().await?;
        let centre = reached(&tx, id.0.0).await?;
        let staff = store::list_staff(&tx, centre.id).await?;
        Ok(items(staff.into_iter().map(|member| (centre.id, member))))
    }

    /// List weekly opening hours of centre
    #[oai(
        path = "/centres/:id/opening-hours",
        method = "get",
        operation_id = "hours_list"
    )]
    async fn hours(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
    ) -> Result<Versioned<Items<OpeningInterval>>, CentreProblem> {
        let tx = ctx.read().await?;
        let centre = reached(&tx, id.0.0).await?;
        Ok(Versioned::current(week_of(&tx, centre.id).await?))
    }

    /// Preview coming days of centre as seekers will see them
    #[oai(
        path = "/centres/:id/opening-hours/preview",
        method = "get",
        operation_id = "hours_preview"
    )]
    async fn preview(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        queue: Query<Wire<QueueKind>>,
        channel: Query<Wire<Channel>>,
        /// The first day; today if absent.
        from: Query<Option<NaiveDate>>,
        /// Days, 1 to 56; 28 if absent.
        days: Query<Option<usize>>,
    ) -> Result<Json<Items<HoursPreviewDay>>, DatesProblem> {
        let days = days.0.unwrap_or(28);
        if !(1..=56).contains(&days) {
            return Err(Problem::invalid("days", "must be 1 to 56").into());
        }
        if !from.0.is_none_or(is_of_these_times) {
            return Err(Problem::invalid("from", NOT_OF_THESE_TIMES).into());
        }
        let tx = ctx.read().await?;
        let centre = reached(&tx, id.0.0).await?;
        let hours = app::hours_of(&tx, &centre).await?;
        let closed_days = store::list_closed_days(&tx).await?;
        drop(tx);
        let today = ctx.now.with_timezone(&centre.time_zone).date_naive();
        let (from, served) = (from.0.unwrap_or(today), (queue.0.0, channel.0.0));
        let mut united = match served.0 {
            QueueKind::National => preview_days(centre.time_zone, from, days, |at| {
                self.directory.national_answer(served.1, at)
            }),
            QueueKind::Local => Vec::new(),
        }
        .into_iter();
        let own = hours.preview(&closed_days, served, from, days).into_iter();
        let items = own.map(|day| HoursPreviewDay::new(day, united.next()));
        let items = items.collect();
        Ok(Json(Items { items }))
    }

    /// List dated exceptions from opening hours of centre
    #[oai(
        path = "/centres/:id/exceptions",
        method = "get",
        operation_id = "exception_list"
    )]
    async fn exceptions(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
    ) -> Result<Json<Items<OpeningException>>, CentreProblem> {
        let tx = ctx.read().await?;
        let centre = reached(&tx, id.0.0).await?;
        Ok(items(store::list_exceptions(&tx, Some(centre.id)).await?))
    }

    /// Get present capacity of centre
    #[oai(
        path = "/centres/:id/capacity",
        method = "get",
        operation_id = "capacity_get"
    )]
    async fn capacity(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
    ) -> Result<Json<CapacityBody>, CentreProblem> {
        let tx = ctx.read().await?;
        let centre = reached(&tx, id.0.0).await?;
        let staff = store::list_staff(&tx, centre.id).await?;
        let capacity = Capacity::of(&staff);
        Ok(Json(CapacityBody::new(capacity, centre.local_reserve)))
    }

    /// List national closed days
    #[oai(
        path = "/national/closed-days",
        method = "get",
        operation_id = "closed_list"
    )]
    async fn closed_days(&self, ctx: Ctx) -> Result<Json<Items<ClosedDay>>, ListProblem> {
        let tx = ctx.read().await?;
        let days = store::list_closed_days(&tx).await?;
        let items = days.iter().map(ClosedDay::from).collect();
        Ok(Json(Items { items }))
    }

    /// Get own presence
    #[oai(
        path = "/me/presence",
        method = "get",
        operation_id = "presence_get",
        tag = "Tag::Presence"
    )]
    async fn presence(&self, ctx: Ctx) -> Result<Json<PresenceBody>, CentreProblem> {
        let staff = own_staff(&ctx)?;
        let tx = ctx.read().await?;
        Ok(Json(store::find_presence(&tx, staff).await?.into()))
    }

    /// Set own presence
    #[oai(
        path = "/me/presence",
        method = "put",
        operation_id = "presence_set",
        tag = "Tag::Presence"
    )]
    async fn set_presence(
        &self,
        ctx: Ctx,
        change: Input<PresenceChange>,
    ) -> Result<Json<PresenceBody>, PresenceProblem> {
        let staff = own_staff(&ctx)?;
        let tx = ctx.write().await?;
        let presence = app::set_presence(&ctx, &tx, staff, change.0.state.into()).await?;
        tx.commit().await?;
        Ok(Json(presence.into()))
    }
}
