//! Contacts coming into a queue, changing lines, and leaving.

use kernel::ContactId;

use super::{
    Engine,
    centres::{Ring, county_row},
    line::Line,
    micros, seconds,
    timers::Timer,
    waiting::{Class, ClassKey, ContactRow, Key, QueueRow, TargetRow, Wishes},
};
use crate::{Contact, Decision, Queue, Target, WithdrawReason};

impl Engine {
    pub(super) fn queue_row(&mut self, queue: Queue) -> QueueRow {
        match queue {
            Queue::National => QueueRow::NATIONAL,
            Queue::Local(centre) => QueueRow(self.centres.row_of(centre).saturating_add(1)),
        }
    }

    /// Puts a contact into its queue, under the policy of a row.
    pub(super) fn admit(&mut self, contact: &Contact, policy: u32) -> u32 {
        let queue = self.queue_row(contact.queue);
        let key = Key::new(contact.band, micros(contact.joined_at), contact.id);
        let wishes = self.wishes(contact);
        self.rules.hold(policy);
        self.enter(key, queue, wishes, policy)
    }

    fn wishes(&mut self, contact: &Contact) -> Wishes {
        let target = match contact.target {
            None => TargetRow::Anyone,
            Some(Target::Centre(centre)) => TargetRow::Centre(self.centres.row_of(centre)),
            Some(Target::Counsellor(staff)) => TargetRow::Counsellor(self.staff.row_of(staff)),
        };
        let excluded = contact.excluded.iter();
        let mut excluded: Box<[u32]> = excluded.map(|id| self.staff.row_of(*id)).collect();
        excluded.sort_unstable();
        Wishes {
            channel: contact.channel,
            language: contact.language,
            work_type: contact.work_type,
            county: contact.home_county.and_then(county_row),
            topic: contact
                .topic
                .as_ref()
                .map(|topic| self.waiting.topic(topic)),
            target,
            excluded,
        }
    }

    /// Lets a contact in under a policy that is held for it.
    fn enter(&mut self, key: Key, queue: QueueRow, wishes: Wishes, policy: u32) -> u32 {
        let home = self.home(queue, &wishes);
        let class = self.class(self.class_key(key, queue, &wishes, policy));
        let entered = self.next_serial();
        let ticket = self.waiting.count_in(queue, &wishes, key);
        let slot = self.waiting.add(ContactRow {
            ticket,
            key,
            wishes,
            class,
            policy,
            queue,
            home,
            stamp: 0,
            entered,
            offer: None,
            tried: Vec::new(),
            told: false,
        });
        self.set_steps(slot);
        self.line_up(slot);
        self.entered.push(slot);
        slot
    }

    /// The county to be near to, if any centre is there.
    fn home(&self, queue: QueueRow, wishes: &Wishes) -> Option<u8> {
        if queue.is_national() {
            self.centres.home(wishes.county)
        } else {
            None
        }
    }

    fn set_steps(&mut self, slot: u32) {
        let Some(row) = self.waiting.row(slot) else {
            return;
        };
        let (joined, serial) = (row.key.joined_at(), row.entered);
        let (home, topic) = (row.home.is_some(), row.wishes.topic.is_some());
        let policy = self.rules.policy(row.policy);
        let steps = [
            (Timer::Region, policy.widening_to_region_s, home),
            (Timer::Country, policy.widening_to_all_s, home),
            (Timer::Skill, policy.skill_relaxation_s, topic),
        ];
        for (timer, after, needed) in steps {
            let due = joined.saturating_add(seconds(after));
            if needed && due > self.now {
                self.timers.set(timer, due, slot, serial);
            }
        }
    }

    pub(super) fn line_up(&mut self, slot: u32) {
        let stamp = self.next_serial();
        if self.waiting.line_up(slot, stamp)
            && let Some(row) = self.waiting.row(slot)
        {
            self.eager.add(row.class);
        }
    }

    fn class_key(&self, key: Key, queue: QueueRow, wishes: &Wishes, row: u32) -> ClassKey {
        let waited = self.now.saturating_sub(key.joined_at());
        let home = self.home(queue, wishes);
        let policy = self.rules.policy(row);
        let ring = match home {
            // A contact handed on by name does not wait for its search to widen.
            _ if wishes.target != TargetRow::Anyone => Ring::All,
            Some(home) if waited < seconds(policy.widening_to_region_s) => Ring::Home(home),
            Some(home) if waited < seconds(policy.widening_to_all_s) => Ring::Region(home),
            _ => Ring::All,
        };
        let relaxed = waited >= seconds(policy.skill_relaxation_s);
        ClassKey {
            policy: row,
            queue,
            channel: wishes.channel,
            language: wishes.language,
            topic: wishes.topic.filter(|_| !relaxed),
            ring,
            home: policy.own_county_first_s.and(home),
            target: wishes.target,
            excluded: wishes.excluded.clone(),
        }
    }

    /// The row of a class, made and matched with every profile when new.
    fn class(&mut self, key: ClassKey) -> u32 {
        if let Some(known) = self.waiting.class_index.get(&key) {
            return *known;
        }
        let policy = self.rules.policy(key.policy);
        let row = Class {
            key: key.clone(),
            line: Line::default(),
            live: 0,
            weights: self.rules.weights_of(key.policy),
            passable: policy.own_county_first_s.map(seconds),
            possible: true,
            checked: 0,
            retired: false,
        };
        let class = self.waiting.add_class(row);
        self.match_class(class, &key);
        self.waiting.class_index.insert(key, class);
        class
    }

    fn match_class(&mut self, class: u32, key: &ClassKey) {
        let takers: Vec<u32> = self
            .staff
            .profiles
            .iter()
            .filter(|(_, profile)| self.takes(key, profile))
            .map(|(row, _)| row)
            .collect();
        for row in takers {
            if let Some(profile) = self.staff.profiles.get_mut(row) {
                profile.classes.push(class);
            }
        }
    }

    /// Matches all classes and profiles afresh, after centres have moved.
    pub(super) fn rematch(&mut self) {
        for (_, profile) in self.staff.profiles.iter_mut() {
            profile.classes.clear();
        }
        let keys: Vec<(u32, ClassKey)> = self
            .waiting
            .classes
            .iter()
            .filter(|(_, class)| !class.retired)
            .map(|(row, class)| (row, class.key.clone()))
            .collect();
        for (row, key) in keys {
            self.match_class(row, &key);
            self.eager.add(row);
        }
    }

    /// Moves a contact to the line it belongs to now.
    pub(super) fn reclass(&mut self, slot: u32) {
        let Some(row) = self.waiting.row(slot) else {
            return;
        };
        let in_line = row.stamp != 0;
        let home = self.home(row.queue, &row.wishes);
        let class = self.class(self.class_key(row.key, row.queue, &row.wishes, row.policy));
        self.waiting.step_out(slot);
        if let Some(row) = self.waiting.row_mut(slot) {
            row.class = class;
            row.home = home;
        }
        if in_line {
            self.line_up(slot);
            self.entered.push(slot);
        }
    }

    /// Moves every contact to its line under another map.
    pub(super) fn reclass_all(&mut self) {
        self.timers.clear_steps();
        let slots: Vec<u32> = (0..self.waiting.rows.len()).collect();
        for slot in slots {
            self.reclass(slot);
            self.set_steps(slot);
        }
        let classes = self.waiting.classes.len();
        (0..classes).for_each(|class| self.eager.add(class));
    }

    pub(super) fn leave(&mut self, contact: ContactId, out: &mut Vec<Decision>) {
        let Some(slot) = self.waiting.index.get(&contact).copied() else {
            return;
        };
        self.end_offer(slot, WithdrawReason::Left, false, out);
        if let Some(row) = self.forget(slot) {
            self.release(row.policy);
        }
    }

    /// Takes a contact that has no offer out of its queue; its policy stays held.
    pub(super) fn forget(&mut self, slot: u32) -> Option<ContactRow> {
        self.waiting.step_out(slot);
        let row = self.waiting.take(slot)?;
        self.waiting.count_out(&row);
        self.retire(row.class);
        Some(row)
    }

    /// Takes the empty line of a handed-on contact out of every search.
    fn retire(&mut self, class: u32) {
        let Some(row) = self.waiting.classes.get(class) else {
            return;
        };
        if row.live > 0 || !row.key.names_counsellors() {
            return;
        }
        let used = self
            .waiting
            .rows
            .iter()
            .any(|(_, row)| row.as_ref().is_some_and(|row| row.class == class));
        if used {
            return;
        }
        self.take_out(class);
        for (_, profile) in self.staff.profiles.iter_mut() {
            profile.classes.retain(|known| *known != class);
        }
    }

    fn take_out(&mut self, class: u32) {
        if let Some(row) = self.waiting.classes.get_mut(class) {
            row.retired = true;
            self.waiting.class_index.remove(&row.key);
            self.waiting.vacant_classes.push(class);
        }
    }

    /// Takes every line of a policy that is no longer in use out of every search; nobody is in them.
    pub(super) fn retire_all(&mut self, policy: u32) {
        let lines = self.waiting.classes.iter();
        let gone: Vec<u32> = lines
            .filter(|(_, class)| class.key.policy == policy && !class.retired)
            .map(|(row, _)| row)
            .collect();
        for class in &gone {
            self.take_out(*class);
        }
        for (_, profile) in self.staff.profiles.iter_mut() {
            profile
                .classes
                .retain(|known| gone.binary_search(known).is_err());
        }
    }

    pub(super) fn requeue(&mut self, contact: &Contact, out: &mut Vec<Decision>) {
        let queue = self.queue_row(contact.queue);
        let key = Key::new(contact.band, micros(contact.joined_at), contact.id);
        let wishes = self.wishes(contact);
        let slot = self.waiting.index.get(&contact.id).copied();
        let row = slot.and_then(|slot| self.waiting.row(slot));
        if row.is_some_and(|row| (row.key, row.queue, &row.wishes) == (key, queue, &wishes)) {
            return;
        }
        let served = self.serving.get(&contact.id);
        let policy = match (row, served) {
            (Some(row), _) => row.policy,
            (None, Some(serving)) => serving.policy,
            (None, None) => self.policy_row(contact),
        };
        // Held before the old place is given up, so that it stays in use.
        self.rules.hold(policy);
        if let Some(slot) = slot {
            self.end_offer(slot, WithdrawReason::Requeued, false, out);
            if let Some(row) = self.forget(slot) {
                self.release(row.policy);
            }
        }
        if let Some(serving) = self.serving.remove(&contact.id) {
            self.release(serving.policy);
            let now = self.now;
            self.change(serving.counsellor, |row| {
                row.load = row.load.saturating_sub(serving.units);
                row.idle_since = now;
            });
        }
        self.enter(key, queue, wishes, policy);
    }
}
