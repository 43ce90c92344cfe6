//! The outermost layer: trace id, language, problems, security headers, metrics, one log line.

use std::time::Instant as Stopwatch;

use kernel::{Language, ProblemCode, Sources};
use poem::{
    Endpoint, FromRequest, IntoResponse, Middleware, Request, RequestBody, Response, Result,
    http::{HeaderValue, StatusCode, header},
};
use poem_openapi::error::{ParseParamError, ParsePathError};
use serde_json::{Map, Value};
use tracing::Instrument;

use super::{
    Problem,
    guard::OperationName,
    problem::{PROBLEM_TYPE, finish},
};
use crate::{
    Ctx, Database, TraceId,
    telemetry::{Metrics, RequestLabels},
};

/// Scripts, styles and connections come from the service itself only.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self' ws: wss:; manifest-src 'self'; base-uri 'none'; \
     form-action 'self'; frame-ancestors 'none'";

/// Wraps the whole application.
#[derive(Clone, Debug)]
pub struct Shell {
    /// Time and chance.
    pub sources: Sources,
    /// Given to every request's context.
    pub database: Database,
    /// Where answers are counted.
    pub metrics: Metrics,
}

impl<E: Endpoint> Middleware<E> for Shell {
    type Output = ShellEndpoint<E>;

    fn transform(&self, inner: E) -> Self::Output {
        ShellEndpoint {
            shell: self.clone(),
            inner,
        }
    }
}

/// The wrapped application; never answers an error that is no problem document.
#[derive(Debug)]
pub struct ShellEndpoint<E> {
    shell: Shell,
    inner: E,
}

impl<E: Endpoint> Endpoint for ShellEndpoint<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> Result<Response> {
        let started = Stopwatch::now();
        let language = accepted_language(&request);
        let mut ctx = Ctx::anyone(&self.shell.sources, &self.shell.database);
        ctx.language = language;
        let trace = ctx.trace;
        let method = request.method().clone();
        request.set_data(ctx);
        let span = tracing::info_span!("request", trace = %trace);
        let answer = self.inner.call(request).instrument(span.clone()).await;
        let mut response = match answer {
            Ok(output) => output.into_response(),
            Err(error) => error_response(error),
        };
        if is_problem(&response) {
            write_problem(&mut response, language, trace).await;
        }
        set_headers(&mut response);
        let operation = response
            .data::<OperationName>()
            .map_or("page", |name| name.0.as_str())
            .to_owned();
        let status = response.status().as_u16();
        let elapsed = started.elapsed();
        span.in_scope(|| {
            tracing::info!(%method, operation, status, micros = elapsed.as_micros(), "answered");
        });
        self.shell
            .metrics
            .request_seconds
            .observe(elapsed.as_secs_f64());
        self.shell
            .metrics
            .requests
            .get_or_create(&RequestLabels { operation, status })
            .inc();
        Ok(response)
    }
}

/// The language a browser prefers among ours; bokmål without a wish.
fn accepted_language(request: &Request) -> Language {
    let wishes = request.header(header::ACCEPT_LANGUAGE).unwrap_or_default();
    wishes
        .split(',')
        .filter_map(|wish| wish.trim().get(..2))
        .find_map(|tag| match tag.to_ascii_lowercase().as_str() {
            "no" => Some(Language::Nb),
            tag => tag.parse().ok(),
        })
        .unwrap_or(Language::Nb)
}

/// Turns an error of the framework into a problem; problems stay what they are.
pub(super) fn error_response(error: poem::Error) -> Response {
    if let Some(fault) = error.downcast_ref::<ParseParamError>() {
        let problem = Problem::new(ProblemCode::BadRequest);
        return problem
            .field(fault.name, plain_reason(&fault.reason))
            .into_response();
    }
    if error.is::<ParsePathError>() {
        return Problem::new(ProblemCode::NotFound).into_response();
    }
    let response = error.into_response();
    if is_problem(&response) {
        return response;
    }
    let code = match response.status() {
        StatusCode::NOT_FOUND => ProblemCode::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => ProblemCode::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => ProblemCode::BodyTooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ProblemCode::UnsupportedMediaType,
        status if status.is_client_error() => ProblemCode::BadRequest,
        status => {
            tracing::error!(
                status = status.as_u16(),
                "unexpected error of the framework"
            );
            ProblemCode::Internal
        }
    };
    Problem::new(code).into_response()
}

fn is_problem(response: &Response) -> bool {
    response.content_type() == Some(PROBLEM_TYPE)
}

/// Keeps the rule, drops the value given.
fn plain_reason(reason: &str) -> String {
    let rule = reason.split_once("\": ").map_or(reason, |(_, rule)| rule);
    rule.split(" (occurred").next().unwrap_or(rule).to_owned()
}

async fn write_problem(response: &mut Response, language: Language, trace: TraceId) {
    let facts = response.take_body().into_bytes().await.unwrap_or_default();
    let mut body: Map<String, Value> = serde_json::from_slice(&facts).unwrap_or_default();
    finish(&mut body, language, trace);
    response.set_body(Value::from(body).to_string());
    if let Ok(language) = HeaderValue::from_str(language.as_str()) {
        response
            .headers_mut()
            .insert(header::CONTENT_LANGUAGE, language);
    }
}

fn set_headers(response: &mut Response) {
    let headers = response.headers_mut();
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(CONTENT_SECURITY_POLICY));
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
}

impl<'a> FromRequest<'a> for Ctx {
    async fn from_request(request: &'a Request, _body: &mut RequestBody) -> Result<Self> {
        let ctx = request.data::<Self>().cloned();
        ctx.ok_or_else(|| Problem::new(ProblemCode::Internal).into())
    }
}
