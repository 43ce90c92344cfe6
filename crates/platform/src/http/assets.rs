//! Embedded browser files: HEAD, strong ETags, long caching of hashed names.

use std::borrow::Cow;

use kernel::ProblemCode;
use poem::{
    Body, Endpoint, Request, Response, Result,
    http::{HeaderValue, Method, StatusCode, header},
};
use rust_embed::RustEmbed;

use super::Problem;

/// Serves embedded files: `/` and folders by their `index.html`, anything below a single-page
/// application's folder by its index.
#[derive(Debug)]
pub struct Assets<R> {
    /// Folders whose unknown paths are answered with the folder's index, such as `desk`.
    pub applications: &'static [&'static str],
    /// Files without a hash in their name that other sites load.
    pub cross_origin: &'static [&'static str],
    files: std::marker::PhantomData<fn() -> R>,
}

impl<R: RustEmbed> Assets<R> {
    /// Serves the files of `R`.
    pub const fn new(
        applications: &'static [&'static str],
        cross_origin: &'static [&'static str],
    ) -> Self {
        Self {
            applications,
            cross_origin,
            files: std::marker::PhantomData,
        }
    }

    fn resolve(&self, path: &str) -> Option<(Cow<'static, str>, rust_embed::EmbeddedFile)> {
        let path = path.trim_start_matches('/');
        let folder = path.trim_end_matches('/');
        let index = if folder.is_empty() {
            "index.html".to_owned()
        } else {
            format!("{folder}/index.html")
        };
        for name in [path.to_owned(), index] {
            if let Some(file) = R::get(&name) {
                return Some((name.into(), file));
            }
        }
        let application = self.applications.iter().find(|name| {
            folder
                .strip_prefix(**name)
                .is_some_and(|rest| rest.starts_with('/') && !rest.contains('.'))
        })?;
        let name = format!("{application}/index.html");
        R::get(&name).map(|file| (name.into(), file))
    }
}

impl<R: RustEmbed + Send + Sync + 'static> Endpoint for Assets<R> {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Err(Problem::new(ProblemCode::MethodNotAllowed).into());
        }
        let Some((name, file)) = self.resolve(request.uri().path()) else {
            return Err(Problem::new(ProblemCode::NotFound).into());
        };
        let etag = etag(&file);
        let fresh = request
            .header(header::IF_NONE_MATCH)
            .is_some_and(|known| known.split(',').any(|tag| tag.trim() == etag));
        let mut response = Response::builder()
            .status(if fresh {
                StatusCode::NOT_MODIFIED
            } else {
                StatusCode::OK
            })
            .content_type(content_type(&file))
            .header(header::ETAG, etag)
            .header(header::CACHE_CONTROL, caching(&name))
            .finish();
        if self.cross_origin.contains(&name.as_ref()) {
            let headers = response.headers_mut();
            headers.insert(
                header::ACCESS_CONTROL_ALLOW_ORIGIN,
                HeaderValue::from_static("*"),
            );
            headers.insert(
                "cross-origin-resource-policy",
                HeaderValue::from_static("cross-origin"),
            );
        }
        if *request.method() == Method::HEAD {
            response
                .headers_mut()
                .insert(header::CONTENT_LENGTH, file.data.len().into());
        } else if !fresh {
            response.set_body(match file.data {
                Cow::Borrowed(bytes) => Body::from_bytes(bytes.into()),
                Cow::Owned(bytes) => Body::from_vec(bytes),
            });
        }
        Ok(response)
    }
}

fn etag(file: &rust_embed::EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    let start: [u8; 16] = std::array::from_fn(|place| hash.get(place).copied().unwrap_or_default());
    format!("\"{:032x}\"", u128::from_be_bytes(start))
}

fn content_type(file: &rust_embed::EmbeddedFile) -> String {
    let kind = file.metadata.mimetype();
    if kind.starts_with("text/") {
        format!("{kind}; charset=utf-8")
    } else {
        kind.to_owned()
    }
}

fn caching(name: &str) -> &'static str {
    if name.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    }
}
