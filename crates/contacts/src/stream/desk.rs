//! A counsellor's stream: `GET /desk/stream`. Multiplexes all contacts of the desk.

mod look;
mod tell;

use std::{
    collections::{BTreeMap, HashMap},
    time::Duration,
};

use chrono::TimeDelta;
use kernel::{Actor, ContactId, ConversationId, OfferId, PresenceState, ProblemCode, StaffId};
use platform::{Ctx, Fault, Secret, TraceId, http::Problem};
use poem::{
    IntoResponse, Request, Response, Result, handler,
    web::{Data, websocket::WebSocket},
};
use tokio::time::{Instant, timeout};
use uuid::Uuid;

use super::{
    bye_after,
    frames::{DeskHears, DeskSays},
    socket::{Counted, Gone, Incoming, Socket, tuned},
};
use crate::{
    Contacts,
    domain::message::{Author, Body},
    http::{ContactBody, Desk, OfferBody, body_problem, queue_body},
    live::{
        appender::{Append, ReplyTo},
        hub::{Bye, DeskLine, ToSeeker},
    },
    ports::Admitted,
};

/// Time the first frame may take.
const HELLO_LIMIT: Duration = Duration::from_secs(10);
/// Silence after which the line counts as dropped; desks ping every five seconds.
const SILENCE_LIMIT: Duration = Duration::from_secs(20);
/// How often the log-in is checked again.
const CHECK_EVERY: Duration = Duration::from_secs(15);
/// Messages read from the database at a time.
const PAGE: u64 = 200;
/// What a log-in that is of no use for the desk any more is refused with.
const ENDING: [ProblemCode; 2] = [
    ProblemCode::Unauthenticated,
    ProblemCode::SecondFactorRequired,
];

/// Opens a desk's stream, by cookie from a page of the service itself or by a token in the first frame.
#[handler]
pub(crate) async fn desk_stream(
    request: &Request,
    contacts: Data<&Contacts>,
    ctx: Ctx,
    socket: WebSocket,
) -> Result<Response> {
    let admitted = contacts
        .0
        .0
        .gate
        .admit_request(request, ctx.clone())
        .await?;
    let contacts = contacts.clone();
    let upgraded = tuned(socket).on_upgrade(move |stream| async move {
        let _open = contacts.0.tasks.guard();
        let _counted = Counted::new(&contacts.0.streams);
        let socket = Socket::new(stream, contacts.0.config.frames_per_second);
        Box::pin(serve(&contacts, ctx, admitted, socket)).await;
    });
    Ok(upgraded.into_response())
}

async fn serve(contacts: &Contacts, ctx: Ctx, admitted: Option<Admitted>, mut socket: Socket) {
    let Ok((admitted, after)) = Box::pin(hello(contacts, &ctx, admitted, &mut socket)).await else {
        return;
    };
    let Actor::Account {
        staff: Some(staff), ..
    } = admitted.ctx.actor
    else {
        return;
    };
    let line = contacts.0.hub.listen_desk(staff);
    let mut stream = Stream {
        contacts,
        ctx: admitted.ctx,
        token: admitted.token,
        staff,
        line,
        socket,
        talks: HashMap::new(),
        offers: BTreeMap::new(),
    };
    let bye = stream.run(after).await;
    let Ok(bye) = bye else {
        return;
    };
    let frame = DeskHears::Bye {
        reason: bye.as_str(),
        resume: bye.resume(),
    };
    if stream.socket.send(&frame).await.is_ok() {
        stream.socket.close(bye).await;
    }
}

type After = HashMap<ContactId, i64>;

/// Waits for the first frame; a log-in in it counts where the request carried none.
async fn hello(
    contacts: &Contacts,
    ctx: &Ctx,
    admitted: Option<Admitted>,
    socket: &mut Socket,
) -> Result<(Admitted, After), Gone> {
    let problem = match timeout(HELLO_LIMIT, socket.next::<DeskSays>()).await {
        Ok(Ok(Incoming::Frame(DeskSays::Hello { token, after }))) => {
            let result = match (admitted, token) {
                (Some(admitted), _) => Ok(admitted),
                (None, Some(token)) => contacts.0.gate.admit_token(&token, ctx.clone()).await,
                (None, None) => Err(Problem::new(ProblemCode::Unauthenticated)),
            };
            match result {
                Ok(admitted) if is_counsellor(&admitted) => return Ok((admitted, after)),
                Ok(_) => Problem::new(ProblemCode::Forbidden),
                Err(problem) => problem,
            }
        }
        Ok(Err(Gone)) => return Err(Gone),
        _ => Problem::new(ProblemCode::HelloExpected),
    };
    let bye = bye_after(problem.code);
    let problem = problem.render(ctx.language, ctx.trace);
    socket
        .send(&DeskHears::Error {
            problem,
            contact_id: None,
            client_id: None,
        })
        .await?;
    socket
        .send(&DeskHears::Bye {
            reason: bye.as_str(),
            resume: bye.resume(),
        })
        .await?;
    socket.flush().await?;
    Err(Gone)
}

fn is_counsellor(admitted: &Admitted) -> bool {
    matches!(admitted.ctx.actor, Actor::Account { staff: Some(_), .. })
}

/// A contact of this desk, as far as the stream has told it.
struct Talk {
    conversation: Option<ConversationId>,
    /// The last sequence number sent.
    sent: i64,
    /// The last snapshot sent.
    body: ContactBody,
}

struct Stream<'a> {
    contacts: &'a Contacts,
    ctx: Ctx,
    token: Secret<String>,
    staff: StaffId,
    line: DeskLine,
    socket: Socket,
    talks: HashMap<ContactId, Talk>,
    /// Those the desk shows.
    offers: BTreeMap<OfferId, ContactId>,
}

#[derive(Debug)]
enum End {
    Gone,
    Fault(Fault),
    Bye(Bye),
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

impl Stream<'_> {
    async fn run(&mut self, after: After) -> Result<Bye, Gone> {
        let end = match Box::pin(self.welcome(after)).await {
            Ok(()) => self.serve().await,
            Err(end) => end,
        };
        match end {
            End::Gone => Err(Gone),
            End::Bye(bye) => Ok(bye),
            End::Fault(fault) => {
                tracing::error!(error = fault.chain(), "a desk's stream ends");
                Ok(Bye::Shutdown)
            }
        }
    }

    async fn serve(&mut self) -> End {
        let mut heard_at = Instant::now();
        let silence = tokio::time::sleep_until(heard_at + SILENCE_LIMIT);
        tokio::pin!(silence);
        let mut check = tokio::time::interval_at(heard_at + CHECK_EVERY, CHECK_EVERY);
        let mut queue = self.contacts.0.dispatch.queue();
        loop {
            if self.line.receiver.is_empty()
                && let Err(gone) = self.socket.flush().await
            {
                return gone.into();
            }
            let outcome = tokio::select! {
                incoming = self.socket.next() => {
                    heard_at = Instant::now();
                    match incoming {
                        Ok(incoming) => self.hear(incoming).await.map_err(End::from),
                        Err(gone) => Err(gone.into()),
                    }
                }
                item = self.line.receiver.recv() => match item {
                    Some(item) => Box::pin(self.tell(item)).await,
                    None => Err(End::Bye(Bye::Slow)),
                },
                Ok(()) = queue.changed() => {
                    let summary = *queue.borrow_and_update();
                    let queue = queue_body(summary, self.contacts.0.sources.now());
                    self.socket.send(&DeskHears::Queue { queue }).await.map_err(End::from)
                }
                _ = check.tick() => self.check().await,
                () = &mut silence => {
                    silence.as_mut().reset(heard_at + SILENCE_LIMIT);
                    if heard_at.elapsed() < SILENCE_LIMIT {
                        Ok(())
                    } else {
                        Err(End::Gone)
                    }
                }
            };
            if let Err(end) = outcome {
                return end;
            }
        }
    }

    /// Opens the desk, says how everything stands, then what was said after what the desk has.
    async fn welcome(&mut self, after: After) -> Result<(), End> {
        self.open_desk().await?;
        let desk = Desk::read(self.contacts, &self.ctx, self.staff).await?;
        let contacts: Vec<_> = desk.contacts.iter().map(|(_, body)| body.clone()).collect();
        self.offers = desk.offers.iter().map(OfferBody::ids).collect();
        let frame = DeskHears::Welcome {
            presence: desk.presence,
            offers: desk.offers,
            contacts,
            queue: desk.queue,
        };
        self.socket.send(&frame).await?;
        for (row, body) in desk.contacts {
            let sent = after.get(&row.id).copied().unwrap_or(0);
            let sent = sent.clamp(0, body.last_seq);
            self.talks.insert(
                row.id,
                Talk {
                    conversation: row.conversation,
                    sent,
                    body,
                },
            );
            self.catch_up(row.id).await?;
        }
        Ok(())
    }

    /// A counsellor whose desk opens is away until they say otherwise.
    async fn open_desk(&mut self) -> Result<(), Fault> {
        let tx = self.ctx.write().await?;
        let lost_after = self.contacts.0.config.counsellor_lost_seconds;
        let lost_after = TimeDelta::seconds(lost_after.into());
        centres::resume_presence(&self.ctx, &tx, self.staff, lost_after).await?;
        let presence = centres::find_presence(&tx, self.staff).await?;
        let now = self.contacts.0.sources.now();
        if presence.state == PresenceState::Offline {
            match centres::set_presence(&self.ctx, &tx, self.staff, PresenceState::Away).await {
                Ok(_presence) => {}
                Err(centres::PresenceError::Fault(fault)) => return Err(fault),
                Err(error) => {
                    tracing::warn!(staff = %self.staff, %error, "desk could not be opened");
                }
            }
        }
        centres::mark_seen(&tx, &[(self.staff, now)]).await?;
        tx.commit().await?;
        self.contacts
            .0
            .dispatch
            .counsellor_changed(self.staff)
            .await;
        Ok(())
    }

    async fn hear(&mut self, incoming: Incoming<DeskSays>) -> Result<(), Gone> {
        self.contacts
            .0
            .gathered
            .counsellor_seen(self.staff, self.contacts.0.sources.now());
        match incoming {
            Incoming::Frame(DeskSays::Message {
                contact_id,
                client_id,
                body,
            }) => self.append(contact_id, client_id, &body).await,
            Incoming::Frame(DeskSays::Typing { contact_id }) => {
                self.to_seeker(contact_id, &ToSeeker::Typing);
                Ok(())
            }
            Incoming::Frame(DeskSays::Read { contact_id, seq }) => {
                if let Some(Talk {
                    conversation: Some(conversation),
                    sent,
                    ..
                }) = self.talks.get(&contact_id)
                {
                    let seq = seq.clamp(0, *sent);
                    self.contacts.0.gathered.counsellor_read(*conversation, seq);
                    self.to_seeker(contact_id, &ToSeeker::Read(seq));
                }
                Ok(())
            }
            Incoming::Frame(DeskSays::Ping {}) => self.socket.send(&DeskHears::Pong {}).await,
            Incoming::Frame(DeskSays::Hello { .. }) | Incoming::Unreadable => {
                self.error(&Problem::new(ProblemCode::BadFrame), None, None)
                    .await
            }
            Incoming::TooFast => {
                let problem = Problem::new(ProblemCode::TooManyRequests).retry_after(1);
                self.error(&problem, None, None).await
            }
        }
    }

    async fn append(&mut self, id: ContactId, client_id: Uuid, text: &str) -> Result<(), Gone> {
        let Some(conversation) = self.talks.get(&id).and_then(|talk| talk.conversation) else {
            let problem = Problem::new(ProblemCode::NotYourContact);
            return self.error(&problem, Some(id), Some(client_id)).await;
        };
        let author = Author::Counsellor(self.staff);
        let body = match Body::new(text, self.contacts.0.config.message_characters, author) {
            Ok(body) => body,
            Err(error) => {
                return self
                    .error(&body_problem(error), Some(id), Some(client_id))
                    .await;
            }
        };
        let Some(sender) = self.line.sender.upgrade() else {
            return Err(Gone);
        };
        let append = Append {
            conversation,
            author,
            alias: self.contacts.alias(self.staff),
            client_id,
            body,
            reply: ReplyTo::Desk(sender, id),
        };
        match self.contacts.0.appender.send(append).await {
            Ok(()) => Ok(()),
            Err(error) => self.error(&error.into(), Some(id), Some(client_id)).await,
        }
    }

    /// A log-in that ended, is not enough any more or serves another centre now, ends the stream.
    async fn check(&mut self) -> Result<(), End> {
        let ctx = Ctx::anyone(&self.contacts.0.sources, &self.contacts.0.database);
        match self
            .contacts
            .0
            .gate
            .admit_token(self.token.expose(), ctx)
            .await
        {
            Ok(admitted) if admitted.ctx.actor != self.ctx.actor => {
                Err(End::Bye(Bye::Unauthorised))
            }
            Err(problem) if ENDING.contains(&problem.code) => Err(End::Bye(Bye::Unauthorised)),
            _ => Ok(()),
        }
    }

    async fn error(
        &mut self,
        problem: &Problem,
        contact_id: Option<ContactId>,
        client_id: Option<Uuid>,
    ) -> Result<(), Gone> {
        let trace = TraceId::new(&self.contacts.0.sources);
        let problem = problem.render(self.ctx.language, trace);
        self.socket
            .send(&DeskHears::Error {
                problem,
                contact_id,
                client_id,
            })
            .await
    }

    fn to_seeker(&self, id: ContactId, item: &ToSeeker) {
        if let Some(conversation) = self.talks.get(&id).and_then(|talk| talk.conversation) {
            self.contacts.0.hub.tell_seeker(conversation, item);
        }
    }
}
