use kernel::{CentreId, IdentityProviderId};
use platform::Secret;

use super::{AddressFault, AddressRule, PRESET_WORDS};

/// Characters of a provider's name.
const NAME: usize = 60;
/// Characters of an id or a secret agreed with a provider.
const CREDENTIAL: usize = 500;
/// Characters of a scope or `acr` value, and how many of them there may be.
const WORD: usize = 200;
const MOST_WORDS: usize = 10;

/// A provider people log in by.
#[derive(Clone, Debug)]
pub(crate) struct Provider {
    pub(crate) id: IdentityProviderId,
    /// None for the national layer.
    pub(crate) centre: Option<CentreId>,
    pub(crate) settings: Settings,
    /// Sealed; none for a client without.
    pub(crate) client_secret: Option<String>,
}

/// What is set of a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    pub(crate) preset: String,
    pub(crate) name: String,
    pub(crate) issuer: String,
    pub(crate) client_id: String,
    pub(crate) scopes: Vec<String>,
    /// One of these is required; none: whatever the provider says.
    pub(crate) acr_values: Vec<String>,
    pub(crate) is_enabled: bool,
}

/// A field that breaks a rule, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FieldFault(pub(crate) &'static str, pub(crate) &'static str);

impl Settings {
    /// The same without what surrounds the texts, if every field is as it must be.
    pub(crate) fn checked(mut self, rule: AddressRule) -> Result<Self, FieldFault> {
        self.name =
            visible(&self.name, NAME).ok_or(FieldFault("name", "must be 1 to 60 characters"))?;
        self.client_id = credential(&self.client_id, "client_id")?;
        self.issuer = self.issuer.trim().to_owned();
        if let Err(fault) = rule.check_issuer(&self.issuer) {
            return Err(FieldFault("issuer", reason(fault)));
        }
        if !PRESET_WORDS.contains(&self.preset.as_str()) {
            return Err(FieldFault("preset", "must be one of the presets"));
        }
        self.scopes = words(self.scopes, "scopes")?;
        if !self.scopes.iter().any(|scope| scope == "openid") {
            return Err(FieldFault("scopes", "must contain openid"));
        }
        self.acr_values = words(self.acr_values, "acr_values")?;
        Ok(self)
    }
}

/// A secret agreed with a provider, if it can be one.
pub(crate) fn checked_secret(secret: &Secret<String>) -> Result<Secret<String>, FieldFault> {
    credential(secret.expose(), "client_secret").map(Secret::new)
}

const fn reason(fault: AddressFault) -> &'static str {
    match fault {
        AddressFault::NoAddress => "must be an address",
        AddressFault::NotSecure => "must start with https://",
        AddressFault::NotReachable => "must not be on the server itself",
        AddressFault::TooMuch => "must be without log-in, query and fragment",
    }
}

fn visible(text: &str, most: usize) -> Option<String> {
    let text = text.trim();
    let fits = (1..=most).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    fits.then(|| text.to_owned())
}

fn credential(text: &str, field: &'static str) -> Result<String, FieldFault> {
    let text = text.trim();
    let is_ascii = text.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    if text.is_empty() || text.len() > CREDENTIAL || !is_ascii {
        return Err(FieldFault(field, "must be 1 to 500 ASCII characters"));
    }
    Ok(text.to_owned())
}

/// Words that are sent in one text with spaces between (RFC 6749, section 3.3).
fn words(given: Vec<String>, field: &'static str) -> Result<Vec<String>, FieldFault> {
    let is_word = |word: &String| {
        let allowed = |byte: u8| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
        (1..=WORD).contains(&word.len()) && word.bytes().all(allowed)
    };
    if given.len() > MOST_WORDS || !given.iter().all(is_word) {
        return Err(FieldFault(field, "must be at most 10 words without spaces"));
    }
    let mut kept: Vec<String> = Vec::new();
    for word in given {
        if !kept.contains(&word) {
            kept.push(word);
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        Settings {
            preset: "other".to_owned(),
            name: " Fylkeskommunen ".to_owned(),
            issuer: "https://login.example ".to_owned(),
            client_id: "veiviser".to_owned(),
            scopes: vec!["openid".to_owned(), "openid".to_owned()],
            acr_values: Vec::new(),
            is_enabled: true,
        }
    }

    fn refused(change: impl FnOnce(&mut Settings)) -> &'static str {
        let mut settings = settings();
        change(&mut settings);
        settings
            .checked(AddressRule::of(platform::http::Reach::Network))
            .unwrap_err()
            .0
    }

    #[test]
    fn texts_are_kept_without_what_surrounds_them() {
        let checked = settings()
            .checked(AddressRule::of(platform::http::Reach::Network))
            .unwrap();
        assert_eq!(checked.name, "Fylkeskommunen");
        assert_eq!(checked.issuer, "https://login.example");
        assert_eq!(checked.scopes, ["openid"]);
    }

    #[test]
    fn a_faulty_field_is_named() {
        assert_eq!(refused(|s| s.name = " ".to_owned()), "name");
        assert_eq!(refused(|s| s.name = "a\0b".to_owned()), "name");
        assert_eq!(refused(|s| s.name = "x".repeat(61)), "name");
        assert_eq!(refused(|s| s.client_id = "æ".to_owned()), "client_id");
        assert_eq!(refused(|s| s.issuer = "login.example".to_owned()), "issuer");
        assert_eq!(refused(|s| s.preset = "x".to_owned()), "preset");
        assert_eq!(refused(|s| s.scopes = vec!["email".to_owned()]), "scopes");
        assert_eq!(refused(|s| s.scopes = vec!["a b".to_owned()]), "scopes");
        assert_eq!(
            refused(|s| s.acr_values = vec!["\"".to_owned()]),
            "acr_values"
        );
        let secret = Secret::new("a\nb".to_owned());
        assert_eq!(checked_secret(&secret).unwrap_err().0, "client_secret");
    }
}
