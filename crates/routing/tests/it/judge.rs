//! The rules themselves: who is eligible for what, and what must hold at rest.

use kernel::{ContactId, PresenceState, StaffId};
use routing::{Cause, Centre, Contact, Counsellor, Queue, Target};

use crate::model::{Model, Waiting, order};

impl Model {
    pub(crate) fn units(&self, contact: &Contact, counsellor: StaffId) -> u32 {
        let capacity = self
            .counsellors
            .get(&counsellor)
            .map_or(0, |c| c.capacity_units);
        let weights = &self.rule(contact.id).weights;
        weights.of(contact.channel).units(capacity)
    }

    /// 0 home, 1 near, 2 far; everything is home without a centre there.
    pub(crate) fn distance(&self, contact: &Contact, counsellor: StaffId) -> u8 {
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

    pub(crate) fn waited(&self, contact: &Contact) -> i64 {
        (self.now - contact.joined_at).num_seconds()
    }

    pub(crate) fn covers(contact: &Contact, centre: &Centre) -> Option<Cause> {
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
    pub(crate) fn in_scope(&self, contact: &Contact) -> Vec<StaffId> {
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

    pub(crate) fn is_available(&self, contact: &Contact, counsellor: StaffId) -> bool {
        let row = &self.counsellors[&counsellor];
        row.state == PresenceState::Available
            && row.channels.contains(contact.channel)
            && !self.held_until.contains_key(&counsellor)
    }

    pub(crate) fn has_room(&self, contact: &Contact, counsellor: StaffId) -> bool {
        let row = &self.counsellors[&counsellor];
        self.load(counsellor) + self.offered(counsellor) + self.units(contact, counsellor)
            <= row.capacity_units
    }

    /// What rules out the pair, the present round apart.
    pub(crate) fn bar_of_pair(&self, contact: &Contact, counsellor: StaffId) -> Option<Cause> {
        let row = &self.counsellors[&counsellor];
        let Some(centre) = self.centres.get(&row.centre) else {
            return Some(Cause::Closed);
        };
        if let Some(bar) = Self::covers(contact, centre) {
            return Some(bar);
        }
        let (waited, rule) = (self.waited(contact), self.rule(contact.id));
        let reach = match contact.target {
            None if waited < i64::from(rule.widening_to_region_s) => 0,
            None if waited < i64::from(rule.widening_to_all_s) => 1,
            _ => 2,
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
        let relaxed = waited >= i64::from(rule.skill_relaxation_s);
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
    pub(crate) fn misfit(&self, contact: &Contact, counsellor: StaffId) -> bool {
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

    pub(crate) fn bar(&self, waiting: &Waiting, counsellor: StaffId) -> Option<Cause> {
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
                && Self::covers(contact, centre).is_none()
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
                .is_some_and(|centre| Self::covers(contact, centre).is_none());
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
    pub(crate) fn retell(&mut self) {
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
