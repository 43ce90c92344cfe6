//! Contacts that wait, grouped into lines of equal requirements.

use kernel::{Channel, ContactId, Language, WorkType};
use rustc_hash::FxHashMap;

use super::{Micros, centres::Ring, ledger::Ledger, line::Line, staff::Profile};
use crate::{Cause, LanguageSet, Topic, table::Table};

/// The order of service: band, time joined, id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    when: u64,
    id: ContactId,
}

const TIME_BITS: u32 = 56;

impl Key {
    pub(super) fn new(band: u8, joined_at: Micros, id: ContactId) -> Self {
        let time = u64::try_from(joined_at).unwrap_or(0) & ((1 << TIME_BITS) - 1);
        Self {
            when: (u64::from(band) << TIME_BITS) | time,
            id,
        }
    }

    pub(super) const fn id(self) -> ContactId {
        self.id
    }

    pub(super) fn band(self) -> u8 {
        u8::try_from(self.when >> TIME_BITS).unwrap_or(u8::MAX)
    }

    pub(super) fn joined_at(self) -> Micros {
        Micros::try_from(self.when & ((1 << TIME_BITS) - 1)).unwrap_or(Micros::MAX)
    }
}

/// The national queue is 0, a centre's own is one above the centre's row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct QueueRow(pub(super) u32);

impl QueueRow {
    pub(super) const NATIONAL: Self = Self(0);

    pub(super) const fn centre(self) -> Option<u32> {
        self.0.checked_sub(1)
    }

    pub(super) const fn is_national(self) -> bool {
        self.0 == 0
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum TargetRow {
    Anyone,
    Centre(u32),
    Counsellor(u32),
}

/// What a line requires. Contacts that agree in it are eligible for the same counsellors.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct ClassKey {
    /// Row of the policy, which says what room a contact needs and whom it may pass.
    pub(super) policy: u32,
    pub(super) queue: QueueRow,
    pub(super) channel: Channel,
    pub(super) language: Language,
    pub(super) topic: Option<u32>,
    pub(super) ring: Ring,
    /// Set only where the policy lets the own county go first.
    pub(super) home: Option<u8>,
    pub(super) target: TargetRow,
    pub(super) excluded: Box<[u32]>,
}

impl ClassKey {
    /// Whether single counsellors are named, so that profiles alone do not decide.
    pub(super) fn names_counsellors(&self) -> bool {
        !self.excluded.is_empty() || matches!(self.target, TargetRow::Counsellor(_))
    }

    pub(super) fn allows(&self, counsellor: u32) -> bool {
        !self.excluded.contains(&counsellor)
            && match self.target {
                TargetRow::Counsellor(only) => only == counsellor,
                TargetRow::Anyone | TargetRow::Centre(_) => true,
            }
    }

    /// What rules out every counsellor of a profile at a centre in scope.
    pub(super) fn judge(&self, profile: &Profile) -> Option<Cause> {
        if !profile.channels.contains(self.channel) {
            return Some(Cause::Unavailable);
        }
        if matches!(self.target, TargetRow::Centre(only) if only != profile.centre) {
            return Some(Cause::Target);
        }
        if !speaks(profile.languages, self.language) {
            return Some(Cause::Language);
        }
        let knows = self
            .topic
            .is_none_or(|topic| profile.topics.contains(&topic));
        (!knows).then_some(Cause::Skill)
    }
}

fn speaks(languages: LanguageSet, language: Language) -> bool {
    languages.contains(language)
}

#[derive(Clone, Debug)]
pub(super) struct Class {
    pub(super) key: ClassKey,
    pub(super) line: Line<Key, (u32, u64)>,
    pub(super) live: u32,
    /// Row of the weights of its policy.
    pub(super) weights: u32,
    /// With `p` of its policy: contacts that have waited less may be passed by others from a freed counsellor's county.
    pub(super) passable: Option<Micros>,
    pub(super) possible: bool,
    pub(super) checked: u64,
    /// Out of every search, its place to be given to another class.
    pub(super) retired: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct OfferRow {
    pub(super) counsellor: u32,
    pub(super) centre: u32,
    pub(super) units: u32,
    pub(super) serial: u64,
}

/// What a contact asks for, in rows: small, because many wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wishes {
    pub(super) channel: Channel,
    pub(super) language: Language,
    pub(super) work_type: WorkType,
    pub(super) county: Option<u8>,
    pub(super) topic: Option<u32>,
    pub(super) target: TargetRow,
    pub(super) excluded: Box<[u32]>,
}

#[derive(Clone, Debug)]
pub(super) struct ContactRow {
    pub(super) key: Key,
    pub(super) wishes: Wishes,
    pub(super) class: u32,
    /// Row of the policy under which it entered.
    pub(super) policy: u32,
    pub(super) queue: QueueRow,
    pub(super) home: Option<u8>,
    /// Tells a valid entry of a line from one left behind; 0 while not in line.
    pub(super) stamp: u64,
    pub(super) entered: u64,
    pub(super) ticket: u64,
    pub(super) offer: Option<OfferRow>,
    /// Counsellors who declined or missed it in this round.
    pub(super) tried: Vec<u32>,
    /// Whether it has been given choices.
    pub(super) told: bool,
}

#[derive(Clone, Debug, Default)]
pub(super) struct QueueState {
    pub(super) bands: Vec<(u8, Ledger)>,
    pub(super) waiting: u32,
    pub(super) speaking: [u32; 4],
    /// Those who need information only.
    pub(super) information: u32,
}

impl QueueState {
    pub(super) fn band(&mut self, band: u8) -> Option<&mut Ledger> {
        let at = match self.bands.binary_search_by_key(&band, |(band, _)| *band) {
            Ok(at) => at,
            Err(at) => {
                self.bands.insert(at, (band, Ledger::default()));
                at
            }
        };
        self.bands.get_mut(at).map(|(_, ledger)| ledger)
    }

    pub(super) fn speaking(&mut self, language: Language) -> &mut u32 {
        let [nb, nn, se, en] = &mut self.speaking;
        match language {
            Language::Nb => nb,
            Language::Nn => nn,
            Language::Se => se,
            Language::En => en,
        }
    }

    pub(super) const fn count_speaking(&self, language: Language) -> u32 {
        let [nb, nn, se, en] = self.speaking;
        match language {
            Language::Nb => nb,
            Language::Nn => nn,
            Language::Se => se,
            Language::En => en,
        }
    }
}

#[derive(Clone, Debug, Default)]
pub(super) struct Waiting {
    pub(super) rows: Table<Option<ContactRow>>,
    pub(super) vacant: Vec<u32>,
    pub(super) index: FxHashMap<ContactId, u32>,
    pub(super) classes: Table<Class>,
    pub(super) vacant_classes: Vec<u32>,
    pub(super) class_index: FxHashMap<ClassKey, u32>,
    /// The oldest of each line; apart from the classes so that a search reads little memory.
    pub(super) heads: Table<Option<(Key, u32)>>,
    pub(super) queues: Table<QueueState>,
    pub(super) topics: FxHashMap<Topic, u32>,
    pub(super) in_line: u32,
}

impl Waiting {
    pub(super) fn row(&self, slot: u32) -> Option<&ContactRow> {
        self.rows.get(slot)?.as_ref()
    }

    pub(super) fn row_mut(&mut self, slot: u32) -> Option<&mut ContactRow> {
        self.rows.get_mut(slot)?.as_mut()
    }

    pub(super) fn head(&self, class: u32) -> Option<(Key, u32)> {
        self.heads.get(class).copied().flatten()
    }

    pub(super) fn topic(&mut self, topic: &Topic) -> u32 {
        if let Some(known) = self.topics.get(topic) {
            return *known;
        }
        let next = u32::try_from(self.topics.len()).unwrap_or(u32::MAX);
        self.topics.insert(topic.clone(), next);
        next
    }

    pub(super) fn add(&mut self, row: ContactRow) -> u32 {
        let id = row.key.id();
        let slot = match self.vacant.pop() {
            Some(slot) => {
                if let Some(place) = self.rows.get_mut(slot) {
                    *place = Some(row);
                }
                slot
            }
            None => self.rows.push(Some(row)),
        };
        self.index.insert(id, slot);
        slot
    }

    pub(super) fn add_class(&mut self, row: Class) -> u32 {
        let Some(vacant) = self.vacant_classes.pop() else {
            self.heads.push(None);
            return self.classes.push(row);
        };
        if let Some(place) = self.classes.get_mut(vacant) {
            *place = row;
        }
        vacant
    }

    pub(super) fn take(&mut self, slot: u32) -> Option<ContactRow> {
        let row = self.rows.get_mut(slot)?.take()?;
        self.index.remove(&row.key.id());
        self.vacant.push(slot);
        Some(row)
    }

    /// Puts the contact into the line of its class; true when it is now the oldest there.
    pub(super) fn line_up(&mut self, slot: u32, stamp: u64) -> bool {
        let Some(row) = self.row_mut(slot) else {
            return false;
        };
        if row.stamp != 0 {
            return false;
        }
        row.stamp = stamp;
        let (class_row, key) = (row.class, row.key);
        let Some(class) = self.classes.get_mut(class_row) else {
            return false;
        };
        class.line.push(key, (slot, stamp));
        class.live += 1;
        self.in_line += 1;
        let Some(head) = self.heads.get_mut(class_row) else {
            return false;
        };
        let first = head.is_none_or(|(oldest, _)| key < oldest);
        if first {
            *head = Some((key, slot));
        }
        first
    }

    /// Takes the contact out of its line.
    pub(super) fn step_out(&mut self, slot: u32) {
        let Some(row) = self.row_mut(slot) else {
            return;
        };
        if row.stamp == 0 {
            return;
        }
        row.stamp = 0;
        let at = row.class;
        self.in_line -= 1;
        let rows = &self.rows;
        let Some(class) = self.classes.get_mut(at) else {
            return;
        };
        class.live -= 1;
        let lives = |(slot, stamp): (u32, u64)| {
            rows.get(slot)
                .and_then(Option::as_ref)
                .is_some_and(|row| row.stamp == stamp)
        };
        while class.line.front().is_some_and(|(_, entry)| !lives(entry)) {
            class.line.pop_front();
        }
        let live = usize::try_from(class.live).unwrap_or(usize::MAX);
        if class.line.len() > live.saturating_mul(2).saturating_add(64) {
            class.line.keep(lives);
        }
        let oldest = class.line.front().map(|(key, (slot, _))| (key, slot));
        if let Some(head) = self.heads.get_mut(at) {
            *head = oldest;
        }
    }

    /// The state of a queue, made when first needed.
    pub(super) fn queue(&mut self, queue: QueueRow) -> Option<&mut QueueState> {
        while self.queues.len() <= queue.0 {
            self.queues.push(QueueState::default());
        }
        self.queues.get_mut(queue.0)
    }

    /// Counts the contact as waiting; returns its ticket.
    pub(super) fn count_in(&mut self, queue: QueueRow, wishes: &Wishes, key: Key) -> u64 {
        let Some(state) = self.queue(queue) else {
            return 0;
        };
        state.waiting += 1;
        state.information += u32::from(wishes.work_type == WorkType::Information);
        *state.speaking(wishes.language) += 1;
        state.band(key.band()).map_or(0, |ledger| ledger.enter(key))
    }

    pub(super) fn count_out(&mut self, row: &ContactRow) {
        if let Some(state) = self.queue(row.queue) {
            state.waiting -= 1;
            state.information -= u32::from(row.wishes.work_type == WorkType::Information);
            *state.speaking(row.wishes.language) -= 1;
            if let Some(ledger) = state.band(row.key.band()) {
                ledger.leave(row.ticket);
            }
        }
    }
}
