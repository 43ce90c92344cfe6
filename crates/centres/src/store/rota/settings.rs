use kernel::CentreId;
use platform::{Fault, TenantTx};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

use crate::store::rows::rota;

/// Whether swaps of a centre need an administrator's approval; they do where nobody has said otherwise.
pub(crate) async fn find_settings(tx: &TenantTx, centre: CentreId) -> Result<bool, Fault> {
    let row = tx
        .find::<rota::Entity>()
        .filter(rota::Column::CentreId.eq(centre.to_row()))
        .one(tx)
        .await?;
    Ok(row.is_none_or(|row| row.swap_approval))
}

/// Says whether swaps of a centre need an administrator's approval.
pub(crate) async fn upsert_settings(
    tx: &TenantTx,
    centre: CentreId,
    swap_approval: bool,
) -> Result<(), Fault> {
    let row = rota::ActiveModel {
        centre_id: Set(centre.to_row()),
        swap_approval: Set(swap_approval),
    };
    let replace = OnConflict::column(rota::Column::CentreId)
        .update_column(rota::Column::SwapApproval)
        .to_owned();
    rota::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}
