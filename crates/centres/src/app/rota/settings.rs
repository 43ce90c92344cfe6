use platform::{Ctx, TenantTx};
use serde_json::json;

use super::{RotaError, remember};
use crate::{domain::Centre, store};

/// Says whether swaps in a held centre need an administrator's approval.
pub(crate) async fn update_settings(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    swap_approval: bool,
) -> Result<(), RotaError> {
    let old = store::rota::find_settings(tx, held.id).await?;
    if old == swap_approval {
        return Ok(());
    }
    store::rota::upsert_settings(tx, held.id, swap_approval).await?;
    let facts = |swap_approval: bool| Some(json!({"swap_approval": swap_approval}));
    let values = (facts(old), facts(swap_approval));
    remember(ctx, tx, held.id, ("rota:update", held.id), values).await?;
    Ok(())
}
