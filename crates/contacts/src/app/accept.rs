//! A counsellor takes or refuses an offer.

use kernel::{OfferId, ProblemCode, StaffId};
use platform::{Ctx, Fault, TenantTx, http::Problem};

use crate::{
    domain::message::Notice,
    live::appender::write_notice,
    store::{
        contact, conversation,
        offer::{self, Offer, OfferState},
    },
};

/// Why an offer could not be answered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OfferError {
    #[error("no such offer")]
    NotFound,
    #[error("the offer stands no longer")]
    Gone,
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<OfferError> for Problem {
    fn from(error: OfferError) -> Self {
        match error {
            OfferError::NotFound => Self::new(ProblemCode::NotFound),
            OfferError::Gone => Self::new(ProblemCode::OfferGone),
            OfferError::Fault(fault) => fault.into(),
        }
    }
}

/// Takes the offer: the contact is this counsellor's from the commit on.
pub(crate) async fn accept(
    ctx: &Ctx,
    tx: &TenantTx,
    staff: StaffId,
    alias: String,
    id: OfferId,
) -> Result<Offer, OfferError> {
    let offer = own(tx, staff, id).await?;
    let ended = offer::end(tx, id, OfferState::Accepted)
        .await?
        .ok_or(OfferError::Gone)?;
    if ended.expires_at <= ctx.now
        || !contact::set_active(tx, offer.contact, staff, ctx.now).await?
    {
        return Err(OfferError::Gone);
    }
    conversation::set_staff(tx, offer.contact, Some(staff)).await?;
    if let Some(row) = conversation::find_of_contact(tx, offer.contact).await? {
        write_notice(ctx, tx, row.id, Notice::CounsellorJoined, Some(alias)).await?;
    }
    tx.emit(
        "contact.changed",
        &serde_json::json!({ "contact_id": offer.contact }),
        ctx.now,
    )
    .await?;
    Ok(ended)
}

/// Refuses the offer: it goes to somebody else.
pub(crate) async fn decline(
    ctx: &Ctx,
    tx: &TenantTx,
    staff: StaffId,
    id: OfferId,
) -> Result<Offer, OfferError> {
    let offer = own(tx, staff, id).await?;
    // The dispatcher ends it, so that engine and database change together.
    if offer::find_live_of(tx, offer.contact)
        .await?
        .is_none_or(|live| live.id != id)
    {
        return Err(OfferError::Gone);
    }
    let payload = serde_json::json!({ "contact_id": offer.contact, "staff_id": staff });
    tx.emit("offer.declined", &payload, ctx.now).await?;
    Ok(offer)
}

async fn own(tx: &TenantTx, staff: StaffId, id: OfferId) -> Result<Offer, OfferError> {
    let offer = offer::find(tx, id).await?;
    offer
        .filter(|offer| offer.staff == staff)
        .ok_or(OfferError::NotFound)
}
