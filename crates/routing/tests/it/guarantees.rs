//! G1 to G8 over random sequences of events, judged by the plain model.

use kernel::{Channel, ContactId, Instant, Language, PresenceState, StaffId};
use proptest::prelude::*;
use routing::{
    Cause, ChannelSet, Contact, Decision, Engine, Event, LanguageSet, Place, Policy, Queue, Target,
};

use crate::{
    model::Model,
    world::{
        agreement, at, centre, centre_id, contact, contact_id, counsellor, county, staff_id, topic,
    },
};

#[derive(Clone, Debug)]
enum Step {
    Join(Wishes),
    Requeue(usize, Wishes),
    Leave(usize),
    Counsellor(u32, u32, u8, u8, u8, u32),
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
struct Wishes {
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
            .prop_map(|(who, c, s, l, t, cap)| Step::Counsellor(who, c, s, l, t, cap)),
        1 => (1..7_u32).prop_map(Step::Remove),
        5 => any.clone().prop_map(Step::Accept),
        2 => any.clone().prop_map(Step::Decline),
        1 => any.clone().prop_map(Step::Void),
        4 => any.prop_map(Step::End),
        2 => (1..5_u32, 0..6_u8, 0..4_u8, 0..3_u32)
            .prop_map(|(which, open, agreed, reserve)| Step::Centre(which, open, agreed, reserve)),
        1 => (0..4_u8).prop_map(Step::Policy),
        5 => (0..25_i64).prop_map(Step::Wait),
    ]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(), 1..60)
}

fn policy(kind: u8) -> Policy {
    let widening = match kind {
        0 => (0, 0),
        1 => (10, 20),
        2 => (0, 15),
        _ => (15, 15),
    };
    Policy {
        version: format!("p{kind}"),
        widening_to_region_s: widening.0,
        widening_to_all_s: widening.1,
        skill_relaxation_s: if kind == 3 { 0 } else { 12 },
        misses_before_away: if kind == 2 { 0 } else { 2 },
        fairness_weight: u32::from(kind) * 10,
        queue_cap: (kind == 3).then_some(6),
        ..Policy::default()
    }
}

/// The engine, the model beside it, and what the last event did.
struct Walk {
    engine: Engine,
    model: Model,
    seconds: i64,
    joined: u32,
}

impl Walk {
    fn new() -> Self {
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

    fn take(&mut self, step: &Step) -> Vec<Decision> {
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

    fn contact(&self, id: ContactId, joined_at: Instant, wishes: &Wishes) -> Contact {
        let homes = ["03", "32", "46", "55", "11"];
        Contact {
            id,
            joined_at,
            channel: if wishes.phone {
                Channel::Phone
            } else {
                Channel::Chat
            },
            language: if wishes.english {
                Language::En
            } else {
                Language::Nb
            },
            topic: wishes.topic.then(|| topic("law")),
            home_county: homes.get(usize::from(wishes.home)).map(|home| county(home)),
            queue: if wishes.local {
                Queue::Local(centre_id(1 + u32::from(wishes.home % 4)))
            } else {
                Queue::National
            },
            band: wishes.band,
            target: match wishes.target {
                1 | 2 => Some(Target::Counsellor(staff_id(u32::from(wishes.target)))),
                3 => Some(Target::Centre(centre_id(1))),
                _ => None,
            },
            excluded: if wishes.excluded {
                vec![staff_id(1), staff_id(2)]
            } else {
                Vec::new()
            },
            ..contact(0, 0)
        }
    }

    fn event(&mut self, step: &Step) -> Option<Event> {
        Some(match step {
            Step::Join(wishes) => {
                self.joined += 1;
                let joined_at = at(self.seconds - wishes.age);
                let contact = self.contact(contact_id(self.joined), joined_at, wishes);
                Event::ContactJoined { contact }
            }
            Step::Requeue(which, wishes) => {
                let known: Vec<ContactId> = self.model.serving.keys().copied().collect();
                let id = *pick(&known, *which)?;
                let age = at(self.seconds - 30 - wishes.age);
                Event::ContactRequeued {
                    contact: self.contact(id, age, wishes),
                }
            }
            Step::Leave(which) => {
                let known: Vec<ContactId> = self.model.waiting.keys().copied().collect();
                Event::ContactLeft {
                    contact: *pick(&known, *which)?,
                }
            }
            Step::Counsellor(who, home, state, tongue, skill, capacity) => {
                let id = staff_id(*who);
                let states = [
                    PresenceState::Away,
                    PresenceState::WrapUp,
                    PresenceState::Offline,
                ];
                let state = states.get(usize::from(*state)).copied();
                let languages = LanguageSet::EMPTY.with(Language::Nb);
                let mut row = counsellor(*who, *home);
                row.state = state.unwrap_or(PresenceState::Available);
                row.languages = if *tongue == 0 {
                    languages.with(Language::En)
                } else {
                    languages
                };
                row.channels = if *tongue == 1 {
                    ChannelSet::EMPTY.with(Channel::Chat)
                } else {
                    row.channels
                };
                row.topics = if *skill == 0 {
                    vec![topic("law")]
                } else {
                    Vec::new()
                };
                row.capacity_units = *capacity;
                row.load_units = self.model.load(id);
                row.idle_since = at(self.seconds - i64::from(*who));
                Event::CounsellorChanged { counsellor: row }
            }
            Step::Remove(who) => {
                if self.model.load(staff_id(*who)) > 0 {
                    return None;
                }
                Event::CounsellorRemoved {
                    counsellor: staff_id(*who),
                }
            }
            Step::Accept(which) => {
                let (contact, counsellor) = self.live(*which)?;
                Event::OfferAccepted {
                    contact,
                    counsellor,
                }
            }
            Step::Decline(which) => {
                let (contact, counsellor) = self.live(*which)?;
                Event::OfferDeclined {
                    contact,
                    counsellor,
                }
            }
            Step::Void(which) => {
                let (contact, counsellor) = self.live(*which)?;
                Event::OfferVoid {
                    contact,
                    counsellor,
                }
            }
            Step::End(which) => {
                let known: Vec<_> = self
                    .model
                    .serving
                    .iter()
                    .map(|(c, (s, _))| (*c, *s))
                    .collect();
                let (contact, counsellor) = *pick(&known, *which)?;
                Event::ContactEnded {
                    contact,
                    counsellor,
                }
            }
            Step::Centre(which, open, agreed, reserve) => {
                let mut row = centre(*which);
                row.reserve = *reserve;
                match open {
                    0 => row.open.national = ChannelSet::EMPTY,
                    1 => row.open.local = ChannelSet::EMPTY,
                    2 => row.open.national = ChannelSet::EMPTY.with(Channel::Chat),
                    _ => {}
                }
                row.agreement = (*agreed > 0).then(agreement);
                Event::CentreChanged { centre: row }
            }
            Step::Policy(kind) => Event::PolicyPublished {
                policy: policy(*kind),
            },
            Step::Wait(_) => return None,
        })
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

    fn places(&self) -> Vec<(ContactId, usize, Place)> {
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

fn no_fault(steps: &[Step], guarantee: u8) -> Result<(), TestCaseError> {
    let mut walk = Walk::new();
    for (number, step) in steps.iter().enumerate() {
        walk.take(step);
        let fault = walk
            .model
            .faults
            .iter()
            .find(|(which, _)| *which == guarantee);
        prop_assert!(fault.is_none(), "after step {number} {step:?}: {fault:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn g1_load_and_live_offers_never_exceed_capacity(steps in steps()) {
        no_fault(&steps, 1)?;
    }

    #[test]
    fn g2_a_contact_has_at_most_one_live_offer(steps in steps()) {
        no_fault(&steps, 2)?;
    }

    #[test]
    fn g3_nobody_is_passed_by_a_later_contact_of_the_band(steps in steps()) {
        no_fault(&steps, 3)?;
    }

    #[test]
    fn g4_nobody_waits_whom_a_free_counsellor_could_take(steps in steps()) {
        no_fault(&steps, 4)?;
    }

    #[test]
    fn g5_a_position_never_grows_but_for_a_higher_band(steps in steps()) {
        let mut walk = Walk::new();
        let mut before = Vec::new();
        for step in &steps {
            walk.take(step);
            let places = walk.places();
            for (id, entered, place) in &places {
                let ahead = walk.model.ahead(*id);
                prop_assert_eq!(usize::try_from(place.position).unwrap(), ahead + 1, "{} after {:?}", id, step);
                let old = before.iter().find(|(known, at, _)| known == id && at == entered);
                if let Some((_, _, old)) = old {
                    let old: &Place = old;
                    let higher = place.ahead_by_priority.saturating_sub(old.ahead_by_priority);
                    prop_assert!(place.position <= old.position + higher, "{id}: {old:?} then {place:?}");
                }
            }
            before = places;
        }
    }

    #[test]
    fn g6_the_same_events_give_the_same_decisions(steps in steps()) {
        let (mut one, mut two) = (Walk::new(), Walk::new());
        for step in &steps {
            prop_assert_eq!(one.take(step), two.take(step));
        }
    }

    #[test]
    fn g7_reserve_hours_and_agreements_are_never_broken(steps in steps()) {
        no_fault(&steps, 7)?;
    }

    #[test]
    fn g8_a_contact_without_a_match_gets_its_choices_at_once(steps in steps()) {
        no_fault(&steps, 8)?;
    }

    #[test]
    fn an_offer_counts_every_counsellor_ruled_out_under_the_true_cause(steps in steps()) {
        no_fault(&steps, 9)?;
    }

    #[test]
    fn a_full_explanation_names_the_true_cause_for_every_counsellor(steps in steps()) {
        let mut walk = Walk::new();
        for step in &steps {
            walk.take(step);
            for (id, waiting) in &walk.model.waiting {
                let full = walk.engine.explain(*id).unwrap();
                for (judged, (who, cause)) in full.judged.iter().zip(walk.model.judge(waiting)) {
                    prop_assert_eq!(judged.counsellor, who);
                    let new_round = judged.cause == Some(Cause::Missed) && cause.is_none();
                    prop_assert!(judged.cause == cause || new_round, "{id}: {judged:?} or {cause:?}");
                }
            }
        }
    }
}
