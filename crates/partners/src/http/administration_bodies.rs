//! Partners as coordinators read and write them.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{
    CentreId, OrganisationNumber, PartnerEnvironment, PartnerId, PartnerQuota, PartnerScope,
    PartnerState, line,
};
use platform::http::{Problem, Wire};
use poem_openapi::Object;
use serde::Deserialize;

use crate::{
    app::NewPartner,
    domain::{Called, ChosenCentres, Count, Partner, PartnerFields, per_minute},
};

/// Characters of a reason.
const REASON: usize = 500;

/// A partner to register.
#[derive(Object, Deserialize)]
#[oai(rename = "PartnerInput")]
#[serde(deny_unknown_fields)]
pub(super) struct PartnerInput {
    /// Nine digits; one of a test population in the sandbox only.
    organisation: String,
    environment: Wire<PartnerEnvironment>,
    name: String,
    /// E-mail address of its staff.
    contact: String,
    /// What its tokens may be good for.
    scopes: Vec<Wire<PartnerScope>>,
    /// The centres it may ask about; absent: all, also those to come.
    centres: Option<Vec<Wire<CentreId>>>,
    quota: Wire<PartnerQuota>,
}

/// What is to change; organisation and environment stay.
#[derive(Object, Deserialize)]
#[oai(rename = "PartnerChange")]
#[serde(deny_unknown_fields)]
pub(super) struct PartnerChange {
    name: String,
    /// E-mail address of its staff.
    contact: String,
    /// What its tokens may be good for.
    scopes: Vec<Wire<PartnerScope>>,
    /// The centres it may ask about; absent: all, also those to come.
    centres: Option<Vec<Wire<CentreId>>>,
    quota: Wire<PartnerQuota>,
}

fn chosen(centres: Option<Vec<Wire<CentreId>>>) -> ChosenCentres {
    match centres {
        None => ChosenCentres::All,
        Some(chosen) => ChosenCentres::Only(chosen.into_iter().map(|centre| centre.0).collect()),
    }
}

impl PartnerChange {
    pub(super) fn read(self) -> PartnerFields {
        PartnerFields {
            name: self.name,
            contact: self.contact,
            scopes: self.scopes.into_iter().map(|scope| scope.0).collect(),
            centres: chosen(self.centres),
            quota: self.quota.0,
        }
    }
}

impl PartnerInput {
    /// # Errors
    /// 422 where the number is none.
    pub(super) fn read(self) -> Result<NewPartner, Problem> {
        let organisation = self.organisation.trim().parse();
        let organisation: OrganisationNumber = organisation
            .map_err(|_odd| Problem::invalid("organisation", "must be an organisation number"))?;
        let fields = PartnerChange {
            name: self.name,
            contact: self.contact,
            scopes: self.scopes,
            centres: self.centres,
            quota: self.quota,
        };
        Ok(NewPartner {
            organisation,
            environment: self.environment.0,
            fields: fields.read(),
        })
    }
}

/// Why a partner is suspended.
#[derive(Object, Deserialize)]
#[oai(rename = "PartnerSuspension")]
#[serde(deny_unknown_fields)]
pub(super) struct SuspensionInput {
    /// 1 to 500 characters on one line, for the audit log.
    reason: String,
}

impl SuspensionInput {
    /// # Errors
    /// 422 where the reason is no such line.
    pub(super) fn read(self) -> Result<String, Problem> {
        line(&self.reason, REASON).map_err(|reason| Problem::invalid("reason", reason))
    }
}

/// An organisation whose systems call the service.
#[derive(Object)]
#[oai(rename = "Partner", skip_serializing_if_is_none)]
pub(super) struct PartnerBody {
    /// Also what it is called at the token endpoint.
    id: Wire<PartnerId>,
    organisation: Wire<OrganisationNumber>,
    environment: Wire<PartnerEnvironment>,
    name: String,
    /// E-mail address of its staff.
    contact: String,
    scopes: Vec<Wire<PartnerScope>>,
    /// Absent: all.
    centres: Option<Vec<Wire<CentreId>>>,
    quota: Wire<PartnerQuota>,
    /// What the quota is.
    requests_per_minute: u32,
    state: Wire<PartnerState>,
    created_at: DateTime<Utc>,
}

impl From<Partner> for PartnerBody {
    fn from(partner: Partner) -> Self {
        let fields = partner.fields;
        Self {
            id: Wire(partner.id),
            organisation: Wire(partner.organisation),
            environment: Wire(partner.environment),
            name: fields.name,
            contact: fields.contact,
            scopes: fields.scopes.into_iter().map(Wire).collect(),
            centres: match fields.centres {
                ChosenCentres::All => None,
                ChosenCentres::Only(chosen) => Some(chosen.into_iter().map(Wire).collect()),
            },
            quota: Wire(fields.quota),
            requests_per_minute: per_minute(fields.quota),
            state: Wire(partner.state),
            created_at: partner.created_at,
        }
    }
}

/// Every partner.
#[derive(Object)]
#[oai(rename = "Partners")]
pub(super) struct PartnersBody {
    pub(super) items: Vec<PartnerBody>,
}

/// How often an operation was called on a day.
#[derive(Object)]
#[oai(rename = "PartnerUsageDay")]
pub(super) struct UsageBody {
    day: NaiveDate,
    operation: String,
    calls: i64,
    /// Of these, answered with 4xx.
    refused: i64,
    /// Of these, answered with 5xx.
    failed: i64,
}

impl From<(Called, Count)> for UsageBody {
    fn from((called, count): (Called, Count)) -> Self {
        Self {
            day: called.day,
            operation: called.operation,
            calls: count.calls,
            refused: count.refused,
            failed: count.failed,
        }
    }
}

/// How often a partner called in the last 90 days.
#[derive(Object)]
#[oai(rename = "PartnerUsage")]
pub(super) struct UsagesBody {
    pub(super) items: Vec<UsageBody>,
}
