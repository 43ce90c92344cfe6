//! For operators: whether what log-in needs is there.

use platform::{Ctx, Fault, Sealer};

use crate::{domain::AddressRule, oidc::ProviderClient, store};

/// A log-in provider that people use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderState {
    /// As people read it at log-in.
    pub name: String,
    /// What it calls itself.
    pub issuer: String,
    /// Why nobody can log in by it; none where they can.
    pub fault: Option<String>,
}

/// Asks every provider in use what it says of itself. No transaction is open while they are asked.
///
/// # Errors
/// The database does not answer, or the TLS library cannot be set up.
pub async fn reach_providers(ctx: &Ctx, public_url: &str) -> Result<Vec<ProviderState>, Fault> {
    let tx = ctx.read().await?;
    let providers = store::identity_provider::list(&tx).await?;
    drop(tx);
    let client: ProviderClient = ProviderClient::new(AddressRule::for_service_at(public_url))
        .map_err(|_unusable| Fault::Stopped("the client for log-in providers"))?;
    let mut states = Vec::new();
    for provider in providers {
        let settings = provider.settings;
        if settings.is_enabled {
            let probed = client.probe(&settings.issuer).await;
            states.push(ProviderState {
                fault: probed.err().map(|fault| fault.to_string()),
                name: settings.name,
                issuer: settings.issuer,
            });
        }
    }
    Ok(states)
}

/// How many secrets are sealed in the database, and how many of them by a key that is not here.
///
/// # Errors
/// The database does not answer.
pub async fn count_sealed(ctx: &Ctx, sealer: Option<&Sealer>) -> Result<(usize, usize), Fault> {
    let tx = ctx.read().await?;
    let mut texts = store::totp::list_sealed(&tx).await?;
    let providers = store::identity_provider::list(&tx).await?;
    texts.extend(providers.into_iter().filter_map(|one| one.client_secret));
    let is_lost = |text: &&String| !sealer.is_some_and(|sealer| sealer.has_key_of(text));
    Ok((texts.len(), texts.iter().filter(is_lost).count()))
}
