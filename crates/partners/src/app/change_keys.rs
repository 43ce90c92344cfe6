use access::machine::{KeyFault, read_public_key};
use kernel::{Instant, PartnerId, PartnerKeyId, ProblemCode};
use platform::{
    Ctx, Fault, TenantTx,
    audit::{self, Deed},
    http::Problem,
};
use serde_json::{Value, json};

use crate::{
    domain::{Key, MOST_KEYS},
    store,
};

/// A key to register.
pub(crate) struct NewKey {
    /// As given (RFC 7517).
    pub(crate) jwk: Value,
    pub(crate) not_after: Option<Instant>,
}

/// Why no key was added or removed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeyError {
    #[error("no such key or partner")]
    NotFound,
    #[error("the key is not taken: {0}")]
    Unfit(#[from] KeyFault),
    #[error("the key has ended")]
    Ended,
    #[error("there are as many keys as may be")]
    TooMany,
    #[error("another key has the name")]
    Taken,
    #[error(transparent)]
    Fault(Fault),
}

impl From<Fault> for KeyError {
    fn from(fault: Fault) -> Self {
        if fault.is_unique_violation() {
            return Self::Taken;
        }
        Self::Fault(fault)
    }
}

impl From<KeyError> for Problem {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::NotFound => Self::new(ProblemCode::NotFound),
            KeyError::Unfit(fault) => Self::invalid("jwk", fault.to_string()),
            KeyError::Ended => Self::invalid("not_after", "must be later than now"),
            KeyError::TooMany => Self::invalid(
                "jwk",
                format!("there are at most {MOST_KEYS} keys; remove one"),
            ),
            KeyError::Taken => Self::invalid("jwk.kid", "is the name of another key"),
            KeyError::Fault(fault) => fault.into(),
        }
    }
}

/// The keys of a partner, oldest first.
pub(crate) async fn list_keys(tx: &TenantTx, partner: PartnerId) -> Result<Vec<Key>, KeyError> {
    let known = store::partner::find(tx, partner).await?;
    known.ok_or(KeyError::NotFound)?;
    Ok(store::key::list(tx, partner).await?)
}

/// Adds a key by which the partner can prove who it is. `action` is what the log calls it.
pub(crate) async fn add_key(
    ctx: &Ctx,
    tx: &TenantTx,
    (partner, new): (PartnerId, NewKey),
    action: &'static str,
) -> Result<Key, KeyError> {
    let present = list_keys(tx, partner).await?;
    if new.not_after.is_some_and(|end| end <= ctx.now) {
        return Err(KeyError::Ended);
    }
    if present.len() >= MOST_KEYS {
        return Err(KeyError::TooMany);
    }
    let read = read_public_key(&new.jwk)?;
    let key = Key {
        id: ctx.new_id(),
        kid: read.kid,
        algorithm: read.algorithm.to_owned(),
        jwk: read.jwk,
        not_after: new.not_after,
        created_at: ctx.now,
    };
    store::key::insert(tx, partner, &key).await?;
    settle(ctx, tx, (action, partner), (None, Some(facts(&key)))).await?;
    Ok(key)
}

/// Removes a key: what was asked for by it is of no use any more.
pub(crate) async fn remove_key(
    ctx: &Ctx,
    tx: &TenantTx,
    (partner, id): (PartnerId, PartnerKeyId),
    action: &'static str,
) -> Result<(), KeyError> {
    let present = list_keys(tx, partner).await?;
    let key = present.into_iter().find(|key| key.id == id);
    let key = key.ok_or(KeyError::NotFound)?;
    store::key::delete(tx, id).await?;
    settle(ctx, tx, (action, partner), (Some(facts(&key)), None)).await?;
    Ok(())
}

async fn settle(
    ctx: &Ctx,
    tx: &TenantTx,
    (action, partner): (&'static str, PartnerId),
    (old, new): (Option<Value>, Option<Value>),
) -> Result<(), Fault> {
    let deed = Deed {
        centre: None,
        action,
        target: partner.to_string(),
        old,
        new,
    };
    audit::record(ctx, tx, deed).await
}

fn facts(key: &Key) -> Value {
    json!({
        "id": key.id,
        "kid": key.kid,
        "algorithm": key.algorithm,
        "not_after": key.not_after,
    })
}
