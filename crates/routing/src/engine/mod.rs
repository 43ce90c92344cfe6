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
mod rules;
mod settle;
mod staff;
mod tally;
mod timers;
mod waiting;
mod weighed;

use std::sync::Arc;

use kernel::{ContactId, Instant, StaffId, WorkType};
use rustc_hash::FxHashMap;

use crate::{AtCap, Contact, Decision, Event, OverflowCause, Policy, Snapshot, table::Marks};
use centres::Centres;
use rules::Rules;
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
    /// Row of the policy under which the contact entered.
    policy: u32,
}

/// Decides who is offered which contact.
///
/// Pure: the same policy and the same events in the same order give the same decisions. Time never runs
/// backwards: an event dated before the one last applied is taken as simultaneous with it.
///
/// A contact keeps the policy under which it entered until it is served to the end or leaves: widening, relaxation,
/// weights, the time an offer stands and choices are by that policy, and a policy published meanwhile counts for
/// those who come after. Order does not ask for policies: bands and times of joining compare across versions, and
/// under `own_county_first_s` a contact is passed only as its own policy allows. What concerns counsellors and
/// centres (misses, fairness) follows the newest.
#[derive(Clone, Debug)]
pub struct Engine {
    rules: Rules,
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
            rules: Rules::new(policy),
        }
    }

    /// An engine that goes on where another stopped, and what it decides at once.
    ///
    /// `newest` is in force; `former` are the policies under which contacts of the snapshot entered, in any order
    /// (more do no harm). Live offers stand until they run out; contacts listed earlier are taken to have joined
    /// earlier.
    pub fn restore(
        newest: Policy,
        former: &[Policy],
        now: Instant,
        snapshot: Snapshot,
    ) -> (Self, Vec<Decision>) {
        let mut engine = Self::new(newest.clone());
        engine.now = micros(now);
        let held = engine.keep_all(former, newest);
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
            let policy = engine.policy_row(&restored.contact);
            let slot = engine.admit(&restored.contact, policy);
            if let Some(offer) = restored.offer {
                engine.resume_offer(slot, offer);
            }
        }
        for row in held {
            engine.release(row);
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

    /// The policy in force for those who enter now.
    pub fn policy(&self) -> &Policy {
        self.rules.in_force()
    }

    /// The policies in use: those under which contacts entered that wait or are served, and last the newest.
    pub fn policies(&self) -> impl Iterator<Item = &Arc<Policy>> {
        self.rules.in_use()
    }

    /// The policy under which a contact entered that waits or is served.
    pub fn policy_of(&self, contact: ContactId) -> Option<&Policy> {
        let waiting = self.waiting.index.get(&contact);
        let waiting = waiting.and_then(|slot| self.waiting.row(*slot));
        let row = match waiting {
            Some(row) => row.policy,
            None => self.serving.get(&contact)?.policy,
        };
        Some(self.rules.policy(row))
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

    /// Nobody who is here notices: what is counted for other weights is made ready for those who come.
    fn publish(&mut self, policy: Policy) {
        let published = self.rules.publish(policy);
        if let Some(weights) = published.recount {
            self.recount(weights);
        }
        self.drop_unused(published.before);
    }

    /// Takes former policies into use, held until released; `newest` is in force before and after.
    fn keep_all(&mut self, former: &[Policy], newest: Policy) -> Vec<u32> {
        let mut held = vec![self.rules.newest()];
        self.rules.hold(self.rules.newest());
        for policy in former {
            self.publish(policy.clone());
            held.push(self.rules.newest());
            self.rules.hold(self.rules.newest());
        }
        self.publish(newest);
        held
    }

    /// The row of the policy a newcomer names, if that is in use, else of the newest.
    fn policy_row(&self, contact: &Contact) -> u32 {
        let named = contact.policy.as_deref();
        let known = named.and_then(|version| self.rules.find(version));
        known.unwrap_or(self.rules.newest())
    }

    /// A contact is no longer here under the policy.
    fn release(&mut self, policy: u32) {
        if self.rules.release(policy) {
            self.drop_unused(policy);
        }
    }

    fn drop_unused(&mut self, policy: u32) {
        if self.rules.drop_unused(policy) {
            self.retire_all(policy);
        }
    }

    fn join(&mut self, contact: &Contact, out: &mut Vec<Decision>) {
        if self.is_waiting(contact.id) {
            self.requeue(contact, out);
            return;
        }
        let queue = self.queue_row(contact.queue);
        let waiting = self.waiting.queue(queue).map_or(0, |state| state.waiting);
        let row = self.policy_row(contact);
        let policy = self.rules.policy(row);
        if policy.queue_cap.is_some_and(|cap| waiting >= cap) {
            let (cause, refused) = match policy.at_cap {
                AtCap::Refuse => (OverflowCause::QueueFull, true),
                AtCap::Warn => (OverflowCause::QueueLong, false),
            };
            out.push(Decision::Overflow {
                contact: contact.id,
                cause,
                choices: policy.overflow_choices.clone(),
            });
            if refused {
                return;
            }
        }
        self.admit(contact, row);
    }
}
