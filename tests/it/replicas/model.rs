//! A model of dispatch with two processes that both believe to decide, searched for every order in which their
//! statements, those of seekers and counsellors, deaths and pauses can come.
//!
//! The engine is left out: a process may decide anything that its own, perhaps old, view of the database allows,
//! so what holds here holds for every engine. A transaction is as in `contacts::dispatch::carry`: the fence
//! (`platform::lease`), then each conditional write with its row lock, then the commit.

use stateright::{Checker, Model, Property};

/// Contacts, counsellors and processes are numbers.
type Id = usize;

/// Times that somebody takes the lease.
const MOST_TOKENS: u8 = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Stage {
    Waiting,
    Served(Id),
    Closed,
}

/// What is committed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Stored {
    token: u8,
    stages: Vec<Stage>,
    /// Live offers: contact and counsellor.
    offers: Vec<(Id, Id)>,
    /// Units taken, by counsellor.
    load: Vec<u8>,
}

impl Stored {
    fn offer_of(&self, contact: Id) -> Option<Id> {
        let mut offers = self.offers.iter();
        offers.find(|offer| offer.0 == contact).map(|offer| offer.1)
    }

    fn release(&mut self, counsellor: Id) {
        self.load[counsellor] = self.load[counsellor].saturating_sub(1);
    }

    fn free(&self, capacity: u8) -> usize {
        self.load.iter().filter(|load| **load < capacity).count()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Deed {
    Offer,
    Withdraw,
}

/// How far a transaction is: what it locked so far it holds until its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Step {
    Begun,
    Fenced,
    ContactWritten,
    CounsellorWritten,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Transaction {
    deed: Deed,
    contact: Id,
    counsellor: Id,
    step: Step,
}

/// A copy of the program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Process {
    /// The token it believes to hold.
    term: Option<u8>,
    /// The database as it knows it.
    view: Option<Stored>,
    transaction: Option<Transaction>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct World {
    stored: Stored,
    processes: Vec<Process>,
    /// Some process was kept from deciding.
    fenced: bool,
}

#[derive(Clone, Debug, PartialEq)]
enum Action {
    TakeLease(Id),
    Look(Id),
    Begin(Id, Deed, Id, Id),
    Go(Id),
    /// PostgreSQL ends a transaction that stands still, or the connection breaks.
    Abort(Id),
    Die(Id),
    Accept(Id),
    Leave(Id),
    End(Id),
}

/// What the database guards.
#[derive(Clone, Copy)]
struct Guards {
    fence: bool,
    conditions: bool,
}

struct Dispatch {
    contacts: usize,
    counsellors: usize,
    capacity: u8,
    /// Free counsellors that are always kept.
    reserve: usize,
    guards: Guards,
}

impl World {
    fn transactions(&self) -> impl Iterator<Item = &Transaction> {
        let all = self.processes.iter();
        all.filter_map(|process| process.transaction.as_ref())
    }

    fn is_contact_locked(&self, contact: Id) -> bool {
        let mut all = self.transactions();
        all.any(|tx| tx.contact == contact && tx.step >= Step::ContactWritten)
    }

    fn is_counsellor_locked(&self, counsellor: Id) -> bool {
        let mut all = self.transactions();
        all.any(|tx| tx.counsellor == counsellor && tx.step >= Step::CounsellorWritten)
    }

    /// Ends a transaction; what it was about is looked up again.
    fn roll_back(&mut self, process: Id) {
        self.processes[process].transaction = None;
        self.processes[process].view = None;
    }
}

/// What seekers and counsellors do, each in one transaction that takes locks as well.
impl World {
    fn accept(&self, contact: Id) -> Option<World> {
        let counsellor = self.stored.offer_of(contact)?;
        if self.is_contact_locked(contact) || self.stored.stages[contact] != Stage::Waiting {
            return None;
        }
        let mut next = self.clone();
        next.stored
            .offers
            .retain(|live| *live != (contact, counsellor));
        next.stored.stages[contact] = Stage::Served(counsellor);
        Some(next)
    }

    fn leave(&self, contact: Id) -> Option<World> {
        let offered = self.stored.offer_of(contact);
        let is_locked = self.is_contact_locked(contact)
            || offered.is_some_and(|id| self.is_counsellor_locked(id));
        if is_locked || self.stored.stages[contact] != Stage::Waiting {
            return None;
        }
        let mut next = self.clone();
        if let Some(counsellor) = offered {
            next.stored
                .offers
                .retain(|live| *live != (contact, counsellor));
            next.stored.release(counsellor);
        }
        next.stored.stages[contact] = Stage::Closed;
        Some(next)
    }

    fn end(&self, contact: Id) -> Option<World> {
        let Stage::Served(counsellor) = self.stored.stages[contact] else {
            return None;
        };
        if self.is_contact_locked(contact) || self.is_counsellor_locked(counsellor) {
            return None;
        }
        let mut next = self.clone();
        next.stored.release(counsellor);
        next.stored.stages[contact] = Stage::Closed;
        Some(next)
    }
}

impl Dispatch {
    /// What a process may decide by its view.
    fn decisions(&self, number: Id, view: &Stored, actions: &mut Vec<Action>) {
        for contact in 0..self.contacts {
            if let Some(counsellor) = view.offer_of(contact) {
                actions.push(Action::Begin(number, Deed::Withdraw, contact, counsellor));
            } else if view.stages[contact] == Stage::Waiting {
                let with_room = (0..self.counsellors).filter(|id| view.load[*id] < self.capacity);
                let offers = with_room.filter(|id| {
                    let fills = view.load[*id] + 1 == self.capacity;
                    view.free(self.capacity) >= self.reserve + usize::from(fills)
                });
                let offers = offers.map(|id| Action::Begin(number, Deed::Offer, contact, id));
                actions.extend(offers);
            }
        }
    }

    /// The next statement of a transaction; none where it waits for a lock.
    fn go(&self, world: &World, number: Id) -> Option<World> {
        let mut next = world.clone();
        let process = &world.processes[number];
        let tx = process.transaction.clone()?;
        let stored = &world.stored;
        let (holds, step) = match tx.step {
            Step::Begun => {
                let current = process.term == Some(stored.token);
                if self.guards.fence && !current {
                    next.processes[number] = Process::default();
                    next.fenced = true;
                    return Some(next);
                }
                (true, Step::Fenced)
            }
            Step::Fenced if world.is_contact_locked(tx.contact) => return None,
            Step::Fenced => {
                let live = stored.offer_of(tx.contact);
                let holds = match tx.deed {
                    Deed::Offer => stored.stages[tx.contact] == Stage::Waiting && live.is_none(),
                    Deed::Withdraw => live == Some(tx.counsellor),
                };
                (holds, Step::ContactWritten)
            }
            Step::ContactWritten if world.is_counsellor_locked(tx.counsellor) => return None,
            Step::ContactWritten => {
                let holds = tx.deed == Deed::Withdraw || stored.load[tx.counsellor] < self.capacity;
                (holds, Step::CounsellorWritten)
            }
            Step::CounsellorWritten => {
                commit(&mut next, number, &tx);
                return Some(next);
            }
        };
        if holds || !self.guards.conditions {
            next.processes[number].transaction = Some(Transaction { step, ..tx });
        } else {
            next.roll_back(number);
        }
        Some(next)
    }
}

fn commit(world: &mut World, number: Id, tx: &Transaction) {
    let offer = (tx.contact, tx.counsellor);
    let apply = |stored: &mut Stored| match tx.deed {
        Deed::Offer => {
            stored.offers.push(offer);
            stored.offers.sort_unstable();
            stored.load[tx.counsellor] += 1;
        }
        Deed::Withdraw => {
            stored.offers.retain(|live| *live != offer);
            stored.release(tx.counsellor);
        }
    };
    apply(&mut world.stored);
    let process = &mut world.processes[number];
    process.transaction = None;
    if let Some(view) = &mut process.view {
        apply(view);
    }
}

impl Model for Dispatch {
    type State = World;
    type Action = Action;

    fn init_states(&self) -> Vec<World> {
        let stored = Stored {
            token: 0,
            stages: vec![Stage::Waiting; self.contacts],
            offers: Vec::new(),
            load: vec![0; self.counsellors],
        };
        vec![World {
            stored,
            processes: vec![Process::default(); 2],
            fenced: false,
        }]
    }

    fn actions(&self, world: &World, actions: &mut Vec<Action>) {
        for (number, process) in world.processes.iter().enumerate() {
            let token = world.stored.token;
            if process.term != Some(token) && token < MOST_TOKENS && process.transaction.is_none() {
                actions.push(Action::TakeLease(number));
            }
            if process.term.is_none() {
                continue;
            }
            actions.push(Action::Die(number));
            if process.transaction.is_some() {
                actions.extend([Action::Go(number), Action::Abort(number)]);
                continue;
            }
            if process.view.as_ref() != Some(&world.stored) {
                actions.push(Action::Look(number));
            }
            if let Some(view) = &process.view {
                self.decisions(number, view, actions);
            }
        }
        for contact in 0..self.contacts {
            actions.extend([
                Action::Accept(contact),
                Action::Leave(contact),
                Action::End(contact),
            ]);
        }
    }

    fn next_state(&self, world: &World, action: Action) -> Option<World> {
        let mut next = world.clone();
        match action {
            Action::TakeLease(number) => {
                // The row is locked by whoever decides now.
                let is_locked = world.transactions().any(|tx| tx.step >= Step::Fenced);
                if self.guards.fence && is_locked {
                    return None;
                }
                next.stored.token += 1;
                next.processes[number] = Process {
                    term: Some(next.stored.token),
                    ..Process::default()
                };
            }
            Action::Look(number) => next.processes[number].view = Some(world.stored.clone()),
            Action::Begin(number, deed, contact, counsellor) => {
                next.processes[number].transaction = Some(Transaction {
                    deed,
                    contact,
                    counsellor,
                    step: Step::Begun,
                });
            }
            Action::Go(number) => return self.go(world, number),
            Action::Abort(number) => next.roll_back(number),
            Action::Die(number) => next.processes[number] = Process::default(),
            Action::Accept(contact) => return world.accept(contact),
            Action::Leave(contact) => return world.leave(contact),
            Action::End(contact) => return world.end(contact),
        }
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always(CAPACITY, |model: &Self, world: &World| {
                let mut loads = world.stored.load.iter();
                loads.all(|load| *load <= model.capacity)
            }),
            Property::always(ONE_OFFER, |model: &Self, world: &World| {
                let count = |contact| {
                    let offers = world.stored.offers.iter();
                    offers.filter(|offer| offer.0 == contact).count()
                };
                (0..model.contacts).all(|contact| count(contact) <= 1)
            }),
            Property::always(RESERVE, |model: &Self, world: &World| {
                world.stored.free(model.capacity) >= model.reserve
            }),
            Property::always(WAITING, |_model: &Self, world: &World| {
                let stored = &world.stored;
                let mut offers = stored.offers.iter();
                offers.all(|(contact, _)| stored.stages[*contact] == Stage::Waiting)
            }),
            Property::always(UNITS, |model: &Self, world: &World| {
                let stored = &world.stored;
                (0..model.counsellors).all(|id| {
                    let offered = stored.offers.iter().filter(|offer| offer.1 == id).count();
                    let stages = stored.stages.iter();
                    let served = stages.filter(|stage| **stage == Stage::Served(id)).count();
                    usize::from(stored.load[id]) == offered + served
                })
            }),
            Property::sometimes(TWO, |_model: &Self, world: &World| {
                world
                    .processes
                    .iter()
                    .all(|one| one.term.is_some() && one.view.is_some())
            }),
            Property::sometimes(KEPT_OUT, |_model: &Self, world: &World| world.fenced),
            Property::sometimes(ALL_SERVED, |_model: &Self, world: &World| {
                let mut stages = world.stored.stages.iter();
                stages.all(|stage| matches!(stage, Stage::Served(_)))
            }),
        ]
    }
}

const CAPACITY: &str = "load and live offers never exceed the capacity (G1)";
const ONE_OFFER: &str = "a contact has at most one live offer (G2)";
const RESERVE: &str = "the reserve is never broken (G7)";
const WAITING: &str = "only who waits has a live offer";
const UNITS: &str = "no unit is lost or counted twice";
const TWO: &str = "two processes believe to decide";
const KEPT_OUT: &str = "one that was deposed is kept from writing";
const ALL_SERVED: &str = "everybody is served";

const GUARDED: Guards = Guards {
    fence: true,
    conditions: true,
};

fn search(model: Dispatch) -> impl Checker<Dispatch> {
    let checker = model.checker().threads(2).spawn_bfs().join();
    println!("{} states", checker.unique_state_count());
    checker
}

#[test]
fn two_who_decide_at_once_never_overload_anybody_or_offer_a_contact_twice() {
    let model = Dispatch {
        contacts: 2,
        counsellors: 2,
        capacity: 1,
        reserve: 0,
        guards: GUARDED,
    };
    search(model).assert_properties();
}

#[test]
fn two_who_decide_at_once_keep_the_reserve() {
    let model = Dispatch {
        contacts: 2,
        counsellors: 2,
        capacity: 2,
        reserve: 1,
        guards: GUARDED,
    };
    search(model).assert_properties();
}

#[test]
fn without_the_fence_the_reserve_would_break() {
    let model = Dispatch {
        contacts: 2,
        counsellors: 2,
        capacity: 1,
        reserve: 1,
        guards: Guards {
            fence: false,
            ..GUARDED
        },
    };
    search(model).assert_any_discovery(RESERVE);
}

#[test]
fn without_conditional_writes_contacts_who_left_would_be_offered() {
    let model = Dispatch {
        contacts: 2,
        counsellors: 1,
        capacity: 1,
        reserve: 0,
        guards: Guards {
            conditions: false,
            ..GUARDED
        },
    };
    search(model).assert_any_discovery(WAITING);
}
