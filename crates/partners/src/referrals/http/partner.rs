//! Referrals as partners make and read them.

use kernel::{PartnerId, ProblemCode, ReferralId, Scope};
use platform::{
    Ctx,
    http::{Idempotency, Input, Problem, Versioned, Wire},
};
use poem_openapi::{
    ApiResponse, OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};

use super::{
    Tag,
    bodies::{MadeBody, ReferralBody, ReferralInput, ReferralsPage},
};
use crate::referrals::{
    Referrals,
    app::{self, CreateError, Made},
    referral::Draft,
    store,
};

/// Referrals of a page, unless the request says otherwise, and at most.
const PAGE: u64 = 50;
const LARGEST_PAGE: u64 = 200;

platform::problem_responses! {
    /// Why there is nothing to read.
    pub(super) ReferralReadProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        Invalid = 422,
    }
}

platform::problem_responses! {
    /// Why nobody was pointed to guidance.
    pub(super) ReferralProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
    }
}

/// A referral was made.
#[derive(ApiResponse)]
enum Created {
    /// Made.
    #[oai(status = 201)]
    Done(Json<MadeBody>),
}

/// Referrals of a partner.
#[derive(Clone, Debug)]
pub struct ReferralsApi(Referrals);

#[OpenApi(tag = "Tag::Referrals")]
impl ReferralsApi {
    /// Create referral
    #[oai(path = "/referrals", method = "post", operation_id = "referral_create")]
    async fn create(
        &self,
        ctx: Ctx,
        /// Drawn at random for this referral; the same key and body get the same answer for a day.
        #[oai(name = "Idempotency-Key")]
        idempotency_key: Header<String>,
        new: Input<ReferralInput>,
    ) -> Result<Created, ReferralProblem> {
        let partner = partner(&ctx)?;
        let inner = &self.0.0;
        let request = Idempotency::read(&inner.repeats, &idempotency_key.0, &new.0)?;
        let draft = new.0.into_draft()?;
        let made = match self.make(&ctx, partner, (draft.clone(), &request)).await {
            // The same request came twice at a time, and the other one was first.
            Err(CreateError::Fault(fault)) if fault.is_unique_violation() => {
                self.make(&ctx, partner, (draft, &request)).await
            }
            made => made,
        };
        let made = made.map_err(Problem::from)?;
        Ok(Created::Done(Json(MadeBody::new(&made, &inner.public_url))))
    }

    /// List referrals
    #[oai(path = "/referrals", method = "get", operation_id = "referral_list")]
    async fn list(
        &self,
        ctx: Ctx,
        /// Referrals per page, 1 to 200; 50 if absent.
        limit: Query<Option<u64>>,
        /// Where the previous page ended: its `next`.
        after: Query<Option<Wire<ReferralId>>>,
    ) -> Result<Json<ReferralsPage>, ReferralReadProblem> {
        partner(&ctx)?;
        let limit = limit.0.unwrap_or(PAGE);
        if !(1..=LARGEST_PAGE).contains(&limit) {
            return Err(Problem::invalid("limit", "expected 1 to 200").into());
        }
        let tx = ctx.read().await?;
        let before = after.0.map(|after| after.0);
        let mut all = store::referral::page(&tx, before, limit + 1).await?;
        let has_more = u64::try_from(all.len()).is_ok_and(|count| count > limit);
        all.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let last = all.last().map(|referral| Wire(referral.id));
        let items = all.iter();
        Ok(Json(ReferralsPage {
            items: items
                .map(|referral| ReferralBody::new(referral, ctx.now))
                .collect(),
            next: last.filter(|_| has_more),
        }))
    }

    /// Get referral
    #[oai(
        path = "/referrals/:referral_id",
        method = "get",
        operation_id = "referral_get"
    )]
    async fn get(
        &self,
        ctx: Ctx,
        referral_id: Path<Wire<ReferralId>>,
    ) -> Result<Versioned<ReferralBody>, ReferralReadProblem> {
        partner(&ctx)?;
        let tx = ctx.read().await?;
        let found = store::referral::find(&tx, referral_id.0.0).await?;
        let found = found.ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
        Ok(Versioned::current(ReferralBody::new(&found, ctx.now)))
    }

    /// Withdraw referral
    #[oai(
        path = "/referrals/:referral_id/withdraw",
        method = "post",
        operation_id = "referral_withdraw"
    )]
    async fn withdraw(
        &self,
        ctx: Ctx,
        referral_id: Path<Wire<ReferralId>>,
    ) -> Result<Versioned<ReferralBody>, WithdrawProblem> {
        partner(&ctx)?;
        let tx = ctx.write().await?;
        let withdrawn = app::withdraw(&ctx, &tx, referral_id.0.0).await;
        let withdrawn = withdrawn.map_err(Problem::from)?;
        tx.commit().await?;
        Ok(Versioned::current(ReferralBody::new(&withdrawn, ctx.now)))
    }
}

platform::problem_responses! {
    /// Why it was not withdrawn.
    pub(super) WithdrawProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        BodyTooLarge = 413,
    }
}

impl ReferralsApi {
    pub(crate) const fn new(referrals: Referrals) -> Self {
        Self(referrals)
    }

    async fn make(
        &self,
        ctx: &Ctx,
        partner: PartnerId,
        (draft, request): (Draft, &Idempotency),
    ) -> Result<Made, CreateError> {
        let tx = ctx.write().await?;
        let post = self.0.post();
        let made = app::create(ctx, &tx, &post, partner, (draft, request)).await?;
        tx.commit().await?;
        Ok(made)
    }
}

/// The partner that asks.
fn partner(ctx: &Ctx) -> Result<PartnerId, Problem> {
    match ctx.scope {
        Scope::Partner(id) => Ok(id),
        _ => Err(Problem::new(ProblemCode::Forbidden)),
    }
}
