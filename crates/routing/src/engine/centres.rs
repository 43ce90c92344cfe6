//! Centres: hours, agreements, nearness, and how far each is below its agreed share.

use kernel::{CentreId, Channel, County};
use rustc_hash::FxHashMap;

use super::{Micros, waiting::QueueRow, weighed::Weighed};
use crate::{Agreement, Cause, Centre, Opening, table::Table};

/// One count per channel.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PerChannel([u32; 5]);

impl PerChannel {
    #[inline]
    pub(super) const fn of(&self, channel: Channel) -> u32 {
        let [chat, phone, callback, video, appointment] = self.0;
        match channel {
            Channel::Chat => chat,
            Channel::Phone => phone,
            Channel::Callback => callback,
            Channel::Video => video,
            Channel::Appointment => appointment,
        }
    }

    #[inline]
    pub(super) const fn slot(&mut self, channel: Channel) -> &mut u32 {
        let [chat, phone, callback, video, appointment] = &mut self.0;
        match channel {
            Channel::Chat => chat,
            Channel::Phone => phone,
            Channel::Callback => callback,
            Channel::Video => video,
            Channel::Appointment => appointment,
        }
    }
}

/// What the national queue finds on one channel, added up over all centres.
#[derive(Clone, Debug, Default)]
pub(super) struct National {
    pub(super) closed: u32,
    pub(super) agreement: u32,
    pub(super) unavailable: u32,
    pub(super) capacity: u32,
    /// Serving centres where somebody has room, by row.
    pub(super) with_room: Vec<u32>,
}

/// How far a search reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Ring {
    Home(u8),
    Region(u8),
    All,
}

/// The county's number, below 64.
pub(super) fn county_row(county: County) -> Option<u8> {
    match county.as_str().as_bytes() {
        [tens, ones] => {
            let number = tens.wrapping_sub(b'0').wrapping_mul(10);
            Some(number.wrapping_add(ones.wrapping_sub(b'0')) & 63)
        }
        _ => None,
    }
}

fn county_bit(county: County) -> u64 {
    county_row(county).map_or(0, |row| 1 << row)
}

#[derive(Clone, Debug)]
pub(super) struct CentreRow {
    pub(super) id: CentreId,
    pub(super) county: Option<u8>,
    pub(super) region: Option<String>,
    pub(super) neighbours: u64,
    /// Counties this centre is near to, its own left out.
    pub(super) near: u64,
    pub(super) reserve: u32,
    pub(super) agreement: Option<Agreement>,
    pub(super) open: Opening,
    pub(super) profiles: Vec<u32>,
    pub(super) counsellors: u32,
    pub(super) on_duty: PerChannel,
    pub(super) available: PerChannel,
    /// Those with room for a contact, by row of weights.
    pub(super) fits: Weighed<PerChannel>,
    /// Counsellors in the state available.
    pub(super) ready: u32,
    taken: u64,
    staffed_now: u32,
    staffed_us: u64,
    staffed_at: Micros,
}

impl CentreRow {
    fn unknown(id: CentreId) -> Self {
        Self {
            id,
            county: None,
            region: None,
            neighbours: 0,
            near: 0,
            reserve: 0,
            agreement: None,
            open: Opening::default(),
            profiles: Vec::new(),
            counsellors: 0,
            on_duty: PerChannel::default(),
            available: PerChannel::default(),
            fits: Weighed::default(),
            ready: 0,
            taken: 0,
            staffed_now: 0,
            staffed_us: 0,
            staffed_at: 0,
        }
    }

    /// What closes the whole centre to the queue and channel.
    #[inline]
    pub(super) fn shut(&self, queue: QueueRow, channel: Channel) -> Option<Cause> {
        if !queue.is_national() {
            return (!self.open.local.contains(channel)).then_some(Cause::Closed);
        }
        if !self.open.national.contains(channel) {
            return Some(Cause::Closed);
        }
        let covered = self
            .agreement
            .is_some_and(|agreement| agreement.channels.contains(channel));
        (!covered).then_some(Cause::Agreement)
    }

    /// Whether the free counsellors left are all kept for local seekers.
    #[inline]
    pub(super) fn reserved(&self, weights: u32, queue: QueueRow, channel: Channel) -> bool {
        queue.is_national() && self.fits(weights, channel) <= self.reserve
    }

    /// Counsellors with room for a contact of such weights.
    #[inline]
    pub(super) fn fits(&self, weights: u32, channel: Channel) -> u32 {
        self.fits.get(weights).map_or(0, |fits| fits.of(channel))
    }

    pub(super) fn fits_slot(&mut self, weights: u32, channel: Channel) -> Option<&mut u32> {
        Some(self.fits.slot(weights)?.slot(channel))
    }

    /// Counts the time staffed so far, then changes how many staff it.
    pub(super) fn staff(&mut self, now: Micros, change: i32) {
        self.staffed_us = self.staffed_us_at(now);
        self.staffed_at = now;
        self.staffed_now = self.staffed_now.saturating_add_signed(change);
    }

    fn staffed_us_at(&self, now: Micros) -> u64 {
        let passed = u64::try_from(now.saturating_sub(self.staffed_at)).unwrap_or(0);
        self.staffed_us
            .saturating_add(passed.saturating_mul(u64::from(self.staffed_now)))
    }

    /// Agreed share times staffed seconds; 0 without an agreement.
    fn due(&self, now: Micros) -> u64 {
        let share = self.agreement.map_or(0, |agreement| agreement.share);
        (self.staffed_us_at(now) / 1_000_000 + 1).saturating_mul(u64::from(share))
    }

    pub(super) const fn count_taken(&mut self, more: bool) {
        self.taken = if more {
            self.taken.saturating_add(1)
        } else {
            self.taken.saturating_sub(1)
        };
    }
}

#[derive(Clone, Debug, Default)]
pub(super) struct Centres {
    pub(super) rows: Table<CentreRow>,
    pub(super) index: FxHashMap<CentreId, u32>,
    counties: u64,
    /// By row of weights, per channel.
    national: Weighed<[National; 5]>,
}

impl Centres {
    /// The centre's row; a centre not yet described is closed.
    pub(super) fn row_of(&mut self, id: CentreId) -> u32 {
        if let Some(row) = self.index.get(&id) {
            return *row;
        }
        let row = self.rows.push(CentreRow::unknown(id));
        self.index.insert(id, row);
        row
    }

    #[inline]
    pub(super) fn national(&self, weights: u32, channel: Channel) -> Option<&National> {
        let [chat, phone, callback, video, appointment] = self.national.get(weights)?;
        Some(match channel {
            Channel::Chat => chat,
            Channel::Phone => phone,
            Channel::Callback => callback,
            Channel::Video => video,
            Channel::Appointment => appointment,
        })
    }

    /// Adds the national figures up afresh, after hours, agreements or people have changed.
    pub(super) fn sum_up(&mut self, weights: u32) {
        for row in 0..weights {
            self.sum_up_for(row);
        }
    }

    fn sum_up_for(&mut self, weights: u32) {
        let Some(sums) = self.national.slot(weights) else {
            return;
        };
        for (channel, sum) in Channel::ALL.iter().copied().zip(sums) {
            *sum = National::default();
            for (row, centre) in self.rows.iter() {
                let all = centre.counsellors;
                match centre.shut(QueueRow::NATIONAL, channel) {
                    Some(Cause::Closed) => sum.closed += all,
                    Some(_) => sum.agreement += all,
                    None => {
                        let (available, fits) =
                            (centre.available.of(channel), centre.fits(weights, channel));
                        sum.unavailable += all - available;
                        sum.capacity += available - fits;
                        if fits > 0 {
                            sum.with_room.push(row);
                        }
                    }
                }
            }
        }
    }

    /// One counsellor of the centre more, or one less, has room on the channel.
    pub(super) fn count_room(&mut self, row: u32, weights: u32, channel: Channel, more: bool) {
        let Some(centre) = self.rows.get_mut(row) else {
            return;
        };
        let Some(fits) = centre.fits_slot(weights, channel) else {
            return;
        };
        *fits = fits.saturating_add_signed(if more { 1 } else { -1 });
        let fits = *fits;
        if centre.shut(QueueRow::NATIONAL, channel).is_some() {
            return;
        }
        let at = Channel::ALL.iter().position(|known| *known == channel);
        let sums = self.national.slot(weights);
        let Some(sum) = sums.and_then(|sums| sums.get_mut(at?)) else {
            return;
        };
        sum.capacity = sum
            .capacity
            .saturating_add_signed(if more { -1 } else { 1 });
        match (more, fits) {
            (true, 1) => {
                let at = sum.with_room.partition_point(|known| *known < row);
                sum.with_room.insert(at, row);
            }
            (false, 0) => sum.with_room.retain(|known| *known != row),
            _ => {}
        }
    }

    /// Takes over a description; true when nearness changed.
    pub(super) fn describe(&mut self, centre: &Centre, now: Micros) -> (u32, bool) {
        let at = self.row_of(centre.id);
        let county = county_row(centre.county);
        let neighbours = centre
            .neighbours
            .iter()
            .fold(0, |set, c| set | county_bit(*c));
        let mut moved = false;
        if let Some(row) = self.rows.get_mut(at) {
            moved =
                row.county != county || row.region != centre.region || row.neighbours != neighbours;
            row.county = county;
            row.region.clone_from(&centre.region);
            row.neighbours = neighbours;
            row.reserve = centre.reserve;
            row.open = centre.open;
            let new_period = centre.agreement.map(|a| a.period) != row.agreement.map(|a| a.period);
            row.agreement = centre.agreement;
            if let (Some(agreement), true) = (centre.agreement, new_period) {
                row.taken = u64::from(agreement.taken_before);
                row.staffed_us = agreement.staffed_before_s.saturating_mul(1_000_000);
                row.staffed_at = now;
            }
        }
        if moved {
            self.measure();
        }
        (at, moved)
    }

    /// Works out which counties each centre is near to.
    fn measure(&mut self) {
        let all: Vec<_> = self
            .rows
            .iter()
            .filter_map(|(_, row)| Some((row.county?, row.region.clone(), row.neighbours)))
            .collect();
        self.counties = all.iter().fold(0, |set, (county, ..)| set | 1 << county);
        for (_, row) in self.rows.iter_mut() {
            let mut near = row.neighbours;
            for (county, region, neighbours) in &all {
                let same_region = region.is_some() && *region == row.region;
                let listed = row.county.is_some_and(|own| neighbours & (1 << own) != 0);
                if same_region || listed {
                    near |= 1 << county;
                }
            }
            row.near = near & !row.county.map_or(0, |own| 1 << own);
        }
    }

    /// The home county, if a centre is there to be preferred.
    pub(super) fn home(&self, county: Option<u8>) -> Option<u8> {
        county.filter(|row| self.counties & (1 << row) != 0)
    }

    /// 0 in the home county or without one, 1 near it, 2 elsewhere.
    #[inline]
    pub(super) const fn distance(home: Option<u8>, centre: &CentreRow) -> u8 {
        let Some(home) = home else { return 0 };
        match centre.county {
            Some(own) if own == home => 0,
            _ if centre.near & (1 << home) != 0 => 1,
            _ => 2,
        }
    }

    #[inline]
    pub(super) const fn within(ring: Ring, centre: &CentreRow) -> bool {
        match ring {
            Ring::All => true,
            Ring::Home(home) => Self::distance(Some(home), centre) == 0,
            Ring::Region(home) => Self::distance(Some(home), centre) <= 1,
        }
    }

    /// What turns contacts taken into steps of the agreed share: all that is due, in steps, per contact taken.
    pub(super) fn share_scale(&self, now: Micros, steps: u32) -> u64 {
        let mut due = 0_u64;
        let mut taken = 0_u64;
        for (_, row) in self.rows.iter() {
            if row.agreement.is_some() {
                due = due.saturating_add(row.due(now));
                taken = taken.saturating_add(row.taken);
            }
        }
        due.saturating_mul(u64::from(steps))
            .checked_div(taken)
            .unwrap_or(0)
    }

    /// How many steps of its share the centre has taken, to the nearest: least is furthest below.
    pub(super) fn share_taken(row: &CentreRow, now: Micros, scale: u64) -> u64 {
        row.taken
            .saturating_mul(scale)
            .saturating_mul(2)
            .checked_div(row.due(now))
            .map_or(u64::MAX, |halves| halves.saturating_add(1) / 2)
    }
}
