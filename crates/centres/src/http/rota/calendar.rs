//! The link with which a calendar program reads one's own shifts.

use chrono::{DateTime, FixedOffset};
use kernel::Language;
use platform::{
    Ctx,
    http::{Input, Wire},
};
use poem_openapi::{Object, OpenApi, payload::Json};

use super::{
    Added, PlanProblem, ReadProblem, Removed, StepProblem, Tag, answers::local, hold, own, reach,
    requests::CalendarInput,
};
use crate::{app::rota, store};

/// Whether there is a link; itself it is never told again.
#[derive(Object)]
#[oai(rename = "Calendar", skip_serializing_if_is_none)]
struct CalendarBody {
    made: bool,
    language: Option<Wire<Language>>,
    made_at: Option<DateTime<FixedOffset>>,
}

/// A new link.
#[derive(Object)]
struct CalendarLink {
    /// Whoever has it sees the shifts.
    url: String,
    language: Wire<Language>,
    made_at: DateTime<FixedOffset>,
}

/// The calendar link of a counsellor.
#[derive(Clone, Debug)]
pub struct CalendarApi {
    /// Where calendar programs reach the service, without a slash at the end.
    public_url: String,
}

impl CalendarApi {
    pub(super) fn new(public_url: &str) -> Self {
        let public_url = public_url.trim_end_matches('/').to_owned();
        Self { public_url }
    }
}

#[OpenApi(tag = "Tag::Rota")]
impl CalendarApi {
    /// Tell whether there is link to own shifts
    #[oai(path = "/me/calendar", method = "get", operation_id = "calendar_get")]
    async fn get(&self, ctx: Ctx) -> Result<Json<CalendarBody>, ReadProblem> {
        let (centre, staff) = own(&ctx)?;
        let (tx, centre) = reach(&ctx, centre).await?;
        let feed = store::rota::find_feed(&tx, staff).await?;
        Ok(Json(CalendarBody {
            made: feed.is_some(),
            language: feed.as_ref().map(|feed| Wire(feed.language)),
            made_at: feed.map(|feed| local(centre.time_zone, feed.made_at)),
        }))
    }

    /// Make link to own shifts, in place of former one
    #[oai(
        path = "/me/calendar",
        method = "post",
        operation_id = "calendar_create"
    )]
    async fn create(
        &self,
        ctx: Ctx,
        calendar: Input<CalendarInput>,
    ) -> Result<Added<CalendarLink>, PlanProblem> {
        let (centre, staff) = own(&ctx)?;
        let (tx, centre) = hold(&ctx, centre).await?;
        let language = calendar.0.language.map_or(ctx.language, |word| word.0);
        let (feed, secret) = rota::make_feed(&ctx, &tx, &centre, (staff, language)).await?;
        tx.commit().await?;
        Ok(Added::Done(Json(CalendarLink {
            url: format!(
                "{}/api/v1/calendar/{}.ics",
                self.public_url,
                secret.expose()
            ),
            language: Wire(feed.language),
            made_at: local(centre.time_zone, feed.made_at),
        })))
    }

    /// End link to own shifts
    #[oai(
        path = "/me/calendar",
        method = "delete",
        operation_id = "calendar_revoke"
    )]
    async fn revoke(&self, ctx: Ctx) -> Result<Removed, StepProblem> {
        let (centre, staff) = own(&ctx)?;
        let (tx, centre) = hold(&ctx, centre).await?;
        rota::revoke_feed(&ctx, &tx, &centre, staff).await?;
        tx.commit().await?;
        Ok(Removed::Done)
    }
}
