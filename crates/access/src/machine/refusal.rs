use crate::oidc::{ProviderFault, TokenFault};

/// Why a token or an assertion is not trusted, in words for whoever sent it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenRefusal {
    /// No signed token of a known kind, or signed by an algorithm that is not accepted.
    #[error("it is no signed token of an accepted kind")]
    Malformed,
    /// The key it names is not known.
    #[error("it names a key that is not known")]
    KeyUnknown,
    /// Somebody else signed it.
    #[error("its signature does not match the key")]
    Forged,
    /// Another issuer, or another client than it is asked of.
    #[error("it is of another issuer")]
    Issuer,
    /// Another audience, or none where one is needed.
    #[error("it is for another audience")]
    Audience,
    /// Too old, too new, without end, or with one too far away.
    #[error("its time is over, has not come, or is too long")]
    Time,
    /// Its consumer is no organisation of the expected form.
    #[error("its consumer is no organisation")]
    Consumer,
    /// Somebody else acts for the consumer, and it does not say by whose leave.
    #[error("it does not say who lets the supplier act")]
    Delegation,
    /// It has no id, or too long a one.
    #[error("it has no id of at most 255 characters")]
    Id,
}

impl From<TokenFault> for TokenRefusal {
    fn from(fault: TokenFault) -> Self {
        match fault {
            TokenFault::KeyUnknown => Self::KeyUnknown,
            TokenFault::Forged => Self::Forged,
            TokenFault::Issuer => Self::Issuer,
            TokenFault::Audience => Self::Audience,
            TokenFault::Time => Self::Time,
            TokenFault::Malformed | TokenFault::Nonce | TokenFault::Subject | TokenFault::Event => {
                Self::Malformed
            }
        }
    }
}

/// Why a token is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MachineFault {
    /// It is not to be trusted.
    #[error(transparent)]
    Refused(#[from] TokenRefusal),
    /// The issuer does not say by which keys it signs.
    #[error("the issuer does not answer")]
    IssuerUnreachable,
}

impl From<ProviderFault> for MachineFault {
    /// Logged here: whoever sent the token can do nothing about it.
    fn from(fault: ProviderFault) -> Self {
        tracing::warn!(error = %fault, "the issuer of machine tokens does not answer as it should");
        Self::IssuerUnreachable
    }
}
