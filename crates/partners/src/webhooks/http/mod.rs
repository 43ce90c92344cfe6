//! The operations for partners.

mod bodies;
mod deliveries;
mod endpoints;

pub use deliveries::DeliveriesApi;
pub use endpoints::EndpointsApi;

use kernel::{PartnerId, ProblemCode, Scope};
use platform::{Ctx, http::Problem};

use super::Webhooks;

/// Every operation.
pub type WebhooksApi = (EndpointsApi, DeliveriesApi);

/// Items of a page, unless the request says otherwise, and at most.
const PAGE: u64 = 50;
const LARGEST_PAGE: u64 = 200;

/// Makes the operations.
pub(super) fn api(webhooks: &Webhooks) -> WebhooksApi {
    (EndpointsApi(webhooks.clone()), DeliveriesApi)
}

/// The partner that asks.
fn partner(ctx: &Ctx) -> Result<PartnerId, Problem> {
    match ctx.scope {
        Scope::Partner(id) => Ok(id),
        _ => Err(Problem::new(ProblemCode::Forbidden)),
    }
}

fn page_size(limit: Option<u64>) -> Result<u64, Problem> {
    let limit = limit.unwrap_or(PAGE);
    if (1..=LARGEST_PAGE).contains(&limit) {
        Ok(limit)
    } else {
        let reason = format!("expected 1 to {LARGEST_PAGE}");
        Err(Problem::invalid("limit", reason))
    }
}

/// Cuts a page off what was read with one item more than it holds; true if there is more.
fn cut<T>(items: &mut Vec<T>, limit: u64) -> bool {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = items.len() > limit;
    items.truncate(limit);
    has_more
}

#[derive(poem_openapi::Tags)]
enum Tag {
    /// Where you are told of what concerns you, after the Standard Webhooks specification.
    Webhooks,
}

platform::problem_responses! {
    /// Why there is nothing to read.
    pub(super) ReadProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        Invalid = 422,
    }
}

platform::problem_responses! {
    /// Why nothing was made or sent.
    pub(super) WriteProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        Conflict = 409,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
    }
}

platform::problem_responses! {
    /// Why it stays as it was.
    pub(super) ChangeProblem {
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
