//! Which addresses of other systems are asked, and that no other one is reached.
//!
//! Somebody outside enters the address of a log-in provider or of a webhook, and the product asks it from where
//! it stands: beside its database and what else its network holds. So the text of the address is checked first,
//! and every address its name resolves to right before a connection is made to exactly those
//! ([`CheckedResolver`]): a name that leads elsewhere the next time (rebinding) gains nothing.

use std::{
    fmt,
    future::Future,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    sync::Arc,
};

use reqwest::{
    Url,
    dns::{Addrs, Name, Resolve, Resolving},
};

mod networks;

pub use networks::{Network, network_of};

/// Characters of an address.
const LONGEST: usize = 255;

/// How far away an address must be to be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Everywhere, on the server's own machine also without TLS: for those who try the product on it.
    Everywhere,
    /// Not on the server's own machine and its closest neighbours; private networks are asked.
    Network,
    /// The public internet alone.
    Internet,
}

/// Which addresses may be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressRule {
    reach: Reach,
}

/// Why an address is not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressFault {
    /// It is none, or too long.
    NoAddress,
    /// It does not begin with https.
    NotSecure,
    /// It leads where nobody outside must look around.
    NotReachable,
    /// It has parts that it must not have.
    TooMuch,
}

impl AddressRule {
    /// The rule of a reach.
    pub const fn of(reach: Reach) -> Self {
        Self { reach }
    }

    /// Everywhere for a service that is tried at home, else the network without the machine itself.
    pub fn for_service_at(public_url: &str) -> Self {
        let url = Url::parse(public_url).ok();
        let is_tried = url.is_some_and(|url| url.scheme() == "http" && is_near(&url));
        Self::of(if is_tried {
            Reach::Everywhere
        } else {
            Reach::Network
        })
    }

    /// An issuer is compared letter by letter, so it is kept as written.
    ///
    /// # Errors
    /// It is not asked.
    pub fn check_issuer(self, text: &str) -> Result<(), AddressFault> {
        let url = self.read(text)?;
        if url.query().is_some() || text.chars().any(char::is_whitespace) {
            return Err(AddressFault::TooMuch);
        }
        Ok(())
    }

    /// Reads an address that may be asked. A name in it may still resolve to something that may not.
    ///
    /// # Errors
    /// It is not asked.
    pub fn read(self, text: &str) -> Result<Url, AddressFault> {
        if text.len() > LONGEST {
            return Err(AddressFault::NoAddress);
        }
        let url = Url::parse(text).map_err(|_malformed| AddressFault::NoAddress)?;
        let is_open = self.reach == Reach::Everywhere && is_near(&url);
        if !is_open && !self.admits_host(&url) {
            return Err(AddressFault::NotReachable);
        }
        if url.scheme() != "https" && !(url.scheme() == "http" && is_open) {
            return Err(AddressFault::NotSecure);
        }
        let has_login = !url.username().is_empty() || url.password().is_some();
        if has_login || url.fragment().is_some() {
            return Err(AddressFault::TooMuch);
        }
        Ok(url)
    }

    /// Whether a connection may be made to the address.
    pub const fn admits(self, ip: IpAddr) -> bool {
        match (self.reach, network_of(ip)) {
            (Reach::Everywhere, _) | (_, Network::Internet) => true,
            (Reach::Network, network) => !network.is_near(),
            (Reach::Internet, _) => false,
        }
    }

    fn admits_host(self, url: &Url) -> bool {
        match host_of(url) {
            Host::Address(ip) => self.admits(ip),
            Host::Name(name) => match self.reach {
                Reach::Everywhere => true,
                Reach::Network => !is_own_name(&name),
                Reach::Internet => is_public_name(&name),
            },
            Host::None => false,
        }
    }
}

enum Host {
    None,
    Address(IpAddr),
    /// In lower case, without a dot at its end.
    Name(String),
}

fn host_of(url: &Url) -> Host {
    let Some(host) = url.host_str().filter(|host| !host.is_empty()) else {
        return Host::None;
    };
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match bare.parse() {
        Ok(ip) => Host::Address(ip),
        // `127.0.0.1..` is a name to whoever reads addresses, and a number to whoever drops dots.
        Err(_name) if bare.contains("..") || bare.starts_with('.') => Host::None,
        Err(_name) => Host::Name(bare.trim_end_matches('.').to_lowercase()),
    }
}

/// Whether it is the machine itself or its closest neighbours, as far as the text says.
fn is_near(url: &Url) -> bool {
    match host_of(url) {
        Host::None => true,
        Host::Address(ip) => network_of(ip).is_near(),
        Host::Name(name) => is_own_name(&name),
    }
}

/// Names of the machine itself (RFC 6761, section 6.3).
fn is_own_name(name: &str) -> bool {
    name == "localhost" || name.ends_with(".localhost")
}

/// Whether the name can exist on the public internet: it has a dot, and no ending that is set aside for local
/// networks (RFC 6761, RFC 6762, RFC 8375, and `internal` of ICANN).
fn is_public_name(name: &str) -> bool {
    const LOCAL: [&str; 6] = [
        ".localhost",
        ".local",
        ".internal",
        ".home.arpa",
        ".invalid",
        ".onion",
    ];
    name.contains('.') && !LOCAL.iter().any(|ending| name.ends_with(ending))
}

/// Addresses of a name, as they are now.
pub type Found = Pin<Box<dyn Future<Output = std::io::Result<Vec<IpAddr>>> + Send>>;

/// Finds the addresses of names.
pub trait Lookup: Send + Sync + 'static {
    /// All addresses of a name.
    fn find(&self, name: &str) -> Found;
}

/// The resolver of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemLookup;

impl Lookup for SystemLookup {
    fn find(&self, name: &str) -> Found {
        let name = name.to_owned();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// The name leads where nobody outside must look around.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the name leads to an address that is not asked")]
pub struct Refused;

/// Hands a client of reqwest only addresses that its rule admits. A name with one that it does not is refused
/// whole: who answers with both lets chance decide which is asked. Addresses in place of names are not resolved;
/// [`AddressRule::read`] checks them.
#[derive(Clone)]
pub struct CheckedResolver {
    rule: AddressRule,
    lookup: Arc<dyn Lookup>,
}

impl fmt::Debug for CheckedResolver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CheckedResolver({:?})", self.rule)
    }
}

impl CheckedResolver {
    /// Resolves by `lookup`, and admits by `rule`.
    pub fn new(rule: AddressRule, lookup: Arc<dyn Lookup>) -> Self {
        Self { rule, lookup }
    }

    /// Finds the addresses a connection may be made to.
    ///
    /// # Errors
    /// There is none, or one of them is not admitted.
    pub async fn find(
        &self,
        name: &str,
    ) -> Result<Vec<SocketAddr>, Box<dyn std::error::Error + Send + Sync>> {
        let found = self.lookup.find(name).await?;
        if found.is_empty() || !found.iter().all(|ip| self.rule.admits(*ip)) {
            return Err(Box::new(Refused));
        }
        // Port 0: the one of the address that is asked.
        Ok(found.into_iter().map(|ip| SocketAddr::new(ip, 0)).collect())
    }
}

impl Resolve for CheckedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let resolver = self.clone();
        Box::pin(async move {
            let found = resolver.find(name.as_str()).await?;
            let addresses: Addrs = Box::new(found.into_iter());
            Ok(addresses)
        })
    }
}

#[cfg(test)]
mod mutated;
#[cfg(test)]
mod tests;
