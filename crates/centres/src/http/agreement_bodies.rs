//! Contribution agreements on the wire.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{AgreementId, AgreementState, CentreId, Channel, County, Side};
use platform::http::{Problem, Wire};
use poem_openapi::Object;
use serde::Deserialize;

use super::{
    ledger_bodies::HoursBody,
    requests::{NOT_OF_THESE_TIMES, is_of_these_times},
};
use crate::{
    app::{Notice, Proposal},
    domain::Agreement,
};

/// What a centre promises the national queue, is asked to promise, and has promised.
#[derive(Object)]
#[oai(rename = "Agreements")]
pub(super) struct AgreementsBody {
    pub(super) centre_id: Wire<CentreId>,
    /// For whom the caller speaks: the other side answers what this one proposes.
    pub(super) side: Wire<Side>,
    /// By first date; none is normal.
    pub(super) items: Vec<AgreementBody>,
}

/// A promise on one channel. What both sides accepted is in force by its dates.
#[derive(Object)]
#[oai(rename = "Agreement", skip_serializing_if_is_none)]
pub(super) struct AgreementBody {
    id: Wire<AgreementId>,
    channel: Wire<Channel>,
    /// In proportion to the other centres' shares; zero is normal.
    share: u32,
    /// Minutes a week; absent where no hours are agreed.
    weekly_minutes: Option<u32>,
    /// The first date, by the centre's calendar.
    valid_from: NaiveDate,
    /// The last date; until further notice if absent.
    valid_until: Option<NaiveDate>,
    state: Wire<AgreementState>,
    proposed_by: Wire<Side>,
    proposed_at: DateTime<Utc>,
    /// Whoever proposes has accepted.
    centre_accepted_at: Option<DateTime<Utc>>,
    national_accepted_at: Option<DateTime<Utc>>,
    /// Who declined it, took it back or gave notice.
    closed_by: Option<Wire<Side>>,
    closed_at: Option<DateTime<Utc>>,
    /// Why it was declined or notice was given.
    reason: Option<String>,
}

impl From<Agreement> for AgreementBody {
    fn from(agreement: Agreement) -> Self {
        let terms = agreement.terms;
        let closed = agreement.closed.as_ref();
        Self {
            id: Wire(agreement.id),
            channel: Wire(terms.channel),
            share: terms.share,
            weekly_minutes: terms.weekly_minutes,
            valid_from: terms.valid_from,
            valid_until: terms.valid_until,
            state: Wire(agreement.state),
            proposed_by: Wire(agreement.proposed_by),
            proposed_at: agreement.proposed_at,
            centre_accepted_at: agreement.centre_accepted_at,
            national_accepted_at: agreement.national_accepted_at,
            closed_by: closed.map(|closed| Wire(closed.by)),
            closed_at: closed.map(|closed| closed.at),
            reason: agreement.closed.and_then(|closed| closed.reason),
        }
    }
}

/// What all centres promise and delivered in a month.
#[derive(Object)]
pub(super) struct Deliveries {
    /// Such as `2026-11`.
    pub(super) month: String,
    /// By name.
    pub(super) items: Vec<Delivery>,
}

/// What one centre promises, and its hours.
#[derive(Object)]
pub(super) struct Delivery {
    pub(super) centre_id: Wire<CentreId>,
    pub(super) name: String,
    pub(super) county: Wire<County>,
    /// Open proposals, and agreements that have not ended.
    pub(super) agreements: Vec<AgreementBody>,
    pub(super) hours: HoursBody,
}

/// What to promise on a channel: a share, or hours, or both.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProposalInput {
    channel: Wire<Channel>,
    /// In proportion to the other centres' shares; follows from the hours if absent.
    share: Option<u32>,
    /// Minutes a week.
    weekly_minutes: Option<u32>,
    /// The first date; not before today.
    valid_from: NaiveDate,
    /// The last date; until further notice if absent.
    valid_until: Option<NaiveDate>,
}

impl ProposalInput {
    /// # Errors
    /// 422 naming a date that nobody can mean.
    pub(super) fn read(self) -> Result<Proposal, Problem> {
        check_date("valid_from", self.valid_from)?;
        if let Some(until) = self.valid_until {
            check_date("valid_until", until)?;
        }
        Ok(Proposal {
            channel: self.channel.0,
            share: self.share,
            weekly_minutes: self.weekly_minutes,
            valid_from: self.valid_from,
            valid_until: self.valid_until,
        })
    }
}

/// Why a proposal is declined.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeclineInput {
    /// One line for the other side.
    pub(super) reason: String,
}

/// When and why an agreement ends.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoticeInput {
    /// The last date it holds; not before today. Before its first date it never begins.
    last_day: NaiveDate,
    /// One line for the other side.
    reason: String,
}

impl NoticeInput {
    /// # Errors
    /// 422 naming a date that nobody can mean.
    pub(super) fn read(self) -> Result<Notice, Problem> {
        check_date("last_day", self.last_day)?;
        Ok(Notice {
            last_day: self.last_day,
            reason: self.reason,
        })
    }
}

fn check_date(field: &str, date: NaiveDate) -> Result<(), Problem> {
    if is_of_these_times(date) {
        return Ok(());
    }
    Err(Problem::invalid(field, NOT_OF_THESE_TIMES))
}
