//! Log-in providers that Norwegian centres use, as far as they are the same for everybody.

/// What is known of a provider before it is set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Preset {
    /// The word in the database and on the wire.
    pub(crate) word: &'static str,
    /// The name suggested; people know it.
    pub(crate) name: &'static str,
    /// The issuer; `{tenant}` stands for what the administrator knows. Empty: unknown.
    pub(crate) issuer: &'static str,
    /// The issuer of the provider's test environment; empty where there is none.
    pub(crate) test_issuer: &'static str,
    /// What to ask for. Only the identity is used, so nothing is asked for beyond it.
    pub(crate) scopes: &'static [&'static str],
    /// The `acr` values that stand for more than one factor, weakest first.
    pub(crate) acr_values: &'static [&'static str],
}

/// Every preset; the last is for any other provider.
pub(crate) const PRESETS: &[Preset] = &[
    // Issuers and acr values: docs.digdir.no, "ID-porten", metadata and id_token.
    Preset {
        word: "id_porten",
        name: "ID-porten",
        issuer: "https://idporten.no",
        test_issuer: "https://test.idporten.no",
        scopes: &["openid"],
        acr_values: &["idporten-loa-substantial", "idporten-loa-high"],
    },
    // docs.digdir.no, "Ansattporten protokoll": the same protocol with levels of its own.
    Preset {
        word: "ansattporten",
        name: "Ansattporten",
        issuer: "https://ansattporten.no",
        test_issuer: "https://test.ansattporten.no",
        scopes: &["openid"],
        acr_values: &["substantial", "high"],
    },
    // docs.feide.no, "OpenID Connect details" and "Service-initiated MFA using OpenID Connect".
    Preset {
        word: "feide",
        name: "Feide",
        issuer: "https://auth.dataporten.no",
        test_issuer: "",
        scopes: &["openid"],
        acr_values: &["urn:mace:feide.no:auth:level:fad08:3"],
    },
    // learn.microsoft.com, "OpenID Connect on the Microsoft identity platform": one issuer per tenant, and no
    // acr in the tokens of version 2.0; a second factor is forced by the tenant's own conditional access.
    Preset {
        word: "entra_id",
        name: "Microsoft Entra ID",
        issuer: "https://login.microsoftonline.com/{tenant}/v2.0",
        test_issuer: "",
        scopes: &["openid"],
        acr_values: &[],
    },
    Preset {
        word: "other",
        name: "",
        issuer: "",
        test_issuer: "",
        scopes: &["openid"],
        acr_values: &[],
    },
];

/// The words of all presets.
pub(crate) const PRESET_WORDS: &[&str] =
    &["id_porten", "ansattporten", "feide", "entra_id", "other"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_has_its_word() {
        let words: Vec<&str> = PRESETS.iter().map(|preset| preset.word).collect();
        assert_eq!(words, PRESET_WORDS);
        for preset in PRESETS {
            assert!(preset.scopes.contains(&"openid"), "{}", preset.word);
        }
    }
}
