//! A centre and what belongs to it.

use chrono::NaiveDate;
use chrono_tz::Tz;
use kernel::{CentreId, Channel, County, Instant, Language, SiteId};

/// A career centre: the tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Centre {
    /// Its id.
    pub id: CentreId,
    /// The county it serves.
    pub county: County,
    /// Its name, as seekers read it.
    pub name: String,
    /// The region within which contacts widen before they go to all.
    pub region: String,
    /// The languages it guides in.
    pub languages: Vec<Language>,
    /// The zone of its wall clocks.
    pub time_zone: Tz,
    /// Counsellors it keeps for its own seekers.
    pub local_reserve: u32,
    /// Since when it exists here.
    pub created_at: Instant,
}

/// A place where a centre meets people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Its id.
    pub id: SiteId,
    /// Its name.
    pub name: String,
    /// Street and number.
    pub address: String,
    /// Postal code and place.
    pub postal_place: String,
}

/// A place to add to a centre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSite {
    /// Its name.
    pub name: String,
    /// Street and number.
    pub address: String,
    /// Postal code and place.
    pub postal_place: String,
}

/// What a centre promises the national queue on one channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// The channel.
    pub channel: Channel,
    /// Its share of the work, in proportion to the other centres' shares. Zero is normal.
    pub share: u32,
    /// The first local date it holds.
    pub valid_from: NaiveDate,
    /// The last local date it holds; until further notice if none.
    pub valid_until: Option<NaiveDate>,
}

impl Agreement {
    /// Whether it holds on the local date.
    pub fn holds_on(&self, date: NaiveDate) -> bool {
        self.valid_from <= date && self.valid_until.is_none_or(|until| date <= until)
    }
}

/// The share promised on the channel on the local date; none if the centre contributes nothing.
/// A later agreement replaces an earlier one.
pub fn share_on(agreements: &[Agreement], channel: Channel, date: NaiveDate) -> Option<u32> {
    agreements
        .iter()
        .filter(|agreement| agreement.channel == channel && agreement.holds_on(date))
        .max_by_key(|agreement| agreement.valid_from)
        .map(|agreement| agreement.share)
        .filter(|share| *share > 0)
}

/// A system that sends seekers, known by the entry point in its links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partner {
    /// Its name.
    pub name: String,
    /// The word its links carry.
    pub entry_point: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agreement(share: u32, from: (u32, u32), until: Option<(u32, u32)>) -> Agreement {
        let date = |(month, day)| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        Agreement {
            channel: Channel::Chat,
            share,
            valid_from: date(from),
            valid_until: until.map(date),
        }
    }

    fn share(agreements: &[Agreement], month: u32, day: u32) -> Option<u32> {
        let date = NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        share_on(agreements, Channel::Chat, date)
    }

    #[test]
    fn agreement_holds_from_its_first_to_its_last_date() {
        let agreements = [agreement(20, (2, 1), Some((6, 30)))];
        assert_eq!(share(&agreements, 1, 31), None);
        assert_eq!(share(&agreements, 2, 1), Some(20));
        assert_eq!(share(&agreements, 6, 30), Some(20));
        assert_eq!(share(&agreements, 7, 1), None);
        let date = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
        assert_eq!(share_on(&agreements, Channel::Phone, date), None);
    }

    #[test]
    fn later_agreement_replaces_the_earlier_one_also_with_nothing() {
        let agreements = [
            agreement(30, (3, 1), None),
            agreement(20, (1, 1), None),
            agreement(0, (9, 1), None),
        ];
        assert_eq!(share(&agreements, 2, 1), Some(20));
        assert_eq!(share(&agreements, 3, 1), Some(30));
        assert_eq!(share(&agreements, 9, 1), None);
    }
}
