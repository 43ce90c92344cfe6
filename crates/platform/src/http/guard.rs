//! Finds the operation of a request and refuses what no policy allows.

use std::sync::Arc;

use kernel::ProblemCode;
use poem::{
    Endpoint, IntoResponse, Middleware, Request, Response, Result,
    http::{HeaderValue, Method, StatusCode, header},
};

use super::{
    Problem,
    body::read_limited,
    partner::{PartnerGate, Passage},
};
use crate::Ctx;

/// Who an operation is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Anyone, from any site; a conversation's token is checked by the operation itself.
    Public,
    /// People who log in; admitted by the [`Gate`].
    Staff,
    /// Systems of partners; admitted by the [`PartnerGate`].
    Partner,
}

impl Audience {
    /// What the paths of its operations begin with.
    pub const fn base(self) -> &'static str {
        match self {
            Self::Public | Self::Staff => "/api/v1",
            Self::Partner => "/api/partner/v1",
        }
    }
}

/// One operation of an OpenAPI document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// `offer_accept`.
    pub id: String,
    /// HTTP method.
    pub method: Method,
    /// Path template below the server root, such as `/api/v1/offers/{id}/accept`.
    pub path: String,
    /// Who it is for.
    pub audience: Audience,
}

impl Operation {
    /// The action a role must be granted: the operation's noun and verb, `offer:accept`.
    pub fn action(&self) -> String {
        match self.id.split_once('_') {
            Some((noun, verb)) => format!("{noun}:{verb}"),
            None => self.id.clone(),
        }
    }

    fn matches(&self, path: &str) -> bool {
        let mut given = path.trim_end_matches('/').split('/');
        let mut known = self.path.split('/');
        loop {
            match (known.next(), given.next()) {
                (None, None) => return true,
                (Some(known), Some(given)) if known.starts_with('{') && !given.is_empty() => {}
                (Some(known), Some(given)) if known == given => {}
                _ => return false,
            }
        }
    }
}

/// Every operation of the product.
#[derive(Clone, Debug, Default)]
pub struct Operations(pub Vec<Operation>);

impl Operations {
    /// The operation of a request; a path without parameters wins over one with.
    pub fn find(&self, method: &Method, path: &str) -> Option<&Operation> {
        let candidates = self
            .0
            .iter()
            .filter(|op| op.method == *method && op.matches(path));
        candidates.min_by_key(|op| op.path.matches('{').count())
    }

    fn knows_path(&self, path: &str) -> Option<Audience> {
        self.0
            .iter()
            .find(|op| op.matches(path))
            .map(|op| op.audience)
    }
}

/// Decides who may call an operation for [`Audience::Staff`].
#[async_trait::async_trait]
pub trait Gate: Send + Sync + 'static {
    /// Returns the context the operation runs in.
    ///
    /// # Errors
    /// 401 without a valid log-in, 403 without permission, 404 for what does not exist for this caller.
    async fn admit(
        &self,
        request: &Request,
        operation: &Operation,
        ctx: Ctx,
    ) -> Result<Ctx, Problem>;
}

/// The middleware in front of the API: default deny. It wraps the route that nests the API, so that
/// it sees whole paths.
#[derive(Clone)]
pub struct Guard {
    /// Every operation of the product.
    pub operations: Arc<Operations>,
    /// Admits people who log in.
    pub gate: Arc<dyn Gate>,
    /// Admits systems of partners.
    pub partners: Arc<dyn PartnerGate>,
    /// Bytes a body may have.
    pub body_limit: usize,
    /// Operations by id whose bodies may have another number of bytes.
    pub body_limits: &'static [(&'static str, usize)],
}

impl Guard {
    fn limit_of(&self, operation: &str) -> usize {
        let known = self.body_limits.iter().find(|(id, _)| *id == operation);
        known.map_or(self.body_limit, |(_, limit)| *limit)
    }
}

impl std::fmt::Debug for Guard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Guard({} operations)", self.operations.0.len())
    }
}

impl<E: Endpoint> Middleware<E> for Guard {
    type Output = GuardEndpoint<E>;

    fn transform(&self, inner: E) -> Self::Output {
        GuardEndpoint {
            guard: self.clone(),
            inner,
        }
    }
}

/// The guarded API.
#[derive(Debug)]
pub struct GuardEndpoint<E> {
    guard: Guard,
    inner: E,
}

/// The operation a request was found to be, left on the answer for metrics.
#[derive(Clone, Debug)]
pub(super) struct OperationName(pub(super) String);

impl<E: Endpoint> Endpoint for GuardEndpoint<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> Result<Response> {
        let path = request.uri().path().to_owned();
        if request.method() == Method::OPTIONS {
            return Ok(self.preflight(&path));
        }
        let Some(operation) = self.guard.operations.find(request.method(), &path).cloned() else {
            let code = match self.guard.operations.knows_path(&path) {
                Some(_) => ProblemCode::MethodNotAllowed,
                None => ProblemCode::NotFound,
            };
            return Err(Problem::new(code).into());
        };
        let passage = self.enter(&mut request, &operation).await;
        let mut response = match &passage.outcome {
            Ok(()) => match self.inner.call(request).await {
                Ok(output) => output.into_response(),
                Err(error) => super::shell::error_response(error),
            },
            Err(problem) => problem.clone().into_response(),
        };
        match operation.audience {
            Audience::Public => allow_any_origin(&mut response),
            Audience::Staff => {}
            Audience::Partner => passage.mark(&mut response),
        }
        if let Some(ctx) = &passage.partner {
            let status = response.status().as_u16();
            self.guard.partners.note(ctx, &operation, status);
        }
        response.set_data(OperationName(operation.id));
        Ok(response)
    }
}

impl<E> GuardEndpoint<E> {
    async fn enter(&self, request: &mut Request, operation: &Operation) -> Passage {
        let mut passage = self.admit(request, operation).await;
        if passage.outcome.is_ok() && *request.method() != Method::GET {
            let limit = self.guard.limit_of(&operation.id);
            passage.outcome = read_limited(request, limit).await;
        }
        passage
    }

    /// Leaves the context that the operation is to run in with the request.
    async fn admit(&self, request: &mut Request, operation: &Operation) -> Passage {
        if operation.audience == Audience::Public {
            return Passage::of(Ok(()));
        }
        let Some(ctx) = request.data::<Ctx>().cloned() else {
            return Passage::of(Err(Problem::new(ProblemCode::Internal)));
        };
        if operation.audience == Audience::Partner {
            let admission = self.guard.partners.admit(request, operation, ctx).await;
            if let Ok(ctx) = &admission.outcome {
                request.set_data(ctx.clone());
            }
            return admission.into();
        }
        let admitted = self.guard.gate.admit(request, operation, ctx).await;
        Passage::of(admitted.map(|ctx| {
            request.set_data(ctx);
        }))
    }

    /// Answers a browser's question before a request from another site.
    fn preflight(&self, path: &str) -> Response {
        let mut response = Response::builder().status(StatusCode::NO_CONTENT).finish();
        if self.guard.operations.knows_path(path) == Some(Audience::Public) {
            allow_any_origin(&mut response);
            let headers = response.headers_mut();
            headers.insert(
                header::ACCESS_CONTROL_ALLOW_METHODS,
                HeaderValue::from_static("GET, POST, DELETE"),
            );
            headers.insert(
                header::ACCESS_CONTROL_ALLOW_HEADERS,
                HeaderValue::from_static(
                    "authorization, content-type, accept-language, idempotency-key",
                ),
            );
            headers.insert(
                header::ACCESS_CONTROL_MAX_AGE,
                HeaderValue::from_static("86400"),
            );
        }
        response
    }
}

/// The widget runs on any site and sends no cookies.
fn allow_any_origin(response: &mut Response) {
    let headers = response.headers_mut();
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    headers.insert(
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static("retry-after, content-disposition"),
    );
}
