use kernel::{AccountId, CentreId, Language, PresenceState, ProblemCode, StaffId};
use platform::{Ctx, Fault, TenantTx, http::Problem};

use super::emit_centre_changed;
use crate::{domain::Counsellor, store};

/// A person to make a member of a centre's staff.
#[derive(Clone, Debug)]
pub struct NewStaff {
    /// The centre.
    pub centre_id: CentreId,
    /// The person who logs in.
    pub account_id: AccountId,
    /// The name seekers see.
    pub alias: String,
    /// Languages guided in.
    pub languages: Vec<Language>,
    /// Topics guided on.
    pub topics: Vec<String>,
    /// Units of load the person can carry.
    pub capacity_units: u32,
}

/// Why nobody became a member.
#[derive(Debug, thiserror::Error)]
pub enum CreateStaffError {
    /// No such centre in the scope.
    #[error("no such centre")]
    CentreNotFound,
    /// The account is a member of the centre already.
    #[error("the account is a member of the centre already")]
    AlreadyMember,
    /// Neither the caller's nor the rules' business.
    #[error(transparent)]
    Fault(Fault),
}

impl From<Fault> for CreateStaffError {
    fn from(fault: Fault) -> Self {
        if fault.is_unique_violation() {
            return Self::AlreadyMember;
        }
        Self::Fault(fault)
    }
}

impl From<CreateStaffError> for Problem {
    fn from(error: CreateStaffError) -> Self {
        match error {
            CreateStaffError::CentreNotFound => Self::new(ProblemCode::NotFound),
            CreateStaffError::AlreadyMember => {
                Self::invalid("account_id", "is a member of the centre already")
            }
            CreateStaffError::Fault(fault) => fault.into(),
        }
    }
}

/// Makes a person a member of a centre's staff, offline at first. Emits `centre.changed`.
pub async fn create_staff(
    ctx: &Ctx,
    tx: &TenantTx,
    new: NewStaff,
) -> Result<StaffId, CreateStaffError> {
    let centre = store::find_centre(tx, new.centre_id).await?;
    if centre.is_none() {
        return Err(CreateStaffError::CentreNotFound);
    }
    let counsellor = Counsellor {
        staff_id: ctx.new_id(),
        centre_id: new.centre_id,
        account_id: new.account_id,
        alias: new.alias,
        languages: new.languages,
        topics: new.topics,
        capacity_units: new.capacity_units,
        load_units: 0,
        state: PresenceState::Offline,
        since: ctx.now,
        seen_at: ctx.now,
    };
    store::insert_staff(tx, &counsellor).await?;
    let member = (counsellor.staff_id, counsellor.centre_id);
    store::upsert_presence(
        tx,
        member,
        counsellor.state,
        counsellor.capacity_units,
        ctx.now,
    )
    .await?;
    emit_centre_changed(ctx, tx, new.centre_id).await?;
    Ok(counsellor.staff_id)
}
