use kernel::{AccountId, Actor, CentreId, ProblemCode, Scope, StaffId};
use platform::{
    Ctx, Fault, TenantTx,
    audit::{self, Deed},
    http::Problem,
};

use crate::{api::Parts, domain::Domain, store};

/// Why the log-in of a member of staff stayed as it was.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StaffLoginError {
    #[error("no such member of staff")]
    NotFound,
    #[error("must not be your own")]
    Own,
    /// What one centre takes away would be missing in the other.
    #[error("holds a role elsewhere too")]
    HeldElsewhere,
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<StaffLoginError> for Problem {
    fn from(error: StaffLoginError) -> Self {
        match error {
            StaffLoginError::NotFound => Self::new(ProblemCode::NotFound),
            StaffLoginError::Own | StaffLoginError::HeldElsewhere => {
                Self::invalid("staff_id", error.to_string())
            }
            StaffLoginError::Fault(fault) => fault.into(),
        }
    }
}

/// A member of a centre's staff.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    pub(crate) centre: CentreId,
    pub(crate) staff: StaffId,
}

/// Logs a member of staff out everywhere.
pub(crate) async fn end_staff_sessions(
    ctx: &Ctx,
    parts: &Parts,
    member: Member,
) -> Result<(), StaffLoginError> {
    let tx = ctx.database().write(Scope::System).await?;
    let account = account_of(ctx, &tx, member).await?;
    settle(ctx, parts, (tx, account, member), "staff:end_sessions").await
}

/// Takes every second factor from a member of staff who has lost them, and logs them out.
pub(crate) async fn reset_staff_factors(
    ctx: &Ctx,
    parts: &Parts,
    member: Member,
) -> Result<(), StaffLoginError> {
    let tx = ctx.database().write(Scope::System).await?;
    let account = account_of(ctx, &tx, member).await?;
    let held = store::role_assignment::of_account(&tx, account).await?;
    let here = Domain::Centre(member.centre);
    if held.iter().any(|held| held.domain != here) {
        return Err(StaffLoginError::HeldElsewhere);
    }
    store::factors::delete_of_account(&tx, account).await?;
    settle(ctx, parts, (tx, account, member), "staff:reset_factors").await
}

async fn account_of(
    ctx: &Ctx,
    tx: &TenantTx,
    member: Member,
) -> Result<AccountId, StaffLoginError> {
    let Member { centre, staff } = member;
    let found = store::role_assignment::account_of_staff(tx, centre, staff).await?;
    let account = found.ok_or(StaffLoginError::NotFound)?;
    if matches!(ctx.actor, Actor::Account { account: own, .. } if own == account) {
        return Err(StaffLoginError::Own);
    }
    Ok(account)
}

/// Ends all sessions and log-ins under way, remembers the deed, and commits.
async fn settle(
    ctx: &Ctx,
    parts: &Parts,
    (tx, account, member): (TenantTx, AccountId, Member),
    action: &'static str,
) -> Result<(), StaffLoginError> {
    store::session::delete_of_account(&tx, account).await?;
    store::login_step::delete_of_account(&tx, account).await?;
    let deed = Deed {
        centre: Some(member.centre),
        action,
        target: member.staff.to_string(),
        old: None,
        new: None,
    };
    audit::record(ctx, &tx, deed).await?;
    tx.emit("session.ended", &(), ctx.now).await?;
    tx.commit().await?;
    parts.sessions.forget_account(account);
    Ok(())
}
