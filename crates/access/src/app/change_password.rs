use kernel::Scope;
use platform::{Ctx, Fault, Secret, http::Problem};

use super::{
    own_login::{PasswordError, check_password, remember},
    passwords,
};
use crate::{
    api::Parts,
    domain::{MINIMUM_LENGTH, SALT_BYTES, Session, is_long_enough},
    store,
};

/// A change of one's own password.
pub(crate) struct NewPassword {
    pub(crate) present: Secret<String>,
    pub(crate) new: Secret<String>,
    /// What tells callers apart for limiting.
    pub(crate) caller: String,
}

/// Why the password stayed as it was.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ChangePasswordError {
    #[error("must have at least {MINIMUM_LENGTH} characters")]
    TooShort,
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<ChangePasswordError> for Problem {
    fn from(error: ChangePasswordError) -> Self {
        match error {
            ChangePasswordError::TooShort => Self::invalid("new_password", error.to_string()),
            ChangePasswordError::Password(error) => error.into(),
            ChangePasswordError::Fault(fault) => fault.into(),
        }
    }
}

/// Changes one's own password, and ends every other session and every log-in under way.
pub(crate) async fn change_password(
    ctx: &Ctx,
    parts: &Parts,
    session: &Session,
    command: NewPassword,
) -> Result<(), ChangePasswordError> {
    if !is_long_enough(command.new.expose()) {
        return Err(ChangePasswordError::TooShort);
    }
    let account = session.account;
    check_password(ctx, parts, account, (command.present, &command.caller)).await?;
    let mut salt = [0; SALT_BYTES];
    ctx.sources().entropy().fill(&mut salt);
    let password_hash = passwords::hash(command.new, salt).await?;
    let tx = ctx.database().write(Scope::System).await?;
    store::account::set_password(&tx, account, password_hash).await?;
    store::session::delete_others(&tx, account, session.id).await?;
    store::login_step::delete_of_account(&tx, account).await?;
    tx.emit("session.ended", &(), ctx.now).await?;
    remember(ctx, &tx, account, "password:change").await?;
    tx.commit().await?;
    parts.sessions.forget_account(account);
    Ok(())
}
