//! What is going on in this process: who listens, what is to be written, who was seen.

pub(crate) mod appender;
pub(crate) mod hub;
pub(crate) mod kept;
pub(crate) mod marks;
pub(crate) mod picture;
pub(crate) mod rules;
