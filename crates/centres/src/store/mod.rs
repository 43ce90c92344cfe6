//! Reads and writes the tables; rows never leave.

mod centres;
mod columns;
mod opening;
mod partners;
mod presence;
mod rows;
mod staff;

pub(crate) use centres::{
    delete_site, find_centre, hold_centre, insert_agreement, insert_centre, insert_site,
    list_agreements, list_centres, list_sites, update_centre, update_site,
};
pub(crate) use opening::{
    delete_exception, delete_intervals, insert_exception, insert_interval, list_closed_days,
    list_exceptions, list_intervals, upsert_closed_day,
};
pub use partners::find_partner;
pub(crate) use partners::insert_partner;
pub use presence::{find_presence, list_lost, mark_seen, release_units, reserve_units};
pub(crate) use presence::{set_capacity, upsert_presence};
pub(crate) use staff::{deactivate_staff, find_member, insert_staff, list_staff, update_staff};
pub use staff::{find_counsellor, list_counsellors};
