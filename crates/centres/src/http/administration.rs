//! Changes of a centre by those who administer it.

use std::{fmt, sync::Arc};

use kernel::{Actor, CentreId, ExceptionId, ProblemCode, Scope, SiteId, StaffId};
use platform::{
    Ctx, TenantTx,
    http::{Input, Problem, Versioned, Wire, require_match},
};
use poem_openapi::{
    ApiResponse, OpenApi,
    param::{Header, Path},
    payload::Json,
};

use super::{
    Tag,
    answers::{CentreBody, Items, OpeningException, OpeningInterval, SiteBody, StaffMember},
    requests::{CentrePatch, ExceptionInput, SiteInput, StaffPatch, Week},
    staff::week_of,
};
use crate::{NewException, app, domain::Centre, ports::Surroundings};

platform::problem_responses! {
    /// Why nothing was changed.
    pub(super) ChangeProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
    }
}

platform::problem_responses! {
    /// Why nothing was changed of what somebody else may have changed meanwhile.
    pub(super) VersionedProblem {
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

platform::problem_responses! {
    /// Why nothing was removed.
    pub(super) RemovalProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
    }
}

platform::problem_responses! {
    /// Why nothing was removed of what somebody else may have changed meanwhile.
    VersionedRemovalProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        Stale = 412,
        PreconditionRequired = 428,
    }
}

platform::problem_responses! {
    /// Why a membership goes on.
    MembershipProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        Invalid = 422,
    }
}

/// Something that was added.
#[derive(ApiResponse)]
pub(super) enum Added<T: poem_openapi::types::ParseFromJSON + poem_openapi::types::ToJSON> {
    /// As it is stored.
    #[oai(status = 201)]
    Done(Json<T>),
}

/// Nothing is left to say.
#[derive(ApiResponse)]
pub(super) enum Removed {
    /// It is gone.
    #[oai(status = 204)]
    Done,
}

/// The centres for those who administer them.
#[derive(Clone)]
pub struct AdministrationApi {
    surroundings: Arc<dyn Surroundings>,
}

impl fmt::Debug for AdministrationApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AdministrationApi")
    }
}

impl AdministrationApi {
    /// Asks the rest of the product by the port.
    pub fn new(surroundings: Arc<dyn Surroundings>) -> Self {
        Self { surroundings }
    }

    /// Looks again under the hold: of two who end each other's membership the second administers no more.
    async fn refuse_former(&self, ctx: &Ctx, centre: CentreId) -> Result<(), Problem> {
        match ctx.actor {
            Actor::Account { account, .. }
                if !self.surroundings.administers(centre, account).await? =>
            {
                Err(Problem::new(ProblemCode::Forbidden))
            }
            _ => Ok(()),
        }
    }
}

/// Begins a change: the centre is held until the transaction ends.
pub(super) async fn hold(ctx: &Ctx, id: CentreId) -> Result<(TenantTx, Centre), Problem> {
    let tx = ctx.write().await?;
    let centre = app::hold_centre(&tx, id).await?;
    Ok((tx, centre))
}

#[OpenApi(tag = "Tag::Centres")]
impl AdministrationApi {
    /// Change centre
    #[oai(
        path = "/centres/:id",
        method = "patch",
        operation_id = "centre_update"
    )]
    async fn update_centre(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        /// The `ETag` of the state that is changed.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        patch: Input<CentrePatch>,
    ) -> Result<Versioned<CentreBody>, VersionedProblem> {
        let patch = patch.0.read()?;
        let (tx, centre) = hold(&ctx, id.0.0).await?;
        require_match(if_match.0.as_deref(), &CentreBody::from(centre.clone()))?;
        let centre = app::update_centre(&ctx, &tx, centre, patch).await?;
        tx.commit().await?;
        Ok(Versioned::current(centre.into()))
    }

    /// Add site to centre
    #[oai(
        path = "/centres/:id/sites",
        method = "post",
        operation_id = "site_create"
    )]
    async fn create_site(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        site: Input<SiteInput>,
    ) -> Result<Added<SiteBody>, ChangeProblem> {
        let (tx, centre) = hold(&ctx, id.0.0).await?;
        let site = app::create_site(&ctx, &tx, &centre, &site.0.into()).await?;
        tx.commit().await?;
        Ok(Added::Done(Json(site.into())))
    }

    /// Change site of centre
    #[oai(
        path = "/centres/:id/sites/:site_id",
        method = "put",
        operation_id = "site_update"
    )]
    async fn update_site(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        site_id: Path<Wire<SiteId>>,
        /// The `ETag` of the site that is changed.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        site: Input<SiteInput>,
    ) -> Result<Versioned<SiteBody>, VersionedProblem> {
        let (tx, centre) = hold(&ctx, id.0.0).await?;
        let old = app::find_site(&tx, &centre, site_id.0.0).await?;
        require_match(if_match.0.as_deref(), &SiteBody::from(old.clone()))?;
        let site = app::update_site(&ctx, &tx, (&centre, old), &site.0.into()).await?;
        tx.commit().await?;
        Ok(Versioned::current(site.into()))
    }

    /// Remove site of centre
    #[oai(
        path = "/centres/:id/sites/:site_id",
        method = "delete",
        operation_id = "site_delete"
    )]
    async fn delete_site(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        site_id: Path<Wire<SiteId>>,
        /// The `ETag` of the site that is removed.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
    ) -> Result<Removed, VersionedRemovalProblem> {
        let (tx, centre) = hold(&ctx, id.0.0).await?;
        let old = app::find_site(&tx, &centre, site_id.0.0).await?;
        require_match(if_match.0.as_deref(), &SiteBody::from(old.clone()))?;
        app::delete_site(&ctx, &tx, (&centre, old)).await?;
        tx.commit().await?;
        Ok(Removed::Done)
    }

    /// Replace weekly opening hours of centre
    #[oai(
        path = "/centres/:id/opening-hours",
        method = "put",
        operation_id = "hours_replace"
    )]
    async fn replace_hours(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        /// The `ETag` of the week that is replaced.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        week: Input<Week>,
    ) -> Result<Versioned<Items<OpeningInterval>>, VersionedProblem> {
        let week = week.0.read()?;
        let (tx, centre) = hold(&ctx, id.0.0).await?;
        require_match(if_match.0.as_deref(), &week_of(&tx, centre.id).await?)?;
        app::replace_hours(&ctx, &tx, &centre, &week).await?;
        let stored = week_of(&tx, centre.id).await?;
        tx.commit().await?;
        Ok(Versioned::current(stored))
    }

    /// Add dated exception to opening hours of centre
    #[oai(
        path = "/centres/:id/exceptions",
        method = "post",
        operation_id = "exception_create"
    )]
    async fn create_exception(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        exception: Input<ExceptionInput>,
    ) -> Result<Added<OpeningException>, ChangeProblem> {
        let exception = exception.0.read()?;
        let tx = ctx.write().await?;
        let new = NewException {
            centre_id: id.0.0,
            exception: exception.clone(),
        };
        let id = app::create_exception(&ctx, &tx, new).await?;
        tx.commit().await?;
        Ok(Added::Done(Json((id, exception).into())))
    }

    /// Remove dated exception from opening hours of centre
    #[oai(
        path = "/centres/:id/exceptions/:exception_id",
        method = "delete",
        operation_id = "exception_delete"
    )]
    async fn delete_exception(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        exception_id: Path<Wire<ExceptionId>>,
    ) -> Result<Removed, RemovalProblem> {
        let (tx, centre) = hold(&ctx, id.0.0).await?;
        app::delete_exception(&ctx, &tx, &centre, exception_id.0.0).await?;
        tx.commit().await?;
        Ok(Removed::Done)
    }

    /// Change member of staff of centre
    #[oai(
        path = "/centres/:id/staff/:staff_id",
        method = "patch",
        operation_id = "staff_update"
    )]
    async fn update_staff(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        staff_id: Path<Wire<StaffId>>,
        patch: Input<StaffPatch>,
    ) -> Result<Json<StaffMember>, ChangeProblem> {
        let (tx, centre) = hold(&ctx, id.0.0).await?;
        let member = app::update_staff(&ctx, &tx, &centre, staff_id.0.0, patch.0.into()).await?;
        tx.commit().await?;
        Ok(Json(member.into()))
    }

    /// End membership of staff of centre
    #[oai(
        path = "/centres/:id/staff/:staff_id/deactivate",
        method = "post",
        operation_id = "staff_deactivate"
    )]
    async fn deactivate_staff(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        staff_id: Path<Wire<StaffId>>,
    ) -> Result<Removed, MembershipProblem> {
        // Log-ins are the product's own: membership and roles end together or not at all.
        let tx = ctx.database().write(Scope::System).await?;
        let centre = app::hold_centre(&tx, id.0.0).await?;
        self.refuse_former(&ctx, centre.id).await?;
        let account = app::deactivate_staff(&ctx, &tx, &centre, staff_id.0.0).await?;
        let around = &self.surroundings;
        around.release(&ctx, &tx, (centre.id, account)).await?;
        tx.commit().await?;
        around.forget(account);
        Ok(Removed::Done)
    }
}
