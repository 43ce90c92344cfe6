//! `staff`: the desk, offers and contacts.

#![expect(
    clippy::unused_async,
    reason = "operations are async, also those that ask only the board"
)]

use centres::Directory;
use kernel::{Actor, CentreId, ContactId, Language, OfferId, ProblemCode, StaffId};
use platform::{
    Ctx,
    http::{Input, Problem, Wire},
};
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    Tag,
    bodies::{
        ColleagueBody, ContactBody, MessagesBody, QueueBody, body_problem, contact_body,
        message_body, queue_body,
    },
    conversation_bodies::{Empty, NewMessage, Posted},
    conversations::posted,
    desk_bodies::{
        CodesBody, ColleaguesBody, ContactsBody, Declined, DeskBody, PhraseBody, PhrasesBody,
        TransferBody, WrapUpBody,
    },
    reading::{Desk, remember_reading},
};
use crate::{
    Contacts,
    app::{self, Transfer},
    domain::{
        contact::{Contact, ContactState, WRAP_UP_CODES},
        message::{Author, Body},
    },
    live::hub::{ToDesk, ToSeeker},
    store::{contact, conversation, message, phrase},
};

/// Most items in one answer.
const MOST: u64 = 200;

/// The operations for counsellors.
#[derive(Clone, Debug)]
pub struct ContactsApi(Contacts);

platform::problem_responses! {
    /// What a counsellor's request can fail with.
    DeskProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        Conflict = 409,
        TooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
    }
}

type Answer<T> = Result<T, DeskProblem>;

#[OpenApi]
impl ContactsApi {
    /// Get desk
    #[oai(
        path = "/desk",
        method = "get",
        operation_id = "desk_get",
        tag = "Tag::Desk"
    )]
    async fn desk(&self, ctx: Ctx) -> Answer<Json<DeskBody>> {
        let desk = Desk::read(&self.0, &ctx, staff(&ctx)?).await?;
        Ok(Json(DeskBody {
            presence: desk.presence,
            offers: desk.offers,
            contacts: desk.contacts.into_iter().map(|(_, body)| body).collect(),
            queue: desk.queue,
        }))
    }

    /// Get queue summary
    #[oai(
        path = "/queue",
        method = "get",
        operation_id = "queue_get",
        tag = "Tag::Desk"
    )]
    async fn queue(&self, ctx: Ctx) -> Answer<Json<QueueBody>> {
        Ok(Json(queue_body(
            *self.0.0.dispatch.queue().borrow(),
            ctx.now,
        )))
    }

    /// Accept offer
    #[oai(
        path = "/offers/:id/accept",
        method = "post",
        operation_id = "offer_accept",
        tag = "Tag::Desk"
    )]
    async fn accept(
        &self,
        ctx: Ctx,
        id: Path<Wire<OfferId>>,
        _body: Input<Empty>,
    ) -> Answer<Json<ContactBody>> {
        let staff = staff(&ctx)?;
        let alias = self
            .0
            .alias(staff)
            .as_deref()
            .unwrap_or_default()
            .to_owned();
        let tx = ctx.write().await?;
        let offer = app::accept(&ctx, &tx, staff, alias, id.0.0).await?;
        tx.commit().await?;
        self.changed(&ctx, offer.contact, staff).await;
        let row = self.own(&ctx, offer.contact).await?;
        Ok(Json(self.body(&ctx, &row).await?))
    }

    /// Decline offer
    #[oai(
        path = "/offers/:id/decline",
        method = "post",
        operation_id = "offer_decline",
        tag = "Tag::Desk"
    )]
    async fn decline(
        &self,
        ctx: Ctx,
        id: Path<Wire<OfferId>>,
        _body: Input<Empty>,
    ) -> Answer<Declined> {
        let tx = ctx.write().await?;
        app::decline(&ctx, &tx, staff(&ctx)?, id.0.0).await?;
        tx.commit().await?;
        Ok(Declined::Done)
    }

    /// List phrases
    #[oai(
        path = "/phrases",
        method = "get",
        operation_id = "phrase_list",
        tag = "Tag::Desk"
    )]
    async fn phrases(
        &self,
        ctx: Ctx,
        /// All languages where left out.
        Query(language): Query<Option<Wire<Language>>>,
    ) -> Answer<Json<PhrasesBody>> {
        let tx = ctx.read().await?;
        let phrases = phrase::list(&tx, language.map(|wire| wire.0)).await?;
        let items = phrases.into_iter().map(|phrase| PhraseBody {
            id: Wire(phrase.id),
            language: Wire(phrase.language),
            phase: Wire::word(phrase.phase),
            title: phrase.title,
            body: phrase.body,
        });
        Ok(Json(PhrasesBody {
            items: items.collect(),
        }))
    }

    /// List wrap-up codes
    #[oai(
        path = "/wrap-up-codes",
        method = "get",
        operation_id = "code_list",
        tag = "Tag::Desk"
    )]
    async fn codes(&self) -> Answer<Json<CodesBody>> {
        let items = WRAP_UP_CODES.iter().map(|code| Wire::word(*code)).collect();
        Ok(Json(CodesBody { items }))
    }

    /// List colleagues
    #[oai(
        path = "/colleagues",
        method = "get",
        operation_id = "colleague_list",
        tag = "Tag::Desk"
    )]
    async fn colleagues(&self, ctx: Ctx) -> Answer<Json<ColleaguesBody>> {
        let me = staff(&ctx)?;
        let colleagues = self.0.0.dispatch.board().colleagues().into_iter();
        let items = colleagues
            .filter(|colleague| colleague.staff != me)
            .map(|colleague| ColleagueBody {
                centre_name: centre_name(&self.0.0.directory, colleague.centre),
                staff_id: Wire(colleague.staff),
                alias: colleague.alias,
                centre_id: Wire(colleague.centre),
                state: Wire(colleague.state),
                languages: colleague.languages.into_iter().map(Wire).collect(),
                free_units: colleague.free_units,
            });
        Ok(Json(ColleaguesBody {
            items: items.collect(),
        }))
    }

    /// List contacts
    #[oai(
        path = "/contacts",
        method = "get",
        operation_id = "contact_list",
        tag = "Tag::Contacts"
    )]
    async fn list(
        &self,
        ctx: Ctx,
        /// `active`, `wrap_up` or `closed`; those that are not closed where left out.
        Query(state): Query<Option<String>>,
        /// The `next` of the answer before.
        Query(after): Query<Option<Wire<ContactId>>>,
        /// At most 200.
        Query(limit): Query<Option<u64>>,
    ) -> Answer<Json<ContactsBody>> {
        let states = match state.as_deref() {
            None => vec![ContactState::Active, ContactState::WrapUp],
            Some(word) => {
                let state =
                    ContactState::from_word(word).filter(|state| *state != ContactState::Waiting);
                let problem =
                    || Problem::invalid("state", "expected one of active, wrap_up, closed");
                vec![state.ok_or_else(problem)?]
            }
        };
        let limit = limit.unwrap_or(50).clamp(1, MOST);
        let tx = ctx.read().await?;
        let rows =
            contact::list_of(&tx, staff(&ctx)?, &states, after.map(|wire| wire.0), limit).await?;
        drop(tx);
        let full = u64::try_from(rows.len()).is_ok_and(|count| count == limit);
        let next = rows.last().filter(|_| full).map(|row| Wire(row.id));
        let mut items = Vec::new();
        for row in &rows {
            items.push(self.body(&ctx, row).await?);
        }
        Ok(Json(ContactsBody { items, next }))
    }

    /// Get contact
    #[oai(
        path = "/contacts/:id",
        method = "get",
        operation_id = "contact_get",
        tag = "Tag::Contacts"
    )]
    async fn get(&self, ctx: Ctx, id: Path<Wire<ContactId>>) -> Answer<Json<ContactBody>> {
        let row = self.own(&ctx, id.0.0).await?;
        Ok(Json(self.body(&ctx, &row).await?))
    }

    /// List messages
    #[oai(
        path = "/contacts/:id/messages",
        method = "get",
        operation_id = "message_list",
        tag = "Tag::Contacts"
    )]
    async fn messages(
        &self,
        ctx: Ctx,
        id: Path<Wire<ContactId>>,
        /// The last number the client has.
        Query(after): Query<Option<i64>>,
        /// At most 200.
        Query(limit): Query<Option<u64>>,
    ) -> Answer<Json<MessagesBody>> {
        let row = self.own(&ctx, id.0.0).await?;
        let tx = ctx.read().await?;
        let talk = conversation::find_of_contact(&tx, row.id).await?;
        let talk = talk.ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
        remember_reading(&self.0, &ctx, &row).await?;
        let limit = limit.unwrap_or(MOST).clamp(1, MOST);
        let messages = message::list_after(&tx, talk.id, after.unwrap_or(0).max(0), limit).await?;
        Ok(Json(MessagesBody {
            items: messages
                .iter()
                .map(|message| message_body(message, false))
                .collect(),
            last_seq: talk.last_seq,
        }))
    }

    /// Post message
    #[oai(
        path = "/contacts/:id/messages",
        method = "post",
        operation_id = "message_post",
        tag = "Tag::Contacts"
    )]
    async fn post(
        &self,
        ctx: Ctx,
        id: Path<Wire<ContactId>>,
        Input(new): Input<NewMessage>,
    ) -> Answer<Posted> {
        let row = self.own(&ctx, id.0.0).await?;
        let talk = row
            .conversation
            .ok_or_else(|| Problem::new(ProblemCode::ConversationClosed))?;
        let staff = staff(&ctx)?;
        let author = Author::Counsellor(staff);
        let body = Body::new(&new.body, self.0.0.config.message_characters, author)
            .map_err(body_problem)?;
        let alias = self.0.alias(staff);
        let message = self
            .0
            .0
            .appender
            .append(talk, author, alias, new.client_id, body)
            .await?;
        Ok(posted(&message, false))
    }

    /// Transfer contact
    #[oai(
        path = "/contacts/:id/transfer",
        method = "post",
        operation_id = "contact_transfer",
        tag = "Tag::Contacts"
    )]
    async fn transfer(
        &self,
        ctx: Ctx,
        id: Path<Wire<ContactId>>,
        Input(to): Input<TransferBody>,
    ) -> Answer<Json<ContactBody>> {
        let to = match (to.staff_id, to.centre_id, to.national) {
            (Some(staff), None, None | Some(false)) => Transfer::Colleague(staff.0),
            (None, Some(centre), None | Some(false)) => Transfer::Centre(centre.0),
            (None, None, Some(true)) => Transfer::National,
            _ => {
                return Err(Problem::invalid(
                    "staff_id",
                    "give one of staff_id, centre_id, national",
                )
                .into());
            }
        };
        let me = staff(&ctx)?;
        let tx = ctx.write().await?;
        let places = (self.0.0.dispatch.board(), &self.0.0.directory);
        let row = app::transfer(&ctx, &tx, places, me, id.0.0, to).await?;
        let talk = conversation::find_of_contact(&tx, row.id).await?;
        tx.commit().await?;
        let mut body = contact_body(&self.0, &row, talk.as_ref());
        body.state = Wire::word(ContactState::Waiting.as_str());
        if let Some(talk) = row.conversation {
            self.0.0.hub.tell_seeker(talk, &ToSeeker::Refresh);
        }
        self.0.0.hub.tell_desk(me, &ToDesk::Contact(row.id));
        self.0.0.dispatch.contact_changed(row.id).await;
        Ok(Json(body))
    }

    /// Close contact
    #[oai(
        path = "/contacts/:id/close",
        method = "post",
        operation_id = "contact_close",
        tag = "Tag::Contacts"
    )]
    async fn close(
        &self,
        ctx: Ctx,
        id: Path<Wire<ContactId>>,
        _body: Input<Empty>,
    ) -> Answer<Json<ContactBody>> {
        let staff = staff(&ctx)?;
        let tx = ctx.write().await?;
        app::close(&ctx, &tx, staff, id.0.0).await?;
        tx.commit().await?;
        self.changed(&ctx, id.0.0, staff).await;
        let row = self.own(&ctx, id.0.0).await?;
        Ok(Json(self.body(&ctx, &row).await?))
    }

    /// Finish wrap-up
    #[oai(
        path = "/contacts/:id/wrap-up",
        method = "post",
        operation_id = "contact_wrap_up",
        tag = "Tag::Contacts"
    )]
    async fn wrap_up(
        &self,
        ctx: Ctx,
        id: Path<Wire<ContactId>>,
        Input(body): Input<WrapUpBody>,
    ) -> Answer<Json<ContactBody>> {
        let staff = staff(&ctx)?;
        let tx = ctx.write().await?;
        app::wrap_up(&ctx, &tx, staff, id.0.0, &body.code).await?;
        tx.commit().await?;
        self.changed(&ctx, id.0.0, staff).await;
        let row = self.own(&ctx, id.0.0).await?;
        Ok(Json(self.body(&ctx, &row).await?))
    }
}

impl ContactsApi {
    pub(crate) const fn new(contacts: Contacts) -> Self {
        Self(contacts)
    }

    async fn own(&self, ctx: &Ctx, id: ContactId) -> Result<Contact, Problem> {
        let tx = ctx.read().await?;
        Ok(app::own(&tx, staff(ctx)?, id).await?)
    }

    async fn body(&self, ctx: &Ctx, row: &Contact) -> Result<ContactBody, Problem> {
        let tx = ctx.read().await?;
        let talk = conversation::find_of_contact(&tx, row.id).await?;
        Ok(contact_body(&self.0, row, talk.as_ref()))
    }

    /// After the commit: the dispatcher, both sides' streams.
    async fn changed(&self, ctx: &Ctx, id: ContactId, staff: StaffId) {
        self.0.0.dispatch.contact_changed(id).await;
        self.0.0.hub.tell_desk(staff, &ToDesk::Contact(id));
        if let Ok(Some(talk)) = self.conversation(ctx, id).await {
            self.0.0.hub.tell_seeker(talk, &ToSeeker::Refresh);
        }
    }

    async fn conversation(
        &self,
        ctx: &Ctx,
        id: ContactId,
    ) -> Result<Option<kernel::ConversationId>, platform::Fault> {
        let tx = ctx.read().await?;
        Ok(contact::find(&tx, id)
            .await?
            .and_then(|row| row.conversation))
    }
}

/// The membership a request acts under.
fn staff(ctx: &Ctx) -> Result<StaffId, Problem> {
    match ctx.actor {
        Actor::Account {
            staff: Some(staff), ..
        } => Ok(staff),
        _ => Err(Problem::new(ProblemCode::Forbidden)),
    }
}

fn centre_name(directory: &Directory, centre: CentreId) -> String {
    directory
        .centre(centre)
        .map_or_else(String::new, |entry| entry.name)
}
