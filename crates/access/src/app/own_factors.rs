use kernel::{AccountId, Scope};
use platform::{Ctx, Fault};

use crate::{
    api::Parts,
    domain::Factors,
    store::{self, passkey::Stored},
};

/// What an account logs in by, as its owner sees it.
pub(crate) struct OwnFactors {
    pub(crate) factors: Factors,
    pub(crate) passkeys: Vec<Stored>,
    /// Whether a centre or the national layer asks for a second factor.
    pub(crate) is_demanded: bool,
    /// Whether the service can have passkeys.
    pub(crate) offers_passkeys: bool,
}

/// Lists one's own factors.
pub(crate) async fn own_factors(
    ctx: &Ctx,
    parts: &Parts,
    account: AccountId,
) -> Result<OwnFactors, Fault> {
    let tx = ctx.database().read(Scope::System).await?;
    let held = store::role_assignment::of_account(&tx, account).await?;
    let domains = held.iter().map(|held| held.domain);
    Ok(OwnFactors {
        factors: store::factors::of_account(&tx, account).await?,
        passkeys: store::passkey::of_account(&tx, account).await?,
        is_demanded: store::login_rule::demands_second_factor(&tx, domains).await?,
        offers_passkeys: parts.passkeys.is_some(),
    })
}
