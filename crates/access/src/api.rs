//! What the composition root builds and hands out.

use std::{fmt, sync::Arc};

use chrono::TimeDelta;
use kernel::{AccountId, CentreId};
use platform::{Ctx, Fault, config::Loader};
use serde::Deserialize;

use crate::{
    AccessApi, AccessGate, app,
    gate::Origin,
    policy::{Policy, PolicyError},
    ports::StaffDirectory,
    sessions::Sessions,
    throttle::Throttle,
};

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
    /// Reads the policy. `public_url` is where browsers reach the service; cookies are marked
    /// `Secure` when it starts with https. `trusted_proxies` stand in front, each appending to
    /// `X-Forwarded-For`.
    ///
    /// # Errors
    /// The policy compiled in cannot be read.
    pub async fn open(
        config: AccessConfig,
        public_url: &str,
        trusted_proxies: usize,
        directory: Arc<dyn StaffDirectory>,
    ) -> Result<Self, PolicyError> {
        Ok(Self(Arc::new(Parts {
            config,
            policy: Policy::load().await?,
            sessions: Sessions::default(),
            throttle: Throttle::new(config.failures_at_once, config.failures_per_minute),
            origin: Origin::of(public_url),
            trusted_proxies,
            directory,
        })))
    }

    /// Decides who may call an operation.
    pub fn gate(&self) -> AccessGate {
        AccessGate::new(Arc::clone(&self.0))
    }

    /// The operations of this module, for the staff document.
    pub fn api(&self) -> AccessApi {
        AccessApi::new(Arc::clone(&self.0))
    }

    /// The policy in force.
    pub fn policy(&self) -> &Policy {
        &self.0.policy
    }

    /// Ends all sessions of an account, at once in this process and within seconds in others.
    pub async fn revoke(&self, ctx: &Ctx, account: AccountId) -> Result<(), Fault> {
        app::revoke(ctx, &self.0, account).await
    }

    /// Takes away every role of an account in one centre, and ends its sessions.
    pub async fn release(
        &self,
        ctx: &Ctx,
        account: AccountId,
        centre: CentreId,
    ) -> Result<(), Fault> {
        app::release(ctx, &self.0, account, centre).await
    }

    /// Lets nobody in by an account any more, and ends its sessions. Returns whether there is such
    /// an account.
    pub async fn deactivate(&self, ctx: &Ctx, account: AccountId) -> Result<bool, Fault> {
        app::deactivate(ctx, &self.0, account).await
    }
}
