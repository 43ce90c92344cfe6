//! Admits systems of partners, and tells them what is left of their quota.

use kernel::{Actor, ProblemCode};
use poem::{
    Request, Response,
    http::{HeaderValue, header},
};

use super::{Operation, Problem};
use crate::Ctx;

/// What the headers call the one limit there is.
const NAME: &str = "partner";

/// What a caller may still ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Requests a minute.
    pub limit: u32,
    /// Requests that would be let in at once.
    pub remaining: u32,
    /// Seconds until all of them are.
    pub reset_s: u32,
}

/// What the gate found.
#[derive(Debug)]
pub struct Admission {
    /// The context the operation runs in, or why it does not.
    pub outcome: Result<Ctx, Problem>,
    /// What is left, where the caller is known.
    pub quota: Option<Quota>,
}

impl Admission {
    /// Where nothing is counted.
    pub const fn uncounted(outcome: Result<Ctx, Problem>) -> Self {
        Self {
            outcome,
            quota: None,
        }
    }
}

/// Decides who may call an operation for [`super::Audience::Partner`].
#[async_trait::async_trait]
pub trait PartnerGate: Send + Sync + 'static {
    /// Looks at the request's token: 401 without a valid one, 403 where it is not good for the operation, 429
    /// beyond the quota.
    async fn admit(&self, request: &Request, operation: &Operation, ctx: Ctx) -> Admission;

    /// Notes that a partner's request was answered.
    fn note(&self, ctx: &Ctx, operation: &Operation, status: u16);
}

/// Knows no partner.
#[derive(Clone, Copy, Debug)]
pub struct NoPartners;

#[async_trait::async_trait]
impl PartnerGate for NoPartners {
    async fn admit(&self, _request: &Request, _operation: &Operation, _ctx: Ctx) -> Admission {
        Admission::uncounted(Err(Problem::new(ProblemCode::NotFound)))
    }

    fn note(&self, _ctx: &Ctx, _operation: &Operation, _status: u16) {}
}

/// How far a request came.
pub(super) struct Passage {
    pub(super) outcome: Result<(), Problem>,
    /// The context of a partner's request.
    pub(super) partner: Option<Ctx>,
    quota: Option<Quota>,
    is_refused: bool,
}

impl Passage {
    /// Of a request that is no partner's.
    pub(super) const fn of(outcome: Result<(), Problem>) -> Self {
        Self {
            outcome,
            partner: None,
            quota: None,
            is_refused: false,
        }
    }

    /// Says what is left, and how to ask where nobody was let in (RFC 6750, section 3).
    pub(super) fn mark(&self, response: &mut Response) {
        let headers = response.headers_mut();
        if self.is_refused {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        let Some(quota) = self.quota else { return };
        let Quota {
            limit,
            remaining,
            reset_s,
        } = quota;
        let lines = [
            ("ratelimit-policy", format!("\"{NAME}\";q={limit};w=60")),
            ("ratelimit", format!("\"{NAME}\";r={remaining};t={reset_s}")),
        ];
        for (name, text) in lines {
            if let Ok(value) = HeaderValue::from_str(&text) {
                headers.insert(name, value);
            }
        }
    }
}

impl From<Admission> for Passage {
    fn from(admission: Admission) -> Self {
        let Admission { outcome, quota } = admission;
        let is_refused = outcome
            .as_ref()
            .is_err_and(|problem| problem.code == ProblemCode::Unauthenticated);
        let (outcome, partner) = match outcome {
            Ok(ctx) => {
                let is_partner = matches!(ctx.actor, Actor::Partner(_));
                (Ok(()), is_partner.then_some(ctx))
            }
            Err(problem) => (Err(problem), None),
        };
        Self {
            outcome,
            partner,
            quota,
            is_refused,
        }
    }
}
