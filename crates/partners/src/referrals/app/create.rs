use kernel::{FieldError, PartnerId, ProblemCode, ReferralId, Scope};
use platform::{
    Ctx, Fault, Sealer, Secret, TenantTx,
    http::{Idempotency, Problem},
};

use super::{
    ADDRESS, CODE,
    deliver::{Post, schedule_delivery},
};
use crate::referrals::{
    code,
    referral::{Draft, Handover, Referral},
    store::{self, code::NewCode},
};

/// Why nobody was pointed to guidance.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CreateError {
    #[error("{} fields break rules", .0.len())]
    Invalid(Vec<FieldError>),
    /// There is nobody to send the code by.
    #[error("codes cannot be sent in this way")]
    Undeliverable,
    #[error("the same key came with another body")]
    Repeated(Problem),
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<CreateError> for Problem {
    fn from(error: CreateError) -> Self {
        match error {
            CreateError::Invalid(faults) => Self::faulty(faults),
            CreateError::Undeliverable => Self::new(ProblemCode::Invalid).field(
                "delivery.method",
                "is not set up: hand the code over yourself",
            ),
            CreateError::Repeated(problem) => problem,
            CreateError::Fault(fault) => fault.into(),
        }
    }
}

/// A referral as it is made.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) referral: Referral,
    /// For the partner to hand over; none where it is sent to the person.
    pub(crate) code: Option<Secret<String>>,
}

/// Makes a referral, or finds the one that the same request made before, whatever became of it since.
pub(crate) async fn create(
    ctx: &Ctx,
    tx: &TenantTx,
    post: &Post<'_>,
    partner: PartnerId,
    (draft, request): (Draft, &Idempotency),
) -> Result<Made, CreateError> {
    let repeated = store::referral::find_repeated(tx, &request.key).await?;
    if let Some((referral, before)) = repeated {
        let same = request.require_same(before.as_deref());
        same.map_err(CreateError::Repeated)?;
        return made_before(ctx, post.sealer, referral).await;
    }
    let faults = draft.faults(ctx.now);
    if !faults.is_empty() {
        return Err(CreateError::Invalid(faults));
    }
    if !post.reaches(&draft.handover) {
        return Err(CreateError::Undeliverable);
    }
    let code = code::draw(ctx.sources());
    let id: ReferralId = ctx.new_id();
    let address = draft.handover.address();
    let address = address.map(|address| Secret::new(address.expose().clone()));
    let address = address.map(|address| post.sealer.seal(ADDRESS, id.to_row(), &address));
    let referral = referral_of(ctx, id, partner, draft);
    store::referral::insert(tx, &referral, request).await?;
    let new = NewCode {
        referral: &referral,
        hash: code::hash(code.expose()).ok_or(Fault::Stopped("drawing codes"))?,
        code: post.sealer.seal(CODE, id.to_row(), &code)?,
        address: address.transpose()?,
    };
    store::code::insert(tx, new).await?;
    let is_sent = referral.handover != Handover::Partner.as_str();
    if is_sent {
        schedule_delivery(ctx, tx, id).await?;
    }
    Ok(Made {
        referral,
        code: (!is_sent).then_some(code),
    })
}

fn referral_of(ctx: &Ctx, id: ReferralId, partner: PartnerId, draft: Draft) -> Referral {
    Referral {
        id,
        partner,
        expires_at: draft.expires_at(ctx.now),
        language: draft.language,
        county: draft.county,
        topic: draft.topic,
        handover: draft.handover.as_str().to_owned(),
        consent: draft.consent,
        created_at: ctx.now,
        withdrawn_at: None,
        is_shared: false,
    }
}

/// The same answer as before. Codes are for the product's own scope alone.
async fn made_before(ctx: &Ctx, sealer: &Sealer, referral: Referral) -> Result<Made, CreateError> {
    if referral.handover != Handover::Partner.as_str() {
        return Ok(Made {
            referral,
            code: None,
        });
    }
    let wide = ctx.database().read(Scope::System).await?;
    let kept = store::code::find(&wide, referral.id).await?;
    let kept_code = kept.and_then(|kept| kept.code);
    let row = referral.id.to_row();
    let code = kept_code.map(|code| sealer.open(CODE, row, code.expose()));
    Ok(Made {
        referral,
        code: code.transpose()?,
    })
}
