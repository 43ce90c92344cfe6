//! Rules without I/O.

pub(crate) mod board;
pub(crate) mod contact;
pub(crate) mod demand;
pub(crate) mod explanation;
pub(crate) mod history_file;
pub(crate) mod masking;
pub(crate) mod message;
pub(crate) mod notice;
pub(crate) mod outlook;
pub(crate) mod policy;
pub(crate) mod record;
pub(crate) mod report;
pub(crate) mod retention;
pub(crate) mod surge;
pub(crate) mod tombstone;
pub(crate) mod traffic;
