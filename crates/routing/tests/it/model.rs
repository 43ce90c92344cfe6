//! The rules once more, written plainly over flat lists, to judge the engine by.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{CentreId, ContactId, Instant, PresenceState, StaffId};
use routing::{
    AtCap, Cause, Centre, Contact, Counsellor, Decision, Event, Explanation, OverflowCause, Policy,
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
    /// The newest.
    pub(crate) policy: Policy,
    /// Under which each contact entered.
    pub(crate) rules: BTreeMap<ContactId, Policy>,
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
            rules: BTreeMap::new(),
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

    fn enter_anew(&mut self, contact: &Contact) {
        let same = self.waiting.get(&contact.id).map(|w| &w.contact) == Some(contact);
        if !same {
            self.note_rule(contact.id);
            self.serving.remove(&contact.id);
            self.offers.remove(&contact.id);
            self.enter(contact.clone());
        }
    }

    /// Whoever is not here yet enters under the newest policy.
    fn note_rule(&mut self, id: ContactId) {
        if !self.waiting.contains_key(&id) && !self.serving.contains_key(&id) {
            self.rules.insert(id, self.policy.clone());
        }
    }

    pub(crate) fn rule(&self, id: ContactId) -> &Policy {
        &self.rules[&id]
    }

    /// Policies by which somebody is judged who is here, and the newest.
    pub(crate) fn versions(&self) -> BTreeSet<&str> {
        let here = self.waiting.keys().chain(self.serving.keys());
        here.map(|id| self.rule(*id))
            .chain([&self.policy])
            .map(|policy| policy.version.as_str())
            .collect()
    }

    /// The plain effect of an event; what the engine does of itself comes with its decisions.
    pub(crate) fn apply(&mut self, now: Instant, event: &Event) {
        self.now = now;
        self.held_until.retain(|_, until| *until > now);
        match event {
            Event::ContactJoined { contact } | Event::ContactRequeued { contact } => {
                self.enter_anew(contact);
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
            Decision::Overflow {
                contact,
                choices,
                cause,
            } => match cause {
                OverflowCause::QueueFull | OverflowCause::QueueLong => {
                    let full = self.at_cap(*contact, *cause);
                    self.demand(10, full, || format!("{contact} met {cause:?}"));
                    if *cause == OverflowCause::QueueLong {
                        return;
                    }
                    self.waiting.remove(contact);
                }
                OverflowCause::NoMatch => {
                    let possible = self.possible(*contact);
                    self.demand(8, !possible, || format!("{contact} told, yet possible"));
                    let own = *choices == self.rule(*contact).overflow_choices;
                    self.demand(10, own, || format!("{contact} got the choices of others"));
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
        self.check_order(&waiting, counsellor);
        let better = self.nearest(&waiting);
        let distance = self.distance(&waiting.contact, counsellor);
        let far = self.rule(id).home_county_preferred && Some(distance) != better;
        self.demand(4, !far, || {
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
        self.judge_by_rule(&waiting.contact, expires_at, explanation);
        let units = self.units(&waiting.contact, counsellor);
        let live = Live {
            counsellor,
            units,
            expires_at,
        };
        self.offers.insert(id, live);
    }

    /// No earlier contact of the band could have been taken by the counsellor.
    fn check_order(&mut self, waiting: &Waiting, counsellor: StaffId) {
        let id = waiting.contact.id;
        for other in self.waiting.values().cloned().collect::<Vec<_>>() {
            let earlier = other.contact.band == waiting.contact.band
                && order(&other.contact) < order(&waiting.contact)
                && !self.offers.contains_key(&other.contact.id)
                && !self.may_pass(&waiting.contact, &other.contact, counsellor);
            if earlier && self.eligible(&other, counsellor) {
                let passed = other.contact.id;
                self.demand(3, false, || format!("{id} passed {passed} at {counsellor}"));
            }
        }
    }

    /// The offer names the contact's own version and stands as long as that says.
    fn judge_by_rule(&mut self, contact: &Contact, expires_at: Instant, told: &Explanation) {
        let rule = self.rule(contact.id);
        let stands = i64::from(rule.offer_timeout_s.of(contact.channel));
        let judged = &*told.policy_version == rule.version.as_str()
            && expires_at == self.now + chrono_seconds(stands);
        let id = contact.id;
        self.demand(10, judged, || {
            format!("{id} offered by the rules of others")
        });
    }

    /// Whether both policies let the one pass the other at a counsellor of the one's county.
    fn may_pass(&self, one: &Contact, other: &Contact, counsellor: StaffId) -> bool {
        let centre = &self.centres[&self.counsellors[&counsellor].centre];
        let at_home =
            one.queue == routing::Queue::National && one.home_county == Some(centre.county);
        let patience = self.rule(other.id).own_county_first_s;
        at_home
            && self.rule(one.id).own_county_first_s.is_some()
            && patience.is_some_and(|patience| self.waited(other) < i64::from(patience))
    }

    /// Whether the newcomer's policy says so of a queue as long as the others make it.
    fn at_cap(&self, id: ContactId, cause: OverflowCause) -> bool {
        let rule = self.rule(id);
        let queue = self.waiting[&id].contact.queue;
        let others = self
            .waiting
            .values()
            .filter(|other| other.contact.queue == queue);
        let others = u32::try_from(others.count() - 1).unwrap();
        let expected = match rule.at_cap {
            AtCap::Refuse => OverflowCause::QueueFull,
            AtCap::Warn => OverflowCause::QueueLong,
        };
        cause == expected && rule.queue_cap.is_some_and(|cap| others >= cap)
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
