//! Times of many: planned by coordinators, met by seekers.

use centres::DEFAULT_ZONE;
use chrono::{DateTime, Days, FixedOffset, NaiveTime, Utc};
use kernel::{Instant, Language, SurgeId};
use platform::{
    Ctx, Fault,
    http::{Input, Problem, Versioned, Wire},
};
use poem_openapi::{
    ApiResponse, Object, OpenApi,
    param::{Header, Path},
    payload::Json,
};
use routing::Choice;
use serde::Deserialize;

use super::{
    Tag,
    bodies::choice_word,
    notices::{
        OperationsChangeProblem, OperationsListProblem, OperationsProblem, TextsBody, Withdrawn,
    },
    policy_bodies::Names,
    words::ChoiceWord,
};
use crate::{
    Contacts, app,
    domain::{
        notice::{is_of_these_times, told},
        surge::{Link, Surge, SurgePlan, SurgeTerms},
    },
    store::surge,
};

/// A link and its text.
#[derive(Clone, Debug, Object, Deserialize)]
#[oai(rename = "SurgeLink")]
#[serde(deny_unknown_fields)]
struct LinkBody {
    /// Begins with `https://`.
    url: String,
    /// At most 200 characters each; bokmål is needed.
    texts: TextsBody,
}

impl From<LinkBody> for Link {
    fn from(body: LinkBody) -> Self {
        Self {
            url: body.url,
            texts: body.texts.into(),
        }
    }
}

impl From<&Link> for LinkBody {
    fn from(link: &Link) -> Self {
        Self {
            url: link.url.clone(),
            texts: TextsBody::from(&link.texts),
        }
    }
}

/// A time of many as coordinators plan it.
#[derive(Debug, Object, Deserialize)]
#[oai(rename = "SurgeChange")]
#[serde(deny_unknown_fields)]
struct SurgeInput {
    /// Now if absent.
    starts_at: Option<DateTime<FixedOffset>>,
    /// With the day it starts on, in Norway, if absent.
    ends_at: Option<DateTime<FixedOffset>>,
    /// 1 to 500 characters on one line, for staff only.
    reason: String,
    /// 1 to 10000, in place of the routing policy's; that one's if absent.
    queue_cap: Option<u32>,
    /// Estimated wait in seconds, at most 14400, from which on other ways are shown; never if absent.
    choices_after_s: Option<u32>,
    /// At most 5, shown before the queue; seekers can go on.
    self_help: Option<Vec<LinkBody>>,
    /// Where many are helped at once.
    group_session: Option<LinkBody>,
}

impl SurgeInput {
    fn read(self, now: Instant) -> SurgePlan {
        let starts_at = self.starts_at.map_or(now, |at| at.to_utc());
        let self_help = self.self_help.unwrap_or_default();
        SurgePlan {
            starts_at,
            ends_at: self
                .ends_at
                .map_or_else(|| end_of_day(starts_at), |at| at.to_utc()),
            reason: self.reason,
            terms: SurgeTerms {
                queue_cap: self.queue_cap,
                choices_after_s: self.choices_after_s,
                self_help: self_help.into_iter().map(Link::from).collect(),
                group_session: self.group_session.map(Link::from),
            },
        }
    }
}

/// When the day of an instant ends in Norway.
fn end_of_day(at: Instant) -> Instant {
    // Refused later; calendars end somewhere.
    if !is_of_these_times(at) {
        return at;
    }
    let today = at.with_timezone(&DEFAULT_ZONE).date_naive();
    let midnight = today.checked_add_days(Days::new(1)).and_then(|date| {
        date.and_time(NaiveTime::MIN)
            .and_local_timezone(DEFAULT_ZONE)
            .earliest()
    });
    midnight.map_or(at, |midnight| midnight.to_utc())
}

/// A time of many as coordinators read it.
#[derive(Clone, Debug, Object)]
#[oai(rename = "Surge", skip_serializing_if_is_none)]
struct SurgeBody {
    id: Wire<SurgeId>,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    reason: String,
    queue_cap: Option<u32>,
    choices_after_s: Option<u32>,
    self_help: Vec<LinkBody>,
    group_session: Option<LinkBody>,
    /// Whether it is now.
    in_force: bool,
    /// Its `ETag` without the quotes.
    revision: u32,
    changed_at: DateTime<Utc>,
    /// By name.
    changed_by: Option<String>,
}

impl SurgeBody {
    fn new(surge: &Surge, names: &Names, now: Instant) -> Self {
        let SurgePlan {
            starts_at,
            ends_at,
            reason,
            terms,
        } = &surge.plan;
        Self {
            id: Wire(surge.id),
            starts_at: *starts_at,
            ends_at: *ends_at,
            reason: reason.clone(),
            queue_cap: terms.queue_cap,
            choices_after_s: terms.choices_after_s,
            self_help: terms.self_help.iter().map(LinkBody::from).collect(),
            group_session: terms.group_session.as_ref().map(LinkBody::from),
            in_force: surge.is_in_force(now),
            revision: surge.revision,
            changed_at: surge.changed.at,
            changed_by: names.get(&surge.changed.by).cloned(),
        }
    }
}

/// Every time of many, the earliest first.
#[derive(Debug, Object)]
#[oai(rename = "Surges")]
struct SurgesBody {
    items: Vec<SurgeBody>,
}

/// A link in the reader's language.
#[derive(Clone, Debug, Object)]
#[oai(rename = "ShownLink")]
struct ShownLink {
    url: String,
    text: String,
    /// The language of the text: bokmål where the one asked for is missing.
    language: Wire<Language>,
}

impl ShownLink {
    fn new(link: &Link, language: Language) -> Self {
        let (text, language) = told(&link.texts, language);
        Self {
            url: link.url.clone(),
            text,
            language: Wire(language),
        }
    }
}

/// What seekers meet while many come.
#[derive(Clone, Debug, Object)]
#[oai(rename = "ShownSurge", skip_serializing_if_is_none)]
pub(super) struct ShownSurge {
    ends_at: DateTime<Utc>,
    /// To be looked at before the queue; whoever wants goes on.
    self_help: Vec<ShownLink>,
    group_session: Option<ShownLink>,
    /// What else to do than to wait so long; empty while the wait is short.
    choices: Vec<ChoiceWord>,
}

impl ShownSurge {
    /// `wait` is the estimated one; `choices` those of the policy that can be taken.
    pub(super) fn new(
        surge: &Surge,
        language: Language,
        wait: Option<u32>,
        choices: impl Iterator<Item = Choice>,
    ) -> Self {
        let terms = &surge.plan.terms;
        let is_long = terms
            .choices_after_s
            .is_some_and(|after| wait.is_none_or(|wait| wait >= after));
        Self {
            ends_at: surge.plan.ends_at,
            self_help: terms
                .self_help
                .iter()
                .map(|link| ShownLink::new(link, language))
                .collect(),
            group_session: terms
                .group_session
                .as_ref()
                .map(|link| ShownLink::new(link, language)),
            choices: choices
                .filter(|_| is_long)
                .filter_map(choice_word)
                .collect(),
        }
    }
}

/// A time of many was planned.
#[derive(ApiResponse)]
enum Planned {
    /// Planned, or begun.
    #[oai(status = 201)]
    Done(
        Json<SurgeBody>,
        /// To be sent as `If-Match` with a change.
        #[oai(header = "ETag")]
        String,
    ),
}

/// Times of many.
#[derive(Clone, Debug)]
pub struct SurgesApi(Contacts);

#[OpenApi(tag = "Tag::Operations")]
impl SurgesApi {
    /// List times of many
    #[oai(path = "/national/surges", method = "get", operation_id = "surge_list")]
    async fn list(&self, ctx: Ctx) -> Result<Json<SurgesBody>, OperationsListProblem> {
        let tx = ctx.read().await?;
        let all = surge::list(&tx).await?;
        drop(tx);
        let accounts: Vec<_> = all.iter().map(|one| one.changed.by).collect();
        let names = self.0.0.people.names(&accounts).await?;
        let items = all
            .iter()
            .map(|one| SurgeBody::new(one, &names, ctx.now))
            .collect();
        Ok(Json(SurgesBody { items }))
    }

    /// Plan or begin time of many
    #[oai(
        path = "/national/surges",
        method = "post",
        operation_id = "surge_create"
    )]
    async fn create(&self, ctx: Ctx, new: Input<SurgeInput>) -> Result<Planned, OperationsProblem> {
        let tx = ctx.write().await?;
        let created = app::create_surge(&ctx, &tx, new.0.read(ctx.now)).await;
        let created = created.map_err(Problem::from)?;
        tx.commit().await?;
        self.0.heed_operations().await;
        match self.body(&ctx, &created).await? {
            Versioned::Current(body, tag) => Ok(Planned::Done(body, tag)),
        }
    }

    /// Change time of many
    #[oai(
        path = "/national/surges/:surge_id",
        method = "put",
        operation_id = "surge_update"
    )]
    async fn update(
        &self,
        ctx: Ctx,
        surge_id: Path<Wire<SurgeId>>,
        /// The `ETag` of what is replaced.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        change: Input<SurgeInput>,
    ) -> Result<Versioned<SurgeBody>, OperationsChangeProblem> {
        let tx = ctx.write().await?;
        let held = (surge_id.0.0, if_match.0.as_deref());
        let changed = app::update_surge(&ctx, &tx, held, change.0.read(ctx.now)).await;
        let changed = changed.map_err(Problem::from)?;
        tx.commit().await?;
        self.0.heed_operations().await;
        Ok(self.body(&ctx, &changed).await?)
    }

    /// End time of many, or take its plan back
    #[oai(
        path = "/national/surges/:surge_id",
        method = "delete",
        operation_id = "surge_delete"
    )]
    async fn delete(
        &self,
        ctx: Ctx,
        surge_id: Path<Wire<SurgeId>>,
    ) -> Result<Withdrawn, OperationsProblem> {
        let tx = ctx.write().await?;
        let gone = app::delete_surge(&ctx, &tx, surge_id.0.0).await;
        gone.map_err(Problem::from)?;
        tx.commit().await?;
        self.0.heed_operations().await;
        Ok(Withdrawn::Done)
    }
}

impl SurgesApi {
    pub(crate) const fn new(contacts: Contacts) -> Self {
        Self(contacts)
    }

    async fn body(&self, ctx: &Ctx, surge: &Surge) -> Result<Versioned<SurgeBody>, Fault> {
        let names = self.0.0.people.names(&[surge.changed.by]).await?;
        let body = SurgeBody::new(surge, &names, ctx.now);
        Ok(Versioned::counted(body, surge.revision))
    }
}
