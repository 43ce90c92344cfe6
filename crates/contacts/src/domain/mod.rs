//! Rules without I/O.

pub(crate) mod contact;
pub(crate) mod masking;
pub(crate) mod message;
pub(crate) mod report;
pub(crate) mod retention;
pub(crate) mod tombstone;
