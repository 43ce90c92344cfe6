//! The actor that owns the engine while this process decides, and follows who does otherwise.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    time::Duration,
};

use kernel::{CentreId, ContactId, ConversationId, Instant, PresenceState, StaffId};
use platform::Fault;
use routing::{Decision, Engine, Event, WithdrawReason};
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use super::{
    Command, DispatchParts,
    board::{Board, Colleague, QueueSummary},
    carry::Decided,
    figures::Figures,
    mirror,
};
use crate::{
    domain::contact::{Contact, ContactState},
    store::{contact, conversation, offer},
};

/// Decisions carried out for one event before the engine is built anew instead.
const MOST_DECISIONS: usize = 10_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    Waiting,
    Served(StaffId),
}

pub(super) struct Actor {
    pub(super) parts: DispatchParts,
    pub(super) board: Arc<Board>,
    pub(super) engine: Engine,
    pub(super) started_at: Instant,
    pub(super) summary: watch::Sender<QueueSummary>,
    pub(super) known: HashMap<ContactId, Known>,
    /// Of waiting contacts.
    pub(super) conversations: HashMap<ContactId, ConversationId>,
    pub(super) centres: HashMap<CentreId, routing::Centre>,
    pub(super) counsellors: HashMap<StaffId, routing::Counsellor>,
    /// The engine may differ from the database: build it anew.
    pub(super) stale: bool,
    /// The lease's token while this process decides.
    pub(super) term: Option<i64>,
    pub(super) figures: Figures,
}

impl Actor {
    pub(super) fn new(
        parts: DispatchParts,
        board: Arc<Board>,
        summary: watch::Sender<QueueSummary>,
    ) -> Self {
        Self {
            figures: Figures::new(&parts),
            term: None,
            engine: Engine::new(parts.rules.in_force(parts.sources.now()).as_ref().clone()),
            started_at: parts.sources.now(),
            parts,
            board,
            summary,
            known: HashMap::new(),
            conversations: HashMap::new(),
            centres: HashMap::new(),
            counsellors: HashMap::new(),
            stale: true,
        }
    }

    pub(super) async fn run(
        mut self,
        mut commands: mpsc::Receiver<Command>,
        token: CancellationToken,
    ) {
        let mut bus = self.parts.bus.subscribe();
        let mut held = self.parts.lease.held();
        let mut word = self.parts.lease.heard();
        let mut tick = tokio::time::interval(Duration::from_secs(1));
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut ticks = 0_u32;
        let known = word.borrow_and_update().clone();
        if let Err(fault) = self.take_figures(&known) {
            self.note_failure(&fault);
        }
        loop {
            let term = *held.borrow_and_update();
            if self.enter(term) {
                // Whoever has just taken office begins at once.
                if let Err(fault) = self.tick(0).await {
                    self.note_failure(&fault);
                }
                self.publish();
            }
            let deadline = self.until_deadline();
            let figures_due = self.figures.due_at();
            let outcome = tokio::select! {
                () = token.cancelled() => return,
                Some(command) = commands.recv() => self.obey(command).await,
                event = bus.recv() => self.hear(event).await,
                // Taken up above.
                Ok(()) = held.changed() => continue,
                Ok(()) = word.changed() => {
                    let word = word.borrow_and_update().clone();
                    self.take_figures(&word)
                }
                () = tokio::time::sleep(deadline) => self.apply(Event::Tick).await,
                () = tokio::time::sleep_until(figures_due) => {
                    self.tell_figures();
                    Ok(())
                }
                _ = tick.tick() => {
                    ticks += 1;
                    self.tick(ticks).await
                }
            };
            if let Err(fault) = outcome {
                self.note_failure(&fault);
            }
            self.publish();
        }
    }

    /// Until the engine's next deadline; an hour where it has none.
    fn until_deadline(&self) -> Duration {
        let hour = Duration::from_hours(1);
        let Some(deadline) = self.engine.next_deadline() else {
            return hour;
        };
        let wait = (deadline - self.parts.sources.now())
            .to_std()
            .unwrap_or_default();
        // Under a clock that stands still a passed deadline must not become a busy loop.
        wait.clamp(Duration::from_millis(5), hour)
    }

    /// Tells the engine what became of a contact.
    pub(super) async fn sync_contact(&mut self, id: ContactId) -> Result<(), Fault> {
        let tx = self.ctx().read().await?;
        let row = contact::find(&tx, id).await?;
        drop(tx);
        let known = self.known.get(&id).copied();
        let Some(row) = row.filter(|row| row.state != ContactState::Closed) else {
            self.known.remove(&id);
            return match known {
                Some(Known::Waiting) => self.apply(Event::ContactLeft { contact: id }).await,
                Some(Known::Served(counsellor)) => self.end(id, counsellor).await,
                None => Ok(()),
            };
        };
        match (row.state, row.staff) {
            (ContactState::Waiting, _) => {
                self.note_waiting(&row);
                let contact = mirror::contact(&row);
                match known {
                    None => self.apply(Event::ContactJoined { contact }).await,
                    Some(Known::Waiting) => Ok(()),
                    Some(Known::Served(counsellor)) => {
                        self.forget_serving(id).await?;
                        self.end(id, counsellor).await?;
                        self.apply(Event::ContactRequeued { contact }).await
                    }
                }
            }
            (_, Some(staff)) if known != Some(Known::Served(staff)) => {
                self.known.insert(id, Known::Served(staff));
                self.apply(Event::OfferAccepted {
                    contact: id,
                    counsellor: staff,
                })
                .await?;
                self.sync_counsellor(staff).await
            }
            _ => Ok(()),
        }
    }

    pub(super) fn note_waiting(&mut self, row: &Contact) {
        self.known.insert(row.id, Known::Waiting);
        if let Some(conversation) = row.conversation {
            self.conversations.insert(row.id, conversation);
        }
    }

    async fn end(&mut self, contact: ContactId, counsellor: StaffId) -> Result<(), Fault> {
        self.apply(Event::ContactEnded {
            contact,
            counsellor,
        })
        .await?;
        self.sync_counsellor(counsellor).await
    }

    /// The centre that served a contact no longer sees it.
    async fn forget_serving(&self, id: ContactId) -> Result<(), Fault> {
        let tx = self.decide(&self.ctx()).await?;
        contact::set_offered(&tx, id, None).await?;
        conversation::set_offered(&tx, id, None).await?;
        tx.commit().await
    }

    /// Tells the engine how a counsellor stands.
    pub(super) async fn sync_counsellor(&mut self, id: StaffId) -> Result<(), Fault> {
        for contact in self.answered(id).await? {
            Box::pin(self.sync_contact(contact)).await?;
        }
        let tx = self.ctx().read().await?;
        let row = centres::find_counsellor(&tx, id).await?;
        let offers = offer::list_live(&tx, Some(id)).await?;
        drop(tx);
        let Some(row) = row else {
            self.board.write(|figures| figures.colleagues.remove(&id));
            if self.counsellors.remove(&id).is_some() {
                self.apply(Event::CounsellorRemoved { counsellor: id })
                    .await?;
            }
            return self.part_from(id).await;
        };
        self.note_colleague(&row);
        let counsellor = mirror::counsellor(&row, offers.iter().map(|offer| offer.units).sum());
        if self.counsellors.get(&id) == Some(&counsellor)
            && self
                .engine
                .load(id)
                .is_some_and(|(accepted, _)| accepted == counsellor.load_units)
        {
            return Ok(());
        }
        self.counsellors.insert(id, counsellor.clone());
        self.apply(Event::CounsellorChanged { counsellor }).await
    }

    /// Contacts whose offer the engine still holds open while the database knows how it ended. Taken in
    /// before the counsellor, or their units would count twice and cost the counsellor another offer.
    async fn answered(&self, id: StaffId) -> Result<Vec<ContactId>, Fault> {
        if self.engine.load(id).is_none_or(|(_, offered)| offered == 0) {
            return Ok(Vec::new());
        }
        let tx = self.ctx().read().await?;
        let live = offer::list_live(&tx, Some(id)).await?;
        let held = self.known.iter().filter(|(contact, known)| {
            **known == Known::Waiting && self.engine.offered_to(**contact) == Some(id)
        });
        let ended = held.filter(|(contact, _)| live.iter().all(|offer| offer.contact != **contact));
        Ok(ended.map(|(contact, _)| *contact).collect())
    }

    pub(super) async fn sync_centres(&mut self) -> Result<(), Fault> {
        for centre in self.mirror_centres(self.parts.sources.now()) {
            if self.centres.get(&centre.id) != Some(&centre) {
                self.centres.insert(centre.id, centre.clone());
                self.apply(Event::CentreChanged { centre }).await?;
            }
        }
        Ok(())
    }

    /// Tells the engine which policy newcomers are under.
    pub(super) async fn sync_policy(&mut self) -> Result<(), Fault> {
        let policy = self.parts.rules.in_force(self.parts.sources.now());
        if *self.engine.policy() == *policy {
            return Ok(());
        }
        let policy = policy.as_ref().clone();
        self.apply(Event::PolicyPublished { policy }).await
    }

    pub(super) fn mirror_centres(&self, now: Instant) -> Vec<routing::Centre> {
        let directory = &self.parts.directory;
        directory
            .centres()
            .iter()
            .map(|entry| mirror::centre(entry, directory, now))
            .collect()
    }

    pub(super) fn note_colleague(&self, row: &centres::Counsellor) {
        let colleague = Colleague::from(row);
        self.board
            .write(|figures| figures.colleagues.insert(row.staff_id, colleague));
    }

    /// Everybody there is, at once: nobody is missing for a moment.
    pub(super) fn note_colleagues(&self, rows: &[centres::Counsellor]) {
        let all = rows.iter().map(|row| (row.staff_id, Colleague::from(row)));
        let all = all.collect();
        self.board.write(|figures| figures.colleagues = all);
    }

    pub(super) async fn apply(&mut self, event: Event) -> Result<(), Fault> {
        let decisions = self.engine.apply(self.parts.sources.now(), event);
        self.carry(decisions.into()).await
    }

    /// Carries decisions out, and what the engine decides when the database refuses one.
    pub(super) async fn carry(&mut self, mut decisions: VecDeque<Decision>) -> Result<(), Fault> {
        let mut carried = 0;
        while let Some(decision) = decisions.pop_front() {
            carried += 1;
            if carried > MOST_DECISIONS {
                self.stale = true;
                return Ok(());
            }
            match decision {
                Decision::Offer {
                    contact,
                    counsellor,
                    centre,
                    expires_at,
                    explanation,
                } => {
                    let decided = Decided {
                        contact,
                        staff: counsellor,
                        centre,
                        expires_at,
                        explanation,
                    };
                    if !self.offer(&decided).await? {
                        decisions.extend(self.take_back(&decided).await?);
                    }
                }
                Decision::Withdraw {
                    contact,
                    counsellor,
                    reason,
                } => {
                    self.withdraw(contact, counsellor, reason).await?;
                    if matches!(reason, WithdrawReason::Expired | WithdrawReason::Declined) {
                        self.open_to_all_after_refusal(contact).await?;
                    }
                }
                Decision::Away { counsellor } => self.away(counsellor).await?,
                Decision::Overflow {
                    contact,
                    cause,
                    choices,
                } => {
                    self.overflow(contact, cause, choices).await?;
                }
            }
        }
        Ok(())
    }

    /// After a refused offer: the engine learns how the counsellor really stands before it decides again.
    async fn take_back(&mut self, decided: &Decided) -> Result<Vec<Decision>, Fault> {
        let now = self.parts.sources.now();
        let tx = self.ctx().read().await?;
        let row = centres::find_counsellor(&tx, decided.staff).await?;
        let offers = offer::list_live(&tx, Some(decided.staff)).await?;
        let contact = contact::find(&tx, decided.contact).await?;
        drop(tx);
        let mut decisions = Vec::new();
        if contact.is_none_or(|contact| contact.state != ContactState::Waiting) {
            self.known.remove(&decided.contact);
            self.engine.apply_into(
                now,
                Event::ContactLeft {
                    contact: decided.contact,
                },
                &mut decisions,
            );
        }
        if let Some(row) = row {
            let mut counsellor =
                mirror::counsellor(&row, offers.iter().map(|offer| offer.units).sum());
            if row.state == PresenceState::Available && row.load_units >= row.capacity_units {
                // Full in the database: no room for the engine either, until the next change.
                counsellor.load_units = counsellor.capacity_units;
            }
            self.counsellors.remove(&decided.staff);
            self.engine
                .apply_into(now, Event::CounsellorChanged { counsellor }, &mut decisions);
        }
        let void = Event::OfferVoid {
            contact: decided.contact,
            counsellor: decided.staff,
        };
        self.engine.apply_into(now, void, &mut decisions);
        Ok(decisions)
    }
}
