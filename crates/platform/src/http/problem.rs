//! RFC 9457 problem details.

use kernel::{FieldError, Language, ProblemCode};
use poem::{
    IntoResponse, Response,
    http::{StatusCode, header},
};
use poem_openapi::{
    Object,
    payload::Payload,
    registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchemaRef, Registry},
    types::Type,
};
use serde_json::{Map, Value, json};

use crate::{Fault, TraceId, messages::sentence};

/// Media type of RFC 9457.
pub(super) const PROBLEM_TYPE: &str = "application/problem+json";

/// Why a request was refused. Rendered by [`super::Shell`], which knows language and trace id.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The stable code.
    pub code: ProblemCode,
    /// More about this occurrence, in English; never data about persons.
    pub detail: Option<String>,
    /// Faults field by field.
    pub errors: Vec<FieldError>,
    /// Seconds until another try makes sense.
    pub retry_after: Option<u32>,
    /// Further members of the body.
    pub members: Map<String, Value>,
}

impl Problem {
    /// A problem that its code says all about.
    pub fn new(code: ProblemCode) -> Self {
        Self {
            code,
            detail: None,
            errors: Vec::new(),
            retry_after: None,
            members: Map::new(),
        }
    }

    /// A field breaks a rule.
    pub fn invalid(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::new(ProblemCode::Invalid).field(field, reason)
    }

    /// 422: fields break rules.
    pub fn faulty(faults: Vec<FieldError>) -> Self {
        let mut problem = Self::new(ProblemCode::Invalid);
        problem.errors = faults;
        problem
    }

    /// Adds a fault of one field.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>, reason: impl Into<String>) -> Self {
        self.errors.push(FieldError {
            field: field.into(),
            reason: reason.into(),
        });
        self
    }

    /// Adds a detail.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Adds a further member; `None` adds nothing.
    #[must_use]
    pub fn member(mut self, name: &str, value: Option<impl Into<Value>>) -> Self {
        if let Some(value) = value {
            self.members.insert(name.to_owned(), value.into());
        }
        self
    }

    /// Says when to try again, in seconds.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// The same if its status is one of `declared`, else `internal`.
    #[doc(hidden)]
    #[must_use]
    pub fn among(self, declared: &[u16]) -> Self {
        if declared.contains(&self.code.status()) {
            return self;
        }
        tracing::error!(
            code = self.code.as_str(),
            "the operation declares no such problem"
        );
        Self::new(ProblemCode::Internal)
    }

    /// The body, in a language.
    pub fn render(&self, language: Language, trace: TraceId) -> Value {
        let mut body = self.facts();
        finish(&mut body, language, trace);
        body.into()
    }

    /// The body without what only the shell knows.
    fn facts(&self) -> Map<String, Value> {
        let mut body = self.members.clone();
        body.insert("code".to_owned(), self.code.as_str().into());
        body.insert("status".to_owned(), self.code.status().into());
        if let Some(detail) = &self.detail {
            body.insert("detail".to_owned(), detail.as_str().into());
        }
        if !self.errors.is_empty() {
            let errors = self
                .errors
                .iter()
                .map(|e| json!({"field": e.field, "reason": e.reason}));
            body.insert("errors".to_owned(), errors.collect());
        }
        body
    }
}

/// Completes the facts of a problem with its sentence and the request's name.
pub(super) fn finish(body: &mut Map<String, Value>, language: Language, trace: TraceId) {
    let code = body
        .get("code")
        .and_then(Value::as_str)
        .unwrap_or("internal")
        .to_owned();
    // Relative, with the whole path (RFC 9457, section 3.1.1): it leads to the catalogue of this installation.
    body.insert("type".to_owned(), format!("/problems/{code}").into());
    body.insert(
        "title".to_owned(),
        sentence(language, &format!("problem.{code}")).into(),
    );
    body.insert("trace_id".to_owned(), trace.to_string().into());
}

impl From<Fault> for Problem {
    /// Logs the fault, once, here at the edge; the caller learns only that there was one.
    fn from(fault: Fault) -> Self {
        if fault.is_passing() {
            tracing::warn!(error = fault.chain(), "request put off");
            return Self::new(ProblemCode::Unavailable).retry_after(2);
        }
        tracing::error!(error = fault.chain(), "request failed");
        Self::new(ProblemCode::Internal)
    }
}

impl From<Problem> for poem::Error {
    fn from(problem: Problem) -> Self {
        let mut error = Self::from_response(problem.clone().into_response());
        // The response's own data is lost when an error becomes a response.
        error.set_data(problem);
        error
    }
}

impl IntoResponse for Problem {
    /// The body holds the facts; the shell puts them into words. (An error of poem keeps nothing else:
    /// the response's extensions are lost on its way.)
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = Response::builder()
            .status(status)
            .content_type(PROBLEM_TYPE)
            .body(Value::from(self.facts()).to_string());
        if let Some(seconds) = self.retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

/// Problem details for HTTP APIs (RFC 9457).
#[derive(Object)]
#[oai(rename = "Problem", skip_serializing_if_is_none)]
pub struct ProblemBody {
    /// Identifies the kind of problem; stable. Put behind the address of the service, it leads to an explanation.
    r#type: String,
    /// A sentence in the language of `Accept-Language`.
    title: String,
    /// HTTP status.
    status: u16,
    /// The kind of problem in one stable word.
    code: String,
    /// More about this occurrence.
    detail: Option<String>,
    /// Finds this occurrence in the log.
    trace_id: String,
    /// Faults field by field.
    errors: Option<Vec<ProblemField>>,
}

/// A fault of one field.
#[derive(Object)]
pub struct ProblemField {
    /// Path of the field.
    field: String,
    /// What is wrong with it.
    reason: String,
}

impl Payload for Problem {
    const CONTENT_TYPE: &'static str = PROBLEM_TYPE;

    fn schema_ref() -> MetaSchemaRef {
        ProblemBody::schema_ref()
    }

    fn register(registry: &mut Registry) {
        ProblemBody::register(registry);
    }
}

/// The responses of a type declared by [`problem_responses!`], for the document.
#[doc(hidden)]
pub fn problem_meta(statuses: &[u16]) -> MetaResponses {
    let mut statuses = statuses.to_vec();
    statuses.sort_unstable();
    statuses.dedup();
    let describe = |status| MetaResponse {
        description: StatusCode::from_u16(status)
            .ok()
            .and_then(|status| status.canonical_reason())
            .unwrap_or_default(),
        status: Some(status),
        status_range: None,
        content: vec![MetaMediaType {
            content_type: Problem::CONTENT_TYPE,
            schema: Problem::schema_ref(),
        }],
        headers: Vec::new(),
    };
    MetaResponses {
        responses: statuses.into_iter().map(describe).collect(),
    }
}

/// Declares the problems an operation can answer: a type made from a [`Problem`]. A problem that is
/// not declared is answered as `internal`. Not an `ApiResponse` derived by poem-openapi, whose errors
/// lose what they carry on their way through [`poem::Error`].
#[macro_export]
macro_rules! problem_responses {
    ($(#[$doc:meta])* $vis:vis $name:ident { $($variant:ident = $status:literal,)* }) => {
        $(#[$doc])*
        $vis struct $name($crate::http::Problem);

        impl $name {
            const STATUSES: &'static [u16] = &[$($status,)* 400, 429, 500, 503];
        }

        impl poem_openapi::ApiResponse for $name {
            fn meta() -> poem_openapi::registry::MetaResponses {
                $crate::http::problem_meta(Self::STATUSES)
            }

            fn register(registry: &mut poem_openapi::registry::Registry) {
                <$crate::http::Problem as poem_openapi::payload::Payload>::register(registry);
            }
        }

        impl From<$name> for poem::Error {
            fn from(refusal: $name) -> Self {
                refusal.0.into()
            }
        }

        impl<P: Into<$crate::http::Problem>> From<P> for $name {
            fn from(problem: P) -> Self {
                Self($crate::http::Problem::among(problem.into(), Self::STATUSES))
            }
        }
    };
}
