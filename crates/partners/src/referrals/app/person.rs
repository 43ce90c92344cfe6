use aws_lc_rs::hmac;
use kernel::ProblemCode;
use platform::{Ctx, Fault, TenantTx, http::Problem};

use crate::{
    referrals::{
        code, proof,
        referral::{Referral, ShownState},
        store,
    },
    webhooks::{WebhookEvent, tell},
};

/// Why nothing is done for whoever holds the code.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PersonError {
    /// The code is none, or good for nothing any more, or nothing proves that a conversation began by it.
    #[error("no referral has the code")]
    NotFound,
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<PersonError> for Problem {
    fn from(error: PersonError) -> Self {
        match error {
            PersonError::NotFound => Self::new(ProblemCode::NotFound),
            PersonError::Fault(fault) => fault.into(),
        }
    }
}

/// A referral as the person sees it.
#[derive(Debug)]
pub(crate) struct Looked {
    pub(crate) referral: Referral,
    /// Who points the person to guidance.
    pub(crate) partner: String,
}

/// What a person shows who came.
#[derive(Clone, Copy)]
pub(crate) struct Shown<'a> {
    pub(crate) code: &'a str,
    /// Of the answer to the start of a conversation by the code.
    pub(crate) proof: &'a str,
}

/// Finds the referral of a code, used or not: the partner may know the code as well. All of these need the product's
/// own scope: a code is all that is known.
pub(crate) async fn look(ctx: &Ctx, tx: &TenantTx, typed: &str) -> Result<Looked, PersonError> {
    let hash = code::hash(typed).ok_or(PersonError::NotFound)?;
    let kept = store::code::find_by_hash(tx, &hash).await?;
    let kept = kept.ok_or(PersonError::NotFound)?;
    let referral = store::referral::find(tx, kept.referral).await?;
    let referral = referral.filter(|referral| referral.state(ctx.now) == ShownState::Issued);
    let referral = referral.ok_or(PersonError::NotFound)?;
    let partner = crate::store::partner::find(tx, referral.partner).await?;
    let partner = partner.ok_or(PersonError::NotFound)?;
    Ok(Looked {
        partner: partner.fields.name,
        referral,
    })
}

/// The same for somebody who came, and for nobody else.
async fn look_as_comer(
    ctx: &Ctx,
    tx: &TenantTx,
    (mac, shown): (&hmac::Key, Shown<'_>),
) -> Result<Looked, PersonError> {
    let looked = look(ctx, tx, shown.code).await?;
    if proof::proves(mac, looked.referral.id, shown.proof) {
        Ok(looked)
    } else {
        Err(PersonError::NotFound)
    }
}

/// The person lets the partner know that they came.
pub(crate) async fn grant(
    ctx: &Ctx,
    tx: &TenantTx,
    by: (&hmac::Key, Shown<'_>),
) -> Result<Looked, PersonError> {
    let mut looked = look_as_comer(ctx, tx, by).await?;
    let (id, partner) = (looked.referral.id, looked.referral.partner);
    if store::grant::insert(tx, id, partner).await? {
        tell(ctx, tx, partner, WebhookEvent::ReferralShared(id)).await?;
    }
    looked.referral.is_shared = true;
    Ok(looked)
}

/// The person does not let the partner know any more: it reads what it would read had they never let it.
pub(crate) async fn withdraw_grant(
    ctx: &Ctx,
    tx: &TenantTx,
    by: (&hmac::Key, Shown<'_>),
) -> Result<Looked, PersonError> {
    let mut looked = look_as_comer(ctx, tx, by).await?;
    let (id, partner) = (looked.referral.id, looked.referral.partner);
    if store::grant::delete(tx, id).await? {
        tell(ctx, tx, partner, WebhookEvent::ReferralSharingWithdrawn(id)).await?;
    }
    looked.referral.is_shared = false;
    Ok(looked)
}
