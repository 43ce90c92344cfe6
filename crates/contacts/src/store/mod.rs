//! Tables of the module. Rows never leave this folder.

pub(crate) mod append;
pub(crate) mod contact;
pub(crate) mod conversation;
pub(crate) mod due;
pub(crate) mod message;
pub(crate) mod offer;
pub(crate) mod phrase;
pub(crate) mod report;
pub(crate) mod retention;
pub(crate) mod tombstone;
