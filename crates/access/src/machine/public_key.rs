//! Public keys that clients register (RFC 7517).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use jsonwebtoken::Algorithm;
use serde_json::{Map, Value, json};

use super::{
    ExpectedToken, MachineToken, TokenRefusal, access_token::read_token, assertion::is_accepted,
};
use crate::oidc::Keys;

/// Characters of a key's name.
const NAME: usize = 100;
/// What a key keeps of what was given.
const MEMBERS: &[&str] = &["kty", "kid", "use", "alg", "n", "e", "crv", "x", "y"];
/// What only its owner may have (RFC 7518, section 6).
const PRIVATE: &[&str] = &["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
/// Bytes of a modulus: 2048 to 4096 bits (RFC 7518, section 3.3, asks for 2048).
const MODULUS: std::ops::RangeInclusive<usize> = 256..=512;
/// Bytes of a public exponent.
const EXPONENT: std::ops::RangeInclusive<usize> = 1..=4;
/// Bytes of a coordinate of the curves P-256 and Ed25519.
const COORDINATE: std::ops::RangeInclusive<usize> = 32..=32;

/// Why a key is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// It is no key, or of a kind that makes none of the accepted signatures.
    #[error("must be a public key for RS256, ES256 or EdDSA")]
    Kind,
    /// It holds what only its owner may have.
    #[error("must not hold the private part: make a new pair, this one is known now")]
    Private,
    /// It has no name, or not such a one.
    #[error("must have a kid of 1 to 100 visible characters of ASCII")]
    Name,
    /// It can be broken, or is longer than anybody needs.
    #[error("must have 2048 to 4096 bits")]
    Strength,
}

/// A key that signs assertions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    /// Its name, chosen by its owner.
    pub kid: String,
    /// The signature it makes, such as `RS256`.
    pub algorithm: &'static str,
    /// The key itself, without what is not needed.
    pub jwk: Value,
}

/// Keys of one client.
#[derive(Debug)]
pub struct PublicKeys(Keys);

impl PublicKeys {
    /// Those that were read by [`read_public_key`] when they were registered.
    pub fn of(keys: &[Value]) -> Self {
        Self(Keys::read(&json!({ "keys": keys })))
    }

    /// Reads an access token by these keys, without asking its issuer for others.
    ///
    /// # Errors
    /// It is not to be trusted.
    pub fn read_token(
        &self,
        token: &str,
        expected: ExpectedToken<'_>,
    ) -> Result<MachineToken, TokenRefusal> {
        read_token(token, &self.0, expected)
    }

    pub(super) const fn keys(&self) -> &Keys {
        &self.0
    }
}

/// Reads a key that is to be registered.
///
/// # Errors
/// It is not taken.
pub fn read_public_key(jwk: &Value) -> Result<PublicKey, KeyFault> {
    let given = jwk.as_object().ok_or(KeyFault::Kind)?;
    if PRIVATE.iter().any(|member| given.contains_key(*member)) {
        return Err(KeyFault::Private);
    }
    let kid = given.get("kid").and_then(Value::as_str).unwrap_or_default();
    if !(1..=NAME).contains(&kid.len()) || !kid.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(KeyFault::Name);
    }
    check_numbers(given)?;
    let kept: Map<String, Value> = MEMBERS
        .iter()
        .filter_map(|member| Some(((*member).to_owned(), given.get(*member)?.clone())))
        .collect();
    let jwk = Value::from(kept);
    let algorithms = Keys::read(&json!({ "keys": [jwk] })).algorithms();
    let algorithm = algorithms.into_iter().find(|one| is_accepted(*one));
    Ok(PublicKey {
        kid: kid.to_owned(),
        algorithm: algorithm.and_then(word).ok_or(KeyFault::Kind)?,
        jwk,
    })
}

const fn word(algorithm: Algorithm) -> Option<&'static str> {
    match algorithm {
        Algorithm::RS256 => Some("RS256"),
        Algorithm::ES256 => Some("ES256"),
        Algorithm::EdDSA => Some("EdDSA"),
        _ => None,
    }
}

fn check_numbers(key: &Map<String, Value>) -> Result<(), KeyFault> {
    let numbers: &[_] = match key.get("kty").and_then(Value::as_str) {
        Some("RSA") => &[("n", MODULUS), ("e", EXPONENT)],
        Some("EC") => &[("x", COORDINATE), ("y", COORDINATE)],
        Some("OKP") => &[("x", COORDINATE)],
        _ => return Err(KeyFault::Kind),
    };
    for (member, bytes) in numbers {
        let text = key.get(*member).and_then(Value::as_str);
        let number = text.and_then(|text| BASE64URL.decode(text).ok());
        let number = number.ok_or(KeyFault::Kind)?;
        // A modulus does not grow by zeroes in front.
        let zeroes = match *member {
            "n" => number.iter().take_while(|byte| **byte == 0).count(),
            _ => 0,
        };
        if !bytes.contains(&(number.len() - zeroes)) {
            return Err(KeyFault::Strength);
        }
    }
    Ok(())
}
