//! What people who change how they log in have in common.

use std::collections::BTreeSet;

use kernel::{AccountId, ProblemCode, Scope};
use platform::{
    Ctx, Fault, Secret, TenantTx,
    audit::{self, Deed},
    http::{Limited, Problem},
};

use super::passwords;
use crate::{api::Parts, domain::Account, store};

/// Why the password asked for once more did not help.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PasswordError {
    #[error("is not the present one")]
    Wrong,
    #[error("too many wrong passwords")]
    Limited(Limited),
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<PasswordError> for Problem {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Wrong => Self::invalid("password", error.to_string()),
            PasswordError::Limited(limited) => {
                Self::new(ProblemCode::TooManyRequests).retry_after(limited.retry_after)
            }
            PasswordError::Fault(fault) => fault.into(),
        }
    }
}

/// Asks for the password once more: whoever finds a desk unlocked must not change how its owner logs in.
pub(super) async fn check_password(
    ctx: &Ctx,
    parts: &Parts,
    account: AccountId,
    (password, caller): (Secret<String>, &str),
) -> Result<Account, PasswordError> {
    let tx = ctx.database().read(Scope::System).await?;
    let found = store::account::find(&tx, account).await?;
    drop(tx);
    let account = found.ok_or(PasswordError::Wrong)?;
    let attempt = parts
        .throttle
        .enter(account.email.expose(), caller, ctx.now)
        .map_err(PasswordError::Limited)?;
    if !passwords::verify(password, account.password_hash.clone()).await? {
        return Err(PasswordError::Wrong);
    }
    parts.throttle.succeeded(&attempt);
    Ok(account)
}

/// Remembers a change of one's own log-in wherever one holds a role. It tells no more than that it happened.
pub(super) async fn remember(
    ctx: &Ctx,
    tx: &TenantTx,
    account: AccountId,
    action: &'static str,
) -> Result<(), Fault> {
    let held = store::role_assignment::of_account(tx, account).await?;
    let domains: BTreeSet<_> = held.into_iter().map(|held| held.domain).collect();
    for domain in domains {
        let deed = Deed {
            centre: domain.centre(),
            action,
            target: account.to_string(),
            old: None,
            new: None,
        };
        audit::record(ctx, tx, deed).await?;
    }
    Ok(())
}
