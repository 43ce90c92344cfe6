//! Keeps lists and counts in step with every change of a counsellor.

use kernel::Channel;

use super::{
    Engine,
    staff::{CounsellorRow, Profile, ProfileKey, Standing, Tally},
    waiting::ClassKey,
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
            self.centres.sum_up();
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
        for channel in profile.channels.iter() {
            let units = profile.units.of(channel);
            let (fitted, fits) = (before.takes(units), after.takes(units));
            if fits == fitted {
                continue;
            }
            more_room |= fits;
            self.centres.count_room(after.centre, channel, fits);
            let count = profile.fits.slot(channel);
            *count = count.saturating_add_signed(if fits { 1 } else { -1 });
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
            let fits = serves && tally.takes(profile.units.of(channel));
            room |= fits && add;
            shift(centre.on_duty.slot(channel), serves && tally.on_duty());
            shift(centre.available.slot(channel), serves && tally.is_ready());
            shift(centre.fits.slot(channel), fits);
            shift(profile.fits.slot(channel), fits);
        }
        self.structure += u64::from(tally.on_duty());
        room
    }

    /// Counts afresh who fits where, after weights have changed, and lets every profile look again.
    pub(super) fn recount(&mut self) {
        for (_, centre) in self.centres.rows.iter_mut() {
            centre.fits = super::centres::PerChannel::default();
        }
        for (_, profile) in self.staff.profiles.iter_mut() {
            profile.fits = super::centres::PerChannel::default();
            profile.units = self.policy.weights.units_of(profile.capacity);
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
                let fits = u32::from(tally.fits(channel, profile));
                *centre.fits.slot(channel) += fits;
                *profile.fits.slot(channel) += fits;
            }
        }
        self.centres.sum_up();
        for (row, _) in self.staff.profiles.iter() {
            self.freed.add(row);
        }
    }

    /// The row of a profile, made and matched with every line when new.
    pub(super) fn profile(&mut self, key: ProfileKey) -> u32 {
        if let Some(known) = self.staff.profile_index.get(&key) {
            return *known;
        }
        let mut profile = Profile {
            centre: key.centre,
            channels: key.channels,
            languages: key.languages,
            topics: key.topics.clone(),
            capacity: key.capacity,
            units: self.policy.weights.units_of(key.capacity),
            free: std::collections::BTreeSet::new(),
            fits: super::centres::PerChannel::default(),
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
            && super::centres::Centres::within(class.ring, centre)
            && class.judge(profile).is_none()
    }
}
