//! Which network an address belongs to, by the registries of special-purpose addresses (RFC 6890; IANA, 2026-11).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Where an address leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// To the machine itself.
    Own,
    /// To neighbours on the same cable, where clouds keep what machines are told of themselves.
    Link,
    /// Into a network that is not the public one: private, unique local, shared by a carrier.
    Private,
    /// To nobody in particular: multicast, documentation, tunnels and translations, not given out.
    Special,
    /// To one machine on the public internet.
    Internet,
}

impl Network {
    /// Whether it is the machine itself or its closest neighbours.
    pub const fn is_near(self) -> bool {
        matches!(self, Self::Own | Self::Link)
    }
}

/// Which network an address belongs to. An address that carries one of IPv4 inside is never of the internet: it
/// is of the network of what it carries, or special.
pub const fn network_of(ip: IpAddr) -> Network {
    match ip {
        IpAddr::V4(ip) => of_v4(ip),
        IpAddr::V6(ip) => of_v6(ip),
    }
}

const fn of_v4(ip: Ipv4Addr) -> Network {
    let [a, b, c, _] = ip.octets();
    match (a, b, c) {
        // "This network" reaches the machine itself, as does loopback (RFC 1122, section 3.2.1.3).
        (0 | 127, _, _) => Network::Own,
        // The broadcast of the cable is the last of what is not given out.
        (169, 254, _) | (255, 255, 255) => Network::Link,
        (10, _, _) | (172, 16..=31, _) | (192, 168, _) | (100, 64..=127, _) => Network::Private,
        // Protocol assignments, documentation (RFC 5737), relays of 6to4, benchmarks (RFC 2544), multicast, and
        // what is not given out.
        (192, 0, 0 | 2)
        | (198, 51, 100)
        | (203, 0, 113)
        | (192, 88, 99)
        | (198, 18 | 19, _)
        | (224..=255, _, _) => Network::Special,
        _ => Network::Internet,
    }
}

const fn of_v6(ip: Ipv6Addr) -> Network {
    match ip.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => Network::Own,
        // Compatible with, mapped (RFC 4291, section 2.5.5) and translated from IPv4 (RFC 6052, RFC 8215).
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x64, 0xff9b, 1, _, _, _, high, low]
        // 6to4 (RFC 3056) carries it in front.
        | [0x2002, high, low, _, _, _, _, _]
        // ISATAP (RFC 5214, section 6.1) carries it behind in any network.
        | [_, _, _, _, 0 | 0x200, 0x5efe, high, low] => of_carried(high, low),
        [0xfe80..=0xfebf, ..] => Network::Link,
        // Unique local (RFC 4193), and site-local, which came before (RFC 3879).
        [0xfc00..=0xfdff | 0xfec0..=0xfeff, ..] => Network::Private,
        // Protocol assignments with Teredo among them, and documentation (RFC 3849, RFC 9637).
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => Network::Special,
        [0x2000..=0x3fff, ..] => Network::Internet,
        // Multicast, discard, and all that is not given out.
        _ => Network::Special,
    }
}

const fn of_carried(high: u16, low: u16) -> Network {
    let [a, b] = high.to_be_bytes();
    let [c, d] = low.to_be_bytes();
    match of_v4(Ipv4Addr::new(a, b, c, d)) {
        Network::Internet => Network::Special,
        network => network,
    }
}
