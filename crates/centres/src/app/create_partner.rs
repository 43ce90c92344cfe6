use kernel::ProblemCode;
use platform::{Ctx, Fault, TenantTx, http::Problem};

use super::is_national;
use crate::{domain::Partner, store};

/// Why there is no partner.
#[derive(Debug, thiserror::Error)]
pub enum CreatePartnerError {
    /// Only the national layer knows partners.
    #[error("only the national layer creates partners")]
    NotNational,
    /// Another partner has the entry point.
    #[error("the entry point is taken")]
    EntryPointTaken,
    /// Neither the caller's nor the rules' business.
    #[error(transparent)]
    Fault(Fault),
}

impl From<Fault> for CreatePartnerError {
    fn from(fault: Fault) -> Self {
        if fault.is_unique_violation() {
            return Self::EntryPointTaken;
        }
        Self::Fault(fault)
    }
}

impl From<CreatePartnerError> for Problem {
    fn from(error: CreatePartnerError) -> Self {
        match error {
            CreatePartnerError::NotNational => Self::new(ProblemCode::Forbidden),
            CreatePartnerError::EntryPointTaken => Self::invalid("entry_point", "is taken"),
            CreatePartnerError::Fault(fault) => fault.into(),
        }
    }
}

/// Adds a system that sends seekers. Emits nothing: nobody keeps partners in memory.
pub async fn create_partner(
    ctx: &Ctx,
    tx: &TenantTx,
    name: &str,
    entry_point: &str,
) -> Result<Partner, CreatePartnerError> {
    if !is_national(tx.scope()) {
        return Err(CreatePartnerError::NotNational);
    }
    let partner = Partner {
        name: name.to_owned(),
        entry_point: entry_point.to_owned(),
    };
    store::insert_partner(ctx, tx, &partner).await?;
    Ok(partner)
}
