//! An answer that takes a while, and that notices when nobody waits for it any more.

use std::{future::Future, io, marker::PhantomData, pin::Pin, time::Duration};

use futures_util::stream;
use platform::Fault;
use poem::{Body, IntoResponse, Response, http::header};
use poem_openapi::{
    ApiResponse,
    payload::Payload,
    registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchemaRef, Registry},
    types::{ToJSON, Type},
};

/// How often a space is sent, which JSON may begin with: a server only learns by writing that the other side has gone.
const BEAT: Duration = Duration::from_millis(250);

type Work<T> = Pin<Box<dyn Future<Output = Result<T, Fault>> + Send>>;

/// JSON that comes once the work is done. When whoever asked goes away, the work is dropped.
pub(super) struct Slowly<T> {
    body: Body,
    of: PhantomData<fn() -> T>,
}

impl<T: ToJSON + 'static> Slowly<T> {
    pub(super) fn new(work: impl Future<Output = Result<T, Fault>> + Send + 'static) -> Self {
        let work: Work<T> = Box::pin(work);
        let parts = stream::unfold(Some(work), |work| async move {
            let mut work = work?;
            tokio::select! {
                done = &mut work => Some((text(done), None)),
                () = tokio::time::sleep(BEAT) => Some((Ok(" ".to_owned()), Some(work))),
            }
        });
        Self {
            body: Body::from_bytes_stream(parts),
            of: PhantomData,
        }
    }
}

/// The answer has begun: a fault can only break it off.
fn text<T: ToJSON>(done: Result<T, Fault>) -> io::Result<String> {
    let done = done.inspect_err(|fault| {
        tracing::error!(error = fault.chain(), "an answer broke off");
    });
    done.map(|done| done.to_json_string())
        .map_err(io::Error::other)
}

impl<T: Type> Payload for Slowly<T> {
    const CONTENT_TYPE: &'static str = "application/json; charset=utf-8";

    fn schema_ref() -> MetaSchemaRef {
        T::schema_ref()
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl<T> IntoResponse for Slowly<T> {
    fn into_response(self) -> Response {
        Response::builder()
            .header(header::CONTENT_TYPE, "application/json; charset=utf-8")
            .body(self.body)
    }
}

impl<T: Type> ApiResponse for Slowly<T> {
    fn meta() -> MetaResponses {
        MetaResponses {
            responses: vec![MetaResponse {
                description: "",
                status: Some(200),
                status_range: None,
                content: vec![MetaMediaType {
                    content_type: Self::CONTENT_TYPE,
                    schema: Self::schema_ref(),
                }],
                headers: vec![],
            }],
        }
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

#[cfg(test)]
mod tests {
    use futures_util::StreamExt;

    use super::*;
    use crate::http::dry_run_places::Asker;

    #[tokio::test]
    async fn work_ends_with_the_answer_nobody_reads() {
        let asker = Asker::default();
        let gone = asker.gone();
        let slowly = Slowly::<String>::new(async move {
            let _asker = asker;
            std::future::pending::<()>().await;
            Ok(String::new())
        });
        let mut body = slowly.into_response().into_body().into_bytes_stream();
        assert_eq!(body.next().await.unwrap().unwrap(), " ");
        assert!(!gone.has_gone());
        drop(body);
        assert!(gone.has_gone());
    }

    #[tokio::test]
    async fn what_is_done_at_once_is_answered_at_once() {
        let slowly = Slowly::<String>::new(async { Ok("done".to_owned()) });
        let body = slowly.into_response().into_body();
        assert_eq!(body.into_string().await.unwrap(), "\"done\"");
        let broken = Slowly::<String>::new(async { Err(Fault::Stopped("work")) });
        let body = broken.into_response().into_body();
        body.into_string().await.unwrap_err();
    }
}
