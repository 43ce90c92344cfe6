use kernel::{AccountId, Instant};
use platform::{Pii, Secret};

use super::Assignment;

/// A person who logs in.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub(crate) id: AccountId,
    pub(crate) email: Pii<String>,
    pub(crate) name: Pii<String>,
    pub(crate) password_hash: Secret<String>,
    pub(crate) is_active: bool,
}

/// A log-in, with the roles its account held when it was loaded.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) account: AccountId,
    pub(crate) csrf_token: Secret<String>,
    pub(crate) expires_at: Instant,
    pub(crate) assignments: Vec<Assignment>,
}
