//! Counsellors and centres coming, changing and going.

use kernel::{PresenceState, StaffId};

use super::{
    Engine, micros,
    staff::{ProfileKey, Standing},
};
use crate::{Centre, Counsellor, Decision, WithdrawReason};

impl Engine {
    pub(super) fn change_counsellor(&mut self, told: &Counsellor, out: &mut Vec<Decision>) {
        let row = self.staff.row_of(told.id);
        let centre = self.centres.row_of(told.centre);
        let mut topics: Vec<u32> = told
            .topics
            .iter()
            .map(|topic| self.waiting.topic(topic))
            .collect();
        topics.sort_unstable();
        topics.dedup();
        let profile = self.profile(ProfileKey {
            centre,
            channels: told.channels,
            languages: told.languages,
            topics,
            capacity: told.capacity_units,
        });
        self.change(row, |counsellor| {
            let returned = counsellor.state != PresenceState::Available
                && told.state == PresenceState::Available;
            if returned || !counsellor.present {
                counsellor.misses = 0;
            }
            counsellor.present = true;
            counsellor.profile = profile;
            counsellor.centre = centre;
            counsellor.state = told.state;
            counsellor.channels = told.channels;
            counsellor.capacity = told.capacity_units;
            counsellor.load = told.load_units;
            counsellor.idle_since = micros(told.idle_since);
            counsellor.held = None;
        });
        self.withdraw_unfit(row, out);
    }

    /// Withdraws the offers a changed counsellor can no longer take, the newest first.
    fn withdraw_unfit(&mut self, row: u32, out: &mut Vec<Decision>) {
        let Some(counsellor) = self.staff.rows.get(row) else {
            return;
        };
        let mut offers = counsellor.offers.clone();
        offers.retain(|slot| self.could_keep(row, *slot));
        let lost: Vec<u32> = counsellor
            .offers
            .iter()
            .copied()
            .filter(|slot| !offers.contains(slot))
            .collect();
        for slot in lost {
            self.end_offer(slot, WithdrawReason::Unavailable, false, out);
        }
        while let Some(counsellor) = self.staff.rows.get(row)
            && counsellor.load.saturating_add(counsellor.offered) > counsellor.capacity
            && let Some(slot) = counsellor.offers.last().copied()
        {
            self.end_offer(slot, WithdrawReason::Unavailable, false, out);
        }
    }

    /// Whether the counsellor, room apart, could still serve the contact.
    fn could_keep(&self, row: u32, slot: u32) -> bool {
        let (Some(counsellor), Some(contact)) = (self.staff.rows.get(row), self.waiting.row(slot))
        else {
            return false;
        };
        let (Some(profile), Some(class)) = (
            self.staff.profiles.get(counsellor.profile),
            self.waiting.classes.get(contact.class),
        ) else {
            return false;
        };
        let closed = self
            .centres
            .rows
            .get(counsellor.centre)
            .is_none_or(|centre| centre.shut(contact.queue, contact.wishes.channel).is_some());
        !closed && counsellor.standing() == Standing::Ready && self.takes(&class.key, profile)
    }

    pub(super) fn remove_counsellor(&mut self, id: StaffId, out: &mut Vec<Decision>) {
        let Some(row) = self.staff.index.get(&id).copied() else {
            return;
        };
        self.change(row, |counsellor| {
            counsellor.state = PresenceState::Offline;
            counsellor.present = false;
            counsellor.load = 0;
        });
        self.withdraw_all(row, out);
    }

    fn withdraw_all(&mut self, row: u32, out: &mut Vec<Decision>) {
        let offers = self.staff.rows.get(row).map(|row| row.offers.clone());
        for slot in offers.unwrap_or_default() {
            self.end_offer(slot, WithdrawReason::Unavailable, false, out);
        }
    }

    pub(super) fn set_away(&mut self, row: u32, out: &mut Vec<Decision>) {
        self.change(row, |counsellor| counsellor.state = PresenceState::Away);
        if let Some(counsellor) = self.staff.rows.get(row) {
            out.push(Decision::Away {
                counsellor: counsellor.id,
            });
        }
        self.withdraw_all(row, out);
    }

    pub(super) fn change_centre(&mut self, centre: &Centre, out: &mut Vec<Decision>) {
        let (row, moved) = self.centres.describe(centre, self.now);
        self.centres.sum_up(self.rules.weights_count());
        self.structure += 1;
        if moved {
            self.rematch();
            self.reclass_all();
        }
        let Some(state) = self.centres.rows.get(row) else {
            return;
        };
        for profile in &state.profiles {
            self.freed.add(*profile);
        }
        self.withdraw_closed(row, out);
    }

    /// Withdraws the centre's live offers that its hours or agreement no longer cover.
    fn withdraw_closed(&mut self, centre: u32, out: &mut Vec<Decision>) {
        let mut closed = Vec::new();
        let Some(state) = self.centres.rows.get(centre) else {
            return;
        };
        for (_, counsellor) in self.staff.rows.iter() {
            if counsellor.centre != centre {
                continue;
            }
            closed.extend(counsellor.offers.iter().copied().filter(|slot| {
                self.waiting.row(*slot).is_some_and(|contact| {
                    state.shut(contact.queue, contact.wishes.channel).is_some()
                })
            }));
        }
        for slot in closed {
            self.end_offer(slot, WithdrawReason::Closed, false, out);
        }
    }
}
