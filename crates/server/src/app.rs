//! Joins the modules.

#![expect(
    clippy::needless_pass_by_value,
    reason = "handlers take extractors by value"
)]

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use access::{Access, AccessParts, AuditApi};
use anyhow::Context;
use centres::{
    AdministrationApi, AgreementsApi, ArchivedCentre, CalendarApi, CentresApi, Directory,
    END_LOGINS, FeedApi, LARGEST_LOGO, LedgerApi, NationalHoursApi, OnboardingApi, ProfileApi,
    RotaApis, ServiceCentresApi, rota_apis,
};
use chrono::TimeDelta;
use contacts::{Contacts, ContactsParts, Kept, Rules};
use kernel::Sources;
use platform::{
    Bus, Ctx, Database, Fault, Line, Sealer, Tasks,
    http::{Document, Guard, Limits, Shell},
    jobs::{JobError, Jobs, NewJob},
    lease::Lease,
    mail::Mailer,
    open_bus, outbox,
    telemetry::Metrics,
};
use poem::{
    Endpoint, EndpointExt, IntoResponse, Request, Response, Route, get, handler,
    http::{StatusCode, header},
    middleware::{CatchPanic, Compression},
    web::{CompressionAlgo, Data, Path},
};
use poem_openapi::OpenApiService;
use tokio::sync::watch;

use crate::{
    Config,
    adapters::{Accounts, Around, Desks, Staff},
    documents::{Apis, VERSION, operations},
    pages::Pages,
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

#[derive(Clone)]
struct Health {
    database: Database,
    line: watch::Receiver<Line>,
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
        let guard = Guard {
            operations: Arc::new(operations(&documents)),
            gate: Arc::new(modules.access.gate()),
            body_limit: deps.config.server.body_limit,
            body_limits: BODY_LIMITS,
        };
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
        let contacts = modules.contacts;
        // Compressed last: the shell writes the bodies of problems.
        let compression =
            Compression::new().algorithms([CompressionAlgo::BR, CompressionAlgo::GZIP]);
        // A panic is a defect, and still an answer.
        let panics = CatchPanic::new().with_handler(|_panic: Box<dyn std::any::Any + Send>| {
            tracing::error!("a request panicked");
            platform::http::Problem::new(kernel::ProblemCode::Internal).into_response()
        });
        let endpoint = routes(apis, guard, &documents, &contacts, health, metrics)
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
    rota: RotaApis,
    feed: FeedApi,
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
        let access = Access::open(AccessParts {
            config: config.access,
            public_url: server.public_url.clone(),
            trusted_proxies: server.trusted_proxies,
            directory: Arc::new(Staff {
                database: database.clone(),
                directory: directory.clone(),
            }),
            mailer: Mailer::new(&config.mail).context("mail cannot be sent")?,
            sealer,
            limits: limits.clone(),
        })
        .await
        .context("log-in and permission cannot be set up")?;
        let access = Arc::new(access);
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
            trusted_proxies: server.trusted_proxies,
            limits: limits.clone(),
        });
        outbox::run(tasks, database.clone(), Arc::clone(&bus), &lease);
        Ok(Self {
            directory,
            access,
            contacts,
            rota: rota_apis(&server.public_url),
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
            national_hours: NationalHoursApi::new(self.directory.clone()),
            onboarding: OnboardingApi::new(surroundings),
            profiles: ProfileApi,
            rota: self.rota.clone(),
            feed: self.feed.clone(),
            service: ServiceCentresApi::new(self.directory.clone()),
            contacts: self.contacts.contacts_api(),
            conversations: self.contacts.conversations_api(),
            routing: self.contacts.routing_apis(),
            retention: self.contacts.retention_api(),
            ledger: LedgerApi,
        }
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

fn routes(
    apis: Apis,
    guard: Guard,
    documents: &[Document],
    contacts: &Contacts,
    health: Health,
    metrics: Metrics,
) -> impl Endpoint<Output = Response> + use<> {
    let service = OpenApiService::new(
        (
            apis.access,
            apis.oidc,
            apis.providers,
            apis.audit,
            apis.staff_access,
            (apis.administration, apis.calendar),
            (apis.onboarding, apis.profiles),
            (apis.agreements, apis.ledger),
            (apis.centres, apis.national_hours),
            apis.rota,
            apis.feed,
            apis.service,
            apis.contacts,
            apis.conversations,
            (apis.retention, apis.routing),
        ),
        "Veiviser",
        VERSION,
    );
    let documents: Arc<Vec<(String, String)>> = Arc::new(
        documents
            .iter()
            .map(|document| (format!("{}.json", document.name), document.text()))
            .collect(),
    );
    let api = Route::new().nest("/api/v1", service).with(guard);
    let route = Route::new()
        .nest_no_strip("/api/v1", api)
        .at(
            "/api/v1/openapi/:name",
            get(openapi_document).data(documents),
        )
        .at("/healthz", get(healthz))
        .at("/readyz", get(readyz).data(health))
        .at("/metrics", get(metrics_text).data(metrics));
    contacts
        .streams(route)
        .nest_no_strip("/", Pages::new(contacts.clone()))
        .map_to_response()
}

#[handler]
fn openapi_document(
    Path(name): Path<String>,
    documents: Data<&Arc<Vec<(String, String)>>>,
) -> Response {
    match documents.iter().find(|(known, _)| *known == name) {
        Some((_, text)) => Response::builder()
            .content_type("application/json")
            .body(text.clone()),
        None => platform::http::Problem::new(kernel::ProblemCode::NotFound).into_response(),
    }
}

/// Whether the process lives.
#[handler]
fn healthz() -> &'static str {
    "ok"
}

/// Whether requests should come here.
#[handler]
async fn readyz(health: Data<&Health>) -> (StatusCode, &'static str) {
    if health.draining.load(Ordering::Relaxed) {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping");
    }
    match health.database.ping().await {
        // Without the others this process still serves: it looks at the database for what they do.
        Ok(()) if *health.line.borrow() == Line::Down => {
            (StatusCode::OK, "ready; the bus does not answer")
        }
        Ok(()) => (StatusCode::OK, "ready"),
        Err(fault) => {
            tracing::warn!(error = fault.chain(), "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "database does not answer")
        }
    }
}

#[handler]
fn metrics_text(metrics: Data<&Metrics>) -> Response {
    Response::builder()
        .header(
            header::CONTENT_TYPE,
            "application/openmetrics-text; version=1.0.0; charset=utf-8",
        )
        .body(metrics.render())
}
