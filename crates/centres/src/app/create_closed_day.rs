use chrono::NaiveDate;
use kernel::ProblemCode;
use platform::{Ctx, Fault, TenantTx, http::Problem};
use serde::Serialize;

use super::{CLOSED_DAY_CHANGED, is_national};
use crate::{domain::Texts, store};

/// A date on which the whole service is closed.
#[derive(Clone, Debug)]
pub struct NewClosedDay {
    /// The local date.
    pub day: NaiveDate,
    /// Its names; 17 May 2027 has two.
    pub names: Vec<Texts>,
}

/// Why the day is not closed.
#[derive(Debug, thiserror::Error)]
pub enum ClosedDayError {
    /// Only the national layer closes days for all.
    #[error("only the national layer closes days for all")]
    NotNational,
    /// A closed day without a name could not be explained.
    #[error("a closed day has a name")]
    Nameless,
    /// Neither the caller's nor the rules' business.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<ClosedDayError> for Problem {
    fn from(error: ClosedDayError) -> Self {
        match error {
            ClosedDayError::NotNational => Self::new(ProblemCode::Forbidden),
            ClosedDayError::Nameless => Self::invalid("names", "needs at least one"),
            ClosedDayError::Fault(fault) => fault.into(),
        }
    }
}

#[derive(Serialize)]
struct ClosedDayChanged {
    day: NaiveDate,
}

/// Closes a day for all, or gives a closed one other names. Emits `closed_day.changed`.
pub async fn create_closed_day(
    ctx: &Ctx,
    tx: &TenantTx,
    new: NewClosedDay,
) -> Result<(), ClosedDayError> {
    if !is_national(tx.scope()) {
        return Err(ClosedDayError::NotNational);
    }
    if new.names.iter().all(Texts::is_empty) {
        return Err(ClosedDayError::Nameless);
    }
    store::upsert_closed_day(tx, new.day, &new.names).await?;
    emit_closed_day_changed(ctx, tx, new.day).await?;
    Ok(())
}

pub(super) async fn emit_closed_day_changed(
    ctx: &Ctx,
    tx: &TenantTx,
    day: NaiveDate,
) -> Result<(), Fault> {
    tx.emit(CLOSED_DAY_CHANGED, &ClosedDayChanged { day }, ctx.now)
        .await
}
