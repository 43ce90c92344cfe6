//! Keeps lists and counts in step with every change of a counsellor.

use kernel::Channel;

use super::{
    Engine,
    centres::{Centres, PerChannel},
    staff::{CounsellorRow, Profile, ProfileKey, Room, Standing, Tally},
    waiting::ClassKey,
    weighed::Weighed,
};

impl Engine {
    /// Changes a counsellor; everything derived follows.
    pub(super) fn change(&mut self, row: u32, change: impl FnOnce(&mut CounsellorRow)) {
        let Some(counsellor) = self.staff.rows.get_mut(row) else {
            return;
        };
        let before = counsellor.tally(row);
        change(counsellor);
        let after = counsellor.tally(row);
        if before == after {
            return;
        }
        let more_room = if before.stays(&after) {
            self.shift(&before, &after)
        } else {
            self.count(&before, false);
            let more_room = self.count(&after, true);
            self.centres.sum_up(self.rules.weights_count());
            more_room
        };
        if more_room {
            self.mark_freed(&after);
        }
    }

    fn mark_freed(&mut self, tally: &Tally) {
        self.freed.add(tally.profile);
        let Some(centre) = self.centres.rows.get(tally.centre) else {
            return;
        };
        if centre.reserve > 0 {
            for profile in &centre.profiles {
                self.freed.add(*profile);
            }
        }
    }

    /// The counsellor stays where they are; only room and idle time change.
    fn shift(&mut self, before: &Tally, after: &Tally) -> bool {
        let Some(profile) = self.staff.profiles.get_mut(after.profile) else {
            return false;
        };
        let (old, new) = (before.free_key(), after.free_key());
        if old != new {
            if let Some(old) = old {
                profile.free.remove(&old);
            }
            if let Some(new) = new {
                profile.free.insert(new);
            }
        }
        let mut more_room = false;
        for (weights, room) in profile.room.iter_mut() {
            for channel in profile.channels.iter() {
                let units = room.units.of(channel);
                let (fitted, fits) = (before.takes(units), after.takes(units));
                if fits == fitted {
                    continue;
                }
                more_room |= fits;
                let centre = after.centre;
                self.centres.count_room(centre, weights, channel, fits);
                let count = room.fits.slot(channel);
                *count = count.saturating_add_signed(if fits { 1 } else { -1 });
            }
        }
        more_room
    }

    /// Adds a counsellor to all lists and counts, or takes them out; true when room was added.
    fn count(&mut self, tally: &Tally, add: bool) -> bool {
        if tally.standing == Standing::Absent {
            return false;
        }
        let (Some(profile), Some(centre)) = (
            self.staff.profiles.get_mut(tally.profile),
            self.centres.rows.get_mut(tally.centre),
        ) else {
            return false;
        };
        let shift = |count: &mut u32, counts: bool| {
            if counts {
                *count = count.saturating_add_signed(if add { 1 } else { -1 });
            }
        };
        match tally.free_key() {
            Some(key) if add => {
                profile.free.insert(key);
            }
            Some(key) => {
                profile.free.remove(&key);
            }
            None => {}
        }
        shift(&mut self.staff.present, true);
        shift(&mut profile.on_duty, tally.on_duty());
        shift(&mut centre.counsellors, true);
        shift(&mut centre.ready, tally.is_ready());
        shift(&mut profile.working, tally.standing >= Standing::Busy);
        if tally.standing >= Standing::Busy {
            centre.staff(self.now, if add { 1 } else { -1 });
        }
        let mut room = false;
        for channel in Channel::ALL.iter().copied() {
            let serves = tally.channels.contains(channel);
            shift(centre.on_duty.slot(channel), serves && tally.on_duty());
            shift(centre.available.slot(channel), serves && tally.is_ready());
            for (weights, of_profile) in profile.room.iter_mut() {
                let fits = serves && tally.takes(of_profile.units.of(channel));
                room |= fits && add;
                shift(of_profile.fits.slot(channel), fits);
                if let Some(of_centre) = centre.fits_slot(weights, channel) {
                    shift(of_centre, fits);
                }
            }
        }
        self.structure += u64::from(tally.on_duty());
        room
    }

    /// Counts who fits where by weights that have come into use.
    pub(super) fn recount(&mut self, weights: u32) {
        let Some(given) = self.rules.weights_row(weights) else {
            return;
        };
        for (_, centre) in self.centres.rows.iter_mut() {
            if let Some(fits) = centre.fits.slot(weights) {
                *fits = PerChannel::default();
            }
        }
        for (_, profile) in self.staff.profiles.iter_mut() {
            let units = given.units_of(profile.capacity);
            if let Some(room) = profile.room.slot(weights) {
                *room = Room {
                    units,
                    fits: PerChannel::default(),
                };
            }
        }
        for (row, counsellor) in self.staff.rows.iter() {
            let tally = counsellor.tally(row);
            let (Some(profile), Some(centre)) = (
                self.staff.profiles.get_mut(tally.profile),
                self.centres.rows.get_mut(tally.centre),
            ) else {
                continue;
            };
            for channel in Channel::ALL.iter().copied() {
                let fits = u32::from(tally.fits(weights, channel, profile));
                if let Some(of_centre) = centre.fits_slot(weights, channel) {
                    *of_centre += fits;
                }
                if let Some(room) = profile.room.slot(weights) {
                    *room.fits.slot(channel) += fits;
                }
            }
        }
        self.centres.sum_up(self.rules.weights_count());
    }

    /// The row of a profile, made and matched with every line when new.
    pub(super) fn profile(&mut self, key: ProfileKey) -> u32 {
        if let Some(known) = self.staff.profile_index.get(&key) {
            return *known;
        }
        let mut room = Weighed::<Room>::default();
        for (row, weights) in (0..).zip(self.rules.weights()) {
            if let Some(room) = room.slot(row) {
                room.units = weights.units_of(key.capacity);
            }
        }
        let mut profile = Profile {
            centre: key.centre,
            channels: key.channels,
            languages: key.languages,
            topics: key.topics.clone(),
            capacity: key.capacity,
            room,
            free: std::collections::BTreeSet::new(),
            on_duty: 0,
            working: 0,
            classes: Vec::new(),
        };
        for (class, row) in self.waiting.classes.iter() {
            if !row.retired && self.takes(&row.key, &profile) {
                profile.classes.push(class);
            }
        }
        let row = self.staff.profiles.push(profile);
        if let Some(centre) = self.centres.rows.get_mut(key.centre) {
            centre.profiles.push(row);
        }
        self.staff.profile_index.insert(key, row);
        row
    }

    /// Whether counsellors of the profile can take contacts of the class, room and hours apart.
    pub(super) fn takes(&self, class: &ClassKey, profile: &Profile) -> bool {
        let Some(centre) = self.centres.rows.get(profile.centre) else {
            return false;
        };
        class.queue.centre().is_none_or(|own| own == profile.centre)
            && Centres::within(class.ring, centre)
            && class.judge(profile).is_none()
    }
}
