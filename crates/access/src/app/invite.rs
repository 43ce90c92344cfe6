use std::collections::HashSet;

use kernel::{AccountId, Actor, CentreId, FieldError, InvitationId, ProblemCode, Role, Scope};
use platform::{
    Ctx, Fault, TenantTx,
    audit::{self, Deed},
    http::Problem,
    jobs::NewJob,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::administrators;
use crate::{
    api::Parts,
    domain::{Invitation, Invitee},
    store,
};

/// Kind of the job that sends the mail of an invitation. Its payload is a [`ToSend`].
pub(crate) const SEND_INVITATION: &str = "invitation.send";

/// An invitation whose mail is due.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct ToSend {
    pub(crate) invitation_id: InvitationId,
}

/// Why nobody was invited.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InviteError {
    /// No such centre or invitation in the scope.
    #[error("no such thing in the scope")]
    NotFound,
    #[error("{} fields break rules", .0.len())]
    Invalid(Vec<FieldError>),
    #[error("no mail server is configured")]
    MailUnavailable,
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl InviteError {
    pub(crate) fn invalid(field: impl Into<String>, reason: &str) -> Self {
        Self::Invalid(vec![FieldError {
            field: field.into(),
            reason: reason.to_owned(),
        }])
    }
}

impl From<InviteError> for Problem {
    fn from(error: InviteError) -> Self {
        match error {
            InviteError::NotFound => Self::new(ProblemCode::NotFound),
            InviteError::Invalid(faults) => Self::faulty(faults),
            InviteError::MailUnavailable => Self::new(ProblemCode::MailUnavailable),
            InviteError::Fault(fault) => fault.into(),
        }
    }
}

/// Who cannot be invited any more, by e-mail address.
#[derive(Debug)]
pub(crate) struct Taken {
    members: HashSet<String>,
    invited: HashSet<String>,
}

impl Taken {
    /// Reads who is a member or invited. Addresses of accounts are for the product's own scope alone, which
    /// looks only at the members the scope of `tx` reaches.
    pub(crate) async fn of(
        ctx: &Ctx,
        tx: &TenantTx,
        parts: &Parts,
        centre: CentreId,
    ) -> Result<Self, Fault> {
        let members = parts.directory.members(tx, centre).await?;
        let accounts: Vec<AccountId> = members.into_iter().map(|member| member.account).collect();
        let invited = store::invitation::of_centre(tx, centre).await?;
        let wide = ctx.database().read(Scope::System).await?;
        let members = store::account::list(&wide, &accounts).await?;
        Ok(Self {
            members: members
                .into_iter()
                .map(|account| account.email.expose().clone())
                .collect(),
            invited: invited
                .iter()
                .map(|invitation| invitation.invitee.email.expose().to_owned())
                .collect(),
        })
    }

    pub(crate) fn is_member(&self, email: &str) -> bool {
        self.members.contains(email)
    }

    pub(crate) fn is_invited(&self, email: &str) -> bool {
        self.invited.contains(email)
    }
}

/// Holds the centre, and refuses what the scope may not reach.
pub(crate) async fn hold(
    tx: &TenantTx,
    parts: &Parts,
    centre: CentreId,
) -> Result<(), InviteError> {
    if parts.directory.hold(tx, centre).await? {
        Ok(())
    } else {
        Err(InviteError::NotFound)
    }
}

/// Invites somebody to a centre: the mail goes out after the commit. National coordinators invite
/// administrators only, and only where there is none: nobody lets themselves into a centre that runs.
pub(crate) async fn invite(
    ctx: &Ctx,
    tx: &TenantTx,
    parts: &Parts,
    centre: CentreId,
    invitee: Invitee,
) -> Result<Invitation, InviteError> {
    hold(tx, parts, centre).await?;
    let is_for_administrator = invitee.roles == [Role::CentreAdministrator];
    if tx.scope() == Scope::National && !is_for_administrator {
        let reason =
            "must be centre_administrator alone: the centre invites its counsellors itself";
        return Err(InviteError::invalid("roles", reason));
    }
    stay_outside(ctx, tx, parts, centre).await?;
    let taken = Taken::of(ctx, tx, parts, centre).await?;
    if taken.is_member(invitee.email.expose()) {
        return Err(InviteError::invalid("email", "is a member's already"));
    }
    if taken.is_invited(invitee.email.expose()) {
        return Err(InviteError::invalid("email", "is invited already"));
    }
    add(ctx, tx, parts, (centre, invitee)).await
}

/// Refuses coordinators where somebody administers the centre.
async fn stay_outside(
    ctx: &Ctx,
    tx: &TenantTx,
    parts: &Parts,
    centre: CentreId,
) -> Result<(), InviteError> {
    if tx.scope() != Scope::National {
        return Ok(());
    }
    let wide = ctx.database().read(Scope::System).await?;
    if administrators(&wide, parts, centre).await?.is_empty() {
        return Ok(());
    }
    let reason = "the centre has an administrator, who invites everybody else";
    Err(InviteError::invalid("roles", reason))
}

/// Leaves an invitation and its mail in the transaction.
pub(crate) async fn add(
    ctx: &Ctx,
    tx: &TenantTx,
    parts: &Parts,
    (centre, invitee): (CentreId, Invitee),
) -> Result<Invitation, InviteError> {
    if !parts.mailer.is_configured() {
        return Err(InviteError::MailUnavailable);
    }
    let invitation = Invitation {
        id: ctx.new_id(),
        centre,
        invitee,
        created_at: ctx.now,
        sent_at: None,
        expires_at: None,
    };
    let invited_by = match ctx.actor {
        Actor::Account { account, .. } => Some(account),
        _ => None,
    };
    store::invitation::insert(tx, &invitation, invited_by).await?;
    schedule(ctx, tx, invitation.id).await?;
    record(ctx, tx, &invitation, "invitation:create").await?;
    Ok(invitation)
}

/// Sends the mail anew, with a new link; the old one is no longer good.
pub(crate) async fn resend(
    ctx: &Ctx,
    tx: &TenantTx,
    parts: &Parts,
    (centre, id): (CentreId, InvitationId),
) -> Result<Invitation, InviteError> {
    hold(tx, parts, centre).await?;
    if !parts.mailer.is_configured() {
        return Err(InviteError::MailUnavailable);
    }
    stay_outside(ctx, tx, parts, centre).await?;
    let found = store::invitation::find(tx, centre, id).await?;
    let mut invitation = found.ok_or(InviteError::NotFound)?;
    store::invitation::set_sent(tx, id, None).await?;
    invitation.sent_at = None;
    schedule(ctx, tx, id).await?;
    record(ctx, tx, &invitation, "invitation:resend").await?;
    Ok(invitation)
}

/// Takes an invitation back: its link is no longer good.
pub(crate) async fn revoke_invitation(
    ctx: &Ctx,
    tx: &TenantTx,
    parts: &Parts,
    (centre, id): (CentreId, InvitationId),
) -> Result<(), InviteError> {
    hold(tx, parts, centre).await?;
    let found = store::invitation::find(tx, centre, id).await?;
    let invitation = found.ok_or(InviteError::NotFound)?;
    store::invitation::delete(tx, id).await?;
    Ok(record(ctx, tx, &invitation, "invitation:revoke").await?)
}

async fn schedule(ctx: &Ctx, tx: &TenantTx, id: InvitationId) -> Result<(), Fault> {
    let to_send = ToSend { invitation_id: id };
    let micros = ctx.now.timestamp_micros();
    tx.schedule(&NewJob {
        kind: SEND_INVITATION,
        key: format!("{SEND_INVITATION}:{id}:{micros}"),
        payload: serde_json::to_string(&to_send)?,
        due_at: ctx.now,
    })
    .await
}

/// Who is invited is no business of a log that outlives the invitation: it says as what.
async fn record(
    ctx: &Ctx,
    tx: &TenantTx,
    invitation: &Invitation,
    action: &'static str,
) -> Result<(), Fault> {
    let facts = json!({
        "alias": invitation.invitee.membership.alias,
        "roles": invitation.invitee.roles,
    });
    let (old, new) = match action {
        "invitation:revoke" => (Some(facts), None),
        _ => (None, Some(facts)),
    };
    let deed = Deed {
        centre: Some(invitation.centre),
        action,
        target: invitation.id.to_string(),
        old,
        new,
    };
    audit::record(ctx, tx, deed).await
}
