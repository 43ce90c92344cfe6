use kernel::{AccountId, CentreId, Role, StaffId};
use platform::{Ctx, Fault, TenantTx, http::Problem};

use crate::{
    domain::{Assignment, AssignmentFault},
    store,
};

/// A role to give.
#[derive(Clone, Copy, Debug)]
pub struct NewRole {
    /// Who gets it.
    pub account: AccountId,
    /// What they get.
    pub role: Role,
    /// The centre it is held in; none for the national layer.
    pub centre: Option<CentreId>,
    /// The membership it is exercised by; every counsellor has one.
    pub staff: Option<StaffId>,
}

/// Why the role was not given.
#[derive(Debug, thiserror::Error)]
pub enum AssignRoleError {
    /// Role, centre and membership do not fit.
    #[error(transparent)]
    Misfit(#[from] AssignmentFault),
    /// The machinery failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<AssignRoleError> for Problem {
    fn from(error: AssignRoleError) -> Self {
        match error {
            AssignRoleError::Misfit(misfit) => Self::invalid("role", misfit.to_string()),
            AssignRoleError::Fault(fault) => fault.into(),
        }
    }
}

/// Gives a role; one held already stays as it is. Sessions learn of it within seconds. `tx` is in
/// the product's own scope.
pub async fn assign_role(
    ctx: &Ctx,
    tx: &TenantTx,
    command: NewRole,
) -> Result<(), AssignRoleError> {
    let wanted = Assignment::new(command.role, command.centre, command.staff)?;
    let held = store::role_assignment::of_account(tx, command.account).await?;
    let is_held = held
        .iter()
        .any(|held| held.role == wanted.role && held.domain == wanted.domain);
    if !is_held {
        store::role_assignment::insert(tx, ctx.new_id(), command.account, &wanted).await?;
    }
    Ok(())
}
