//! All that other modules may use.

use std::{fmt, sync::Arc};

use access::machine::{Machines, MachinesError};
use aws_lc_rs::hmac;
use centres::Directory;
use kernel::{Instant, PartnerId, PartnerQuota, PartnerScope};
use platform::{
    Database, Sealer, Tasks,
    http::{Limited, Limits, Quota, RateLimiter},
};
use poem::Response;

use crate::{
    addresses::Addresses,
    counting::Usage,
    domain::{need_of, per_minute},
    http,
    register::Register,
};
pub use crate::{
    config::PartnersConfig,
    gate::MachineGate,
    http::{
        AvailabilityApi, OPEN_OPERATIONS, OrganisationApi, OwnClassesApi, OwnKeysApi,
        PartnerAdministrationApi, PartnerApis, PartnerCentresApi, StatisticsApi, TokenApi,
    },
    ports::{Counted, Figures, Queue, Wait},
};

/// Tokens one caller may ask for at once, and per minute after that.
const TOKENS: (u32, u32) = (60, 60);

/// What the module needs of the process.
pub struct PartnersParts {
    /// Section `partners`.
    pub config: PartnersConfig,
    /// Where the service is reached from outside.
    pub public_url: String,
    /// Proxies in front, each appending to `X-Forwarded-For`.
    pub trusted_proxies: usize,
    /// The database.
    pub database: Database,
    /// Background tasks.
    pub tasks: Tasks,
    /// Centres and their hours, in memory.
    pub directory: Directory,
    /// Derives the key of our own tokens.
    pub sealer: Sealer,
    /// Counts callers in all replicas.
    pub limits: Limits,
    /// How long one waits.
    pub queue: Arc<dyn Queue>,
    /// How many came.
    pub figures: Arc<dyn Figures>,
}

impl fmt::Debug for PartnersParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PartnersParts")
    }
}

/// What gate and operations share.
pub(crate) struct Inner {
    pub(crate) config: PartnersConfig,
    pub(crate) addresses: Addresses,
    pub(crate) directory: Directory,
    pub(crate) machines: Machines,
    pub(crate) mac: hmac::Key,
    pub(crate) register: Register,
    pub(crate) usage: Arc<Usage>,
    pub(crate) queue: Arc<dyn Queue>,
    pub(crate) figures: Arc<dyn Figures>,
    pub(crate) trusted_proxies: usize,
    /// Where pupils reach the service.
    pub(crate) public_url: String,
    /// Makes the codes of class links.
    pub(crate) class_codes: hmac::Key,
    /// Recognises repeated requests for them.
    pub(crate) class_repeats: hmac::Key,
    /// Asked for tokens, per caller.
    pub(crate) token_calls: RateLimiter,
    quotas: [(PartnerQuota, RateLimiter); 3],
}

impl Inner {
    /// The scope a word on the wire stands for.
    pub(crate) fn scope_of(&self, word: &str) -> Option<PartnerScope> {
        word.strip_prefix(&self.config.scope_prefix)?.parse().ok()
    }

    /// The word of a scope on the wire.
    pub(crate) fn word_of(&self, scope: PartnerScope) -> String {
        format!("{}{scope}", self.config.scope_prefix)
    }

    /// What a token of Maskinporten must be restricted to.
    pub(crate) fn audience(&self) -> &str {
        match self.config.audience.as_str() {
            "" => self.addresses.issuer(),
            named => named,
        }
    }

    /// Counts one request of a partner, and says what is left.
    pub(crate) fn spend(
        &self,
        partner: PartnerId,
        quota: PartnerQuota,
        now: Instant,
    ) -> (Result<(), Limited>, Option<Quota>) {
        let caller = partner.to_string();
        let limiter = self.quotas.iter().find(|(known, _)| *known == quota);
        match limiter {
            Some((_, limiter)) => {
                let taken = limiter.take(&caller, now);
                (taken, Some(limiter.left(&caller, now)))
            }
            None => (Ok(()), None),
        }
    }
}

/// Partners, for one process. Cheap to clone.
#[derive(Clone)]
pub struct Partners(Arc<Inner>);

impl fmt::Debug for Partners {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Partners")
    }
}

impl Partners {
    /// Starts the module's task.
    ///
    /// # Errors
    /// The TLS library cannot be set up.
    pub fn start(parts: PartnersParts) -> Result<Self, MachinesError> {
        let limits = &parts.limits;
        let limiter = |quota, name| {
            let calls = per_minute(quota);
            (quota, limits.limiter(name, calls, calls))
        };
        let quotas = [
            limiter(PartnerQuota::Small, "partner.small"),
            limiter(PartnerQuota::Medium, "partner.medium"),
            limiter(PartnerQuota::Large, "partner.large"),
        ];
        let usage = Arc::new(Usage::default());
        usage.keep(&parts.tasks, &parts.database);
        Ok(Self(Arc::new(Inner {
            addresses: Addresses::of(&parts.public_url),
            machines: Machines::for_service_at(&parts.public_url)?,
            mac: parts.sealer.mac_key("partner tokens"),
            class_codes: parts.sealer.mac_key("class.code"),
            class_repeats: parts.sealer.mac_key("class.idempotency"),
            public_url: parts.public_url,
            token_calls: limits.limiter("partner.tokens", TOKENS.0, TOKENS.1),
            quotas,
            config: parts.config,
            directory: parts.directory,
            register: Register::default(),
            usage,
            queue: parts.queue,
            figures: parts.figures,
            trusted_proxies: parts.trusted_proxies,
        })))
    }

    /// Decides who may call an operation of the partner document.
    pub fn gate(&self) -> MachineGate {
        MachineGate::new(Arc::clone(&self.0))
    }

    /// The operations for partners, for their own document.
    pub fn apis(&self) -> PartnerApis {
        http::apis(&self.0)
    }

    /// The operations on partners, for the staff document.
    pub fn administration_api(&self) -> PartnerAdministrationApi {
        PartnerAdministrationApi::new(Arc::clone(&self.0))
    }

    /// What our authorization server says of itself (RFC 8414).
    pub fn metadata(&self) -> Response {
        http::metadata(&self.0)
    }
}

/// What the committed list of operations tells of an operation for partners: the scope it needs, if any.
pub fn need_word(operation: &str) -> String {
    use crate::domain::Need;
    match need_of(operation) {
        Some(Need::Scope(scope)) => scope.to_string(),
        Some(Need::Token) => "token".to_owned(),
        Some(Need::OwnKey) => "own_key".to_owned(),
        Some(Need::Nothing) => "-".to_owned(),
        None => "nobody".to_owned(),
    }
}
