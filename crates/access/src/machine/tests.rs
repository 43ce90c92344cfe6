use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::{SigningKey, working_day};

use super::{access_token::read_token, *};
use crate::oidc::Keys;

pub(super) const ISSUER: &str = "https://maskinporten.example/";
pub(super) const AUDIENCE: &str = "https://veiviser.example";
pub(super) const TOKEN_ENDPOINT: &str = "https://veiviser.example/api/partner/v1/oauth/token";
pub(super) const CLIENT: &str = "ptn_06g00000000000000000000000";

fn with(mut claims: Value, changes: &Value) -> Value {
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            claims.as_object_mut().unwrap().remove(name);
        } else {
            claims[name] = value.clone();
        }
    }
    claims
}

/// A token as Maskinporten writes it.
pub(super) fn token_claims() -> Value {
    let now = working_day().timestamp();
    json!({
        "iss": ISSUER, "client_id": "0f0e", "client_amr": "private_key_jwt", "token_type": "Bearer",
        "aud": AUDIENCE, "scope": "veiviser:availability.read veiviser:referral.write",
        "iat": now, "exp": now + 120, "jti": "1",
        "consumer": {"authority": "iso6523-actorid-upis", "ID": "0192:991825827"}
    })
}

pub(super) fn expected() -> ExpectedToken<'static> {
    ExpectedToken {
        issuer: ISSUER,
        audience: AUDIENCE,
        must_name_audience: true,
        now: working_day(),
    }
}

pub(super) fn keys(key: &SigningKey) -> Keys {
    Keys::read(&json!({"keys": [key.jwk("k1")]}))
}

#[test]
fn a_token_names_consumer_supplier_and_scopes() {
    let key = SigningKey::rsa();
    for algorithm in ["RS256", "RS384", "RS512"] {
        let header = json!({"alg": algorithm, "kid": "k1"});
        let token = key.sign(&header, &token_claims());
        let read = read_token(&token, &keys(&key), expected()).unwrap();
        assert_eq!(read.consumer.to_string(), "991825827");
        assert_eq!(read.authority, None);
        assert_eq!(
            read.scopes,
            ["veiviser:availability.read", "veiviser:referral.write"]
        );
    }
    let delegated = with(
        token_claims(),
        &json!({
            "supplier": {"authority": "iso6523-actorid-upis", "ID": "0192:958935420"},
            "delegation_source": "https://www.altinn.no/"
        }),
    );
    let token = key.sign(&json!({"alg": "RS256", "kid": "k1"}), &delegated);
    let authority = read_token(&token, &keys(&key), expected())
        .unwrap()
        .authority;
    assert_eq!(authority.unwrap().supplier.to_string(), "958935420");
}

fn assert_refused(key: &SigningKey, changes: &Value, refusal: TokenRefusal) {
    let claims = with(token_claims(), changes);
    let token = key.sign(&json!({"alg": "RS256", "kid": "k1"}), &claims);
    let outcome = read_token(&token, &keys(key), expected());
    assert_eq!(outcome.unwrap_err(), refusal, "{changes}");
}

#[test]
fn every_wrong_claim_is_refused() {
    let key = SigningKey::rsa();
    let now = working_day().timestamp();
    for (changes, refusal) in [
        (
            json!({"iss": "https://foreign.example/"}),
            TokenRefusal::Issuer,
        ),
        (
            json!({"iss": "https://maskinporten.example"}),
            TokenRefusal::Issuer,
        ),
        (json!({"iss": null}), TokenRefusal::Issuer),
        (
            json!({"aud": "https://another.example"}),
            TokenRefusal::Audience,
        ),
        (
            json!({"aud": ["https://another.example"]}),
            TokenRefusal::Audience,
        ),
        (json!({"aud": null}), TokenRefusal::Audience),
        (json!({"aud": "unspecified"}), TokenRefusal::Audience),
        (json!({"aud": []}), TokenRefusal::Audience),
        (json!({"exp": now - 31}), TokenRefusal::Time),
        (json!({"exp": null}), TokenRefusal::Time),
        (json!({"exp": now + 25 * 3600}), TokenRefusal::Time),
        (json!({"exp": i64::MAX}), TokenRefusal::Time),
        (json!({"exp": "soon"}), TokenRefusal::Forged),
        (json!({"iat": now + 31}), TokenRefusal::Time),
        (json!({"iat": null}), TokenRefusal::Time),
        (json!({"nbf": now + 31}), TokenRefusal::Time),
    ] {
        assert_refused(&key, &changes, refusal);
    }
}

#[test]
fn an_organisation_that_is_none_is_refused() {
    let key = SigningKey::rsa();
    let actor = |id: &str| json!({"authority": "iso6523-actorid-upis", "ID": id});
    for (changes, refusal) in [
        (json!({"consumer": null}), TokenRefusal::Consumer),
        (
            json!({"consumer": "0192:991825827"}),
            TokenRefusal::Consumer,
        ),
        (
            json!({"consumer": actor("0192:991825828")}),
            TokenRefusal::Consumer,
        ),
        (
            json!({"consumer": actor("9908:991825827")}),
            TokenRefusal::Consumer,
        ),
        (
            json!({"consumer": actor("991825827")}),
            TokenRefusal::Consumer,
        ),
        (
            json!({"consumer": actor("0192:991825827:1:2:3")}),
            TokenRefusal::Consumer,
        ),
        (
            json!({"consumer": {"authority": "other", "ID": "0192:991825827"}}),
            TokenRefusal::Consumer,
        ),
        (
            json!({"consumer": {"ID": "0192:991825827"}}),
            TokenRefusal::Consumer,
        ),
        (
            json!({"supplier": actor("0192:958935420")}),
            TokenRefusal::Delegation,
        ),
        (
            json!({"supplier": actor("0192:1"), "delegation_source": "x"}),
            TokenRefusal::Delegation,
        ),
        (json!({"scope": 7}), TokenRefusal::Forged),
    ] {
        assert_refused(&key, &changes, refusal);
    }
}

#[test]
fn what_is_tolerated_is_read() {
    let key = SigningKey::rsa();
    let now = working_day().timestamp();
    let actor = |id: &str| json!({"authority": "iso6523-actorid-upis", "ID": id});
    for changes in [
        json!({"aud": ["https://another.example", AUDIENCE]}),
        json!({"exp": now - 29, "iat": now - 149}),
        json!({"iat": now + 29}),
        json!({"consumer": actor("0192:991825827:part")}),
        json!({"consumer": actor("0192:991825827:part:1")}),
        json!({"consumer": actor("iso6523-actorid-upis::0192:991825827")}),
        json!({"consumer": {"authority": "ISO6523-ACTORID-UPIS", "ID": "0192:991825827"}}),
        json!({"unknown": {"claim": [1]}}),
    ] {
        let claims = with(token_claims(), &changes);
        let token = key.sign(&json!({"alg": "RS256", "kid": "k1"}), &claims);
        read_token(&token, &keys(&key), expected()).unwrap_or_else(|fault| {
            panic!("{changes}: {fault}");
        });
    }
    let open = ExpectedToken {
        must_name_audience: false,
        ..expected()
    };
    for changes in [json!({"aud": null}), json!({"aud": "unspecified"})] {
        let claims = with(token_claims(), &changes);
        let token = key.sign(&json!({"alg": "RS256", "kid": "k1"}), &claims);
        assert!(read_token(&token, &keys(&key), open).is_ok(), "{changes}");
    }
}

#[test]
fn signatures_by_others_or_of_other_kinds_are_refused() {
    let (key, foreign, curve) = (SigningKey::rsa(), SigningKey::rsa(), SigningKey::ed25519());
    let claims = token_claims();
    let both = Keys::read(&json!({"keys": [key.jwk("k1"), curve.jwk("k2")]}));
    for (token, refusal) in [
        (
            foreign.sign(&json!({"alg": "RS256", "kid": "k1"}), &claims),
            TokenRefusal::Forged,
        ),
        (
            foreign.sign(&json!({"alg": "RS256", "kid": "k9"}), &claims),
            TokenRefusal::KeyUnknown,
        ),
        (
            key.sign(&json!({"alg": "PS256", "kid": "k1"}), &claims),
            TokenRefusal::Malformed,
        ),
        (
            curve.sign(&json!({"alg": "EdDSA", "kid": "k2"}), &claims),
            TokenRefusal::Malformed,
        ),
        (
            key.sign(&json!({"alg": "none", "kid": "k1"}), &claims),
            TokenRefusal::Malformed,
        ),
        (
            key.sign(&json!({"alg": "HS256", "kid": "k1"}), &claims),
            TokenRefusal::Malformed,
        ),
        (
            key.sign(
                &json!({"alg": "RS256", "kid": "k1", "crit": ["exp"]}),
                &claims,
            ),
            TokenRefusal::Malformed,
        ),
        ("a.b.c".to_owned(), TokenRefusal::Malformed),
        (String::new(), TokenRefusal::Malformed),
    ] {
        let outcome = read_token(&token, &both, expected());
        assert_eq!(outcome.unwrap_err(), refusal, "{token}");
    }
}

/// An assertion as a client writes it.
pub(super) fn assertion_claims() -> Value {
    let now = working_day().timestamp();
    json!({
        "iss": CLIENT, "sub": CLIENT, "aud": AUDIENCE, "iat": now, "exp": now + 60, "jti": "one"
    })
}

pub(super) fn read(
    key: &SigningKey,
    header: &Value,
    claims: &Value,
) -> Result<Assertion, TokenRefusal> {
    let audiences = [AUDIENCE.to_owned(), TOKEN_ENDPOINT.to_owned()];
    let expected = ExpectedAssertion {
        client: CLIENT,
        audiences: &audiences,
        now: working_day(),
    };
    let known = read_public_key(&key.jwk("k1")).unwrap().jwk;
    read_assertion(
        &key.sign(header, claims),
        &PublicKeys::of(&[known]),
        expected,
    )
}

#[test]
fn a_client_proves_itself_by_each_kind_of_key() {
    for key in [SigningKey::rsa(), SigningKey::p256(), SigningKey::ed25519()] {
        let header = json!({"alg": key.algorithm(), "kid": "k1", "typ": "JWT"});
        for audience in [json!(AUDIENCE), json!(TOKEN_ENDPOINT), json!([AUDIENCE])] {
            let claims = with(assertion_claims(), &json!({"aud": audience}));
            let assertion = read(&key, &header, &claims).unwrap();
            assert_eq!(assertion.kid, "k1");
            assert_eq!(assertion.id_hash, platform::hash_key("one"));
            let end = working_day() + TimeDelta::seconds(60 + 60);
            assert_eq!(assertion.ends_at, end);
        }
    }
}

#[test]
fn every_wrong_claim_of_an_assertion_is_refused() {
    let key = SigningKey::p256();
    let now = working_day().timestamp();
    for (changes, refusal) in [
        (json!({"iss": "another"}), TokenRefusal::Issuer),
        (json!({"sub": "another"}), TokenRefusal::Issuer),
        (json!({"iss": null}), TokenRefusal::Issuer),
        (json!({"sub": null}), TokenRefusal::Issuer),
        (
            json!({"aud": "https://another.example"}),
            TokenRefusal::Audience,
        ),
        (json!({"aud": null}), TokenRefusal::Audience),
        (json!({"exp": null}), TokenRefusal::Time),
        (json!({"exp": now - 31}), TokenRefusal::Time),
        (json!({"exp": now + 331}), TokenRefusal::Time),
        (json!({"iat": now - 331}), TokenRefusal::Time),
        (json!({"iat": now + 31}), TokenRefusal::Time),
        (json!({"nbf": now + 31}), TokenRefusal::Time),
        (json!({"jti": null}), TokenRefusal::Id),
        (json!({"jti": ""}), TokenRefusal::Id),
        (json!({"jti": "x".repeat(256)}), TokenRefusal::Id),
        (json!({"jti": 7}), TokenRefusal::Forged),
    ] {
        let claims = with(assertion_claims(), &changes);
        let outcome = read(&key, &json!({"alg": "ES256", "kid": "k1"}), &claims);
        assert_eq!(outcome.unwrap_err(), refusal, "{changes}");
    }
    for (header, refusal) in [
        (json!({"alg": "ES256"}), TokenRefusal::KeyUnknown),
        (
            json!({"alg": "ES256", "kid": "k2"}),
            TokenRefusal::KeyUnknown,
        ),
        (json!({"alg": "none", "kid": "k1"}), TokenRefusal::Malformed),
        (
            json!({"alg": "HS256", "kid": "k1"}),
            TokenRefusal::Malformed,
        ),
    ] {
        let outcome = read(&key, &header, &assertion_claims());
        assert_eq!(outcome.unwrap_err(), refusal, "{header}");
    }
}

#[test]
fn only_public_keys_of_strength_and_name_are_registered() {
    let key = SigningKey::rsa();
    let read = |changes: &Value| read_public_key(&with(key.jwk("k1"), changes));
    assert_eq!(read(&json!({})).unwrap().algorithm, "RS256");
    let kept = read(&json!({"x5c": ["x"], "use": "sig"})).unwrap().jwk;
    assert_eq!(kept["use"], "sig");
    assert!(kept.get("x5c").is_none());
    for (changes, fault) in [
        (json!({"d": "AQAB"}), KeyFault::Private),
        (json!({"k": "AQAB"}), KeyFault::Private),
        (json!({"kid": null}), KeyFault::Name),
        (json!({"kid": "a b"}), KeyFault::Name),
        (json!({"kid": "x".repeat(101)}), KeyFault::Name),
        (json!({"n": "AQAB"}), KeyFault::Strength),
        (json!({"n": "+/="}), KeyFault::Kind),
        (json!({"kty": "oct"}), KeyFault::Kind),
        (json!({"kty": "EC"}), KeyFault::Kind),
        (json!({"use": "enc"}), KeyFault::Kind),
        (json!({"alg": "RS512"}), KeyFault::Kind),
    ] {
        assert_eq!(read(&changes).unwrap_err(), fault, "{changes}");
    }
    assert_eq!(read_public_key(&json!("x")).unwrap_err(), KeyFault::Kind);
}
