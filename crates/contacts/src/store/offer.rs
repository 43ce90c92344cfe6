//! Table `offer`: contacts offered to counsellors.

use chrono::{DateTime, Utc};
use kernel::{CentreId, ContactId, Instant, OfferId, Scope, StaffId};
use platform::{Fault, Scoped, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ActiveValue::Set, ColumnTrait, Condition, DeriveEntityModel,
    DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait, QueryFilter,
    QueryOrder, prelude::Expr,
};
use uuid::Uuid;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "offer")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) centre_id: Uuid,
    pub(crate) contact_id: Uuid,
    pub(crate) staff_id: Uuid,
    pub(crate) state: String,
    pub(crate) units: i32,
    pub(crate) offered_at: DateTime<Utc>,
    pub(crate) expires_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> Condition {
        match scope {
            Scope::System | Scope::National => Condition::all(),
            Scope::Centre(id) => Condition::all().add(Column::CentreId.eq(id.to_row())),
            Scope::Conversation(_) | Scope::Partner(_) | Scope::Public => {
                Condition::all().add(Expr::cust("1 = 0"))
            }
        }
    }
}

/// How an offer ended, or that it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OfferState {
    Live,
    Accepted,
    Declined,
    Expired,
    Withdrawn,
}

impl OfferState {
    const ALL: [Self; 5] = [
        Self::Live,
        Self::Accepted,
        Self::Declined,
        Self::Expired,
        Self::Withdrawn,
    ];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// A contact offered to a counsellor.
#[derive(Clone, Debug)]
pub(crate) struct Offer {
    pub(crate) id: OfferId,
    pub(crate) centre: CentreId,
    pub(crate) contact: ContactId,
    pub(crate) staff: StaffId,
    pub(crate) units: u32,
    pub(crate) offered_at: Instant,
    pub(crate) expires_at: Instant,
}

fn read(row: &Model) -> Offer {
    Offer {
        id: OfferId::from_row(row.id),
        centre: CentreId::from_row(row.centre_id),
        contact: ContactId::from_row(row.contact_id),
        staff: StaffId::from_row(row.staff_id),
        units: u32::try_from(row.units).unwrap_or(1),
        offered_at: row.offered_at,
        expires_at: row.expires_at,
    }
}

/// Fails with a unique violation where the contact has a live offer.
pub(crate) async fn insert(tx: &TenantTx, offer: &Offer) -> Result<(), Fault> {
    let row = ActiveModel {
        id: Set(offer.id.to_row()),
        centre_id: Set(offer.centre.to_row()),
        contact_id: Set(offer.contact.to_row()),
        staff_id: Set(offer.staff.to_row()),
        state: Set(OfferState::Live.as_str().to_owned()),
        units: Set(i32::try_from(offer.units).unwrap_or(i32::MAX)),
        offered_at: Set(offer.offered_at),
        expires_at: Set(offer.expires_at),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Ends a live offer; the offer if this call ended it, none when it was no longer live.
pub(crate) async fn end(
    tx: &TenantTx,
    id: OfferId,
    state: OfferState,
) -> Result<Option<Offer>, Fault> {
    let Some(row) = tx
        .find::<Entity>()
        .filter(Column::Id.eq(id.to_row()))
        .one(tx)
        .await?
    else {
        return Ok(None);
    };
    let result = tx
        .update::<Entity>()
        .col_expr(Column::State, Expr::value(state.as_str()))
        .filter(Column::Id.eq(id.to_row()))
        .filter(Column::State.eq(OfferState::Live.as_str()))
        .exec(tx)
        .await?;
    Ok((result.rows_affected == 1).then(|| read(&row)))
}

pub(crate) async fn find(tx: &TenantTx, id: OfferId) -> Result<Option<Offer>, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::Id.eq(id.to_row()))
        .one(tx)
        .await?;
    Ok(row.as_ref().map(read))
}

/// How an offer ended; none where there is no such offer.
pub(crate) async fn find_state(tx: &TenantTx, id: OfferId) -> Result<Option<OfferState>, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::Id.eq(id.to_row()))
        .one(tx)
        .await?;
    Ok(row.and_then(|row| {
        OfferState::ALL
            .into_iter()
            .find(|state| state.as_str() == row.state)
    }))
}

/// Live offers, all or those of one counsellor.
pub(crate) async fn list_live(tx: &TenantTx, staff: Option<StaffId>) -> Result<Vec<Offer>, Fault> {
    let mut select = tx
        .find::<Entity>()
        .filter(Column::State.eq(OfferState::Live.as_str()));
    if let Some(staff) = staff {
        select = select.filter(Column::StaffId.eq(staff.to_row()));
    }
    Ok(select.all(tx).await?.iter().map(read).collect())
}

/// The live offer of a contact.
pub(crate) async fn find_live_of(
    tx: &TenantTx,
    contact: ContactId,
) -> Result<Option<Offer>, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::ContactId.eq(contact.to_row()))
        .filter(Column::State.eq(OfferState::Live.as_str()))
        .one(tx)
        .await?;
    Ok(row.as_ref().map(read))
}

/// Units a contact takes of the counsellor who accepted it; 0 where there was no offer.
pub(crate) async fn accepted_units(
    tx: &TenantTx,
    contact: ContactId,
    staff: StaffId,
) -> Result<u32, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::ContactId.eq(contact.to_row()))
        .filter(Column::StaffId.eq(staff.to_row()))
        .filter(Column::State.eq(OfferState::Accepted.as_str()))
        .order_by_desc(Column::OfferedAt)
        .one(tx)
        .await?;
    Ok(row.as_ref().map_or(0, |row| read(row).units))
}

/// An offer, and how it ended.
pub(crate) struct Outcome {
    pub(crate) staff: StaffId,
    pub(crate) offered_at: Instant,
    /// The word of its state.
    pub(crate) state: String,
}

/// Every offer of a contact.
pub(crate) async fn outcomes(tx: &TenantTx, contact: ContactId) -> Result<Vec<Outcome>, Fault> {
    let rows = tx
        .find::<Entity>()
        .filter(Column::ContactId.eq(contact.to_row()))
        .all(tx)
        .await?;
    let read = |row: Model| Outcome {
        staff: StaffId::from_row(row.staff_id),
        offered_at: row.offered_at,
        state: row.state,
    };
    Ok(rows.into_iter().map(read).collect())
}
