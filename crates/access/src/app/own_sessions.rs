use kernel::{ProblemCode, Scope, SessionId};
use platform::{Ctx, Fault, http::Problem};

use crate::{
    api::Parts,
    domain::Session,
    store::{self, session::Card},
};

/// Why no session was ended.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EndSessionError {
    #[error("no such session of the account")]
    NotFound,
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<EndSessionError> for Problem {
    fn from(error: EndSessionError) -> Self {
        match error {
            EndSessionError::NotFound => Self::new(ProblemCode::NotFound),
            EndSessionError::Fault(fault) => fault.into(),
        }
    }
}

/// Where the account of a session is logged in, newest first.
pub(crate) async fn list_sessions(ctx: &Ctx, session: &Session) -> Result<Vec<Card>, Fault> {
    let tx = ctx.database().read(Scope::System).await?;
    store::session::of_account(&tx, session.account, ctx.now).await
}

/// Ends one session of the account.
pub(crate) async fn end_session(
    ctx: &Ctx,
    parts: &Parts,
    session: &Session,
    id: SessionId,
) -> Result<(), EndSessionError> {
    let tx = ctx.database().write(Scope::System).await?;
    if !store::session::delete_one(&tx, session.account, id).await? {
        return Err(EndSessionError::NotFound);
    }
    tx.emit("session.ended", &(), ctx.now).await?;
    tx.commit().await?;
    parts.sessions.forget_account(session.account);
    Ok(())
}

/// Logs the account out everywhere but here. Returns how many sessions that were.
pub(crate) async fn end_other_sessions(
    ctx: &Ctx,
    parts: &Parts,
    session: &Session,
) -> Result<u64, Fault> {
    let tx = ctx.database().write(Scope::System).await?;
    let ended = store::session::delete_others(&tx, session.account, session.id).await?;
    tx.emit("session.ended", &(), ctx.now).await?;
    tx.commit().await?;
    parts.sessions.forget_account(session.account);
    Ok(ended)
}
