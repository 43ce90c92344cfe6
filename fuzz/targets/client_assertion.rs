//! Assertions as anybody writes them, claims that a client signed, and keys that it registers.
#![no_main]

use std::sync::LazyLock;

use access::machine::{issuer_of, read_assertion, read_public_key, ExpectedAssertion, PublicKeys};
use libfuzzer_sys::fuzz_target;
use serde_json::{json, Value};
use testkit::{working_day, SigningKey};

const CLIENT: &str = "ptn_06g00000000000000000000000";

static KEY: LazyLock<SigningKey> = LazyLock::new(SigningKey::ed25519);
static KEYS: LazyLock<PublicKeys> = LazyLock::new(|| PublicKeys::of(&[KEY.jwk("k1")]));

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let audiences = ["https://veiviser.example".to_owned()];
    let expected = ExpectedAssertion {
        client: CLIENT,
        audiences: &audiences,
        now: working_day(),
    };
    let _ = issuer_of(text);
    assert!(read_assertion(text, &KEYS, expected).is_err());
    let Ok(claims) = serde_json::from_str::<Value>(text) else {
        return;
    };
    let token = KEY.sign(&json!({"alg": "EdDSA", "kid": "k1"}), &claims);
    if read_assertion(&token, &KEYS, expected).is_ok() {
        assert_eq!(claims["iss"], CLIENT);
        assert_eq!(claims["sub"], CLIENT);
        assert!(claims["exp"].is_i64() && claims["jti"].is_string());
    }
    if read_public_key(&claims).is_ok() {
        assert!(claims.get("d").is_none());
    }
});
