//! Tokens as anybody writes them, and claims that the issuer signed.
#![no_main]

use std::sync::LazyLock;

use access::machine::{ExpectedToken, PublicKeys};
use libfuzzer_sys::fuzz_target;
use serde_json::{json, Value};
use testkit::{working_day, SigningKey};

static KEY: LazyLock<SigningKey> = LazyLock::new(SigningKey::rsa);
static KEYS: LazyLock<PublicKeys> = LazyLock::new(|| PublicKeys::of(&[KEY.jwk("k1")]));

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let expected = ExpectedToken {
        issuer: "https://maskinporten.example/",
        audience: "https://veiviser.example",
        must_name_audience: true,
        now: working_day(),
    };
    assert!(KEYS.read_token(text, expected).is_err());
    let Ok(claims) = serde_json::from_str::<Value>(text) else {
        return;
    };
    let token = KEY.sign(&json!({"alg": "RS256", "kid": "k1"}), &claims);
    if let Ok(read) = KEYS.read_token(&token, expected) {
        assert_eq!(claims["iss"], expected.issuer);
        assert!(claims["aud"].to_string().contains(expected.audience));
        let consumer = claims["consumer"]["ID"].as_str();
        assert!(consumer.is_some_and(|id| id.contains(&read.consumer.to_string())));
        assert_eq!(read.authority.is_some(), !claims["supplier"].is_null());
    }
});
