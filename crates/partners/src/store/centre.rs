//! Table `partner_centre`: the centres a partner may ask about, where these are not all.

use std::collections::BTreeMap;

use kernel::{CentreId, PartnerId, Scope};
use platform::{Fault, Scoped, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition,
    DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    QueryFilter, QueryOrder, prelude::Uuid,
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "partner_centre")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) partner_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) centre_id: Uuid,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> Condition {
        super::of_partner(Column::PartnerId, scope)
    }
}

/// By partner, each in order.
pub(super) async fn list(tx: &TenantTx) -> Result<BTreeMap<PartnerId, Vec<CentreId>>, Fault> {
    let rows = tx
        .find::<Entity>()
        .order_by_asc(Column::CentreId)
        .all(tx)
        .await?;
    let mut chosen: BTreeMap<PartnerId, Vec<CentreId>> = BTreeMap::new();
    for row in rows {
        let centres = chosen.entry(PartnerId::from_row(row.partner_id));
        centres.or_default().push(CentreId::from_row(row.centre_id));
    }
    Ok(chosen)
}

/// Lets these take the place of those before.
pub(super) async fn replace(
    tx: &TenantTx,
    partner: PartnerId,
    centres: &[CentreId],
) -> Result<(), Fault> {
    tx.delete::<Entity>()
        .filter(Column::PartnerId.eq(partner.to_row()))
        .exec(tx)
        .await?;
    for centre in centres {
        let row = ActiveModel {
            partner_id: Set(partner.to_row()),
            centre_id: Set(centre.to_row()),
        };
        row.insert(tx).await?;
    }
    Ok(())
}
