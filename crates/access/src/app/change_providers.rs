use kernel::{CentreId, IdentityProviderId, ProblemCode, Scope};
use platform::{
    Ctx, Fault, Secret, TenantTx,
    audit::{self, Deed},
    http::Problem,
};
use serde_json::{Value, json};

use super::CLIENT_SECRET;
use crate::{
    api::Parts,
    domain::{FieldFault, Provider, Settings, checked_secret},
    store,
};

/// Providers of one centre, or of the national layer.
const MOST_PROVIDERS: usize = 10;

/// How a provider is to be set up.
pub(crate) struct ProviderChange {
    pub(crate) settings: Settings,
    /// None: as it was, where nothing else of what it was agreed with changes.
    pub(crate) client_secret: Option<Secret<String>>,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProviderError {
    #[error("no such provider in the scope")]
    NotFound,
    #[error("a field breaks a rule")]
    Invalid(FieldFault),
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<FieldFault> for ProviderError {
    fn from(fault: FieldFault) -> Self {
        Self::Invalid(fault)
    }
}

impl From<ProviderError> for Problem {
    fn from(error: ProviderError) -> Self {
        match error {
            ProviderError::NotFound => Self::new(ProblemCode::NotFound),
            ProviderError::Invalid(FieldFault(field, reason)) => Self::invalid(field, reason),
            ProviderError::Fault(fault) => fault.into(),
        }
    }
}

/// The providers of the scope, oldest first.
pub(crate) async fn list_providers(tx: &TenantTx) -> Result<Vec<Provider>, Fault> {
    store::identity_provider::list(tx).await
}

/// What anybody may log in by: the national providers first.
pub(crate) async fn list_providers_in_use(
    ctx: &Ctx,
    parts: &Parts,
) -> Result<Vec<Provider>, Fault> {
    let tx = ctx.database().read(Scope::System).await?;
    let mut providers = store::identity_provider::list(&tx).await?;
    providers.retain(|provider| parts.is_in_use(provider));
    providers.sort_by_key(|provider| (provider.centre.is_some(), provider.settings.name.clone()));
    Ok(providers)
}

/// Adds a provider to the centre or the national layer that the transaction's scope is.
pub(crate) async fn create_provider(
    ctx: &Ctx,
    tx: &TenantTx,
    parts: &Parts,
    change: ProviderChange,
) -> Result<Provider, ProviderError> {
    if store::identity_provider::list(tx).await?.len() >= MOST_PROVIDERS {
        return Err(FieldFault("name", "there are at most 10 providers").into());
    }
    let mut provider = Provider {
        id: ctx.new_id(),
        centre: owner(tx),
        settings: change.settings.checked(parts.providers.rule())?,
        client_secret: None,
    };
    provider.client_secret = sealed(parts, provider.id, change.client_secret.as_ref())?;
    store::identity_provider::insert(tx, &provider, ctx.now).await?;
    let values = (None, Some(facts(&provider)));
    settle(ctx, tx, ("create", provider.id), values).await?;
    Ok(provider)
}

/// Changes a provider of the scope. The secret agreed with one issuer for one client is never sent to another.
pub(crate) async fn update_provider(
    ctx: &Ctx,
    tx: &TenantTx,
    parts: &Parts,
    (id, change): (IdentityProviderId, ProviderChange),
) -> Result<Provider, ProviderError> {
    let old = find(tx, id).await?;
    let settings = change.settings.checked(parts.providers.rule())?;
    let stays =
        settings.issuer == old.settings.issuer && settings.client_id == old.settings.client_id;
    let is_new = change.client_secret.is_some();
    let client_secret = match sealed(parts, id, change.client_secret.as_ref())? {
        None if stays => old.client_secret.clone(),
        given => given,
    };
    let provider = Provider {
        id,
        centre: old.centre,
        settings,
        client_secret,
    };
    if provider.settings == old.settings && provider.client_secret == old.client_secret {
        return Ok(provider);
    }
    store::identity_provider::update(tx, &provider).await?;
    let mut new = facts(&provider);
    if is_new && let Some(new) = new.as_object_mut() {
        new.insert("client_secret".to_owned(), "replaced".into());
    }
    settle(ctx, tx, ("update", id), (Some(facts(&old)), Some(new))).await?;
    Ok(provider)
}

/// Removes a provider of the scope: nobody logs in by it any more, and who did is logged out.
pub(crate) async fn delete_provider(
    ctx: &Ctx,
    tx: &TenantTx,
    id: IdentityProviderId,
) -> Result<(), ProviderError> {
    let old = find(tx, id).await?;
    store::identity_provider::delete(tx, id).await?;
    settle(ctx, tx, ("delete", id), (Some(facts(&old)), None)).await?;
    Ok(())
}

pub(super) async fn find(tx: &TenantTx, id: IdentityProviderId) -> Result<Provider, ProviderError> {
    let provider = store::identity_provider::find(tx, id).await?;
    provider.ok_or(ProviderError::NotFound)
}

const fn owner(tx: &TenantTx) -> Option<CentreId> {
    match tx.scope() {
        Scope::Centre(id) => Some(id),
        _ => None,
    }
}

fn sealed(
    parts: &Parts,
    id: IdentityProviderId,
    secret: Option<&Secret<String>>,
) -> Result<Option<String>, ProviderError> {
    let Some(secret) = secret else {
        return Ok(None);
    };
    let secret = checked_secret(secret)?;
    Ok(Some(parts.sealer.seal(
        CLIENT_SECRET,
        id.to_row(),
        &secret,
    )?))
}

async fn settle(
    ctx: &Ctx,
    tx: &TenantTx,
    (verb, id): (&str, IdentityProviderId),
    (old, new): (Option<Value>, Option<Value>),
) -> Result<(), Fault> {
    let centre = owner(tx);
    let action = match (centre.is_some(), verb) {
        (true, "create") => "identity:provider_create",
        (true, "update") => "identity:provider_update",
        (true, _) => "identity:provider_delete",
        (false, "create") => "national:provider_create",
        (false, "update") => "national:provider_update",
        (false, _) => "national:provider_delete",
    };
    let deed = Deed {
        centre,
        action,
        target: id.to_string(),
        old,
        new,
    };
    audit::record(ctx, tx, deed).await
}

/// What the log tells of a provider; never the secret.
fn facts(provider: &Provider) -> Value {
    let settings = &provider.settings;
    json!({
        "preset": settings.preset,
        "name": settings.name,
        "issuer": settings.issuer,
        "client_id": settings.client_id,
        "has_secret": provider.client_secret.is_some(),
        "scopes": settings.scopes,
        "acr_values": settings.acr_values,
        "enabled": settings.is_enabled,
    })
}
