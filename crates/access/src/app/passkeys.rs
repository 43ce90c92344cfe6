use kernel::{AccountId, PasskeyId, ProblemCode, Scope};
use platform::{Ctx, Fault, Secret, hash_key, http::Problem};
use serde_json::{Value, json};
use webauthn_rs::prelude::{PasskeyRegistration, RegisterPublicKeyCredential};

use super::{
    begin_step::{STEP_TRIES, begin_step},
    own_login::remember,
    passkey_login::{Challenge, public_key},
    recovery_codes::first_codes,
};
use crate::{
    api::Parts,
    domain::Purpose,
    store::{self, login_step::Step, passkey::Stored},
};

/// Characters a name may have.
pub(crate) const NAME_LENGTH: usize = 60;

/// Why there is no new passkey, or still an old one.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PasskeyError {
    /// The service is reached by a bare address, which no browser makes passkeys for.
    #[error("passkeys need a service with a name")]
    Unavailable,
    #[error("must have 1 to {NAME_LENGTH} characters")]
    NameMalformed,
    /// Nothing was begun, or it took too long.
    #[error("is not known, or expired")]
    Expired,
    #[error("was not accepted")]
    Refused,
    #[error("no such passkey of the account")]
    NotFound,
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<PasskeyError> for Problem {
    fn from(error: PasskeyError) -> Self {
        match error {
            PasskeyError::Unavailable => Self::new(ProblemCode::WrongState),
            PasskeyError::NotFound => Self::new(ProblemCode::NotFound),
            PasskeyError::NameMalformed => Self::invalid("name", error.to_string()),
            PasskeyError::Expired => Self::invalid("token", error.to_string()),
            PasskeyError::Refused => Self::invalid("credential", error.to_string()),
            PasskeyError::Fault(fault) => fault.into(),
        }
    }
}

/// Asks a device for a new passkey; those that have one already are told so.
pub(crate) async fn begin_passkey(
    ctx: &Ctx,
    parts: &Parts,
    id: AccountId,
) -> Result<Challenge, PasskeyError> {
    let service = parts.passkeys.as_ref().ok_or(PasskeyError::Unavailable)?;
    let tx = ctx.database().write(Scope::System).await?;
    let account = store::account::find(&tx, id).await?;
    let account = account.ok_or(PasskeyError::NotFound)?;
    let held = store::passkey::of_account(&tx, id).await?;
    let held = held.iter().map(|held| held.passkey.cred_id().clone());
    let (request, state) = service
        .start_passkey_registration(
            id.to_row(),
            account.email.expose(),
            account.name.expose(),
            Some(held.collect()),
        )
        .map_err(|_refused| Fault::Stopped("passkeys"))?;
    let step = Step {
        account: Some(id),
        purpose: Purpose::Registration,
        is_bearer: false,
        challenge: Some(serde_json::to_string(&state).map_err(Fault::from)?),
        federated: None,
    };
    let token = begin_step(ctx, &tx, step).await?;
    tx.commit().await?;
    let mut options = public_key(serde_json::to_value(&request).map_err(Fault::from)?);
    // A device that can keep the account beside the key does: then its owner types nothing at all.
    if let Some(wish) = options.get_mut("authenticatorSelection") {
        wish["residentKey"] = json!("preferred");
    }
    Ok(Challenge { token, options })
}

/// A passkey that a device made.
pub(crate) struct NewPasskey {
    pub(crate) token: Secret<String>,
    /// What its owner calls it.
    pub(crate) name: String,
    /// As browsers write it (`PublicKeyCredential.toJSON`).
    pub(crate) credential: Value,
}

/// Keeps a new passkey. Returns recovery codes where there were none.
pub(crate) async fn create_passkey(
    ctx: &Ctx,
    parts: &Parts,
    account: AccountId,
    command: NewPasskey,
) -> Result<Vec<String>, PasskeyError> {
    let service = parts.passkeys.as_ref().ok_or(PasskeyError::Unavailable)?;
    let name = read_name(&command.name)?;
    let hash = hash_key(command.token.expose());
    let tx = ctx.database().write(Scope::System).await?;
    let step = store::login_step::take_try(&tx, &hash, ctx.now, STEP_TRIES).await?;
    let is_own =
        |step: &Step| step.purpose == Purpose::Registration && step.account == Some(account);
    let challenge = step.filter(is_own).and_then(|step| step.challenge);
    let challenge = challenge.ok_or(PasskeyError::Expired)?;
    let state: PasskeyRegistration = serde_json::from_str(&challenge).map_err(Fault::from)?;
    let credential: RegisterPublicKeyCredential =
        serde_json::from_value(command.credential).map_err(|_malformed| PasskeyError::Refused)?;
    let passkey = service
        .finish_passkey_registration(&credential, &state)
        .map_err(|_refused| PasskeyError::Refused)?;
    if store::passkey::find_credential(&tx, passkey.cred_id())
        .await?
        .is_some()
    {
        return Err(PasskeyError::Refused);
    }
    let new = Stored {
        id: ctx.new_id(),
        account,
        name,
        passkey,
        created_at: ctx.now,
        used_at: None,
    };
    store::passkey::insert(&tx, &new).await?;
    store::login_step::delete(&tx, &hash).await?;
    let codes = first_codes(ctx, &tx, account).await?;
    remember(ctx, &tx, account, "passkey:create").await?;
    tx.commit().await?;
    parts.sessions.forget_account(account);
    Ok(codes)
}

fn read_name(text: &str) -> Result<String, PasskeyError> {
    let name = text.trim();
    let length = name.chars().count();
    if !(1..=NAME_LENGTH).contains(&length) || name.chars().any(char::is_control) {
        return Err(PasskeyError::NameMalformed);
    }
    Ok(name.to_owned())
}

/// Forgets a passkey; without any other factor the recovery codes go too.
pub(crate) async fn delete_passkey(
    ctx: &Ctx,
    parts: &Parts,
    account: AccountId,
    id: PasskeyId,
) -> Result<(), PasskeyError> {
    let tx = ctx.database().write(Scope::System).await?;
    if !store::passkey::delete(&tx, account, id).await? {
        return Err(PasskeyError::NotFound);
    }
    if !store::factors::of_account(&tx, account).await?.is_any() {
        store::recovery_code::delete_of_account(&tx, account).await?;
    }
    remember(ctx, &tx, account, "passkey:delete").await?;
    tx.commit().await?;
    parts.sessions.forget_account(account);
    Ok(())
}
