//! The one writer of messages. Messages that arrive while a commit is under way share the next one,
//! so durability is not paid per message, and a lone message goes at once.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use kernel::{ContactId, ConversationId, ProblemCode, Scope, Sources, StaffId};
use platform::{Ctx, Database, Fault, Tasks, TenantTx, http::Problem, telemetry::Metrics};
use prometheus_client::metrics::{counter::Counter, histogram::Histogram};
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use super::hub::{Appended, Hub, ToDesk, ToSeeker};
use crate::{
    domain::message::{Author, Body, Message, Notice},
    store::append::{self, New, Target},
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

impl Append {
    fn message(&self, seq: i64, at: kernel::Instant) -> Message {
        Message {
            seq,
            author: self.author.as_str(),
            alias: self.alias.as_deref().map(str::to_owned),
            client_id: Some(self.client_id),
            body: self.body.text.clone(),
            notice: None,
            masked: self.body.masked,
            at,
        }
    }
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
    let targets = append::lock_targets(tx, &[conversation]).await?;
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
        at: not_before(target.last_at, ctx.sources().now()),
    };
    append::insert_batch(tx, &[(conversation, &message)]).await
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
    New(Arc<Message>, ContactId, Option<StaffId>),
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
        let mut verdicts = match self.write_at_once(&batch).await {
            Ok(verdicts) => verdicts,
            Err(fault) => {
                if !fault.is_unique_violation() {
                    tracing::warn!(error = fault.chain(), "messages are written one by one");
                }
                batch.iter().map(|_| None).collect()
            }
        };
        let left = batch.iter().zip(&verdicts);
        let left: Vec<&Append> = left
            .filter_map(|(append, verdict)| verdict.is_none().then_some(append))
            .collect();
        let mut decided = self.decide_all(&left).await.into_iter();
        for slot in verdicts.iter_mut().filter(|slot| slot.is_none()) {
            *slot = decided.next();
        }
        for (append, verdict) in batch.into_iter().zip(verdicts.into_iter().flatten()) {
            self.deliver(append, verdict);
        }
    }

    /// Writes what needs no second look; none for the others.
    async fn write_at_once(&self, batch: &[Append]) -> Result<Vec<Option<Verdict>>, Fault> {
        let new = number(batch);
        if new.is_empty() {
            return Ok(batch.iter().map(|_| None).collect());
        }
        let written = append::append_at_once(&self.database, &new, self.sources.now()).await?;
        self.count(written.len());
        let verdicts = batch.iter().map(|append| {
            let stored = written.get(&(append.conversation, append.client_id))?;
            let message = Arc::new(append.message(stored.seq, stored.at));
            Some(Verdict::New(message, stored.contact, stored.staff))
        });
        Ok(verdicts.collect())
    }

    /// Decides message by message.
    async fn decide_all(&self, batch: &[&Append]) -> Vec<Verdict> {
        if batch.is_empty() {
            return Vec::new();
        }
        match self.commit(batch).await {
            Ok(verdicts) => verdicts,
            // Another replica wrote one of these client ids at the same moment: now it is known.
            Err(fault) if fault.is_unique_violation() => match self.commit(batch).await {
                Ok(verdicts) => verdicts,
                Err(fault) => refuse_all(batch, &fault),
            },
            Err(fault) => refuse_all(batch, &fault),
        }
    }

    /// Decides every message under the locks of its conversation, and writes the new ones.
    async fn commit(&self, batch: &[&Append]) -> Result<Vec<Verdict>, Fault> {
        let tx = self.database.write(Scope::System).await?;
        let ids: BTreeSet<ConversationId> =
            batch.iter().map(|append| append.conversation).collect();
        let ids: Vec<ConversationId> = ids.into_iter().collect();
        let mut targets = append::lock_targets(&tx, &ids).await?;
        let keys: Vec<_> = batch
            .iter()
            .map(|append| (append.conversation, append.client_id))
            .collect();
        let mut known: HashMap<_, _> = append::find_known(&tx, &keys)
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
                Verdict::New(message, ..) => Some((append.conversation, message.as_ref())),
                _ => None,
            })
            .collect();
        if new.is_empty() {
            return Ok(verdicts);
        }
        append::insert_batch(&tx, &new).await?;
        let count = new.len();
        tx.commit().await?;
        self.count(count);
        Ok(verdicts)
    }

    fn count(&self, messages: usize) {
        if messages == 0 {
            return;
        }
        let messages = u32::try_from(messages).unwrap_or(u32::MAX);
        self.written.inc_by(messages.into());
        self.batch_sizes.observe(messages.into());
    }

    /// After the commit: the sender first, to whose own line the acknowledgement is the message; then
    /// whoever else listens.
    fn deliver(&self, append: Append, verdict: Verdict) {
        let (result, news) = match verdict {
            Verdict::New(message, contact, staff) => {
                (Ok(Arc::clone(&message)), Some((message, contact, staff)))
            }
            Verdict::Known(message) => (Ok(message), None),
            Verdict::Refused(error) => (Err(error), None),
        };
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
        if let Some((message, contact, staff)) = news {
            self.hub.tell_seeker(
                append.conversation,
                &ToSeeker::Message(Arc::clone(&message)),
            );
            if let Some(staff) = staff {
                self.hub
                    .tell_desk(staff, &ToDesk::Message(contact, message));
            }
        }
    }
}

/// The messages with their numbers. A conversation with two counsellors, or with one client id twice, is
/// left out.
fn number(batch: &[Append]) -> Vec<New<'_>> {
    let mut talks: HashMap<ConversationId, (i64, Option<StaffId>)> = HashMap::new();
    let mut seen = HashSet::new();
    let mut unclear = HashSet::new();
    let mut numbers = Vec::with_capacity(batch.len());
    for append in batch {
        let (count, staff) = talks.entry(append.conversation).or_default();
        *count += 1;
        numbers.push(*count);
        let repeated = !seen.insert((append.conversation, append.client_id));
        let divided = matches!(append.author, Author::Counsellor(author)
            if *staff.get_or_insert(author) != author);
        if repeated || divided {
            unclear.insert(append.conversation);
        }
    }
    let clear = batch
        .iter()
        .zip(numbers)
        .filter(|(append, _)| !unclear.contains(&append.conversation));
    let new = clear.map(|(append, number)| New {
        conversation: append.conversation.to_row().simple(),
        number,
        staff: talks
            .get(&append.conversation)
            .and_then(|(_, staff)| staff.map(|staff| staff.to_row().simple())),
        author: append.author.as_str(),
        alias: append.alias.as_deref(),
        client_id: append.client_id.simple(),
        body: &append.body.text,
        masked: append.body.masked,
    });
    new.collect()
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
    let at = not_before(target.last_at, now);
    let message = Arc::new(append.message(target.last_seq, at));
    known.insert(key, Arc::clone(&message));
    Verdict::New(message, target.contact, target.staff)
}

/// No message is earlier than the one before it.
fn not_before(last_at: Option<kernel::Instant>, now: kernel::Instant) -> kernel::Instant {
    last_at.map_or(now, |last| last.max(now))
}

fn refuse_all(batch: &[&Append], fault: &Fault) -> Vec<Verdict> {
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
