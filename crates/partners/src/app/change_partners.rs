use chrono::{Days, NaiveDate};
use kernel::{
    CentreId, FieldError, OrganisationNumber, PartnerEnvironment, PartnerId, PartnerState,
    ProblemCode,
};
use platform::{
    Ctx, Fault, TenantTx,
    audit::{self, Deed},
    http::Problem,
};
use serde_json::{Value, json};

use crate::{
    api::Inner,
    domain::{Called, ChosenCentres, Count, Partner, PartnerFields},
    store,
};

/// Days of usage that are told.
const USAGE_DAYS: u64 = 90;

/// A partner to register.
pub(crate) struct NewPartner {
    pub(crate) organisation: OrganisationNumber,
    pub(crate) environment: PartnerEnvironment,
    pub(crate) fields: PartnerFields,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PartnerError {
    #[error("no such partner")]
    NotFound,
    #[error("fields break a rule")]
    Invalid(Vec<FieldError>),
    #[error("the organisation is registered for the environment already")]
    Taken,
    #[error(transparent)]
    Fault(Fault),
}

impl From<Fault> for PartnerError {
    fn from(fault: Fault) -> Self {
        if fault.is_unique_violation() {
            return Self::Taken;
        }
        Self::Fault(fault)
    }
}

impl From<PartnerError> for Problem {
    fn from(error: PartnerError) -> Self {
        match error {
            PartnerError::NotFound => Self::new(ProblemCode::NotFound),
            PartnerError::Invalid(faults) => Self::faulty(faults),
            PartnerError::Taken => {
                Self::invalid("organisation", "is registered for this environment already")
            }
            PartnerError::Fault(fault) => fault.into(),
        }
    }
}

/// Every partner, by name.
pub(crate) async fn list_partners(tx: &TenantTx) -> Result<Vec<Partner>, Fault> {
    store::partner::list(tx).await
}

pub(crate) async fn get_partner(tx: &TenantTx, id: PartnerId) -> Result<Partner, PartnerError> {
    let partner = store::partner::find(tx, id).await?;
    partner.ok_or(PartnerError::NotFound)
}

/// Registers a partner, active from now on.
pub(crate) async fn create_partner(
    ctx: &Ctx,
    tx: &TenantTx,
    inner: &Inner,
    new: NewPartner,
) -> Result<Partner, PartnerError> {
    let is_real = new.organisation.may_be_real();
    if new.environment == PartnerEnvironment::Production && !is_real {
        return Err(invalid(
            "organisation",
            "is of a test population, which is for the sandbox",
        ));
    }
    let partner = Partner {
        id: ctx.new_id(),
        organisation: new.organisation,
        environment: new.environment,
        fields: checked(inner, new.fields)?,
        state: PartnerState::Active,
        created_at: ctx.now,
    };
    store::partner::insert(tx, &partner).await?;
    let values = (None, Some(facts(&partner)));
    settle(ctx, tx, ("partner:create", partner.id), values).await?;
    Ok(partner)
}

/// Changes what a coordinator decides about a partner. Organisation and environment stay.
pub(crate) async fn update_partner(
    ctx: &Ctx,
    tx: &TenantTx,
    inner: &Inner,
    (id, fields): (PartnerId, PartnerFields),
) -> Result<Partner, PartnerError> {
    let old = get_partner(tx, id).await?;
    let partner = Partner {
        fields: checked(inner, fields)?,
        ..old.clone()
    };
    if partner == old {
        return Ok(partner);
    }
    store::partner::update(tx, id, &partner.fields).await?;
    let values = (Some(facts(&old)), Some(facts(&partner)));
    settle(ctx, tx, ("partner:update", id), values).await?;
    Ok(partner)
}

/// Suspends a partner, or takes that back. Why is kept in the log alone.
pub(crate) async fn set_partner_state(
    ctx: &Ctx,
    tx: &TenantTx,
    id: PartnerId,
    (state, reason): (PartnerState, Option<String>),
) -> Result<Partner, PartnerError> {
    let old = get_partner(tx, id).await?;
    if old.state == state {
        return Ok(old);
    }
    store::partner::set_state(tx, id, state).await?;
    let action = match state {
        PartnerState::Suspended => "partner:suspend",
        PartnerState::Active => "partner:resume",
    };
    let new = match reason {
        Some(reason) => json!({ "state": state, "reason": reason }),
        None => json!({ "state": state }),
    };
    let values = (Some(json!({ "state": old.state })), Some(new));
    settle(ctx, tx, (action, id), values).await?;
    Ok(Partner { state, ..old })
}

/// How often a partner called in the last days.
pub(crate) async fn list_usage(
    ctx: &Ctx,
    tx: &TenantTx,
    id: PartnerId,
) -> Result<Vec<(Called, Count)>, PartnerError> {
    let partner = get_partner(tx, id).await?;
    let today = ctx.now.with_timezone(&centres::DEFAULT_ZONE).date_naive();
    let since = today.checked_sub_days(Days::new(USAGE_DAYS));
    let since = since.unwrap_or(NaiveDate::MIN);
    Ok(store::usage::list(tx, partner.id, since).await?)
}

fn checked(inner: &Inner, fields: PartnerFields) -> Result<PartnerFields, PartnerError> {
    let fields = fields.checked().map_err(PartnerError::Invalid)?;
    let is_known = |centre: &CentreId| inner.directory.centre(*centre).is_some();
    match &fields.centres {
        ChosenCentres::Only(chosen) if !chosen.iter().all(is_known) => {
            Err(invalid("centres", "must be centres that take part"))
        }
        _ => Ok(fields),
    }
}

fn invalid(field: &str, reason: &str) -> PartnerError {
    PartnerError::Invalid(vec![FieldError {
        field: field.to_owned(),
        reason: reason.to_owned(),
    }])
}

async fn settle(
    ctx: &Ctx,
    tx: &TenantTx,
    (action, id): (&'static str, PartnerId),
    (old, new): (Option<Value>, Option<Value>),
) -> Result<(), Fault> {
    let deed = Deed {
        centre: None,
        action,
        target: id.to_string(),
        old,
        new,
    };
    audit::record(ctx, tx, deed).await
}

/// What the log tells of a partner. The address of its staff is no business of the log.
fn facts(partner: &Partner) -> Value {
    let fields = &partner.fields;
    let centres = match &fields.centres {
        ChosenCentres::All => json!("all"),
        ChosenCentres::Only(chosen) => json!(chosen),
    };
    json!({
        "organisation": partner.organisation,
        "environment": partner.environment,
        "name": fields.name,
        "scopes": fields.scopes,
        "centres": centres,
        "quota": fields.quota,
    })
}
