use kernel::{CentreId, FieldError, ProblemCode, Scope};
use platform::{Ctx, Fault, http::Problem};

use crate::{api::Parts, domain::Session, store};

/// Why the workplace stays what it was.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ChooseWorkplaceError {
    #[error("the account is no member of the centre's staff")]
    NoMember,
    #[error("contacts or offers are held at the other centre")]
    Busy,
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
            ChooseWorkplaceError::Busy => Self::new(ProblemCode::WrongState),
            ChooseWorkplaceError::Fault(fault) => fault.into(),
        }
    }
}

/// Makes one of the centres a person is a member of the one they work at, wherever they are logged in: nobody carries
/// the load of two memberships at once. The other memberships are set offline, and their streams end.
pub(crate) async fn choose_workplace(
    ctx: &Ctx,
    parts: &Parts,
    session: &Session,
    centre: CentreId,
) -> Result<(), ChooseWorkplaceError> {
    let memberships = || {
        let held = session.assignments.iter();
        held.filter_map(|held| Some((held.domain.centre()?, held.staff?)))
    };
    if !memberships().any(|(known, _)| known == centre) {
        return Err(ChooseWorkplaceError::NoMember);
    }
    let tx = ctx.database().write(Scope::System).await?;
    for (_, staff) in memberships().filter(|(known, _)| *known != centre) {
        if !parts.directory.step_out(ctx, &tx, staff).await? {
            return Err(ChooseWorkplaceError::Busy);
        }
    }
    store::account::choose_workplace(&tx, session.account, centre).await?;
    // Whoever keeps a line open looks whether it is still theirs.
    tx.emit("session.ended", &(), ctx.now).await?;
    tx.commit().await?;
    parts.sessions.forget_account(session.account);
    Ok(())
}
