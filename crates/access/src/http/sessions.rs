//! Where one is logged in.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use kernel::{CentreId, SessionId};
use platform::{
    Ctx,
    http::{Input, OneOf, Wire, Words},
};
use poem::Request;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use serde::Deserialize;

use super::{DoneAnswer, OwnProblem, SessionProblem, Tag, me, session_of, shape::Me};
use crate::{
    api::Parts,
    app,
    domain::{BROWSERS, SYSTEMS},
    store::session::Card,
};

/// One's own sessions.
#[derive(Clone)]
pub struct SessionsApi(pub(super) Arc<Parts>);

/// A log-in of one's own.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
struct OwnSession {
    id: Wire<SessionId>,
    created_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    seen_at: Option<DateTime<Utc>>,
    /// The kind of browser it began in.
    browser: Wire<OneOf<Browsers>>,
    /// The kind of system it began on.
    system: Wire<OneOf<Systems>>,
    /// Whether it is the one that asks.
    current: bool,
}

struct Browsers;

impl Words for Browsers {
    const WORDS: &'static [&'static str] = BROWSERS;
}

struct Systems;

impl Words for Systems {
    const WORDS: &'static [&'static str] = SYSTEMS;
}

/// Where one is logged in, newest first.
#[derive(Object)]
struct OwnSessions {
    items: Vec<OwnSession>,
}

/// One of the centres whose staff one is a member of.
#[derive(Object, Deserialize)]
#[serde(deny_unknown_fields)]
struct Workplace {
    centre_id: Wire<CentreId>,
}

/// How many there were.
#[derive(Object)]
struct EndedSessions {
    ended: u64,
}

fn body(card: Card, current: SessionId) -> OwnSession {
    let word = |kind: Option<String>| kind.unwrap_or_else(|| "other".to_owned());
    OwnSession {
        id: Wire(card.id),
        created_at: card.created_at,
        seen_at: card.seen_at,
        browser: Wire::word(word(card.browser)),
        system: Wire::word(word(card.system)),
        current: card.id == current,
    }
}

#[OpenApi(tag = "Tag::Access")]
impl SessionsApi {
    /// List own sessions
    #[oai(path = "/me/sessions", method = "get", operation_id = "session_list")]
    async fn list(&self, ctx: Ctx, request: &Request) -> Result<Json<OwnSessions>, SessionProblem> {
        let session = session_of(&self.0, &ctx, request).await?;
        let cards = app::list_sessions(&ctx, &session).await?;
        let items = cards.into_iter().map(|card| body(card, session.id));
        Ok(Json(OwnSessions {
            items: items.collect(),
        }))
    }

    /// End own session
    #[oai(
        path = "/me/sessions/:id",
        method = "delete",
        operation_id = "session_end"
    )]
    async fn end(
        &self,
        ctx: Ctx,
        request: &Request,
        id: Path<Wire<SessionId>>,
    ) -> Result<DoneAnswer, OwnProblem> {
        let session = session_of(&self.0, &ctx, request).await?;
        app::end_session(&ctx, &self.0, &session, id.0.0).await?;
        Ok(DoneAnswer::Done)
    }

    /// Log out everywhere else
    #[oai(
        path = "/me/sessions/end-others",
        method = "post",
        operation_id = "session_end_others"
    )]
    async fn end_others(
        &self,
        ctx: Ctx,
        request: &Request,
    ) -> Result<Json<EndedSessions>, SessionProblem> {
        let session = session_of(&self.0, &ctx, request).await?;
        let ended = app::end_other_sessions(&ctx, &self.0, &session).await?;
        Ok(Json(EndedSessions { ended }))
    }

    /// Choose centre to work at in this session
    #[oai(
        path = "/me/workplace",
        method = "put",
        operation_id = "workplace_choose"
    )]
    async fn choose_workplace(
        &self,
        ctx: Ctx,
        request: &Request,
        body: Input<Workplace>,
    ) -> Result<Json<Me>, OwnProblem> {
        let session = session_of(&self.0, &ctx, request).await?;
        app::choose_workplace(&ctx, &self.0, &session, body.0.centre_id.0).await?;
        let session = session_of(&self.0, &ctx, request).await?;
        Ok(Json(me(&self.0, &ctx, &session).await?))
    }
}
