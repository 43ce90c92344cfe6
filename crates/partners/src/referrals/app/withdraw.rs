use kernel::{ProblemCode, ReferralId};
use platform::{Ctx, Fault, TenantTx, http::Problem};

use super::deliver::schedule_erasure;
use crate::referrals::{referral::Referral, store};

/// Why a referral stays.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WithdrawError {
    #[error("no such referral in the scope")]
    NotFound,
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<WithdrawError> for Problem {
    fn from(error: WithdrawError) -> Self {
        match error {
            WithdrawError::NotFound => Self::new(ProblemCode::NotFound),
            WithdrawError::Fault(fault) => fault.into(),
        }
    }
}

/// Takes a referral back for the partner: its code is good for nothing any more. What the person let the partner know
/// ends with it, as they could not take it back any more. A second time changes nothing, and
/// the answer is the same whether the person came before or not.
pub(crate) async fn withdraw(
    ctx: &Ctx,
    tx: &TenantTx,
    id: ReferralId,
) -> Result<Referral, WithdrawError> {
    store::referral::withdraw(tx, id, ctx.now).await?;
    store::grant::delete(tx, id).await?;
    let found = store::referral::find(tx, id).await?;
    let referral = found.ok_or(WithdrawError::NotFound)?;
    schedule_erasure(ctx, tx, id).await?;
    Ok(referral)
}
