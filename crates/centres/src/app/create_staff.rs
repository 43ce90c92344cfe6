use kernel::{AccountId, CentreId, Language, Membership, PresenceState, ProblemCode, StaffId};
use platform::{Ctx, Fault, TenantTx, http::Problem};

use super::{
    change::{ChangeError, hold_centre, settle},
    change_staff::{facts, update_staff},
    emit_centre_changed,
    rota::rejoin_rota,
};
use crate::{domain::checked, store};

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
    let membership = Membership {
        alias: new.alias,
        languages: new.languages,
        topics: new.topics,
        capacity_units: new.capacity_units,
        channels: Membership::CHANNELS.to_vec(),
        works_from_home: false,
    };
    let staff = insert(ctx, tx, new.centre_id, new.account_id, membership).await?;
    emit_centre_changed(ctx, tx, new.centre_id).await?;
    Ok(staff)
}

/// Makes a person a member of a centre's staff by a checked membership: a member anew where they were one
/// before, and under the new membership where they are one now. Remembered in the audit log. Emits
/// `centre.changed`.
pub async fn enrol(
    ctx: &Ctx,
    tx: &TenantTx,
    centre: CentreId,
    account: AccountId,
    membership: Membership,
) -> Result<StaffId, ChangeError> {
    let centre = hold_centre(tx, centre).await?;
    let membership = checked(membership).map_err(ChangeError::Invalid)?;
    let staff = match store::find_membership(tx, centre.id, account).await? {
        Some((staff, is_active)) => {
            if !is_active {
                store::reactivate_staff(tx, staff).await?;
                rejoin_rota(ctx, tx, &centre, staff).await?;
            }
            update_staff(ctx, tx, &centre, staff, membership.into()).await?;
            staff
        }
        None => insert(ctx, tx, centre.id, account, membership).await?,
    };
    let known = store::find_counsellor(tx, staff).await?;
    let new = known.as_ref().map(facts);
    settle(ctx, tx, centre.id, "staff:create", staff, (None, new)).await?;
    Ok(staff)
}

async fn insert(
    ctx: &Ctx,
    tx: &TenantTx,
    centre_id: CentreId,
    account_id: AccountId,
    membership: Membership,
) -> Result<StaffId, Fault> {
    let staff_id = ctx.new_id();
    store::insert_staff(tx, staff_id, (centre_id, account_id), &membership).await?;
    let offline = PresenceState::Offline;
    let member = (staff_id, centre_id);
    store::upsert_presence(tx, member, offline, membership.capacity_units, ctx.now).await?;
    Ok(staff_id)
}
