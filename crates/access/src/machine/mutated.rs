//! Whatever is sent in place of a token, an assertion or a key: nothing breaks, and only what the key signed is read,
//! as it stands there. For longer: `PROPTEST_CASES=100000 cargo nextest run -p access mutated`; see `fuzz/` besides.

use std::sync::LazyLock;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use proptest::{collection::vec, option, prelude::*, sample::Index, sample::select};
use serde_json::{Map, Value, json};
use testkit::{SigningKey, working_day};

use super::{
    access_token::read_token,
    tests::{
        AUDIENCE, CLIENT, ISSUER, TOKEN_ENDPOINT, assertion_claims, expected, keys, read,
        token_claims,
    },
    *,
};

static RSA: LazyLock<SigningKey> = LazyLock::new(SigningKey::rsa);
static CURVE: LazyLock<SigningKey> = LazyLock::new(SigningKey::p256);

/// Letters of tokens, and some that have no place there.
const LETTERS: &[char] = &[
    'A', 'B', 'Q', 'Z', 'a', 'f', 'k', 'z', '0', '7', '9', '-', '_', '.', '=', '+', '/', ' ', '\n',
    '\0', '"', 'é',
];
const CLAIMS: &[&str] = &[
    "iss",
    "sub",
    "aud",
    "exp",
    "iat",
    "nbf",
    "jti",
    "scope",
    "consumer",
    "supplier",
    "delegation_source",
    "unknown",
];
const MEMBERS: &[&str] = &[
    "kid", "typ", "cty", "crit", "jku", "jwk", "x5u", "x5c", "b64", "zip", "enc", "nonce",
];

/// One change of a text.
#[derive(Clone, Debug)]
enum Edit {
    Replace(Index, char),
    Insert(Index, char),
    Remove(Index),
    Swap(Index, Index),
    Cut(Index),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit = prop_oneof![
        4 => (any::<Index>(), select(LETTERS)).prop_map(|(at, letter)| Edit::Replace(at, letter)),
        2 => (any::<Index>(), select(LETTERS)).prop_map(|(at, letter)| Edit::Insert(at, letter)),
        2 => any::<Index>().prop_map(Edit::Remove),
        2 => any::<(Index, Index)>().prop_map(|(one, other)| Edit::Swap(one, other)),
        1 => any::<Index>().prop_map(Edit::Cut),
    ];
    vec(edit, 1..5)
}

fn edited(text: &str, edits: &[Edit]) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for edit in edits {
        let length = letters.len();
        if length == 0 {
            break;
        }
        match edit {
            Edit::Replace(at, letter) => letters[at.index(length)] = *letter,
            Edit::Insert(at, letter) => letters.insert(at.index(length), *letter),
            Edit::Remove(at) => {
                letters.remove(at.index(length));
            }
            Edit::Swap(one, other) => letters.swap(one.index(length), other.index(length)),
            Edit::Cut(at) => letters.truncate(at.index(length)),
        }
    }
    letters.into_iter().collect()
}

/// Any JSON, and what is nearly right.
fn odd_value() -> impl Strategy<Value = Value> {
    let now = working_day().timestamp();
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (-100_000..100_000_i64).prop_map(move |seconds| Value::from(now + seconds)),
        (-400..400_i64).prop_map(move |seconds| Value::from(now + seconds)),
        "\\PC{0,20}".prop_map(Value::from),
        select(vec![
            ISSUER,
            AUDIENCE,
            CLIENT,
            TOKEN_ENDPOINT,
            "unspecified",
            "k1",
            "JWT",
            "at+jwt",
            "exp"
        ])
        .prop_map(Value::from),
        "(0192|9908)?:?[0-9]{9}(:x)?"
            .prop_map(|id| json!({"authority": "iso6523-actorid-upis", "ID": id})),
        Just(json!({"authority": "iso6523-actorid-upis", "ID": "0192:958935420"})),
    ];
    leaf.prop_recursive(2, 8, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec(("[a-zA-Z]{1,9}", inner), 0..4)
                .prop_map(|members| Value::from(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// Some members of an object, replaced.
fn changes(names: &'static [&'static str]) -> impl Strategy<Value = Vec<(&'static str, Value)>> {
    vec((select(names), odd_value()), 0..4)
}

fn changed(mut object: Value, changes: Vec<(&'static str, Value)>) -> Value {
    for (name, value) in changes {
        object[name] = value;
    }
    object
}

/// A number of seconds between `earliest` and `latest` from now.
fn is_within(value: &Value, earliest: i64, latest: i64) -> bool {
    let now = working_day().timestamp();
    let seconds = value.as_i64();
    seconds.is_some_and(|seconds| (now + earliest..=now + latest).contains(&seconds))
}

fn names(audience: &Value, wanted: &[&str]) -> bool {
    let is_wanted = |one: &Value| one.as_str().is_some_and(|one| wanted.contains(&one));
    let many = audience.as_array();
    is_wanted(audience) || many.is_some_and(|many| many.iter().any(is_wanted))
}

proptest! {
    #[test]
    fn a_token_is_read_only_as_it_was_signed(edits in edits()) {
        let token = RSA.sign(&json!({"alg": "RS256", "kid": "k1"}), &token_claims());
        let sent = edited(&token, &edits);
        let is_read = read_token(&sent, &keys(&RSA), expected()).is_ok();
        prop_assert_eq!(is_read, sent == token, "{}", sent);
    }

    #[test]
    fn an_assertion_is_read_only_as_it_was_signed(edits in edits()) {
        let assertion = CURVE.sign(&json!({"alg": "ES256", "kid": "k1"}), &assertion_claims());
        let sent = edited(&assertion, &edits);
        let known = [read_public_key(&CURVE.jwk("k1")).unwrap().jwk];
        let audiences = [AUDIENCE.to_owned()];
        let expected = ExpectedAssertion {
            client: CLIENT,
            audiences: &audiences,
            now: working_day(),
        };
        let is_read = read_assertion(&sent, &PublicKeys::of(&known), expected).is_ok();
        prop_assert_eq!(is_read, sent == assertion, "{}", sent);
    }

    #[test]
    fn whatever_is_sent_nothing_breaks(
        text in "\\PC{0,200}",
        parts in vec(vec(any::<u8>(), 0..80), 1..5),
        claims in odd_value(),
    ) {
        let parts: Vec<String> = parts.iter().map(|part| BASE64URL.encode(part)).collect();
        let part = |value: &Value| BASE64URL.encode(value.to_string());
        let header = part(&json!({"alg": "RS256", "kid": "k1"}));
        let unsigned = format!("{header}.{}.{}", part(&claims), BASE64URL.encode("signed"));
        for sent in [text, parts.join("."), unsigned] {
            let _ = issuer_of(&sent);
            prop_assert!(read_token(&sent, &keys(&RSA), expected()).is_err(), "{}", sent);
        }
    }

    #[test]
    fn a_token_is_read_only_with_claims_that_hold(changes in changes(CLAIMS)) {
        let is_untouched = changes.is_empty();
        let claims = changed(token_claims(), changes);
        let token = RSA.sign(&json!({"alg": "RS256", "kid": "k1"}), &claims);
        let Ok(read) = read_token(&token, &keys(&RSA), expected()) else {
            prop_assert!(!is_untouched);
            return Ok(());
        };
        prop_assert_eq!(&claims["iss"], ISSUER);
        prop_assert!(names(&claims["aud"], &[AUDIENCE]), "{}", claims);
        let (begins, ends) = (&claims["iat"], &claims["exp"]);
        prop_assert!(is_within(begins, i64::from(i32::MIN), 30), "{}", claims);
        prop_assert!(is_within(ends, -29, 24 * 3600 + 30), "{}", claims);
        let not_before = &claims["nbf"];
        let has_begun = not_before.is_null() || is_within(not_before, i64::from(i32::MIN), 30);
        prop_assert!(has_begun || not_before.as_i64().is_some_and(|at| at < 0), "{}", claims);
        let consumer = claims["consumer"]["ID"].as_str().unwrap_or_default();
        prop_assert!(consumer.contains(&read.consumer.to_string()), "{}", claims);
        prop_assert_eq!(read.authority.is_some(), !claims["supplier"].is_null(), "{}", claims);
        let scope = claims["scope"].as_str().unwrap_or_default();
        prop_assert_eq!(read.scopes, scope.split_whitespace().collect::<Vec<_>>());
    }

    #[test]
    fn an_assertion_is_read_only_with_claims_that_hold(changes in changes(CLAIMS)) {
        let is_untouched = changes.is_empty();
        let claims = changed(assertion_claims(), changes);
        let header = json!({"alg": "ES256", "kid": "k1"});
        let Ok(assertion) = read(&CURVE, &header, &claims) else {
            prop_assert!(!is_untouched);
            return Ok(());
        };
        prop_assert_eq!(&claims["iss"], CLIENT);
        prop_assert_eq!(&claims["sub"], CLIENT);
        prop_assert!(names(&claims["aud"], &[AUDIENCE, TOKEN_ENDPOINT]), "{}", claims);
        prop_assert!(is_within(&claims["exp"], -29, 330), "{}", claims);
        let issued_at = &claims["iat"];
        prop_assert!(issued_at.is_null() || is_within(issued_at, -330, 30), "{}", claims);
        let id = claims["jti"].as_str().unwrap_or_default();
        prop_assert!((1..=255).contains(&id.len()), "{}", claims);
        prop_assert_eq!(assertion.id_hash, platform::hash_key(id));
        let kept_s = (assertion.ends_at - working_day()).num_seconds();
        prop_assert!((31..=390).contains(&kept_s), "{}", claims);
    }

    #[test]
    fn a_header_neither_brings_a_key_nor_weakens_the_signature(
        algorithm in select(vec!["RS256", "RS384", "RS512", "PS256", "HS256", "none"]),
        kid in option::of(select(vec!["k1", "k2", ""])),
        changes in changes(MEMBERS),
    ) {
        let header = changed(json!({"alg": algorithm, "kid": kid}), changes);
        let token = RSA.sign(&header, &token_claims());
        if read_token(&token, &keys(&RSA), expected()).is_ok() {
            prop_assert!(matches!(algorithm, "RS256" | "RS384" | "RS512"), "{}", header);
            prop_assert!(header["kid"].is_null() || header["kid"] == "k1", "{}", header);
            prop_assert!(header["crit"].is_null(), "{}", header);
        }
    }

    #[test]
    fn a_key_is_registered_only_without_its_private_part(
        changes in changes(&["kty", "kid", "use", "alg", "n", "e", "crv", "x", "d", "k", "oth"]),
        is_rsa in any::<bool>(),
    ) {
        let jwk = if is_rsa { RSA.jwk("k1") } else { CURVE.jwk("k1") };
        let jwk = changed(jwk, changes);
        if let Ok(key) = read_public_key(&jwk) {
            for private in ["d", "k", "oth"] {
                prop_assert!(jwk.get(private).is_none(), "{}", jwk);
            }
            prop_assert!((1..=100).contains(&key.kid.len()), "{}", jwk);
            prop_assert_eq!(&key.jwk["kid"], key.kid.as_str());
        }
    }
}
