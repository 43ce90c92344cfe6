//! Who listens to what, in this process and by [`Far`] in others. Everything sent here is already committed.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use kernel::{ContactId, ConversationId, OfferId, StaffId};
use tokio::sync::mpsc;
use uuid::Uuid;

use super::{appender::AppendError, elsewhere::Elsewhere, far::Far};
use crate::{
    dispatch::{OfferCard, SeekerPlace, WithdrawnReason},
    domain::message::Message,
    store::standing::Stand,
};

/// Frames a stream may lag behind before it is disconnected, to come back by reading the database.
const SEEKER_LAG: usize = 256;
const DESK_LAG: usize = 1024;
/// Lines of one conversation or one counsellor; the oldest makes room.
const MOST_LINES: usize = 8;

/// Why a stream is told to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bye {
    Shutdown,
    Slow,
    Unauthorised,
    Erased,
}

impl Bye {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Shutdown => "shutdown",
            Self::Slow => "slow",
            Self::Unauthorised => "unauthorised",
            Self::Erased => "erased",
        }
    }

    /// Whether the client should come back, here or elsewhere.
    pub(crate) const fn resume(self) -> bool {
        matches!(self, Self::Shutdown | Self::Slow)
    }
}

/// What became of a message a stream asked to have written.
#[derive(Clone, Debug)]
pub(crate) struct Appended {
    pub(crate) client_id: Uuid,
    pub(crate) result: Result<Arc<Message>, AppendError>,
}

/// For the stream of a conversation's seeker.
#[derive(Clone, Debug)]
pub(crate) enum ToSeeker {
    Message(Arc<Message>),
    Appended(Box<Appended>),
    Typing,
    /// The counsellor has read up to here.
    Read(i64),
    Place(SeekerPlace),
    /// The contact's state changed: read it again.
    Refresh,
    /// Another replica wrote up to here: read what is new.
    Behind(i64),
    /// How the database says it stands, in case that nothing told of a change.
    Look(Stand),
    Bye(Bye),
}

impl ToSeeker {
    /// Whether it is worth an answer to somebody who has the messages up to `after` and knows of a state.
    pub(crate) fn is_news(&self, after: i64, is_known: impl Fn(&'static str) -> bool) -> bool {
        match self {
            // For streams.
            Self::Typing | Self::Read(_) => false,
            Self::Behind(seq) => *seq > after,
            Self::Look(stand) => stand.last_seq > after || !is_known(stand.state.for_seeker()),
            _ => true,
        }
    }
}

/// For the desks of a counsellor.
#[derive(Clone, Debug)]
pub(crate) enum ToDesk {
    Message(ContactId, Arc<Message>),
    Appended(ContactId, Box<Appended>),
    Typing(ContactId),
    /// The seeker has read up to here.
    Read(ContactId, i64),
    /// The contact changed: read it again.
    Contact(ContactId),
    Offer(Arc<OfferCard>),
    /// Another replica made an offer: read it.
    OfferMade(OfferId),
    OfferWithdrawn(OfferId, ContactId, WithdrawnReason),
    /// Another replica wrote up to here: read what is new.
    Behind(ContactId, i64),
    /// Something may have changed that nothing told of: look at everything.
    Look,
    /// Presence changed: read it again.
    Presence,
    /// A session ended somewhere: see whether it is this desk's.
    CheckLogin,
    Bye(Bye),
}

#[derive(Debug)]
struct Lines<K, T> {
    lines: HashMap<K, Vec<(u64, mpsc::Sender<T>)>>,
    next: u64,
}

impl<K, T> Default for Lines<K, T> {
    fn default() -> Self {
        Self {
            lines: HashMap::new(),
            next: 0,
        }
    }
}

impl<K: Eq + Hash + Copy, T: Clone> Lines<K, T> {
    fn open(&mut self, key: K, lag: usize) -> (u64, mpsc::Sender<T>, mpsc::Receiver<T>) {
        let (sender, receiver) = mpsc::channel(lag);
        self.next += 1;
        let lines = self.lines.entry(key).or_default();
        if lines.len() >= MOST_LINES {
            lines.remove(0);
        }
        lines.push((self.next, sender.clone()));
        (self.next, sender, receiver)
    }

    fn close(&mut self, key: K, line: u64) {
        if let Some(lines) = self.lines.get_mut(&key) {
            lines.retain(|(known, _)| *known != line);
            if lines.is_empty() {
                self.lines.remove(&key);
            }
        }
    }

    /// A line that cannot take more is dropped: its stream ends and its client comes back.
    fn send(&mut self, key: K, item: &T) {
        let Some(lines) = self.lines.get_mut(&key) else {
            return;
        };
        lines.retain(|(_, sender)| sender.try_send(item.clone()).is_ok());
        if lines.is_empty() {
            self.lines.remove(&key);
        }
    }
}

/// The listeners of this process, and the way to those of others.
#[derive(Debug, Default)]
pub(crate) struct Hub {
    seekers: Mutex<Lines<ConversationId, ToSeeker>>,
    desks: Mutex<Lines<StaffId, ToDesk>>,
    elsewhere: Elsewhere,
    /// None while there are no others.
    far: Option<mpsc::Sender<Far>>,
    /// News did not fit.
    overflowed: AtomicBool,
}

/// A stream's end of its line; closes it when dropped.
#[derive(Debug)]
pub(crate) struct SeekerLine {
    hub: Arc<Hub>,
    conversation: ConversationId,
    line: u64,
    /// For answers to this stream alone.
    pub(crate) sender: mpsc::WeakSender<ToSeeker>,
    pub(crate) receiver: mpsc::Receiver<ToSeeker>,
}

/// A desk's end of its line; closes it when dropped.
#[derive(Debug)]
pub(crate) struct DeskLine {
    hub: Arc<Hub>,
    staff: StaffId,
    line: u64,
    /// For answers to this desk alone.
    pub(crate) sender: mpsc::WeakSender<ToDesk>,
    pub(crate) receiver: mpsc::Receiver<ToDesk>,
}

impl Hub {
    /// A hub whose news go to other replicas as well.
    pub(crate) fn reaching(far: mpsc::Sender<Far>) -> Self {
        Self {
            far: Some(far),
            ..Self::default()
        }
    }

    pub(crate) fn listen_seeker(self: &Arc<Self>, conversation: ConversationId) -> SeekerLine {
        let (line, sender, receiver) = lock(&self.seekers).open(conversation, SEEKER_LAG);
        SeekerLine {
            hub: Arc::clone(self),
            conversation,
            line,
            sender: sender.downgrade(),
            receiver,
        }
    }

    pub(crate) fn listen_desk(self: &Arc<Self>, staff: StaffId) -> DeskLine {
        let (line, sender, receiver) = lock(&self.desks).open(staff, DESK_LAG);
        DeskLine {
            hub: Arc::clone(self),
            staff,
            line,
            sender: sender.downgrade(),
            receiver,
        }
    }

    /// Tells the seeker's streams, wherever they are.
    pub(crate) fn tell_seeker(&self, conversation: ConversationId, item: &ToSeeker) {
        self.tell_seeker_here(conversation, item);
        self.tell_far(|| Far::of_seeker(conversation, item));
    }

    /// Tells the counsellor's desks, wherever they are.
    pub(crate) fn tell_desk(&self, staff: StaffId, item: &ToDesk) {
        self.tell_desk_here(staff, item);
        self.tell_far(|| Far::of_desk(staff, item));
    }

    pub(crate) fn tell_seeker_here(&self, conversation: ConversationId, item: &ToSeeker) {
        lock(&self.seekers).send(conversation, item);
    }

    pub(crate) fn tell_desk_here(&self, staff: StaffId, item: &ToDesk) {
        lock(&self.desks).send(staff, item);
    }

    /// Lets other replicas know which seekers gave a sign of life here.
    pub(crate) fn announce_seen(&self, conversations: Vec<ConversationId>) {
        if !conversations.is_empty() {
            self.tell_far(|| Some(Far::Seen { conversations }));
        }
    }

    /// Lets other replicas know that a seeker left, where no stream of theirs is open here any more.
    pub(crate) fn announce_left(&self, conversation: ConversationId) {
        if !self.hears_seeker_here(conversation) {
            self.tell_far(|| Some(Far::Left { conversation }));
        }
    }

    /// What is known of seekers whose streams are elsewhere.
    pub(crate) const fn elsewhere(&self) -> &Elsewhere {
        &self.elsewhere
    }

    /// Whether a stream of the conversation's seeker is open, here or elsewhere.
    pub(crate) fn hears_seeker(&self, conversation: ConversationId) -> bool {
        self.hears_seeker_here(conversation) || self.elsewhere.hears(conversation)
    }

    fn hears_seeker_here(&self, conversation: ConversationId) -> bool {
        lock(&self.seekers).lines.contains_key(&conversation)
    }

    /// The conversations with a seeker's stream here.
    pub(crate) fn conversations(&self) -> Vec<ConversationId> {
        lock(&self.seekers).lines.keys().copied().collect()
    }

    /// Whether news were lost since this was asked last.
    pub(crate) fn take_overflow(&self) -> bool {
        self.overflowed.swap(false, Ordering::Relaxed)
    }

    /// What does not fit is lost; others are told that something was.
    fn tell_far(&self, news: impl FnOnce() -> Option<Far>) {
        if let Some(far) = &self.far
            && let Some(news) = news()
            && far.try_send(news).is_err()
        {
            self.overflowed.store(true, Ordering::Relaxed);
        }
    }

    /// Tells every stream to end and come back elsewhere.
    pub(crate) fn say_goodbye(&self) {
        for conversation in self.conversations() {
            self.tell_seeker_here(conversation, &ToSeeker::Bye(Bye::Shutdown));
        }
        self.tell_desks(&ToDesk::Bye(Bye::Shutdown));
    }

    /// Tells every desk here.
    pub(crate) fn tell_desks(&self, item: &ToDesk) {
        for staff in self.desks() {
            self.tell_desk_here(staff, item);
        }
    }

    /// The counsellors with a desk open here.
    pub(crate) fn desks(&self) -> Vec<StaffId> {
        lock(&self.desks).lines.keys().copied().collect()
    }
}

impl SeekerLine {
    /// Waits for news, see [`ToSeeker::is_news`], or for the end of the line.
    pub(crate) async fn news(&mut self, after: i64, is_known: impl Fn(&'static str) -> bool) {
        while let Some(item) = self.receiver.recv().await {
            if item.is_news(after, &is_known) {
                return;
            }
        }
    }

    /// Nothing is told to it any more.
    pub(crate) fn close(&self) {
        lock(&self.hub.seekers).close(self.conversation, self.line);
    }
}

impl Drop for SeekerLine {
    fn drop(&mut self) {
        self.close();
    }
}

impl Drop for DeskLine {
    fn drop(&mut self) {
        lock(&self.hub.desks).close(self.staff, self.line);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
