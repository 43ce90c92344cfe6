//! Whether a signed token says what it must (OpenID Connect Core 1.0, section 3.1.3.7; Back-Channel Logout
//! 1.0, section 2.6). The time is given, so that a test can repeat it.

use chrono::TimeDelta;
use jsonwebtoken::{Algorithm, Validation, decode, decode_header};
use kernel::Instant;
use platform::{KeyHash, Pii, hash_key};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::Keys;

/// How far the clocks may be apart.
const SKEW: TimeDelta = TimeDelta::seconds(60);
/// How long ago a token may have been written: it comes at once.
const OLDEST: TimeDelta = TimeDelta::minutes(10);
/// Characters of a subject (Core, section 2).
const SUBJECT: usize = 255;
/// What a logout token tells of.
const LOGOUT_EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Why a token is not trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TokenFault {
    #[error("it is no signed token of a known kind")]
    Malformed,
    #[error("it names a key that the provider does not")]
    KeyUnknown,
    #[error("its signature is not the provider's")]
    Forged,
    #[error("it is of another issuer")]
    Issuer,
    #[error("it is for somebody else")]
    Audience,
    #[error("its time is over, or has not come")]
    Time,
    #[error("it answers another question")]
    Nonce,
    #[error("it names nobody")]
    Subject,
    #[error("it tells of something else")]
    Event,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Audience {
    One(String),
    Many(Vec<String>),
}

impl Audience {
    pub(crate) fn into_list(self) -> Vec<String> {
        match self {
            Self::One(one) => vec![one],
            Self::Many(many) => many,
        }
    }
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: Audience,
    azp: Option<String>,
    sub: Option<String>,
    exp: Option<i64>,
    iat: Option<i64>,
    nbf: Option<i64>,
    nonce: Option<String>,
    acr: Option<String>,
    sid: Option<String>,
    events: Option<Map<String, Value>>,
}

/// What an ID token must say.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Expected<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) client_id: &'a str,
    pub(crate) nonce_hash: &'a KeyHash,
    pub(crate) now: Instant,
}

/// Whom an ID token names.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    pub(crate) subject: Pii<String>,
    /// Of the provider's own session.
    pub(crate) sid_hash: Option<KeyHash>,
    /// How surely the provider knows.
    pub(crate) acr: Option<String>,
}

/// Whom a logout token logs out: a session at the provider, or all of a person.
#[derive(Clone, Debug)]
pub(crate) struct LogoutOrder {
    pub(crate) subject: Option<Pii<String>>,
    pub(crate) sid_hash: Option<KeyHash>,
}

/// Reads an ID token that a code was exchanged for.
pub(crate) fn read_id_token(
    token: &str,
    keys: &Keys,
    expected: Expected<'_>,
) -> Result<Identity, TokenFault> {
    let claims: Claims = verified(token, keys, |_any| true)?;
    check_parties(&claims, expected.issuer, expected.client_id)?;
    check_time(&claims, expected.now, true)?;
    let nonce = claims.nonce.as_deref().ok_or(TokenFault::Nonce)?;
    if hash_key(nonce) != *expected.nonce_hash {
        return Err(TokenFault::Nonce);
    }
    let subject = claims.sub.as_deref().and_then(subject_of);
    Ok(Identity {
        subject: subject.ok_or(TokenFault::Subject)?,
        sid_hash: claims.sid.as_deref().map(hash_key),
        acr: claims.acr,
    })
}

/// Reads a logout token.
pub(crate) fn read_logout_token(
    token: &str,
    keys: &Keys,
    (issuer, client_id): (&str, &str),
    now: Instant,
) -> Result<LogoutOrder, TokenFault> {
    let claims: Claims = verified(token, keys, |_any| true)?;
    check_parties(&claims, issuer, client_id)?;
    // Drafts of the specification know no expiry.
    check_time(&claims, now, false)?;
    let event = claims.events.as_ref().and_then(|all| all.get(LOGOUT_EVENT));
    if !event.is_some_and(Value::is_object) || claims.nonce.is_some() {
        return Err(TokenFault::Event);
    }
    let order = LogoutOrder {
        subject: claims.sub.as_deref().and_then(subject_of),
        sid_hash: claims.sid.as_deref().map(hash_key),
    };
    if order.subject.is_none() && order.sid_hash.is_none() {
        return Err(TokenFault::Subject);
    }
    Ok(order)
}

/// Whose token it claims to be, and for whom: to find the provider it is verified by.
pub(crate) fn addressees(token: &str) -> Result<(String, Vec<String>), TokenFault> {
    let claims: Claims = jsonwebtoken::dangerous::insecure_decode_claims(token)
        .map_err(|_malformed| TokenFault::Malformed)?;
    Ok((claims.iss, claims.aud.into_list()))
}

/// What a token says, if it is signed by one of the keys, by an algorithm that is accepted.
pub(crate) fn verified<C: DeserializeOwned>(
    token: &str,
    keys: &Keys,
    accepts: impl Fn(Algorithm) -> bool,
) -> Result<C, TokenFault> {
    let header = decode_header(token).map_err(|_malformed| TokenFault::Malformed)?;
    // What must be understood is not (RFC 7515, section 4.1.11).
    if header.crit.is_some() || !accepts(header.alg) {
        return Err(TokenFault::Malformed);
    }
    let candidates = keys.candidates(header.kid.as_deref());
    if candidates.is_empty() {
        return Err(TokenFault::KeyUnknown);
    }
    for candidate in candidates {
        if !candidate.algorithms.contains(&header.alg) {
            continue;
        }
        // Issuer, audience and times are checked by the callers, who know them.
        let mut validation = Validation::new(header.alg);
        validation.required_spec_claims.clear();
        validation.validate_exp = false;
        validation.validate_aud = false;
        if let Ok(data) = decode::<C>(token, &candidate.key, &validation) {
            return Ok(data.claims);
        }
    }
    // Without a key's name, a newer key may be the one.
    Err(match header.kid {
        Some(_) => TokenFault::Forged,
        None => TokenFault::KeyUnknown,
    })
}

fn check_parties(claims: &Claims, issuer: &str, client_id: &str) -> Result<(), TokenFault> {
    if claims.iss != issuer {
        return Err(TokenFault::Issuer);
    }
    let (is_ours, is_shared) = match &claims.aud {
        Audience::One(one) => (one == client_id, false),
        Audience::Many(many) => (many.iter().any(|one| one == client_id), many.len() > 1),
    };
    // A token for several is trusted only where it was asked for by us.
    let was_asked_by_us = match &claims.azp {
        Some(party) => party == client_id,
        None => !is_shared,
    };
    if is_ours && was_asked_by_us {
        Ok(())
    } else {
        Err(TokenFault::Audience)
    }
}

fn check_time(claims: &Claims, now: Instant, must_expire: bool) -> Result<(), TokenFault> {
    let moment = |seconds: i64| Instant::from_timestamp(seconds, 0).ok_or(TokenFault::Time);
    let issued = moment(claims.iat.ok_or(TokenFault::Time)?)?;
    let is_new = issued <= now + SKEW && issued >= now - OLDEST;
    let lasts = match claims.exp {
        Some(seconds) => moment(seconds)? > now - SKEW,
        None => !must_expire,
    };
    let has_begun = match claims.nbf {
        Some(seconds) => moment(seconds)? <= now + SKEW,
        None => true,
    };
    if is_new && lasts && has_begun {
        Ok(())
    } else {
        Err(TokenFault::Time)
    }
}

/// A subject that a database can keep and compare.
fn subject_of(text: &str) -> Option<Pii<String>> {
    let fits = (1..=SUBJECT).contains(&text.len());
    let is_plain = fits && !text.chars().any(char::is_control);
    is_plain.then(|| Pii::new(text.to_owned()))
}
