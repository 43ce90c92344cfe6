//! The rules once more, written plainly over flat lists, to judge the engine by.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{CentreId, ContactId, Instant, PresenceState, StaffId};
use routing::{
    Cause, Centre, Contact, Counsellor, Decision, Event, Explanation, OverflowCause, Policy, Queue,
    Target, WithdrawReason,
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

    fn units(&self, contact: &Contact, counsellor: StaffId) -> u32 {
        let capacity = self
            .counsellors
            .get(&counsellor)
            .map_or(0, |c| c.capacity_units);
        self.policy.weights.of(contact.channel).units(capacity)
    }

    /// 0 home, 1 near, 2 far; everything is home without a centre there.
    fn distance(&self, contact: &Contact, counsellor: StaffId) -> u8 {
        let (Some(home), Queue::National) = (contact.home_county, contact.queue) else {
            return 0;
        };
        let centre = &self.centres[&self.counsellors[&counsellor].centre];
        let locals: Vec<_> = self.centres.values().filter(|c| c.county == home).collect();
        if locals.is_empty() || centre.county == home {
            return 0;
        }
        let near = centre.neighbours.contains(&home)
            || locals.iter().any(|local| {
                local.neighbours.contains(&centre.county)
                    || (local.region.is_some() && local.region == centre.region)
            });
        if near { 1 } else { 2 }
    }

    fn waited(&self, contact: &Contact) -> i64 {
        (self.now - contact.joined_at).num_seconds()
    }

    fn covers(&self, contact: &Contact, centre: &Centre) -> Option<Cause> {
        match contact.queue {
            Queue::Local(_) if !centre.open.local.contains(contact.channel) => Some(Cause::Closed),
            Queue::Local(_) => None,
            Queue::National if !centre.open.national.contains(contact.channel) => {
                Some(Cause::Closed)
            }
            Queue::National => {
                let covered = centre
                    .agreement
                    .is_some_and(|a| a.channels.contains(contact.channel));
                (!covered).then_some(Cause::Agreement)
            }
        }
    }

    /// Everybody the contact's queue can reach at all.
    fn in_scope(&self, contact: &Contact) -> Vec<StaffId> {
        let reached = |row: &&Counsellor| match contact.queue {
            Queue::National => true,
            Queue::Local(own) => row.centre == own,
        };
        self.counsellors
            .values()
            .filter(reached)
            .map(|row| row.id)
            .collect()
    }

    fn is_available(&self, contact: &Contact, counsellor: StaffId) -> bool {
        let row = &self.counsellors[&counsellor];
        row.state == PresenceState::Available
            && row.channels.contains(contact.channel)
            && !self.held_until.contains_key(&counsellor)
    }

    fn has_room(&self, contact: &Contact, counsellor: StaffId) -> bool {
        let row = &self.counsellors[&counsellor];
        self.load(counsellor) + self.offered(counsellor) + self.units(contact, counsellor)
            <= row.capacity_units
    }

    /// What rules out the pair, the present round apart.
    fn bar_of_pair(&self, contact: &Contact, counsellor: StaffId) -> Option<Cause> {
        let row = &self.counsellors[&counsellor];
        let Some(centre) = self.centres.get(&row.centre) else {
            return Some(Cause::Closed);
        };
        if let Some(bar) = self.covers(contact, centre) {
            return Some(bar);
        }
        let waited = self.waited(contact);
        let reach = match contact.target {
            Some(_) => 2,
            None if waited < i64::from(self.policy.widening_to_region_s) => 0,
            None if waited < i64::from(self.policy.widening_to_all_s) => 1,
            None => 2,
        };
        if self.distance(contact, counsellor) > reach {
            return Some(Cause::Ring);
        }
        if !self.is_available(contact, counsellor) {
            return Some(Cause::Unavailable);
        }
        if !self.has_room(contact, counsellor) {
            return Some(Cause::Capacity);
        }
        let free = self
            .counsellors
            .values()
            .filter(|c| c.centre == row.centre)
            .filter(|c| self.is_available(contact, c.id) && self.has_room(contact, c.id))
            .count();
        if contact.queue == Queue::National && free <= usize::try_from(centre.reserve).unwrap() {
            return Some(Cause::Reserve);
        }
        if matches!(contact.target, Some(Target::Centre(only)) if only != row.centre) {
            return Some(Cause::Target);
        }
        if !row.languages.contains(contact.language) {
            return Some(Cause::Language);
        }
        let relaxed = waited >= i64::from(self.policy.skill_relaxation_s);
        let knows = contact
            .topic
            .as_ref()
            .is_none_or(|t| row.topics.contains(t));
        if !relaxed && !knows {
            return Some(Cause::Skill);
        }
        self.misfit(contact, counsellor).then_some(Cause::Target)
    }

    /// Language, target and exclusion: what no waiting changes.
    fn misfit(&self, contact: &Contact, counsellor: StaffId) -> bool {
        let row = &self.counsellors[&counsellor];
        let elsewhere = match contact.target {
            None => false,
            Some(Target::Centre(centre)) => centre != row.centre,
            Some(Target::Counsellor(only)) => only != counsellor,
        };
        elsewhere
            || contact.excluded.contains(&counsellor)
            || !row.languages.contains(contact.language)
    }

    fn bar(&self, waiting: &Waiting, counsellor: StaffId) -> Option<Cause> {
        if let Some(bar) = self.bar_of_pair(&waiting.contact, counsellor) {
            return Some(bar);
        }
        let someone_untried = self.in_scope(&waiting.contact).iter().any(|c| {
            !waiting.tried.contains(c) && self.bar_of_pair(&waiting.contact, *c).is_none()
        });
        (waiting.tried.contains(&counsellor) && someone_untried).then_some(Cause::Missed)
    }

    /// Judges everybody in reach, for the explanations.
    pub(crate) fn judge(&self, waiting: &Waiting) -> Vec<(StaffId, Option<Cause>)> {
        self.in_scope(&waiting.contact)
            .into_iter()
            .map(|counsellor| (counsellor, self.bar(waiting, counsellor)))
            .collect()
    }

    pub(crate) fn eligible(&self, waiting: &Waiting, counsellor: StaffId) -> bool {
        self.in_scope(&waiting.contact).contains(&counsellor)
            && self.bar(waiting, counsellor).is_none()
    }

    /// Whether somebody on duty could take it under the current hours, once free.
    pub(crate) fn possible(&self, id: ContactId) -> bool {
        let Some(waiting) = self.waiting.get(&id) else {
            return true;
        };
        let contact = &waiting.contact;
        let on_duty = |row: &&Counsellor| {
            row.state != PresenceState::Offline && row.channels.contains(contact.channel)
        };
        self.counsellors.values().filter(on_duty).any(|row| {
            let Some(centre) = self.centres.get(&row.centre) else {
                return false;
            };
            let colleagues = self
                .counsellors
                .values()
                .filter(on_duty)
                .filter(|c| c.centre == row.centre)
                .count();
            let kept = contact.queue == Queue::National
                && colleagues <= usize::try_from(centre.reserve).unwrap();
            let reached =
                contact.queue == Queue::National || contact.queue == Queue::Local(row.centre);
            reached
                && self.covers(contact, centre).is_none()
                && !kept
                && !self.misfit(contact, row.id)
        })
    }

    /// Contacts ahead: earlier bands, and earlier contacts of the band that were there before.
    pub(crate) fn ahead(&self, id: ContactId) -> usize {
        let own = &self.waiting[&id];
        let ahead = |other: &&Waiting| {
            let (a, b) = (&other.contact, &own.contact);
            a.queue == b.queue
                && (a.band < b.band
                    || (a.band == b.band && order(a) < order(b) && other.entered < own.entered))
        };
        self.waiting.values().filter(ahead).count()
    }

    /// What must hold once the engine has answered.
    pub(crate) fn check_rest(&mut self) {
        let mut faults = Vec::new();
        for (id, waiting) in &self.waiting {
            if self.offers.contains_key(id) {
                continue;
            }
            if let Some(free) = self
                .counsellors
                .keys()
                .find(|c| self.eligible(waiting, **c))
            {
                faults.push((4, format!("{id} waits though {free} is free")));
            }
            if !self.possible(*id) && !waiting.told {
                faults.push((8, format!("{id} has no match and was not told")));
            }
        }
        for row in self.counsellors.values() {
            let used = self.load(row.id) + self.offered(row.id);
            if self.offered(row.id) > 0 && used > row.capacity_units {
                faults.push((1, format!("{} holds {used}", row.id)));
            }
        }
        for (id, live) in &self.offers {
            let contact = &self.waiting[id].contact;
            let open = self
                .counsellors
                .get(&live.counsellor)
                .and_then(|c| self.centres.get(&c.centre))
                .is_some_and(|centre| self.covers(contact, centre).is_none());
            if !open {
                faults.push((7, format!("{id} stays offered outside hours or agreement")));
            }
            if live.expires_at <= self.now {
                faults.push((2, format!("{id} stays offered after its time")));
            }
        }
        self.faults.extend(faults);
        self.retell();
    }

    /// A contact that has become possible is to be told again should that end.
    fn retell(&mut self) {
        let ids: Vec<_> = self.waiting.keys().copied().collect();
        for id in ids {
            if self.possible(id)
                && let Some(waiting) = self.waiting.get_mut(&id)
            {
                waiting.told = false;
            }
        }
    }
}

fn order(contact: &Contact) -> (Instant, ContactId) {
    (contact.joined_at, contact.id)
}

fn chrono_seconds(seconds: i64) -> <Instant as std::ops::Sub>::Output {
    Instant::from_timestamp(seconds, 0).unwrap() - Instant::from_timestamp(0, 0).unwrap()
}
