use kernel::{CentreId, FieldError, Scope};
use platform::{Ctx, Fault, http::Problem};

use crate::{api::Parts, domain::Session, store};

/// Why the workplace stays what it was.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ChooseWorkplaceError {
    #[error("the account is no member of the centre's staff")]
    NoMember,
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<ChooseWorkplaceError> for Problem {
    fn from(error: ChooseWorkplaceError) -> Self {
        match error {
            ChooseWorkplaceError::NoMember => Self::faulty(vec![FieldError {
                field: "centre_id".to_owned(),
                reason: "must be a centre whose staff you are a member of".to_owned(),
            }]),
            ChooseWorkplaceError::Fault(fault) => fault.into(),
        }
    }
}

/// Makes one of the centres a person is a member of the one this session works at. Streams of the other
/// membership end.
pub(crate) async fn choose_workplace(
    ctx: &Ctx,
    parts: &Parts,
    session: &Session,
    centre: CentreId,
) -> Result<(), ChooseWorkplaceError> {
    let mut held = session.assignments.iter();
    if !held.any(|held| held.staff.is_some() && held.domain.centre() == Some(centre)) {
        return Err(ChooseWorkplaceError::NoMember);
    }
    let tx = ctx.database().write(Scope::System).await?;
    store::session::choose_workplace(&tx, session.id, centre).await?;
    // Whoever keeps a line open looks whether it is still theirs.
    tx.emit("session.ended", &(), ctx.now).await?;
    tx.commit().await?;
    parts.sessions.forget_account(session.account);
    Ok(())
}
