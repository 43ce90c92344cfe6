//! What a decision costs, beside a plain heap that knows no rules.

use std::{
    collections::{BTreeSet, BinaryHeap, VecDeque},
    time::Duration,
};

use kernel::{
    CentreId, Channel, ContactId, County, Instant, Language, PresenceState, StaffId, WorkType,
};
use uuid::Uuid;

use crate::{
    Agreement, Centre, ChannelSet, Contact, Counsellor, Decision, Engine, Event, LanguageSet,
    Opening, Policy, Queue, Topic, simulator::Chance,
};

/// Decisions measured in one run.
const DECISIONS: u32 = 200_000;
const CENTRES: u32 = 15;
const TOPICS: [&str; 4] = ["study", "work", "abroad", "law"];

/// The cost of decisions at one size.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// Offers a second: a talk ends, the next contact is offered and accepted, another joins.
    pub decisions_per_second: f64,
    /// The same cycle on a heap of contacts and a tree of counsellors, without any rule.
    pub reference_per_second: f64,
}

/// Measures with so many contacts waiting and so many counsellors busy, all the time. `spent` tells the time used so
/// far; of the thread rather than of the wall, where others share the machine.
///
/// None when the engine did not answer each freed counsellor with one offer, which would make the figure worthless.
pub fn cost(contacts: u32, counsellors: u32, spent: impl Fn() -> Duration) -> Option<Cost> {
    let mut floor = Floor::new(contacts, counsellors);
    floor.run(DECISIONS / 10)?;
    let begun = spent();
    floor.run(DECISIONS)?;
    let engine = spent().saturating_sub(begun).as_secs_f64();
    let reference = reference(contacts, counsellors, spent);
    Some(Cost {
        decisions_per_second: f64::from(DECISIONS) / engine,
        reference_per_second: f64::from(DECISIONS) / reference,
    })
}

fn id<K: kernel::IdKind>(number: u32) -> kernel::Id<K> {
    let time = u128::from(number) << 80;
    let noise = u128::from(Chance::new(u64::from(number)).bits());
    kernel::Id::from_row(Uuid::from_u128(time | noise))
}

fn start() -> Instant {
    Instant::from_timestamp(1_790_000_000, 0).unwrap_or_default()
}

/// A busy day that never ends: as many join as are served.
struct Floor {
    engine: Engine,
    busy: VecDeque<(ContactId, StaffId)>,
    topics: Vec<Topic>,
    counties: Vec<County>,
    chance: Chance,
    joined: u32,
    now: Instant,
    step: Duration,
    decisions: Vec<Decision>,
}

impl Floor {
    fn new(contacts: u32, counsellors: u32) -> Self {
        let mut floor = Self {
            engine: Engine::new(Policy::default()),
            busy: VecDeque::new(),
            topics: TOPICS.iter().map(|name| Topic::from(*name)).collect(),
            counties: County::all().collect(),
            chance: Chance::new(7),
            joined: 0,
            now: start(),
            step: Duration::from_mins(10) / counsellors.max(1),
            decisions: Vec::new(),
        };
        for (number, county) in (0..CENTRES).zip(County::all()) {
            floor.apply(Event::CentreChanged {
                centre: centre(number, county),
            });
        }
        for number in 0..counsellors {
            let counsellor = floor.counsellor(number);
            floor.apply(Event::CounsellorChanged { counsellor });
        }
        // The counsellors fill first, whoever fits whom; then the queue grows to its size.
        while floor.busy.len() < usize::try_from(counsellors).unwrap_or_default() {
            floor.join();
            floor.accept_all();
        }
        while floor.engine.waiting_count() < contacts {
            floor.join();
            floor.accept_all();
        }
        floor
    }

    fn counsellor(&self, number: u32) -> Counsellor {
        let centre: CentreId = id(number % CENTRES + 1);
        let turn = number / CENTRES;
        let mut languages = LanguageSet::EMPTY.with(Language::Nb).with(Language::Nn);
        if turn.is_multiple_of(2) {
            languages = languages.with(Language::En);
        }
        if turn % 8 == 1 {
            languages = languages.with(Language::Se);
        }
        Counsellor {
            id: id(number + 1),
            centre,
            state: PresenceState::Available,
            channels: ChannelSet::EMPTY.with(Channel::Chat).with(Channel::Phone),
            languages,
            topics: if turn % 4 == 3 {
                self.topics.clone()
            } else {
                Vec::new()
            },
            capacity_units: 1,
            load_units: 0,
            idle_since: start(),
        }
    }

    fn apply(&mut self, event: Event) {
        self.decisions.clear();
        self.engine.apply_into(self.now, event, &mut self.decisions);
    }

    fn join(&mut self) {
        self.joined += 1;
        let roll = self.chance.below(100);
        let topic = self.topics.get(usize::try_from(roll).unwrap_or_default());
        let county = self.chance.below(CENTRES);
        let contact = Contact {
            id: id(self.joined),
            channel: if roll < 15 {
                Channel::Phone
            } else {
                Channel::Chat
            },
            language: match roll {
                90..=97 => Language::En,
                80..=89 => Language::Nn,
                99 => Language::Se,
                _ => Language::Nb,
            },
            topic: topic.cloned(),
            work_type: WorkType::Guidance,
            home_county: self
                .counties
                .get(usize::try_from(county).unwrap_or_default())
                .copied(),
            queue: Queue::National,
            band: 1,
            joined_at: self.now,
            target: None,
            excluded: Vec::new(),
            policy: None,
        };
        self.apply(Event::ContactJoined { contact });
    }

    fn accept_all(&mut self) -> u32 {
        let mut accepted = 0;
        let decisions = std::mem::take(&mut self.decisions);
        for decision in &decisions {
            if let Decision::Offer {
                contact,
                counsellor,
                ..
            } = decision
            {
                accepted += 1;
                self.busy.push_back((*contact, *counsellor));
                self.apply(Event::OfferAccepted {
                    contact: *contact,
                    counsellor: *counsellor,
                });
            }
        }
        accepted
    }

    fn run(&mut self, decisions: u32) -> Option<()> {
        let mut made = 0;
        while made < decisions {
            self.now += self.step;
            let (contact, counsellor) = self.busy.pop_front()?;
            self.apply(Event::ContactEnded {
                contact,
                counsellor,
            });
            let offers = self.accept_all();
            if offers == 0 {
                return None;
            }
            made += offers;
            self.join();
            self.accept_all();
        }
        Some(())
    }
}

fn centre(number: u32, county: County) -> Centre {
    Centre {
        id: id::<kernel::id::CentreKind>(number + 1),
        county,
        region: Some(format!("region {}", number % 5)),
        neighbours: Vec::new(),
        reserve: 0,
        agreement: Some(Agreement {
            channels: ChannelSet::all(),
            share: 10 + number,
            period: 1,
            taken_before: 0,
            staffed_before_s: 0,
        }),
        open: Opening {
            national: ChannelSet::all(),
            local: ChannelSet::all(),
        },
    }
}

/// Seconds for the cycle without rules: first come first served, longest idle.
fn reference(contacts: u32, counsellors: u32, spent: impl Fn() -> Duration) -> f64 {
    let mut waiting = BinaryHeap::new();
    let mut busy: VecDeque<u32> = (0..counsellors).collect();
    let mut idle = BTreeSet::new();
    for number in 0..contacts {
        waiting.push(std::cmp::Reverse((u64::from(number), number)));
    }
    let begun = spent();
    for number in contacts..contacts.saturating_add(DECISIONS) {
        if let Some(freed) = busy.pop_front() {
            idle.insert((u64::from(number), freed));
        }
        if let (Some(taken), Some((_, taker))) = (waiting.pop(), idle.pop_first()) {
            std::hint::black_box(taken);
            busy.push_back(taker);
        }
        waiting.push(std::cmp::Reverse((u64::from(number), number)));
    }
    spent().saturating_sub(begun).as_secs_f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_freed_counsellor_is_offered_a_contact_while_all_wait() {
        let mut floor = Floor::new(50, 20);
        assert_eq!(floor.busy.len(), 20);
        floor.run(500).unwrap();
        assert_eq!((floor.busy.len(), floor.engine.waiting_count()), (20, 50));
    }
}
