//! What can be done, one use case per file. The edge opens the transaction and commits it.

mod change;
mod change_sites;
mod change_staff;
mod create_centre;
mod create_closed_day;
mod create_exception;
mod create_partner;
mod create_staff;
mod deactivate_staff;
mod replace_hours;
mod set_presence;
mod update_centre;

pub use change::ChangeError;
pub(crate) use change::hold_centre;
pub(crate) use change_sites::{create_site, delete_site, update_site};
pub(crate) use change_staff::{StaffChange, update_staff};
pub use create_centre::{CreateCentreError, NewCentre, create_centre};
pub use create_closed_day::{ClosedDayError, NewClosedDay, create_closed_day};
pub(crate) use create_exception::delete_exception;
pub use create_exception::{NewException, create_exception};
pub use create_partner::{CreatePartnerError, create_partner};
pub use create_staff::{CreateStaffError, NewStaff, create_staff};
pub(crate) use deactivate_staff::deactivate_staff;
pub use deactivate_staff::{FormerMember, RELEASE_MEMBER};
pub(crate) use replace_hours::replace_hours;
pub use set_presence::{PresenceError, set_presence};
pub(crate) use update_centre::{CentreChange, update_centre};

use kernel::{CentreId, Scope, StaffId};
use platform::{Ctx, Fault, TenantTx};
use serde::Serialize;

/// Topic of [`CentreChanged`].
pub(crate) const CENTRE_CHANGED: &str = "centre.changed";
/// Topic of [`ClosedDayChanged`].
pub(crate) const CLOSED_DAY_CHANGED: &str = "closed_day.changed";
/// Topic of [`PresenceChanged`].
const PRESENCE_CHANGED: &str = "presence.changed";

#[derive(Serialize)]
struct CentreChanged {
    centre_id: CentreId,
}

async fn emit_centre_changed(ctx: &Ctx, tx: &TenantTx, centre_id: CentreId) -> Result<(), Fault> {
    tx.emit(CENTRE_CHANGED, &CentreChanged { centre_id }, ctx.now)
        .await
}

#[derive(Serialize)]
struct PresenceChanged {
    staff_id: StaffId,
}

async fn emit_presence_changed(ctx: &Ctx, tx: &TenantTx, staff_id: StaffId) -> Result<(), Fault> {
    tx.emit(PRESENCE_CHANGED, &PresenceChanged { staff_id }, ctx.now)
        .await
}

/// Whether the scope may write what belongs to no centre.
const fn is_national(scope: Scope) -> bool {
    matches!(scope, Scope::National | Scope::System)
}
