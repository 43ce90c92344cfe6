//! After every event: offers, until no waiting contact is left that somebody could take.

use super::{Engine, waiting::Key};
use crate::{Decision, OverflowCause};

/// The contact to serve next, and where the search found it.
#[derive(Clone, Copy)]
struct Next {
    key: Key,
    slot: u32,
    class: u32,
    profile: Option<u32>,
}

impl Engine {
    pub(super) fn settle(&mut self, out: &mut Vec<Decision>) {
        if self.waiting.in_line == 0 {
            self.eager.clear();
            self.freed.clear();
            return;
        }
        while let Some(next) = self.next_contact() {
            let Some((candidate, explanation)) = self.choose(next.slot) else {
                self.eager.remove(next.class);
                if let Some(profile) = next.profile {
                    self.freed.remove(profile);
                }
                continue;
            };
            if explanation.new_round
                && let Some(row) = self.waiting.row_mut(next.slot)
            {
                row.tried.clear();
            }
            self.offer(next.slot, &candidate, explanation, out);
        }
        self.eager.clear();
        self.freed.clear();
    }

    /// The earliest contact among the lines that may be eligible for somebody.
    fn next_contact(&self) -> Option<Next> {
        let mut best: Option<Next> = None;
        let mut consider = |next: Next| {
            if best.is_none_or(|best| next.key < best.key) {
                best = Some(next);
            }
        };
        for class in self.eager.iter() {
            if let Some((key, slot)) = self.waiting.head(class) {
                consider(Next {
                    key,
                    slot,
                    class,
                    profile: None,
                });
            }
        }
        for profile in self.freed.iter() {
            if let Some(next) = self.next_for(profile) {
                consider(next);
            }
        }
        best
    }

    /// The contact a freed profile would take: the oldest, or the oldest of the own county where the policy says so.
    fn next_for(&self, row: u32) -> Option<Next> {
        let profile = self.staff.profiles.get(row)?;
        let centre = self.centres.rows.get(profile.centre)?;
        if profile.free.is_empty() {
            return None;
        }
        let own_first = self.rules.any_own_county_first();
        let mut oldest: Option<Next> = None;
        let mut own: Option<Next> = None;
        // The oldest nobody may pass. Of one line the oldest has waited longest, so it alone tells.
        let mut firm: Option<Key> = None;
        for class in &profile.classes {
            let Some((key, slot)) = self.waiting.head(*class) else {
                continue;
            };
            let next = Next {
                key,
                slot,
                class: *class,
                profile: Some(row),
            };
            let first = oldest.is_none_or(|oldest| key < oldest.key);
            if !(first || own_first) || !self.can_take(row, *class) {
                continue;
            }
            if first {
                oldest = Some(next);
            }
            if !own_first {
                continue;
            }
            let Some(class) = self.waiting.classes.get(*class) else {
                continue;
            };
            let home = class.key.home;
            if home.is_some() && home == centre.county && own.is_none_or(|own| key < own.key) {
                own = Some(next);
            }
            let waited = self.now.saturating_sub(key.joined_at());
            let passable = class.passable.is_some_and(|patience| waited < patience);
            if !passable && firm.is_none_or(|firm| key < firm) {
                firm = Some(key);
            }
        }
        let oldest = oldest?;
        let goes_first = |own: &Next| {
            own.key.band() == oldest.key.band() && firm.is_none_or(|firm| own.key <= firm)
        };
        Some(own.filter(goes_first).unwrap_or(oldest))
    }

    /// Whether somebody of the profile is free for contacts of the class.
    fn can_take(&self, profile: u32, class: u32) -> bool {
        let (Some(profile), Some(class)) = (
            self.staff.profiles.get(profile),
            self.waiting.classes.get(class),
        ) else {
            return false;
        };
        let Some(centre) = self.centres.rows.get(profile.centre) else {
            return false;
        };
        let (queue, channel) = (class.key.queue, class.key.channel);
        let weights = class.weights;
        if profile.fits(weights, channel) == 0
            || centre.shut(queue, channel).is_some()
            || centre.reserved(weights, queue, channel)
        {
            return false;
        }
        if !class.key.names_counsellors() {
            return true;
        }
        let units = profile.units(weights, channel);
        profile
            .free
            .iter()
            .take_while(|free| free.load.saturating_add(units) <= profile.capacity)
            .any(|free| class.key.allows(free.row))
    }

    /// Gives choices to every contact nobody on duty could take under the current hours.
    pub(super) fn tell_hopeless(&mut self, out: &mut Vec<Decision>) {
        if self.structure != self.structure_seen {
            self.structure_seen = self.structure;
            for class in 0..self.waiting.classes.len() {
                self.tell_class(class, out);
            }
        }
        for at in 0..self.entered.len() {
            if let Some(slot) = self.entered.get(at).copied()
                && let Some(row) = self.waiting.row(slot)
                && row.stamp != 0
                && !self.is_possible(row.class)
            {
                self.tell(slot, out);
            }
        }
        self.entered.clear();
    }

    fn tell_class(&mut self, class: u32, out: &mut Vec<Decision>) {
        let Some(row) = self.waiting.classes.get(class) else {
            return;
        };
        if row.live == 0 {
            return;
        }
        let before = row.possible;
        let possible = self.is_possible(class);
        if before == possible {
            return;
        }
        let Some(row) = self.waiting.classes.get(class) else {
            return;
        };
        let slots: Vec<(u32, u64)> = row.line.iter().map(|(_, entry)| entry).collect();
        for (slot, stamp) in slots {
            let Some(row) = self.waiting.row_mut(slot) else {
                continue;
            };
            if row.stamp != stamp {
                continue;
            }
            if possible {
                row.told = false;
            } else {
                self.tell(slot, out);
            }
        }
    }

    fn tell(&mut self, slot: u32, out: &mut Vec<Decision>) {
        let Some(row) = self.waiting.row_mut(slot) else {
            return;
        };
        if row.told {
            return;
        }
        row.told = true;
        let (contact, policy) = (row.key.id(), row.policy);
        let choices = self.rules.policy(policy).overflow_choices.clone();
        out.push(Decision::Overflow {
            contact,
            cause: OverflowCause::NoMatch,
            choices,
        });
    }

    /// Whether somebody on duty could take contacts of the class under the current hours, once free.
    fn is_possible(&mut self, class: u32) -> bool {
        let structure = self.structure;
        let Some(row) = self.waiting.classes.get(class) else {
            return true;
        };
        if row.checked == structure {
            return row.possible;
        }
        let possible = self.search_duty(class);
        if let Some(row) = self.waiting.classes.get_mut(class) {
            row.checked = structure;
            row.possible = possible;
        }
        possible
    }

    fn search_duty(&self, class: u32) -> bool {
        let Some(class) = self.waiting.classes.get(class) else {
            return true;
        };
        // The search widens and skill is relaxed in time, so neither makes a match impossible.
        let mut key = class.key.clone();
        key.ring = super::centres::Ring::All;
        key.topic = None;
        let (queue, channel) = (key.queue, key.channel);
        let reachable = |profile: &super::staff::Profile| {
            profile.on_duty > 0
                && self.takes(&key, profile)
                && self.centres.rows.get(profile.centre).is_some_and(|centre| {
                    let kept = queue.is_national() && centre.on_duty.of(channel) <= centre.reserve;
                    centre.shut(queue, channel).is_none() && !kept
                })
        };
        if !key.names_counsellors() {
            return self.staff.profiles.iter().any(|(_, p)| reachable(p));
        }
        self.staff.rows.iter().any(|(row, counsellor)| {
            counsellor.tally(row).on_duty()
                && key.allows(row)
                && self
                    .staff
                    .profiles
                    .get(counsellor.profile)
                    .is_some_and(reachable)
        })
    }
}
