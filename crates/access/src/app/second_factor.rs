use kernel::{AccountId, ProblemCode, Scope};
use platform::{
    Ctx, Fault, Secret, TenantTx, hash_key,
    http::{Limited, Problem},
};

use super::{
    begin_step::STEP_TRIES,
    open_session::{Proven, Visit, open_session},
    totp,
};
use crate::{
    api::Parts,
    domain::{Purpose, hash_code},
    store::{self, login_step::Step},
};

/// What a second step is done by.
pub(crate) enum Proof {
    /// A code of the authenticator app.
    Totp(String),
    /// A recovery code.
    RecoveryCode(String),
}

/// The second step of a log-in.
pub(crate) struct SecondStep {
    /// What the first step answered.
    pub(crate) token: Secret<String>,
    pub(crate) proof: Proof,
    pub(crate) visit: Visit,
}

/// A session that began, and how its token is handed out.
pub(crate) struct Entered {
    pub(crate) token: Secret<String>,
    pub(crate) is_bearer: bool,
}

/// Why a second step led to nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SecondStepError {
    /// It was finished, came too late, or failed too often.
    #[error("the log-in begins again")]
    Expired,
    /// The code is wrong or was used already.
    #[error("the code is not right")]
    CodeRefused,
    /// No account knows the passkey, or it did not sign what was asked.
    #[error("the passkey was not accepted")]
    PasskeyRefused,
    #[error("too many wrong codes")]
    Limited(Limited),
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<SecondStepError> for Problem {
    fn from(error: SecondStepError) -> Self {
        match error {
            SecondStepError::Expired => Self::new(ProblemCode::LoginExpired),
            SecondStepError::CodeRefused => Self::new(ProblemCode::CodeRefused),
            SecondStepError::PasskeyRefused => Self::new(ProblemCode::PasskeyRefused),
            SecondStepError::Limited(limited) => {
                Self::new(ProblemCode::TooManyRequests).retry_after(limited.retry_after)
            }
            SecondStepError::Fault(fault) => fault.into(),
        }
    }
}

/// Finishes a log-in by a code. A wrong one counts against the step and against the account.
pub(crate) async fn second_factor(
    ctx: &Ctx,
    parts: &Parts,
    command: SecondStep,
) -> Result<Entered, SecondStepError> {
    let hash = hash_key(command.token.expose());
    let tx = ctx.database().write(Scope::System).await?;
    let step = store::login_step::take_try(&tx, &hash, ctx.now, STEP_TRIES).await?;
    let step = step.filter(|step| step.purpose == Purpose::SecondFactor);
    let step = step.ok_or(SecondStepError::Expired)?;
    let account = active_account(&tx, &step).await?;
    let guess = parts.throttle.enter_code(account, ctx.now);
    let guess = guess.map_err(SecondStepError::Limited)?;
    let is_right = match &command.proof {
        Proof::Totp(code) => totp::accept(ctx, parts, &tx, (account, code)).await?,
        Proof::RecoveryCode(code) => {
            store::recovery_code::use_up(&tx, account, &hash_code(code)).await?
        }
    };
    if !is_right {
        tx.commit().await?;
        tracing::info!("second factor refused");
        return Err(SecondStepError::CodeRefused);
    }
    parts.throttle.succeeded_code(&guess);
    store::login_step::delete(&tx, &hash).await?;
    let proven = Proven {
        account,
        by_second_factor: true,
        federated: step.federated,
    };
    let token = open_session(ctx, parts, (tx, proven), &command.visit).await?;
    Ok(Entered {
        token,
        is_bearer: step.is_bearer,
    })
}

async fn active_account(tx: &TenantTx, step: &Step) -> Result<AccountId, SecondStepError> {
    let id = step.account.ok_or(SecondStepError::Expired)?;
    let account = store::account::find(tx, id).await?;
    let account = account.filter(|account| account.is_active);
    Ok(account.ok_or(SecondStepError::Expired)?.id)
}
