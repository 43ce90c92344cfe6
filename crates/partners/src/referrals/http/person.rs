//! What the person who holds a code can do. The code is in the body: an address ends up in logs.

use kernel::{Actor, Scope};
use platform::{
    Ctx,
    http::{Input, Problem, caller_key},
};
use poem::Request;
use poem_openapi::{OpenApi, payload::Json};

use super::{
    Tag,
    bodies::{CodeInput, LookedBody, SharingInput},
};
use crate::referrals::{Referrals, app};

platform::problem_responses! {
    /// Why nothing was done.
    pub(super) CodeProblem {
        NotFound = 404,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
    }
}

/// Codes of referrals.
#[derive(Clone, Debug)]
pub struct PersonApi(Referrals);

#[OpenApi(tag = "Tag::ReferralCodes")]
impl PersonApi {
    /// Look referral up
    #[oai(
        path = "/referral-codes/look-up",
        method = "post",
        operation_id = "referral_code_look_up"
    )]
    async fn look(
        &self,
        ctx: Ctx,
        request: &Request,
        code: Input<CodeInput>,
    ) -> Result<Json<LookedBody>, CodeProblem> {
        let ctx = self.enter(ctx, request)?;
        let tx = ctx.read().await?;
        let looked = app::look(&ctx, &tx, &code.0.code).await;
        Ok(Json(looked.map_err(Problem::from)?.into()))
    }

    /// Let partner know
    #[oai(
        path = "/referral-codes/share",
        method = "post",
        operation_id = "referral_code_share"
    )]
    async fn share(
        &self,
        ctx: Ctx,
        request: &Request,
        sharing: Input<SharingInput>,
    ) -> Result<Json<LookedBody>, CodeProblem> {
        let ctx = self.enter(ctx, request)?;
        let tx = ctx.write().await?;
        let by = (&self.0.0.proofs, sharing.0.shown());
        let granted = app::grant(&ctx, &tx, by).await;
        let granted = granted.map_err(Problem::from)?;
        tx.commit().await?;
        Ok(Json(granted.into()))
    }

    /// Let partner not know any more
    #[oai(
        path = "/referral-codes/unshare",
        method = "post",
        operation_id = "referral_code_unshare"
    )]
    async fn unshare(
        &self,
        ctx: Ctx,
        request: &Request,
        sharing: Input<SharingInput>,
    ) -> Result<Json<LookedBody>, CodeProblem> {
        let ctx = self.enter(ctx, request)?;
        let tx = ctx.write().await?;
        let by = (&self.0.0.proofs, sharing.0.shown());
        let taken = app::withdraw_grant(&ctx, &tx, by).await;
        let taken = taken.map_err(Problem::from)?;
        tx.commit().await?;
        Ok(Json(taken.into()))
    }
}

impl PersonApi {
    pub(crate) const fn new(referrals: Referrals) -> Self {
        Self(referrals)
    }

    /// Slows down who tries codes. The code is all that is known: whose it is, is the question.
    fn enter(&self, ctx: Ctx, request: &Request) -> Result<Ctx, Problem> {
        let caller = caller_key(request, self.0.0.trusted_proxies);
        self.0.count_try(&caller, ctx.now)?;
        Ok(ctx.acting(Actor::Anyone, Scope::System))
    }
}
