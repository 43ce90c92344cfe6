//! Reads and writes the tables; rows never leave.

mod agreements;
mod centres;
mod classes;
mod closed_days;
mod columns;
mod opening;
mod overrides;
mod partners;
mod presence;
mod profiles;
pub(crate) mod rota;
mod rows;
mod sites;
mod spans;
mod staff;
mod staffing;

pub(crate) use agreements::{insert_agreement, list_agreements, list_terms, update_agreement};
pub(crate) use centres::{find_centre, hold_centre, insert_centre, list_centres, update_centre};
pub(crate) use classes::{
    NewClassRow, count_open_classes, end_class, enter_class, find_class, find_class_by_hash,
    find_made_class, forget_classes, insert_class, list_classes,
};
pub(crate) use closed_days::{delete_closed_day, list_closed_days, upsert_closed_day};
pub(crate) use opening::{
    count_exceptions, delete_exception, delete_intervals, find_exception, insert_exception,
    insert_interval, list_exceptions, list_intervals,
};
pub(crate) use overrides::{
    delete_overrides, hold_door, insert_override, list_overrides, pass_door,
};
pub use partners::find_partner;
pub(crate) use partners::insert_partner;
pub use presence::{find_presence, list_lost, mark_seen, release_units, reserve_units};
pub(crate) use presence::{hold_presence, restart_presence, set_capacity, upsert_presence};
pub(crate) use profiles::{
    delete_logo, find_logo, find_profile, list_logo_marks, list_profiles, upsert_logo,
    upsert_profile,
};
pub(crate) use sites::{count_sites, delete_site, find_site, insert_site, list_sites, update_site};
pub(crate) use spans::insert_span;
pub use spans::{WorkSpan, list_work};
pub(crate) use staff::{
    deactivate_staff, find_member, find_membership, insert_staff, list_aliases, list_staff,
    reactivate_staff, update_staff,
};
pub use staff::{find_counsellor, list_counsellors, list_everybody, list_members};
pub(crate) use staffing::{set_staffing_minimum, staffing_minimum};
