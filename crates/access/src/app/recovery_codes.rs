use kernel::{AccountId, ProblemCode, Scope};
use platform::{Ctx, Fault, Secret, TenantTx, http::Problem};

use super::own_login::{PasswordError, check_password, remember};
use crate::{
    api::Parts,
    domain::{RECOVERY_CODES, draw_code, hash_code},
    store,
};

/// Why there are no new recovery codes.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RecoveryError {
    /// Without a second factor there is nothing to recover from.
    #[error("there is no second factor")]
    NoFactor,
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<RecoveryError> for Problem {
    fn from(error: RecoveryError) -> Self {
        match error {
            RecoveryError::NoFactor => Self::new(ProblemCode::WrongState),
            RecoveryError::Password(error) => error.into(),
            RecoveryError::Fault(fault) => fault.into(),
        }
    }
}

/// Draws a new set of codes; those before are of no use any more.
pub(crate) async fn renew_recovery_codes(
    ctx: &Ctx,
    parts: &Parts,
    account: AccountId,
    (password, caller): (Secret<String>, &str),
) -> Result<Vec<String>, RecoveryError> {
    check_password(ctx, parts, account, (password, caller)).await?;
    let tx = ctx.database().write(Scope::System).await?;
    if !store::factors::of_account(&tx, account).await?.is_any() {
        return Err(RecoveryError::NoFactor);
    }
    store::recovery_code::delete_of_account(&tx, account).await?;
    let codes = draw_codes(ctx, &tx, account).await?;
    remember(ctx, &tx, account, "recovery:renew").await?;
    tx.commit().await?;
    Ok(codes)
}

/// The codes that come with the first factor; none where there are some.
pub(super) async fn first_codes(
    ctx: &Ctx,
    tx: &TenantTx,
    account: AccountId,
) -> Result<Vec<String>, Fault> {
    if store::recovery_code::count(tx, account).await? > 0 {
        return Ok(Vec::new());
    }
    draw_codes(ctx, tx, account).await
}

async fn draw_codes(ctx: &Ctx, tx: &TenantTx, account: AccountId) -> Result<Vec<String>, Fault> {
    let mut codes = Vec::new();
    for _ in 0..RECOVERY_CODES {
        let code = draw_code(ctx.sources());
        store::recovery_code::insert(tx, ctx.new_id(), account, &hash_code(&code)).await?;
        codes.push(code);
    }
    Ok(codes)
}
