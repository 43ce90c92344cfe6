//! What all changes of a centre by its administrators have in common.

use kernel::{CentreId, FieldError, ProblemCode};
use platform::{
    Ctx, Fault, TenantTx,
    audit::{self, Deed},
    http::Problem,
};
use serde_json::Value;

use super::emit_centre_changed;
use crate::{domain::Centre, store};

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// No such centre in the scope, or nothing of that name in it.
    #[error("no such thing in the scope")]
    NotFound,
    /// Fields break rules.
    #[error("{} fields break rules", .0.len())]
    Invalid(Vec<FieldError>),
    /// Neither the caller's nor the rules' business.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl ChangeError {
    pub(super) fn invalid(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError {
            field: field.into(),
            reason: reason.into(),
        }])
    }
}

impl From<ChangeError> for Problem {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::NotFound => Self::new(ProblemCode::NotFound),
            ChangeError::Invalid(faults) => Self::faulty(faults),
            ChangeError::Fault(fault) => fault.into(),
        }
    }
}

/// The centre, held until the transaction ends: of two who change it, one waits.
pub(crate) async fn hold_centre(tx: &TenantTx, id: CentreId) -> Result<Centre, ChangeError> {
    store::hold_centre(tx, id)
        .await?
        .ok_or(ChangeError::NotFound)
}

/// Holds a centre for others until the transaction ends. False if the scope has no such centre.
pub async fn hold(tx: &TenantTx, id: CentreId) -> Result<bool, Fault> {
    Ok(store::hold_centre(tx, id).await?.is_some())
}

/// Remembers a change in the audit log and emits `centre.changed`.
pub(super) async fn settle(
    ctx: &Ctx,
    tx: &TenantTx,
    centre: CentreId,
    action: &'static str,
    target: impl ToString,
    (old, new): (Option<Value>, Option<Value>),
) -> Result<(), Fault> {
    let deed = Deed {
        centre: Some(centre),
        action,
        target: target.to_string(),
        old,
        new,
    };
    audit::record(ctx, tx, deed).await?;
    emit_centre_changed(ctx, tx, centre).await
}
