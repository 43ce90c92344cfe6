use kernel::IdentityProviderId;
use platform::Ctx;

use super::change_providers::{ProviderError, find};
use crate::{
    api::Parts,
    domain::Settings,
    oidc::{Metadata, ProviderFault},
};

/// What a look at a provider found, in one stable word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finding {
    /// Nothing answers at the issuer's address.
    Unreachable,
    /// It answers that something is wrong, or not with what a provider says of itself.
    NoMetadata,
    /// It calls itself something else than the issuer entered.
    IssuerDiffers,
    /// One of its addresses is not on the internet or not secured.
    AddressRefused,
    /// It names no key that tokens can be verified by.
    NoKeys,
    /// It does not say that it knows PKCE; some know it all the same.
    NoPkce,
    /// It does not know one of the assurance levels required.
    AcrUnknown,
    /// It does not tell when people log out elsewhere.
    NoLogout,
    /// No secret is entered, so it must know the client as a public one.
    NoSecret,
}

impl Finding {
    /// Every word.
    pub(crate) const WORDS: &'static [&'static str] = &[
        "unreachable",
        "no_metadata",
        "issuer_differs",
        "address_refused",
        "no_keys",
        "no_pkce",
        "acr_unknown",
        "no_logout",
        "no_secret",
    ];

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::NoMetadata => "no_metadata",
            Self::IssuerDiffers => "issuer_differs",
            Self::AddressRefused => "address_refused",
            Self::NoKeys => "no_keys",
            Self::NoPkce => "no_pkce",
            Self::AcrUnknown => "acr_unknown",
            Self::NoLogout => "no_logout",
            Self::NoSecret => "no_secret",
        }
    }

    /// Whether nobody can log in because of it.
    pub(crate) const fn is_fatal(self) -> bool {
        !matches!(
            self,
            Self::NoPkce | Self::AcrUnknown | Self::NoLogout | Self::NoSecret
        )
    }
}

impl From<&ProviderFault> for Finding {
    fn from(fault: &ProviderFault) -> Self {
        match fault {
            ProviderFault::Unreachable(_) => Self::Unreachable,
            ProviderFault::Status(_)
            | ProviderFault::Refused(_)
            | ProviderFault::Unreadable
            | ProviderFault::TooLong => Self::NoMetadata,
            ProviderFault::IssuerDiffers => Self::IssuerDiffers,
            ProviderFault::AddressRefused => Self::AddressRefused,
            ProviderFault::NoKeys => Self::NoKeys,
        }
    }
}

/// Asks a provider of the scope what it says of itself, and tells what stands in the way of logging in by it.
/// No transaction is open while it is asked.
pub(crate) async fn test_provider(
    ctx: &Ctx,
    parts: &Parts,
    id: IdentityProviderId,
) -> Result<Vec<Finding>, ProviderError> {
    let tx = ctx.read().await?;
    let provider = find(&tx, id).await?;
    drop(tx);
    let probed = parts.providers.probe(&provider.settings.issuer).await;
    let has_secret = provider.client_secret.is_some();
    Ok(match probed {
        Ok(metadata) => shortcomings(&metadata, &provider.settings, has_secret),
        Err(fault) => {
            tracing::info!(error = %fault, "a log-in provider was tested and is of no use");
            vec![Finding::from(&fault)]
        }
    })
}

fn shortcomings(metadata: &Metadata, settings: &Settings, has_secret: bool) -> Vec<Finding> {
    let levels = metadata.unknown_acr_values(&settings.acr_values);
    let found = [
        (!metadata.knows_pkce(), Finding::NoPkce),
        (!levels.is_empty(), Finding::AcrUnknown),
        (!metadata.tells_of_logout(), Finding::NoLogout),
        (!has_secret, Finding::NoSecret),
    ];
    let found = found.into_iter().filter(|(is_so, _)| *is_so);
    found.map(|(_, finding)| finding).collect()
}
