use chrono::TimeDelta;
use platform::{Ctx, Fault, Secret, TenantTx, draw_key, hash_key};

use super::open_session::TOKEN_LENGTH;
use crate::store::{self, login_step::Step};

/// Minutes the next request may take to come.
pub(crate) const STEP_MINUTES: u32 = 5;
/// Wrong tries after which a step is of no use any more.
pub(super) const STEP_TRIES: i32 = 5;

/// Leaves a step that the next request finishes, and returns its token.
pub(super) async fn begin_step(
    ctx: &Ctx,
    tx: &TenantTx,
    step: Step,
) -> Result<Secret<String>, Fault> {
    let token = Secret::new(draw_key(ctx.sources(), TOKEN_LENGTH));
    let expires_at = ctx.now + TimeDelta::minutes(i64::from(STEP_MINUTES));
    let key = (hash_key(token.expose()), expires_at);
    store::login_step::insert(tx, ctx.new_id(), key, step).await?;
    Ok(token)
}
