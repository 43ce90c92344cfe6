use kernel::{ProblemCode, Scope};
use platform::{
    Ctx, Fault, Secret,
    http::{Limited, Problem},
};

use super::{
    begin_step::begin_step,
    open_session::{Proven, Visit, open_session},
    passwords,
};
use crate::{
    api::Parts,
    domain::{Account, Email, NOBODYS_HASH, Purpose, normalise},
    store::{self, login_step::Step},
};

/// A try to log in.
pub(crate) struct Login {
    pub(crate) email: String,
    pub(crate) password: Secret<String>,
    /// Whether a token was asked for instead of a cookie.
    pub(crate) is_bearer: bool,
    pub(crate) visit: Visit,
}

/// What a right password leads to.
pub(crate) enum Admission {
    /// A session, by this token.
    Session(Secret<String>),
    /// A second step.
    SecondFactor(PendingLogin),
}

/// A log-in that waits for its second step.
pub(crate) struct PendingLogin {
    pub(crate) token: Secret<String>,
    /// What the step can be done by.
    pub(crate) methods: Vec<&'static str>,
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

/// Checks a password, and starts a session, or the second step for whoever has a second factor. No
/// transaction is open while the password is checked, which takes long.
pub(crate) async fn login(
    ctx: &Ctx,
    parts: &Parts,
    command: Login,
) -> Result<Admission, LoginError> {
    let email = normalise(&command.email);
    let attempt = parts
        .throttle
        .enter(&email, &command.visit.caller, ctx.now)
        .map_err(LoginError::Limited)?;
    let Some(account) = authenticate(ctx, &email, command.password).await? else {
        tracing::info!("log-in refused");
        return Err(LoginError::Refused);
    };
    parts.throttle.succeeded(&attempt);

    let tx = ctx.database().write(Scope::System).await?;
    let factors = store::factors::of_account(&tx, account.id).await?;
    if !factors.is_any() {
        let proven = Proven {
            account: account.id,
            by_second_factor: false,
            federated: None,
        };
        let token = open_session(ctx, parts, (tx, proven), &command.visit).await?;
        return Ok(Admission::Session(token));
    }
    let step = Step {
        account: Some(account.id),
        purpose: Purpose::SecondFactor,
        is_bearer: command.is_bearer,
        challenge: None,
        federated: None,
    };
    let token = begin_step(ctx, &tx, step).await?;
    tx.commit().await?;
    Ok(Admission::SecondFactor(PendingLogin {
        token,
        methods: factors.methods(),
    }))
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
