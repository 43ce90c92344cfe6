//! The public document.

#![expect(
    clippy::unused_async,
    reason = "operations are async, also those that ask only the directory"
)]

use kernel::{CentreId, ProblemCode, Scope};
use platform::{
    Ctx,
    http::{Problem, Wire},
};
use poem_openapi::{
    ApiResponse, OpenApi, ResponseContent,
    param::{Header, Path, Query},
    payload::{Binary, Json},
};

use super::{
    Tag,
    cards::{CentreCard, CentreCards},
};
use crate::{
    directory::Directory,
    domain::{ImageKind, LogoMark},
    store,
};

const PAGE: usize = 50;
const LARGEST_PAGE: usize = 100;

platform::problem_responses! {
    /// Why there is no answer.
    CardProblem {
        NotFound = 404,
    }
}

platform::problem_responses! {
    /// Why there is no list.
    CardsProblem {
        Invalid = 422,
    }
}

/// What everyone may know of the centres.
#[derive(Clone, Debug)]
pub struct ServiceCentresApi {
    directory: Directory,
}

impl ServiceCentresApi {
    /// Answers from the directory.
    pub const fn new(directory: Directory) -> Self {
        Self { directory }
    }
}

#[OpenApi(tag = "Tag::Service")]
impl ServiceCentresApi {
    /// List public cards of centres
    #[oai(
        path = "/service/centres",
        method = "get",
        operation_id = "service_list"
    )]
    async fn list(
        &self,
        ctx: Ctx,
        /// Cards per page, 1 to 100; 50 if absent.
        limit: Query<Option<usize>>,
        /// Where the previous page ended: its `next`.
        after: Query<Option<Wire<CentreId>>>,
    ) -> Result<Json<CentreCards>, CardsProblem> {
        let limit = limit.0.unwrap_or(PAGE);
        if !(1..=LARGEST_PAGE).contains(&limit) {
            return Err(Problem::invalid("limit", "must be 1 to 100").into());
        }
        let centres = self.directory.centres();
        let mut rest = centres
            .iter()
            .filter(|entry| after.0.is_none_or(|after| entry.id > after.0));
        let page: Vec<_> = rest.by_ref().take(limit).collect();
        let more = rest.next().is_some();
        Ok(Json(CentreCards {
            items: page
                .iter()
                .map(|entry| CentreCard::new(&self.directory, entry, ctx.now))
                .collect(),
            next: page.last().filter(|_| more).map(|entry| Wire(entry.id)),
        }))
    }

    /// Get public card of centre
    #[oai(
        path = "/service/centres/:id",
        method = "get",
        operation_id = "service_get"
    )]
    async fn get(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
    ) -> Result<Json<CentreCard>, CardProblem> {
        let entry = self.directory.centre(id.0.0);
        let entry = entry.ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
        Ok(Json(CentreCard::new(&self.directory, &entry, ctx.now)))
    }

    /// Get logo of centre
    #[oai(
        path = "/service/centres/:id/logo",
        method = "get",
        operation_id = "service_logo"
    )]
    async fn logo(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        /// The `ETag` of the image that is there already.
        #[oai(name = "If-None-Match")]
        if_none_match: Header<Option<String>>,
    ) -> Result<LogoAnswer, CardProblem> {
        let missing = || Problem::new(ProblemCode::NotFound);
        let entry = self.directory.centre(id.0.0).ok_or_else(missing)?;
        // Public as the card is; the scope of those who ask reaches no centre. Not asked of the directory,
        // which learns of a new logo a moment later.
        let tx = ctx.database().read(Scope::System).await?;
        let marks = store::list_logo_marks(&tx, Some(entry.id)).await?;
        let (_, mark) = marks.into_iter().next().ok_or_else(missing)?;
        let etag = |mark: &LogoMark| format!("\"{}\"", mark.tag);
        let known = if_none_match.0.unwrap_or_default();
        if known.split(',').any(|one| one.trim() == etag(&mark)) {
            let cache = LogoAnswer::CACHE.to_owned();
            return Ok(LogoAnswer::Unchanged(etag(&mark), cache));
        }
        let found = store::find_logo(&tx, entry.id).await?;
        let (mark, bytes) = found.ok_or_else(missing)?;
        Ok(LogoAnswer::new(&mark, etag(&mark), bytes))
    }
}

/// An image of one of the kinds a logo may be.
#[derive(ResponseContent)]
enum ImageContent {
    #[oai(content_type = "image/png")]
    Png(Binary<Vec<u8>>),
    #[oai(content_type = "image/jpeg")]
    Jpeg(Binary<Vec<u8>>),
    #[oai(content_type = "image/webp")]
    WebP(Binary<Vec<u8>>),
}

/// The image, or that the one there already is still it.
#[derive(ApiResponse)]
enum LogoAnswer {
    /// The image.
    #[oai(status = 200)]
    Image(
        ImageContent,
        /// Changes with the image.
        #[oai(header = "ETag")]
        String,
        /// How long it may be kept.
        #[oai(header = "Cache-Control")]
        String,
        /// Nothing in it is ever run.
        #[oai(header = "Content-Security-Policy")]
        String,
        /// Any site may show it.
        #[oai(header = "Cross-Origin-Resource-Policy")]
        String,
    ),
    /// The image is as it was.
    #[oai(status = 304)]
    Unchanged(
        #[oai(header = "ETag")] String,
        #[oai(header = "Cache-Control")] String,
    ),
}

impl LogoAnswer {
    const CACHE: &'static str = "public, max-age=300";
    const INERT: &'static str = "default-src 'none'; sandbox";

    fn new(mark: &LogoMark, etag: String, bytes: Vec<u8>) -> Self {
        let image = match mark.kind {
            ImageKind::Png => ImageContent::Png(Binary(bytes)),
            ImageKind::Jpeg => ImageContent::Jpeg(Binary(bytes)),
            ImageKind::WebP => ImageContent::WebP(Binary(bytes)),
        };
        let [cache, policy, shown] = [Self::CACHE, Self::INERT, "cross-origin"].map(str::to_owned);
        Self::Image(image, etag, cache, policy, shown)
    }
}
