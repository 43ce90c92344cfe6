//! Providers are asked by the rule that every address from outside is checked by.

pub(crate) use platform::http::{AddressFault, AddressRule};

#[cfg(test)]
mod tests {
    use platform::http::{AddressFault, AddressRule, Reach};

    #[test]
    fn providers_are_asked_by_tls_and_elsewhere() {
        let rule = AddressRule::for_service_at("https://veiviser.example");
        assert_eq!(rule, AddressRule::of(Reach::Network));
        assert_eq!(rule.check_issuer("https://idporten.no"), Ok(()));
        assert_eq!(rule.check_issuer("https://10.1.2.3/adfs"), Ok(()));
        for (issuer, fault) in [
            ("", AddressFault::NoAddress),
            ("idporten.no", AddressFault::NoAddress),
            ("http://idporten.no", AddressFault::NotSecure),
            ("ftp://idporten.no", AddressFault::NotSecure),
            ("file:///etc/passwd", AddressFault::NotReachable),
            ("http://127.0.0.1:1", AddressFault::NotReachable),
            ("https://127.1", AddressFault::NotReachable),
            ("https://localhost", AddressFault::NotReachable),
            ("https://[::1]", AddressFault::NotReachable),
            ("https://[::ffff:127.0.0.1]", AddressFault::NotReachable),
            ("https://169.254.169.254/", AddressFault::NotReachable),
            ("https://0.0.0.0", AddressFault::NotReachable),
            ("https://a:b@idporten.no", AddressFault::TooMuch),
            ("https://idporten.no?x=1", AddressFault::TooMuch),
            ("https://idporten.no#x", AddressFault::TooMuch),
        ] {
            assert_eq!(rule.check_issuer(issuer), Err(fault), "{issuer}");
        }
    }

    #[test]
    fn whoever_tries_the_product_at_home_may_do_without_tls() {
        let rule = AddressRule::for_service_at("http://127.0.0.1:8080");
        assert_eq!(rule.check_issuer("http://127.0.0.1:4000"), Ok(()));
        assert_eq!(
            rule.check_issuer("http://idporten.no"),
            Err(AddressFault::NotSecure)
        );
    }
}
