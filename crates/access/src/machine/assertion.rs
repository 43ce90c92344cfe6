//! Assertions by which a client proves who it is (RFC 7523, section 3).

use chrono::TimeDelta;
use jsonwebtoken::{Algorithm, decode_header};
use kernel::Instant;
use platform::{KeyHash, hash_key};
use serde::Deserialize;

use super::{PublicKeys, TokenRefusal};
use crate::oidc::{Audience, TokenFault, verified};

/// How far the clocks may be apart.
const SKEW: TimeDelta = TimeDelta::seconds(30);
/// An assertion is written when it is used.
const LONGEST_LIFE: TimeDelta = TimeDelta::minutes(5);
/// Characters of an id.
const ID: usize = 255;

#[derive(Deserialize)]
struct Claims {
    iss: Option<String>,
    sub: Option<String>,
    aud: Option<Audience>,
    exp: Option<i64>,
    iat: Option<i64>,
    nbf: Option<i64>,
    jti: Option<String>,
}

/// Whose assertions are read, for whom.
#[derive(Clone, Copy, Debug)]
pub struct ExpectedAssertion<'a> {
    /// The client it must be of.
    pub client: &'a str,
    /// What the authorization server is called; one of these must be named.
    pub audiences: &'a [String],
    /// The present instant.
    pub now: Instant,
}

/// What an assertion says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assertion {
    /// The name of the key it is signed by.
    pub kid: String,
    /// SHA-256 of its id, which must not come twice until it ends.
    pub id_hash: KeyHash,
    /// When it certainly has ended, whatever clock is asked.
    pub ends_at: Instant,
}

/// Whose token or assertion it claims to be: to find the keys it is verified by, and for nothing else.
pub fn issuer_of(token: &str) -> Option<String> {
    let claims: Claims = jsonwebtoken::dangerous::insecure_decode_claims(token).ok()?;
    claims.iss
}

/// Reads an assertion.
///
/// # Errors
/// It is not to be trusted.
pub fn read_assertion(
    assertion: &str,
    keys: &PublicKeys,
    expected: ExpectedAssertion<'_>,
) -> Result<Assertion, TokenRefusal> {
    let header = decode_header(assertion).map_err(|_malformed| TokenRefusal::Malformed)?;
    let kid = header.kid.ok_or(TokenRefusal::KeyUnknown)?;
    let claims: Claims = verified(assertion, keys.keys(), is_accepted)?;
    let is_client = |name: Option<&String>| name.is_some_and(|name| name == expected.client);
    if !is_client(claims.iss.as_ref()) || !is_client(claims.sub.as_ref()) {
        return Err(TokenRefusal::Issuer);
    }
    let ends_at = check_time(&claims, expected.now)?;
    let named = claims.aud.map_or_else(Vec::new, Audience::into_list);
    if !named.iter().any(|one| expected.audiences.contains(one)) {
        return Err(TokenRefusal::Audience);
    }
    let id = claims.jti.filter(|id| (1..=ID).contains(&id.len()));
    Ok(Assertion {
        kid,
        id_hash: hash_key(&id.ok_or(TokenRefusal::Id)?),
        ends_at,
    })
}

pub(super) const fn is_accepted(algorithm: Algorithm) -> bool {
    matches!(
        algorithm,
        Algorithm::RS256 | Algorithm::ES256 | Algorithm::EdDSA
    )
}

fn check_time(claims: &Claims, now: Instant) -> Result<Instant, TokenRefusal> {
    let moment = |seconds: i64| Instant::from_timestamp(seconds, 0).ok_or(TokenFault::Time);
    let expires_at = moment(claims.exp.ok_or(TokenFault::Time)?)?;
    let lasts = expires_at > now - SKEW && expires_at <= now + LONGEST_LIFE + SKEW;
    let mut is_new = true;
    if let Some(seconds) = claims.iat {
        let issued_at = moment(seconds)?;
        is_new = issued_at <= now + SKEW && issued_at >= now - LONGEST_LIFE - SKEW;
    }
    if let Some(seconds) = claims.nbf {
        is_new &= moment(seconds)? <= now + SKEW;
    }
    if lasts && is_new {
        Ok(expires_at + SKEW + SKEW)
    } else {
        Err(TokenRefusal::Time)
    }
}
