//! Table `assertion_used`.

use chrono::{DateTime, Utc};
use kernel::{Instant, PartnerId, Scope};
use platform::{Fault, KeyHash, Scoped, TenantTx};
use sea_orm::{
    ActiveModelBehavior,
    ActiveValue::Set,
    ColumnTrait, Condition, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait,
    EnumIter, PrimaryKeyTrait, QueryFilter,
    prelude::{Expr, Uuid},
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assertion_used")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) partner_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id_hash: Vec<u8>,
    pub(crate) ends_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> Condition {
        match scope {
            Scope::System => Condition::all(),
            Scope::Centre(_)
            | Scope::Conversation(_)
            | Scope::Partner(_)
            | Scope::National
            | Scope::Public => Condition::all().add(Expr::cust("1 = 0")),
        }
    }
}

/// Notes that an assertion was used, and forgets those of the partner that have ended; a unique violation where it
/// was used before.
pub(crate) async fn insert(
    tx: &TenantTx,
    partner: PartnerId,
    (id_hash, ends_at): (&KeyHash, Instant),
    now: Instant,
) -> Result<(), Fault> {
    tx.delete::<Entity>()
        .filter(Column::PartnerId.eq(partner.to_row()))
        .filter(Column::EndsAt.lte(now))
        .exec(tx)
        .await?;
    let row = ActiveModel {
        partner_id: Set(partner.to_row()),
        id_hash: Set(id_hash.to_vec()),
        ends_at: Set(ends_at),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}
