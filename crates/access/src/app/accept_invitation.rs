use kernel::{AccountId, Actor, Instant, ProblemCode, Role, Scope};
use platform::{Ctx, Fault, Pii, Secret, TenantTx, hash_key, http::Problem};

use super::{
    AssignRoleError, CreateAccountError, NewAccount, NewRole, administrators, assign_role,
    create_account,
};
use crate::{api::Parts, domain::Invitation, store};

/// Why nobody became a member.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AcceptError {
    /// The link is wrong, used, too old, or the invitation was taken back.
    #[error("the link is not good")]
    NotGood,
    /// Somebody logs in by the address already: they log in, then join.
    #[error("the address has a log-in already")]
    LoginExists,
    #[error(transparent)]
    Account(#[from] CreateAccountError),
    #[error(transparent)]
    Role(#[from] AssignRoleError),
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<AcceptError> for Problem {
    fn from(error: AcceptError) -> Self {
        match error {
            AcceptError::NotGood => Self::new(ProblemCode::NotFound),
            AcceptError::LoginExists => Self::new(ProblemCode::LoginExists),
            AcceptError::Account(error) => error.into(),
            AcceptError::Role(error) => error.into(),
            AcceptError::Fault(fault) => fault.into(),
        }
    }
}

/// What the holder of a link is shown.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) invitation: Invitation,
    pub(crate) centre_name: String,
    /// Whether somebody logs in by the address already.
    pub(crate) login_exists: bool,
}

/// Shows the invitation a link belongs to.
pub(crate) async fn show_invitation(
    ctx: &Ctx,
    parts: &Parts,
    token: &Secret<String>,
) -> Result<Shown, AcceptError> {
    let tx = ctx.database().read(Scope::System).await?;
    let invitation = find(&tx, token, ctx.now).await?;
    let email = invitation.invitee.email.expose();
    let login_exists = store::account::find_by_email(&tx, email).await?.is_some();
    let centre_name = parts.directory.centre_name(invitation.centre);
    Ok(Shown {
        centre_name: centre_name.unwrap_or_default(),
        invitation,
        login_exists,
    })
}

/// Accepts by a new account with a password of the person's own.
pub(crate) async fn accept_invitation(
    ctx: &Ctx,
    parts: &Parts,
    token: &Secret<String>,
    (name, password): (Pii<String>, Secret<String>),
) -> Result<(), AcceptError> {
    let shown = show_invitation(ctx, parts, token).await?;
    if shown.login_exists {
        return Err(AcceptError::LoginExists);
    }
    let tx = ctx.database().write(Scope::System).await?;
    let account = NewAccount {
        email: Pii::new(shown.invitation.invitee.email.expose().to_owned()),
        name,
        password,
    };
    let account = match create_account(ctx, &tx, account).await {
        Err(CreateAccountError::EmailTaken) => return Err(AcceptError::LoginExists),
        outcome => outcome?,
    };
    settle(ctx, &tx, parts, (shown.invitation, account)).await?;
    Ok(tx.commit().await?)
}

/// Accepts by the account that is logged in, whatever its address: the link and the log-in prove both.
pub(crate) async fn join_by_invitation(
    ctx: &Ctx,
    parts: &Parts,
    token: &Secret<String>,
    account: AccountId,
) -> Result<(), AcceptError> {
    let tx = ctx.database().write(Scope::System).await?;
    let invitation = find(&tx, token, ctx.now).await?;
    settle(ctx, &tx, parts, (invitation, account)).await?;
    tx.commit().await?;
    // The next request sees the new roles.
    parts.sessions.forget_account(account);
    Ok(())
}

async fn find(
    tx: &TenantTx,
    token: &Secret<String>,
    now: Instant,
) -> Result<Invitation, AcceptError> {
    let found = store::invitation::find_by_token(tx, &hash_key(token.expose()), now).await?;
    found.ok_or(AcceptError::NotGood)
}

/// Whether a coordinator invited somebody to a centre that has an administrator by now: nobody lets themselves in.
async fn comes_from_outside(
    tx: &TenantTx,
    parts: &Parts,
    invitation: &Invitation,
) -> Result<bool, Fault> {
    let Some(inviter) = store::invitation::inviter(tx, invitation.id).await? else {
        return Ok(false);
    };
    let held = store::role_assignment::of_account(tx, inviter).await?;
    let coordinates = held
        .iter()
        .any(|held| held.role == Role::NationalCoordinator);
    let administrators = administrators(tx, parts, invitation.centre).await?;
    Ok(coordinates && !administrators.is_empty() && !administrators.contains(&inviter))
}

/// Makes the account a member with the roles, and the invitation void.
async fn settle(
    ctx: &Ctx,
    tx: &TenantTx,
    parts: &Parts,
    (invitation, account): (Invitation, AccountId),
) -> Result<(), AcceptError> {
    let outside = comes_from_outside(tx, parts, &invitation).await?;
    if !store::invitation::delete(tx, invitation.id).await? || outside {
        return Err(AcceptError::NotGood);
    }
    let actor = Actor::Account {
        account,
        staff: None,
    };
    let ctx = ctx.clone().acting(actor, Scope::System);
    let member = (invitation.centre, account);
    let membership = invitation.invitee.membership;
    let staff = parts.directory.enrol(&ctx, tx, member, membership).await?;
    for role in invitation.invitee.roles {
        let role = NewRole {
            account,
            role,
            centre: Some(invitation.centre),
            staff: Some(staff),
        };
        assign_role(&ctx, tx, role).await?;
    }
    Ok(())
}
