//! What the composition root builds and hands out.

use std::{fmt, sync::Arc};

use chrono::TimeDelta;
use kernel::{AccountId, CentreId, Sources};
use platform::{
    Ctx, Database, Fault, Sealer, TenantTx,
    config::Loader,
    http::{Limits, RateLimiter},
    jobs::Jobs,
    mail::Mailer,
};
use serde::Deserialize;
use webauthn_rs::prelude::Webauthn;

use crate::{
    AccessApis, AccessGate, OidcApi, ProviderApi, StaffAccessApi,
    addresses::Addresses,
    app,
    domain::{AddressRule, Assignment, Provider, Session, relying_party},
    gate::Origin,
    http,
    oidc::ProviderClient,
    policy::{Policy, PolicyError},
    ports::StaffDirectory,
    sessions::Sessions,
    throttle::Throttle,
};

/// Log-ins at providers that one caller may begin at once (an office shares an address), and per minute.
const FLOWS: (u32, u32) = (60, 30);

/// Section `access`.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct AccessConfig {
    /// Hours a log-in lives.
    pub session_hours: u32,
    /// Failed log-ins per account and per caller before further ones are slowed.
    pub failures_at_once: u32,
    /// Tries a minute after that.
    pub failures_per_minute: u32,
}

impl AccessConfig {
    /// Notes what is wrong with the section.
    pub fn validate(&self, loader: &mut Loader) {
        loader.require(
            (1..=24 * 30).contains(&self.session_hours),
            "access.session_hours: expected 1 to 720",
        );
        loader.require(
            self.failures_at_once > 0,
            "access.failures_at_once: expected at least 1",
        );
        loader.require(
            self.failures_per_minute > 0,
            "access.failures_per_minute: expected at least 1",
        );
    }

    pub(crate) fn lifetime(&self) -> TimeDelta {
        TimeDelta::hours(i64::from(self.session_hours))
    }
}

/// What gate and API share.
pub(crate) struct Parts {
    pub(crate) config: AccessConfig,
    pub(crate) policy: Policy,
    pub(crate) sessions: Sessions,
    pub(crate) throttle: Throttle,
    pub(crate) origin: Origin,
    pub(crate) trusted_proxies: usize,
    pub(crate) directory: Arc<dyn StaffDirectory>,
    pub(crate) mailer: Mailer,
    pub(crate) addresses: Addresses,
    pub(crate) sealer: Sealer,
    /// None where the service is reached by a bare address.
    pub(crate) passkeys: Option<Webauthn>,
    pub(crate) providers: ProviderClient,
    /// Log-ins begun at providers, per caller.
    pub(crate) flows: RateLimiter,
}

/// Why the module cannot start.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The policy compiled in cannot be read.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The client for log-in providers cannot be made.
    #[error("providers cannot be asked")]
    Client(#[from] reqwest::Error),
}

/// What the module needs of the process.
pub struct AccessParts {
    /// Section `access`.
    pub config: AccessConfig,
    /// Where browsers reach the service; cookies are marked `Secure` when it starts with https.
    pub public_url: String,
    /// Proxies in front, each appending to `X-Forwarded-For`.
    pub trusted_proxies: usize,
    /// Knows the members of staff.
    pub directory: Arc<dyn StaffDirectory>,
    /// Hands mail over.
    pub mailer: Mailer,
    /// Seals and opens secrets at rest.
    pub sealer: Sealer,
    /// Counts callers in all replicas.
    pub limits: Limits,
}

impl fmt::Debug for AccessParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessParts")
    }
}

impl Parts {
    /// The live session of a token, without the roles in archived centres.
    pub(crate) async fn session(
        &self,
        ctx: &Ctx,
        token: &str,
    ) -> Result<Option<Arc<Session>>, Fault> {
        let session = self.sessions.find(ctx, token).await?;
        Ok(session.map(|session| self.without_archived(session)))
    }

    /// Whether people can log in by a provider: it is switched on, and its centre is not archived.
    pub(crate) fn is_in_use(&self, provider: &Provider) -> bool {
        let is_archived = |centre| self.directory.is_archived(centre);
        provider.settings.is_enabled && !provider.centre.is_some_and(is_archived)
    }

    fn without_archived(&self, session: Arc<Session>) -> Arc<Session> {
        let counts = |held: &Assignment| {
            let centre = held.domain.centre();
            centre.is_none_or(|centre| !self.directory.is_archived(centre))
        };
        if session.assignments.iter().all(counts) {
            return session;
        }
        let mut session = Session::clone(&session);
        session.assignments.retain(counts);
        Arc::new(session)
    }
}

/// Log-in and permission, for one process.
#[derive(Clone)]
pub struct Access(Arc<Parts>);

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Access")
    }
}

impl Access {
    /// Reads the policy.
    ///
    /// # Errors
    /// The policy compiled in cannot be read, or the TLS library cannot be set up.
    pub async fn open(parts: AccessParts) -> Result<Self, OpenError> {
        let config = parts.config;
        let rule = AddressRule::for_service_at(&parts.public_url);
        Ok(Self(Arc::new(Parts {
            config,
            policy: Policy::load().await?,
            sessions: Sessions::default(),
            throttle: Throttle::new(
                &parts.limits,
                config.failures_at_once,
                config.failures_per_minute,
            ),
            origin: Origin::of(&parts.public_url),
            trusted_proxies: parts.trusted_proxies,
            directory: parts.directory,
            mailer: parts.mailer,
            addresses: Addresses::of(&parts.public_url),
            sealer: parts.sealer,
            passkeys: relying_party(&parts.public_url),
            providers: ProviderClient::new(rule)?,
            flows: parts.limits.limiter("log_in.flows", FLOWS.0, FLOWS.1),
        })))
    }

    /// Decides who may call an operation.
    pub fn gate(&self) -> AccessGate {
        AccessGate::new(Arc::clone(&self.0))
    }

    /// Whether somebody administers a centre at this moment. `tx` is in the product's own scope.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn administers(
        &self,
        tx: &TenantTx,
        centre: CentreId,
        account: AccountId,
    ) -> Result<bool, Fault> {
        let administrators = app::administrators(tx, &self.0, centre).await?;
        Ok(administrators.contains(&account))
    }

    /// The operations of this module, for the staff document.
    pub fn api(&self) -> AccessApis {
        http::apis(&self.0)
    }

    /// Invitations, and who logs in to a centre.
    pub fn staff_api(&self) -> StaffAccessApi {
        StaffAccessApi::new(Arc::clone(&self.0))
    }

    /// Registers the jobs of this module.
    pub fn register_jobs(&self, jobs: &mut Jobs, database: &Database, sources: &Sources) {
        let (parts, database, sources) = (Arc::clone(&self.0), database.clone(), sources.clone());
        jobs.register(app::SEND_INVITATION, move |payload| {
            let (parts, ctx) = (Arc::clone(&parts), Ctx::system(&sources, &database));
            async move { app::send_invitation(&ctx, &parts, &payload).await }
        });
    }

    /// The operations of log-in by providers, for the staff document.
    pub fn oidc_api(&self) -> OidcApi {
        OidcApi::new(Arc::clone(&self.0))
    }

    /// The operations on the providers themselves, for the staff document.
    pub fn provider_api(&self) -> ProviderApi {
        ProviderApi::new(Arc::clone(&self.0))
    }

    /// The policy in force.
    pub fn policy(&self) -> &Policy {
        &self.0.policy
    }

    /// Ends all sessions of an account, at once in this process and within seconds in others.
    pub async fn revoke(&self, ctx: &Ctx, account: AccountId) -> Result<(), Fault> {
        app::revoke(ctx, &self.0, account).await
    }

    /// Takes away every role of an account in one centre, and ends its sessions; [`Access::forget`] follows the
    /// commit. `tx` is in the product's own scope.
    pub async fn release(
        &self,
        ctx: &Ctx,
        tx: &TenantTx,
        account: AccountId,
        centre: CentreId,
    ) -> Result<(), Fault> {
        app::release(ctx, tx, account, centre).await
    }

    /// Lets nothing that is remembered of an account's sessions count any more.
    pub fn forget(&self, account: AccountId) {
        self.0.sessions.forget_account(account);
    }

    /// Ends the sessions of everybody with a role in the centre.
    pub async fn end_logins(&self, ctx: &Ctx, centre: CentreId) -> Result<(), Fault> {
        app::end_logins(ctx, &self.0, centre).await
    }

    /// Lets nobody in by an account any more, and ends its sessions. Returns whether there is such
    /// an account.
    pub async fn deactivate(&self, ctx: &Ctx, account: AccountId) -> Result<bool, Fault> {
        app::deactivate(ctx, &self.0, account).await
    }
}
