//! Routing policies: written, compared, published and brought back by coordinators.

use kernel::ProblemCode;
use platform::{
    Ctx, Fault,
    http::{Input, Problem, Versioned, require_match, require_version},
};
use poem_openapi::{
    ApiResponse, OpenApi,
    param::{Header, Path},
    payload::Json,
};
use routing::Policy;

use super::{
    Tag,
    policy_bodies::{
        ApprovalRule, CardBody, Names, NewPolicy, PoliciesBody, PolicyBody, PolicyChange,
        PolicyReturn, PolicyTime,
    },
};
use crate::{
    Contacts,
    app::{Draft, HeldPolicies},
    domain::policy::{BUILT_IN, PolicyVersion, Timeline},
    store::policy,
};

platform::problem_responses! {
    /// Why it cannot be read.
    PolicyProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
    }
}

platform::problem_responses! {
    /// Why the policies stay as they are.
    PolicyChangeProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        WrongState = 409,
        Stale = 412,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
        PreconditionRequired = 428,
    }
}

platform::problem_responses! {
    /// Why the step was not taken.
    PolicyStepProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        WrongState = 409,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
    }
}

/// A version was begun.
#[derive(ApiResponse)]
enum Begun {
    /// Begun.
    #[oai(status = 201)]
    Done(
        Json<PolicyBody>,
        /// To be sent as `If-Match` with a change.
        #[oai(header = "ETag")]
        String,
    ),
}

/// Nothing is left to say.
#[derive(ApiResponse)]
enum Gone {
    /// It is gone.
    #[oai(status = 204)]
    Done,
}

/// Routing policies.
#[derive(Clone, Debug)]
pub struct PoliciesApi(Contacts);

type Change<T> = Result<T, PolicyChangeProblem>;
type Taken<T> = Result<T, PolicyStepProblem>;

#[OpenApi(tag = "Tag::Routing")]
impl PoliciesApi {
    /// List routing policies
    #[oai(
        path = "/national/policies",
        method = "get",
        operation_id = "policy_list"
    )]
    async fn list(&self, ctx: Ctx) -> Result<Json<PoliciesBody>, PolicyProblem> {
        let tx = ctx.read().await?;
        let second_person = policy::needs_second_person(&tx).await?;
        let timeline = policy::timeline(&tx).await?;
        let versions = policy::list(&tx).await?;
        drop(tx);
        let names = self.names(&versions, &timeline).await?;
        let card = |one| CardBody::new(one, (&timeline, ctx.now), &names);
        let written = versions.iter().map(|one| card(Some(one)));
        Ok(Json(PoliciesBody {
            items: written.chain([card(None)]).collect(),
            second_person,
        }))
    }

    /// Begin routing policy
    #[oai(
        path = "/national/policies",
        method = "post",
        operation_id = "policy_create"
    )]
    async fn create(&self, ctx: Ctx, new: Input<NewPolicy>) -> Taken<Begun> {
        let tx = ctx.write().await?;
        let held = HeldPolicies::hold(&ctx, &tx).await?;
        let note = new.0.note.unwrap_or_default();
        let built_in = self.0.0.rules.built_in();
        let created = held.create(new.0.based_on, note, built_in).await?;
        let timeline = held.timeline().clone();
        tx.commit().await?;
        match self.body(&ctx, Some(&created), &timeline).await? {
            Versioned::Current(body, tag) => Ok(Begun::Done(body, tag)),
        }
    }

    /// Get routing policy
    #[oai(
        path = "/national/policies/:version",
        method = "get",
        operation_id = "policy_get"
    )]
    async fn get(
        &self,
        ctx: Ctx,
        version: Path<u32>,
    ) -> Result<Versioned<PolicyBody>, PolicyProblem> {
        let tx = ctx.read().await?;
        let found = policy::find(&tx, version.0).await?;
        let timeline = policy::timeline(&tx).await?;
        drop(tx);
        if found.is_none() && version.0 != BUILT_IN {
            return Err(Problem::new(ProblemCode::NotFound).into());
        }
        Ok(self.body(&ctx, found.as_ref(), &timeline).await?)
    }

    /// Change draft of routing policy
    #[oai(
        path = "/national/policies/:version",
        method = "put",
        operation_id = "policy_update"
    )]
    async fn update(
        &self,
        ctx: Ctx,
        version: Path<u32>,
        /// The `ETag` of what is replaced.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        change: Input<PolicyChange>,
    ) -> Change<Versioned<PolicyBody>> {
        let rules = change.0.rules.policy();
        let rules = rules.map_err(|error| Problem::invalid("rules", error.to_string()))?;
        let tx = ctx.write().await?;
        let held = HeldPolicies::hold(&ctx, &tx).await?;
        let present = held.find(version.0).await?;
        require_version(if_match.0.as_deref(), present.revision)?;
        let draft = Draft {
            note: change.0.note,
            rules,
        };
        let changed = held.update(present, draft).await?;
        let timeline = held.timeline().clone();
        tx.commit().await?;
        Ok(self.body(&ctx, Some(&changed), &timeline).await?)
    }

    /// Delete draft of routing policy
    #[oai(
        path = "/national/policies/:version",
        method = "delete",
        operation_id = "policy_delete"
    )]
    async fn delete(&self, ctx: Ctx, version: Path<u32>) -> Taken<Gone> {
        let tx = ctx.write().await?;
        let held = HeldPolicies::hold(&ctx, &tx).await?;
        held.delete(version.0).await?;
        tx.commit().await?;
        Ok(Gone::Done)
    }

    /// Approve routing policy of somebody else
    #[oai(
        path = "/national/policies/:version/approve",
        method = "post",
        operation_id = "policy_approve"
    )]
    async fn approve(
        &self,
        ctx: Ctx,
        version: Path<u32>,
        /// The `ETag` of what was read.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
    ) -> Change<Versioned<PolicyBody>> {
        let tx = ctx.write().await?;
        let held = HeldPolicies::hold(&ctx, &tx).await?;
        let present = held.find(version.0).await?;
        require_version(if_match.0.as_deref(), present.revision)?;
        let approved = held.approve(present).await?;
        let timeline = held.timeline().clone();
        tx.commit().await?;
        Ok(self.body(&ctx, Some(&approved), &timeline).await?)
    }

    /// Publish routing policy
    #[oai(
        path = "/national/policies/:version/publish",
        method = "post",
        operation_id = "policy_publish"
    )]
    async fn publish(
        &self,
        ctx: Ctx,
        version: Path<u32>,
        /// The `ETag` of what was read.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        time: Input<PolicyTime>,
    ) -> Change<Versioned<PolicyBody>> {
        let tx = ctx.write().await?;
        let mut held = HeldPolicies::hold(&ctx, &tx).await?;
        let present = held.find(version.0).await?;
        require_version(if_match.0.as_deref(), present.revision)?;
        let published = held.publish(present, time.0.at).await?;
        let timeline = held.timeline().clone();
        tx.commit().await?;
        Ok(self.body(&ctx, Some(&published), &timeline).await?)
    }

    /// Take back routing policy that has not taken effect
    #[oai(
        path = "/national/policies/:version/publication",
        method = "delete",
        operation_id = "policy_unschedule"
    )]
    async fn unschedule(&self, ctx: Ctx, version: Path<u32>) -> Taken<Gone> {
        let tx = ctx.write().await?;
        let held = HeldPolicies::hold(&ctx, &tx).await?;
        held.unschedule(version.0).await?;
        tx.commit().await?;
        Ok(Gone::Done)
    }

    /// Bring back earlier routing policy
    #[oai(
        path = "/national/policies/:version/rollback",
        method = "post",
        operation_id = "policy_rollback"
    )]
    async fn roll_back(
        &self,
        ctx: Ctx,
        version: Path<u32>,
        back: Input<PolicyReturn>,
    ) -> Taken<Versioned<PolicyBody>> {
        let tx = ctx.write().await?;
        let mut held = HeldPolicies::hold(&ctx, &tx).await?;
        held.roll_back(version.0, &back.0.reason).await?;
        let found = policy::find(&tx, version.0).await?;
        let timeline = held.timeline().clone();
        tx.commit().await?;
        Ok(self.body(&ctx, found.as_ref(), &timeline).await?)
    }

    /// Get what is demanded before publishing
    #[oai(
        path = "/national/policy-approval",
        method = "get",
        operation_id = "policy_approval_get"
    )]
    async fn approval(&self, ctx: Ctx) -> Result<Versioned<ApprovalRule>, PolicyProblem> {
        let tx = ctx.read().await?;
        let second_person = policy::needs_second_person(&tx).await?;
        Ok(Versioned::current(ApprovalRule { second_person }))
    }

    /// Choose what is demanded before publishing
    #[oai(
        path = "/national/policy-approval",
        method = "put",
        operation_id = "policy_approval_update"
    )]
    async fn update_approval(
        &self,
        ctx: Ctx,
        /// The `ETag` of what is replaced.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        rule: Input<ApprovalRule>,
    ) -> Change<Versioned<ApprovalRule>> {
        let tx = ctx.write().await?;
        let held = HeldPolicies::hold(&ctx, &tx).await?;
        let second_person = held.needs_second_person();
        require_match(if_match.0.as_deref(), &ApprovalRule { second_person })?;
        held.demand_second_person(rule.0.second_person).await?;
        tx.commit().await?;
        Ok(Versioned::current(rule.0))
    }
}

impl PoliciesApi {
    pub(crate) const fn new(contacts: Contacts) -> Self {
        Self(contacts)
    }

    /// A version, the built-in one without, beside the one in force.
    async fn body(
        &self,
        ctx: &Ctx,
        found: Option<&PolicyVersion>,
        timeline: &Timeline,
    ) -> Result<Versioned<PolicyBody>, Problem> {
        let built_in = self.0.0.rules.built_in();
        let tx = ctx.read().await?;
        let in_force = policy::find(&tx, timeline.in_force(ctx.now)).await?;
        drop(tx);
        let in_force: &Policy = in_force.as_ref().map_or(built_in, |one| &one.rules);
        let rules = found.map_or(built_in, |one| &one.rules);
        let names = self.names(found, timeline).await?;
        let card = CardBody::new(found, (timeline, ctx.now), &names);
        let body = PolicyBody::new(card, rules, in_force.differences(rules));
        let body = body.ok_or(Fault::Corrupt("routing_policy.rules"))?;
        Ok(Versioned::counted(
            body,
            found.map_or(0, |one| one.revision),
        ))
    }

    async fn names(
        &self,
        versions: impl IntoIterator<Item = &PolicyVersion>,
        timeline: &Timeline,
    ) -> Result<Names, Fault> {
        let written = versions.into_iter().flat_map(|one| {
            let approved = one.approved.map(|step| step.by);
            [one.created.by, one.changed.by].into_iter().chain(approved)
        });
        let mut accounts: Vec<_> = written.chain(timeline.publishers()).collect();
        accounts.sort_unstable();
        accounts.dedup();
        self.0.0.people.names(&accounts).await
    }
}
