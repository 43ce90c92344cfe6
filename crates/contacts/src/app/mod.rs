//! Use cases, one per file. They never commit; the edge does.

mod accept;
mod end;
mod policies;
mod purge;
mod reading;
mod retention;
mod start;
mod transfer;

pub(crate) use accept::{accept, decline};
pub(crate) use end::{ContactError, close, end_by_seeker, end_by_service, erase, own, wrap_up};
pub(crate) use policies::{Draft, HeldPolicies};
pub(crate) use purge::{
    Limits, PURGE, REPORTED, Run, find_old_talks, purge_log, purge_talks, seal_reports,
};
pub(crate) use reading::{Readings, note_reading};
pub(crate) use retention::{Foreseen, RETENTION_CHANGED, foresee, update_retention};
pub(crate) use start::{Opened, Start, open_by_code, open_by_token, start};
pub(crate) use transfer::{Transfer, transfer};
