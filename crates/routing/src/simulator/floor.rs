//! The floor: counsellors at work, shifts, arrivals and seekers who give up, whoever dispatches.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
    ops::ControlFlow,
    time::Duration,
};

use super::{
    Outcome, Scenario, Staffing, TraceRow,
    outcome::{Fate, number},
};
use crate::AtCap;

/// After so many arrivals the watcher is asked.
const WATCHED: usize = 128;

/// Microseconds since the day began.
pub(super) type Clock = i64;

pub(super) fn clock(seconds: f64) -> Clock {
    Duration::try_from_secs_f64(seconds.max(0.0))
        .ok()
        .and_then(|duration| Clock::try_from(duration.as_micros()).ok())
        .unwrap_or(Clock::MAX)
}

pub(super) fn in_seconds(clock: Clock) -> f64 {
    let micros = u64::try_from(clock).unwrap_or_default();
    Duration::from_micros(micros).as_secs_f64()
}

/// Decides who serves whom; told everything, asked for starts.
pub(super) trait Dispatch {
    fn arrive(&mut self, now: Clock, contact: usize);
    fn leave(&mut self, now: Clock, contact: usize);
    fn ended(&mut self, now: Clock, contact: usize, agent: usize);
    /// The agent comes, or goes while still holding contacts.
    fn staffed(&mut self, now: Clock, agent: usize, here: bool, holding: u32);
    fn tick(&mut self, now: Clock);
    fn deadline(&self) -> Option<Clock>;
    /// Contact and agent of every talk that begins, once each.
    fn starts(&mut self) -> Vec<(usize, usize)>;
    /// Contacts that met a queue at its cap, once each.
    fn turned(&mut self) -> Vec<(usize, AtCap)> {
        Vec::new()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Happening {
    Shift(usize),
    Arrival(usize),
    GivesUp(usize),
    End {
        agent: usize,
        contact: usize,
        version: u64,
    },
}

/// A counsellor at work.
#[derive(Clone, Debug)]
pub(super) struct Agent {
    pub(super) centre: usize,
    here: bool,
    jobs: Vec<usize>,
    since: Clock,
    version: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Coming,
    Waiting,
    Served,
    Gone,
}

pub(super) struct Floor<'a> {
    scenario: &'a Scenario,
    day: &'a [TraceRow],
    agents: Vec<Agent>,
    states: Vec<State>,
    left: Vec<f64>,
    fates: Vec<Fate>,
    held_s: Vec<f64>,
    coming: BinaryHeap<Reverse<(Clock, u64, Happening)>>,
    number: u64,
    now: Clock,
}

/// The counsellors of a scenario: its people, or as many per centre as it ever has at once.
pub(super) fn agents(scenario: &Scenario) -> Vec<usize> {
    if !scenario.people.is_empty() {
        return scenario.people.iter().map(|person| person.centre).collect();
    }
    let centres = 0..scenario.centres.len();
    centres
        .flat_map(|centre| (0..scenario.most_at(centre)).map(move |_| centre))
        .collect()
}

pub(super) fn homes(scenario: &Scenario) -> HashMap<&str, usize> {
    let centres = scenario.centres.iter().enumerate();
    centres
        .map(|(at, centre)| (centre.id.as_str(), at))
        .collect()
}

impl<'a> Floor<'a> {
    pub(super) fn new(scenario: &'a Scenario, day: &'a [TraceRow]) -> Self {
        let homes = homes(scenario);
        let agent = |centre| Agent {
            centre,
            here: false,
            jobs: Vec::new(),
            since: 0,
            version: 0,
        };
        let mut floor = Self {
            scenario,
            day,
            agents: agents(scenario).into_iter().map(agent).collect(),
            states: vec![State::Coming; day.len()],
            left: day.iter().map(|row| row.work).collect(),
            fates: day
                .iter()
                .map(|row| Fate::new(row.t, homes.get(row.home.as_str()).copied()))
                .collect(),
            held_s: vec![0.0; scenario.centres.len()],
            coming: BinaryHeap::new(),
            number: 0,
            now: 0,
        };
        for (at, change) in scenario.staffing().iter().enumerate() {
            floor.expect(clock(f64::from(change.second)), Happening::Shift(at));
        }
        for (at, row) in day.iter().enumerate() {
            floor.expect(clock(row.t), Happening::Arrival(at));
        }
        floor
    }

    fn expect(&mut self, at: Clock, happening: Happening) {
        self.number += 1;
        self.coming.push(Reverse((at, self.number, happening)));
    }

    /// Runs to the end of the day; `watch` is told now and then how many have come, and may break off.
    pub(super) fn run<B>(
        mut self,
        dispatch: &mut impl Dispatch,
        mut watch: impl FnMut(usize) -> ControlFlow<B>,
    ) -> ControlFlow<B, Outcome> {
        let staffing = self.scenario.staffing();
        while let Some(Reverse((at, _, _))) = self.coming.peek().copied() {
            if let Some(due) = dispatch.deadline().filter(|due| *due < at) {
                self.now = self.now.max(due);
                dispatch.tick(self.now);
            } else if let Some(Reverse((at, _, happening))) = self.coming.pop() {
                self.now = at;
                match happening {
                    Happening::Shift(at) => {
                        if let Some(change) = staffing.get(at) {
                            self.shift(*change, dispatch);
                        }
                    }
                    Happening::Arrival(contact) => {
                        if contact.is_multiple_of(WATCHED) {
                            watch(contact)?;
                        }
                        self.arrive(contact, dispatch);
                    }
                    Happening::GivesUp(contact) => self.give_up(contact, dispatch),
                    Happening::End {
                        agent,
                        contact,
                        version,
                    } => self.end(agent, contact, version, dispatch),
                }
            }
            for (contact, at_cap) in dispatch.turned() {
                self.turn(contact, at_cap);
            }
            for (contact, agent) in dispatch.starts() {
                self.start(contact, agent);
            }
        }
        ControlFlow::Continue(self.close())
    }

    fn turn(&mut self, contact: usize, at_cap: AtCap) {
        let (Some(state), Some(fate)) = (self.states.get_mut(contact), self.fates.get_mut(contact))
        else {
            return;
        };
        match at_cap {
            AtCap::Refuse => {
                *state = State::Gone;
                fate.refused = true;
            }
            AtCap::Warn => fate.warned = true,
        }
    }

    fn arrive(&mut self, contact: usize, dispatch: &mut impl Dispatch) {
        if let Some(state) = self.states.get_mut(contact) {
            *state = State::Waiting;
        }
        if let Some(patience) = self.day.get(contact).and_then(|row| row.patience) {
            let at = self.now.saturating_add(clock(patience));
            self.expect(at, Happening::GivesUp(contact));
        }
        dispatch.arrive(self.now, contact);
    }

    fn give_up(&mut self, contact: usize, dispatch: &mut impl Dispatch) {
        let Some(state) = self.states.get_mut(contact) else {
            return;
        };
        if *state != State::Waiting {
            return;
        }
        *state = State::Gone;
        let patience = self.day.get(contact).and_then(|row| row.patience);
        if let (Some(fate), Some(patience)) = (self.fates.get_mut(contact), patience) {
            fate.wait = patience;
        }
        dispatch.leave(self.now, contact);
    }

    fn start(&mut self, contact: usize, agent: usize) {
        self.advance(agent);
        let now = self.now;
        let Some(worker) = self.agents.get_mut(agent) else {
            return;
        };
        worker.jobs.push(contact);
        if let (Some(state), Some(fate)) =
            (self.states.get_mut(contact), self.fates.get_mut(contact))
        {
            *state = State::Served;
            fate.wait = (in_seconds(now) - fate.came).max(0.0);
            fate.by = Some(worker.centre);
        }
        self.reckon(agent);
    }

    fn end(&mut self, agent: usize, contact: usize, version: u64, dispatch: &mut impl Dispatch) {
        if self
            .agents
            .get(agent)
            .is_none_or(|worker| worker.version != version)
        {
            return;
        }
        self.advance(agent);
        if let Some(worker) = self.agents.get_mut(agent) {
            worker.jobs.retain(|job| *job != contact);
        }
        self.reckon(agent);
        dispatch.ended(self.now, contact, agent);
    }

    /// How fast each of so many contacts of one counsellor goes forward.
    fn pace(&self, jobs: usize) -> f64 {
        let speed = self.scenario.speedup.get(jobs.saturating_sub(1));
        let speed = speed.or_else(|| self.scenario.speedup.last());
        let jobs = u32::try_from(jobs.max(1)).map_or(1.0, f64::from);
        speed.copied().unwrap_or(1.0) / jobs
    }

    /// Does the work since the agent was last looked at.
    fn advance(&mut self, agent: usize) {
        let Some(worker) = self.agents.get(agent) else {
            return;
        };
        let passed = in_seconds(self.now - worker.since);
        let done = passed * self.pace(worker.jobs.len());
        if worker.here
            && let Some(held) = self.held_s.get_mut(worker.centre)
        {
            *held += passed * number(worker.jobs.len());
        }
        for job in &worker.jobs {
            if let Some(left) = self.left.get_mut(*job) {
                *left -= done;
            }
        }
        if let Some(worker) = self.agents.get_mut(agent) {
            worker.since = self.now;
        }
    }

    /// Expects the end of the talk that will end first.
    fn reckon(&mut self, agent: usize) {
        let Some(worker) = self.agents.get_mut(agent) else {
            return;
        };
        worker.version += 1;
        let version = worker.version;
        let left = |job: &usize| self.left.get(*job).copied().unwrap_or_default();
        let Some(worker) = self.agents.get(agent) else {
            return;
        };
        let first = worker
            .jobs
            .iter()
            .copied()
            .min_by(|one, two| left(one).total_cmp(&left(two)));
        if let Some(contact) = first {
            let seconds = left(&contact).max(0.0) / self.pace(worker.jobs.len());
            let at = self.now.saturating_add(clock(seconds));
            self.expect(
                at,
                Happening::End {
                    agent,
                    contact,
                    version,
                },
            );
        }
    }

    fn shift(&mut self, staffing: Staffing, dispatch: &mut impl Dispatch) {
        let Staffing { centre, change, .. } = staffing;
        let comes = change > 0;
        let meant = |at: usize| staffing.person.is_none_or(|person| person == at);
        let mut moved: Vec<(usize, usize)> = self
            .agents
            .iter()
            .enumerate()
            .filter(|(at, agent)| agent.centre == centre && agent.here != comes && meant(*at))
            .map(|(at, agent)| (agent.jobs.len(), at))
            .collect();
        if !comes {
            moved.sort_unstable();
        }
        moved.truncate(usize::try_from(change.unsigned_abs()).unwrap_or(usize::MAX));
        for (holding, at) in moved {
            self.advance(at);
            if let Some(agent) = self.agents.get_mut(at) {
                agent.here = comes;
            }
            let holding = u32::try_from(holding).unwrap_or(u32::MAX);
            dispatch.staffed(self.now, at, comes, holding);
        }
    }

    /// Those who still wait when the day ends have given up.
    fn close(mut self) -> Outcome {
        let hours = u32::try_from(self.scenario.arrivals.per_hour.len()).unwrap_or_default();
        let day_ends = f64::from(hours) * 3600.0;
        for ((fate, state), row) in self.fates.iter_mut().zip(&self.states).zip(self.day) {
            if *state == State::Waiting {
                let patience = row.patience.unwrap_or(f64::INFINITY);
                fate.wait = patience.min(day_ends - row.t).max(0.0);
            }
        }
        Outcome::new(self.fates, self.scenario.sl_s, self.held_s)
    }
}
