use aws_lc_rs::{
    hmac,
    rand::SystemRandom,
    rsa::{KeyPair as RsaKeyPair, KeySize},
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256,
        RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_SHA256, RsaEncoding,
    },
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use serde_json::{Value, json};

/// A key pair that signs JSON Web Tokens as somebody else's system would, right or wrong.
#[derive(Debug)]
pub struct SigningKey(Pair);

#[derive(Debug)]
enum Pair {
    Rsa(Box<RsaKeyPair>),
    P256(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

impl SigningKey {
    /// RSA of 2048 bits.
    ///
    /// # Panics
    /// Where the crypto library makes no key.
    pub fn rsa() -> Self {
        let pair = RsaKeyPair::generate(KeySize::Rsa2048).expect("an RSA key");
        Self(Pair::Rsa(Box::new(pair)))
    }

    /// The curve P-256.
    ///
    /// # Panics
    /// Where the crypto library makes no key.
    pub fn p256() -> Self {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("a P-256 key");
        Self(Pair::P256(pair))
    }

    /// The curve Ed25519.
    ///
    /// # Panics
    /// Where the crypto library makes no key.
    pub fn ed25519() -> Self {
        Self(Pair::Ed25519(
            Ed25519KeyPair::generate().expect("an Ed25519 key"),
        ))
    }

    /// The algorithm it signs by if nothing else is said.
    pub const fn algorithm(&self) -> &'static str {
        match self.0 {
            Pair::Rsa(_) => "RS256",
            Pair::P256(_) => "ES256",
            Pair::Ed25519(_) => "EdDSA",
        }
    }

    /// The public key (RFC 7517).
    pub fn jwk(&self, kid: &str) -> Value {
        let part = |bytes: &[u8]| BASE64URL.encode(bytes);
        match &self.0 {
            Pair::Rsa(_) => {
                json!({"kty": "RSA", "kid": kid, "n": part(&self.modulus()), "e": "AQAB"})
            }
            Pair::P256(pair) => {
                let point: &[u8] = pair.public_key().as_ref();
                let (x, y) = point.get(1..).unwrap_or_default().split_at(32);
                json!({"kty": "EC", "crv": "P-256", "kid": kid, "x": part(x), "y": part(y)})
            }
            Pair::Ed25519(pair) => {
                let x = part(pair.public_key().as_ref());
                json!({"kty": "OKP", "crv": "Ed25519", "kid": kid, "x": x})
            }
        }
    }

    /// Signs claims under a header; its `alg` decides about the signature as far as the key can make it. `HS256` is
    /// made with the public key as its secret, `none` without any.
    ///
    /// # Panics
    /// Where the key makes no signature of the name.
    pub fn sign(&self, header: &Value, claims: &Value) -> String {
        let part = |value: &Value| BASE64URL.encode(value.to_string());
        let message = format!("{}.{}", part(header), part(claims));
        let algorithm = header
            .get("alg")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let signature = self.signature(algorithm, message.as_bytes());
        format!("{message}.{}", BASE64URL.encode(signature))
    }

    fn signature(&self, algorithm: &str, message: &[u8]) -> Vec<u8> {
        match (algorithm, &self.0) {
            ("none", _) => Vec::new(),
            ("HS256", pair) => {
                let key = hmac::Key::new(hmac::HMAC_SHA256, pair.public_bytes());
                hmac::sign(&key, message).as_ref().to_vec()
            }
            ("ES256", Pair::P256(pair)) => {
                let signature = pair.sign(&SystemRandom::new(), message);
                signature.expect("a signature").as_ref().to_vec()
            }
            ("EdDSA", Pair::Ed25519(pair)) => pair.sign(message).as_ref().to_vec(),
            (name, Pair::Rsa(pair)) => {
                let encoding: &'static dyn RsaEncoding = match name {
                    "RS256" => &RSA_PKCS1_SHA256,
                    "RS384" => &RSA_PKCS1_SHA384,
                    "RS512" => &RSA_PKCS1_SHA512,
                    "PS256" => &RSA_PSS_SHA256,
                    other => panic!("an RSA key does not sign by {other}"),
                };
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(encoding, &SystemRandom::new(), message, &mut signature)
                    .expect("a signature");
                signature
            }
            (other, _) => panic!("the key does not sign by {other}"),
        }
    }

    /// The modulus within the key of PKCS #1 (RFC 8017, appendix A.1.1): two headers of four bytes and a zero come
    /// before its 256 bytes.
    fn modulus(&self) -> Vec<u8> {
        let bytes = self.0.public_bytes().get(9..265);
        bytes.expect("a key of 2048 bits").to_vec()
    }
}

impl Pair {
    fn public_bytes(&self) -> &[u8] {
        match self {
            Self::Rsa(pair) => pair.public_key().as_ref(),
            Self::P256(pair) => pair.public_key().as_ref(),
            Self::Ed25519(pair) => pair.public_key().as_ref(),
        }
    }
}
