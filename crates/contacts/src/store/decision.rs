//! Table `routing_decision`: the content-free record of why offers were made.

use chrono::{DateTime, Utc};
use kernel::{ContactId, Instant, Scope, StaffId};
use platform::{Ctx, Fault, Scoped, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ActiveValue::Set, ColumnTrait, Condition, DeriveEntityModel,
    DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait, QueryFilter,
    QueryOrder,
};
use uuid::Uuid;

use super::offer;
use crate::domain::explanation::Explained;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "routing_decision")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) contact_id: Uuid,
    pub(crate) kind: String,
    pub(crate) staff_id: Option<Uuid>,
    pub(crate) policy_version: String,
    pub(crate) explanation: String,
    pub(crate) at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> Condition {
        super::national_only(scope)
    }
}

/// Why a contact was offered to somebody.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Decision {
    pub(crate) contact: ContactId,
    pub(crate) staff: StaffId,
    pub(crate) policy_version: String,
    pub(crate) explained: Explained,
    pub(crate) at: Instant,
}

/// A decision, and what became of its offer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Followed {
    pub(crate) decision: Decision,
    /// The word of the offer's state.
    pub(crate) outcome: Option<String>,
}

pub(crate) async fn record(ctx: &Ctx, tx: &TenantTx, decision: &Decision) -> Result<(), Fault> {
    let row = ActiveModel {
        // A decision is never addressed from outside, so its id needs no kind of its own.
        id: Set(ctx.new_id::<kernel::id::OfferKind>().to_row()),
        contact_id: Set(decision.contact.to_row()),
        kind: Set("offer".to_owned()),
        staff_id: Set(Some(decision.staff.to_row())),
        policy_version: Set(decision.policy_version.clone()),
        explanation: Set(serde_json::to_string(&decision.explained)?),
        at: Set(decision.at),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// The decisions on a contact, oldest first.
pub(crate) async fn list(tx: &TenantTx, contact: ContactId) -> Result<Vec<Followed>, Fault> {
    let rows = tx
        .find::<Entity>()
        .filter(Column::ContactId.eq(contact.to_row()))
        .order_by_asc(Column::At)
        .order_by_asc(Column::Id)
        .all(tx)
        .await?;
    let offers = offer::outcomes(tx, contact).await?;
    let read = |row: Model| {
        let staff = row.staff_id.map(StaffId::from_row);
        let staff = staff.ok_or(Fault::Corrupt("routing_decision.staff_id"))?;
        let made = offers
            .iter()
            .find(|made| made.staff == staff && made.offered_at == row.at);
        Ok(Followed {
            outcome: made.map(|made| made.state.clone()),
            decision: Decision {
                contact,
                staff,
                policy_version: row.policy_version,
                explained: serde_json::from_str(&row.explanation)?,
                at: row.at,
            },
        })
    };
    rows.into_iter().map(read).collect()
}
