//! Service notices: written by coordinators, read by everybody.

use centres::Texts;
use chrono::{DateTime, FixedOffset, Utc};
use kernel::{Instant, Language, NoticeId, NoticeKind, NoticePlace};
use platform::{
    Ctx, Fault,
    http::{Input, Problem, Versioned, Wire},
};
use poem_openapi::{
    ApiResponse, Object, OpenApi,
    param::{Header, Path},
    payload::Json,
};
use serde::Deserialize;

use super::{Tag, policy_bodies::Names};
use crate::{
    Contacts, app,
    domain::notice::{Notice, NoticeText, told},
    store::notice,
};

platform::problem_responses! {
    /// Why there is no list.
    pub(super) OperationsListProblem {
        Unauthenticated = 401,
        Forbidden = 403,
    }
}

platform::problem_responses! {
    /// Why nothing was written.
    pub(super) OperationsProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
    }
}

platform::problem_responses! {
    /// Why it stays as it was.
    pub(super) OperationsChangeProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        Stale = 412,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
        PreconditionRequired = 428,
    }
}

/// A plain text in up to four languages; that in bokmål stands in for what is missing.
#[derive(Clone, Debug, Default, Object, Deserialize)]
#[oai(rename = "NoticeTexts", skip_serializing_if_is_none)]
#[serde(deny_unknown_fields)]
pub(super) struct TextsBody {
    nb: Option<String>,
    nn: Option<String>,
    se: Option<String>,
    en: Option<String>,
}

impl From<TextsBody> for Texts {
    fn from(body: TextsBody) -> Self {
        let all = [
            (Language::Nb, body.nb),
            (Language::Nn, body.nn),
            (Language::Se, body.se),
            (Language::En, body.en),
        ];
        all.into_iter()
            .filter_map(|(language, text)| Some((language, text?)))
            .collect()
    }
}

impl From<&Texts> for TextsBody {
    fn from(texts: &Texts) -> Self {
        let text = |language| texts.exact(language).map(str::to_owned);
        Self {
            nb: text(Language::Nb),
            nn: text(Language::Nn),
            se: text(Language::Se),
            en: text(Language::En),
        }
    }
}

/// A notice as coordinators write it.
#[derive(Debug, Object, Deserialize)]
#[oai(rename = "NoticeChange")]
#[serde(deny_unknown_fields)]
struct NoticeInput {
    kind: Wire<NoticeKind>,
    /// At most 400 characters each; bokmål is needed.
    texts: TextsBody,
    /// At least one.
    places: Vec<Wire<NoticePlace>>,
    /// Now if absent.
    starts_at: Option<DateTime<FixedOffset>>,
    /// Until it is withdrawn if absent.
    ends_at: Option<DateTime<FixedOffset>>,
    /// 0 to 1000, smaller first; 100 if absent.
    position: Option<u32>,
}

impl NoticeInput {
    fn read(self, now: Instant) -> NoticeText {
        NoticeText {
            kind: self.kind.0,
            texts: self.texts.into(),
            places: self.places.into_iter().map(|place| place.0).collect(),
            starts_at: self.starts_at.map_or(now, |at| at.to_utc()),
            ends_at: self.ends_at.map(|at| at.to_utc()),
            position: self.position.unwrap_or(100),
        }
    }
}

/// A notice as coordinators read it.
#[derive(Clone, Debug, Object)]
#[oai(rename = "Notice", skip_serializing_if_is_none)]
struct NoticeBody {
    id: Wire<NoticeId>,
    kind: Wire<NoticeKind>,
    texts: TextsBody,
    places: Vec<Wire<NoticePlace>>,
    starts_at: DateTime<Utc>,
    ends_at: Option<DateTime<Utc>>,
    position: u32,
    /// Whether it is shown now.
    shown: bool,
    /// Its `ETag` without the quotes.
    revision: u32,
    changed_at: DateTime<Utc>,
    /// By name.
    changed_by: Option<String>,
}

impl NoticeBody {
    fn new(notice: &Notice, names: &Names, now: Instant) -> Self {
        let content = &notice.content;
        Self {
            id: Wire(notice.id),
            kind: Wire(content.kind),
            texts: TextsBody::from(&content.texts),
            places: content.places.iter().copied().map(Wire).collect(),
            starts_at: content.starts_at,
            ends_at: content.ends_at,
            position: content.position,
            shown: notice.is_shown(now),
            revision: notice.revision,
            changed_at: notice.changed.at,
            changed_by: names.get(&notice.changed.by).cloned(),
        }
    }
}

/// Every notice there is.
#[derive(Debug, Object)]
#[oai(rename = "Notices")]
struct NoticesBody {
    items: Vec<NoticeBody>,
}

/// A notice as it is shown.
#[derive(Clone, Debug, Object)]
#[oai(rename = "ShownNotice", skip_serializing_if_is_none)]
pub(super) struct ShownNotice {
    id: Wire<NoticeId>,
    kind: Wire<NoticeKind>,
    text: String,
    /// The language of the text: bokmål where the one asked for is missing.
    language: Wire<Language>,
    /// Where it is shown; `desk` is left out of what everybody may read.
    places: Vec<Wire<NoticePlace>>,
    starts_at: DateTime<Utc>,
    ends_at: Option<DateTime<Utc>>,
}

impl ShownNotice {
    pub(super) fn new(notice: &Notice, language: Language, to: &[NoticePlace]) -> Self {
        let content = &notice.content;
        let (text, language) = told(&content.texts, language);
        let places = content.places.iter().copied();
        Self {
            id: Wire(notice.id),
            kind: Wire(content.kind),
            text,
            language: Wire(language),
            places: places
                .filter(|place| to.contains(place))
                .map(Wire)
                .collect(),
            starts_at: content.starts_at,
            ends_at: content.ends_at,
        }
    }
}

/// The notices shown to staff.
#[derive(Debug, Object)]
#[oai(rename = "ShownNotices")]
struct ShownNotices {
    items: Vec<ShownNotice>,
}

/// A notice was written.
#[derive(ApiResponse)]
enum Written {
    /// Written.
    #[oai(status = 201)]
    Done(
        Json<NoticeBody>,
        /// To be sent as `If-Match` with a change.
        #[oai(header = "ETag")]
        String,
    ),
}

/// Nothing is left to say.
#[derive(ApiResponse)]
pub(super) enum Withdrawn {
    /// It is gone.
    #[oai(status = 204)]
    Done,
}

/// Service notices.
#[derive(Clone, Debug)]
pub struct NoticesApi(Contacts);

#[OpenApi(tag = "Tag::Operations")]
impl NoticesApi {
    /// List service notices
    #[oai(
        path = "/national/notices",
        method = "get",
        operation_id = "notice_list"
    )]
    async fn list(&self, ctx: Ctx) -> Result<Json<NoticesBody>, OperationsListProblem> {
        let tx = ctx.read().await?;
        let all = notice::list(&tx).await?;
        drop(tx);
        let accounts: Vec<_> = all.iter().map(|one| one.changed.by).collect();
        let names = self.0.0.people.names(&accounts).await?;
        let items = all
            .iter()
            .map(|one| NoticeBody::new(one, &names, ctx.now))
            .collect();
        Ok(Json(NoticesBody { items }))
    }

    /// Write service notice
    #[oai(
        path = "/national/notices",
        method = "post",
        operation_id = "notice_create"
    )]
    async fn create(
        &self,
        ctx: Ctx,
        new: Input<NoticeInput>,
    ) -> Result<Written, OperationsProblem> {
        let tx = ctx.write().await?;
        let created = app::create_notice(&ctx, &tx, new.0.read(ctx.now)).await;
        let created = created.map_err(Problem::from)?;
        tx.commit().await?;
        self.0.heed_operations().await;
        match self.body(&ctx, &created).await? {
            Versioned::Current(body, tag) => Ok(Written::Done(body, tag)),
        }
    }

    /// Change service notice
    #[oai(
        path = "/national/notices/:notice_id",
        method = "put",
        operation_id = "notice_update"
    )]
    async fn update(
        &self,
        ctx: Ctx,
        notice_id: Path<Wire<NoticeId>>,
        /// The `ETag` of what is replaced.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        change: Input<NoticeInput>,
    ) -> Result<Versioned<NoticeBody>, OperationsChangeProblem> {
        let tx = ctx.write().await?;
        let held = (notice_id.0.0, if_match.0.as_deref());
        let changed = app::update_notice(&ctx, &tx, held, change.0.read(ctx.now)).await;
        let changed = changed.map_err(Problem::from)?;
        tx.commit().await?;
        self.0.heed_operations().await;
        Ok(self.body(&ctx, &changed).await?)
    }

    /// Withdraw service notice
    #[oai(
        path = "/national/notices/:notice_id",
        method = "delete",
        operation_id = "notice_delete"
    )]
    async fn delete(
        &self,
        ctx: Ctx,
        notice_id: Path<Wire<NoticeId>>,
    ) -> Result<Withdrawn, OperationsProblem> {
        let tx = ctx.write().await?;
        let gone = app::delete_notice(&ctx, &tx, notice_id.0.0).await;
        gone.map_err(Problem::from)?;
        tx.commit().await?;
        self.0.heed_operations().await;
        Ok(Withdrawn::Done)
    }

    /// List service notices shown to staff
    #[oai(path = "/me/notices", method = "get", operation_id = "notice_list_own")]
    #[expect(clippy::unused_async, reason = "operations are async")]
    async fn shown(&self, ctx: Ctx) -> Result<Json<ShownNotices>, OperationsListProblem> {
        let to = [NoticePlace::Desk];
        let shown = self
            .0
            .0
            .rules
            .operations()
            .shown(&to, self.0.0.sources.now());
        let items = shown
            .iter()
            .map(|one| ShownNotice::new(one, ctx.language, &to))
            .collect();
        Ok(Json(ShownNotices { items }))
    }
}

impl NoticesApi {
    pub(crate) const fn new(contacts: Contacts) -> Self {
        Self(contacts)
    }

    async fn body(&self, ctx: &Ctx, notice: &Notice) -> Result<Versioned<NoticeBody>, Fault> {
        let names = self.0.0.people.names(&[notice.changed.by]).await?;
        let body = NoticeBody::new(notice, &names, ctx.now);
        Ok(Versioned::counted(body, notice.revision))
    }
}

impl Contacts {
    /// Lets what coordinators wrote count here at once; other processes learn of it by the event.
    pub(super) async fn heed_operations(&self) {
        let operations = self.0.rules.operations();
        if let Err(fault) = operations.refresh(&self.0.database).await {
            tracing::warn!(error = fault.chain(), "notices could not be read");
        }
    }
}
