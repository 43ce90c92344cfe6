use kernel::{AccountId, line};
use platform::{Ctx, Fault, Pii, Secret, TenantTx, http::Problem};

use super::passwords;
use crate::{
    domain::{Email, MINIMUM_LENGTH, NAME, SALT_BYTES, is_long_enough},
    store,
};

/// An account to create.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Logs in by it; case does not matter.
    pub email: Pii<String>,
    /// The person's name, shown to colleagues.
    pub name: Pii<String>,
    /// At least 12 characters.
    pub password: Secret<String>,
}

/// Why no account was created.
#[derive(Debug, thiserror::Error)]
pub enum CreateAccountError {
    /// The address cannot be one.
    #[error("not an e-mail address")]
    EmailMalformed,
    /// Another account has the address.
    #[error("the e-mail address is taken")]
    EmailTaken,
    /// The name is empty, too long, or no line of text.
    #[error("{0}")]
    NameFaulty(String),
    /// The password is too easy to guess.
    #[error("a password has at least {MINIMUM_LENGTH} characters")]
    PasswordTooShort,
    /// The machinery failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<CreateAccountError> for Problem {
    fn from(error: CreateAccountError) -> Self {
        let field = match error {
            CreateAccountError::EmailMalformed | CreateAccountError::EmailTaken => "email",
            CreateAccountError::NameFaulty(_) => "name",
            CreateAccountError::PasswordTooShort => "password",
            CreateAccountError::Fault(fault) => return fault.into(),
        };
        Self::invalid(field, error.to_string())
    }
}

/// Creates an account without roles. `tx` is in the product's own scope.
pub async fn create_account(
    ctx: &Ctx,
    tx: &TenantTx,
    command: NewAccount,
) -> Result<AccountId, CreateAccountError> {
    let email = Email::parse(command.email.expose()).ok_or(CreateAccountError::EmailMalformed)?;
    let name = line(command.name.expose(), NAME).map_err(CreateAccountError::NameFaulty)?;
    let name = Pii::new(name);
    if !is_long_enough(command.password.expose()) {
        return Err(CreateAccountError::PasswordTooShort);
    }
    if store::account::find_by_email(tx, email.expose())
        .await?
        .is_some()
    {
        return Err(CreateAccountError::EmailTaken);
    }
    let mut salt = [0; SALT_BYTES];
    ctx.sources().entropy().fill(&mut salt);
    let password_hash = passwords::hash(command.password, salt).await?;
    let id: AccountId = ctx.new_id();
    store::account::insert(tx, id, &email, &name, password_hash, ctx.now)
        .await
        .map_err(|fault| {
            if fault.is_unique_violation() {
                CreateAccountError::EmailTaken
            } else {
                fault.into()
            }
        })?;
    Ok(id)
}
