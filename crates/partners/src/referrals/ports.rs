//! What referrals need of others.

use platform::{Pii, jobs::JobError};

/// Sends short messages to telephones.
#[async_trait::async_trait]
pub trait TextMessages: Send + Sync + 'static {
    /// Whether there is anywhere to hand messages to.
    fn is_configured(&self) -> bool;

    /// Hands a message over to a number in the form of E.164.
    ///
    /// # Errors
    /// It is not taken: for now, or ever.
    async fn send(&self, number: &Pii<String>, text: &Pii<String>) -> Result<(), JobError>;
}

/// Where no provider of text messages is set up.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoTextMessages;

#[async_trait::async_trait]
impl TextMessages for NoTextMessages {
    fn is_configured(&self) -> bool {
        false
    }

    async fn send(&self, _number: &Pii<String>, _text: &Pii<String>) -> Result<(), JobError> {
        Err(JobError::Fail("no provider of text messages is set up"))
    }
}
