//! Joins the modules.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use access::{Access, AccessParts, AuditApi};
use anyhow::Context;
use centres::{
    AdministrationApi, AgreementsApi, ArchivedCentre, CalendarApi, CentresApi, ClassesApi,
    Directory, END_LOGINS, FeedApi, LARGEST_LOGO, LedgerApi, NationalHoursApi, OnboardingApi,
    ProfileApi, RotaApis, ServiceCentresApi, rota_apis,
};
use chrono::TimeDelta;
use contacts::{Contacts, ContactsParts, Kept, Rules};
use kernel::Sources;
use partners::{
    NoTextMessages, Partners, PartnersParts, Referrals, ReferralsParts, Webhooks, WebhooksParts,
};
use platform::{
    Bus, Ctx, Database, Fault, Line, Sealer, Tasks,
    http::{Document, Guard, Limits, Shell, SystemLookup},
    jobs::{JobError, Jobs, NewJob},
    lease::Lease,
    mail::Mailer,
    open_bus, outbox,
    telemetry::Metrics,
};
use poem::{
    EndpointExt, IntoResponse, Request, Response,
    http::header,
    middleware::{CatchPanic, Compression},
    web::CompressionAlgo,
};
use tokio::sync::watch;

use crate::{
    Config,
    adapters::{Accounts, Around, Codes, Desks, NationalQueue, Past, Staff},
    documents::{Apis, operations},
    routes::{Health, routes},
};

/// The lease of the process that decides: who is offered what, and what is told to all.
const LEASE: &str = "dispatch";

/// The job that removes expired sessions.
const PURGE: &str = "session.purge";

/// Images are larger than what people write.
const BODY_LIMITS: &[(&str, usize)] = &[("logo_replace", LARGEST_LOGO)];

/// What a process gives the application.
#[derive(Clone, Debug)]
pub struct Deps {
    /// Everything configurable.
    pub config: Config,
    /// The opened, migrated database.
    pub database: Database,
    /// Time and chance.
    pub sources: Sources,
}

/// The assembled application.
pub struct App {
    /// Every operation, stream, page and probe.
    pub endpoint: Arc<poem::endpoint::BoxEndpoint<'static, Response>>,
    /// The OpenAPI documents.
    pub documents: Vec<Document>,
    /// Background work.
    pub tasks: Tasks,
    contacts: Contacts,
    draining: Arc<AtomicBool>,
}

impl App {
    /// Assembles the modules and starts their tasks.
    pub async fn build(deps: Deps) -> anyhow::Result<Self> {
        let tasks = Tasks::default();
        let metrics = Metrics::default();
        deps.database.keep_journal_short(&tasks);
        let modules = Modules::start(&deps, &tasks, &metrics).await?;
        let apis = modules.apis(&deps.database);
        // Written meanwhile: it takes as long as a database does.
        let writing = apis.clone();
        let written = tokio::task::spawn_blocking(move || writing.documents());
        start_jobs(&tasks, &deps, &modules)
            .await
            .context("jobs could not be planned")?;
        let documents = written.await.context("the documents were not written")??;
        let guard = guard(&deps.config, &modules, &documents);
        let draining = Arc::new(AtomicBool::new(false));
        let health = Health {
            database: deps.database.clone(),
            line: modules.line.clone(),
            draining: Arc::clone(&draining),
        };
        let shell = Shell {
            sources: deps.sources,
            database: deps.database,
            metrics: metrics.clone(),
        };
        let Modules {
            contacts, partners, ..
        } = modules;
        // Compressed last: the shell writes the bodies of problems.
        let compression =
            Compression::new().algorithms([CompressionAlgo::BR, CompressionAlgo::GZIP]);
        // A panic is a defect, and still an answer.
        let panics = CatchPanic::new().with_handler(|_panic: Box<dyn std::any::Any + Send>| {
            tracing::error!("a request panicked");
            platform::http::Problem::new(kernel::ProblemCode::Internal).into_response()
        });
        let both = (&contacts, &partners);
        let endpoint = routes(apis, guard, &documents, both, health, metrics)
            .with(panics)
            .with(shell)
            .with(compression)
            // A compressor would hold an event back until the next, and the first signs of an answer.
            .before(|mut request: Request| async move {
                let path = request.uri().path();
                if path.ends_with("/stream") || path.ends_with("/dry-run") {
                    request.headers_mut().remove(header::ACCEPT_ENCODING);
                }
                Ok(request)
            })
            .map_to_response();
        Ok(Self {
            endpoint: Arc::new(endpoint.boxed()),
            documents,
            tasks,
            contacts,
            draining,
        })
    }

    /// Begins to stop: probes say so, streams are told to come back elsewhere, tasks end.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::Relaxed);
        self.contacts.say_goodbye();
        self.tasks.stop();
    }
}

/// The started modules.
struct Modules {
    directory: Directory,
    access: Arc<Access>,
    contacts: Contacts,
    partners: Partners,
    referrals: Referrals,
    webhooks: Webhooks,
    rota: RotaApis,
    feed: FeedApi,
    classes: ClassesApi,
    line: watch::Receiver<Line>,
}

impl Modules {
    async fn start(deps: &Deps, tasks: &Tasks, metrics: &Metrics) -> anyhow::Result<Self> {
        let Deps {
            config,
            database,
            sources,
        } = deps;
        let (bus, lease) = meet_others(deps, tasks, metrics).await?;
        let directory = Directory::load(database)
            .await
            .context("centres could not be read")?;
        centres::module(tasks, database, bus.as_ref(), &directory);
        let server = &config.server;
        let sealer = Sealer::ready(&server.sealing_keys, &config.database, sources)?;
        let limits = Limits::start(tasks, &bus, &sealer, sources);
        let access = open_access(deps, &directory, &sealer, &limits).await?;
        let referrals = start_referrals(deps, &sealer, &limits)?;
        let contacts = Contacts::start(ContactsParts {
            sources: sources.clone(),
            database: database.clone(),
            directory: directory.clone(),
            bus: Arc::clone(&bus),
            lease: lease.clone(),
            tasks: tasks.clone(),
            metrics: metrics.clone(),
            config: config.chat.clone(),
            retention: config.retention.clone(),
            kept: Kept::load(database)
                .await
                .context("what is kept could not be read")?,
            rules: Rules::load(database, config.routing.clone())
                .await
                .context("routing policies could not be read")?,
            people: Arc::new(Accounts(database.clone())),
            gate: Arc::new(Desks(Arc::clone(&access))),
            referrals: Arc::new(Codes(referrals.clone())),
            trusted_proxies: server.trusted_proxies,
            limits: limits.clone(),
        });
        let around = (&directory, &contacts);
        let partners = start_partners((deps, tasks), around, sealer.clone(), &limits)?;
        let webhooks = start_webhooks((deps, tasks), &bus, sealer)?;
        outbox::run(tasks, database.clone(), Arc::clone(&bus), &lease);
        Ok(Self {
            directory,
            access,
            contacts,
            partners,
            referrals,
            webhooks,
            rota: rota_apis(&server.public_url),
            classes: ClassesApi::new(&server.public_url),
            feed: FeedApi::new(&limits, server.trusted_proxies),
            line: bus.line(),
        })
    }

    fn apis(&self, database: &Database) -> Apis {
        let surroundings = Arc::new(Around {
            database: database.clone(),
            access: Arc::clone(&self.access),
        });
        Apis {
            access: self.access.api(),
            staff_access: self.access.staff_api(),
            oidc: self.access.oidc_api(),
            providers: self.access.provider_api(),
            administration: AdministrationApi::new(surroundings.clone()),
            agreements: AgreementsApi,
            audit: AuditApi,
            calendar: CalendarApi,
            centres: CentresApi::new(self.directory.clone()),
            classes: self.classes.clone(),
            national_hours: NationalHoursApi::new(self.directory.clone()),
            onboarding: OnboardingApi::new(surroundings),
            profiles: ProfileApi,
            rota: self.rota.clone(),
            feed: self.feed.clone(),
            service: ServiceCentresApi::new(self.directory.clone()),
            contacts: self.contacts.contacts_api(),
            conversations: self.contacts.conversations_api(),
            class_codes: self.contacts.class_codes_api(),
            routing: self.contacts.routing_apis(),
            retention: self.contacts.retention_api(),
            ledger: LedgerApi,
            partner: self.partners.apis(),
            referrals: self.referrals.api(),
            referral_codes: self.referrals.person_api(),
            webhooks: self.webhooks.api(),
            partners: self.partners.administration_api(),
        }
    }
}

async fn open_access(
    deps: &Deps,
    directory: &Directory,
    sealer: &Sealer,
    limits: &Limits,
) -> anyhow::Result<Arc<Access>> {
    let config = &deps.config;
    let access = Access::open(AccessParts {
        config: config.access,
        public_url: config.server.public_url.clone(),
        trusted_proxies: config.server.trusted_proxies,
        directory: Arc::new(Staff {
            database: deps.database.clone(),
            directory: directory.clone(),
        }),
        mailer: Mailer::new(&config.mail).context("mail cannot be sent")?,
        sealer: sealer.clone(),
        limits: limits.clone(),
    })
    .await
    .context("log-in and permission cannot be set up")?;
    Ok(Arc::new(access))
}

fn start_partners(
    (deps, tasks): (&Deps, &Tasks),
    (directory, contacts): (&Directory, &Contacts),
    sealer: Sealer,
    limits: &Limits,
) -> anyhow::Result<Partners> {
    let config = &deps.config;
    Partners::start(PartnersParts {
        config: config.partners.clone(),
        public_url: config.server.public_url.clone(),
        trusted_proxies: config.server.trusted_proxies,
        database: deps.database.clone(),
        tasks: tasks.clone(),
        directory: directory.clone(),
        sealer,
        limits: limits.clone(),
        queue: Arc::new(NationalQueue(contacts.clone())),
        figures: Arc::new(Past(deps.database.clone())),
    })
    .context("partners cannot be let in")
}

fn start_referrals(deps: &Deps, sealer: &Sealer, limits: &Limits) -> anyhow::Result<Referrals> {
    let config = &deps.config;
    Ok(Referrals::new(ReferralsParts {
        sources: deps.sources.clone(),
        database: deps.database.clone(),
        sealer: sealer.clone(),
        mailer: Mailer::new(&config.mail).context("mail cannot be sent")?,
        texts: Arc::new(NoTextMessages),
        limits: limits.clone(),
        public_url: config.server.public_url.clone(),
        trusted_proxies: config.server.trusted_proxies,
    }))
}

fn start_webhooks(
    (deps, tasks): (&Deps, &Tasks),
    bus: &Arc<dyn Bus>,
    sealer: Sealer,
) -> anyhow::Result<Webhooks> {
    Webhooks::start(WebhooksParts {
        sources: deps.sources.clone(),
        database: deps.database.clone(),
        tasks: tasks.clone(),
        bus: Arc::clone(bus),
        sealer,
        lookup: Arc::new(SystemLookup),
        config: deps.config.webhooks.clone(),
    })
    .context("webhooks cannot be sent")
}

/// Default deny, in front of every operation.
fn guard(config: &Config, modules: &Modules, documents: &[Document]) -> Guard {
    Guard {
        operations: Arc::new(operations(documents)),
        gate: Arc::new(modules.access.gate()),
        partners: Arc::new(modules.partners.gate()),
        body_limit: config.server.body_limit,
        body_limits: BODY_LIMITS,
    }
}

/// The line to other replicas, and the lease of the one that decides.
async fn meet_others(
    deps: &Deps,
    tasks: &Tasks,
    metrics: &Metrics,
) -> anyhow::Result<(Arc<dyn Bus>, Lease)> {
    let bus = open_bus(&deps.config.bus, tasks, metrics)
        .await
        .context("the bus cannot be set up")?;
    let lease = Lease::new(&deps.database, &deps.sources, LEASE);
    let help = "Whether this process decides who is offered what";
    lease.keep(tasks, &metrics.gauge("decides", help)).await;
    Ok((bus, lease))
}

/// Registers the jobs of all modules, plans those that come round by themselves, and runs what is due.
async fn start_jobs(tasks: &Tasks, deps: &Deps, modules: &Modules) -> Result<(), Fault> {
    let (database, sources) = (deps.database.clone(), deps.sources.clone());
    purge_sessions(&Ctx::system(&sources, &database)).await?;
    let mut jobs = Jobs::default();
    modules.contacts.register_jobs(&mut jobs);
    modules
        .access
        .register_jobs(&mut jobs, &deps.database, &deps.sources);
    modules.contacts.plan_jobs().await?;
    modules.referrals.register_jobs(&mut jobs);
    modules.referrals.plan_jobs().await?;
    modules.webhooks.register_jobs(&mut jobs);
    modules.webhooks.plan_jobs().await?;
    end_logins(&mut jobs, deps, &modules.access);
    jobs.register(PURGE, move |_payload| {
        let ctx = Ctx::system(&sources, &database);
        async move { Ok(purge_sessions(&ctx).await?) }
    });
    jobs.run(tasks, deps.database.clone(), deps.sources.clone());
    Ok(())
}

/// Ends what people of an archived centre are logged in to.
fn end_logins(jobs: &mut Jobs, deps: &Deps, access: &Arc<Access>) {
    let (database, sources) = (deps.database.clone(), deps.sources.clone());
    let access = Arc::clone(access);
    jobs.register(END_LOGINS, move |payload| {
        let ctx = Ctx::system(&sources, &database);
        let access = Arc::clone(&access);
        async move {
            let archived: ArchivedCentre = serde_json::from_str(&payload)
                .map_err(|_unreadable| JobError::Fail("unreadable payload"))?;
            Ok(access.end_logins(&ctx, archived.centre_id).await?)
        }
    });
}

/// Removes expired sessions, and plans to do so again.
async fn purge_sessions(ctx: &Ctx) -> Result<(), Fault> {
    let tx = ctx.write().await?;
    access::purge_sessions(ctx, &tx).await?;
    tx.schedule(&NewJob {
        kind: PURGE,
        key: PURGE.to_owned(),
        payload: "{}".to_owned(),
        due_at: ctx.now + TimeDelta::hours(1),
    })
    .await?;
    tx.commit().await
}
