//! Referrals: a partner points a person to guidance, and never learns whether they came unless the person says so.
//!
//! A referral is a code that the person uses. The partner records what the person agreed to, and hands the
//! code over itself or has it sent; an address is erased once the message is sent. Nothing else of the person is
//! asked for, and nothing of them kept.
//!
//! **Nothing tells.** Whether a code was used is kept in `referral_code`, which no partner's transaction can read;
//! what a partner reads comes from `referral` and `referral_grant` alone, by the same statements whatever happened.
//! A partner that hands a code over knows it: so whoever holds the code gets the same answers whether it was used or
//! not. A row of `referral_grant` is there only while the person lets the partner know, which takes a proof that
//! a conversation began.

mod app;
mod code;
mod http;
mod message;
mod ports;
mod proof;
mod referral;
mod store;

use std::{fmt, sync::Arc};

use aws_lc_rs::hmac;
use chrono::TimeDelta;
use kernel::{County, Instant, Language, PartnerId, ProblemCode, ReferralId, Sources};
use platform::{
    Ctx, Database, Fault, Sealer, Secret, TenantTx,
    http::{Limits, Problem, RateLimiter},
    jobs::{JobError, Jobs, NewJob},
    mail::Mailer,
};

pub use app::note_arrival;
pub use http::{PersonApi, ReferralsApi};
pub use ports::{NoTextMessages, TextMessages};

/// The job that tells of what expired and forgets what is too old; also its key.
const FORGET: &str = "referral.forget";
/// How often it does.
const EVERY: TimeDelta = TimeDelta::minutes(15);
/// Codes tried by a caller at once, and per minute after that: a class sits behind one address. A code is one of 2^60.
const TRIES: (u32, u32) = (120, 60);

/// What the composition root gives.
pub struct ReferralsParts {
    /// Time and chance.
    pub sources: Sources,
    /// The database.
    pub database: Database,
    /// Seals codes and addresses.
    pub sealer: Sealer,
    /// Sends codes by mail.
    pub mailer: Mailer,
    /// Sends codes to telephones.
    pub texts: Arc<dyn TextMessages>,
    /// Counts callers in all replicas.
    pub limits: Limits,
    /// Where the pages are.
    pub public_url: String,
    /// Proxies in front, see the section `server`.
    pub trusted_proxies: usize,
}

/// Referrals of all partners. Cheap to clone.
#[derive(Clone)]
pub struct Referrals(Arc<Inner>);

struct Inner {
    sources: Sources,
    database: Database,
    sealer: Sealer,
    /// Recognises repeated requests.
    repeats: hmac::Key,
    /// Proves that a conversation began by a code.
    proofs: hmac::Key,
    mailer: Mailer,
    texts: Arc<dyn TextMessages>,
    tries: RateLimiter,
    public_url: String,
    trusted_proxies: usize,
}

impl fmt::Debug for Referrals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Referrals")
    }
}

/// Where a code points: what the person need not choose again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pointed {
    /// The referral.
    pub referral: ReferralId,
    /// Whose it is.
    pub partner: PartnerId,
    /// The language to talk in.
    pub language: Language,
    /// The person's county.
    pub county: Option<County>,
    /// One of the topics of a conversation.
    pub topic: Option<String>,
}

impl Referrals {
    /// Joins the parts.
    pub fn new(parts: ReferralsParts) -> Self {
        Self(Arc::new(Inner {
            repeats: parts.sealer.mac_key("referral.idempotency"),
            proofs: parts.sealer.mac_key("referral.proof"),
            tries: parts.limits.limiter("referral codes", TRIES.0, TRIES.1),
            sources: parts.sources,
            database: parts.database,
            sealer: parts.sealer,
            mailer: parts.mailer,
            texts: parts.texts,
            public_url: parts.public_url.trim_end_matches('/').to_owned(),
            trusted_proxies: parts.trusted_proxies,
        }))
    }

    /// The operations for partners.
    pub fn api(&self) -> ReferralsApi {
        ReferralsApi::new(self.clone())
    }

    /// The operations for persons who hold a code.
    pub fn person_api(&self) -> PersonApi {
        PersonApi::new(self.clone())
    }

    /// Where a code points that is good for a conversation, used before or not; none if it is unknown or over. Changes
    /// nothing: the conversation may yet not begin.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn find_pointed(&self, code: &str) -> Result<Option<Pointed>, Fault> {
        let tx = self.ctx().read().await?;
        app::find_pointed(&self.ctx(), &tx, code).await
    }

    /// The same for a caller who may not try codes without end.
    ///
    /// # Errors
    /// The caller tried too many, or the database does not answer.
    pub async fn try_code(&self, caller: &str, code: &str) -> Result<Option<Pointed>, Problem> {
        self.count_try(caller, self.0.sources.now())?;
        Ok(self.find_pointed(code).await?)
    }

    /// What whoever began a conversation by a referral lets the partner know with. Opaque, the same each time.
    pub fn proof(&self, referral: ReferralId) -> Secret<String> {
        proof::write(&self.0.proofs, referral)
    }

    /// Slows down who tries codes.
    fn count_try(&self, caller: &str, now: Instant) -> Result<(), Problem> {
        self.0.tries.take(caller, now).map_err(|limited| {
            Problem::new(ProblemCode::TooManyRequests).retry_after(limited.retry_after)
        })
    }

    /// Notes that the conversation of a referral began. False if another one did before.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn arrive(&self, referral: ReferralId) -> Result<bool, Fault> {
        let ctx = self.ctx();
        let tx = ctx.write().await?;
        let is_first = app::arrive(&ctx, &tx, referral).await?;
        tx.commit().await?;
        Ok(is_first)
    }

    /// Registers the module's jobs.
    pub fn register_jobs(&self, jobs: &mut Jobs) {
        let referrals = self.clone();
        jobs.register(FORGET, move |_payload| {
            let referrals = referrals.clone();
            async move { Ok(referrals.forget().await?) }
        });
        let referrals = self.clone();
        jobs.register(app::ARRIVE, move |payload| {
            let referrals = referrals.clone();
            async move {
                let due = read_payload(&payload)?;
                referrals.arrive(due.referral_id).await?;
                Ok(())
            }
        });
        let referrals = self.clone();
        jobs.register(app::DELIVER, move |payload| {
            let referrals = referrals.clone();
            async move {
                let due = read_payload(&payload)?;
                app::deliver(&referrals.ctx(), &referrals.post(), due.referral_id).await
            }
        });
        let referrals = self.clone();
        jobs.register(app::ERASE, move |payload| {
            let referrals = referrals.clone();
            async move {
                let due = read_payload(&payload)?;
                Ok(app::erase_address(&referrals.ctx(), due.referral_id).await?)
            }
        });
    }

    /// Plans the job that comes round by itself.
    pub async fn plan_jobs(&self) -> Result<(), Fault> {
        let ctx = self.ctx();
        let tx = ctx.write().await?;
        plan(&ctx, &tx, TimeDelta::zero()).await?;
        tx.commit().await
    }

    async fn forget(&self) -> Result<(), Fault> {
        let ctx = self.ctx();
        let tx = ctx.write().await?;
        let has_more = app::forget(&ctx, &tx).await?;
        let wait = if has_more { TimeDelta::zero() } else { EVERY };
        plan(&ctx, &tx, wait).await?;
        tx.commit().await
    }

    fn post(&self) -> app::Post<'_> {
        app::Post {
            sealer: &self.0.sealer,
            mailer: &self.0.mailer,
            texts: self.0.texts.as_ref(),
            public_url: &self.0.public_url,
        }
    }

    fn ctx(&self) -> Ctx {
        Ctx::system(&self.0.sources, &self.0.database)
    }
}

fn read_payload(payload: &str) -> Result<app::Due, JobError> {
    serde_json::from_str(payload).map_err(|_unreadable| JobError::Fail("unreadable payload"))
}

async fn plan(ctx: &Ctx, tx: &TenantTx, wait: TimeDelta) -> Result<(), Fault> {
    tx.schedule(&NewJob {
        kind: FORGET,
        key: FORGET.to_owned(),
        payload: "{}".to_owned(),
        due_at: ctx.now + wait,
    })
    .await
}
