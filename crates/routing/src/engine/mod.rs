//! The engine: state, and how each event changes it.

mod centres;
mod choose;
mod estimate;
mod explain;
mod intake;
mod ledger;
mod line;
mod offers;
mod presence;
mod settle;
mod staff;
mod tally;
mod timers;
mod waiting;

use std::sync::Arc;

use kernel::{ContactId, Instant, StaffId, WorkType};
use rustc_hash::FxHashMap;

use crate::{Contact, Decision, Event, Policy, Snapshot, table::Marks};
use centres::Centres;
use staff::Staff;
use timers::Timers;
use waiting::Waiting;

/// Microseconds since 1970.
type Micros = i64;

const SECOND: Micros = 1_000_000;

#[derive(Clone, Copy, Debug)]
struct Serving {
    counsellor: u32,
    units: u32,
    work_type: WorkType,
    accepted_at: Micros,
}

/// Decides who is offered which contact.
///
/// Pure: the same policy and the same events in the same order give the same decisions. Time never runs
/// backwards: an event dated before the one last applied is taken as simultaneous with it.
#[derive(Clone, Debug)]
pub struct Engine {
    policy: Policy,
    version: Arc<str>,
    now: Micros,
    centres: Centres,
    staff: Staff,
    waiting: Waiting,
    serving: FxHashMap<ContactId, Serving>,
    timers: Timers,
    /// Profiles with room they did not have.
    freed: Marks,
    /// Lines whose oldest may be eligible for somebody.
    eager: Marks,
    /// Contacts that came into a queue by the present event.
    entered: Vec<u32>,
    serial: u64,
    /// Counts changes of who is on duty, hours and agreements.
    structure: u64,
    structure_seen: u64,
    /// Mean time of a talk so far: for information, for guidance, of all.
    handling: [Micros; 3],
}

fn micros(at: Instant) -> Micros {
    at.timestamp_micros()
}

fn instant(at: Micros) -> Instant {
    Instant::from_timestamp_micros(at).unwrap_or(Instant::MAX_UTC)
}

fn seconds(count: u32) -> Micros {
    Micros::from(count).saturating_mul(SECOND)
}

impl Engine {
    /// An engine that knows nobody yet.
    pub fn new(policy: Policy) -> Self {
        Self {
            version: policy.version.as_str().into(),
            now: 0,
            centres: Centres::default(),
            staff: Staff::default(),
            waiting: Waiting::default(),
            serving: FxHashMap::default(),
            timers: Timers::default(),
            freed: Marks::default(),
            eager: Marks::default(),
            entered: Vec::new(),
            serial: 0,
            structure: 1,
            structure_seen: 1,
            handling: [
                seconds(policy.information_s),
                seconds(policy.guidance_s),
                i64::midpoint(seconds(policy.information_s), seconds(policy.guidance_s)),
            ],
            policy,
        }
    }

    /// An engine that goes on where another stopped, and what it decides at once.
    ///
    /// Live offers stand until they run out; contacts listed earlier are taken to have joined earlier.
    pub fn restore(policy: Policy, now: Instant, snapshot: Snapshot) -> (Self, Vec<Decision>) {
        let mut engine = Self::new(policy);
        engine.now = micros(now);
        for centre in snapshot.centres {
            engine.change_centre(&centre, &mut Vec::new());
        }
        for counsellor in &snapshot.counsellors {
            engine.change_counsellor(counsellor, &mut Vec::new());
        }
        for served in snapshot.served {
            engine.resume_serving(&served);
        }
        for restored in snapshot.waiting {
            let slot = engine.admit(&restored.contact);
            if let Some(offer) = restored.offer {
                engine.resume_offer(slot, offer);
            }
        }
        let mut decisions = Vec::new();
        engine.conclude(&mut decisions);
        (engine, decisions)
    }

    /// Takes in one event; returns what to carry out, in order.
    pub fn apply(&mut self, now: Instant, event: Event) -> Vec<Decision> {
        let mut decisions = Vec::new();
        self.apply_into(now, event, &mut decisions);
        decisions
    }

    /// As [`Engine::apply`], appending to a buffer the caller reuses.
    pub fn apply_into(&mut self, now: Instant, event: Event, out: &mut Vec<Decision>) {
        self.now = self.now.max(micros(now));
        match event {
            Event::ContactJoined { contact } => self.join(&contact, out),
            Event::ContactLeft { contact } => self.leave(contact, out),
            Event::ContactRequeued { contact } => self.requeue(&contact, out),
            Event::CounsellorChanged { counsellor } => self.change_counsellor(&counsellor, out),
            Event::CounsellorRemoved { counsellor } => self.remove_counsellor(counsellor, out),
            Event::OfferAccepted {
                contact,
                counsellor,
            } => self.accept(contact, counsellor, out),
            Event::OfferDeclined {
                contact,
                counsellor,
            } => self.decline(contact, counsellor, out),
            Event::OfferVoid {
                contact,
                counsellor,
            } => self.void(contact, counsellor),
            Event::ContactEnded {
                contact,
                counsellor,
            } => self.end(contact, counsellor),
            Event::CentreChanged { centre } => self.change_centre(&centre, out),
            Event::PolicyPublished { policy } => self.publish(policy),
            Event::Tick => {}
        }
        self.conclude(out);
    }

    /// When the next [`Event::Tick`] is due; none while only other events can change anything.
    pub fn next_deadline(&self) -> Option<Instant> {
        self.next_timer().map(instant)
    }

    /// The policy in force.
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Whether the contact waits, offered or not.
    pub fn is_waiting(&self, contact: ContactId) -> bool {
        self.waiting.index.contains_key(&contact)
    }

    /// Who has the contact's live offer.
    pub fn offered_to(&self, contact: ContactId) -> Option<StaffId> {
        let slot = *self.waiting.index.get(&contact)?;
        let offer = self.waiting.row(slot)?.offer?;
        Some(self.staff.rows.get(offer.counsellor)?.id)
    }

    /// Units the counsellor has accepted, and units of live offers.
    pub fn load(&self, counsellor: StaffId) -> Option<(u32, u32)> {
        let row = self.staff.rows.get(*self.staff.index.get(&counsellor)?)?;
        row.present.then_some((row.load, row.offered))
    }

    fn conclude(&mut self, out: &mut Vec<Decision>) {
        self.run_timers(out);
        self.settle(out);
        self.tell_hopeless(out);
    }

    const fn next_serial(&mut self) -> u64 {
        self.serial += 1;
        self.serial
    }

    fn publish(&mut self, policy: Policy) {
        self.version = policy.version.as_str().into();
        self.policy = policy;
        self.recount();
        self.reclass_all();
        self.structure += 1;
    }

    fn join(&mut self, contact: &Contact, out: &mut Vec<Decision>) {
        if self.is_waiting(contact.id) {
            self.requeue(contact, out);
            return;
        }
        let queue = self.queue_row(contact.queue);
        let waiting = self.waiting.queue(queue).map_or(0, |state| state.waiting);
        if self.policy.queue_cap.is_some_and(|cap| waiting >= cap) {
            out.push(Decision::Overflow {
                contact: contact.id,
                cause: crate::OverflowCause::QueueFull,
                choices: self.policy.overflow_choices.clone(),
            });
            return;
        }
        self.admit(contact);
    }
}
