//! What can be done, one use case per file. The edge opens the transaction and commits it.

mod agree;
mod archive_centre;
mod change;
mod change_closed_days;
mod change_sites;
mod change_staff;
mod checklist_of;
mod classes;
mod close_early;
mod create_centre;
mod create_closed_day;
mod create_exception;
mod create_partner;
mod create_staff;
mod deactivate_staff;
mod furnish;
mod onboard_centre;
mod override_hours;
mod read_ledger;
mod replace_hours;
pub(crate) mod rota;
mod set_presence;
mod update_centre;
mod update_profile;

#[cfg(test)]
pub(crate) use agree::AgreeError;
pub(crate) use agree::{
    Notice, Proposal, accept_agreement, decline_agreement, end_agreement, propose_agreement,
    side_of, withdraw_agreement,
};
pub use archive_centre::{ArchivedCentre, END_LOGINS};
pub(crate) use archive_centre::{archive_centre, reactivate_centre};
pub(crate) use change::hold_centre;
pub use change::{ChangeError, hold};
pub(crate) use change_closed_days::{delete_closed_day, fill_closed_days, set_closed_day};
pub(crate) use change_sites::{create_site, delete_site, find_site, update_site};
pub(crate) use change_staff::{StaffChange, update_staff};
pub(crate) use checklist_of::checklist_of;
pub use classes::{
    ClassError, create_class, end_class, enter_class, find_class, forget_classes, list_classes,
};
pub(crate) use close_early::{EarlyClose, close_early, hours_of};
pub use create_centre::{CreateCentreError, NewCentre, create_centre};
pub use create_closed_day::{ClosedDayError, NewClosedDay, create_closed_day};
pub(crate) use create_exception::delete_exception;
pub use create_exception::{NewException, create_exception};
pub use create_partner::{CreatePartnerError, create_partner};
pub use create_staff::{CreateStaffError, NewStaff, create_staff, enrol};
pub(crate) use deactivate_staff::deactivate_staff;
pub use furnish::{note_shift, note_work};
pub(crate) use onboard_centre::{Onboarding, onboard_centre};
pub(crate) use override_hours::OVERRIDE_CHANGED;
pub use override_hours::{
    NewOverride, OverrideEnd, end_override, enter_national, list_overrides, set_override,
};
pub(crate) use read_ledger::{read_deliveries, read_ledger, read_timesheets};
pub(crate) use replace_hours::replace_hours;
pub use set_presence::{PresenceError, lose_presence, resume_presence, set_presence};
pub(crate) use update_centre::{CentreChange, update_centre};
pub(crate) use update_profile::{confirm_closed_days, delete_logo, replace_logo, replace_profile};

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
