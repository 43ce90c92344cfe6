//! A counsellor hands a contact on; it keeps its time.

use centres::Directory;
use kernel::{CentreId, ContactId, PresenceState, ProblemCode, StaffId};
use platform::{Ctx, Fault, TenantTx, http::Problem};

use super::end::{ContactError, own};
use crate::{
    dispatch::{Board, requeue},
    domain::{contact::Contact, message::Notice},
    store::contact::Requeue,
};

/// Where to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Transfer {
    Colleague(StaffId),
    Centre(CentreId),
    National,
}

/// Why a contact could not be handed on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TransferError {
    #[error(transparent)]
    Contact(#[from] ContactError),
    #[error("the target cannot take contacts")]
    Impossible,
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<TransferError> for Problem {
    fn from(error: TransferError) -> Self {
        match error {
            TransferError::Contact(error) => error.into(),
            TransferError::Impossible => Self::new(ProblemCode::TransferImpossible),
            TransferError::Fault(fault) => fault.into(),
        }
    }
}

/// Puts the contact back into the queue for its target. From the commit on the previous counsellor
/// can neither read nor write.
pub(crate) async fn transfer(
    ctx: &Ctx,
    tx: &TenantTx,
    (board, directory): (&Board, &Directory),
    staff: StaffId,
    id: ContactId,
    to: Transfer,
) -> Result<Contact, TransferError> {
    let row = own(tx, staff, id).await?;
    let possible = match to {
        Transfer::Colleague(colleague) => {
            let state = board.colleague(colleague).map(|colleague| colleague.state);
            colleague != staff && state.is_some_and(|state| state != PresenceState::Offline)
        }
        Transfer::Centre(centre) => directory.centre(centre).is_some(),
        Transfer::National => true,
    };
    if !possible {
        return Err(TransferError::Impossible);
    }
    let requeued = Requeue {
        target_staff: if let Transfer::Colleague(staff) = to {
            Some(staff)
        } else {
            None
        },
        target_centre: if let Transfer::Centre(centre) = to {
            Some(centre)
        } else {
            None
        },
        excluded_staff: Some(staff),
        transferred: true,
    };
    if requeue(ctx, tx, id, staff, requeued, Notice::Transferred).await? {
        Ok(row)
    } else {
        Err(ContactError::WrongState.into())
    }
}
