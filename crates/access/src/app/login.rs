use chrono::TimeDelta;
use kernel::{AccountId, ProblemCode, Scope, SessionId};
use platform::{
    Ctx, Fault, Secret, TenantTx, draw_key, hash_key,
    http::{Limited, Problem},
};

use super::passwords;
use crate::{
    api::Parts,
    domain::{Account, Email, NOBODYS_HASH, normalise},
    store::{self, session::NewSession},
};

/// Characters of a token: 260 random bits.
const TOKEN_LENGTH: usize = 52;
/// Characters of an anti-forgery token: 130 random bits.
const CSRF_LENGTH: usize = 26;

/// A try to log in.
pub(crate) struct Login {
    pub(crate) email: String,
    pub(crate) password: Secret<String>,
    /// What tells callers apart for limiting.
    pub(crate) caller: String,
    /// The token of the session this one takes the place of.
    pub(crate) replaces: Option<Secret<String>>,
}

/// Why nobody was logged in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LoginError {
    /// E-mail and password do not match, or there is no such account: nobody can tell which.
    #[error("e-mail and password do not match")]
    Refused,
    #[error("too many failed log-ins")]
    Limited(Limited),
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<LoginError> for Problem {
    fn from(error: LoginError) -> Self {
        match error {
            LoginError::Refused => Self::new(ProblemCode::LoginRefused),
            LoginError::Limited(limited) => {
                Self::new(ProblemCode::TooManyRequests).retry_after(limited.retry_after)
            }
            LoginError::Fault(fault) => fault.into(),
        }
    }
}

/// Checks a password, starts a session and returns its token. No transaction is open while the
/// password is checked, which takes long.
pub(crate) async fn login(
    ctx: &Ctx,
    parts: &Parts,
    command: Login,
) -> Result<Secret<String>, LoginError> {
    let email = normalise(&command.email);
    let attempt = parts
        .throttle
        .enter(&email, &command.caller, ctx.now)
        .map_err(LoginError::Limited)?;
    let Some(account) = authenticate(ctx, &email, command.password).await? else {
        tracing::info!("log-in refused");
        return Err(LoginError::Refused);
    };
    parts.throttle.succeeded(&attempt);

    let tx = ctx.database().write(Scope::System).await?;
    let replaced = command.replaces.map(|token| hash_key(token.expose()));
    if let Some(hash) = &replaced {
        store::session::delete(&tx, hash).await?;
    }
    let token = start_session(ctx, &tx, account.id, parts.config.lifetime()).await?;
    tx.commit().await?;
    if let Some(hash) = &replaced {
        parts.sessions.forget(hash);
    }
    Ok(token)
}

async fn authenticate(
    ctx: &Ctx,
    email: &str,
    password: Secret<String>,
) -> Result<Option<Account>, Fault> {
    // What cannot be an address is not looked for: PostgreSQL refuses some of it as text.
    let account = match Email::parse(email) {
        Some(email) => {
            let tx = ctx.database().read(Scope::System).await?;
            store::account::find_by_email(&tx, email.expose()).await?
        }
        None => None,
    };
    let stored = match &account {
        Some(account) => account.password_hash.clone(),
        None => Secret::new(NOBODYS_HASH.to_owned()),
    };
    let is_right = passwords::verify(password, stored).await?;
    Ok(account.filter(|account| is_right && account.is_active))
}

async fn start_session(
    ctx: &Ctx,
    tx: &TenantTx,
    account: AccountId,
    lifetime: TimeDelta,
) -> Result<Secret<String>, Fault> {
    let token = Secret::new(draw_key(ctx.sources(), TOKEN_LENGTH));
    let csrf_token = Secret::new(draw_key(ctx.sources(), CSRF_LENGTH));
    let id: SessionId = ctx.new_id();
    let session = NewSession {
        id,
        account,
        token_hash: hash_key(token.expose()),
        csrf_token: &csrf_token,
        created_at: ctx.now,
        expires_at: ctx.now + lifetime,
    };
    store::session::insert(tx, session).await?;
    Ok(token)
}
