use platform::Pii;

/// The longest address SMTP carries (RFC 5321, 4.5.3.1.3).
const MAXIMUM_LENGTH: usize = 254;

/// The one spelling of an e-mail address that is stored, looked up and limited by.
pub(crate) fn normalise(text: &str) -> String {
    text.trim().to_lowercase()
}

/// A well-formed address in its one spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Email(Pii<String>);

impl Email {
    /// Reads an address; none if it cannot be one.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = normalise(text);
        let (person, host) = text.split_once('@')?;
        let is_address = !person.is_empty()
            && !host.is_empty()
            && !host.contains('@')
            && text.len() <= MAXIMUM_LENGTH
            && !text.chars().any(|c| c.is_whitespace() || c.is_control());
        is_address.then(|| Self(Pii::new(text)))
    }

    pub(crate) fn expose(&self) -> &str {
        self.0.expose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_surrounding_spaces_do_not_matter() {
        let email = Email::parse(" Kari.Østby@Example.NO ").unwrap();
        assert_eq!(email.expose(), "kari.østby@example.no");
    }

    #[test]
    fn what_cannot_be_an_address_is_refused() {
        let long = format!("{}@example.no", "a".repeat(MAXIMUM_LENGTH));
        for text in [
            "",
            "kari",
            "@example.no",
            "kari@",
            "a@b@c",
            "ka ri@example.no",
            &long,
        ] {
            assert_eq!(Email::parse(text), None, "{text}");
        }
    }

    #[test]
    fn addresses_are_not_printed() {
        let printed = format!("{:?}", Email::parse("kari@example.no"));
        assert!(!printed.contains("kari"), "{printed}");
    }
}
