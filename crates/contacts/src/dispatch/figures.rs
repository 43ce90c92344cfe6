//! Where things stand, told to the processes that do not decide: over the bus at once, and by the lease's row
//! for those who do not hear.

use std::{sync::Arc, time::Duration};

use kernel::{Channel, ContactId, ConversationId, Language};
use platform::{Event, Fault, Line};
use routing::Estimate;
use sea_orm::DbBackend;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::{
    DispatchParts,
    actor::Actor,
    board::{QueueSummary, SeekerPlace},
};
use crate::live::hub::ToSeeker;

/// The topic of figures.
pub(super) const FIGURES: &str = "dispatch.figures";
/// Between two tellings.
const PACE: Duration = Duration::from_millis(200);
/// Places told; whoever stands further behind learns theirs once it is among these.
const MOST_PLACES: usize = 4000;

/// What is told: ids and numbers.
#[derive(Serialize, Deserialize)]
struct Told {
    term: i64,
    /// Grows within a term.
    number: u64,
    waiting: u32,
    summary: QueueSummary,
    estimates: Vec<(Channel, Language, Option<u32>, bool)>,
    places: Vec<(ContactId, Option<ConversationId>, SeekerPlace)>,
}

/// What was told, and what was heard.
pub(super) struct Figures {
    /// Whether there may be others.
    needed: bool,
    changed: bool,
    told_at: Instant,
    /// What was told last, without its number.
    told: String,
    number: u64,
    /// Term and number of what was heard last.
    heard: (i64, u64),
}

impl Figures {
    pub(super) fn new(parts: &DispatchParts) -> Self {
        let alone = *parts.bus.line().borrow() == Line::Alone;
        Self {
            needed: !alone || parts.database.backend() == DbBackend::Postgres,
            changed: false,
            told_at: Instant::now(),
            told: String::new(),
            number: 0,
            heard: (0, 0),
        }
    }

    /// When to tell them; far away where nothing changed.
    pub(super) fn due_at(&self) -> Instant {
        if self.changed {
            self.told_at + PACE
        } else {
            Instant::now() + Duration::from_hours(1)
        }
    }
}

impl Actor {
    /// Something may have changed.
    pub(super) fn note_figures(&mut self) {
        self.figures.changed = self.figures.needed;
    }

    pub(super) fn tell_figures(&mut self) {
        self.figures.changed = false;
        let Some(term) = self.term else {
            return;
        };
        let mut told = self.gather(term);
        let Ok(text) = serde_json::to_string(&told) else {
            return;
        };
        if text == self.figures.told {
            return;
        }
        self.figures.told = text;
        self.figures.told_at = Instant::now();
        self.figures.number += 1;
        told.number = self.figures.number;
        if let Ok(payload) = serde_json::to_string(&told) {
            self.parts.lease.say(Arc::from(payload.as_str()));
            self.parts.bus.tell_others(Event {
                topic: FIGURES.to_owned(),
                payload,
            });
        }
    }

    fn gather(&self, term: i64) -> Told {
        self.board.read(|figures| {
            let mut places: Vec<_> = figures
                .places
                .iter()
                .map(|(id, place)| (*id, self.conversations.get(id).copied(), place.clone()))
                .collect();
            places.sort_unstable_by_key(|(id, _, place)| (place.position, *id));
            places.truncate(MOST_PLACES);
            let mut estimates: Vec<_> = figures
                .estimates
                .iter()
                .map(|((channel, language), wait)| {
                    (*channel, *language, wait.seconds, wait.uncertain)
                })
                .collect();
            estimates.sort_unstable();
            Told {
                term,
                number: 0,
                waiting: figures.waiting,
                summary: *self.summary.borrow(),
                estimates,
                places,
            }
        })
    }

    /// Passes on what the process that decides let know; older than what is known is left alone.
    pub(super) fn take_figures(&mut self, text: &str) -> Result<(), Fault> {
        if self.term.is_some() || text.is_empty() {
            return Ok(());
        }
        let told: Told = serde_json::from_str(text)?;
        if (told.term, told.number) <= self.figures.heard {
            return Ok(());
        }
        self.figures.heard = (told.term, told.number);
        let moved = self.board.write(|figures| {
            figures.waiting = told.waiting;
            for (channel, language, seconds, uncertain) in told.estimates {
                let wait = Estimate { seconds, uncertain };
                figures.estimates.insert((channel, language), wait);
            }
            let moved: Vec<(ConversationId, SeekerPlace)> = told
                .places
                .iter()
                .filter(|(id, _, place)| figures.places.get(id) != Some(place))
                .filter_map(|(_, conversation, place)| Some(((*conversation)?, place.clone())))
                .collect();
            let places = told.places.into_iter();
            figures.places = places.map(|(id, _, place)| (id, place)).collect();
            moved
        });
        for (conversation, place) in moved {
            let place = ToSeeker::Place(place);
            self.parts.hub.tell_seeker_here(conversation, &place);
        }
        self.show_summary(told.summary);
        Ok(())
    }
}
