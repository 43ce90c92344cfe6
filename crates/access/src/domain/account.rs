use kernel::{AccountId, CentreId, Instant, SessionId};
use platform::{Pii, Secret};

use super::Assignment;

/// Characters of a person's name.
pub(crate) const NAME: usize = 80;

/// A person who logs in.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub(crate) id: AccountId,
    pub(crate) email: Pii<String>,
    pub(crate) name: Pii<String>,
    pub(crate) password_hash: Secret<String>,
    pub(crate) is_active: bool,
    /// The centre worked at, of several; none until it was chosen.
    pub(crate) workplace: Option<CentreId>,
}

/// A log-in, with the roles its account held when it was loaded.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) id: SessionId,
    pub(crate) account: AccountId,
    pub(crate) csrf_token: Secret<String>,
    pub(crate) created_at: Instant,
    pub(crate) expires_at: Instant,
    /// To the minute.
    pub(crate) seen_at: Option<Instant>,
    /// Whether a second factor is asked for where a role is held, and there is none yet.
    pub(crate) must_enrol: bool,
    /// Sorted: those of the chosen workplace, of other centres, of the national layer.
    pub(crate) assignments: Vec<Assignment>,
    /// Whether more than one factor stands behind the log-in: a provider vouches for it, or the account's own
    /// second factor was asked for.
    pub(crate) is_strong: bool,
}
