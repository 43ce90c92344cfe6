//! Request bodies: bounded, strict, and refused with the field named.

use std::time::Duration;

use kernel::ProblemCode;
use poem::{FromRequest, Request, RequestBody, Result};
use poem_openapi::{
    payload::{ParsePayload, Payload},
    registry::{MetaSchemaRef, Registry},
    types::Type,
};
use serde::de::DeserializeOwned;

use super::Problem;

/// A JSON body read strictly: wrong types and unknown fields are refused, and the field is named.
/// `T` derives `Object` for the document and `Deserialize` with `deny_unknown_fields` for reading.
#[derive(Clone, Debug)]
pub struct Input<T>(pub T);

impl<T: Type> Payload for Input<T> {
    const CONTENT_TYPE: &'static str = "application/json";

    fn check_content_type(content_type: &str) -> bool {
        let essence = content_type.split(';').next().unwrap_or_default().trim();
        essence.eq_ignore_ascii_case("application/json")
    }

    fn schema_ref() -> MetaSchemaRef {
        T::schema_ref()
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl<T: Type + DeserializeOwned> ParsePayload for Input<T> {
    const IS_REQUIRED: bool = true;

    async fn from_request(request: &Request, body: &mut RequestBody) -> Result<Self> {
        let bytes = Vec::<u8>::from_request(request, body).await?;
        if std::str::from_utf8(&bytes).is_err() {
            let problem = Problem::new(ProblemCode::BadRequest).detail("the body is not UTF-8");
            return Err(problem.into());
        }
        // Serde would read a list as an object's fields in order.
        if bytes.trim_ascii_start().first() == Some(&b'[') {
            let problem = Problem::new(ProblemCode::BadRequest).detail("expected a JSON object");
            return Err(problem.into());
        }
        let mut reader = serde_json::Deserializer::from_slice(&bytes);
        let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let field = error.path().to_string();
            let problem = Problem::new(ProblemCode::BadRequest);
            match error.into_inner() {
                // A wrong type where a word is expected counts as syntax.
                inner if inner.is_data() || inner.is_syntax() && field != "." => {
                    problem.field(field, reason(&inner))
                }
                inner => problem.detail(reason(&inner)),
            }
        })?;
        reader
            .end()
            .map_err(|error| Problem::new(ProblemCode::BadRequest).detail(reason(&error)))?;
        Ok(Self(value))
    }
}

poem_openapi::impl_apirequest_for_payload!(Input<T>, T: Type + DeserializeOwned);

/// The parser's words without the value it choked on: an answer must not repeat personal data.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.split_once("expected") {
        Some((before, after))
            if before.starts_with("invalid") || before.starts_with("unknown variant") =>
        {
            format!("expected{after}")
        }
        _ => text,
    }
}

/// Time a body may take to arrive.
const BODY_LIMIT: Duration = Duration::from_secs(15);

/// Reads at most `limit` bytes of a body, also when its length is not announced.
pub async fn read_limited(request: &mut Request, limit: usize) -> Result<(), Problem> {
    let body = request.take_body();
    let late = || Problem::new(ProblemCode::BadRequest).detail("the body did not come in time");
    let bytes = tokio::time::timeout(BODY_LIMIT, body.into_bytes_limit(limit))
        .await
        .map_err(|_elapsed| late())?
        .map_err(|error| match error {
            poem::error::ReadBodyError::PayloadTooLarge => Problem::new(ProblemCode::BodyTooLarge)
                .detail(format!("the limit is {limit} bytes")),
            _ => Problem::new(ProblemCode::BadRequest).detail("the body could not be read"),
        })?;
    request.set_body(bytes);
    Ok(())
}
