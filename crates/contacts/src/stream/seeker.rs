//! A seeker's stream: `GET /conversations/{id}/stream`.

#![expect(
    clippy::needless_pass_by_value,
    reason = "handlers take extractors by value"
)]

mod told;

use std::{sync::Arc, time::Duration};

use kernel::{Actor, ContactId, ConversationId, ProblemCode, Scope};
use platform::{
    Ctx, Fault, TraceId,
    http::{Moment, Problem},
};
use poem::{
    IntoResponse, Response, handler,
    web::{Data, Path, websocket::WebSocket},
};
use tokio::time::{Instant, timeout};
use uuid::Uuid;

use super::{
    bye_after,
    frames::{Ack, SeekerHears, SeekerSays},
    socket::{Counted, Gone, Incoming, Socket, tuned},
};
use crate::{
    Contacts, app,
    domain::{
        contact::ContactState,
        message::{Author, Body, Message},
    },
    http::{Standing, body_problem, message_body, place_body},
    live::{
        appender::{Append, ReplyTo},
        hub::{Appended, Bye, SeekerLine, ToDesk, ToSeeker},
    },
    store::message,
};
use told::Told;

/// Time the first frame may take.
const HELLO_LIMIT: Duration = Duration::from_secs(10);
/// Silence after which the line counts as dropped; clients ping every ten seconds.
const SILENCE_LIMIT: Duration = Duration::from_secs(30);
/// Messages read from the database at a time.
const PAGE: u64 = 200;

/// Opens a seeker's stream. The token comes in the first frame, never in the address.
#[handler]
pub(crate) fn conversation_stream(
    Path(id): Path<String>,
    contacts: Data<&Contacts>,
    ctx: Ctx,
    socket: WebSocket,
) -> Response {
    let Ok(id) = id.parse::<ConversationId>() else {
        return Problem::new(ProblemCode::NotFound).into_response();
    };
    let contacts = contacts.clone();
    tuned(socket)
        .on_upgrade(move |stream| async move {
            let _open = contacts.0.tasks.guard();
            let _counted = Counted::new(&contacts.0.streams);
            let pace = contacts.0.config.frames_per_second;
            // Boxed: what a stream needs only at its beginning must not be kept while it idles.
            Box::pin(serve(&contacts, ctx, id, Socket::new(stream, pace))).await;
        })
        .into_response()
}

async fn serve(contacts: &Contacts, ctx: Ctx, id: ConversationId, mut socket: Socket) {
    let (ctx, after) = match Box::pin(hello(&ctx, id, &mut socket)).await {
        Ok(entered) => entered,
        Err(Gone) => return,
    };
    let line = contacts.0.hub.listen_seeker(id);
    let mut stream = Stream {
        contacts,
        ctx,
        id,
        contact: None,
        line,
        socket,
        sent: after,
        told: None,
    };
    let bye = stream.run().await;
    contacts
        .0
        .gathered
        .seeker_seen(id, contacts.0.sources.now());
    stream.leave();
    let Ok(bye) = bye else {
        return;
    };
    let frame = SeekerHears::Bye {
        reason: bye.as_str(),
        resume: bye.resume(),
    };
    if stream.socket.send(&frame).await.is_ok() {
        stream.socket.close(bye).await;
    }
}

/// Waits for the first frame and checks its token.
async fn hello(ctx: &Ctx, id: ConversationId, socket: &mut Socket) -> Result<(Ctx, i64), Gone> {
    let first = timeout(HELLO_LIMIT, socket.next::<SeekerSays>()).await;
    let code = match first {
        Ok(Ok(Incoming::Frame(SeekerSays::Hello { token, after }))) => {
            match app::open_by_token(ctx, &token).await {
                Ok(Some(known)) if known == id => {
                    let ctx = ctx
                        .clone()
                        .acting(Actor::Seeker(id), Scope::Conversation(id));
                    return Ok((ctx, after.max(0)));
                }
                Ok(_) => ProblemCode::Unauthenticated,
                Err(fault) => Problem::from(fault).code,
            }
        }
        Ok(Err(Gone)) => return Err(Gone),
        _ => ProblemCode::HelloExpected,
    };
    let problem = Problem::new(code).render(ctx.language, ctx.trace);
    socket
        .send(&SeekerHears::Error {
            problem,
            client_id: None,
        })
        .await?;
    let bye = bye_after(code);
    socket
        .send(&SeekerHears::Bye {
            reason: bye.as_str(),
            resume: bye.resume(),
        })
        .await?;
    socket.flush().await?;
    Err(Gone)
}

struct Stream<'a> {
    contacts: &'a Contacts,
    ctx: Ctx,
    id: ConversationId,
    contact: Option<ContactId>,
    line: SeekerLine,
    socket: Socket,
    /// The last sequence number sent.
    sent: i64,
    /// What the client was told last; none before the welcome.
    told: Option<Told>,
}

impl Stream<'_> {
    /// Serves until one side ends it: the reason to tell the client, or none where it is gone.
    async fn run(&mut self) -> Result<Bye, Gone> {
        match Box::pin(self.welcome()).await {
            Ok(true) => {}
            Ok(false) => return Ok(Bye::Erased),
            Err(gone) => return gone.into(),
        }
        let mut heard_at = Instant::now();
        let silence = tokio::time::sleep_until(heard_at + SILENCE_LIMIT);
        tokio::pin!(silence);
        loop {
            if self.line.receiver.is_empty() {
                self.socket.flush().await?;
            }
            tokio::select! {
                incoming = self.socket.next() => {
                    heard_at = Instant::now();
                    self.hear(incoming?).await?;
                }
                item = self.line.receiver.recv() => match item {
                    Some(ToSeeker::Bye(bye)) => return Ok(bye),
                    Some(item) => match Box::pin(self.tell(item)).await {
                        Ok(true) => {}
                        Ok(false) => return Ok(Bye::Erased),
                        Err(end) => return end.into(),
                    },
                    // Dropped by the hub for lagging behind.
                    None => return Ok(Bye::Slow),
                },
                () = &mut silence => {
                    if heard_at.elapsed() >= SILENCE_LIMIT {
                        return Err(Gone);
                    }
                    silence.as_mut().reset(heard_at + SILENCE_LIMIT);
                }
            }
        }
    }

    /// Says how things stand, then everything after what the client has.
    async fn welcome(&mut self) -> Result<bool, End> {
        let Some(standing) = Standing::read(&self.ctx, self.id).await? else {
            return Ok(false);
        };
        self.contact = Some(standing.contact.id);
        self.told = Some(Told::of(&standing));
        self.sent = self.sent.min(standing.conversation.last_seq);
        self.contacts
            .0
            .gathered
            .seeker_seen(self.id, self.contacts.0.sources.now());
        let frame = SeekerHears::Welcome {
            state: standing.contact.state.for_seeker(),
            seq: standing.conversation.last_seq,
            language: standing.contact.language.as_str(),
            counsellor: standing.counsellor(self.contacts),
            place: standing.place(self.contacts),
            read: standing.conversation.counsellor_read_seq,
        };
        self.socket.send(&frame).await?;
        self.catch_up().await?;
        self.contacts.0.hub.announce_seen(vec![self.id]);
        self.tell_presence();
        Ok(true)
    }

    /// Sends what the database has after `sent`.
    async fn catch_up(&mut self) -> Result<(), End> {
        loop {
            let tx = self.ctx.read().await?;
            let messages = message::list_after(&tx, self.id, self.sent, PAGE).await?;
            drop(tx);
            for message in &messages {
                self.send_message(message).await?;
            }
            if messages.is_empty() {
                return Ok(());
            }
        }
    }

    async fn send_message(&mut self, message: &Message) -> Result<(), Gone> {
        self.sent = message.seq;
        self.socket
            .send(&SeekerHears::Message {
                message: message_body(message, true),
            })
            .await
    }

    async fn hear(&mut self, incoming: Incoming<SeekerSays>) -> Result<(), Gone> {
        self.contacts
            .0
            .gathered
            .seeker_seen(self.id, self.contacts.0.sources.now());
        match incoming {
            Incoming::Frame(SeekerSays::Message { client_id, body }) => {
                self.append(client_id, &body).await
            }
            Incoming::Frame(SeekerSays::Typing {}) => {
                self.to_desk(ToDesk::Typing);
                Ok(())
            }
            Incoming::Frame(SeekerSays::Read { seq }) => {
                let seq = seq.clamp(0, self.sent);
                self.contacts.0.gathered.seeker_read(self.id, seq);
                self.to_desk(|contact| ToDesk::Read(contact, seq));
                Ok(())
            }
            Incoming::Frame(SeekerSays::Ping {}) => self.socket.send(&SeekerHears::Pong {}).await,
            Incoming::Frame(SeekerSays::Hello { .. }) | Incoming::Unreadable => {
                self.error(&Problem::new(ProblemCode::BadFrame), None).await
            }
            Incoming::TooFast => {
                self.error(
                    &Problem::new(ProblemCode::TooManyRequests).retry_after(1),
                    None,
                )
                .await
            }
        }
    }

    async fn append(&mut self, client_id: Uuid, text: &str) -> Result<(), Gone> {
        let body = match Body::new(
            text,
            self.contacts.0.config.message_characters,
            Author::Seeker,
        ) {
            Ok(body) => body,
            Err(error) => return self.error(&body_problem(error), Some(client_id)).await,
        };
        let Some(sender) = self.line.sender.upgrade() else {
            return Err(Gone);
        };
        let append = Append {
            conversation: self.id,
            author: Author::Seeker,
            alias: None,
            client_id,
            body,
            reply: ReplyTo::Seeker(sender),
        };
        match self.contacts.0.appender.send(append).await {
            Ok(()) => Ok(()),
            Err(error) => self.error(&error.into(), Some(client_id)).await,
        }
    }

    /// Passes one item on; false when the conversation is gone.
    async fn tell(&mut self, item: ToSeeker) -> Result<bool, End> {
        match item {
            ToSeeker::Message(message) => self.tell_message(&message).await?,
            ToSeeker::Appended(appended) => self.tell_appended(*appended).await?,
            ToSeeker::Typing => {
                self.socket
                    .send(&SeekerHears::Typing { from: "counsellor" })
                    .await?;
            }
            ToSeeker::Read(seq) => {
                self.note_read(seq);
                self.socket
                    .send(&SeekerHears::Read {
                        from: "counsellor",
                        seq,
                    })
                    .await?;
            }
            ToSeeker::Place(place) => {
                self.socket
                    .send(&SeekerHears::Place {
                        place: place_body(&place),
                    })
                    .await?;
            }
            ToSeeker::Refresh => return self.refresh().await,
            ToSeeker::Behind(seq) => {
                if seq > self.sent {
                    self.catch_up().await?;
                }
            }
            ToSeeker::Look(stand) => return self.look(stand).await,
            ToSeeker::Bye(_) => {}
        }
        Ok(true)
    }

    /// In order and once: what was sent is skipped, a gap is read from the database.
    async fn tell_message(&mut self, message: &Arc<Message>) -> Result<(), End> {
        if message.seq <= self.sent {
            return Ok(());
        }
        if message.seq == self.sent + 1 {
            return Ok(self.send_message(message).await?);
        }
        self.catch_up().await
    }

    /// On the line it came by, the acknowledgement stands for the message itself.
    async fn tell_appended(&mut self, appended: Appended) -> Result<(), End> {
        let client_id = appended.client_id;
        match appended.result {
            Ok(message) => {
                if message.seq == self.sent + 1 {
                    self.sent = message.seq;
                } else if message.seq > self.sent {
                    self.catch_up().await?;
                }
                let ack = ack(client_id, &message);
                Ok(self.socket.send(&SeekerHears::Ack { ack }).await?)
            }
            Err(error) => Ok(self.error(&error.into(), Some(client_id)).await?),
        }
    }

    async fn refresh(&mut self) -> Result<bool, End> {
        let Some(standing) = Standing::read(&self.ctx, self.id).await? else {
            return Ok(false);
        };
        self.told = Some(Told::of(&standing));
        self.catch_up().await?;
        let frame = SeekerHears::State {
            state: standing.contact.state.for_seeker(),
            counsellor: standing.counsellor(self.contacts),
            closed_by: standing.contact.closed_by.clone(),
        };
        self.socket.send(&frame).await?;
        if standing.contact.state == ContactState::Waiting
            && let Some(place) = standing.place(self.contacts)
        {
            self.socket.send(&SeekerHears::Place { place }).await?;
        }
        Ok(true)
    }

    async fn error(&mut self, problem: &Problem, client_id: Option<Uuid>) -> Result<(), Gone> {
        let trace = TraceId::new(&self.contacts.0.sources);
        let problem = problem.render(self.ctx.language, trace);
        self.socket
            .send(&SeekerHears::Error { problem, client_id })
            .await
    }

    fn to_desk(&self, item: impl FnOnce(ContactId) -> ToDesk) {
        if let Some(contact) = self.contact
            && let Some(staff) = self.told.and_then(|told| told.staff)
        {
            self.contacts.0.hub.tell_desk(staff, &item(contact));
        }
    }

    /// The counsellor sees whether the seeker is there.
    fn tell_presence(&self) {
        self.to_desk(ToDesk::Contact);
    }

    /// The line is closed first: whoever is told looks whether it is.
    fn leave(&mut self) {
        self.line.close();
        self.contacts.0.hub.announce_left(self.id);
        self.tell_presence();
    }
}

/// What ends a stream from within.
#[derive(Debug)]
enum End {
    Gone,
    /// The database failed: come back, here or elsewhere.
    Fault(Fault),
}

impl From<Gone> for End {
    fn from(_: Gone) -> Self {
        Self::Gone
    }
}

impl From<Fault> for End {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<End> for Result<Bye, Gone> {
    fn from(end: End) -> Self {
        match end {
            End::Gone => Err(Gone),
            End::Fault(fault) => {
                tracing::error!(error = fault.chain(), "a seeker's stream ends");
                Ok(Bye::Shutdown)
            }
        }
    }
}

/// The acknowledgement of a stored message.
pub(super) fn ack(client_id: Uuid, message: &Message) -> Ack {
    Ack {
        client_id,
        seq: message.seq,
        at: Moment(message.at),
        masked: message.masked.then_some(true),
        body: message.masked.then(|| message.body.clone()),
    }
}
