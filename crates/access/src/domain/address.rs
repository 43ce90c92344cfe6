use std::net::{IpAddr, Ipv4Addr};

use reqwest::Url;

/// Characters of an address.
const LONGEST: usize = 255;

/// Which addresses of providers may be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AddressRule {
    allows_loopback: bool,
}

/// Why an address is not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AddressFault {
    /// It is none, or too long.
    NoAddress,
    /// It does not begin with https.
    NotSecure,
    /// It leads to the server's own machine or its closest neighbours: an administrator of one centre must
    /// not look around there.
    NotReachable,
    /// It has parts that it must not have.
    TooMuch,
}

impl AddressRule {
    /// Providers on the machine itself, and without TLS there, are for those who try the product on it.
    pub(crate) fn for_service_at(public_url: &str) -> Self {
        let url = Url::parse(public_url).ok();
        let allows_loopback = url.is_some_and(|url| url.scheme() == "http" && is_local(&url));
        Self { allows_loopback }
    }

    #[cfg(test)]
    pub(crate) const fn strict() -> Self {
        Self {
            allows_loopback: false,
        }
    }

    /// An issuer is compared letter by letter, so it is kept as written.
    pub(crate) fn check_issuer(self, text: &str) -> Result<(), AddressFault> {
        let url = self.read(text)?;
        if url.query().is_some() || text.chars().any(char::is_whitespace) {
            return Err(AddressFault::TooMuch);
        }
        Ok(())
    }

    /// The address of an endpoint.
    pub(crate) fn read(self, text: &str) -> Result<Url, AddressFault> {
        if text.len() > LONGEST {
            return Err(AddressFault::NoAddress);
        }
        let url = Url::parse(text).map_err(|_malformed| AddressFault::NoAddress)?;
        let is_local = is_local(&url);
        if is_local && !self.allows_loopback {
            return Err(AddressFault::NotReachable);
        }
        if url.scheme() != "https" && !(url.scheme() == "http" && is_local) {
            return Err(AddressFault::NotSecure);
        }
        let has_login = !url.username().is_empty() || url.password().is_some();
        if has_login || url.fragment().is_some() {
            return Err(AddressFault::TooMuch);
        }
        Ok(url)
    }
}

fn is_local(url: &Url) -> bool {
    let Some(host) = url.host_str() else {
        return true;
    };
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match bare.parse::<IpAddr>().map(|ip| ip.to_canonical()) {
        Ok(IpAddr::V4(ip)) => is_local_v4(ip),
        Ok(IpAddr::V6(ip)) => ip.is_loopback() || ip.is_unspecified() || ip.is_unicast_link_local(),
        Err(_name) => {
            let name = bare.trim_end_matches('.');
            name.eq_ignore_ascii_case("localhost") || name.to_lowercase().ends_with(".localhost")
        }
    }
}

const fn is_local_v4(ip: Ipv4Addr) -> bool {
    ip.is_loopback() || ip.is_unspecified() || ip.is_link_local() || ip.is_broadcast()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn providers_are_asked_by_tls_and_elsewhere() {
        let rule = AddressRule::for_service_at("https://veiviser.example");
        assert_eq!(rule, AddressRule::strict());
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
