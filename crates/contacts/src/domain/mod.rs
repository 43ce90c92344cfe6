//! Rules without I/O.

pub(crate) mod contact;
pub(crate) mod masking;
pub(crate) mod message;
