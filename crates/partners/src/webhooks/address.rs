//! Where events may be sent: into the public internet by TLS, and to what the configuration allows besides.

use std::{fmt, sync::Arc, time::Duration};

use platform::http::{AddressFault, AddressRule, CheckedResolver, Lookup, Reach};
use reqwest::{Client, Url, redirect::Policy};

/// Time for a connection, the search for its address included.
const CONNECT_LIMIT: Duration = Duration::from_secs(3);
/// Time for a whole delivery.
const WHOLE_LIMIT: Duration = Duration::from_secs(10);
/// Ports of HTTPS; others belong to something else that might misread a request.
const PORTS: [u16; 2] = [443, 8443];

/// Why nothing is sent to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UrlFault {
    /// See the fault.
    Address(AddressFault),
    /// Another port than those of HTTPS.
    Port,
}

impl UrlFault {
    /// A sentence for whoever entered the address.
    pub(crate) const fn reason(self) -> &'static str {
        match self {
            Self::Address(AddressFault::NoAddress) => {
                "must be an address of at most 255 characters"
            }
            Self::Address(AddressFault::NotSecure) => "must start with https://",
            Self::Address(AddressFault::NotReachable) => "must be on the public internet",
            Self::Address(AddressFault::TooMuch) => "must be without log-in and fragment",
            Self::Port => "must use port 443 or 8443",
        }
    }
}

/// Scheme, host and port that events may be sent to whatever they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    scheme: String,
    host: String,
    port: Option<u16>,
}

impl Origin {
    fn of(url: &Url) -> Option<Self> {
        Some(Self {
            scheme: url.scheme().to_owned(),
            host: url.host_str()?.to_owned(),
            port: url.port_or_known_default(),
        })
    }

    /// Reads `https://hooks.intern:8443`; none where it is no origin of HTTP.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        let is_http = matches!(url.scheme(), "http" | "https");
        (is_bare && is_http && url.username().is_empty() && url.password().is_none())
            .then(|| Self::of(&url))
            .flatten()
    }
}

/// An address that may be sent to, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Destination {
    pub(crate) url: Url,
    /// The configuration allows its origin, wherever it leads.
    is_allowed: bool,
}

/// Which addresses events may be sent to.
#[derive(Clone, Debug)]
pub(crate) struct Destinations {
    rule: AddressRule,
    allowed: Arc<[Origin]>,
}

impl Destinations {
    pub(crate) fn new(allowed: Vec<Origin>) -> Self {
        Self {
            rule: AddressRule::of(Reach::Internet),
            allowed: allowed.into(),
        }
    }

    /// Reads an address. Its name may lead elsewhere each time it is resolved: the client sees to that.
    pub(crate) fn read(&self, text: &str) -> Result<Destination, UrlFault> {
        if let Some(url) = self.read_allowed(text) {
            return Ok(Destination {
                url,
                is_allowed: true,
            });
        }
        let url = self.rule.read(text).map_err(UrlFault::Address)?;
        let port = url.port_or_known_default();
        if !port.is_some_and(|port| PORTS.contains(&port)) {
            return Err(UrlFault::Port);
        }
        Ok(Destination {
            url,
            is_allowed: false,
        })
    }

    fn read_allowed(&self, text: &str) -> Option<Url> {
        let url = Url::parse(text).ok().filter(|_| text.len() <= 255)?;
        let has_login = !url.username().is_empty() || url.password().is_some();
        let origin = Origin::of(&url).filter(|_| !has_login && url.fragment().is_none())?;
        self.allowed.contains(&origin).then_some(url)
    }
}

/// Clients that make a connection to no other address than the rule admits.
#[derive(Clone)]
pub(crate) struct Clients {
    checked: Client,
    allowed: Client,
}

impl fmt::Debug for Clients {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clients")
    }
}

impl Clients {
    /// # Errors
    /// The TLS library cannot be set up.
    pub(crate) fn new(
        destinations: &Destinations,
        lookup: Arc<dyn Lookup>,
    ) -> Result<Self, reqwest::Error> {
        let build = || {
            Client::builder()
                .timeout(WHOLE_LIMIT)
                .connect_timeout(CONNECT_LIMIT)
                // They could lead anywhere.
                .redirect(Policy::none())
                // One that the environment names would resolve names itself.
                .no_proxy()
                // Every delivery looks anew where it goes.
                .pool_max_idle_per_host(0)
                .referer(false)
                .user_agent("veiviser-webhooks")
        };
        let resolver = CheckedResolver::new(destinations.rule, lookup);
        Ok(Self {
            checked: build().dns_resolver(resolver).https_only(true).build()?,
            allowed: build().build()?,
        })
    }

    /// The one to send by.
    pub(crate) const fn of(&self, destination: &Destination) -> &Client {
        if destination.is_allowed {
            &self.allowed
        } else {
            &self.checked
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use platform::http::{Found, Network, network_of};
    use proptest::prelude::*;

    use super::*;

    fn destinations(allowed: &[&str]) -> Destinations {
        let origins = allowed.iter().map(|text| Origin::read(text).unwrap());
        Destinations::new(origins.collect())
    }

    #[test]
    fn a_closed_network_is_reached_where_it_is_allowed_and_only_there() {
        let some = destinations(&["http://127.0.0.1:4001", "https://hooks.intern:8444"]);
        for text in [
            "http://127.0.0.1:4001/a?b=c",
            "https://hooks.intern:8444/",
            "https://hooks.nav.no/",
        ] {
            assert!(some.read(text).is_ok(), "{text}");
        }
        for text in [
            "http://127.0.0.1:4002/",
            "https://127.0.0.1:4001/",
            "https://10.0.0.5/",
            "http://a:b@127.0.0.1:4001/",
            "http://127.0.0.1:4001/#x",
            "http://localhost:4001/",
        ] {
            assert!(some.read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_origin_is_written_without_a_path() {
        for text in [
            "",
            "ftp://a.example",
            "https://a.example/x",
            "https://u@a.example",
            "https://a.example?x",
        ] {
            assert_eq!(Origin::read(text), None, "{text}");
        }
    }

    #[test]
    fn only_ports_of_https_are_asked() {
        let none = destinations(&[]);
        assert!(none.read("https://hooks.nav.no:8443/").is_ok());
        for port in [22, 25, 80, 6379, 9200] {
            let text = format!("https://hooks.nav.no:{port}/");
            assert_eq!(none.read(&text), Err(UrlFault::Port), "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_read_leads_into_the_internet(text in "https?://[0-9a-fx.:\\[\\]@/]{1,40}") {
            if let Ok(destination) = destinations(&[]).read(&text) {
                prop_assert_eq!(destination.url.scheme(), "https");
                prop_assert!(destination.url.username().is_empty());
                let host = destination.url.host_str().unwrap();
                let bare = host.trim_start_matches('[').trim_end_matches(']');
                if let Ok(ip) = bare.parse() {
                    prop_assert_eq!(network_of(ip), Network::Internet, "{}", text);
                }
            }
        }
    }

    /// Answers first with an address of the internet, then with the machine itself.
    struct Rebinding(std::sync::atomic::AtomicBool);

    impl Lookup for Rebinding {
        fn find(&self, _name: &str) -> Found {
            let is_later = self.0.swap(true, std::sync::atomic::Ordering::SeqCst);
            let ip = if is_later {
                Ipv4Addr::LOCALHOST
            } else {
                Ipv4Addr::new(93, 184, 215, 14)
            };
            Box::pin(async move { Ok(vec![ip.into()]) })
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_elsewhere_later_gains_nothing() {
        let destinations = destinations(&[]);
        let lookup = Rebinding(std::sync::atomic::AtomicBool::new(false));
        let resolver = CheckedResolver::new(destinations.rule, Arc::new(lookup));
        assert!(resolver.find("hooks.example").await.is_ok());
        assert!(resolver.find("hooks.example").await.is_err());
    }
}
