//! A controller chooses how long things are kept.

use kernel::CentreId;
use platform::{
    Ctx, Fault, TenantTx,
    audit::{self, Deed, chain_of},
    http::Problem,
    jobs::NewJob,
};
use serde_json::{Value, json};

use super::purge::{PURGE, Run};
use crate::{
    domain::retention::Retention,
    store::{due, retention},
};

/// What the module tells itself, also in other processes.
pub(crate) const RETENTION_CHANGED: &str = "retention.changed";

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RetentionError {
    #[error("{field} must be {least} to {most}")]
    Invalid {
        field: &'static str,
        least: u32,
        most: u32,
    },
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<RetentionError> for Problem {
    fn from(error: RetentionError) -> Self {
        match error {
            RetentionError::Invalid { field, least, most } => {
                Self::invalid(field, format!("must be {least} to {most}"))
            }
            RetentionError::Fault(fault) => fault.into(),
        }
    }
}

fn check(wish: Retention) -> Result<(), RetentionError> {
    match wish.fault() {
        None => Ok(()),
        Some((field, bounds)) => Err(RetentionError::Invalid {
            field,
            least: *bounds.start(),
            most: *bounds.end(),
        }),
    }
}

/// Chooses anew over what is held. What is too old by it already is erased at once.
pub(crate) async fn update_retention(
    ctx: &Ctx,
    tx: &TenantTx,
    centre: Option<CentreId>,
    (held, wish): (Retention, Retention),
) -> Result<(), RetentionError> {
    check(wish)?;
    if wish == held {
        return Ok(());
    }
    retention::update(tx, centre, wish).await?;
    let deed = Deed {
        centre,
        action: if centre.is_some() {
            "retention:update"
        } else {
            "national:retention_update"
        },
        target: centre.map_or("national".to_owned(), |id| id.to_string()),
        old: Some(facts(held)),
        new: Some(facts(wish)),
    };
    audit::record(ctx, tx, deed).await?;
    tx.emit(RETENTION_CHANGED, &json!({}), ctx.now).await?;
    tx.schedule(&NewJob {
        kind: PURGE,
        key: format!(
            "{PURGE}:{}:{}",
            chain_of(centre),
            ctx.now.timestamp_micros()
        ),
        payload: serde_json::to_string(&Run::once()).map_err(Fault::from)?,
        due_at: ctx.now,
    })
    .await?;
    Ok(())
}

fn facts(retention: Retention) -> Value {
    json!({
        "content_hours": retention.content_hours,
        "audit_days": retention.audit_days,
    })
}

/// What a choice would erase at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Foreseen {
    pub(crate) conversations: u64,
    pub(crate) audit_entries: u64,
}

/// Counts what a choice would erase at once.
pub(crate) async fn foresee(
    ctx: &Ctx,
    tx: &TenantTx,
    centre: Option<CentreId>,
    wish: Retention,
) -> Result<Foreseen, RetentionError> {
    check(wish)?;
    Ok(Foreseen {
        conversations: due::count(tx, centre, wish.content_until(ctx.now)).await?,
        audit_entries: audit::count_until(tx, centre, wish.audit_until(ctx.now)).await?,
    })
}
