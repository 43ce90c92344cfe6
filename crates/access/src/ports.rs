//! What this module asks of others.

use kernel::{AccountId, CentreId, FieldError, Language, Membership, StaffId};
use platform::{Ctx, Fault, TenantTx};

/// What colleagues and seekers know of a member of staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffCard {
    /// The membership.
    pub id: StaffId,
    /// The name shown to seekers.
    pub alias: String,
    /// The centre of the membership.
    pub centre_id: CentreId,
    /// Its name.
    pub centre_name: String,
    /// Languages guided in.
    pub languages: Vec<Language>,
    /// Topics guided on.
    pub topics: Vec<String>,
    /// Load units carried at once.
    pub capacity_units: u32,
}

/// A member of a centre's staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The membership's id.
    pub staff: StaffId,
    /// The person who logs in.
    pub account: AccountId,
    /// What is agreed.
    pub membership: Membership,
}

/// The directory of centres and their staff.
#[async_trait::async_trait]
pub trait StaffDirectory: Send + Sync + 'static {
    /// The card of a member of staff; none if there is no such member.
    async fn card(&self, staff: StaffId) -> Result<Option<StaffCard>, Fault>;

    /// The name of a centre as seekers read it; none if there is no such centre.
    fn centre_name(&self, centre: CentreId) -> Option<String>;

    /// Holds a centre until the transaction ends: of two who change it, one waits. False if the scope has no
    /// such centre.
    async fn hold(&self, tx: &TenantTx, centre: CentreId) -> Result<bool, Fault>;

    /// The active members of a centre's staff, as far as the scope reaches.
    async fn members(&self, tx: &TenantTx, centre: CentreId) -> Result<Vec<Member>, Fault>;

    /// The membership as the centre would keep it, or every field that breaks a rule.
    fn check(&self, membership: Membership) -> Result<Membership, Vec<FieldError>>;

    /// Makes an account a member of a centre by a checked membership.
    async fn enrol(
        &self,
        ctx: &Ctx,
        tx: &TenantTx,
        (centre, account): (CentreId, AccountId),
        membership: Membership,
    ) -> Result<StaffId, Fault>;

    /// Sets a member of staff offline. False if the member carries contacts or offers; then nothing is changed.
    async fn step_out(&self, ctx: &Ctx, tx: &TenantTx, staff: StaffId) -> Result<bool, Fault>;

    /// Whether a centre was archived: roles in it count for nothing until it is taken back.
    fn is_archived(&self, centre: CentreId) -> bool;
}
