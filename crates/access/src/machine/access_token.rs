//! Access tokens as Maskinporten writes them (RFC 9068 knows none of `consumer`, `supplier`, `delegation_source`).

use chrono::TimeDelta;
use jsonwebtoken::Algorithm;
use kernel::{Instant, OrganisationNumber};
use serde::Deserialize;
use serde_json::Value;

use super::{MachineFault, TokenRefusal};
use crate::{
    domain::AddressRule,
    oidc::{Audience, Keys, ProviderClient, ServerMetadata, TokenFault, verified},
};

/// How far the clocks may be apart.
const SKEW: TimeDelta = TimeDelta::seconds(30);
/// No token lives longer.
const LONGEST_LIFE: TimeDelta = TimeDelta::hours(24);
/// What tokens without audience said in earlier days.
const UNSPECIFIED: &str = "unspecified";
/// How the consumer names an organisation.
const ACTOR_ID: &str = "iso6523-actorid-upis";
/// The register of Norwegian legal entities (ISO 6523).
const ORGANISATION: &str = "0192";
/// Characters of what names a source of delegations.
const SOURCE: usize = 255;

/// The TLS library cannot be set up.
#[derive(Debug, thiserror::Error)]
#[error("issuers cannot be asked")]
pub struct MachinesError(#[from] reqwest::Error);

/// Whose tokens are read, for whom.
#[derive(Clone, Copy, Debug)]
pub struct ExpectedToken<'a> {
    /// Letter by letter as the issuer calls itself.
    pub issuer: &'a str,
    /// What the token must be restricted to, if to anything.
    pub audience: &'a str,
    /// Whether it must be restricted: one that is not can be replayed by other services.
    pub must_name_audience: bool,
    /// The present instant.
    pub now: Instant,
}

/// Who acts for the consumer, and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    /// The organisation whose system asks.
    pub supplier: OrganisationNumber,
    /// Where the consumer gave leave.
    pub source: String,
}

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MachineToken {
    /// The organisation on whose behalf it is used.
    pub consumer: OrganisationNumber,
    /// Who acts for it; none where it acts itself.
    pub authority: Option<Authority>,
    /// What it is good for, as the issuer spells it.
    pub scopes: Vec<String>,
    /// When it ends.
    pub expires_at: Instant,
}

#[derive(Deserialize)]
struct Claims {
    iss: Option<String>,
    aud: Option<Audience>,
    exp: Option<i64>,
    iat: Option<i64>,
    nbf: Option<i64>,
    #[serde(default)]
    scope: String,
    consumer: Option<Value>,
    supplier: Option<Value>,
    delegation_source: Option<String>,
}

/// Reads tokens by the keys of their issuers, which are remembered and asked for anew when they change.
#[derive(Debug)]
pub struct Machines(ProviderClient<ServerMetadata>);

impl Machines {
    /// Issuers on the machine itself are asked only where the service is there as well.
    ///
    /// # Errors
    /// The TLS library cannot be set up.
    pub fn for_service_at(public_url: &str) -> Result<Self, MachinesError> {
        let rule = AddressRule::for_service_at(public_url);
        Ok(Self(ProviderClient::new(rule)?))
    }

    /// Reads a token. No transaction should be open: the issuer may be asked.
    ///
    /// # Errors
    /// It is not to be trusted, or its issuer does not answer.
    pub async fn read(
        &self,
        token: &str,
        expected: ExpectedToken<'_>,
    ) -> Result<MachineToken, MachineFault> {
        let keys = self.0.keys(expected.issuer, expected.now).await?;
        let outcome = read_token(token, &keys, expected);
        if outcome != Err(TokenRefusal::KeyUnknown) {
            return Ok(outcome?);
        }
        let newer = self.0.newer_keys(expected.issuer, expected.now).await?;
        let outcome = newer.map_or(outcome, |keys| read_token(token, &keys, expected));
        Ok(outcome?)
    }
}

/// Reads a token by the keys that are known.
pub(super) fn read_token(
    token: &str,
    keys: &Keys,
    expected: ExpectedToken<'_>,
) -> Result<MachineToken, TokenRefusal> {
    let claims: Claims = verified(token, keys, is_accepted)?;
    if claims.iss.as_deref() != Some(expected.issuer) {
        return Err(TokenRefusal::Issuer);
    }
    let expires_at = check_time(&claims, expected.now)?;
    check_audience(claims.aud, expected)?;
    let consumer = claims.consumer.as_ref().and_then(organisation_of);
    let source = claims.delegation_source;
    Ok(MachineToken {
        consumer: consumer.ok_or(TokenRefusal::Consumer)?,
        authority: claims
            .supplier
            .map(|supplier| authority_of(&supplier, source))
            .transpose()?,
        scopes: claims.scope.split_whitespace().map(str::to_owned).collect(),
        expires_at,
    })
}

const fn is_accepted(algorithm: Algorithm) -> bool {
    matches!(
        algorithm,
        Algorithm::RS256 | Algorithm::RS384 | Algorithm::RS512
    )
}

fn check_time(claims: &Claims, now: Instant) -> Result<Instant, TokenRefusal> {
    let moment = |seconds: i64| Instant::from_timestamp(seconds, 0).ok_or(TokenFault::Time);
    let issued_at = moment(claims.iat.ok_or(TokenFault::Time)?)?;
    let expires_at = moment(claims.exp.ok_or(TokenFault::Time)?)?;
    let begins_at = moment(claims.nbf.unwrap_or(issued_at.timestamp()))?;
    let is_begun = issued_at <= now + SKEW && begins_at <= now + SKEW;
    let lasts = expires_at > now - SKEW && expires_at - issued_at <= LONGEST_LIFE;
    if is_begun && lasts {
        Ok(expires_at)
    } else {
        Err(TokenRefusal::Time)
    }
}

/// A token that is restricted to others is refused also where no restriction is needed.
fn check_audience(
    audience: Option<Audience>,
    expected: ExpectedToken<'_>,
) -> Result<(), TokenRefusal> {
    let mut named = audience.map_or_else(Vec::new, Audience::into_list);
    named.retain(|one| one != UNSPECIFIED);
    let is_ours = named.iter().any(|one| one == expected.audience);
    if is_ours || named.is_empty() && !expected.must_name_audience {
        Ok(())
    } else {
        Err(TokenRefusal::Audience)
    }
}

fn authority_of(supplier: &Value, source: Option<String>) -> Result<Authority, TokenRefusal> {
    let source = source.filter(|source| (1..=SOURCE).contains(&source.len()));
    Ok(Authority {
        supplier: organisation_of(supplier).ok_or(TokenRefusal::Delegation)?,
        source: source.ok_or(TokenRefusal::Delegation)?,
    })
}

/// The organisation in `{"authority": "iso6523-actorid-upis", "ID": "0192:…"}`. The id has two to four parts
/// (ISO 6523: register, organisation, part of it, register of parts), and some write the authority before it.
fn organisation_of(actor: &Value) -> Option<OrganisationNumber> {
    let authority = actor.get("authority")?.as_str()?;
    if !authority.eq_ignore_ascii_case(ACTOR_ID) {
        return None;
    }
    let id = actor.get("ID")?.as_str()?;
    let id = id.strip_prefix("iso6523-actorid-upis::").unwrap_or(id);
    let parts: Vec<&str> = id.split(':').map(str::trim).collect();
    match parts.as_slice() {
        [ORGANISATION, number] | [ORGANISATION, number, _] | [ORGANISATION, number, _, _] => {
            number.parse().ok()
        }
        _ => None,
    }
}
