//! What is going on: who listens, here and in other replicas, what is to be written, who was seen.

pub(crate) mod appender;
mod elsewhere;
pub(crate) mod far;
pub(crate) mod hub;
pub(crate) mod kept;
pub(crate) mod marks;
pub(crate) mod operations;
pub(crate) mod picture;
pub(crate) mod relay;
pub(crate) mod rules;
