use std::collections::BTreeSet;

use kernel::{AccountId, CentreId, Role, Scope};
use platform::{Ctx, Fault, TenantTx};

use crate::{api::Parts, store};

/// Ends the sessions of everybody with a role in the centre: whoever serves elsewhere logs in again. Twice
/// is no error.
pub(crate) async fn end_logins(ctx: &Ctx, parts: &Parts, centre: CentreId) -> Result<(), Fault> {
    let tx = ctx.database().write(Scope::System).await?;
    let held = store::role_assignment::of_centre(&tx, centre).await?;
    let accounts: BTreeSet<AccountId> = held.into_iter().map(|(account, _)| account).collect();
    for account in &accounts {
        store::session::delete_of_account(&tx, *account).await?;
    }
    tx.emit("session.ended", &(), ctx.now).await?;
    tx.commit().await?;
    for account in accounts {
        parts.sessions.forget_account(account);
    }
    Ok(())
}

/// Accounts with any role in a centre, and those among them that administer it. `tx` is in the product's own
/// scope.
pub async fn count_people(tx: &TenantTx, centre: CentreId) -> Result<(usize, usize), Fault> {
    let held = store::role_assignment::of_centre(tx, centre).await?;
    let count = |wanted: Option<Role>| {
        let matching = held
            .iter()
            .filter(|(_, held)| wanted.is_none_or(|wanted| wanted == held.role));
        matching.map(|(id, _)| *id).collect::<BTreeSet<_>>().len()
    };
    Ok((count(None), count(Some(Role::CentreAdministrator))))
}
