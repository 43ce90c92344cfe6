//! Random events, fed to the engine and to the model beside it.

use kernel::{Channel, ContactId, Instant, Language, PresenceState, StaffId};
use proptest::prelude::*;
use routing::{
    AtCap, ChannelSet, Choice, Contact, Decision, Engine, Event, LiveOffer, Place, Policy, Queue,
    Restored, Seconds, Served, Snapshot, Target, Weight, Weights,
};

use crate::{
    model::Model,
    world::{
        agreement, at, centre, centre_id, contact, contact_id, counsellor, county, staff_id, topic,
    },
};

/// Who, centre, state, language and channels, topic, capacity.
type Shape = (u32, u32, u8, u8, u8, u32);

#[derive(Clone, Debug)]
pub(crate) enum Step {
    Join(Wishes),
    Requeue(usize, Wishes),
    Leave(usize),
    Counsellor(Shape),
    Remove(u32),
    Accept(usize),
    Decline(usize),
    Void(usize),
    End(usize),
    Centre(u32, u8, u8, u32),
    Policy(u8),
    Wait(i64),
}

#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent coins")]
pub(crate) struct Wishes {
    phone: bool,
    english: bool,
    topic: bool,
    home: u8,
    local: bool,
    band: u8,
    age: i64,
    target: u8,
    excluded: bool,
}

impl Wishes {
    fn contact(&self, id: ContactId, joined_at: Instant) -> Contact {
        let homes = ["03", "32", "46", "55", "11"];
        Contact {
            id,
            joined_at,
            channel: if self.phone {
                Channel::Phone
            } else {
                Channel::Chat
            },
            language: if self.english {
                Language::En
            } else {
                Language::Nb
            },
            topic: self.topic.then(|| topic("law")),
            home_county: homes.get(usize::from(self.home)).map(|home| county(home)),
            queue: if self.local {
                Queue::Local(centre_id(1 + u32::from(self.home % 4)))
            } else {
                Queue::National
            },
            band: self.band,
            target: match self.target {
                1 | 2 => Some(Target::Counsellor(staff_id(u32::from(self.target)))),
                3 => Some(Target::Centre(centre_id(1))),
                _ => None,
            },
            excluded: if self.excluded {
                vec![staff_id(1), staff_id(2)]
            } else {
                Vec::new()
            },
            ..contact(0, 0)
        }
    }
}

fn wishes() -> impl Strategy<Value = Wishes> {
    (
        (
            prop::bool::weighted(0.2),
            prop::bool::weighted(0.2),
            prop::bool::weighted(0.3),
        ),
        (
            0..6_u8,
            prop::bool::weighted(0.2),
            0..3_u8,
            0..3_i64,
            0..12_u8,
        ),
        prop::bool::weighted(0.1),
    )
        .prop_map(
            |((phone, english, topic), (home, local, band, age, target), excluded)| Wishes {
                phone,
                english,
                topic,
                home,
                local,
                band,
                age,
                target,
                excluded,
            },
        )
}

fn step() -> impl Strategy<Value = Step> {
    let any = 0..64_usize;
    prop_oneof![
        8 => wishes().prop_map(Step::Join),
        1 => (any.clone(), wishes()).prop_map(|(which, w)| Step::Requeue(which, w)),
        2 => any.clone().prop_map(Step::Leave),
        6 => (1..7_u32, 1..5_u32, 0..6_u8, 0..4_u8, 0..2_u8, 1..4_u32)
            .prop_map(Step::Counsellor),
        1 => (1..7_u32).prop_map(Step::Remove),
        5 => any.clone().prop_map(Step::Accept),
        2 => any.clone().prop_map(Step::Decline),
        1 => any.clone().prop_map(Step::Void),
        4 => any.prop_map(Step::End),
        2 => (1..5_u32, 0..6_u8, 0..4_u8, 0..3_u32)
            .prop_map(|(which, open, agreed, reserve)| Step::Centre(which, open, agreed, reserve)),
        2 => (0..6_u8).prop_map(Step::Policy),
        5 => (0..25_i64).prop_map(Step::Wait),
    ]
}

pub(crate) fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(), 1..60)
}

fn centre_event(which: u32, open: u8, agreed: u8, reserve: u32) -> Event {
    let mut row = centre(which);
    row.reserve = reserve;
    match open {
        0 => row.open.national = ChannelSet::EMPTY,
        1 => row.open.local = ChannelSet::EMPTY,
        2 => row.open.national = ChannelSet::EMPTY.with(Channel::Chat),
        _ => {}
    }
    row.agreement = (agreed > 0).then(agreement);
    Event::CentreChanged { centre: row }
}

fn policy(kind: u8) -> Policy {
    let widening = match kind {
        1 => (10, 20),
        2 => (0, 15),
        3 => (15, 15),
        _ => (0, 0),
    };
    Policy {
        version: format!("p{kind}"),
        widening_to_region_s: widening.0,
        widening_to_all_s: widening.1,
        skill_relaxation_s: if kind == 3 { 0 } else { 12 },
        misses_before_away: if kind == 2 { 0 } else { 2 },
        fairness_weight: u32::from(kind) * 10,
        queue_cap: (kind == 3 || kind == 5).then_some(6),
        at_cap: if kind == 5 {
            AtCap::Warn
        } else {
            AtCap::Refuse
        },
        home_county_preferred: kind != 2,
        own_county_first_s: (kind == 4).then_some(8),
        weights: Weights {
            chat: Weight::Units(if kind == 4 { 2 } else { 1 }),
            phone: if kind == 5 {
                Weight::Units(2)
            } else {
                Weight::Whole
            },
            ..Weights::default()
        },
        offer_timeout_s: Seconds {
            chat: 30 + u32::from(kind),
            ..Seconds::default()
        },
        overflow_choices: if kind == 1 {
            vec![Choice::Callback]
        } else {
            Choice::ALL.to_vec()
        },
        ..Policy::default()
    }
}

/// The engine, the model beside it, and what the last event did.
pub(crate) struct Walk {
    pub(crate) engine: Engine,
    pub(crate) model: Model,
    seconds: i64,
    joined: u32,
}

impl Walk {
    pub(crate) fn new() -> Self {
        let mut walk = Self {
            engine: Engine::new(policy(0)),
            model: Model::new(policy(0), at(0)),
            seconds: 0,
            joined: 0,
        };
        for number in 1..5 {
            walk.feed(Event::CentreChanged {
                centre: centre(number),
            });
        }
        walk
    }

    fn now(&self) -> Instant {
        at(self.seconds)
    }

    fn feed(&mut self, event: Event) -> Vec<Decision> {
        self.model.apply(self.now(), &event);
        let decisions = self.engine.apply(self.now(), event);
        for decision in &decisions {
            self.model.follow(decision);
        }
        self.model.check_rest();
        decisions
    }

    pub(crate) fn take(&mut self, step: &Step) -> Vec<Decision> {
        if let Step::Wait(seconds) = step {
            return self.wait(*seconds);
        }
        self.event(step)
            .map_or_else(Vec::new, |event| self.feed(event))
    }

    /// Sends the ticks the engine asks for on the way.
    fn wait(&mut self, seconds: i64) -> Vec<Decision> {
        let until = self.seconds + seconds;
        let mut all = Vec::new();
        while let Some(due) = self.engine.next_deadline()
            && due <= at(until)
        {
            self.seconds = self.seconds.max((due - at(0)).num_seconds());
            all.extend(self.feed(Event::Tick));
        }
        self.seconds = until;
        all.extend(self.feed(Event::Tick));
        all
    }

    fn event(&mut self, step: &Step) -> Option<Event> {
        Some(match step {
            Step::Join(_) | Step::Requeue(..) | Step::Leave(_) => return self.contact_event(step),
            Step::Accept(which) | Step::Decline(which) | Step::Void(which) => {
                let (contact, counsellor) = self.live(*which)?;
                match step {
                    Step::Accept(_) => Event::OfferAccepted {
                        contact,
                        counsellor,
                    },
                    Step::Decline(_) => Event::OfferDeclined {
                        contact,
                        counsellor,
                    },
                    _ => Event::OfferVoid {
                        contact,
                        counsellor,
                    },
                }
            }
            Step::End(which) => {
                let serving = self.model.serving.iter();
                let known: Vec<_> = serving.map(|(c, (s, _))| (*c, *s)).collect();
                let (contact, counsellor) = *pick(&known, *which)?;
                Event::ContactEnded {
                    contact,
                    counsellor,
                }
            }
            Step::Counsellor(row) => self.counsellor_event(*row),
            Step::Remove(who) if self.model.load(staff_id(*who)) > 0 => return None,
            Step::Remove(who) => Event::CounsellorRemoved {
                counsellor: staff_id(*who),
            },
            Step::Centre(which, open, agreed, reserve) => {
                centre_event(*which, *open, *agreed, *reserve)
            }
            Step::Policy(kind) => Event::PolicyPublished {
                policy: policy(*kind),
            },
            Step::Wait(_) => return None,
        })
    }

    fn contact_event(&mut self, step: &Step) -> Option<Event> {
        let waiting: Vec<ContactId> = self.model.waiting.keys().copied().collect();
        let serving: Vec<ContactId> = self.model.serving.keys().copied().collect();
        Some(match step {
            Step::Join(wishes) => {
                self.joined += 1;
                let joined_at = at(self.seconds - wishes.age);
                let contact = wishes.contact(contact_id(self.joined), joined_at);
                Event::ContactJoined { contact }
            }
            Step::Requeue(which, wishes) => {
                let joined_at = at(self.seconds - 30 - wishes.age);
                let contact = wishes.contact(*pick(&serving, *which)?, joined_at);
                Event::ContactRequeued { contact }
            }
            Step::Leave(which) => Event::ContactLeft {
                contact: *pick(&waiting, *which)?,
            },
            _ => return None,
        })
    }

    fn counsellor_event(&self, (who, home, state, tongue, skill, capacity): Shape) -> Event {
        let states = [
            PresenceState::Away,
            PresenceState::WrapUp,
            PresenceState::Offline,
        ];
        let mut row = counsellor(who, home);
        if let Some(state) = states.get(usize::from(state)) {
            row.state = *state;
        }
        match tongue {
            0 => row.languages = row.languages.with(Language::En),
            1 => row.channels = ChannelSet::EMPTY.with(Channel::Chat),
            _ => {}
        }
        if skill == 0 {
            row.topics = vec![topic("law")];
        }
        row.capacity_units = capacity;
        row.load_units = self.model.load(row.id);
        row.idle_since = at(self.seconds - i64::from(who));
        Event::CounsellorChanged { counsellor: row }
    }

    fn live(&self, which: usize) -> Option<(ContactId, StaffId)> {
        let live: Vec<_> = self
            .model
            .offers
            .iter()
            .map(|(c, live)| (*c, live.counsellor))
            .collect();
        pick(&live, which).copied()
    }

    /// A new engine that is told what a database would know, and what it decides at once.
    pub(crate) fn rebuilt(&self) -> (Engine, Vec<Decision>) {
        let model = &self.model;
        let version = |id: &ContactId| Some(model.rule(*id).version.as_str().into());
        let mut waiting: Vec<Restored> = model
            .waiting
            .values()
            .map(|waiting| Restored {
                contact: Contact {
                    policy: version(&waiting.contact.id),
                    ..waiting.contact.clone()
                },
                offer: model.offers.get(&waiting.contact.id).map(|live| LiveOffer {
                    counsellor: live.counsellor,
                    expires_at: live.expires_at,
                }),
            })
            .collect();
        waiting.sort_by_key(|row| row.contact.joined_at);
        let counsellors = model.counsellors.values().map(|row| routing::Counsellor {
            load_units: model.load(row.id),
            ..row.clone()
        });
        let served = model
            .serving
            .iter()
            .map(|(contact, (counsellor, _))| Served {
                contact: *contact,
                counsellor: *counsellor,
                channel: Channel::Chat,
                work_type: kernel::WorkType::Guidance,
                accepted_at: self.now(),
                policy: version(contact),
            });
        let snapshot = Snapshot {
            centres: model.centres.values().cloned().collect(),
            counsellors: counsellors.collect(),
            waiting,
            served: served.collect(),
        };
        let former: Vec<Policy> = (0..6).map(policy).collect();
        Engine::restore(model.policy.clone(), &former, self.now(), snapshot)
    }

    pub(crate) fn places(&self) -> Vec<(ContactId, usize, Place)> {
        let entered = |id: &ContactId| self.model.waiting[id].entered;
        self.model
            .waiting
            .keys()
            .filter_map(|id| Some((*id, entered(id), self.engine.place(*id)?)))
            .collect()
    }
}

fn pick<T>(from: &[T], which: usize) -> Option<&T> {
    from.get(which.checked_rem(from.len())?)
}
