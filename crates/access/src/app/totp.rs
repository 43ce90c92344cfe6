use kernel::{AccountId, ProblemCode, Scope};
use platform::{
    Ctx, Fault, Secret, TenantTx,
    http::{Limited, Problem},
};

use super::{
    own_login::{PasswordError, check_password, remember},
    recovery_codes::first_codes,
};
use crate::{
    api::Parts,
    domain::{SECRET_BYTES, matching_step, uri, write_secret},
    store::{self, totp::Stored},
};

/// What a secret is sealed for.
const PURPOSE: &str = "totp.secret";
const UNREADABLE: Fault = Fault::Corrupt("totp.secret");

/// What an authenticator app is told.
pub(crate) struct Enrolment {
    /// Base32, to be typed.
    pub(crate) secret: Secret<String>,
    /// The same as an address, to be read from a picture.
    pub(crate) uri: Secret<String>,
}

/// Why an app is none of the account's.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TotpError {
    /// There is a confirmed one, which is removed first.
    #[error("there is an authenticator app already")]
    Taken,
    /// No enrolment was begun, or it is finished.
    #[error("no enrolment is under way")]
    NotBegun,
    #[error("the code is not the one of the app")]
    CodeWrong,
    #[error("too many wrong codes")]
    Limited(Limited),
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<TotpError> for Problem {
    fn from(error: TotpError) -> Self {
        match error {
            TotpError::Taken | TotpError::NotBegun => Self::new(ProblemCode::WrongState),
            TotpError::CodeWrong => Self::invalid("code", error.to_string()),
            TotpError::Limited(limited) => {
                Self::new(ProblemCode::TooManyRequests).retry_after(limited.retry_after)
            }
            TotpError::Fault(fault) => fault.into(),
        }
    }
}

/// Draws the secret of an app; it counts once a first code confirms it.
pub(crate) async fn begin_totp(
    ctx: &Ctx,
    parts: &Parts,
    account: AccountId,
) -> Result<Enrolment, TotpError> {
    let mut bytes = [0; SECRET_BYTES];
    ctx.sources().entropy().fill(&mut bytes);
    let secret = write_secret(bytes);
    let tx = ctx.database().write(Scope::System).await?;
    let held = store::totp::find(&tx, account).await?;
    if held.is_some_and(|held| held.is_confirmed) {
        return Err(TotpError::Taken);
    }
    let person = store::account::find(&tx, account).await?;
    let person = person.ok_or(TotpError::NotBegun)?;
    let sealed = parts.sealer.seal(PURPOSE, account.to_row(), &secret)?;
    store::totp::insert(&tx, account, sealed, ctx.now).await?;
    tx.commit().await?;
    let uri = uri(&secret, person.email.expose()).map_err(|_refused| UNREADABLE)?;
    Ok(Enrolment { secret, uri })
}

/// Confirms the app by a first code. Returns recovery codes where there were none.
pub(crate) async fn confirm_totp(
    ctx: &Ctx,
    parts: &Parts,
    account: AccountId,
    code: &str,
) -> Result<Vec<String>, TotpError> {
    let tx = ctx.database().write(Scope::System).await?;
    let held = store::totp::find(&tx, account).await?;
    let held = held.filter(|held| !held.is_confirmed);
    let held = held.ok_or(TotpError::NotBegun)?;
    let guess = parts.throttle.enter_code(account, ctx.now);
    let guess = guess.map_err(TotpError::Limited)?;
    if !is_right(ctx, parts, &tx, (account, &held, code)).await? {
        return Err(TotpError::CodeWrong);
    }
    parts.throttle.succeeded_code(&guess);
    store::totp::confirm(&tx, account, ctx.now).await?;
    let codes = first_codes(ctx, &tx, account).await?;
    remember(ctx, &tx, account, "totp:confirm").await?;
    tx.commit().await?;
    parts.sessions.forget_account(account);
    Ok(codes)
}

/// Takes the app away from whoever knows the password; without any other factor the recovery codes go too.
pub(crate) async fn remove_totp(
    ctx: &Ctx,
    parts: &Parts,
    account: AccountId,
    (password, caller): (Secret<String>, &str),
) -> Result<(), PasswordError> {
    check_password(ctx, parts, account, (password, caller)).await?;
    let tx = ctx.database().write(Scope::System).await?;
    if store::totp::delete(&tx, account).await? {
        if !store::factors::of_account(&tx, account).await?.is_any() {
            store::recovery_code::delete_of_account(&tx, account).await?;
        }
        remember(ctx, &tx, account, "totp:remove").await?;
    }
    tx.commit().await?;
    parts.sessions.forget_account(account);
    Ok(())
}

/// Whether it is a code of the account's confirmed app; it is used up then.
pub(super) async fn accept(
    ctx: &Ctx,
    parts: &Parts,
    tx: &TenantTx,
    (account, code): (AccountId, &str),
) -> Result<bool, Fault> {
    match store::totp::find(tx, account).await? {
        Some(held) if held.is_confirmed => is_right(ctx, parts, tx, (account, &held, code)).await,
        _ => Ok(false),
    }
}

async fn is_right(
    ctx: &Ctx,
    parts: &Parts,
    tx: &TenantTx,
    (account, held, code): (AccountId, &Stored, &str),
) -> Result<bool, Fault> {
    let secret = parts.sealer.open(PURPOSE, account.to_row(), &held.sealed)?;
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let step = matching_step(&secret, &digits, ctx.now, held.last_step);
    match step.map_err(|_refused| UNREADABLE)? {
        Some(step) => store::totp::use_up(tx, account, step).await,
        None => Ok(false),
    }
}
