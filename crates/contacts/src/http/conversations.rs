//! `public`: a seeker starts, writes, reads, comes back, ends and erases.

#![expect(
    clippy::unused_async,
    reason = "operations are async, also those that ask only the board"
)]

use std::{sync::Arc, time::Duration};

use kernel::{
    Actor, Channel, ClassLinkId, ContactId, ConversationId, County, Instant, Language, ProblemCode,
    Scope,
};
use platform::{
    Ctx, Fault, Secret,
    http::{Input, Moment, Problem, RateLimiter, Wire, caller_key},
};
use poem::{Request, http::header};
use poem_openapi::{
    OpenApi,
    param::{Header, Path, Query},
    payload::{Json, PlainText},
};

use super::{
    Tag,
    bodies::{PostedBody, body_problem, message_body},
    class_codes::{class_of, enter},
    conversation_bodies::{
        ConversationBody, Empty, Erased, NewMessage, PolledBody, Posted, ResumeBody, StartAnswer,
        StartBody, StartedBody, Transcript,
    },
    polling::poll,
    reading::Standing,
    starting::{checked, find_referral, note_referral},
    status::{Question, StatusBody, closed_problem, refusal, status},
    transcript::transcript,
};
use crate::{
    Contacts,
    app::{self, Opened, Start},
    domain::message::{Author, Body, Message},
    live::hub::{ToDesk, ToSeeker},
};

/// Most seconds a long poll may wait.
const LONGEST_POLL: u32 = 25;
/// How far from now opening hours are told.
const FORESEEABLE: chrono::TimeDelta = chrono::TimeDelta::days(5 * 365);
/// Most messages in one answer.
const MOST_MESSAGES: u64 = 200;

/// The operations for seekers.
#[derive(Clone, Debug)]
pub struct ConversationsApi(Contacts);

platform::problem_responses! {
    /// What a seeker's request can fail with.
    ConversationProblem {
        Unauthenticated = 401,
        NotFound = 404,
        Conflict = 409,
        TooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
    }
}

type Answer<T> = Result<T, ConversationProblem>;

#[OpenApi]
impl ConversationsApi {
    /// Get service status
    #[oai(
        path = "/service/status",
        method = "get",
        operation_id = "status_get",
        tag = "Tag::Service"
    )]
    async fn status(
        &self,
        ctx: Ctx,
        /// Chat where left out.
        Query(channel): Query<Option<Wire<Channel>>>,
        /// The seeker's county.
        Query(county): Query<Option<Wire<County>>>,
        /// Language of `reason` and of the wait; the browser's where left out.
        Query(language): Query<Option<Wire<Language>>>,
        /// Another time than now.
        Query(at): Query<Option<chrono::DateTime<chrono::FixedOffset>>>,
    ) -> Answer<Json<StatusBody>> {
        let at = at.map_or(ctx.now, |at| at.to_utc());
        if (at - ctx.now).abs() > FORESEEABLE {
            return Err(Problem::invalid("at", "expected a time within five years").into());
        }
        let question = Question {
            channel: channel.map_or(Channel::Chat, |wire| wire.0),
            county: county.map(|wire| wire.0),
            language: language.map_or(ctx.language, |wire| wire.0),
            at,
        };
        Ok(Json(status(&self.0, &question)))
    }

    /// Start conversation
    #[oai(
        path = "/conversations",
        method = "post",
        operation_id = "conversation_start",
        tag = "Tag::Conversations"
    )]
    async fn start(
        &self,
        ctx: Ctx,
        request: &Request,
        /// The same key and body get the same answer.
        #[oai(name = "Idempotency-Key")]
        Header(key): Header<Option<String>>,
        Input(body): Input<StartBody>,
    ) -> Answer<StartAnswer> {
        let text = serde_json::to_string(&body).map_err(Fault::from)?;
        let mut turn = match &key {
            Some(key) => {
                self.limit(&self.0.0.requests, request, ctx.now)?;
                let caller = caller_key(request, self.0.0.trusted_proxies);
                Some(self.0.0.started.enter(&caller, key, ctx.now).await?)
            }
            None => None,
        };
        if let Some(turn) = &turn
            && let Some(first) = turn.first(&text)?
        {
            return Ok(StartAnswer::Created(Json(first)));
        }
        let class = class_of(&self.0, &ctx, request, body.class_code.as_deref()).await?;
        if class.is_none() {
            self.limit(&self.0.0.starts, request, ctx.now)?;
        }
        let language = body.language.0;
        let code = body.referral_code.clone().map(Secret::new);
        let command = checked(&self.0, &ctx, body).await?;
        let directory = &self.0.0.directory;
        // Whoever comes to a closed service is told without a transaction.
        let door = directory.national_answer(Channel::Chat, ctx.now);
        if !door.open {
            return Err(closed_problem(&door, language).into());
        }
        let referral = find_referral(&self.0, request, code).await?;
        let command = self.counted(&ctx, request, class, command).await?;
        let id: ConversationId = ctx.new_id();
        let ctx = ctx.acting(Actor::Seeker(id), Scope::Conversation(id));
        let tx = ctx.write().await?;
        let policy = self.0.0.rules.in_force(ctx.now);
        let opened = app::start(&ctx, &tx, id, (directory, &policy), command).await;
        let opened = opened.map_err(|error| refusal(error, language))?;
        let referral_key = note_referral(&self.0, &ctx, &tx, referral).await?;
        tx.commit().await?;
        self.0.0.dispatch.contact_changed(opened.contact).await;
        let started = self.opened(&ctx, opened).await?.with(referral_key);
        if let Some(turn) = &mut turn {
            turn.remember(&text, &started);
        }
        Ok(StartAnswer::Created(Json(started)))
    }

    /// Resume conversation
    #[oai(
        path = "/conversations/resume",
        method = "post",
        operation_id = "conversation_resume",
        tag = "Tag::Conversations"
    )]
    async fn resume(
        &self,
        ctx: Ctx,
        request: &Request,
        Input(body): Input<ResumeBody>,
    ) -> Answer<Json<StartedBody>> {
        self.limit(&self.0.0.starts, request, ctx.now)?;
        // The code is the only thing known: whose conversation it opens is the question.
        let system = ctx.clone().acting(Actor::Anyone, Scope::System);
        let tx = system.write().await?;
        let opened = app::open_by_code(&ctx, &tx, &body.resume_code).await?;
        tx.commit().await?;
        let opened = opened.ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
        let id = opened.conversation;
        let ctx = ctx.acting(Actor::Seeker(id), Scope::Conversation(id));
        Ok(Json(self.opened(&ctx, opened).await?))
    }

    /// Get conversation
    #[oai(
        path = "/conversations/:id",
        method = "get",
        operation_id = "conversation_get",
        tag = "Tag::Conversations"
    )]
    async fn get(
        &self,
        ctx: Ctx,
        request: &Request,
        id: Path<Wire<ConversationId>>,
    ) -> Answer<Json<ConversationBody>> {
        let ctx = self.seeker(ctx, request, id.0.0).await?;
        Ok(Json(self.standing(&ctx, id.0.0).await?))
    }

    /// Erase conversation
    #[oai(
        path = "/conversations/:id",
        method = "delete",
        operation_id = "conversation_erase",
        tag = "Tag::Conversations"
    )]
    async fn erase(
        &self,
        ctx: Ctx,
        request: &Request,
        id: Path<Wire<ConversationId>>,
    ) -> Answer<Erased> {
        self.seeker(ctx, request, id.0.0).await?;
        self.0.erase(id.0.0).await?;
        Ok(Erased::Done)
    }

    /// List messages
    #[oai(
        path = "/conversations/:id/messages",
        method = "get",
        operation_id = "conversation_messages",
        tag = "Tag::Conversations"
    )]
    async fn messages(
        &self,
        ctx: Ctx,
        request: &Request,
        id: Path<Wire<ConversationId>>,
        /// The last number the client has.
        Query(after): Query<Option<i64>>,
        /// Seconds to wait for something new, at most 25.
        Query(wait): Query<Option<u32>>,
        /// At most 200.
        Query(limit): Query<Option<u64>>,
    ) -> Answer<Json<PolledBody>> {
        let id = id.0.0;
        let ctx = self.seeker(ctx, request, id).await?;
        let after = after.unwrap_or(0).max(0);
        let limit = limit.unwrap_or(MOST_MESSAGES).clamp(1, MOST_MESSAGES);
        let wait = Duration::from_secs(wait.unwrap_or(0).min(LONGEST_POLL).into());
        Ok(Json(poll(&self.0, &ctx, id, (after, limit), wait).await?))
    }

    /// Post message
    #[oai(
        path = "/conversations/:id/messages",
        method = "post",
        operation_id = "conversation_post",
        tag = "Tag::Conversations"
    )]
    async fn post(
        &self,
        ctx: Ctx,
        request: &Request,
        id: Path<Wire<ConversationId>>,
        Input(new): Input<NewMessage>,
    ) -> Answer<Posted> {
        let id = id.0.0;
        self.seeker(ctx, request, id).await?;
        let body = Body::new(
            &new.body,
            self.0.0.config.message_characters,
            Author::Seeker,
        )
        .map_err(body_problem)?;
        let appender = &self.0.0.appender;
        let message = appender
            .append(id, Author::Seeker, None, new.client_id, body)
            .await?;
        Ok(posted(&message, true))
    }

    /// Close conversation
    #[oai(
        path = "/conversations/:id/close",
        method = "post",
        operation_id = "conversation_close",
        tag = "Tag::Conversations"
    )]
    async fn close(
        &self,
        ctx: Ctx,
        request: &Request,
        id: Path<Wire<ConversationId>>,
        _body: Input<Empty>,
    ) -> Answer<Json<ConversationBody>> {
        let id = id.0.0;
        let ctx = self.seeker(ctx, request, id).await?;
        let contact = self.contact_of(&ctx, id).await?;
        let tx = ctx.write().await?;
        let serving = app::end_by_seeker(&ctx, &tx, contact).await?;
        tx.commit().await?;
        self.0.0.dispatch.contact_changed(contact).await;
        self.0.0.hub.tell_seeker(id, &ToSeeker::Refresh);
        if let Some(staff) = serving {
            self.0.0.hub.tell_desk(staff, &ToDesk::Contact(contact));
        }
        Ok(Json(self.standing(&ctx, id).await?))
    }

    /// Download transcript
    #[oai(
        path = "/conversations/:id/transcript",
        method = "get",
        operation_id = "conversation_transcript",
        tag = "Tag::Conversations"
    )]
    async fn transcript(
        &self,
        ctx: Ctx,
        request: &Request,
        id: Path<Wire<ConversationId>>,
    ) -> Answer<Transcript> {
        let id = id.0.0;
        let ctx = self.seeker(ctx, request, id).await?;
        let text = transcript(&ctx, id).await?;
        let file = "attachment; filename=\"samtale.txt\"".to_owned();
        Ok(Transcript::Text(PlainText(text), file))
    }
}

impl ConversationsApi {
    pub(crate) const fn new(contacts: Contacts) -> Self {
        Self(contacts)
    }

    fn limit(&self, limiter: &RateLimiter, request: &Request, now: Instant) -> Result<(), Problem> {
        let caller = caller_key(request, self.0.0.trusted_proxies);
        limiter.take(&caller, now).map_err(|limited| {
            Problem::new(ProblemCode::TooManyRequests).retry_after(limited.retry_after)
        })
    }

    /// Counts the start against the class; where that has no place left, against the caller.
    async fn counted(
        &self,
        ctx: &Ctx,
        request: &Request,
        class: Option<ClassLinkId>,
        command: Start,
    ) -> Result<Start, Problem> {
        let Some(class) = class else {
            return Ok(command);
        };
        if let Some(of_class) = enter(ctx, class, &command).await? {
            return Ok(of_class);
        }
        self.limit(&self.0.0.starts, request, ctx.now)?;
        Ok(command)
    }

    /// Checks the token and returns the context of its seeker.
    async fn seeker(
        &self,
        ctx: Ctx,
        request: &Request,
        id: ConversationId,
    ) -> Result<Ctx, Problem> {
        self.limit(&self.0.0.requests, request, ctx.now)?;
        let token = request
            .header(header::AUTHORIZATION)
            .and_then(|value| value.strip_prefix("Bearer "))
            .ok_or_else(|| Problem::new(ProblemCode::Unauthenticated))?;
        match app::open_by_token(&ctx, token).await? {
            Some(known) if known == id => {
                Ok(ctx.acting(Actor::Seeker(id), Scope::Conversation(id)))
            }
            // A token of another conversation: for its holder this one does not exist.
            Some(_) => Err(Problem::new(ProblemCode::NotFound)),
            None => Err(Problem::new(ProblemCode::Unauthenticated)),
        }
    }

    async fn opened(&self, ctx: &Ctx, opened: Opened) -> Result<StartedBody, Problem> {
        let standing = Standing::read(ctx, opened.conversation).await?;
        let standing = standing.ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
        Ok(StartedBody {
            id: Wire(opened.conversation),
            token: opened.token.expose().clone(),
            resume_code: opened.resume_code.expose().clone(),
            state: Wire::word(standing.contact.state.for_seeker()),
            language: Wire(standing.contact.language),
            place: standing.place(&self.0),
            referral_key: None,
        })
    }

    async fn standing(&self, ctx: &Ctx, id: ConversationId) -> Result<ConversationBody, Problem> {
        let standing = Standing::read(ctx, id).await?;
        let standing = standing.ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
        Ok(ConversationBody {
            id: Wire(id),
            state: Wire::word(standing.contact.state.for_seeker()),
            language: Wire(standing.contact.language),
            place: standing.place(&self.0),
            counsellor: standing.counsellor(&self.0),
            last_seq: standing.conversation.last_seq,
            closed_by: standing.contact.closed_by.map(Wire::word),
            started_at: Wire(Moment(standing.contact.joined_at)),
            content_hours: self.0.0.kept.of(standing.contact.centre).content_hours,
        })
    }

    async fn contact_of(&self, ctx: &Ctx, id: ConversationId) -> Result<ContactId, Problem> {
        let standing = Standing::read(ctx, id).await?;
        standing
            .map(|s| s.contact.id)
            .ok_or_else(|| Problem::new(ProblemCode::NotFound))
    }
}

/// The answer to a stored message.
pub(super) fn posted(message: &Arc<Message>, for_seeker: bool) -> Posted {
    Posted::Created(Json(PostedBody {
        message: message_body(message, for_seeker),
        masked: message.masked,
    }))
}
