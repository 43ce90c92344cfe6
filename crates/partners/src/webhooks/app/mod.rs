//! What can be done with endpoints and events.

mod attempt;
mod change;
mod create;
mod forget;
mod replay;
mod tell;

pub(crate) use attempt::{Prepared, prepare, settle};
pub(crate) use change::{ChangeError, Held, change, remove, rotate};
pub(crate) use create::{CreateError, create};
pub(crate) use forget::forget;
pub(crate) use replay::{ReplayError, replay_one, replay_since, send_test};
pub(crate) use tell::tell;

/// What a secret of an endpoint is sealed for.
pub(crate) const SECRET: &str = "webhook_endpoint.secret";
