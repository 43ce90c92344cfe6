//! RFC 9457 problem details.

use kernel::{FieldError, Language, ProblemCode};
use poem::{
    IntoResponse, Response,
    http::{StatusCode, header},
};
use poem_openapi::{
    Object,
    payload::Payload,
    registry::{MetaSchemaRef, Registry},
    types::Type,
};
use serde_json::{Map, Value, json};

use crate::{Fault, TraceId, messages::sentence};

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

    /// The body, in a language.
    pub fn render(&self, language: Language, trace: TraceId) -> Value {
        let code = self.code.as_str();
        let mut body = json!({
            "type": format!("https://veiviser.no/problems/{code}"),
            "title": sentence(language, &format!("problem.{code}")),
            "status": self.code.status(),
            "code": code,
            "trace_id": trace.to_string(),
        });
        if let Some(members) = body.as_object_mut() {
            if let Some(detail) = &self.detail {
                members.insert("detail".to_owned(), detail.as_str().into());
            }
            if !self.errors.is_empty() {
                let errors = self
                    .errors
                    .iter()
                    .map(|e| json!({"field": e.field, "reason": e.reason}));
                members.insert("errors".to_owned(), errors.collect());
            }
            members.extend(self.members.clone());
        }
        body
    }
}

impl From<Fault> for Problem {
    /// Logs the fault, once, here at the edge; the caller learns only that there was one.
    fn from(fault: Fault) -> Self {
        if matches!(fault, Fault::Stopped(_)) {
            return Self::new(ProblemCode::Unavailable).retry_after(2);
        }
        tracing::error!(error = fault.chain(), "request failed");
        Self::new(ProblemCode::Internal)
    }
}

impl From<Problem> for poem::Error {
    fn from(problem: Problem) -> Self {
        Self::from_response(problem.into_response())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = Response::builder().status(status).finish();
        if let Some(seconds) = self.retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, seconds.into());
        }
        response.set_data(self);
        response
    }
}

/// Problem details for HTTP APIs (RFC 9457).
#[derive(Object)]
#[oai(rename = "Problem", skip_serializing_if_is_none)]
pub struct ProblemBody {
    /// Identifies the kind of problem; stable.
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
    const CONTENT_TYPE: &'static str = "application/problem+json";

    fn schema_ref() -> MetaSchemaRef {
        ProblemBody::schema_ref()
    }

    fn register(registry: &mut Registry) {
        ProblemBody::register(registry);
    }
}

/// Declares the problems an operation can answer: an `ApiResponse` enum made from a [`Problem`].
#[macro_export]
macro_rules! problem_responses {
    ($(#[$doc:meta])* $vis:vis $name:ident { $($variant:ident = $status:literal,)* }) => {
        $(#[$doc])*
        #[derive(poem_openapi::ApiResponse)]
        $vis enum $name {
            $(
                #[oai(status = $status)]
                $variant($crate::http::Problem),
            )*
            /// The request cannot be read.
            #[oai(status = 400)]
            BadRequest($crate::http::Problem),
            /// Too many requests.
            #[oai(status = 429)]
            TooManyRequests($crate::http::Problem),
            /// A fault on our side.
            #[oai(status = 500)]
            Internal($crate::http::Problem),
            /// Starting, stopping, or without database.
            #[oai(status = 503)]
            Unavailable($crate::http::Problem),
        }

        impl<P: Into<$crate::http::Problem>> From<P> for $name {
            fn from(problem: P) -> Self {
                let problem = problem.into();
                match problem.code.status() {
                    $($status => Self::$variant(problem),)*
                    400 => Self::BadRequest(problem),
                    429 => Self::TooManyRequests(problem),
                    503 => Self::Unavailable(problem),
                    _ => Self::Internal(problem),
                }
            }
        }
    };
}
