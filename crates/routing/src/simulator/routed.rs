//! The engine on the floor.

use std::collections::BTreeSet;

use kernel::{
    Channel, County, IdKind, Instant, Language, PresenceState, WorkType,
    id::{CentreKind, ContactKind, StaffKind},
};
use uuid::Uuid;

use super::{
    Scenario, ScenarioCentre, ScenarioCounsellor, TraceRow,
    floor::{Clock, Dispatch, agents, homes},
};
use crate::{
    Agreement, AtCap, Centre, ChannelSet, Contact, Counsellor, Decision, Engine, Event,
    LanguageSet, Opening, OverflowCause, Policy, Queue, Topic,
};

/// Seconds since 1970 at which every simulated day begins.
const MIDNIGHT: Clock = 1_767_225_600;

/// How far the period of the agreements has come when a day begins.
const DAYS_BEFORE: u64 = 30;
/// Staffed seconds per contact taken on those days.
const PER_CONTACT_S: u64 = 1200;

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

/// A counsellor of the scenario.
struct Agent {
    centre: usize,
    capacity: u32,
    channels: ChannelSet,
    languages: LanguageSet,
    topics: Vec<Topic>,
}

impl Agent {
    fn new(
        (centre, capacity): (usize, u32),
        skills: Option<&ScenarioCounsellor>,
        all_topics: &[Topic],
    ) -> Self {
        let skills = skills.cloned().unwrap_or_default();
        Self {
            centre,
            capacity,
            channels: skills
                .channels
                .map_or_else(ChannelSet::all, |channels| channels.into_iter().collect()),
            languages: skills.languages.map_or_else(LanguageSet::all, |languages| {
                languages.into_iter().collect()
            }),
            topics: skills.topics.map_or_else(
                || all_topics.to_vec(),
                |topics| topics.iter().map(|topic| topic.as_str().into()).collect(),
            ),
        }
    }
}

pub(super) struct Routed<'a> {
    engine: Engine,
    day: &'a [TraceRow],
    agents: Vec<Agent>,
    homes: Vec<Option<County>>,
    decisions: Vec<Decision>,
    starts: Vec<(usize, usize)>,
    turned: Vec<(usize, AtCap)>,
}

/// The counsellors of the scenario, each with what it lists for them.
fn staff(scenario: &Scenario, day: &[TraceRow]) -> Vec<Agent> {
    let topics: BTreeSet<&str> = day.iter().filter_map(|row| row.topic.as_deref()).collect();
    let topics: Vec<Topic> = topics.into_iter().map(Topic::from).collect();
    if !scenario.people.is_empty() {
        let people = scenario.people.iter();
        return people
            .map(|one| Agent::new((one.centre, one.capacity), Some(&one.skills), &topics))
            .collect();
    }
    let mut met = vec![0_usize; scenario.centres.len()];
    let agents = agents(scenario).into_iter();
    agents
        .map(|centre| {
            let number = met
                .get_mut(centre)
                .map_or(0, |met| std::mem::replace(met, *met + 1));
            let row = scenario.centres.get(centre);
            Agent::new(
                (centre, scenario.concurrency),
                row.and_then(|row| row.counsellors.get(number)),
                &topics,
            )
        })
        .collect()
}

impl<'a> Routed<'a> {
    pub(super) fn new(scenario: &Scenario, day: &'a [TraceRow], policy: &Policy) -> Self {
        let counties: Vec<County> = County::all().collect();
        let county = |centre: usize| {
            let told = scenario.centres.get(centre).and_then(|row| row.county);
            told.or_else(|| counties.get(centre % counties.len().max(1)).copied())
        };
        let homes = homes(scenario);
        let mut routed = Self {
            engine: Engine::new(policy.clone()),
            day,
            agents: staff(scenario, day),
            homes: day
                .iter()
                .map(|row| county(*homes.get(row.home.as_str())?))
                .collect(),
            decisions: Vec::new(),
            starts: Vec::new(),
            turned: Vec::new(),
        };
        for (at, row) in scenario.centres.iter().enumerate() {
            if let Some(county) = county(at) {
                routed.found((at, county), row, scenario.staffed_s(at));
            }
        }
        for agent in 0..routed.agents.len() {
            routed.staffed(0, agent, false, 0);
        }
        routed
    }

    /// A period has begun in which every centre has kept to what it agreed.
    fn found(&mut self, (at, county): (usize, County), row: &ScenarioCentre, staffed_s: u32) {
        let staffed = u64::from(staffed_s).saturating_mul(DAYS_BEFORE);
        let taken = staffed.saturating_mul(row.agreed_share.into()) / PER_CONTACT_S;
        let centre = Centre {
            id: id::<CentreKind>(at),
            county,
            region: row.region.clone(),
            neighbours: Vec::new(),
            reserve: 0,
            agreement: Some(Agreement {
                channels: ChannelSet::all(),
                share: row.agreed_share,
                period: 1,
                taken_before: u32::try_from(taken).unwrap_or(u32::MAX),
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
            match decision {
                Decision::Offer {
                    contact,
                    counsellor,
                    ..
                } => {
                    self.starts.push((place(contact), place(counsellor)));
                    let accepted = Event::OfferAccepted {
                        contact,
                        counsellor,
                    };
                    self.engine.apply_into(now, accepted, &mut decisions);
                }
                Decision::Overflow { contact, cause, .. } => {
                    let at_cap = match cause {
                        OverflowCause::QueueFull => AtCap::Refuse,
                        OverflowCause::QueueLong => AtCap::Warn,
                        OverflowCause::NoMatch => continue,
                    };
                    self.turned.push((place(contact), at_cap));
                }
                Decision::Withdraw { .. } | Decision::Away { .. } => {}
            }
        }
        decisions.clear();
        self.decisions = decisions;
    }
}

impl Dispatch for Routed<'_> {
    fn arrive(&mut self, now: Clock, contact: usize) {
        let Some(row) = self.day.get(contact) else {
            return;
        };
        let contact = Contact {
            id: id::<ContactKind>(contact),
            channel: row.channel.unwrap_or(Channel::Chat),
            language: row.language.unwrap_or(Language::Nb),
            topic: row.topic.as_deref().map(Topic::from),
            work_type: row.work_type.unwrap_or(WorkType::Guidance),
            home_county: self.homes.get(contact).copied().flatten(),
            queue: Queue::National,
            band: self.engine.policy().band(&row.reasons),
            joined_at: instant(now),
            target: None,
            excluded: Vec::new(),
            policy: None,
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

    fn staffed(&mut self, now: Clock, agent: usize, here: bool, _: u32) {
        let Some(row) = self.agents.get(agent) else {
            return;
        };
        let id = id::<StaffKind>(agent);
        let counsellor = Counsellor {
            id,
            centre: self::id::<CentreKind>(row.centre),
            state: if here {
                PresenceState::Available
            } else {
                PresenceState::Offline
            },
            channels: row.channels,
            languages: row.languages,
            topics: row.topics.clone(),
            capacity_units: row.capacity,
            load_units: self.engine.load(id).map_or(0, |(load, _)| load),
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

    fn turned(&mut self) -> Vec<(usize, AtCap)> {
        std::mem::take(&mut self.turned)
    }
}
