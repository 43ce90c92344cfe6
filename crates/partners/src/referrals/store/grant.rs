//! Table `referral_grant`: of whom partners may know that they came.

use std::collections::HashSet;

use kernel::{PartnerId, ReferralId, Scope};
use platform::{Fault, Scoped, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ColumnTrait, Condition, ConnectionTrait, DeriveEntityModel,
    DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait, QueryFilter,
};
use uuid::Uuid;

use super::statement;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "referral_grant")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) referral_id: Uuid,
    pub(crate) partner_id: Uuid,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> Condition {
        super::of_partner(Column::PartnerId, scope)
    }
}

/// Those whose persons let it be known that they came.
pub(crate) async fn of(tx: &TenantTx, referrals: &[Uuid]) -> Result<HashSet<Uuid>, Fault> {
    let rows = tx
        .find::<Entity>()
        .filter(Column::ReferralId.is_in(referrals.to_vec()))
        .all(tx)
        .await?;
    Ok(rows.into_iter().map(|row| row.referral_id).collect())
}

/// Lets the partner know. False if it knew already.
pub(crate) async fn insert(
    tx: &TenantTx,
    referral: ReferralId,
    partner: PartnerId,
) -> Result<bool, Fault> {
    let sql = "INSERT INTO referral_grant (referral_id, partner_id) VALUES ($1, $2) \
               ON CONFLICT (referral_id) DO NOTHING";
    let values = [referral.to_row().into(), partner.to_row().into()];
    let done = tx.execute_raw(statement(tx, sql, values)).await?;
    Ok(done.rows_affected() > 0)
}

/// Does not let the partner know any more. False if it did not before.
pub(crate) async fn delete(tx: &TenantTx, referral: ReferralId) -> Result<bool, Fault> {
    let done = tx
        .delete::<Entity>()
        .filter(Column::ReferralId.eq(referral.to_row()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected > 0)
}
