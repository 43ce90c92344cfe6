//! Our own access tokens: what they say, and a MAC over it. Not JSON Web Tokens, because nobody but us reads them:
//! there is no header that could name another algorithm.

use aws_lc_rs::hmac;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use kernel::{Instant, PartnerId, PartnerKeyId, PartnerScope};
use platform::{Fault, Secret};
use serde::{Deserialize, Serialize};

/// What they begin with, so that scanners for secrets know them.
pub(crate) const TOKEN_PREFIX: &str = "vvp_";
/// Characters that are looked at.
const LONGEST: usize = 1000;

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TokenClaims {
    pub(crate) partner: PartnerId,
    /// The key it was asked for by: it is of no use once that is gone.
    pub(crate) key: PartnerKeyId,
    pub(crate) scopes: Vec<PartnerScope>,
    pub(crate) expires_at: Instant,
}

/// Writes a token.
pub(crate) fn write_token(mac: &hmac::Key, claims: &TokenClaims) -> Result<Secret<String>, Fault> {
    let body = BASE64URL.encode(serde_json::to_vec(claims)?);
    let tag = BASE64URL.encode(hmac::sign(mac, body.as_bytes()));
    Ok(Secret::new(format!("{TOKEN_PREFIX}{body}.{tag}")))
}

/// Reads a token that has not expired; none where it is not ours.
pub(crate) fn read_token(mac: &hmac::Key, token: &str, now: Instant) -> Option<TokenClaims> {
    let token = token.strip_prefix(TOKEN_PREFIX)?;
    let (body, tag) = token.split_once('.').filter(|_| token.len() <= LONGEST)?;
    let tag = BASE64URL.decode(tag).ok()?;
    hmac::verify(mac, body.as_bytes(), &tag).ok()?;
    let claims: TokenClaims = serde_json::from_slice(&BASE64URL.decode(body).ok()?).ok()?;
    (claims.expires_at > now).then_some(claims)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use testkit::working_day;

    fn claims() -> TokenClaims {
        let (sources, _clock) = testkit::sources(1);
        TokenClaims {
            partner: PartnerId::new(&sources),
            key: PartnerKeyId::new(&sources),
            scopes: PartnerScope::ALL.to_vec(),
            expires_at: working_day() + TimeDelta::minutes(10),
        }
    }

    #[test]
    fn a_token_reads_back_until_it_expires() {
        let mac = testkit::sealer().mac_key("partner tokens");
        let token = write_token(&mac, &claims()).unwrap();
        let read = |after: TimeDelta| read_token(&mac, token.expose(), working_day() + after);
        assert_eq!(read(TimeDelta::minutes(9)), Some(claims()));
        assert_eq!(read(TimeDelta::minutes(10)), None);
    }

    #[test]
    fn a_token_with_any_other_character_is_not_ours() {
        let mac = testkit::sealer().mac_key("partner tokens");
        let token = write_token(&mac, &claims()).unwrap();
        let text = token.expose();
        for place in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[place] ^= 1;
            let other = String::from_utf8(bytes).unwrap();
            assert_eq!(read_token(&mac, &other, working_day()), None, "{place}");
        }
        let other = testkit::sealer().mac_key("something else");
        assert_eq!(read_token(&other, text, working_day()), None);
        for odd in ["", "vvp_", "vvp_.", "vvp_e30.", "vvp_e30.AAAA"] {
            assert_eq!(read_token(&mac, odd, working_day()), None, "{odd}");
        }
    }
}
