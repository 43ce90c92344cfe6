//! What the module needs from others.

use std::collections::HashMap;

use kernel::{AccountId, Instant, ReferralId};
use platform::{Ctx, Fault, Secret, TenantTx, http::Problem};
use poem::Request;

/// A counsellor let in to the desk's stream.
#[derive(Clone, Debug)]
pub struct Admitted {
    /// Acts as the counsellor's membership.
    pub ctx: Ctx,
    /// The log-in's token, to be checked again while the stream lasts.
    pub token: Secret<String>,
}

/// Lets counsellors in to the desk's stream.
#[async_trait::async_trait]
pub trait DeskGate: Send + Sync + 'static {
    /// By the request that opens the stream; none where it carries no log-in, so that the first frame must.
    async fn admit_request(&self, request: &Request, ctx: Ctx)
    -> Result<Option<Admitted>, Problem>;

    /// The log-in's token in a request.
    fn token(&self, request: &Request) -> Option<Secret<String>>;

    /// Whether the bearer of a token may do something.
    async fn may(&self, token: &Secret<String>, action: &str, ctx: Ctx) -> bool;

    /// By a token.
    async fn admit_token(&self, token: &str, ctx: Ctx) -> Result<Admitted, Problem>;
}

/// Who people are.
#[async_trait::async_trait]
pub trait PeopleNames: Send + Sync + 'static {
    /// Their names, of those there are.
    async fn names(&self, accounts: &[AccountId]) -> Result<HashMap<AccountId, String>, Fault>;
}

/// Codes by which partners point people to guidance. No row of ours says which conversation began by one.
#[async_trait::async_trait]
pub trait ReferralCodes: Send + Sync + 'static {
    /// The referral of a code that is good for a conversation, used before or not. A caller who tries many is refused.
    async fn find(
        &self,
        caller: &str,
        code: &Secret<String>,
    ) -> Result<Option<ReferralId>, Problem>;

    /// Leaves in the transaction that a conversation began by it; it is noted after the commit. Returns what the person
    /// lets the partner know with, the same for each conversation.
    async fn note(
        &self,
        tx: &TenantTx,
        referral: ReferralId,
        now: Instant,
    ) -> Result<Secret<String>, Fault>;
}
