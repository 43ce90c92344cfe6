//! Lets the rest of the process see where things stand, and the figures of other ones.

use std::collections::HashMap;

use chrono::TimeDelta;
use kernel::{Channel, ContactId, Instant, Language};
use routing::{OverflowCause, Queue};

use super::{
    actor::{Actor, Known},
    board::{ClosedNow, ClosedWhy, QueueSummary, SeekerPlace},
};
use crate::live::hub::ToSeeker;

/// Whom somebody is free for is asked within a second; whoever still waits after this waits longer than told.
const SOON_S: u64 = 5;

impl Actor {
    /// Lets everybody see where things stand, while this process decides and knows.
    pub(super) fn publish(&mut self) {
        if self.term.is_none() || self.stale {
            return;
        }
        self.forget_choices();
        let now = self.parts.sources.now();
        let closed = self.closed_now(now);
        let places: HashMap<ContactId, SeekerPlace> = self
            .known
            .iter()
            .filter(|(_, known)| **known == Known::Waiting)
            .filter_map(|(id, _)| Some((*id, self.seeker_place(*id, closed, now)?)))
            .collect();
        self.parts
            .waiting
            .set(i64::try_from(places.len()).unwrap_or(i64::MAX));
        let moved = self.board.write(|figures| {
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

    /// Choices of those who no longer wait, or whom somebody can take again.
    fn forget_choices(&self) {
        self.board.write(|figures| {
            figures.choices.retain(|id, (cause, _)| {
                self.known.get(id) == Some(&Known::Waiting)
                    && (*cause != OverflowCause::NoMatch || self.engine.is_hopeless(*id))
            });
        });
    }

    /// Whether nobody who waits for a chat is served just now. Not the same as letting newcomers in: a drained
    /// queue is served on.
    fn closed_now(&self, now: Instant) -> Option<ClosedNow> {
        let channel = Channel::Chat;
        let serves = |centre: &routing::Centre| {
            let agreed = centre.agreement.as_ref();
            centre.open.national.contains(channel)
                && agreed.is_some_and(|agreement| agreement.channels.contains(channel))
        };
        let is_needed = self.known.values().any(|known| *known == Known::Waiting);
        if !is_needed || self.centres.values().any(serves) {
            return None;
        }
        let answer = self.parts.directory.national_answer(channel, now);
        let why = if answer.why == centres::Why::ByHand {
            ClosedWhy::ByHand
        } else {
            ClosedWhy::ByHours
        };
        (!answer.open).then_some(ClosedNow {
            why,
            next_opening: answer.next_opening,
        })
    }

    fn seeker_place(
        &self,
        id: ContactId,
        closed: Option<ClosedNow>,
        now: Instant,
    ) -> Option<SeekerPlace> {
        let place = self.engine.place(id)?;
        let asked = self.engine.offered_to(id).is_some();
        let waited = self.engine.waited_s(id, now).unwrap_or(0);
        let longer = !asked && place.estimated_wait_seconds == Some(0) && waited >= SOON_S;
        Some(SeekerPlace {
            position: place.position,
            // What is past is no estimate.
            estimated_wait: place.estimated_wait_seconds.filter(|_| !longer),
            uncertain: place.uncertain || longer,
            choices: self.board.choices(id),
            asked,
            longer,
            closed: closed.filter(|_| !asked),
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
            mode: self.parts.directory.decided(Channel::Chat, now),
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
                && current.available == summary.available
                && current.mode == summary.mode;
            if !same {
                *current = summary;
            }
            !same
        });
    }
}
