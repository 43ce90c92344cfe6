//! Contacts that were, for demonstrations and tests. No conversation belongs to them.

use kernel::{CentreId, Channel, ContactId, County, Instant, Language, StaffId, WorkType};
use platform::{Ctx, Fault, TenantTx};

use crate::store::contact;

/// Contacts written by one statement.
const AT_A_TIME: usize = 200;

/// A contact of the national queue that is over.
#[derive(Clone, Debug)]
pub struct PastContact {
    /// When it came.
    pub joined_at: Instant,
    /// How.
    pub channel: Channel,
    /// In which language.
    pub language: Language,
    /// What for.
    pub work_type: WorkType,
    /// About what.
    pub topic: Option<String>,
    /// From where.
    pub county: Option<County>,
    /// By whom it was answered, and when; none for those who gave up.
    pub answered: Option<(StaffId, CentreId, Instant)>,
    /// When the talk or the waiting ended.
    pub closed_at: Instant,
}

/// Adds contacts that are over. Needs the system's scope.
pub async fn insert_past(ctx: &Ctx, tx: &TenantTx, past: &[PastContact]) -> Result<(), Fault> {
    for some in past.chunks(AT_A_TIME) {
        let named: Vec<(ContactId, &PastContact)> =
            some.iter().map(|one| (ctx.new_id(), one)).collect();
        contact::insert_past(tx, &named).await?;
    }
    Ok(())
}
