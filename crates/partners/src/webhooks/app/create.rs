use kernel::{FieldError, PartnerId, ProblemCode};
use platform::{
    Ctx, Fault, Sealer, Secret, TenantTx,
    http::{Idempotency, Problem},
};

use super::SECRET;
use crate::webhooks::{
    address::Destinations,
    endpoint::{Endpoint, Health, MOST, Wish},
    signature, store,
};

/// Why there is no endpoint.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CreateError {
    #[error("{} fields break rules", .0.len())]
    Invalid(Vec<FieldError>),
    #[error("the partner has as many endpoints as it may have")]
    TooMany,
    #[error("the same key came with another body")]
    Repeated(Problem),
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<CreateError> for Problem {
    fn from(error: CreateError) -> Self {
        match error {
            CreateError::Invalid(faults) => Self::faulty(faults),
            CreateError::TooMany => Self::new(ProblemCode::WrongState)
                .detail(format!("a partner has at most {MOST} endpoints")),
            CreateError::Repeated(problem) => problem,
            CreateError::Fault(fault) => fault.into(),
        }
    }
}

/// Makes an endpoint, or finds the one that the same request made before. Returns it with its secret, which is
/// shown this once.
pub(crate) async fn create(
    ctx: &Ctx,
    tx: &TenantTx,
    (sealer, destinations): (&Sealer, &Destinations),
    partner: PartnerId,
    (wish, request): (Wish, &Idempotency),
) -> Result<(Endpoint, Secret<String>), CreateError> {
    let repeated = store::endpoint::find_repeated(tx, &request.key).await?;
    if let Some((endpoint, before)) = repeated {
        let same = request.require_same(before.as_deref());
        same.map_err(CreateError::Repeated)?;
        let id = endpoint.id.to_row();
        let secret = sealer.open(SECRET, id, endpoint.secret.expose())?;
        return Ok((endpoint, secret));
    }
    let wish = wish.checked(destinations).map_err(CreateError::Invalid)?;
    let count = store::endpoint::count(tx).await?;
    if usize::try_from(count).unwrap_or(MOST) >= MOST {
        return Err(CreateError::TooMany);
    }
    let id: kernel::WebhookEndpointId = ctx.new_id();
    let secret = signature::draw(ctx.sources());
    let endpoint = Endpoint {
        id,
        partner,
        state: wish.state(),
        wish,
        disabled_because: None,
        secret: Secret::new(sealer.seal(SECRET, id.to_row(), &secret)?),
        earlier: None,
        version: 1,
        created_at: ctx.now,
        changed_at: ctx.now,
        health: Health::default(),
    };
    store::endpoint::insert(tx, &endpoint, request).await?;
    Ok((endpoint, secret))
}
