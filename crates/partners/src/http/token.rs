//! The token endpoint (RFC 6749, section 3.2). Its refusals are those of RFC 6749, section 5.2, because clients know
//! no others.

use std::{collections::BTreeMap, fmt, sync::Arc};

use access::machine::TokenRefusal;
use kernel::ProblemCode;
use platform::{
    Ctx,
    http::{Problem, caller_key, problem_meta},
};
use poem::{
    FromRequest, IntoResponse, Request, RequestBody, Response, http::StatusCode, web::Form,
};
use poem_openapi::{
    ApiResponse, Object, OpenApi,
    payload::{Json, ParsePayload, Payload},
    registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchemaRef, Registry},
    types::{ToJSON, Type},
};

use super::Tag;
use crate::{
    api::Inner,
    app::{IssueError, Issued, TokenRequest, issue_token},
};

/// How one gets tokens.
#[derive(Clone)]
pub struct TokenApi(Arc<Inner>);

impl fmt::Debug for TokenApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenApi")
    }
}

/// A request for a token by a signed assertion (RFC 7523).
#[derive(Object)]
#[oai(rename = "TokenRequest")]
struct TokenRequestBody {
    /// `client_credentials`.
    grant_type: String,
    /// `urn:ietf:params:oauth:client-assertion-type:jwt-bearer`.
    client_assertion_type: String,
    /// A JSON Web Token signed by RS256, ES256 or EdDSA with a registered key, which `kid` in its header names. `iss`
    /// and `sub` are the client's id, `aud` is the issuer or the token endpoint, `exp` is at most five minutes ahead,
    /// and `jti` is never used again.
    client_assertion: String,
    /// If given, the same as in the assertion.
    client_id: Option<String>,
    /// Scopes with blanks between; all that were given if absent.
    scope: Option<String>,
}

/// A token (RFC 6749, section 5.1).
#[derive(Object)]
#[oai(rename = "Token")]
struct TokenBody {
    /// Opaque.
    access_token: String,
    /// `Bearer`.
    token_type: String,
    /// Seconds.
    expires_in: u32,
    /// What it is good for, with blanks between.
    scope: String,
}

/// Why there is no token (RFC 6749, section 5.2).
#[derive(Object)]
#[oai(rename = "TokenRefusal")]
struct RefusalBody {
    /// `invalid_request`, `invalid_client`, `unauthorized_client`, `unsupported_grant_type` or `invalid_scope`.
    error: String,
    /// What is wrong, in English.
    error_description: String,
}

/// The pairs of a form; of one that cannot be read, none.
struct TokenForm(Vec<(String, String)>);

impl Payload for TokenForm {
    const CONTENT_TYPE: &'static str = "application/x-www-form-urlencoded";

    fn check_content_type(content_type: &str) -> bool {
        let essence = content_type.split(';').next().unwrap_or_default().trim();
        essence.eq_ignore_ascii_case(Self::CONTENT_TYPE)
    }

    fn schema_ref() -> MetaSchemaRef {
        TokenRequestBody::schema_ref()
    }

    fn register(registry: &mut Registry) {
        TokenRequestBody::register(registry);
    }
}

impl ParsePayload for TokenForm {
    const IS_REQUIRED: bool = true;

    async fn from_request(request: &Request, body: &mut RequestBody) -> poem::Result<Self> {
        let form = Form::<Vec<(String, String)>>::from_request(request, body).await;
        Ok(Self(
            form.map_or_else(|_unreadable| Vec::new(), |form| form.0),
        ))
    }
}

poem_openapi::impl_apirequest_for_payload!(TokenForm,);

impl TokenForm {
    /// Unknown names are passed over, and none may come twice (RFC 6749, section 3.2).
    fn read(self) -> Result<TokenRequest, IssueError> {
        let mut given = BTreeMap::new();
        for (name, value) in self.0 {
            if given.insert(name, value).is_some() {
                return Err(IssueError::InvalidRequest("a parameter comes twice"));
            }
        }
        let mut take = |name: &str| given.remove(name).filter(|value| !value.is_empty());
        Ok(TokenRequest {
            grant_type: take("grant_type"),
            client_assertion_type: take("client_assertion_type"),
            client_assertion: take("client_assertion"),
            client_id: take("client_id"),
            scope: take("scope"),
        })
    }
}

/// A token, or why there is none.
enum TokenAnswer {
    Issued(TokenBody),
    Refused(StatusCode, RefusalBody),
    Problem(Problem),
}

impl ApiResponse for TokenAnswer {
    fn meta() -> MetaResponses {
        let described = |status, description, schema| MetaResponse {
            description,
            status: Some(status),
            status_range: None,
            content: vec![MetaMediaType {
                content_type: <Json<TokenBody> as Payload>::CONTENT_TYPE,
                schema,
            }],
            headers: Vec::new(),
        };
        let mut responses = vec![
            described(200, "A token", TokenBody::schema_ref()),
            described(400, "Bad Request", RefusalBody::schema_ref()),
            described(401, "Unauthorized", RefusalBody::schema_ref()),
        ];
        responses.extend(problem_meta(&[413, 415, 429, 500, 503]).responses);
        MetaResponses { responses }
    }

    fn register(registry: &mut Registry) {
        TokenBody::register(registry);
        RefusalBody::register(registry);
        <Problem as Payload>::register(registry);
    }
}

impl IntoResponse for TokenAnswer {
    fn into_response(self) -> Response {
        let (status, body) = match self {
            Self::Issued(body) => (StatusCode::OK, body.to_json_string()),
            Self::Refused(status, body) => (status, body.to_json_string()),
            Self::Problem(problem) => return problem.into_response(),
        };
        Response::builder()
            .status(status)
            .content_type("application/json")
            .body(body)
    }
}

impl TokenAnswer {
    fn refused(error: &IssueError) -> Self {
        let (status, word) = match error {
            IssueError::InvalidRequest(_) => (StatusCode::BAD_REQUEST, "invalid_request"),
            IssueError::UnsupportedGrant => (StatusCode::BAD_REQUEST, "unsupported_grant_type"),
            IssueError::InvalidScope => (StatusCode::BAD_REQUEST, "invalid_scope"),
            IssueError::Suspended => (StatusCode::BAD_REQUEST, "unauthorized_client"),
            IssueError::InvalidClient(_) | IssueError::Replayed | IssueError::Fault(_) => {
                (StatusCode::UNAUTHORIZED, "invalid_client")
            }
        };
        // A key that is unknown and a client that is are the same to a stranger.
        let description = match error {
            IssueError::InvalidClient(TokenRefusal::KeyUnknown) => {
                "the client or the key is not known".to_owned()
            }
            error => error.to_string(),
        };
        let body = RefusalBody {
            error: word.to_owned(),
            error_description: description,
        };
        Self::Refused(status, body)
    }
}

impl TokenApi {
    pub(super) const fn new(inner: Arc<Inner>) -> Self {
        Self(inner)
    }

    fn issued(&self, issued: &Issued) -> TokenBody {
        let scopes = issued.scopes.iter().map(|scope| self.0.word_of(*scope));
        TokenBody {
            access_token: issued.token.expose().clone(),
            token_type: "Bearer".to_owned(),
            expires_in: issued.expires_in_s,
            scope: scopes.collect::<Vec<_>>().join(" "),
        }
    }
}

#[OpenApi(tag = "Tag::Partner")]
impl TokenApi {
    /// Create access token
    #[oai(path = "/oauth/token", method = "post", operation_id = "token_create")]
    async fn create(&self, ctx: Ctx, request: &Request, form: TokenForm) -> TokenAnswer {
        let caller = caller_key(request, self.0.trusted_proxies);
        if let Err(limited) = self.0.token_calls.take(&caller, ctx.now) {
            let problem = Problem::new(ProblemCode::TooManyRequests);
            return TokenAnswer::Problem(problem.retry_after(limited.retry_after));
        }
        let outcome = match form.read() {
            Ok(request) => issue_token(&ctx, &self.0, request).await,
            Err(error) => Err(error),
        };
        match outcome {
            Ok(issued) => TokenAnswer::Issued(self.issued(&issued)),
            Err(IssueError::Fault(fault)) => TokenAnswer::Problem(fault.into()),
            Err(error) => TokenAnswer::refused(&error),
        }
    }
}
