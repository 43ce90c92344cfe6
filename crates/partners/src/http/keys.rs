//! A partner's own keys: it registers the next one and removes the old one.

use std::{fmt, sync::Arc};

use chrono::{DateTime, FixedOffset, Utc};
use kernel::{PartnerKeyId, Scope};
use platform::{
    Ctx,
    http::{Input, Problem, Wire},
};
use poem_openapi::{ApiResponse, Object, OpenApi, param::Path, payload::Json, types::Any};
use serde::Deserialize;
use serde_json::Value;

use super::{PartnerProblem, PartnerReadProblem, Tag, partner_of};
use crate::{
    api::Inner,
    app::{NewKey, add_key, list_keys, remove_key},
    domain::Key,
};

platform::problem_responses! {
    /// Why there is no new key.
    pub(super) KeyProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
    }
}

/// The keys of the partner that asks.
#[derive(Clone)]
pub struct OwnKeysApi(Arc<Inner>);

impl fmt::Debug for OwnKeysApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OwnKeysApi")
    }
}

/// A public key to register.
#[derive(Object, Deserialize)]
#[oai(rename = "PartnerKeyInput")]
#[serde(deny_unknown_fields)]
pub(super) struct KeyInput {
    /// A public key (RFC 7517) with a `kid`: RSA of 2048 to 4096 bits, P-256 or Ed25519.
    jwk: Any<Value>,
    /// When it ends; absent: when it is removed.
    not_after: Option<DateTime<FixedOffset>>,
}

impl KeyInput {
    pub(super) fn read(self) -> NewKey {
        NewKey {
            jwk: self.jwk.0,
            not_after: self.not_after.map(|end| end.to_utc()),
        }
    }
}

/// A public key.
#[derive(Object)]
#[oai(rename = "PartnerKey", skip_serializing_if_is_none)]
pub(super) struct KeyBody {
    id: Wire<PartnerKeyId>,
    /// Its name, chosen by the partner.
    kid: String,
    /// The signature it makes.
    algorithm: String,
    /// The key (RFC 7517).
    jwk: Any<Value>,
    not_after: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
}

impl From<Key> for KeyBody {
    fn from(key: Key) -> Self {
        Self {
            id: Wire(key.id),
            kid: key.kid,
            algorithm: key.algorithm,
            jwk: Any(key.jwk),
            not_after: key.not_after,
            created_at: key.created_at,
        }
    }
}

/// All keys.
#[derive(Object)]
#[oai(rename = "PartnerKeys")]
pub(super) struct KeysBody {
    items: Vec<KeyBody>,
}

impl From<Vec<Key>> for KeysBody {
    fn from(keys: Vec<Key>) -> Self {
        Self {
            items: keys.into_iter().map(KeyBody::from).collect(),
        }
    }
}

#[derive(ApiResponse)]
pub(super) enum KeyAdded {
    /// As it is kept.
    #[oai(status = 201)]
    Done(Json<KeyBody>),
}

#[derive(ApiResponse)]
pub(super) enum KeyRemoved {
    /// It is gone, and so is what was asked for by it.
    #[oai(status = 204)]
    Done,
}

impl OwnKeysApi {
    pub(super) const fn new(inner: Arc<Inner>) -> Self {
        Self(inner)
    }

    async fn add(&self, ctx: &Ctx, new: NewKey) -> Result<KeyAdded, Problem> {
        let partner = partner_of(ctx)?;
        // The audit log is not the partner's to write; the use case touches the partner's own keys only.
        let tx = ctx.database().write(Scope::System).await?;
        let key = add_key(ctx, &tx, (partner, new), "own:key_create").await?;
        tx.commit().await?;
        self.0.register.forget();
        Ok(KeyAdded::Done(Json(key.into())))
    }

    async fn remove(&self, ctx: &Ctx, id: PartnerKeyId) -> Result<KeyRemoved, Problem> {
        let partner = partner_of(ctx)?;
        let tx = ctx.database().write(Scope::System).await?;
        remove_key(ctx, &tx, (partner, id), "own:key_delete").await?;
        tx.commit().await?;
        self.0.register.forget();
        Ok(KeyRemoved::Done)
    }
}

#[OpenApi(tag = "Tag::Partner")]
impl OwnKeysApi {
    /// List own keys
    ///
    /// Needs a token that was asked for by one of them.
    #[oai(path = "/keys", method = "get", operation_id = "own_key_list")]
    async fn list(&self, ctx: Ctx) -> Result<Json<KeysBody>, PartnerProblem> {
        let partner = partner_of(&ctx)?;
        let tx = ctx.read().await?;
        let keys = list_keys(&tx, partner).await?;
        Ok(Json(keys.into()))
    }

    /// Add own key
    ///
    /// Needs a token that was asked for by another one.
    #[oai(path = "/keys", method = "post", operation_id = "own_key_create")]
    async fn create(&self, ctx: Ctx, key: Input<KeyInput>) -> Result<KeyAdded, KeyProblem> {
        Ok(self.add(&ctx, key.0.read()).await?)
    }

    /// Remove own key
    ///
    /// Needs a token that was asked for by one of them. Tokens that were asked for by the removed one are of no use
    /// any more.
    #[oai(
        path = "/keys/:key_id",
        method = "delete",
        operation_id = "own_key_delete"
    )]
    async fn delete(
        &self,
        ctx: Ctx,
        key_id: Path<Wire<PartnerKeyId>>,
    ) -> Result<KeyRemoved, PartnerReadProblem> {
        Ok(self.remove(&ctx, key_id.0.0).await?)
    }
}
