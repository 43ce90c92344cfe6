//! What this module asks of others.

use kernel::{AccountId, CentreId};
use platform::{Ctx, Fault, TenantTx};

/// Who has a log-in for a centre.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// Everybody with a role in it, each counted once.
    pub all: u32,
    /// Those who administer it.
    pub administrators: u32,
}

/// What a centre is to the rest of the product.
#[async_trait::async_trait]
pub trait Surroundings: Send + Sync + 'static {
    /// Counts who can log in to the centre, archived or not.
    async fn people(&self, centre: CentreId) -> Result<People, Fault>;

    /// Whether somebody administers the centre at this moment.
    async fn administers(&self, centre: CentreId, account: AccountId) -> Result<bool, Fault>;

    /// Takes away what somebody may do in the centre and ends their log-ins, in a transaction of the product's own
    /// scope.
    async fn release(
        &self,
        ctx: &Ctx,
        tx: &TenantTx,
        who: (CentreId, AccountId),
    ) -> Result<(), Fault>;

    /// Lets nothing that is remembered of somebody's log-ins count any more: after the commit.
    fn forget(&self, account: AccountId);

    /// Counts the conversations its counsellors are in.
    async fn open_conversations(&self, centre: CentreId) -> Result<u32, Fault>;
}
