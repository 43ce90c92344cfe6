//! What answers at which path.

#![expect(
    clippy::needless_pass_by_value,
    reason = "handlers take extractors by value"
)]

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use contacts::Contacts;
use partners::Partners;
use platform::{
    Database, Line,
    http::{Document, Guard},
    telemetry::Metrics,
};
use poem::{
    Endpoint, EndpointExt, IntoResponse, Response, Route, get, handler,
    http::{StatusCode, header},
    web::{Data, Path},
};
use poem_openapi::OpenApiService;
use tokio::sync::watch;

use crate::{
    documents::{Apis, VERSION, webhooks_text},
    pages::Pages,
};

/// What the probes look at.
#[derive(Clone)]
pub(crate) struct Health {
    pub(crate) database: Database,
    pub(crate) line: watch::Receiver<Line>,
    pub(crate) draining: Arc<AtomicBool>,
}

/// Every operation, stream, page and probe by its path.
pub(crate) fn routes(
    apis: Apis,
    guard: Guard,
    documents: &[Document],
    (contacts, partners): (&Contacts, &Partners),
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
            (apis.administration, apis.calendar, apis.classes),
            (apis.onboarding, apis.profiles),
            (apis.agreements, apis.ledger),
            (apis.centres, apis.national_hours),
            apis.rota,
            apis.feed,
            apis.service,
            apis.contacts,
            (apis.conversations, apis.class_codes),
            (
                apis.retention,
                apis.routing,
                apis.partners,
                apis.referral_codes,
            ),
        ),
        "Veiviser",
        VERSION,
    );
    let documents: Arc<Vec<(String, String)>> = Arc::new(
        documents
            .iter()
            .map(|document| (format!("{}.json", document.name), document.text()))
            .chain([("webhooks.json".to_owned(), webhooks_text())])
            .collect(),
    );
    let machines = (apis.partner, apis.referrals, apis.webhooks);
    let machines = OpenApiService::new(machines, "Veiviser", VERSION);
    let machines = Route::new()
        .nest("/api/partner/v1", machines)
        .with(guard.clone());
    let api = Route::new().nest("/api/v1", service).with(guard);
    let route = Route::new()
        .nest_no_strip("/api/v1", api)
        .nest_no_strip("/api/partner/v1", machines)
        .at(
            "/.well-known/oauth-authorization-server",
            get(authorization_server).data(partners.clone()),
        )
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

/// What partners' systems read before they ask for a token (RFC 8414).
#[handler]
fn authorization_server(partners: Data<&Partners>) -> Response {
    partners.metadata()
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
