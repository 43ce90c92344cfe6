use platform::{Ctx, Fault, TenantTx};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::{columns::unnamed_row, rows::partner};
use crate::domain::Partner;

/// Finds the partner whose links carry the entry point; in any scope.
pub async fn find_partner(tx: &TenantTx, entry_point: &str) -> Result<Option<Partner>, Fault> {
    let row = tx
        .find::<partner::Entity>()
        .filter(partner::Column::EntryPoint.eq(entry_point))
        .one(tx)
        .await?;
    Ok(row.map(|row| Partner {
        name: row.name,
        entry_point: row.entry_point,
    }))
}

/// Adds a partner.
pub(crate) async fn insert_partner(
    ctx: &Ctx,
    tx: &TenantTx,
    partner: &Partner,
) -> Result<(), Fault> {
    let row = partner::ActiveModel {
        id: Set(unnamed_row(ctx)),
        name: Set(partner.name.clone()),
        entry_point: Set(partner.entry_point.clone()),
    };
    partner::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}
