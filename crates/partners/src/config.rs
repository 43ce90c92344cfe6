use kernel::PartnerEnvironment;
use platform::config::Loader;
use serde::Deserialize;

/// Section `partners`.
#[derive(Clone, Debug, Deserialize)]
pub struct PartnersConfig {
    /// Issuer of the tokens of partners in production; empty: none is accepted.
    pub maskinporten_issuer: String,
    /// Issuer of the tokens of partners in the sandbox; empty: none is accepted.
    pub maskinporten_test_issuer: String,
    /// What such tokens must be restricted to; empty: the public address of the service.
    pub audience: String,
    /// Whether a token without any restriction is refused.
    pub must_name_audience: bool,
    /// What stands before each scope.
    pub scope_prefix: String,
    /// Seconds that a token of our own lives.
    pub token_seconds: u32,
}

impl PartnersConfig {
    /// Notes what is wrong with the section.
    pub fn validate(&self, loader: &mut Loader) {
        loader.require(
            (60..=3600).contains(&self.token_seconds),
            "partners.token_seconds: expected 60 to 3600",
        );
        let is_plain = |c: char| c.is_ascii_alphanumeric() || ":/._-".contains(c);
        loader.require(
            self.scope_prefix.chars().all(is_plain),
            "partners.scope_prefix: expected letters, digits and : / . _ -",
        );
        let same = self.maskinporten_issuer == self.maskinporten_test_issuer;
        loader.require(
            !same || self.maskinporten_issuer.is_empty(),
            "partners.maskinporten_test_issuer: must differ from maskinporten_issuer",
        );
    }

    /// The environment whose partners an issuer speaks of; none where it is not ours.
    pub(crate) fn environment_of(&self, issuer: &str) -> Option<PartnerEnvironment> {
        let known = [
            (&self.maskinporten_issuer, PartnerEnvironment::Production),
            (&self.maskinporten_test_issuer, PartnerEnvironment::Sandbox),
        ];
        let found = known
            .into_iter()
            .find(|(known, _)| !known.is_empty() && *known == issuer);
        found.map(|(_, environment)| environment)
    }
}
