//! Which counsellor takes a contact.

use std::{cell::OnceCell, cmp::Ordering};

use kernel::StaffId;

use super::{
    Engine, Micros,
    centres::{CentreRow, Centres, Ring},
    staff::{FreeKey, Profile},
    waiting::{Class, ContactRow},
};
use crate::{Cause, Exclusions, Explanation, Rule};

/// A counsellor who could take the contact, with what they are compared by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) row: u32,
    pub(super) id: StaffId,
    pub(super) centre: u32,
    distance: u8,
    load: u32,
    capacity: u32,
    idle_since: Micros,
}

/// What is looked at besides the counsellor.
#[derive(Clone, Copy)]
struct Query<'a> {
    contact: &'a ContactRow,
    class: &'a Class,
    /// Whether a new round begins: those who declined or missed may be asked again.
    anew: bool,
    /// Whether nearness to the seeker's county counts.
    near_first: bool,
    /// Steps of the agreed shares per contact taken, once known.
    scale: &'a OnceCell<u64>,
}

#[derive(Clone, Copy, Default)]
struct Found {
    best: Option<Candidate>,
    rule: Option<Rule>,
    considered: u32,
    exclusions: Exclusions,
}

impl Found {
    /// Enters a candidate into the contest. `share` tells how many steps of its agreed share a centre has taken.
    fn enter(&mut self, candidate: Candidate, share: impl FnMut(u32) -> u64) {
        let Some(best) = &self.best else {
            self.best = Some(candidate);
            return;
        };
        let (order, rule) = compare(&candidate, best, share);
        if order.is_lt() {
            self.best = Some(candidate);
            self.rule = Some(rule);
        } else {
            self.rule = self.rule.max(Some(rule));
        }
    }
}

/// Which of two comes first, and what tells them apart.
fn compare(
    one: &Candidate,
    two: &Candidate,
    mut share: impl FnMut(u32) -> u64,
) -> (Ordering, Rule) {
    let nearest = one.distance.cmp(&two.distance);
    if nearest.is_ne() {
        return (nearest, Rule::Nearest);
    }
    if one.centre != two.centre {
        let share = share(one.centre).cmp(&share(two.centre));
        if share.is_ne() {
            return (share, Rule::Share);
        }
    }
    let busy = |one: &Candidate, two: &Candidate| u64::from(one.load) * u64::from(two.capacity);
    let occupancy = busy(one, two).cmp(&busy(two, one));
    if occupancy.is_ne() {
        return (occupancy, Rule::Occupancy);
    }
    let idle = one.idle_since.cmp(&two.idle_since);
    if idle.is_ne() {
        return (idle, Rule::LongestIdle);
    }
    (one.id.cmp(&two.id), Rule::Id)
}

impl Engine {
    /// The counsellor for the contact, if anybody is eligible.
    pub(super) fn choose(&self, slot: u32) -> Option<(Candidate, Explanation)> {
        let contact = self.waiting.row(slot)?;
        let class = self.waiting.classes.get(contact.class)?;
        let mut query = Query {
            contact,
            class,
            anew: false,
            near_first: self.rules.policy(contact.policy).home_county_preferred,
            scale: &OnceCell::new(),
        };
        let mut found = self.search(query);
        let anew = found.best.is_none() && found.exclusions.missed > 0;
        if anew {
            query.anew = true;
            found = self.search(query);
        }
        let candidate = found.best?;
        let explanation = Explanation {
            considered: found.considered,
            exclusions: found.exclusions,
            rule: found.rule.unwrap_or(Rule::OnlyOne),
            new_round: anew,
            policy_version: self.rules.get(contact.policy)?.version.clone(),
        };
        Some((candidate, explanation))
    }

    fn search(&self, query: Query<'_>) -> Found {
        let mut found = Found::default();
        match query.contact.queue.centre() {
            Some(row) => {
                if let Some(centre) = self.centres.rows.get(row) {
                    self.enter_centre(query, row, centre, &mut found);
                }
            }
            None if query.class.key.ring == Ring::All => self.search_nation(query, &mut found),
            None => {
                for (row, centre) in self.centres.rows.iter() {
                    self.enter_centre(query, row, centre, &mut found);
                }
            }
        }
        found
    }

    /// Only centres with room are visited; the others are in the national figures.
    fn search_nation(&self, query: Query<'_>, found: &mut Found) {
        let channel = query.contact.wishes.channel;
        let Some(national) = self.centres.national(query.class.weights, channel) else {
            return;
        };
        found.considered = self.staff.present;
        found.exclusions.closed = national.closed;
        found.exclusions.agreement = national.agreement;
        found.exclusions.unavailable = national.unavailable;
        found.exclusions.capacity = national.capacity;
        for row in &national.with_room {
            if let Some(centre) = self.centres.rows.get(*row) {
                self.search_centre(query, *row, centre, found);
            }
        }
    }

    fn enter_centre(&self, query: Query<'_>, row: u32, centre: &CentreRow, found: &mut Found) {
        found.considered += centre.counsellors;
        let Query { contact, class, .. } = query;
        let channel = contact.wishes.channel;
        if let Some(cause) = centre.shut(contact.queue, channel) {
            found.exclusions.add(cause, centre.counsellors);
            return;
        }
        if !Centres::within(class.key.ring, centre) {
            found.exclusions.add(Cause::Ring, centre.counsellors);
            return;
        }
        let (available, fits) = (
            centre.available.of(channel),
            centre.fits(class.weights, channel),
        );
        found
            .exclusions
            .add(Cause::Unavailable, centre.counsellors - available);
        found.exclusions.add(Cause::Capacity, available - fits);
        if fits > 0 {
            self.search_centre(query, row, centre, found);
        }
    }

    /// Looks at an open centre within reach.
    fn search_centre(&self, query: Query<'_>, row: u32, centre: &CentreRow, found: &mut Found) {
        let Query { contact, class, .. } = query;
        let channel = contact.wishes.channel;
        let fits = centre.fits(class.weights, channel);
        if centre.reserved(class.weights, contact.queue, channel) {
            found.exclusions.add(Cause::Reserve, fits);
            return;
        }
        let home = contact.home.filter(|_| query.near_first);
        let distance = Centres::distance(home, centre);
        for profile in &centre.profiles {
            let Some(profile) = self.staff.profiles.get(*profile) else {
                continue;
            };
            let fits = profile.fits(class.weights, channel);
            if fits == 0 {
                continue;
            }
            if let Some(cause) = class.key.judge(profile) {
                found.exclusions.add(cause, fits);
                continue;
            }
            self.search_profile(query, profile, (row, distance), found);
        }
    }

    fn share(&self, query: Query<'_>, centre: u32) -> u64 {
        let steps = self.rules.in_force().fairness_weight;
        let Some(row) = self.centres.rows.get(centre) else {
            return 0;
        };
        if steps == 0 {
            return 0;
        }
        let scale = query
            .scale
            .get_or_init(|| self.centres.share_scale(self.now, steps));
        Centres::share_taken(row, self.now, *scale)
    }

    fn search_profile(
        &self,
        query: Query<'_>,
        profile: &Profile,
        (centre, distance): (u32, u8),
        found: &mut Found,
    ) {
        let units = profile.units(query.class.weights, query.contact.wishes.channel);
        let room = |free: &&FreeKey| free.load.saturating_add(units) <= profile.capacity;
        let picky =
            query.class.key.names_counsellors() || (!query.anew && !query.contact.tried.is_empty());
        let mut entered = 0;
        for free in profile.free.iter().take_while(room) {
            if picky && let Some(cause) = Self::passed_over(query, free.row) {
                found.exclusions.add(cause, 1);
                continue;
            }
            // The second best is entered only to learn what told the two apart.
            if entered < 2 {
                entered += 1;
                let candidate = Candidate {
                    row: free.row,
                    id: free.id,
                    centre,
                    distance,
                    load: free.load,
                    capacity: profile.capacity,
                    idle_since: free.idle_since,
                };
                found.enter(candidate, |centre| self.share(query, centre));
            } else if !picky {
                break;
            }
        }
    }

    fn passed_over(query: Query<'_>, counsellor: u32) -> Option<Cause> {
        if !query.class.key.allows(counsellor) {
            return Some(Cause::Target);
        }
        (!query.anew && query.contact.tried.contains(&counsellor)).then_some(Cause::Missed)
    }
}
