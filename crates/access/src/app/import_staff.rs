use std::collections::HashSet;

use kernel::{CentreId, FieldError, Language};
use platform::{Ctx, TenantTx};

use super::invite::{InviteError, Taken, add, hold};
use crate::{
    api::Parts,
    domain::{Invitee, Line, ListFault, read_list},
};

/// What a line of a list would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The person is invited.
    Invited,
    /// The person is a member already, and stays as they are.
    Member,
    /// An invitation is on its way already.
    InvitedBefore,
}

impl Outcome {
    /// The word on the wire.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Member => "member",
            Self::InvitedBefore => "invited_before",
        }
    }
}

/// What became of a list, or would become of it.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// Line, name and outcome of everybody on it.
    pub(crate) lines: Vec<(u64, String, Outcome)>,
    /// What is wrong; when there is anything, nobody is invited.
    pub(crate) faults: Vec<ListFault>,
}

/// Reads a list of staff and says line by line what it would do; with `language` it also does it, all or
/// nothing: everybody new is invited, in that language.
pub(crate) async fn import_staff(
    ctx: &Ctx,
    tx: &TenantTx,
    parts: &Parts,
    (centre, text): (CentreId, &str),
    language: Option<Language>,
) -> Result<Report, InviteError> {
    hold(tx, parts, centre).await?;
    let lines = match read_list(text) {
        Ok(lines) => lines,
        Err(fault) => {
            return Ok(Report {
                faults: vec![fault],
                ..Report::default()
            });
        }
    };
    let taken = Taken::of(ctx, tx, parts, centre).await?;
    let mut report = Report::default();
    let mut invitees = Vec::new();
    let mut seen = HashSet::new();
    for (number, line) in lines {
        let read = line.and_then(|line| {
            read_invitee(parts, line, language).map_err(|faults| numbered(number, faults))
        });
        let invitee = match read {
            Ok(invitee) => invitee,
            Err(faults) => {
                report.faults.extend(faults);
                continue;
            }
        };
        let email = invitee.email.expose().to_owned();
        let name = invitee.name.expose().clone();
        if !seen.insert(email.clone()) {
            let reason = "is on an earlier line".to_owned();
            let field = "email".to_owned();
            report
                .faults
                .extend(numbered(number, vec![FieldError { field, reason }]));
            continue;
        }
        let outcome = if taken.is_member(&email) {
            Outcome::Member
        } else if taken.is_invited(&email) {
            Outcome::InvitedBefore
        } else {
            invitees.push(invitee);
            Outcome::Invited
        };
        report.lines.push((number, name, outcome));
    }
    if language.is_some() && report.faults.is_empty() {
        for invitee in invitees {
            add(ctx, tx, parts, (centre, invitee)).await?;
        }
    }
    Ok(report)
}

fn read_invitee(
    parts: &Parts,
    line: Line,
    language: Option<Language>,
) -> Result<Invitee, Vec<FieldError>> {
    let language = language.unwrap_or(Language::Nb);
    let membership = parts.directory.check(line.membership);
    Invitee::read((&line.email, &line.name), language, line.roles, membership)
}

fn numbered(line: u64, faults: Vec<FieldError>) -> Vec<ListFault> {
    faults
        .into_iter()
        .map(|fault| ListFault { line, fault })
        .collect()
}
