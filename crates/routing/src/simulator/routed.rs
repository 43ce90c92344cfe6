//! The engine on the floor.

use kernel::{
    Channel, County, IdKind, Instant, Language, PresenceState, WorkType,
    id::{CentreKind, ContactKind, StaffKind},
};
use uuid::Uuid;

use super::{
    Scenario, ScenarioCentre, TraceRow,
    floor::{Clock, Dispatch, agents, homes},
};
use crate::{
    Agreement, Centre, ChannelSet, Contact, Counsellor, Decision, Engine, Event, LanguageSet,
    Opening, Policy, Queue,
};

/// Seconds since 1970 at which every simulated day begins.
const MIDNIGHT: Clock = 1_767_225_600;

/// How far the period of the agreements has come when a day begins.
const DAYS_BEFORE: u64 = 30;
/// Staffed seconds per contact taken on those days.
const PER_CONTACT_S: u64 = 1200;

/// Seconds staffed in a day, over all counsellors.
fn staffed_s(centre: &ScenarioCentre) -> u32 {
    let shifts = centre.shifts.iter();
    shifts
        .map(|(from, to, count)| to.saturating_sub(*from).saturating_mul(60) * count)
        .sum()
}

fn instant(now: Clock) -> Instant {
    let micros = MIDNIGHT.saturating_mul(1_000_000).saturating_add(now);
    Instant::from_timestamp_micros(micros).unwrap_or_default()
}

fn id<K: IdKind>(at: usize) -> kernel::Id<K> {
    kernel::Id::from_row(Uuid::from_u128(u128::try_from(at).unwrap_or_default() + 1))
}

fn place<K: IdKind>(id: kernel::Id<K>) -> usize {
    usize::try_from(id.to_row().as_u128().saturating_sub(1)).unwrap_or(usize::MAX)
}

pub(super) struct Routed {
    engine: Engine,
    centres: Vec<usize>,
    homes: Vec<Option<County>>,
    capacity: u32,
    decisions: Vec<Decision>,
    starts: Vec<(usize, usize)>,
}

impl Routed {
    pub(super) fn new(scenario: &Scenario, day: &[TraceRow], policy: &Policy) -> Self {
        let counties: Vec<County> = County::all().collect();
        let county = |centre: usize| counties.get(centre % counties.len().max(1)).copied();
        let homes = homes(scenario);
        let mut routed = Self {
            engine: Engine::new(policy.clone()),
            centres: agents(scenario),
            homes: day
                .iter()
                .map(|row| county(*homes.get(row.home.as_str())?))
                .collect(),
            capacity: scenario.concurrency,
            decisions: Vec::new(),
            starts: Vec::new(),
        };
        for (at, row) in scenario.centres.iter().enumerate() {
            if let Some(county) = county(at) {
                routed.found(at, county, staffed_s(row));
            }
        }
        for agent in 0..routed.centres.len() {
            routed.staffed(0, agent, false, 0);
        }
        routed
    }

    /// All centres agree to the same share of each staffed hour, in a period in which every one has kept to it.
    fn found(&mut self, at: usize, county: County, staffed_s: u32) {
        let staffed = u64::from(staffed_s).saturating_mul(DAYS_BEFORE);
        let centre = Centre {
            id: id::<CentreKind>(at),
            county,
            region: None,
            neighbours: Vec::new(),
            reserve: 0,
            agreement: Some(Agreement {
                channels: ChannelSet::all(),
                share: 1,
                period: 1,
                taken_before: u32::try_from(staffed / PER_CONTACT_S).unwrap_or(u32::MAX),
                staffed_before_s: staffed,
            }),
            open: Opening {
                national: ChannelSet::all(),
                local: ChannelSet::all(),
            },
        };
        self.apply(0, Event::CentreChanged { centre });
    }

    /// Applies an event; every offer is accepted at once.
    fn apply(&mut self, now: Clock, event: Event) {
        let now = instant(now);
        let mut decisions = std::mem::take(&mut self.decisions);
        self.engine.apply_into(now, event, &mut decisions);
        let mut done = 0;
        while let Some(decision) = decisions.get(done).cloned() {
            done += 1;
            if let Decision::Offer {
                contact,
                counsellor,
                ..
            } = decision
            {
                self.starts.push((place(contact), place(counsellor)));
                let accepted = Event::OfferAccepted {
                    contact,
                    counsellor,
                };
                self.engine.apply_into(now, accepted, &mut decisions);
            }
        }
        decisions.clear();
        self.decisions = decisions;
    }
}

impl Dispatch for Routed {
    fn arrive(&mut self, now: Clock, contact: usize) {
        let contact = Contact {
            id: id::<ContactKind>(contact),
            channel: Channel::Chat,
            language: Language::Nb,
            topic: None,
            work_type: WorkType::Guidance,
            home_county: self.homes.get(contact).copied().flatten(),
            queue: Queue::National,
            band: 1,
            joined_at: instant(now),
            target: None,
            excluded: Vec::new(),
        };
        self.apply(now, Event::ContactJoined { contact });
    }

    fn leave(&mut self, now: Clock, contact: usize) {
        let contact = id::<ContactKind>(contact);
        self.apply(now, Event::ContactLeft { contact });
    }

    fn ended(&mut self, now: Clock, contact: usize, agent: usize) {
        let (contact, counsellor) = (id::<ContactKind>(contact), id::<StaffKind>(agent));
        self.apply(
            now,
            Event::ContactEnded {
                contact,
                counsellor,
            },
        );
    }

    fn staffed(&mut self, now: Clock, agent: usize, here: bool, holding: u32) {
        let counsellor = Counsellor {
            id: id::<StaffKind>(agent),
            centre: id::<CentreKind>(self.centres.get(agent).copied().unwrap_or_default()),
            state: if here {
                PresenceState::Available
            } else {
                PresenceState::Offline
            },
            channels: ChannelSet::all(),
            languages: LanguageSet::all(),
            topics: Vec::new(),
            capacity_units: self.capacity,
            load_units: holding,
            idle_since: instant(now),
        };
        self.apply(now, Event::CounsellorChanged { counsellor });
    }

    fn tick(&mut self, now: Clock) {
        self.apply(now, Event::Tick);
    }

    fn deadline(&self) -> Option<Clock> {
        let due = self.engine.next_deadline()?.timestamp_micros();
        Some(due - MIDNIGHT.saturating_mul(1_000_000))
    }

    fn starts(&mut self) -> Vec<(usize, usize)> {
        std::mem::take(&mut self.starts)
    }
}
