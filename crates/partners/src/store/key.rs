//! Table `partner_key`.

use chrono::{DateTime, Utc};
use kernel::{PartnerId, PartnerKeyId, Scope};
use platform::{Fault, Scoped, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition,
    DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    QueryFilter, QueryOrder, prelude::Uuid,
};

use crate::domain::Key;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "partner_key")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) partner_id: Uuid,
    pub(crate) kid: String,
    pub(crate) algorithm: String,
    pub(crate) jwk: String,
    pub(crate) not_after: Option<DateTime<Utc>>,
    pub(crate) created_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> Condition {
        super::of_partner(Column::PartnerId, scope)
    }
}

/// Every key of the scope with whose it is, oldest first.
pub(crate) async fn list_all(tx: &TenantTx) -> Result<Vec<(PartnerId, Key)>, Fault> {
    let rows = tx.find::<Entity>().order_by_asc(Column::Id).all(tx).await?;
    rows.into_iter()
        .map(|row| Ok((PartnerId::from_row(row.partner_id), read(row)?)))
        .collect()
}

/// The keys of a partner, oldest first.
pub(crate) async fn list(tx: &TenantTx, partner: PartnerId) -> Result<Vec<Key>, Fault> {
    let rows = tx
        .find::<Entity>()
        .filter(Column::PartnerId.eq(partner.to_row()))
        .order_by_asc(Column::Id)
        .all(tx)
        .await?;
    rows.into_iter().map(read).collect()
}

pub(crate) async fn insert(tx: &TenantTx, partner: PartnerId, key: &Key) -> Result<(), Fault> {
    let row = ActiveModel {
        id: Set(key.id.to_row()),
        partner_id: Set(partner.to_row()),
        kid: Set(key.kid.clone()),
        algorithm: Set(key.algorithm.clone()),
        jwk: Set(key.jwk.to_string()),
        not_after: Set(key.not_after),
        created_at: Set(key.created_at),
    };
    row.insert(tx).await?;
    Ok(())
}

pub(crate) async fn delete(tx: &TenantTx, id: PartnerKeyId) -> Result<(), Fault> {
    tx.delete::<Entity>()
        .filter(Column::Id.eq(id.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}

fn read(row: Model) -> Result<Key, Fault> {
    Ok(Key {
        id: PartnerKeyId::from_row(row.id),
        kid: row.kid,
        algorithm: row.algorithm,
        jwk: serde_json::from_str(&row.jwk)?,
        not_after: row.not_after,
        created_at: row.created_at,
    })
}
