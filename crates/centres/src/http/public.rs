//! The public document.

#![expect(
    clippy::unused_async,
    reason = "operations are async, also those that ask only the directory"
)]

use kernel::{CentreId, ProblemCode};
use platform::{
    Ctx,
    http::{Problem, Wire},
};
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    Tag,
    cards::{CentreCard, CentreCards},
};
use crate::directory::Directory;

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
}
