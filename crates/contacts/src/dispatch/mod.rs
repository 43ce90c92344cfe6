//! Drives the pure routing engine: mirrors the database into it, commits what it decides, tells the desks.
//!
//! One actor decides at a time: that of the process which holds the lease. The others follow, and pass on
//! what it lets them know. Events are hints to read a row again; every decision is committed
//! conditionally before anyone sees it, and a decision the database refuses is taken back.

mod actor;
mod board;
mod carry;
mod figures;
mod follow;
mod hear;
mod mirror;
mod publish;
mod restore;
mod sweep;
mod targets;

use std::sync::Arc;

use centres::Directory;
use kernel::{ContactId, Sources, StaffId};
use platform::{Bus, Database, Tasks, lease::Lease};
use prometheus_client::metrics::gauge::Gauge;
use routing::FullExplanation;
use tokio::sync::{mpsc, oneshot, watch};

pub(crate) use board::{Board, ClosedWhy, OfferCard, QueueSummary, SeekerPlace, WithdrawnReason};

pub(crate) use carry::card;
pub(crate) use sweep::requeue;

use crate::{
    ChatConfig, ContactsParts,
    live::{hub::Hub, rules::Rules},
};

/// What the dispatcher needs.
pub(crate) struct DispatchParts {
    pub(crate) database: Database,
    pub(crate) sources: Sources,
    pub(crate) directory: Directory,
    pub(crate) hub: Arc<Hub>,
    pub(crate) rules: Rules,
    pub(crate) config: ChatConfig,
    pub(crate) bus: Arc<dyn Bus>,
    /// Whoever holds it decides.
    pub(crate) lease: Lease,
    /// Contacts that wait, while this process decides.
    pub(crate) waiting: Gauge,
}

impl DispatchParts {
    /// What it needs of the module's parts.
    pub(crate) fn of(parts: &ContactsParts, hub: &Arc<Hub>) -> Self {
        Self {
            database: parts.database.clone(),
            sources: parts.sources.clone(),
            directory: parts.directory.clone(),
            hub: Arc::clone(hub),
            rules: parts.rules.clone(),
            config: parts.config.clone(),
            bus: Arc::clone(&parts.bus),
            lease: parts.lease.clone(),
            waiting: parts.metrics.gauge(
                "contacts_waiting",
                "Contacts that wait; told by the process that decides, 0 elsewhere",
            ),
        }
    }
}

enum Command {
    Contact(ContactId, Option<oneshot::Sender<()>>),
    Counsellor(StaffId),
    Explain(ContactId, oneshot::Sender<Option<FullExplanation>>),
}

/// Talks to the dispatcher of this process.
#[derive(Clone, Debug)]
pub(crate) struct Dispatch {
    commands: mpsc::Sender<Command>,
    board: Arc<Board>,
    queue: watch::Receiver<QueueSummary>,
}

impl Dispatch {
    /// Starts the dispatcher.
    pub(crate) fn start(tasks: &Tasks, parts: DispatchParts) -> Self {
        let (commands, receiver) = mpsc::channel(1024);
        let (summary, queue) = watch::channel(QueueSummary::default());
        let board = Arc::new(Board::default());
        let actor = actor::Actor::new(parts, Arc::clone(&board), summary);
        tasks.spawn("dispatch", actor.run(receiver, tasks.token()));
        Self {
            commands,
            board,
            queue,
        }
    }

    /// Takes a committed change of a contact in now, and waits until it is; where another process decides, it
    /// learns of it by the event of that commit, and this returns at once.
    pub(crate) async fn contact_changed(&self, contact: ContactId) {
        let (sender, receiver) = oneshot::channel();
        if self
            .commands
            .send(Command::Contact(contact, Some(sender)))
            .await
            .is_ok()
        {
            // A dispatcher that stops meanwhile finds the row when it starts again.
            let _stopped = receiver.await.is_err();
        }
    }

    /// Takes a committed change of a counsellor in soon.
    pub(crate) async fn counsellor_changed(&self, staff: StaffId) {
        let _stopped = self
            .commands
            .send(Command::Counsellor(staff))
            .await
            .is_err();
    }

    /// Judges every counsellor for a waiting contact; none if it does not wait.
    pub(crate) async fn explain(&self, contact: ContactId) -> Option<FullExplanation> {
        let (sender, receiver) = oneshot::channel();
        let command = Command::Explain(contact, sender);
        self.commands.send(command).await.ok()?;
        receiver.await.ok().flatten()
    }

    /// Places, figures and colleagues as of the last decision.
    pub(crate) fn board(&self) -> &Board {
        &self.board
    }

    /// The queue's summary and its changes.
    pub(crate) fn queue(&self) -> watch::Receiver<QueueSummary> {
        self.queue.clone()
    }
}
