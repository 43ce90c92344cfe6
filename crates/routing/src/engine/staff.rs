//! Counsellors, grouped into profiles of equal abilities.

use std::collections::BTreeSet;

use kernel::{Channel, PresenceState, StaffId};
use rustc_hash::FxHashMap;

use super::{Micros, centres::PerChannel, weighed::Weighed};
use crate::{ChannelSet, LanguageSet, table::Table};

/// Order among the free counsellors of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FreeKey {
    pub(super) load: u32,
    pub(super) idle_since: Micros,
    pub(super) id: StaffId,
    pub(super) row: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct ProfileKey {
    pub(super) centre: u32,
    pub(super) channels: ChannelSet,
    pub(super) languages: LanguageSet,
    pub(super) topics: Vec<u32>,
    pub(super) capacity: u32,
}

#[derive(Clone, Debug)]
pub(super) struct Profile {
    pub(super) centre: u32,
    pub(super) channels: ChannelSet,
    pub(super) languages: LanguageSet,
    pub(super) topics: Vec<u32>,
    pub(super) capacity: u32,
    /// By row of weights.
    pub(super) room: Weighed<Room>,
    /// Available with room for at least one unit.
    pub(super) free: BTreeSet<FreeKey>,
    pub(super) on_duty: u32,
    /// Those on duty and not away.
    pub(super) working: u32,
    /// Lines whose contacts these counsellors can take.
    pub(super) classes: Vec<u32>,
}

/// What depends on weights.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Room {
    /// What a contact takes, per channel.
    pub(super) units: PerChannel,
    /// Counsellors with room for one.
    pub(super) fits: PerChannel,
}

impl Profile {
    #[inline]
    pub(super) fn units(&self, weights: u32, channel: Channel) -> u32 {
        self.room
            .get(weights)
            .map_or(u32::MAX, |room| room.units.of(channel))
    }

    #[inline]
    pub(super) fn fits(&self, weights: u32, channel: Channel) -> u32 {
        self.room
            .get(weights)
            .map_or(0, |room| room.fits.of(channel))
    }
}

#[derive(Clone, Debug)]
pub(super) struct CounsellorRow {
    pub(super) id: StaffId,
    pub(super) present: bool,
    pub(super) profile: u32,
    pub(super) centre: u32,
    pub(super) state: PresenceState,
    pub(super) channels: ChannelSet,
    pub(super) capacity: u32,
    pub(super) load: u32,
    pub(super) offered: u32,
    pub(super) idle_since: Micros,
    pub(super) misses: u32,
    /// Set for a moment after the database refused an offer; names the timer that lifts it.
    pub(super) held: Option<u64>,
    pub(super) offers: Vec<u32>,
}

/// How far a counsellor is there, in ascending order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    Absent,
    Offline,
    Away,
    /// Works, and gets nothing new for the moment.
    Busy,
    Ready,
}

/// The part of a counsellor that lists and counts depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) row: u32,
    pub(super) id: StaffId,
    pub(super) standing: Standing,
    pub(super) profile: u32,
    pub(super) centre: u32,
    pub(super) channels: ChannelSet,
    pub(super) capacity: u32,
    pub(super) load: u32,
    pub(super) idle_since: Micros,
}

impl CounsellorRow {
    pub(super) fn standing(&self) -> Standing {
        match self.state {
            _ if !self.present => Standing::Absent,
            PresenceState::Offline => Standing::Offline,
            PresenceState::Away => Standing::Away,
            PresenceState::Available if self.held.is_none() => Standing::Ready,
            PresenceState::Available | PresenceState::WrapUp => Standing::Busy,
        }
    }

    pub(super) fn tally(&self, row: u32) -> Tally {
        Tally {
            row,
            id: self.id,
            standing: self.standing(),
            profile: self.profile,
            centre: self.centre,
            channels: self.channels,
            capacity: self.capacity,
            load: self.load.saturating_add(self.offered),
            idle_since: self.idle_since,
        }
    }
}

impl Tally {
    pub(super) const fn is_ready(&self) -> bool {
        matches!(self.standing, Standing::Ready)
    }

    pub(super) fn on_duty(&self) -> bool {
        self.standing > Standing::Offline
    }

    /// Whether there is room for so many units more.
    #[inline]
    pub(super) const fn takes(&self, units: u32) -> bool {
        self.is_ready() && self.load.saturating_add(units) <= self.capacity
    }

    #[inline]
    pub(super) fn fits(&self, weights: u32, channel: Channel, profile: &Profile) -> bool {
        self.channels.contains(channel) && self.takes(profile.units(weights, channel))
    }

    pub(super) fn free_key(&self) -> Option<FreeKey> {
        (self.is_ready() && self.load < self.capacity).then_some(FreeKey {
            load: self.load,
            idle_since: self.idle_since,
            id: self.id,
            row: self.row,
        })
    }

    /// Whether only load and idle time can differ.
    pub(super) fn stays(&self, other: &Self) -> bool {
        self.standing == other.standing && self.profile == other.profile
    }
}

#[derive(Clone, Debug, Default)]
pub(super) struct Staff {
    /// Counsellors the engine has been told of and not lost.
    pub(super) present: u32,
    pub(super) rows: Table<CounsellorRow>,
    pub(super) index: FxHashMap<StaffId, u32>,
    pub(super) profiles: Table<Profile>,
    pub(super) profile_index: FxHashMap<ProfileKey, u32>,
}

impl Staff {
    /// The row of a counsellor; one not yet described is absent.
    pub(super) fn row_of(&mut self, id: StaffId) -> u32 {
        if let Some(row) = self.index.get(&id) {
            return *row;
        }
        let row = self.rows.push(CounsellorRow {
            id,
            present: false,
            profile: u32::MAX,
            centre: u32::MAX,
            state: PresenceState::Offline,
            channels: ChannelSet::EMPTY,
            capacity: 0,
            load: 0,
            offered: 0,
            idle_since: 0,
            misses: 0,
            held: None,
            offers: Vec::new(),
        });
        self.index.insert(id, row);
        row
    }
}

impl crate::Weights {
    pub(super) fn units_of(&self, capacity: u32) -> PerChannel {
        let mut units = PerChannel::default();
        for channel in Channel::ALL.iter().copied() {
            *units.slot(channel) = self.of(channel).units(capacity);
        }
        units
    }
}
