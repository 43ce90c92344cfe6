//! Repeated requests: the same key and body get the same answer (draft-ietf-httpapi-idempotency-key-header).

use aws_lc_rs::hmac;
use kernel::ProblemCode;
use serde::Serialize;

use super::Problem;
use crate::Fault;

/// Characters of a key.
const KEY: std::ops::RangeInclusive<usize> = 16..=128;

/// What is remembered of a request that must not be done twice: MACs, because a request may hold what is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idempotency {
    /// Of the key.
    pub key: Vec<u8>,
    /// Of the body.
    pub request: Vec<u8>,
}

impl Idempotency {
    /// Reads the header `Idempotency-Key` of a request.
    ///
    /// # Errors
    /// The key is one that another request may have as well.
    pub fn read<T: Serialize>(mac: &hmac::Key, key: &str, request: &T) -> Result<Self, Problem> {
        if !KEY.contains(&key.len()) || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            let reason = format!(
                "expected {} to {} printable characters, drawn at random",
                KEY.start(),
                KEY.end()
            );
            return Err(Problem::invalid("Idempotency-Key", reason));
        }
        let body = serde_json::to_vec(request).map_err(Fault::from)?;
        Ok(Self {
            key: hmac::sign(mac, key.as_bytes()).as_ref().to_vec(),
            request: hmac::sign(mac, &body).as_ref().to_vec(),
        })
    }

    /// Refuses a key that came with another body.
    ///
    /// # Errors
    /// It did.
    pub fn require_same(&self, request: Option<&[u8]>) -> Result<(), Problem> {
        if request == Some(self.request.as_slice()) {
            Ok(())
        } else {
            Err(Problem::new(ProblemCode::IdempotencyMismatch))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(key: &str, request: &str) -> Result<Idempotency, Problem> {
        let mac = hmac::Key::new(hmac::HMAC_SHA256, b"of a test");
        Idempotency::read(&mac, key, &request)
    }

    #[test]
    fn a_key_with_another_body_is_refused() {
        let first = read("0123456789abcdef", "a").unwrap();
        let again = read("0123456789abcdef", "a").unwrap();
        let other = read("0123456789abcdef", "b").unwrap();
        assert_eq!(first, again);
        assert_eq!(first.key, other.key);
        assert_eq!(again.require_same(Some(&first.request)), Ok(()));
        let refused = other.require_same(Some(&first.request)).unwrap_err();
        assert_eq!(refused.code, ProblemCode::IdempotencyMismatch);
    }

    #[test]
    fn a_short_key_is_one_that_others_may_have() {
        for key in ["", "1", "0123456789abcde", "0123456789 abcdef"] {
            assert_eq!(
                read(key, "a").unwrap_err().code,
                ProblemCode::Invalid,
                "{key}"
            );
        }
    }
}
