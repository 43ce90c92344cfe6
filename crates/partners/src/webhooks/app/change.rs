use chrono::TimeDelta;
use kernel::{FieldError, ProblemCode, WebhookEndpointId};
use platform::{
    Ctx, Fault, Sealer, Secret, TenantTx,
    http::{Problem, require_version},
};

use super::{SECRET, tell::announce};
use crate::webhooks::{
    address::Destinations,
    endpoint::{Endpoint, EndpointState, Health, Wish},
    signature, store,
};

/// How long the secret before is good beside a new one.
const OVERLAP: TimeDelta = TimeDelta::hours(24);

/// Why an endpoint stays as it is.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ChangeError {
    #[error("no such endpoint in the scope")]
    NotFound,
    #[error("another state was meant")]
    Stale(Problem),
    #[error("{} fields break rules", .0.len())]
    Invalid(Vec<FieldError>),
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<ChangeError> for Problem {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::NotFound => Self::new(ProblemCode::NotFound),
            ChangeError::Stale(problem) => problem,
            ChangeError::Invalid(faults) => Self::faulty(faults),
            ChangeError::Fault(fault) => fault.into(),
        }
    }
}

/// Which endpoint, and which state of it is meant.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Held<'a> {
    pub(crate) id: WebhookEndpointId,
    pub(crate) if_match: Option<&'a str>,
}

async fn hold(tx: &TenantTx, held: Held<'_>) -> Result<Endpoint, ChangeError> {
    let found = store::endpoint::find(tx, held.id).await?;
    let endpoint = found.ok_or(ChangeError::NotFound)?;
    require_version(held.if_match, endpoint.version).map_err(ChangeError::Stale)?;
    Ok(endpoint)
}

async fn write(ctx: &Ctx, tx: &TenantTx, endpoint: &mut Endpoint) -> Result<(), ChangeError> {
    endpoint.version = endpoint.version.saturating_add(1);
    endpoint.changed_at = ctx.now;
    if store::endpoint::update(tx, endpoint).await? {
        Ok(())
    } else {
        let stale = Problem::new(ProblemCode::StaleWrite);
        Err(ChangeError::Stale(stale))
    }
}

/// Replaces what the partner says of it. A disabled one is sent to again, from a clean slate.
pub(crate) async fn change(
    ctx: &Ctx,
    tx: &TenantTx,
    destinations: &Destinations,
    (held, wish): (Held<'_>, Wish),
) -> Result<Endpoint, ChangeError> {
    let mut endpoint = hold(tx, held).await?;
    let wish = wish.checked(destinations).map_err(ChangeError::Invalid)?;
    let leads_elsewhere = wish.url != endpoint.wish.url;
    if leads_elsewhere || endpoint.state == EndpointState::Disabled {
        endpoint.health = Health::default();
        endpoint.disabled_because = None;
    }
    endpoint.state = wish.state();
    endpoint.wish = wish;
    write(ctx, tx, &mut endpoint).await?;
    announce(ctx, tx).await?;
    Ok(endpoint)
}

/// Gives it a new secret. That before is good for a day more: every delivery is signed by both.
pub(crate) async fn rotate(
    ctx: &Ctx,
    tx: &TenantTx,
    sealer: &Sealer,
    held: Held<'_>,
) -> Result<(Endpoint, Secret<String>), ChangeError> {
    let mut endpoint = hold(tx, held).await?;
    let secret = signature::draw(ctx.sources());
    let kept = sealer.seal(SECRET, endpoint.id.to_row(), &secret)?;
    let before = std::mem::replace(&mut endpoint.secret, Secret::new(kept));
    endpoint.earlier = Some((before, ctx.now + OVERLAP));
    write(ctx, tx, &mut endpoint).await?;
    Ok((endpoint, secret))
}

/// Removes it, and with it what waits for it and its log.
pub(crate) async fn remove(tx: &TenantTx, id: WebhookEndpointId) -> Result<(), ChangeError> {
    if store::endpoint::delete(tx, id).await? {
        Ok(())
    } else {
        Err(ChangeError::NotFound)
    }
}
