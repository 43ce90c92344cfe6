//! What this module asks of others.

use kernel::{CentreId, Language, StaffId};
use platform::Fault;

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

/// The directory of centres and their staff.
#[async_trait::async_trait]
pub trait StaffDirectory: Send + Sync + 'static {
    /// The card of a member of staff; none if there is no such member.
    async fn card(&self, staff: StaffId) -> Result<Option<StaffCard>, Fault>;
}
