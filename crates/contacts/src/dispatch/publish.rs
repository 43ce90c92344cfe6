//! Lets the rest of the process see where things stand, and the figures of other ones.

use std::collections::HashMap;

use chrono::TimeDelta;
use kernel::{Channel, ContactId, Language};
use routing::Queue;

use super::{
    actor::{Actor, Known},
    board::{QueueSummary, SeekerPlace},
};
use crate::live::hub::ToSeeker;

impl Actor {
    /// Lets everybody see where things stand, while this process decides and knows.
    pub(super) fn publish(&mut self) {
        if self.term.is_none() || self.stale {
            return;
        }
        let places: HashMap<ContactId, SeekerPlace> = self
            .known
            .iter()
            .filter(|(_, known)| **known == Known::Waiting)
            .filter_map(|(id, _)| Some((*id, self.seeker_place(*id)?)))
            .collect();
        self.parts
            .waiting
            .set(i64::try_from(places.len()).unwrap_or(i64::MAX));
        let moved = self.board.write(|figures| {
            figures
                .choices
                .retain(|id, _| self.known.get(id) == Some(&Known::Waiting));
            figures.waiting = self.engine.waiting_in(Queue::National);
            for language in Language::ALL {
                let estimate =
                    self.engine
                        .estimated_wait(Queue::National, Channel::Chat, *language);
                figures
                    .estimates
                    .insert((Channel::Chat, *language), estimate);
            }
            let moved: Vec<(ContactId, SeekerPlace)> = places
                .iter()
                .filter(|(id, place)| figures.places.get(id) != Some(place))
                .map(|(id, place)| (*id, place.clone()))
                .collect();
            figures.places = places;
            moved
        });
        for (contact, place) in moved {
            if let Some(conversation) = self.conversations.get(&contact) {
                self.parts
                    .hub
                    .tell_seeker_here(*conversation, &ToSeeker::Place(place));
            }
        }
        self.conversations
            .retain(|id, _| self.known.get(id) == Some(&Known::Waiting));
        self.publish_summary();
        self.note_figures();
    }

    fn seeker_place(&self, id: ContactId) -> Option<SeekerPlace> {
        let place = self.engine.place(id)?;
        Some(SeekerPlace {
            position: place.position,
            estimated_wait: place.estimated_wait_seconds,
            uncertain: place.uncertain,
            choices: self.board.choices(id),
        })
    }

    fn publish_summary(&self) {
        let now = self.parts.sources.now();
        let waiting = self.engine.waiting_in(Queue::National);
        let longest = self.engine.longest_wait_s(Queue::National, now);
        let longest = TimeDelta::seconds(i64::try_from(longest).unwrap_or(0));
        let summary = QueueSummary {
            waiting,
            oldest: (waiting > 0).then(|| now - longest),
            available: self.engine.available(Queue::National),
        };
        self.show_summary(summary);
    }

    pub(super) fn show_summary(&self, summary: QueueSummary) {
        self.summary.send_if_modified(|current| {
            // Whole seconds make the same instant jitter.
            let same_oldest = match (current.oldest, summary.oldest) {
                (Some(before), Some(after)) => (after - before).abs() < TimeDelta::seconds(2),
                (before, after) => before == after,
            };
            let same = same_oldest
                && current.waiting == summary.waiting
                && current.available == summary.available;
            if !same {
                *current = summary;
            }
            !same
        });
    }
}
