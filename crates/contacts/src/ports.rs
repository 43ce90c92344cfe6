//! What the module needs from others.

use platform::{Ctx, Secret, http::Problem};
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

    /// By a token.
    async fn admit_token(&self, token: &str, ctx: Ctx) -> Result<Admitted, Problem>;
}
