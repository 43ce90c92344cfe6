//! Asks providers, with time limits and bounds on what they may answer.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use chrono::TimeDelta;
use kernel::Instant;
use platform::{
    Secret,
    http::{CheckedResolver, RateLimiter, SystemLookup},
};
use reqwest::{Client, RequestBuilder, Url, header, redirect::Policy};
use serde::{Deserialize, de::DeserializeOwned};

use super::{Described, Keys, Metadata};
use crate::domain::{AddressRule, Settings};

/// How long a whole answer may take.
const ANSWER_LIMIT: Duration = Duration::from_secs(8);
const CONNECT_LIMIT: Duration = Duration::from_secs(4);
/// Bytes of an answer.
const MOST_BYTES: usize = 256 * 1024;
/// How long what a provider says of itself, and its keys, are taken for true.
const MEMORY: TimeDelta = TimeDelta::hours(1);
/// Times the keys of a provider are asked for anew because a token names an unknown one: at once, and per
/// minute. Anybody can make up key ids.
const MISSES: (u32, u32) = (2, 1);
/// Providers remembered.
const ROOM: usize = 1000;

/// Why a provider is of no use.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProviderFault {
    /// Nothing answers at the address, or not in time.
    #[error("the provider does not answer")]
    Unreachable(#[source] reqwest::Error),
    /// It answers that something is wrong.
    #[error("the provider answers with status {0}")]
    Status(u16),
    /// It refuses the code, or the client; its word for it.
    #[error("the provider refuses: {0}")]
    Refused(String),
    /// Its answer is no JSON of the expected shape.
    #[error("the answer of the provider cannot be read")]
    Unreadable,
    #[error("the answer of the provider is too long")]
    TooLong,
    #[error("the provider calls itself something else")]
    IssuerDiffers,
    #[error("the provider names an address that is not asked")]
    AddressRefused,
    #[error("the provider names no key that it signs with")]
    NoKeys,
}

/// A code to be exchanged for a token.
pub(crate) struct Exchange<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) client_secret: Option<&'a Secret<String>>,
    pub(crate) code: &'a str,
    pub(crate) verifier: &'a Secret<String>,
    pub(crate) redirect_uri: &'a str,
}

#[derive(Clone)]
struct Known<M> {
    metadata: Arc<M>,
    keys: Option<Arc<Keys>>,
    asked_at: Instant,
}

/// Knows providers, or other issuers, by what they say of themselves.
pub(crate) struct ProviderClient<M = Metadata> {
    http: Client,
    rule: AddressRule,
    known: Mutex<HashMap<String, Known<M>>>,
    misses: RateLimiter,
}

impl<M> fmt::Debug for ProviderClient<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProviderClient")
    }
}

#[derive(Deserialize)]
struct TokenAnswer {
    id_token: Secret<String>,
}

#[derive(Deserialize)]
struct RefusalAnswer {
    error: String,
}

impl<M: Described> ProviderClient<M> {
    /// # Errors
    /// The TLS library cannot be set up.
    pub(crate) fn new(rule: AddressRule) -> Result<Self, reqwest::Error> {
        let http = Client::builder()
            .timeout(ANSWER_LIMIT)
            .connect_timeout(CONNECT_LIMIT)
            .redirect(Policy::none())
            .dns_resolver(CheckedResolver::new(rule, Arc::new(SystemLookup)))
            .user_agent("veiviser")
            .build()?;
        Ok(Self {
            http,
            rule,
            known: Mutex::default(),
            misses: RateLimiter::new(MISSES.0, MISSES.1),
        })
    }

    pub(crate) const fn rule(&self) -> AddressRule {
        self.rule
    }

    /// What the issuer says of itself; asked anew every hour.
    pub(crate) async fn metadata(
        &self,
        issuer: &str,
        now: Instant,
    ) -> Result<Arc<M>, ProviderFault> {
        let known = self.lock().get(issuer).cloned();
        if let Some(known) = known.filter(|known| now - known.asked_at < MEMORY) {
            return Ok(known.metadata);
        }
        let metadata = Arc::new(self.ask_metadata(issuer).await?);
        let mut known = self.lock();
        if known.len() >= ROOM {
            known.clear();
        }
        let fresh = Known {
            metadata: Arc::clone(&metadata),
            keys: None,
            asked_at: now,
        };
        known.insert(issuer.to_owned(), fresh);
        Ok(metadata)
    }

    /// The keys of the issuer as last asked for.
    pub(crate) async fn keys(
        &self,
        issuer: &str,
        now: Instant,
    ) -> Result<Arc<Keys>, ProviderFault> {
        let metadata = self.metadata(issuer, now).await?;
        let keys = self.lock().get(issuer).and_then(|known| known.keys.clone());
        match keys {
            Some(keys) => Ok(keys),
            None => self.refresh(issuer, &metadata).await,
        }
    }

    /// The keys of the issuer anew, because a token names one that is not among them: providers change
    /// their keys. None where that was asked for too often.
    pub(crate) async fn newer_keys(
        &self,
        issuer: &str,
        now: Instant,
    ) -> Result<Option<Arc<Keys>>, ProviderFault> {
        if self.misses.take(issuer, now).is_err() {
            return Ok(None);
        }
        let metadata = self.metadata(issuer, now).await?;
        self.refresh(issuer, &metadata).await.map(Some)
    }

    /// Asks the provider itself, whatever is remembered of it.
    pub(crate) async fn probe(&self, issuer: &str) -> Result<M, ProviderFault> {
        let metadata = self.ask_metadata(issuer).await?;
        self.ask_keys(&metadata).await?;
        Ok(metadata)
    }

    async fn ask_metadata(&self, issuer: &str) -> Result<M, ProviderFault> {
        let metadata: M = self.get(&M::address(issuer)).await?;
        metadata.checked(issuer, self.rule)
    }

    async fn refresh(&self, issuer: &str, metadata: &M) -> Result<Arc<Keys>, ProviderFault> {
        let keys = Arc::new(self.ask_keys(metadata).await?);
        if let Some(known) = self.lock().get_mut(issuer) {
            known.keys = Some(Arc::clone(&keys));
        }
        Ok(keys)
    }

    async fn ask_keys(&self, metadata: &M) -> Result<Keys, ProviderFault> {
        let address = metadata.jwks_uri(self.rule)?;
        let keys = Keys::read(&ask(self.http.get(address)).await?);
        if keys.is_empty() {
            return Err(ProviderFault::NoKeys);
        }
        Ok(keys)
    }

    async fn get<T: DeserializeOwned>(&self, address: &str) -> Result<T, ProviderFault> {
        let address: Url = self
            .rule
            .read(address)
            .map_err(|_fault| ProviderFault::AddressRefused)?;
        ask(self.http.get(address)).await
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Known<M>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ProviderClient {
    /// Exchanges a code for an ID token (Core, section 3.1.3; RFC 7636, section 4.5).
    pub(crate) async fn exchange(
        &self,
        metadata: &Metadata,
        exchange: Exchange<'_>,
    ) -> Result<Secret<String>, ProviderFault> {
        let client_id = exchange.settings.client_id.as_str();
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", exchange.code),
            ("redirect_uri", exchange.redirect_uri),
            ("code_verifier", exchange.verifier.expose()),
        ];
        let mut request = self.http.post(metadata.token_endpoint(self.rule)?);
        match exchange.client_secret {
            Some(secret) if !metadata.takes_secret_in_form() => {
                let value = basic(client_id, secret);
                request = request.header(header::AUTHORIZATION, value.expose());
            }
            Some(secret) => {
                form.push(("client_id", client_id));
                form.push(("client_secret", secret.expose()));
            }
            None => form.push(("client_id", client_id)),
        }
        let answer: TokenAnswer = ask(request.form(&form)).await?;
        Ok(answer.id_token)
    }
}

/// Id and secret as form values, then as user and password (RFC 6749, section 2.3.1).
fn basic(client_id: &str, secret: &Secret<String>) -> Secret<String> {
    let encoded = |text: &str| -> String {
        let mut url = Url::parse("veiviser:").ok();
        let query = url.as_mut().map(|url| {
            url.query_pairs_mut().append_key_only(text);
            url.query().unwrap_or_default().to_owned()
        });
        query.unwrap_or_default()
    };
    let pair = format!("{}:{}", encoded(client_id), encoded(secret.expose()));
    Secret::new(format!("Basic {}", BASE64.encode(pair)))
}

async fn ask<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, ProviderFault> {
    let request = request.header(header::ACCEPT, "application/json");
    let mut response = request.send().await.map_err(unreachable)?;
    let status = response.status();
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
        if bytes.len() + chunk.len() > MOST_BYTES {
            return Err(ProviderFault::TooLong);
        }
        bytes.extend_from_slice(&chunk);
    }
    if !status.is_success() {
        let refusal: Option<RefusalAnswer> = serde_json::from_slice(&bytes).ok();
        return Err(match refusal {
            Some(refusal) => ProviderFault::Refused(printable(&refusal.error)),
            None => ProviderFault::Status(status.as_u16()),
        });
    }
    serde_json::from_slice(&bytes).map_err(|_malformed| ProviderFault::Unreadable)
}

/// Without the address, which may carry a code.
fn unreachable(error: reqwest::Error) -> ProviderFault {
    ProviderFault::Unreachable(error.without_url())
}

/// A foreign word that may stand in the log: an error code of RFC 6749 is letters and underscores.
pub(crate) fn printable(word: &str) -> String {
    let letters = word
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '_');
    letters.take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn id_and_secret_are_form_values_before_they_are_basic() {
        let value = basic("a:b", &Secret::new("ø +".to_owned()));
        let encoded = value.expose().strip_prefix("Basic ").unwrap();
        let pair = BASE64.decode(encoded).unwrap();
        assert_eq!(pair, b"a%3Ab:%C3%B8+%2B");
    }

    #[test]
    fn foreign_words_are_harmless_in_a_log() {
        assert_eq!(printable("access_denied\n<b>"), "access_deniedb");
    }
}
