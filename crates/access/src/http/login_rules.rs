//! How the people of a centre, or of the national layer, log in.

use std::sync::Arc;

use kernel::{CentreId, StaffId};
use platform::{
    Ctx,
    http::{Input, Problem, Versioned, Wire, require_match},
    problem_responses,
};
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path},
};
use serde::Deserialize;

use super::{DoneAnswer, Tag};
use crate::{
    api::Parts,
    app::{self, Member},
    domain::Domain,
};

/// How people log in.
#[derive(Clone)]
pub struct LoginRulesApi(pub(super) Arc<Parts>);

problem_responses! {
    /// Why the rule is not shown.
    RuleProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
    }
}

problem_responses! {
    /// Why the rule was not changed.
    RuleChangeProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        Stale = 412,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        PreconditionRequired = 428,
    }
}

problem_responses! {
    /// Why nothing was taken from a member of staff.
    StaffLoginProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        Invalid = 422,
    }
}

/// How people log in.
#[derive(Object, Deserialize)]
#[serde(deny_unknown_fields)]
struct LoginRule {
    /// Whether everybody who holds a role here needs a second factor. Who has none can only add one.
    second_factor: bool,
}

impl LoginRulesApi {
    async fn get(&self, ctx: &Ctx, domain: Domain) -> Result<Versioned<LoginRule>, Problem> {
        let tx = ctx.read().await?;
        let second_factor = app::get_login_rule(&tx, domain).await?;
        Ok(Versioned::current(LoginRule { second_factor }))
    }

    async fn update(
        &self,
        ctx: &Ctx,
        domain: Domain,
        (if_match, rule): (Option<&str>, LoginRule),
    ) -> Result<Versioned<LoginRule>, Problem> {
        let tx = ctx.write().await?;
        let second_factor = app::get_login_rule(&tx, domain).await?;
        require_match(if_match, &LoginRule { second_factor })?;
        app::update_login_rule(ctx, &tx, domain, rule.second_factor).await?;
        tx.commit().await?;
        self.0.sessions.forget_all();
        Ok(Versioned::current(rule))
    }
}

#[OpenApi(tag = "Tag::Access")]
impl LoginRulesApi {
    /// Show how people of centre log in
    #[oai(
        path = "/centres/:id/login",
        method = "get",
        operation_id = "centre_login_get"
    )]
    async fn centre_get(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
    ) -> Result<Versioned<LoginRule>, RuleProblem> {
        Ok(self.get(&ctx, Domain::Centre(id.0.0)).await?)
    }

    /// Change how people of centre log in
    #[oai(
        path = "/centres/:id/login",
        method = "put",
        operation_id = "centre_login_update"
    )]
    async fn centre_update(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        /// The `ETag` of the state that is changed.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        rule: Input<LoginRule>,
    ) -> Result<Versioned<LoginRule>, RuleChangeProblem> {
        let change = (if_match.0.as_deref(), rule.0);
        Ok(self.update(&ctx, Domain::Centre(id.0.0), change).await?)
    }

    /// Show how people of national layer log in
    #[oai(
        path = "/national/login",
        method = "get",
        operation_id = "national_login_get"
    )]
    async fn national_get(&self, ctx: Ctx) -> Result<Versioned<LoginRule>, RuleProblem> {
        Ok(self.get(&ctx, Domain::National).await?)
    }

    /// Change how people of national layer log in
    #[oai(
        path = "/national/login",
        method = "put",
        operation_id = "national_login_update"
    )]
    async fn national_update(
        &self,
        ctx: Ctx,
        /// The `ETag` of the state that is changed.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        rule: Input<LoginRule>,
    ) -> Result<Versioned<LoginRule>, RuleChangeProblem> {
        let change = (if_match.0.as_deref(), rule.0);
        Ok(self.update(&ctx, Domain::National, change).await?)
    }

    /// Log member of staff out everywhere
    #[oai(
        path = "/centres/:id/staff/:staff_id/end-sessions",
        method = "post",
        operation_id = "staff_end_sessions"
    )]
    async fn end_sessions(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        staff_id: Path<Wire<StaffId>>,
    ) -> Result<DoneAnswer, StaffLoginProblem> {
        let member = Member {
            centre: id.0.0,
            staff: staff_id.0.0,
        };
        app::end_staff_sessions(&ctx, &self.0, member).await?;
        Ok(DoneAnswer::Done)
    }

    /// Take second factors from member of staff
    #[oai(
        path = "/centres/:id/staff/:staff_id/reset-factors",
        method = "post",
        operation_id = "staff_reset_factors"
    )]
    async fn reset_factors(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        staff_id: Path<Wire<StaffId>>,
    ) -> Result<DoneAnswer, StaffLoginProblem> {
        let member = Member {
            centre: id.0.0,
            staff: staff_id.0.0,
        };
        app::reset_staff_factors(&ctx, &self.0, member).await?;
        Ok(DoneAnswer::Done)
    }
}
