//! Rules without I/O.

pub(crate) mod board;
pub(crate) mod contact;
pub(crate) mod explanation;
pub(crate) mod masking;
pub(crate) mod message;
pub(crate) mod notice;
pub(crate) mod policy;
pub(crate) mod report;
pub(crate) mod retention;
pub(crate) mod surge;
pub(crate) mod tombstone;
