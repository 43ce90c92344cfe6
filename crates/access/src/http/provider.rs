//! Operations on the providers people log in by: those of a centre, and the national ones.

use std::{fmt, sync::Arc};

use kernel::{CentreId, IdentityProviderId, ProblemCode};
use platform::{
    Ctx, Secret,
    http::{Input, OneOf, Problem, Versioned, Wire, Words, require_match},
    problem_responses,
};
use poem_openapi::{
    ApiResponse, Object, OpenApi,
    param::{Header, Path},
    payload::Json,
};
use serde::Deserialize;

use super::{Tag, oidc::PresetWord};
use crate::{
    api::Parts,
    app::{self, Finding, ProviderChange},
    domain::{PRESETS, Preset, Provider, Settings},
};

/// The providers for those who administer them.
#[derive(Clone)]
pub struct ProviderApi(Arc<Parts>);

impl fmt::Debug for ProviderApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProviderApi")
    }
}

problem_responses! {
    /// Why a provider is not shown.
    ReadProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
    }
}

problem_responses! {
    /// Why a provider was not added.
    CreateProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
    }
}

problem_responses! {
    /// Why a provider stays as it is.
    UpdateProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        Stale = 412,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
        PreconditionRequired = 428,
    }
}

/// A provider as it is to be.
#[derive(Object, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProviderInput {
    preset: Wire<OneOf<PresetWord>>,
    /// What people read on the log-in page.
    name: String,
    /// As the provider's metadata spell it.
    issuer: String,
    client_id: String,
    /// Kept sealed and never shown. Absent: it stays, unless issuer or client change.
    client_secret: Option<String>,
    /// With `openid`.
    scopes: Vec<String>,
    /// One of these is required; empty: whatever the provider says.
    acr_values: Vec<String>,
    enabled: bool,
}

impl ProviderInput {
    fn read(self) -> ProviderChange {
        ProviderChange {
            settings: Settings {
                preset: self.preset.0.as_str().to_owned(),
                name: self.name,
                issuer: self.issuer,
                client_id: self.client_id,
                scopes: self.scopes,
                acr_values: self.acr_values,
                is_enabled: self.enabled,
            },
            client_secret: self.client_secret.map(Secret::new),
        }
    }
}

/// A provider people log in by.
#[derive(Object)]
struct IdentityProvider {
    id: Wire<IdentityProviderId>,
    preset: Wire<OneOf<PresetWord>>,
    name: String,
    issuer: String,
    client_id: String,
    /// Whether a secret is kept.
    has_secret: bool,
    scopes: Vec<String>,
    acr_values: Vec<String>,
    enabled: bool,
}

impl From<Provider> for IdentityProvider {
    fn from(provider: Provider) -> Self {
        let settings = provider.settings;
        Self {
            id: Wire(provider.id),
            preset: Wire::word(settings.preset),
            name: settings.name,
            issuer: settings.issuer,
            client_id: settings.client_id,
            has_secret: provider.client_secret.is_some(),
            scopes: settings.scopes,
            acr_values: settings.acr_values,
            enabled: settings.is_enabled,
        }
    }
}

/// Some providers, and what to tell them.
#[derive(Object)]
struct IdentityProviders {
    items: Vec<IdentityProvider>,
    /// Where a provider sends people back to.
    redirect_uri: String,
    /// Where a provider tells that people logged out.
    backchannel_logout_uri: String,
    /// Where a provider sends people who logged out of it.
    post_logout_redirect_uri: String,
}

/// What is known of a provider before it is set up.
#[derive(Object)]
struct ProviderPreset {
    preset: Wire<OneOf<PresetWord>>,
    name: String,
    /// `{tenant}` stands for what the administrator knows; empty: unknown.
    issuer: String,
    /// Of the provider's test environment; empty where there is none.
    test_issuer: String,
    scopes: Vec<String>,
    /// What stands for more than one factor.
    acr_values: Vec<String>,
}

impl From<&Preset> for ProviderPreset {
    fn from(preset: &Preset) -> Self {
        let texts = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        Self {
            preset: Wire::word(preset.word),
            name: preset.name.to_owned(),
            issuer: preset.issuer.to_owned(),
            test_issuer: preset.test_issuer.to_owned(),
            scopes: texts(preset.scopes),
            acr_values: texts(preset.acr_values),
        }
    }
}

#[derive(Object)]
struct ProviderPresets {
    items: Vec<ProviderPreset>,
}

struct FindingWord;

impl Words for FindingWord {
    const WORDS: &'static [&'static str] = Finding::WORDS;
}

/// What stands in the way of logging in.
#[derive(Object)]
struct ProviderFinding {
    code: Wire<OneOf<FindingWord>>,
    /// Whether nobody can log in because of it.
    fatal: bool,
}

/// What a look at a provider found.
#[derive(Object)]
struct ProviderTest {
    /// Empty: nothing stands in the way.
    items: Vec<ProviderFinding>,
}

#[derive(ApiResponse)]
enum Added {
    /// As it is stored.
    #[oai(status = 201)]
    Done(Json<IdentityProvider>),
}

#[derive(ApiResponse)]
enum Removed {
    /// It is gone.
    #[oai(status = 204)]
    Done,
}

/// The tag of what is to be changed.
type IfMatch = Header<Option<String>>;

impl ProviderApi {
    pub(crate) fn new(parts: Arc<Parts>) -> Self {
        Self(parts)
    }

    fn shown(&self, providers: Vec<Provider>) -> IdentityProviders {
        let addresses = &self.0.addresses;
        IdentityProviders {
            items: providers.into_iter().map(IdentityProvider::from).collect(),
            redirect_uri: addresses.redirect_uri(),
            backchannel_logout_uri: addresses.logout_uri(),
            post_logout_redirect_uri: addresses.desk(),
        }
    }

    async fn read(&self, ctx: &Ctx) -> Result<Versioned<IdentityProviders>, Problem> {
        let tx = ctx.read().await?;
        let providers = app::list_providers(&tx).await?;
        Ok(Versioned::current(self.shown(providers)))
    }

    async fn add(&self, ctx: &Ctx, input: ProviderInput) -> Result<Added, Problem> {
        let tx = ctx.write().await?;
        let provider = app::create_provider(ctx, &tx, &self.0, input.read()).await?;
        tx.commit().await?;
        Ok(Added::Done(Json(provider.into())))
    }

    async fn change(
        &self,
        ctx: &Ctx,
        (id, if_match): (IdentityProviderId, IfMatch),
        input: ProviderInput,
    ) -> Result<Versioned<IdentityProviders>, Problem> {
        let tx = ctx.write().await?;
        let present = self.shown(app::list_providers(&tx).await?);
        if !present.items.iter().any(|provider| provider.id.0 == id) {
            return Err(Problem::new(ProblemCode::NotFound));
        }
        require_match(if_match.0.as_deref(), &present)?;
        app::update_provider(ctx, &tx, &self.0, (id, input.read())).await?;
        let providers = app::list_providers(&tx).await?;
        tx.commit().await?;
        Ok(Versioned::current(self.shown(providers)))
    }

    async fn remove(&self, ctx: &Ctx, id: IdentityProviderId) -> Result<Removed, Problem> {
        let tx = ctx.write().await?;
        app::delete_provider(ctx, &tx, id).await?;
        tx.commit().await?;
        Ok(Removed::Done)
    }

    async fn look(&self, ctx: &Ctx, id: IdentityProviderId) -> Result<Json<ProviderTest>, Problem> {
        let findings = app::test_provider(ctx, &self.0, id).await?;
        let items = findings.into_iter().map(|finding| ProviderFinding {
            code: Wire::word(finding.word()),
            fatal: finding.is_fatal(),
        });
        Ok(Json(ProviderTest {
            items: items.collect(),
        }))
    }
}

#[OpenApi(tag = "Tag::Access")]
impl ProviderApi {
    /// List what is known of providers before they are set up
    #[oai(
        path = "/identity-provider-presets",
        method = "get",
        operation_id = "preset_list"
    )]
    #[expect(clippy::unused_async, reason = "operations are async")]
    async fn presets(&self) -> Result<Json<ProviderPresets>, ReadProblem> {
        let items = PRESETS.iter().map(ProviderPreset::from).collect();
        Ok(Json(ProviderPresets { items }))
    }

    /// List log-in providers of centre
    #[oai(
        path = "/centres/:id/identity-providers",
        method = "get",
        operation_id = "identity_provider_list"
    )]
    async fn list(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
    ) -> Result<Versioned<IdentityProviders>, ReadProblem> {
        let Path(_) = id;
        Ok(self.read(&ctx).await?)
    }

    /// Add log-in provider to centre
    #[oai(
        path = "/centres/:id/identity-providers",
        method = "post",
        operation_id = "identity_provider_create"
    )]
    async fn create(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        provider: Input<ProviderInput>,
    ) -> Result<Added, CreateProblem> {
        let Path(_) = id;
        Ok(self.add(&ctx, provider.0).await?)
    }

    /// Change log-in provider of centre
    #[oai(
        path = "/centres/:id/identity-providers/:provider_id",
        method = "put",
        operation_id = "identity_provider_update"
    )]
    async fn update(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        provider_id: Path<Wire<IdentityProviderId>>,
        /// The `ETag` of the list that is changed.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        provider: Input<ProviderInput>,
    ) -> Result<Versioned<IdentityProviders>, UpdateProblem> {
        let Path(_) = id;
        Ok(self
            .change(&ctx, (provider_id.0.0, if_match), provider.0)
            .await?)
    }

    /// Remove log-in provider of centre
    #[oai(
        path = "/centres/:id/identity-providers/:provider_id",
        method = "delete",
        operation_id = "identity_provider_delete"
    )]
    async fn delete(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        provider_id: Path<Wire<IdentityProviderId>>,
    ) -> Result<Removed, ReadProblem> {
        let Path(_) = id;
        Ok(self.remove(&ctx, provider_id.0.0).await?)
    }

    /// Test log-in provider of centre
    #[oai(
        path = "/centres/:id/identity-providers/:provider_id/test",
        method = "post",
        operation_id = "identity_provider_test"
    )]
    async fn test(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        provider_id: Path<Wire<IdentityProviderId>>,
    ) -> Result<Json<ProviderTest>, ReadProblem> {
        let Path(_) = id;
        Ok(self.look(&ctx, provider_id.0.0).await?)
    }

    /// List national log-in providers
    #[oai(
        path = "/national/identity-providers",
        method = "get",
        operation_id = "national_provider_list"
    )]
    async fn list_national(&self, ctx: Ctx) -> Result<Versioned<IdentityProviders>, ReadProblem> {
        Ok(self.read(&ctx).await?)
    }

    /// Add national log-in provider
    #[oai(
        path = "/national/identity-providers",
        method = "post",
        operation_id = "national_provider_create"
    )]
    async fn create_national(
        &self,
        ctx: Ctx,
        provider: Input<ProviderInput>,
    ) -> Result<Added, CreateProblem> {
        Ok(self.add(&ctx, provider.0).await?)
    }

    /// Change national log-in provider
    #[oai(
        path = "/national/identity-providers/:provider_id",
        method = "put",
        operation_id = "national_provider_update"
    )]
    async fn update_national(
        &self,
        ctx: Ctx,
        provider_id: Path<Wire<IdentityProviderId>>,
        /// The `ETag` of the list that is changed.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        provider: Input<ProviderInput>,
    ) -> Result<Versioned<IdentityProviders>, UpdateProblem> {
        Ok(self
            .change(&ctx, (provider_id.0.0, if_match), provider.0)
            .await?)
    }

    /// Remove national log-in provider
    #[oai(
        path = "/national/identity-providers/:provider_id",
        method = "delete",
        operation_id = "national_provider_delete"
    )]
    async fn delete_national(
        &self,
        ctx: Ctx,
        provider_id: Path<Wire<IdentityProviderId>>,
    ) -> Result<Removed, ReadProblem> {
        Ok(self.remove(&ctx, provider_id.0.0).await?)
    }

    /// Test national log-in provider
    #[oai(
        path = "/national/identity-providers/:provider_id/test",
        method = "post",
        operation_id = "national_provider_test"
    )]
    async fn test_national(
        &self,
        ctx: Ctx,
        provider_id: Path<Wire<IdentityProviderId>>,
    ) -> Result<Json<ProviderTest>, ReadProblem> {
        Ok(self.look(&ctx, provider_id.0.0).await?)
    }
}
