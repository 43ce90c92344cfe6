use kernel::{CentreId, ProblemCode};
use platform::{Ctx, Fault, TenantTx, http::Problem};

use super::emit_centre_changed;
use crate::{domain::hours::DatedException, store};

/// An exception from a centre's week.
#[derive(Clone, Debug)]
pub struct NewException {
    /// The centre.
    pub centre_id: CentreId,
    /// Date, scope, replacement and text.
    pub exception: DatedException,
}

/// Why there is no exception.
#[derive(Debug, thiserror::Error)]
pub enum ExceptionError {
    /// No such centre in the scope.
    #[error("no such centre")]
    CentreNotFound,
    /// Neither the caller's nor the rules' business.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<ExceptionError> for Problem {
    fn from(error: ExceptionError) -> Self {
        match error {
            ExceptionError::CentreNotFound => Self::new(ProblemCode::NotFound),
            ExceptionError::Fault(fault) => fault.into(),
        }
    }
}

/// Adds an exception to a centre's opening hours. Emits `centre.changed`.
pub async fn create_exception(
    ctx: &Ctx,
    tx: &TenantTx,
    new: NewException,
) -> Result<(), ExceptionError> {
    let centre = store::find_centre(tx, new.centre_id).await?;
    if centre.is_none() {
        return Err(ExceptionError::CentreNotFound);
    }
    store::insert_exception(ctx, tx, new.centre_id, &new.exception).await?;
    emit_centre_changed(ctx, tx, new.centre_id).await?;
    Ok(())
}
