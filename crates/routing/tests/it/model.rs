//! The rules once more, written plainly over flat lists, to judge the engine by.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{CentreId, ContactId, Instant, PresenceState, StaffId};
use routing::{
    Cause, Centre, Contact, Counsellor, Decision, Event, Explanation, OverflowCause, Policy,
    WithdrawReason,
};

#[derive(Clone, Debug)]
pub(crate) struct Waiting {
    pub(crate) contact: Contact,
    pub(crate) tried: BTreeSet<StaffId>,
    pub(crate) entered: usize,
    pub(crate) told: bool,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Live {
    pub(crate) counsellor: StaffId,
    pub(crate) units: u32,
    pub(crate) expires_at: Instant,
}

#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) policy: Policy,
    pub(crate) now: Instant,
    pub(crate) centres: BTreeMap<CentreId, Centre>,
    pub(crate) counsellors: BTreeMap<StaffId, Counsellor>,
    pub(crate) held_until: BTreeMap<StaffId, Instant>,
    pub(crate) waiting: BTreeMap<ContactId, Waiting>,
    pub(crate) offers: BTreeMap<ContactId, Live>,
    pub(crate) serving: BTreeMap<ContactId, (StaffId, u32)>,
    pub(crate) faults: Vec<(u8, String)>,
    entries: usize,
}

impl Model {
    pub(crate) fn new(policy: Policy, now: Instant) -> Self {
        Self {
            policy,
            now,
            centres: BTreeMap::new(),
            counsellors: BTreeMap::new(),
            held_until: BTreeMap::new(),
            waiting: BTreeMap::new(),
            offers: BTreeMap::new(),
            serving: BTreeMap::new(),
            faults: Vec::new(),
            entries: 0,
        }
    }

    pub(crate) fn load(&self, counsellor: StaffId) -> u32 {
        self.serving
            .values()
            .filter(|(holder, _)| *holder == counsellor)
            .map(|(_, units)| units)
            .sum()
    }

    pub(crate) fn offered(&self, counsellor: StaffId) -> u32 {
        self.offers
            .values()
            .filter(|live| live.counsellor == counsellor)
            .map(|live| live.units)
            .sum()
    }

    fn enter(&mut self, contact: Contact) {
        self.entries += 1;
        let waiting = Waiting {
            contact,
            tried: BTreeSet::new(),
            entered: self.entries,
            told: false,
        };
        self.waiting.insert(waiting.contact.id, waiting);
    }

    /// The plain effect of an event; what the engine does of itself comes with its decisions.
    pub(crate) fn apply(&mut self, now: Instant, event: &Event) {
        self.now = now;
        self.held_until.retain(|_, until| *until > now);
        match event {
            Event::ContactJoined { contact } | Event::ContactRequeued { contact } => {
                let same = self.waiting.get(&contact.id).map(|w| &w.contact) == Some(contact);
                if !same {
                    self.serving.remove(&contact.id);
                    self.offers.remove(&contact.id);
                    self.enter(contact.clone());
                }
            }
            Event::ContactLeft { contact } => {
                self.waiting.remove(contact);
                self.offers.remove(contact);
            }
            Event::CounsellorChanged { counsellor } => {
                self.held_until.remove(&counsellor.id);
                self.counsellors.insert(counsellor.id, counsellor.clone());
            }
            Event::CounsellorRemoved { counsellor } => {
                self.counsellors.remove(counsellor);
            }
            Event::OfferAccepted {
                contact,
                counsellor,
            } => {
                let live = self.offers.remove(contact).unwrap();
                self.waiting.remove(contact);
                self.serving.insert(*contact, (*counsellor, live.units));
            }
            Event::OfferDeclined {
                contact,
                counsellor,
            } => {
                self.offers.remove(contact);
                self.try_mark(*contact, *counsellor);
            }
            Event::OfferVoid {
                contact,
                counsellor,
            } => {
                self.offers.remove(contact);
                let until = now + chrono_seconds(1);
                self.held_until.insert(*counsellor, until);
            }
            Event::ContactEnded {
                contact,
                counsellor,
            } => {
                self.serving.remove(contact);
                if let Some(row) = self.counsellors.get_mut(counsellor) {
                    row.idle_since = now;
                }
            }
            Event::CentreChanged { centre } => {
                self.centres.insert(centre.id, centre.clone());
            }
            Event::PolicyPublished { policy } => self.policy = policy.clone(),
            Event::Tick => {}
        }
    }

    fn try_mark(&mut self, contact: ContactId, counsellor: StaffId) {
        if let Some(waiting) = self.waiting.get_mut(&contact) {
            waiting.tried.insert(counsellor);
        }
    }

    pub(crate) fn follow(&mut self, decision: &Decision) {
        match decision {
            Decision::Offer {
                contact,
                counsellor,
                expires_at,
                explanation,
                ..
            } => self.follow_offer(*contact, *counsellor, *expires_at, explanation),
            Decision::Withdraw {
                contact,
                counsellor,
                reason,
            } => {
                let live = self.offers.remove(contact);
                if *reason == WithdrawReason::Expired {
                    let due = live.is_some_and(|live| live.expires_at <= self.now);
                    self.demand(2, due, || format!("{contact} withdrawn early"));
                    self.try_mark(*contact, *counsellor);
                }
            }
            Decision::Away { counsellor } => {
                if let Some(row) = self.counsellors.get_mut(counsellor) {
                    row.state = PresenceState::Away;
                }
            }
            Decision::Overflow { contact, cause, .. } => match cause {
                OverflowCause::QueueFull => {
                    self.waiting.remove(contact);
                }
                OverflowCause::NoMatch => {
                    let possible = self.possible(*contact);
                    self.demand(8, !possible, || format!("{contact} told, yet possible"));
                    if let Some(waiting) = self.waiting.get_mut(contact) {
                        waiting.told = true;
                    }
                }
            },
        }
    }

    fn follow_offer(
        &mut self,
        id: ContactId,
        counsellor: StaffId,
        expires_at: Instant,
        explanation: &Explanation,
    ) {
        let double = self.offers.contains_key(&id) || !self.waiting.contains_key(&id);
        self.demand(2, !double, || format!("{id} offered twice or not waiting"));
        let Some(waiting) = self.waiting.get(&id).cloned() else {
            return;
        };
        let judged = self.judge(&waiting);
        let bar = judged.iter().find(|(who, _)| *who == counsellor);
        let bar = bar.map_or(Some(Cause::Target), |(_, bar)| *bar);
        let guarantee = match bar {
            Some(Cause::Closed | Cause::Agreement | Cause::Reserve) => 7,
            Some(Cause::Capacity) => 1,
            _ => 4,
        };
        for cause in Cause::ALL {
            let count = judged
                .iter()
                .filter(|(_, bar)| *bar == Some(*cause))
                .count();
            let told = usize::try_from(explanation.exclusions.of(*cause)).unwrap();
            self.demand(9, count == told, || {
                format!("{id}: {count} ruled out by {cause:?}, explained {told}")
            });
        }
        self.demand(guarantee, bar.is_none(), || {
            format!("{id} offered to {counsellor} in spite of {bar:?}")
        });
        for other in self.waiting.values().cloned().collect::<Vec<_>>() {
            let earlier = other.contact.band == waiting.contact.band
                && order(&other.contact) < order(&waiting.contact)
                && !self.offers.contains_key(&other.contact.id);
            if earlier && self.eligible(&other, counsellor) {
                let passed = other.contact.id;
                self.demand(3, false, || format!("{id} passed {passed} at {counsellor}"));
            }
        }
        let better = self.nearest(&waiting);
        let distance = self.distance(&waiting.contact, counsellor);
        self.demand(4, Some(distance) == better, || {
            format!("{id} at distance {distance}, nearest is {better:?}")
        });
        if waiting.tried.contains(&counsellor)
            && let Some(waiting) = self.waiting.get_mut(&id)
        {
            waiting.tried.clear();
        }
        if let Some(waiting) = self.waiting.get_mut(&id) {
            waiting.told = false;
        }
        let units = self.units(&waiting.contact, counsellor);
        let live = Live {
            counsellor,
            units,
            expires_at,
        };
        self.offers.insert(id, live);
    }

    fn nearest(&self, waiting: &Waiting) -> Option<u8> {
        self.counsellors
            .keys()
            .filter(|c| self.eligible(waiting, **c))
            .map(|c| self.distance(&waiting.contact, *c))
            .min()
    }

    pub(crate) fn demand(&mut self, guarantee: u8, holds: bool, fault: impl FnOnce() -> String) {
        if !holds {
            self.faults.push((guarantee, fault()));
        }
    }
}

pub(crate) fn order(contact: &Contact) -> (Instant, ContactId) {
    (contact.joined_at, contact.id)
}

fn chrono_seconds(seconds: i64) -> <Instant as std::ops::Sub>::Output {
    Instant::from_timestamp(seconds, 0).unwrap() - Instant::from_timestamp(0, 0).unwrap()
}
