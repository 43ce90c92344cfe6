use std::fmt;

use jsonwebtoken::{
    Algorithm, DecodingKey,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, PublicKeyUse},
};
use serde_json::Value;

/// The keys a provider signs with.
pub(crate) struct Keys(Vec<SigningKey>);

pub(super) struct SigningKey {
    kid: Option<String>,
    /// Which signatures the key makes: it follows from the key, never from the token.
    pub(super) algorithms: Vec<Algorithm>,
    pub(super) key: DecodingKey,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} keys", self.0.len())
    }
}

impl Keys {
    /// Takes the public signing keys out of a JWK set; others, and those of unknown kinds, are passed over.
    pub(crate) fn read(set: &Value) -> Self {
        let keys = set.get("keys").and_then(Value::as_array);
        let keys = keys.into_iter().flatten().filter_map(|key| {
            let jwk: Jwk = serde_json::from_value(key.clone()).ok()?;
            signing_key(&jwk)
        });
        Self(keys.collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every signature that one of the keys makes.
    pub(crate) fn algorithms(&self) -> Vec<Algorithm> {
        let keys = self.0.iter();
        keys.flat_map(|key| key.algorithms.iter().copied())
            .collect()
    }

    /// The keys a token may be signed by: those of its key id, all where it names none.
    pub(super) fn candidates(&self, kid: Option<&str>) -> Vec<&SigningKey> {
        let keys = self.0.iter();
        keys.filter(|key| kid.is_none_or(|kid| key.kid.as_deref() == Some(kid)))
            .collect()
    }
}

fn signing_key(jwk: &Jwk) -> Option<SigningKey> {
    let is_for_signing = match &jwk.common.public_key_use {
        None | Some(PublicKeyUse::Signature) => true,
        Some(_) => false,
    };
    let able = match &jwk.algorithm {
        AlgorithmParameters::RSA(_) => vec![
            Algorithm::RS256,
            Algorithm::RS384,
            Algorithm::RS512,
            Algorithm::PS256,
            Algorithm::PS384,
            Algorithm::PS512,
        ],
        AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P256 => {
            vec![Algorithm::ES256]
        }
        AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P384 => {
            vec![Algorithm::ES384]
        }
        AlgorithmParameters::OctetKeyPair(key) if key.curve == EllipticCurve::Ed25519 => {
            vec![Algorithm::EdDSA]
        }
        // A key that is no secret must never be taken for one: no HMAC.
        _ => return None,
    };
    let algorithms = match jwk.common.key_algorithm {
        Some(named) => able
            .into_iter()
            .filter(|able| named_by(named) == Some(*able))
            .collect(),
        None => able,
    };
    if !is_for_signing || algorithms.is_empty() {
        return None;
    }
    Some(SigningKey {
        kid: jwk.common.key_id.clone(),
        algorithms,
        key: DecodingKey::from_jwk(jwk).ok()?,
    })
}

const fn named_by(algorithm: KeyAlgorithm) -> Option<Algorithm> {
    Some(match algorithm {
        KeyAlgorithm::RS256 => Algorithm::RS256,
        KeyAlgorithm::RS384 => Algorithm::RS384,
        KeyAlgorithm::RS512 => Algorithm::RS512,
        KeyAlgorithm::PS256 => Algorithm::PS256,
        KeyAlgorithm::PS384 => Algorithm::PS384,
        KeyAlgorithm::PS512 => Algorithm::PS512,
        KeyAlgorithm::ES256 => Algorithm::ES256,
        KeyAlgorithm::ES384 => Algorithm::ES384,
        KeyAlgorithm::EdDSA => Algorithm::EdDSA,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn algorithms(key: &Value) -> Vec<Algorithm> {
        let keys = Keys::read(&json!({"keys": [key]}));
        let candidates = keys.candidates(None);
        let first = candidates.first();
        first.map_or_else(Vec::new, |key| key.algorithms.clone())
    }

    #[test]
    fn which_signatures_a_key_makes_follows_from_the_key() {
        let rsa = json!({"kty": "RSA", "n": "AQAB", "e": "AQAB"});
        assert_eq!(algorithms(&rsa).len(), 6);
        let named = json!({"kty": "RSA", "n": "AQAB", "e": "AQAB", "alg": "PS256", "use": "sig"});
        assert_eq!(algorithms(&named), [Algorithm::PS256]);
        let curve = json!({"kty": "EC", "crv": "P-384", "x": "AQAB", "y": "AQAB"});
        assert_eq!(algorithms(&curve), [Algorithm::ES384]);
        let edwards = json!({"kty": "OKP", "crv": "Ed25519", "x": "AQAB"});
        assert_eq!(algorithms(&edwards), [Algorithm::EdDSA]);
    }

    #[test]
    fn keys_that_sign_nothing_are_passed_over() {
        for key in [
            json!({"kty": "oct", "k": "AQAB"}),
            json!({"kty": "oct", "k": "AQAB", "alg": "HS256"}),
            json!({"kty": "RSA", "n": "AQAB", "e": "AQAB", "use": "enc"}),
            json!({"kty": "RSA", "n": "AQAB", "e": "AQAB", "alg": "HS256"}),
            json!({"kty": "EC", "crv": "P-521", "x": "AQAB", "y": "AQAB"}),
            json!({"kty": "AKP", "alg": "ML-DSA-65", "pub": "AQAB"}),
            json!("nonsense"),
        ] {
            assert!(algorithms(&key).is_empty(), "{key}");
        }
        assert!(Keys::read(&json!([])).is_empty());
    }
}
