//! Client credentials with a signed assertion (RFC 6749, section 4.4; RFC 7523, section 2.2).

use std::sync::Arc;

use access::machine::{ExpectedAssertion, PublicKeys, TokenRefusal, issuer_of, read_assertion};
use chrono::TimeDelta;
use kernel::{PartnerId, PartnerScope, PartnerState, Scope};
use platform::{Ctx, Fault, Secret};

use crate::{
    api::Inner,
    domain::{Key, TokenClaims, scopes_of, write_token},
    register::Known,
    store,
};

/// The one grant there is.
const GRANT: &str = "client_credentials";
/// The one way to prove who one is.
const ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What a client sent. Not to be printed: an assertion opens the door once.
pub(crate) struct TokenRequest {
    pub(crate) grant_type: Option<String>,
    pub(crate) client_assertion_type: Option<String>,
    pub(crate) client_assertion: Option<String>,
    pub(crate) client_id: Option<String>,
    pub(crate) scope: Option<String>,
}

/// A token for a client.
#[derive(Debug)]
pub(crate) struct Issued {
    pub(crate) token: Secret<String>,
    pub(crate) expires_in_s: u32,
    pub(crate) scopes: Vec<PartnerScope>,
}

/// Why there is no token (RFC 6749, section 5.2).
#[derive(Debug, thiserror::Error)]
pub(crate) enum IssueError {
    #[error("{0}")]
    InvalidRequest(&'static str),
    #[error("the grant is not client_credentials")]
    UnsupportedGrant,
    #[error("the assertion is not trusted: {0}")]
    InvalidClient(#[from] TokenRefusal),
    #[error("the assertion was used before")]
    Replayed,
    #[error("the client is suspended")]
    Suspended,
    #[error("a scope is unknown, or the client was not given it")]
    InvalidScope,
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Issues a token for the client that the assertion proves.
pub(crate) async fn issue_token(
    ctx: &Ctx,
    inner: &Inner,
    request: TokenRequest,
) -> Result<Issued, IssueError> {
    let assertion = assertion_in(&request)?;
    let (known, key) = prove(ctx, inner, assertion).await?;
    let partner = &known.partner;
    let named = request.client_id.as_deref().map(str::parse::<PartnerId>);
    if !named.is_none_or(|named| named.is_ok_and(|id| id == partner.id)) {
        return Err(TokenRefusal::Issuer.into());
    }
    if partner.state == PartnerState::Suspended {
        return Err(IssueError::Suspended);
    }
    let scopes = match request.scope.as_deref().map(str::trim) {
        None | Some("") => partner.fields.scopes.clone(),
        Some(wanted) => asked_for(inner, wanted, &partner.fields.scopes)?,
    };
    let life = inner.config.token_seconds;
    let claims = TokenClaims {
        partner: partner.id,
        key: key.id,
        scopes,
        expires_at: ctx.now + TimeDelta::seconds(i64::from(life)),
    };
    Ok(Issued {
        token: write_token(&inner.mac, &claims)?,
        expires_in_s: life,
        scopes: claims.scopes,
    })
}

fn assertion_in(request: &TokenRequest) -> Result<&str, IssueError> {
    match request.grant_type.as_deref() {
        Some(GRANT) => {}
        Some(_) => return Err(IssueError::UnsupportedGrant),
        None => return Err(IssueError::InvalidRequest("grant_type is missing")),
    }
    if request.client_assertion_type.as_deref() != Some(ASSERTION) {
        return Err(IssueError::InvalidRequest(
            "client_assertion_type must be urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        ));
    }
    let assertion = request.client_assertion.as_deref();
    assertion.ok_or(IssueError::InvalidRequest("client_assertion is missing"))
}

/// Who wrote an assertion, and by which key. It is used up thereby.
async fn prove(ctx: &Ctx, inner: &Inner, assertion: &str) -> Result<(Arc<Known>, Key), IssueError> {
    // A stranger learns nothing about who is known.
    let unknown = || IssueError::from(TokenRefusal::KeyUnknown);
    let client = issuer_of(assertion).ok_or(TokenRefusal::Malformed)?;
    let id: PartnerId = client.parse().map_err(|_odd| unknown())?;
    let known = inner.register.find(ctx, id).await?.ok_or_else(unknown)?;
    let live = known.keys.iter().filter(|key| key.is_live(ctx.now));
    let live: Vec<&Key> = live.collect();
    let jwks: Vec<_> = live.iter().map(|key| key.jwk.clone()).collect();
    let audiences = inner.addresses.audiences();
    let expected = ExpectedAssertion {
        client: &client,
        audiences: &audiences,
        now: ctx.now,
    };
    let read = read_assertion(assertion, &PublicKeys::of(&jwks), expected)?;
    let key = live.into_iter().find(|key| key.kid == read.kid).cloned();
    let key = key.ok_or_else(unknown)?;
    let tx = ctx.database().write(Scope::System).await?;
    let used = store::assertion::insert(&tx, id, (&read.id_hash, read.ends_at), ctx.now).await;
    match used {
        Err(fault) if fault.is_unique_violation() => return Err(IssueError::Replayed),
        used => used?,
    }
    tx.commit().await?;
    Ok((known, key))
}

/// The scopes a client asks for; all must be known and given to it.
fn asked_for(
    inner: &Inner,
    wanted: &str,
    given: &[PartnerScope],
) -> Result<Vec<PartnerScope>, IssueError> {
    let wanted: Option<Vec<PartnerScope>> = wanted
        .split_whitespace()
        .map(|word| inner.scope_of(word))
        .collect();
    let wanted = wanted.ok_or(IssueError::InvalidScope)?;
    if wanted.iter().all(|scope| given.contains(scope)) {
        Ok(scopes_of(|scope| wanted.contains(&scope)))
    } else {
        Err(IssueError::InvalidScope)
    }
}
