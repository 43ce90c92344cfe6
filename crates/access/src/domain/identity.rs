use kernel::{AccountId, IdentityId, Instant};
use platform::Pii;

/// A person at a provider: issuer and subject together name nobody else, ever (OpenID Connect Core 1.0,
/// section 5.7). An e-mail address does not.
#[derive(Clone, Debug)]
pub(crate) struct Subject {
    pub(crate) issuer: String,
    pub(crate) subject: Pii<String>,
}

/// An identity that an account may log in by.
#[derive(Clone, Debug)]
pub(crate) struct LinkedIdentity {
    pub(crate) id: IdentityId,
    pub(crate) account: AccountId,
    pub(crate) subject: Subject,
    /// What the provider was called when it was linked.
    pub(crate) provider_name: String,
    pub(crate) linked_at: Instant,
    /// When somebody last logged in by it.
    pub(crate) used_at: Option<Instant>,
}
