//! Counsellors and how much they can take.

use kernel::{AccountId, CentreId, Channel, Instant, Language, Membership, PresenceState, StaffId};

/// Whether and how much a counsellor can be offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Presence {
    /// The state.
    pub state: PresenceState,
    /// When it became this state; 1 January 1970 for those who never had a desk open.
    pub since: Instant,
    /// The last sign of life; 1 January 1970 if there never was one.
    pub seen_at: Instant,
    /// Units taken by offers and contacts.
    pub load_units: u32,
    /// Units there are.
    pub capacity_units: u32,
}

impl Presence {
    /// Of somebody who has not been here yet.
    pub const fn never(capacity_units: u32) -> Self {
        Self {
            state: PresenceState::Offline,
            since: Instant::UNIX_EPOCH,
            seen_at: Instant::UNIX_EPOCH,
            load_units: 0,
            capacity_units,
        }
    }
}

/// An active member of a centre's staff, with presence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counsellor {
    /// The membership.
    pub staff_id: StaffId,
    /// The centre.
    pub centre_id: CentreId,
    /// The person who logs in.
    pub account_id: AccountId,
    /// The name seekers see.
    pub alias: String,
    /// Languages guided in.
    pub languages: Vec<Language>,
    /// Topics guided on.
    pub topics: Vec<String>,
    /// Channels served on.
    pub channels: Vec<Channel>,
    /// Whether the person also serves from home.
    pub works_from_home: bool,
    /// Units there are.
    pub capacity_units: u32,
    /// Units taken by offers and contacts.
    pub load_units: u32,
    /// Whether contacts can be offered.
    pub state: PresenceState,
    /// When it became this state; 1 January 1970 for those who never had a desk open.
    pub since: Instant,
    /// The last sign of life; 1 January 1970 if there never was one.
    pub seen_at: Instant,
}

impl Counsellor {
    /// What is agreed with the centre, where `capacity_units` are the agreed ones.
    pub fn membership(&self) -> Membership {
        Membership {
            alias: self.alias.clone(),
            languages: self.languages.clone(),
            topics: self.topics.clone(),
            capacity_units: self.capacity_units,
            channels: self.channels.clone(),
            works_from_home: self.works_from_home,
        }
    }

    /// The same person under another agreement.
    pub(crate) fn serving(self, membership: Membership) -> Self {
        Self {
            alias: membership.alias,
            languages: membership.languages,
            topics: membership.topics,
            capacity_units: membership.capacity_units,
            channels: membership.channels,
            works_from_home: membership.works_from_home,
            ..self
        }
    }
}

/// What a centre can take right now, in units and in counsellors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capacity {
    /// Units of all who are not offline.
    pub capacity_units: u32,
    /// Units taken.
    pub load_units: u32,
    /// Units that can be offered: of those available.
    pub free_units: u32,
    /// Counsellors available.
    pub available: u32,
    /// Counsellors away.
    pub away: u32,
    /// Counsellors finishing a contact.
    pub wrap_up: u32,
    /// Counsellors without an open desk.
    pub offline: u32,
}

impl Capacity {
    /// Adds the counsellors up.
    pub fn of<'a>(counsellors: impl IntoIterator<Item = &'a Counsellor>) -> Self {
        let mut sum = Self::default();
        for counsellor in counsellors {
            let free = counsellor
                .capacity_units
                .saturating_sub(counsellor.load_units);
            sum.load_units += counsellor.load_units;
            let heads = match counsellor.state {
                PresenceState::Available => {
                    sum.free_units += free;
                    &mut sum.available
                }
                PresenceState::Away => &mut sum.away,
                PresenceState::WrapUp => &mut sum.wrap_up,
                PresenceState::Offline => &mut sum.offline,
            };
            *heads += 1;
            if counsellor.state != PresenceState::Offline {
                sum.capacity_units += counsellor.capacity_units;
            }
        }
        sum
    }
}
