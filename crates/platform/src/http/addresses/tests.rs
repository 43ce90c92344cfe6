use std::net::{Ipv4Addr, Ipv6Addr};

use proptest::prelude::*;

use super::*;

/// Networks that no webhook may reach, as the registries write them.
const CLOSED: &[&str] = &[
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
];
const CLOSED_V6: &[&str] = &[
    "::/96",
    "::ffff:0:0/96",
    "::ffff:0:0:0/96",
    "64:ff9b::/96",
    "64:ff9b:1::/48",
    "100::/64",
    "2001::/23",
    "2001:db8::/32",
    "2002::/16",
    "3fff::/20",
    "5f00::/16",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
];

fn bits(ip: IpAddr) -> (u128, u32) {
    match ip {
        IpAddr::V4(ip) => (u128::from(u32::from(ip)), 32),
        IpAddr::V6(ip) => (u128::from(ip), 128),
    }
}

fn holds(network: &str, ip: IpAddr) -> bool {
    let (base, length) = network.split_once('/').unwrap();
    let (base, width) = bits(base.parse().unwrap());
    let (ip, other) = bits(ip);
    let shift = width - length.parse::<u32>().unwrap();
    width == other && base >> shift == ip >> shift
}

const INTERNET: AddressRule = AddressRule::of(Reach::Internet);
const NETWORK: AddressRule = AddressRule::of(Reach::Network);

proptest! {
    #[test]
    fn of_ipv4_the_internet_is_all_but_what_the_registry_sets_aside(number in any::<u32>()) {
        let ip = IpAddr::V4(Ipv4Addr::from(number));
        let is_closed = CLOSED.iter().any(|network| holds(network, ip));
        prop_assert_eq!(INTERNET.admits(ip), !is_closed, "{}", ip);
    }

    #[test]
    fn nothing_set_aside_in_ipv6_is_reached(
        network in prop::sample::select(CLOSED_V6), rest in any::<u128>(),
    ) {
        let (base, length) = network.split_once('/').unwrap();
        let (base, _) = bits(base.parse().unwrap());
        let length: u32 = length.parse().unwrap();
        let ip = IpAddr::V6(Ipv6Addr::from(base | (rest >> length)));
        prop_assert!(holds(network, ip));
        prop_assert!(!INTERNET.admits(ip), "{}", ip);
    }

    #[test]
    fn what_carries_an_address_of_ipv4_is_never_the_internet_and_never_hides_a_near_one(
        number in any::<u32>(), form in 0..6_usize,
    ) {
        let carried = Ipv4Addr::from(number);
        let low = u128::from(number);
        let ip = IpAddr::V6(Ipv6Addr::from(match form {
            0 => low,
            1 => 0xffff_0000_0000 | low,
            2 => (0x0064_ff9b << 96) | low,
            3 => (0x2002 << 112) | (low << 80),
            4 => (0x2a00 << 112) | (0x5efe << 32) | low,
            _ => (0x0064_ff9b_0001 << 80) | low,
        }));
        prop_assert!(!INTERNET.admits(ip), "{}", ip);
        let is_near = network_of(IpAddr::V4(carried)).is_near();
        // ::0 and ::1 are the machine itself, whatever they carry.
        prop_assert!(!is_near || !NETWORK.admits(ip), "{}", ip);
    }

    #[test]
    fn reading_never_fails_and_what_is_read_is_admitted(text in "\\PC{0,80}") {
        for rule in [INTERNET, NETWORK] {
            if let Ok(url) = rule.read(&text) {
                prop_assert_eq!(url.scheme(), "https");
                prop_assert!(rule.admits_host(&url));
            }
        }
    }

    #[test]
    fn however_an_address_is_written_it_is_refused(number in any::<u32>(), form in 0..5_usize) {
        let ip = Ipv4Addr::from(number);
        let [a, b, c, d] = ip.octets();
        let host = match form {
            0 => format!("{number}"),
            1 => format!("0x{number:x}"),
            2 => format!("0{a:o}.0{b:o}.0{c:o}.0{d:o}"),
            3 => format!("{a}.{b}.{}", u32::from(c) * 256 + u32::from(d)),
            _ => format!("{ip}."),
        };
        let is_read = INTERNET.read(&format!("https://{host}/")).is_ok();
        prop_assert_eq!(is_read, INTERNET.admits(IpAddr::V4(ip)), "{}", host);
    }
}

#[test]
fn webhooks_are_sent_by_tls_into_the_internet_alone() {
    assert!(INTERNET.read("https://hooks.nav.no/veiviser?x=1").is_ok());
    assert!(INTERNET.read("https://[2a00:1450:400f:80d::200e]/").is_ok());
    for (text, fault) in [
        ("", AddressFault::NoAddress),
        ("hooks.nav.no", AddressFault::NoAddress),
        ("http://hooks.nav.no", AddressFault::NotSecure),
        ("ftp://hooks.nav.no", AddressFault::NotSecure),
        ("https://a:b@hooks.nav.no", AddressFault::TooMuch),
        ("https://a@hooks.nav.no", AddressFault::TooMuch),
        ("https://hooks.nav.no#x", AddressFault::TooMuch),
        ("https://intranett", AddressFault::NotReachable),
        ("https://nav.local.", AddressFault::NotReachable),
        ("https://LOCALHOST", AddressFault::NotReachable),
        (
            "https://metadata.google.internal",
            AddressFault::NotReachable,
        ),
        ("https://10.1.2.3/adfs", AddressFault::NotReachable),
        ("https://169.254.169.254/", AddressFault::NotReachable),
        ("https://0x7f000001/", AddressFault::NotReachable),
        ("https://2130706433/", AddressFault::NotReachable),
        ("https://127.0.0.1../", AddressFault::NotReachable),
        ("https://hooks..nav.no/", AddressFault::NotReachable),
        ("https://[::ffff:8.8.8.8]/", AddressFault::NotReachable),
        ("https://[fd00:ec2::254]/", AddressFault::NotReachable),
        ("https://１２７.0.0.1/", AddressFault::NotReachable),
        ("file:///etc/passwd", AddressFault::NotReachable),
    ] {
        assert_eq!(INTERNET.read(text), Err(fault), "{text}");
    }
}

#[test]
fn log_in_providers_may_be_in_a_private_network() {
    assert_eq!(
        AddressRule::for_service_at("https://veiviser.example"),
        NETWORK
    );
    assert!(NETWORK.admits("10.1.2.3".parse().unwrap()));
    assert!(NETWORK.admits("fd00::1".parse().unwrap()));
    for near in [
        "127.0.0.1",
        "169.254.1.1",
        "::1",
        "fe80::1",
        "::ffff:127.0.0.1",
    ] {
        assert!(!NETWORK.admits(near.parse().unwrap()), "{near}");
    }
}

struct Fixed(Vec<IpAddr>);

impl Lookup for Fixed {
    fn find(&self, _name: &str) -> Found {
        let found = self.0.clone();
        Box::pin(async move { Ok(found) })
    }
}

#[tokio::test]
async fn a_name_is_refused_whole_if_one_of_its_addresses_is() {
    let resolve = |addresses: &[&str]| {
        let found = addresses.iter().map(|text| text.parse().unwrap()).collect();
        CheckedResolver::new(INTERNET, Arc::new(Fixed(found)))
    };
    let public = resolve(&["93.184.215.14", "2a00:1450:400f:80d::200e"]);
    assert_eq!(public.find("hooks.nav.no").await.unwrap().len(), 2);
    for refused in [
        resolve(&[]),
        resolve(&["127.0.0.1"]),
        resolve(&["93.184.215.14", "10.0.0.1"]),
    ] {
        let error = refused.find("hooks.nav.no").await.unwrap_err();
        assert!(error.is::<Refused>());
    }
}
