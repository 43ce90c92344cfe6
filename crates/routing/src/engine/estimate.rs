//! Places, waits to expect, and figures for the board.

use kernel::{Channel, ContactId, Instant, Language, WorkType};

use super::{
    Engine, Micros, SECOND,
    centres::Ring,
    micros,
    waiting::{ClassKey, QueueRow, TargetRow},
};
use crate::{Estimate, Place, Queue};

/// With fewer counsellors than this an estimate is uncertain.
const FEW: u32 = 3;
/// Each new handling time moves the mean by one part in so many.
const MEMORY: Micros = 32;

impl Engine {
    /// The place of a waiting contact and how long it still takes; none if it does not wait.
    pub fn place(&self, contact: ContactId) -> Option<Place> {
        let slot = *self.waiting.index.get(&contact)?;
        let row = self.waiting.row(slot)?;
        let state = self.waiting.queues.get(row.queue.0)?;
        let mut before_band = 0;
        let mut in_band = 0;
        for (band, ledger) in &state.bands {
            if *band < row.key.band() {
                before_band += ledger.live();
            } else if *band == row.key.band() {
                in_band = ledger.ahead(row.ticket, row.key);
            }
        }
        let ahead = before_band + in_band;
        let estimate = if row.offer.is_some() {
            Estimate {
                seconds: Some(0),
                uncertain: false,
            }
        } else {
            let weights = self.rules.weights_of(row.policy);
            let (channel, language) = (row.wishes.channel, row.wishes.language);
            self.estimate(row.queue, (channel, language), weights, ahead)
        };
        Some(Place {
            position: ahead.saturating_add(1),
            ahead_by_priority: before_band,
            estimated_wait_seconds: estimate.seconds,
            uncertain: estimate.uncertain,
        })
    }

    /// Whole seconds a waiting contact has waited; none if it does not wait.
    pub fn waited_s(&self, contact: ContactId, now: Instant) -> Option<u64> {
        let slot = *self.waiting.index.get(&contact)?;
        let joined = self.waiting.row(slot)?.key.joined_at();
        u64::try_from(micros(now).saturating_sub(joined) / SECOND).ok()
    }

    /// Whether a waiting contact got its choices because nobody on duty could take it, and still nobody can.
    pub fn is_hopeless(&self, contact: ContactId) -> bool {
        let slot = self.waiting.index.get(&contact);
        slot.and_then(|slot| self.waiting.row(*slot))
            .is_some_and(|row| row.told)
    }

    /// How long a newcomer would wait in the queue.
    pub fn estimated_wait(&self, queue: Queue, channel: Channel, language: Language) -> Estimate {
        match self.known_queue(queue) {
            Some(queue) => {
                let waiting = self.waiting.queues.get(queue.0).map_or(0, |q| q.waiting);
                let weights = self.rules.weights_of(self.rules.newest());
                self.estimate(queue, (channel, language), weights, waiting)
            }
            None => Estimate {
                seconds: None,
                uncertain: true,
            },
        }
    }

    /// Contacts that wait in all queues, offered or not.
    pub fn waiting_count(&self) -> u32 {
        u32::try_from(self.waiting.index.len()).unwrap_or(u32::MAX)
    }

    /// Contacts that wait in one queue, offered or not.
    pub fn waiting_in(&self, queue: Queue) -> u32 {
        self.known_queue(queue)
            .and_then(|queue| self.waiting.queues.get(queue.0))
            .map_or(0, |state| state.waiting)
    }

    /// Whole seconds the oldest contact of the queue has waited; 0 when nobody waits.
    pub fn longest_wait_s(&self, queue: Queue, now: Instant) -> u64 {
        let oldest = self
            .known_queue(queue)
            .and_then(|queue| self.waiting.queues.get(queue.0))
            .and_then(|state| {
                let oldest = state.bands.iter().filter_map(|(_, ledger)| ledger.oldest());
                oldest.map(super::waiting::Key::joined_at).min()
            });
        oldest.map_or(0, |oldest| {
            let waited = micros(now).saturating_sub(oldest) / SECOND;
            u64::try_from(waited).unwrap_or(0)
        })
    }

    /// Counsellors in the state available whose centre serves the queue now, on any channel.
    pub fn available(&self, queue: Queue) -> u32 {
        let Some(queue) = self.known_queue(queue) else {
            return 0;
        };
        let serves = |channel: &Channel, centre: &super::centres::CentreRow| {
            centre.shut(queue, *channel).is_none()
        };
        self.centres
            .rows
            .iter()
            .filter(|(row, _)| queue.centre().is_none_or(|own| own == *row))
            .filter(|(_, centre)| Channel::ALL.iter().any(|channel| serves(channel, centre)))
            .map(|(_, centre)| centre.ready)
            .sum()
    }

    fn known_queue(&self, queue: Queue) -> Option<QueueRow> {
        match queue {
            Queue::National => Some(QueueRow::NATIONAL),
            Queue::Local(centre) => {
                let row = self.centres.index.get(&centre)?;
                Some(QueueRow(row.checked_add(1)?))
            }
        }
    }

    /// Work ahead over people who do it; for the whole queue and for the language alone, whichever is longer.
    fn estimate(
        &self,
        queue: QueueRow,
        (channel, language): (Channel, Language),
        weights: u32,
        ahead: u32,
    ) -> Estimate {
        let (all, speaking, room) = self.staffing(queue, channel, language, weights);
        if speaking == 0 {
            return Estimate {
                seconds: None,
                uncertain: true,
            };
        }
        let uncertain = speaking < FEW;
        if room && ahead == 0 {
            return Estimate {
                seconds: Some(0),
                uncertain,
            };
        }
        let (waiting, same, each) = self.waiting.queues.get(queue.0).map_or((0, 0, 0), |state| {
            let mean = self.mean_work(state.information, state.waiting);
            (state.waiting, state.count_speaking(language), mean)
        });
        let [_, _, begun] = self.handling;
        // One of the talks under way ends after the mean over the people; then all ahead go first.
        let wait = |ahead: u64, units: u32| {
            let work = ahead
                .saturating_mul(each)
                .saturating_add(whole_seconds(begun));
            work / u64::from(units.max(1))
        };
        let ahead = u64::from(ahead);
        let same_ahead = (ahead * u64::from(same))
            .checked_div(u64::from(waiting))
            .unwrap_or(0);
        let longest = wait(ahead, all).max(wait(same_ahead, speaking));
        Estimate {
            seconds: Some(u32::try_from(longest).unwrap_or(u32::MAX)),
            uncertain,
        }
    }

    /// Contacts that everybody on duty can hold at once, those who speak the language, and whether one has room.
    fn staffing(
        &self,
        queue: QueueRow,
        channel: Channel,
        language: Language,
        weights: u32,
    ) -> (u32, u32, bool) {
        let key = ClassKey {
            policy: 0,
            queue,
            channel,
            language,
            topic: None,
            ring: Ring::All,
            home: None,
            target: TargetRow::Anyone,
            excluded: Box::default(),
        };
        let (mut all, mut speaking, mut room) = (0_u32, 0_u32, false);
        for (_, profile) in self.staff.profiles.iter() {
            let Some(centre) = self.centres.rows.get(profile.centre) else {
                continue;
            };
            let elsewhere = queue.centre().is_some_and(|own| own != profile.centre);
            if elsewhere
                || centre.shut(queue, channel).is_some()
                || !profile.channels.contains(channel)
            {
                continue;
            }
            let weight = profile.units(weights, channel);
            let slots = (profile.capacity / weight.max(1)).saturating_mul(profile.working);
            all = all.saturating_add(slots);
            if key.judge(profile).is_none() {
                speaking = speaking.saturating_add(slots);
                room |=
                    profile.fits(weights, channel) > 0 && !centre.reserved(weights, queue, channel);
            }
        }
        (all, speaking, room)
    }

    /// Mean seconds of a contact of a queue in which so many of so many need information.
    fn mean_work(&self, information: u32, waiting: u32) -> u64 {
        let [short, long, _] = self.handling;
        let (short, long) = (whole_seconds(short), whole_seconds(long));
        let guidance = waiting.saturating_sub(information);
        let work = u64::from(information) * short + u64::from(guidance) * long;
        work.checked_div(u64::from(waiting)).unwrap_or(0)
    }

    /// Takes a finished talk into the means.
    pub(super) fn learn(&mut self, work_type: WorkType, took: Micros) {
        let [information, guidance, all] = &mut self.handling;
        let own = match work_type {
            WorkType::Information => information,
            WorkType::Guidance => guidance,
        };
        for mean in [own, all] {
            *mean = mean.saturating_add(took.saturating_sub(*mean) / MEMORY);
        }
    }
}

fn whole_seconds(time: Micros) -> u64 {
    u64::try_from(time / SECOND).unwrap_or(0)
}
