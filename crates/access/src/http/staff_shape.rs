//! Shapes of invitations and of the staff list on the wire.

use chrono::{DateTime, Utc};
use kernel::{
    AccountId, CentreId, Channel, FieldError, Instant, InvitationId, Language, Membership, Role,
    StaffId,
};
use platform::http::Wire;
use poem_openapi::Object;
use serde::Deserialize;

use crate::{
    app::{Report, Shown, StaffAccount},
    domain::{Invitation, Invitee, ListFault},
    ports::StaffDirectory,
};

/// Somebody to invite.
#[derive(Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InvitationInput {
    /// Gets the mail.
    email: String,
    /// The person's name, shown to colleagues.
    name: String,
    /// What the mail is written in.
    language: Wire<Language>,
    /// `counsellor`, `centre_administrator` or both.
    roles: Vec<Wire<Role>>,
    /// The name seekers see; the first name if absent.
    alias: Option<String>,
    /// Languages guided in; that of the mail if absent.
    languages: Option<Vec<Wire<Language>>>,
    topics: Option<Vec<String>>,
    /// Units of load the person can carry; 2 if absent.
    capacity_units: Option<u32>,
    /// Chat and phone if absent.
    channels: Option<Vec<Wire<Channel>>>,
    works_from_home: Option<bool>,
}

impl InvitationInput {
    /// # Errors
    /// Every field that breaks a rule.
    pub(super) fn read(self, directory: &dyn StaffDirectory) -> Result<Invitee, Vec<FieldError>> {
        let first_name = self.name.split_whitespace().next().unwrap_or_default();
        let languages = self.languages.map(bare);
        let channels = self.channels.map(bare);
        let membership = directory.check(Membership {
            alias: self.alias.unwrap_or_else(|| first_name.to_owned()),
            languages: languages.unwrap_or_else(|| vec![self.language.0]),
            topics: self.topics.unwrap_or_default(),
            capacity_units: self.capacity_units.unwrap_or(2),
            channels: channels.unwrap_or_else(|| Membership::CHANNELS.to_vec()),
            works_from_home: self.works_from_home.unwrap_or_default(),
        });
        let who = (self.email.as_str(), self.name.as_str());
        Invitee::read(who, self.language.0, bare(self.roles), membership)
    }
}

pub(super) fn bare<T>(words: Vec<Wire<T>>) -> Vec<T> {
    words.into_iter().map(|word| word.0).collect()
}

/// An invitation that is neither accepted nor revoked.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(super) struct InvitationBody {
    id: Wire<InvitationId>,
    email: String,
    name: String,
    language: Wire<Language>,
    roles: Vec<Wire<Role>>,
    alias: String,
    /// `waiting` for the mail to go out, `sent`, or `expired`.
    state: String,
    created_at: DateTime<Utc>,
    sent_at: Option<DateTime<Utc>>,
    /// Until when the link is good.
    expires_at: Option<DateTime<Utc>>,
}

impl InvitationBody {
    pub(super) fn new(invitation: Invitation, now: Instant) -> Self {
        let state = invitation.state(now).as_str().to_owned();
        let invitee = invitation.invitee;
        Self {
            id: Wire(invitation.id),
            email: invitee.email.expose().to_owned(),
            name: invitee.name.expose().clone(),
            language: Wire(invitee.language),
            roles: invitee.roles.into_iter().map(Wire).collect(),
            alias: invitee.membership.alias,
            state,
            created_at: invitation.created_at,
            sent_at: invitation.sent_at,
            expires_at: invitation.expires_at,
        }
    }
}

/// All of a kind.
#[derive(Object)]
pub(super) struct Invitations {
    pub(super) items: Vec<InvitationBody>,
    /// Whether mail can be sent at all.
    pub(super) mail_is_configured: bool,
}

/// The link of an invitation.
#[derive(Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InvitationToken {
    /// What stands behind the `#` of the link.
    pub(super) token: String,
}

/// How an invitation is accepted by somebody new.
#[derive(Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Acceptance {
    pub(super) token: String,
    /// The person's name, shown to colleagues.
    pub(super) name: String,
    /// At least 12 characters.
    pub(super) password: String,
}

/// What the holder of a link is shown.
#[derive(Object)]
pub(super) struct ShownInvitation {
    centre_id: Wire<CentreId>,
    centre_name: String,
    name: String,
    email: String,
    roles: Vec<Wire<Role>>,
    /// The name seekers will see.
    alias: String,
    /// Whether the address has a log-in already: log in, then join.
    login_exists: bool,
}

impl From<Shown> for ShownInvitation {
    fn from(shown: Shown) -> Self {
        let invitee = shown.invitation.invitee;
        Self {
            centre_id: Wire(shown.invitation.centre),
            centre_name: shown.centre_name,
            name: invitee.name.expose().clone(),
            email: invitee.email.expose().to_owned(),
            roles: invitee.roles.into_iter().map(Wire).collect(),
            alias: invitee.membership.alias,
            login_exists: shown.login_exists,
        }
    }
}

/// Somebody who logs in to a centre.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(super) struct StaffAccountBody {
    account_id: Wire<AccountId>,
    /// The membership; absent for those who have a role without being a member of staff.
    staff_id: Option<Wire<StaffId>>,
    name: String,
    email: String,
    roles: Vec<Wire<Role>>,
}

impl From<StaffAccount> for StaffAccountBody {
    fn from(one: StaffAccount) -> Self {
        Self {
            account_id: Wire(one.account.id),
            staff_id: one.member.map(|member| Wire(member.staff)),
            name: one.account.name.expose().clone(),
            email: one.account.email.expose().clone(),
            roles: one.roles.into_iter().map(Wire).collect(),
        }
    }
}

/// Who logs in to a centre.
#[derive(Object)]
pub(super) struct StaffAccounts {
    pub(super) items: Vec<StaffAccountBody>,
}

/// The roles of one person in a centre.
#[derive(Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Roles {
    pub(super) roles: Vec<Wire<Role>>,
}

/// A list of staff to read.
#[derive(Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StaffListInput {
    /// The file's text, semicolons or commas, with the columns `email`, `name`, `roles`, and if wanted `alias`,
    /// `languages`, `topics`, `capacity_units`, `channels`, `works_from_home`. A cell that holds several has `|`
    /// between them.
    pub(super) csv: String,
    /// What the mails are written in.
    pub(super) language: Wire<Language>,
    /// Only tells what the list would do.
    pub(super) dry_run: bool,
}

/// What became of a list, or would become of it.
#[derive(Object)]
pub(super) struct StaffListReport {
    /// Whether anybody was invited by it.
    applied: bool,
    lines: Vec<StaffListLine>,
    /// When there are any, nobody is invited.
    errors: Vec<StaffListError>,
}

/// A line that can be followed.
#[derive(Object)]
struct StaffListLine {
    /// As a spreadsheet counts: the header is line 1.
    line: u64,
    name: String,
    /// `invited`; `member` or `invited_before` where nothing is to be done.
    outcome: String,
}

/// Something wrong with a line.
#[derive(Object)]
struct StaffListError {
    line: u64,
    column: String,
    reason: String,
}

impl StaffListReport {
    pub(super) fn new(report: Report, dry_run: bool) -> Self {
        let lines = report.lines.into_iter();
        let lines = lines.map(|(line, name, outcome)| StaffListLine {
            line,
            name,
            outcome: outcome.as_str().to_owned(),
        });
        let error = |ListFault { line, fault }| StaffListError {
            line,
            column: fault.field,
            reason: fault.reason,
        };
        Self {
            applied: !dry_run && report.faults.is_empty(),
            lines: lines.collect(),
            errors: report.faults.into_iter().map(error).collect(),
        }
    }
}
