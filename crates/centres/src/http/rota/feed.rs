//! What a calendar program reads: iCalendar (RFC 5545), times in UTC.

use icalendar::{Calendar, Class, Component, Event, EventLike, Property};
use kernel::{Channel, ProblemCode, QueueKind};
use platform::{
    Ctx,
    http::{Limits, Problem, RateLimiter, caller_key},
    sentence,
};
use poem::Request;
use poem_openapi::{
    ApiResponse, OpenApi,
    param::Path,
    payload::{Payload, PlainText},
    registry::{MetaSchemaRef, Registry},
};

use super::Tag;
use crate::{
    app::rota::{FeedText, open_feed},
    domain::rota::Shift,
};

/// Asked for at once by one caller, and per minute after that: programs ask once in some minutes, but a school's
/// or a county's may all come from one address.
const AT_ONCE: u32 = 60;
const PER_MINUTE: u32 = 60;
/// A calendar program may keep the answer for a quarter of an hour; nobody in between may.
const KEPT: &str = "private, max-age=900";

platform::problem_responses! {
    /// Why there is no calendar.
    FeedProblem {
        NotFound = 404,
        TooManyRequests = 429,
    }
}

/// A calendar as text.
struct CalendarText(PlainText<String>);

impl Payload for CalendarText {
    const CONTENT_TYPE: &'static str = "text/calendar; charset=utf-8";

    fn schema_ref() -> MetaSchemaRef {
        <PlainText<String> as Payload>::schema_ref()
    }

    fn register(registry: &mut Registry) {
        <PlainText<String> as Payload>::register(registry);
    }
}

impl poem::IntoResponse for CalendarText {
    fn into_response(self) -> poem::Response {
        poem::Response::builder()
            .content_type(Self::CONTENT_TYPE)
            .body(self.0.0)
    }
}

/// A calendar.
#[derive(ApiResponse)]
enum FeedAnswer {
    /// Shifts from 30 days ago to 90 days ahead.
    #[oai(status = 200)]
    Text(
        CalendarText,
        /// How long it may be kept.
        #[oai(header = "Cache-Control")]
        String,
    ),
}

/// The calendar for whoever has the link.
#[derive(Clone, Debug)]
pub struct FeedApi {
    limiter: RateLimiter,
    trusted_proxies: usize,
}

impl FeedApi {
    /// `trusted_proxies` append to the header that names the caller.
    pub fn new(limits: &Limits, trusted_proxies: usize) -> Self {
        Self {
            limiter: limits.limiter("calendar", AT_ONCE, PER_MINUTE),
            trusted_proxies,
        }
    }
}

#[OpenApi(tag = "Tag::Rota")]
impl FeedApi {
    /// Get shifts as calendar
    #[oai(
        path = "/calendar/:file",
        method = "get",
        operation_id = "calendar_feed"
    )]
    async fn feed(
        &self,
        ctx: Ctx,
        request: &Request,
        /// The secret of the link, and `.ics`.
        file: Path<String>,
    ) -> Result<FeedAnswer, FeedProblem> {
        let caller = caller_key(request, self.trusted_proxies);
        self.limiter.take(&caller, ctx.now).map_err(|limited| {
            Problem::new(ProblemCode::TooManyRequests).retry_after(limited.retry_after)
        })?;
        let secret = file.0.strip_suffix(".ics");
        let secret = secret.ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
        let text = open_feed(&ctx, secret).await?;
        let text = text.ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
        let text = CalendarText(PlainText(written(&text)));
        Ok(FeedAnswer::Text(text, KEPT.to_owned()))
    }
}

fn written(text: &FeedText) -> String {
    let mut calendar = Calendar::empty();
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//Veiviser//Rota//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
    ] {
        calendar.append_property(Property::new(key, value));
    }
    let name = sentence(text.language, "calendar.name");
    calendar.name(&format!("{name} – {}", text.centre_name));
    for shift in &text.shifts {
        calendar.push(event(shift, text));
    }
    calendar.to_string()
}

/// The same shift always has the same id; a program shows the one with the highest sequence.
fn event(shift: &Shift, text: &FeedText) -> Event {
    let content = &shift.content;
    let word = |key: &'static str| sentence(text.language, key);
    let queue = match content.queue {
        QueueKind::National => word("calendar.national"),
        QueueKind::Local => word("calendar.local"),
    };
    let channels = content.channels.iter().map(|channel: &Channel| {
        let key = format!("channel.{channel}");
        sentence(text.language, &key).to_owned()
    });
    let channels = channels.collect::<Vec<_>>().join(", ");
    let mut event = Event::new();
    event
        .uid(&format!("{}@veiviser", shift.id))
        .sequence(shift.version)
        .timestamp(shift.changed_at)
        .last_modified(shift.changed_at)
        .starts(content.period.starts_at())
        .ends(content.period.ends_at())
        .summary(&format!("{}: {channels}, {queue}", word("calendar.shift")))
        .class(Class::Private);
    if let Some(note) = &content.note {
        event.description(note);
    }
    event.done()
}
