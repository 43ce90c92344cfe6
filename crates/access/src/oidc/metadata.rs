use std::fmt;

use reqwest::Url;
use serde::{Deserialize, de::DeserializeOwned};

use super::ProviderFault;
use crate::domain::AddressRule;

/// What an issuer says of itself.
pub(crate) trait Described:
    Clone + fmt::Debug + DeserializeOwned + Send + Sync + 'static
{
    /// Where it says it.
    fn address(issuer: &str) -> String;

    /// Refuses what is not the issuer's own, or leads where nobody is asked.
    fn checked(self, issuer: &str, rule: AddressRule) -> Result<Self, ProviderFault>;

    /// Where its keys are.
    fn jwks_uri(&self, rule: AddressRule) -> Result<Url, ProviderFault>;
}

/// What an authorization server says of itself (RFC 8414, section 2), as far as it is used: to verify its tokens.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct ServerMetadata {
    issuer: String,
    jwks_uri: String,
}

impl Described for ServerMetadata {
    /// Between host and path of the issuer (RFC 8414, section 3.1).
    fn address(issuer: &str) -> String {
        let (scheme, rest) = issuer.split_once("://").unwrap_or(("https", issuer));
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let path = path.trim_end_matches('/');
        let slash = if path.is_empty() { "" } else { "/" };
        format!("{scheme}://{host}/.well-known/oauth-authorization-server{slash}{path}")
    }

    fn checked(self, issuer: &str, rule: AddressRule) -> Result<Self, ProviderFault> {
        if self.issuer != issuer {
            return Err(ProviderFault::IssuerDiffers);
        }
        address_of(&self.jwks_uri, rule)?;
        Ok(self)
    }

    fn jwks_uri(&self, rule: AddressRule) -> Result<Url, ProviderFault> {
        address_of(&self.jwks_uri, rule)
    }
}

/// What a provider says of itself (OpenID Connect Discovery 1.0, section 3), as far as it is used.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Metadata {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    end_session_endpoint: Option<String>,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    code_challenge_methods_supported: Vec<String>,
    #[serde(default)]
    acr_values_supported: Vec<String>,
    #[serde(default)]
    backchannel_logout_supported: bool,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl Described for Metadata {
    fn address(issuer: &str) -> String {
        let base = issuer.trim_end_matches('/');
        format!("{base}/.well-known/openid-configuration")
    }

    fn checked(self, issuer: &str, rule: AddressRule) -> Result<Self, ProviderFault> {
        if self.issuer != issuer {
            return Err(ProviderFault::IssuerDiffers);
        }
        let end = self.end_session_endpoint.as_ref();
        let needed = [
            &self.authorization_endpoint,
            &self.token_endpoint,
            &self.jwks_uri,
        ];
        for address in needed.into_iter().chain(end) {
            address_of(address, rule)?;
        }
        Ok(self)
    }

    fn jwks_uri(&self, rule: AddressRule) -> Result<Url, ProviderFault> {
        address_of(&self.jwks_uri, rule)
    }
}

impl Metadata {
    pub(crate) fn authorization_endpoint(&self, rule: AddressRule) -> Result<Url, ProviderFault> {
        address_of(&self.authorization_endpoint, rule)
    }

    pub(crate) fn end_session_endpoint(&self, rule: AddressRule) -> Option<Url> {
        address_of(self.end_session_endpoint.as_ref()?, rule).ok()
    }

    pub(super) fn token_endpoint(&self, rule: AddressRule) -> Result<Url, ProviderFault> {
        address_of(&self.token_endpoint, rule)
    }

    /// Whether the secret goes into the form: only where the header is not understood, which is the default
    /// (Core, section 9).
    pub(super) fn takes_secret_in_form(&self) -> bool {
        let methods = self.token_endpoint_auth_methods_supported.as_ref();
        methods.is_some_and(|known| {
            let knows = |method: &str| known.iter().any(|one| one == method);
            knows("client_secret_post") && !knows("client_secret_basic")
        })
    }

    /// Whether answers of the provider name it (RFC 9207).
    pub(crate) const fn names_itself(&self) -> bool {
        self.authorization_response_iss_parameter_supported
    }

    /// Whether it says that it knows PKCE by SHA-256; some know it and do not say so.
    pub(crate) fn knows_pkce(&self) -> bool {
        self.code_challenge_methods_supported
            .iter()
            .any(|method| method == "S256")
    }

    /// Those of `wanted` it says it does not know; none where it says nothing.
    pub(crate) fn unknown_acr_values<'a>(&self, wanted: &'a [String]) -> Vec<&'a str> {
        let known = &self.acr_values_supported;
        let unknown = wanted.iter().filter(|one| !known.contains(one));
        let unknown = unknown.map(String::as_str);
        unknown.filter(|_| !known.is_empty()).collect()
    }

    /// Whether it tells when a person logs out elsewhere.
    pub(crate) const fn tells_of_logout(&self) -> bool {
        self.backchannel_logout_supported
    }
}

fn address_of(text: &str, rule: AddressRule) -> Result<Url, ProviderFault> {
    rule.read(text)
        .map_err(|_fault| ProviderFault::AddressRefused)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_metadata_of_a_server_lie_between_host_and_path() {
        for (issuer, address) in [
            (
                "https://maskinporten.no/",
                "https://maskinporten.no/.well-known/oauth-authorization-server",
            ),
            (
                "https://a.example/b/c",
                "https://a.example/.well-known/oauth-authorization-server/b/c",
            ),
            (
                "http://127.0.0.1:4000",
                "http://127.0.0.1:4000/.well-known/oauth-authorization-server",
            ),
        ] {
            assert_eq!(ServerMetadata::address(issuer), address);
        }
        assert_eq!(
            Metadata::address("https://a.example/b/"),
            "https://a.example/b/.well-known/openid-configuration"
        );
    }
}
