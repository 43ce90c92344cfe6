//! Addresses as anybody enters them for webhooks.
#![no_main]

use std::net::IpAddr;

use libfuzzer_sys::fuzz_target;
use platform::http::{network_of, AddressRule, Network, Reach};

const RULE: AddressRule = AddressRule::of(Reach::Internet);

fuzz_target!(|text: &str| {
    let Ok(url) = RULE.read(text) else {
        return;
    };
    assert_eq!(url.scheme(), "https");
    assert!(url.username().is_empty() && url.password().is_none() && url.fragment().is_none());
    let host = url.host_str().expect("a host");
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match bare.parse::<IpAddr>() {
        Ok(ip) => assert_eq!(network_of(ip), Network::Internet),
        Err(_name) => assert!(bare.trim_end_matches('.').contains('.')),
    }
    // What is kept is what is asked.
    if url.as_str().len() <= 255 {
        assert_eq!(RULE.read(url.as_str()), Ok(url));
    }
});
