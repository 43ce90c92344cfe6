//! The one writer of messages. Messages that arrive while a commit is under way share the next one,
//! so durability is not paid per message, and a lone message goes at once.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use kernel::{ContactId, ConversationId, ProblemCode, Scope, Sources};
use platform::{Ctx, Database, Fault, Tasks, TenantTx, http::Problem, telemetry::Metrics};
use prometheus_client::metrics::{counter::Counter, histogram::Histogram};
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use super::hub::{Appended, Hub, ToDesk, ToSeeker};
use crate::{
    domain::message::{Author, Body, Message, Notice},
    store::message::{self, Target},
};

/// Messages per commit.
const BATCH: usize = 512;
/// Messages waiting for a commit before senders wait too.
const QUEUE: usize = 4096;

/// Why a message was not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum AppendError {
    #[error("no such conversation")]
    Gone,
    #[error("conversation is closed")]
    Closed,
    #[error("conversation is served by somebody else")]
    NotYours,
    #[error("client id was used for another message")]
    Mismatch,
    #[error("not written, send it again")]
    Unavailable,
}

impl From<AppendError> for Problem {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Gone => Self::new(ProblemCode::NotFound),
            AppendError::Closed => Self::new(ProblemCode::ConversationClosed),
            AppendError::NotYours => Self::new(ProblemCode::NotYourContact),
            AppendError::Mismatch => Self::new(ProblemCode::IdempotencyMismatch)
                .field("client_id", "was used for another message"),
            AppendError::Unavailable => Self::new(ProblemCode::Unavailable).retry_after(2),
        }
    }
}

/// Where the outcome goes.
pub(crate) enum ReplyTo {
    Caller(oneshot::Sender<Result<Arc<Message>, AppendError>>),
    Seeker(mpsc::Sender<ToSeeker>),
    Desk(mpsc::Sender<ToDesk>, ContactId),
}

/// A message to write.
pub(crate) struct Append {
    pub(crate) conversation: ConversationId,
    pub(crate) author: Author,
    pub(crate) alias: Option<Arc<str>>,
    pub(crate) client_id: Uuid,
    pub(crate) body: Body,
    pub(crate) reply: ReplyTo,
}

/// Hands messages to the writer.
#[derive(Clone, Debug)]
pub(crate) struct Appender {
    queue: mpsc::Sender<Append>,
}

impl Appender {
    /// Starts the writer.
    pub(crate) fn start(
        tasks: &Tasks,
        database: Database,
        sources: Sources,
        hub: Arc<Hub>,
        metrics: &Metrics,
    ) -> Self {
        let (queue, receiver) = mpsc::channel(QUEUE);
        let writer = Writer {
            database,
            sources,
            hub,
            written: metrics.counter("messages", "Messages committed"),
            batch_sizes: metrics.histogram(
                "message_batch",
                "Messages per commit",
                &[1.0, 2.0, 5.0, 10.0, 50.0, 200.0, 512.0],
            ),
        };
        tasks.spawn("appender", writer.run(receiver, tasks.token()));
        Self { queue }
    }

    /// Queues a message; the outcome goes where `append.reply` says. Waits while the queue is full.
    pub(crate) async fn send(&self, append: Append) -> Result<(), AppendError> {
        self.queue
            .send(append)
            .await
            .map_err(|_stopped| AppendError::Unavailable)
    }

    /// Writes a message and returns it as stored.
    pub(crate) async fn append(
        &self,
        conversation: ConversationId,
        author: Author,
        alias: Option<Arc<str>>,
        client_id: Uuid,
        body: Body,
    ) -> Result<Arc<Message>, AppendError> {
        let (sender, receiver) = oneshot::channel();
        let reply = ReplyTo::Caller(sender);
        self.send(Append {
            conversation,
            author,
            alias,
            client_id,
            body,
            reply,
        })
        .await?;
        receiver
            .await
            .map_err(|_stopped| AppendError::Unavailable)?
    }
}

/// One notice of the service itself, in the transaction of what it is about. The conversation's row
/// is locked by that transaction or by this call, and the time is taken under the lock, so that times
/// follow numbers.
pub(crate) async fn write_notice(
    ctx: &Ctx,
    tx: &TenantTx,
    conversation: ConversationId,
    notice: Notice,
    alias: Option<String>,
) -> Result<(), Fault> {
    let targets = message::lock_targets(tx, &[conversation]).await?;
    let Some(target) = targets.get(&conversation) else {
        return Ok(());
    };
    let message = Message {
        seq: target.last_seq + 1,
        author: Author::Service.as_str(),
        alias,
        client_id: None,
        body: String::new(),
        notice: Some(notice.as_str().to_owned()),
        masked: false,
        at: ctx.sources().now(),
    };
    message::insert_batch(tx, &[(conversation, &message)]).await
}

struct Writer {
    database: Database,
    sources: Sources,
    hub: Arc<Hub>,
    written: Counter,
    batch_sizes: Histogram,
}

/// What is to be done with one message of a batch.
enum Verdict {
    /// Newly written.
    New(Arc<Message>, Target),
    /// Written before.
    Known(Arc<Message>),
    Refused(AppendError),
}

impl Writer {
    async fn run(
        self,
        mut queue: mpsc::Receiver<Append>,
        token: tokio_util::sync::CancellationToken,
    ) {
        let mut batch = Vec::with_capacity(BATCH);
        loop {
            let count = tokio::select! {
                count = queue.recv_many(&mut batch, BATCH) => count,
                () = token.cancelled() => {
                    // What was taken in is written; what comes now is refused and sent again elsewhere.
                    queue.close();
                    queue.recv_many(&mut batch, QUEUE).await
                }
            };
            if count == 0 {
                return;
            }
            self.write(std::mem::take(&mut batch)).await;
        }
    }

    async fn write(&self, batch: Vec<Append>) {
        let verdicts = match self.commit(&batch).await {
            Ok(verdicts) => verdicts,
            // Another replica wrote one of these client ids at the same moment: now it is known.
            Err(fault) if fault.is_unique_violation() => match self.commit(&batch).await {
                Ok(verdicts) => verdicts,
                Err(fault) => refuse_all(&batch, &fault),
            },
            Err(fault) => refuse_all(&batch, &fault),
        };
        for (append, verdict) in batch.into_iter().zip(verdicts) {
            self.deliver(append, verdict);
        }
    }

    /// Decides every message under the locks of its conversation, and writes the new ones.
    async fn commit(&self, batch: &[Append]) -> Result<Vec<Verdict>, Fault> {
        let tx = self.database.write(Scope::System).await?;
        let ids: BTreeSet<ConversationId> =
            batch.iter().map(|append| append.conversation).collect();
        let ids: Vec<ConversationId> = ids.into_iter().collect();
        let mut targets = message::lock_targets(&tx, &ids).await?;
        let keys: Vec<_> = batch
            .iter()
            .map(|append| (append.conversation, append.client_id))
            .collect();
        let mut known: HashMap<_, _> = message::find_known(&tx, &keys)
            .await?
            .into_iter()
            .map(|(key, message)| (key, Arc::new(message)))
            .collect();
        let now = self.sources.now();
        let verdicts: Vec<Verdict> = batch
            .iter()
            .map(|append| decide(append, &mut targets, &mut known, now))
            .collect();
        let new: Vec<_> = batch
            .iter()
            .zip(&verdicts)
            .filter_map(|(append, verdict)| match verdict {
                Verdict::New(message, _) => Some((append.conversation, message.as_ref())),
                _ => None,
            })
            .collect();
        if new.is_empty() {
            return Ok(verdicts);
        }
        message::insert_batch(&tx, &new).await?;
        let count = u32::try_from(new.len()).unwrap_or(u32::MAX);
        tx.commit().await?;
        self.written.inc_by(count.into());
        self.batch_sizes.observe(count.into());
        Ok(verdicts)
    }

    /// After the commit: the sender first, then whoever else listens.
    fn deliver(&self, append: Append, verdict: Verdict) {
        let (result, target) = match verdict {
            Verdict::New(message, target) => (Ok(message), Some(target)),
            Verdict::Known(message) => (Ok(message), None),
            Verdict::Refused(error) => (Err(error), None),
        };
        if let (Ok(message), Some(target)) = (&result, &target) {
            self.hub
                .tell_seeker(append.conversation, &ToSeeker::Message(Arc::clone(message)));
            if let Some(staff) = target.staff {
                self.hub
                    .tell_desk(staff, &ToDesk::Message(target.contact, Arc::clone(message)));
            }
        }
        let client_id = append.client_id;
        // A caller or stream that is gone asks again when it comes back.
        let _gone = match append.reply {
            ReplyTo::Caller(sender) => sender.send(result).is_ok(),
            ReplyTo::Seeker(sender) => sender
                .try_send(ToSeeker::Appended(Box::new(Appended { client_id, result })))
                .is_ok(),
            ReplyTo::Desk(sender, contact) => sender
                .try_send(ToDesk::Appended(
                    contact,
                    Box::new(Appended { client_id, result }),
                ))
                .is_ok(),
        };
    }
}

fn decide(
    append: &Append,
    targets: &mut HashMap<ConversationId, Target>,
    known: &mut HashMap<(ConversationId, Uuid), Arc<Message>>,
    now: kernel::Instant,
) -> Verdict {
    let key = (append.conversation, append.client_id);
    if let Some(message) = known.get(&key) {
        let same = message.body == append.body.text && message.author == append.author.as_str();
        return if same {
            Verdict::Known(Arc::clone(message))
        } else {
            Verdict::Refused(AppendError::Mismatch)
        };
    }
    let Some(target) = targets.get_mut(&append.conversation) else {
        return Verdict::Refused(AppendError::Gone);
    };
    if let Author::Counsellor(staff) = append.author
        && target.staff != Some(staff)
    {
        return Verdict::Refused(AppendError::NotYours);
    }
    if !target.open {
        return Verdict::Refused(AppendError::Closed);
    }
    target.last_seq += 1;
    let message = Arc::new(Message {
        seq: target.last_seq,
        author: append.author.as_str(),
        alias: append.alias.as_deref().map(str::to_owned),
        client_id: Some(append.client_id),
        body: append.body.text.clone(),
        notice: None,
        masked: append.body.masked,
        at: now,
    });
    known.insert(key, Arc::clone(&message));
    Verdict::New(message, target.clone())
}

fn refuse_all(batch: &[Append], fault: &Fault) -> Vec<Verdict> {
    tracing::error!(
        error = fault.chain(),
        messages = batch.len(),
        "messages could not be written"
    );
    batch
        .iter()
        .map(|_| Verdict::Refused(AppendError::Unavailable))
        .collect()
}
