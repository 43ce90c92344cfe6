use platform::{
    Ctx, Fault, TenantTx,
    audit::{self, Deed},
};
use serde_json::json;

use crate::{domain::Domain, store};

/// Whether a centre, or the national layer, asks its people for a second factor.
pub(crate) async fn get_login_rule(tx: &TenantTx, domain: Domain) -> Result<bool, Fault> {
    store::login_rule::demands_second_factor(tx, [domain]).await
}

/// Sets whether a second factor is asked for. Nobody is shut out: whoever has none can add one at the next
/// log-in.
pub(crate) async fn update_login_rule(
    ctx: &Ctx,
    tx: &TenantTx,
    domain: Domain,
    second_factor: bool,
) -> Result<(), Fault> {
    let before = get_login_rule(tx, domain).await?;
    if before == second_factor {
        return Ok(());
    }
    store::login_rule::set(tx, domain, second_factor, ctx.now).await?;
    let (action, target) = match domain {
        Domain::Centre(centre) => ("centre:login_update", centre.to_string()),
        Domain::National => ("national:login_update", "national".to_owned()),
    };
    let deed = Deed {
        centre: domain.centre(),
        action,
        target,
        old: Some(json!({"second_factor": before})),
        new: Some(json!({"second_factor": second_factor})),
    };
    audit::record(ctx, tx, deed).await?;
    // Whoever keeps a line open looks whether they are still let in.
    tx.emit("session.ended", &(), ctx.now).await
}
