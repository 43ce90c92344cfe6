//! Addresses as somebody writes them who wants to get where nobody outside must look around. For longer:
//! `PROPTEST_CASES=1000000 cargo nextest run -p platform mutated`; see `fuzz/` besides.

use proptest::{collection::vec, prelude::*, sample::Index, sample::select};

use super::*;

const INTERNET: AddressRule = AddressRule::of(Reach::Internet);

const SCHEMES: &[&str] = &[
    "https://",
    "https:",
    "HTTPS:\\\\",
    "https:///",
    "http://",
    "ftp://",
    "//",
    "\thttps://",
];
const LOG_INS: &[&str] = &[
    "",
    "",
    "",
    "a@",
    "a:b@",
    "hooks.nav.no@",
    "hooks.nav.no%40",
    "@",
];
const HOSTS: &[&str] = &[
    "hooks.nav.no",
    "hooks.nav.no.",
    "93.184.215.14",
    "[2a00:1450:400f:80d::200e]",
    "127.0.0.1",
    "127.1",
    "0177.0.0.01",
    "0x7f.1",
    "2130706433",
    "127.0.0.1.",
    "169.254.169.254",
    "10.0.0.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:a9fe:a9fe]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[fe80::1%25eth0]",
    "[fd00:ec2::254]",
    "localhost",
    "LOCALHOST.",
    "a.localhost",
    "metadata.google.internal",
    "printer.local",
    "１２７.0.0.1",
    "127。0。0。1",
    "%31%32%37.0.0.1",
    "ⓛocalhost",
    "xn--n3h.example",
    "",
];
const PORTS: &[&str] = &["", "", ":443", ":8443", ":0443", ":80", ":65536", ":"];
const RESTS: &[&str] = &[
    "",
    "/",
    "/hook?x=1",
    "/#x",
    "/..//@127.0.0.1/",
    "\\@127.0.0.1",
    "?@[::1]",
];
const LETTERS: &[char] = &[
    '0', '1', '7', '9', 'a', 'f', 'x', '.', ':', '/', '\\', '@', '[', ']', '%', '?', '#', '-', ' ',
    '\t', '\n', '\0', '。', '０', '\u{ad}', '\u{200d}',
];

/// An address out of its parts, with some letters changed.
fn address() -> impl Strategy<Value = String> {
    let whole = (
        select(SCHEMES),
        select(LOG_INS),
        select(HOSTS),
        select(PORTS),
        select(RESTS),
    );
    let whole = whole.prop_map(|(scheme, log_in, host, port, rest)| {
        format!("{scheme}{log_in}{host}{port}{rest}")
    });
    let edits = vec((any::<Index>(), select(LETTERS), any::<bool>()), 0..4);
    (whole, edits).prop_map(|(whole, edits)| {
        let mut letters: Vec<char> = whole.chars().collect();
        for (at, letter, is_new) in edits {
            let at = at.index(letters.len().max(1)).min(letters.len());
            if is_new || at == letters.len() {
                letters.insert(at, letter);
            } else {
                letters[at] = letter;
            }
        }
        letters.into_iter().collect()
    })
}

proptest! {
    #[test]
    fn what_is_read_leads_into_the_internet_and_nowhere_else(text in address()) {
        let Ok(url) = INTERNET.read(&text) else {
            return Ok(());
        };
        prop_assert_eq!(url.scheme(), "https", "{}", text);
        prop_assert!(url.username().is_empty() && url.password().is_none(), "{}", text);
        prop_assert!(url.fragment().is_none(), "{}", text);
        let host = url.host_str().unwrap_or_default();
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        match bare.parse::<IpAddr>() {
            Ok(ip) => prop_assert_eq!(network_of(ip), Network::Internet, "{}", text),
            Err(_name) => {
                let name = bare.trim_end_matches('.');
                prop_assert!(name.contains('.'), "{}", text);
                let last = name.rsplit('.').next().unwrap_or_default();
                // What resolvers take for a number is none of a name.
                let is_decimal = last.bytes().all(|byte| byte.is_ascii_digit());
                let digits = last.strip_prefix("0x");
                let is_hex = digits.is_some_and(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
                prop_assert!(!is_decimal && !is_hex, "{}", text);
                let is_local = ["localhost", "local", "internal", "onion"].contains(&last);
                prop_assert!(!is_local, "{}", text);
            }
        }
    }

    #[test]
    fn what_was_read_is_what_is_asked(text in address()) {
        if let Ok(url) = INTERNET.read(&text) {
            // What is kept is read once more before it is asked; only by its length may it be refused then.
            let again = INTERNET.read(url.as_str());
            if url.as_str().len() <= LONGEST {
                prop_assert_eq!(again, Ok(url), "{}", text);
            }
        }
    }
}
