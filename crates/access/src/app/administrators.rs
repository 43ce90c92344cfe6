use std::collections::BTreeSet;

use kernel::{AccountId, CentreId, Role};
use platform::{Fault, TenantTx};

use crate::{api::Parts, store};

/// Who administers a centre: holds the role, and not by a membership that has ended. `tx` is in the product's
/// own scope.
pub(crate) async fn administrators(
    tx: &TenantTx,
    parts: &Parts,
    centre: CentreId,
) -> Result<BTreeSet<AccountId>, Fault> {
    let members = parts.directory.members(tx, centre).await?;
    let held = store::role_assignment::of_centre(tx, centre).await?;
    let is_former = |account: AccountId| {
        let mut memberships = held
            .iter()
            .filter(|(who, held)| *who == account && held.staff.is_some());
        memberships.next().is_some() && members.iter().all(|member| member.account != account)
    };
    let administering = held
        .iter()
        .filter(|(account, held)| held.role == Role::CentreAdministrator && !is_former(*account));
    Ok(administering.map(|(account, _)| *account).collect())
}
