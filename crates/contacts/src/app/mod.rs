//! Use cases, one per file. They never commit; the edge does.

mod accept;
mod end;
mod forecast;
mod import_history;
mod operations;
mod policies;
mod purge;
mod reading;
mod record;
mod retention;
mod start;
mod transfer;

pub(crate) use accept::{accept, decline};
pub(crate) use end::{ContactError, close, end_by_seeker, end_by_service, erase, own, wrap_up};
pub(crate) use forecast::{CentrePart, Gathered, Question, gather};
pub use import_history::{Imported, foresee_import, import_history};
pub(crate) use operations::{
    create_notice, create_surge, delete_notice, delete_surge, update_notice, update_surge,
};
pub(crate) use policies::{Draft, HeldPolicies};
pub(crate) use purge::{
    Limits, PURGE, REPORTED, Run, find_old_talks, purge_log, purge_talks, seal_reports,
};
pub(crate) use reading::{Readings, note_reading};
pub(crate) use record::{Recorded, read_record};
pub(crate) use retention::{Foreseen, RETENTION_CHANGED, foresee, update_retention};
#[cfg(test)]
pub(crate) use start::begin;
pub(crate) use start::{Opened, Start, StartError, open_by_code, open_by_token, start};
pub(crate) use transfer::{Transfer, transfer};
