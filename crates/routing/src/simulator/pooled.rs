//! The bound: one queue, no centres.

use std::collections::VecDeque;

use super::{
    Scenario,
    floor::{Clock, Dispatch, agents},
};

struct Slot {
    here: bool,
    holding: u32,
    idle_since: Clock,
}

pub(super) struct Pooled {
    slots: Vec<Slot>,
    capacity: u32,
    queue: VecDeque<usize>,
    starts: Vec<(usize, usize)>,
}

impl Pooled {
    pub(super) fn new(scenario: &Scenario) -> Self {
        let slot = |_| Slot {
            here: false,
            holding: 0,
            idle_since: 0,
        };
        Self {
            slots: agents(scenario).into_iter().map(slot).collect(),
            capacity: scenario.concurrency,
            queue: VecDeque::new(),
            starts: Vec::new(),
        }
    }

    fn serve(&mut self) {
        while !self.queue.is_empty() {
            let free = self
                .slots
                .iter_mut()
                .enumerate()
                .filter(|(_, slot)| slot.here && slot.holding < self.capacity)
                .min_by_key(|(_, slot)| (slot.holding, slot.idle_since));
            let Some((agent, slot)) = free else {
                return;
            };
            slot.holding += 1;
            if let Some(contact) = self.queue.pop_front() {
                self.starts.push((contact, agent));
            }
        }
    }
}

impl Dispatch for Pooled {
    fn arrive(&mut self, _: Clock, contact: usize) {
        self.queue.push_back(contact);
        self.serve();
    }

    fn leave(&mut self, _: Clock, contact: usize) {
        self.queue.retain(|waiting| *waiting != contact);
    }

    fn ended(&mut self, now: Clock, _: usize, agent: usize) {
        if let Some(slot) = self.slots.get_mut(agent) {
            slot.holding = slot.holding.saturating_sub(1);
            slot.idle_since = now;
        }
        self.serve();
    }

    fn staffed(&mut self, now: Clock, agent: usize, here: bool, _: u32) {
        if let Some(slot) = self.slots.get_mut(agent) {
            slot.here = here;
            slot.idle_since = now;
        }
        self.serve();
    }

    fn tick(&mut self, _: Clock) {}

    fn deadline(&self) -> Option<Clock> {
        None
    }

    fn starts(&mut self) -> Vec<(usize, usize)> {
        std::mem::take(&mut self.starts)
    }
}
