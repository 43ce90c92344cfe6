//! Days: how many came, which are closed, which are known to be busy.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// Half hours in a day.
pub const HALF_HOURS: usize = 48;

/// The contacts of one past day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayCounts {
    /// The day.
    pub on: NaiveDate,
    /// Contacts per half hour, 48 from midnight; what is missing counts as none.
    pub counts: Vec<u32>,
}

/// What is known of days beforehand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Calendar {
    /// Days without service, past and to come: public holidays, and weekends where closed. Nothing is learned from
    /// them, and nobody is expected.
    pub closed: BTreeSet<NaiveDate>,
    /// Days of the year known to differ. Where two cover a day, the one listed first counts.
    pub peaks: Vec<Peak>,
}

/// A time of every year at which demand differs: more before a deadline, less on the eve of a holiday.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Peak {
    /// Names it on the page.
    pub name: String,
    /// Month of its day, 1 to 12.
    pub month: u32,
    /// Day of the month.
    pub day: u32,
    /// Days before it that differ too.
    pub days_before: u32,
    /// Days after it that differ too.
    pub days_after: u32,
}

impl Peak {
    fn new(name: &str, (month, day): (u32, u32), (days_before, days_after): (u32, u32)) -> Self {
        Self {
            name: name.to_owned(),
            month,
            day,
            days_before,
            days_after,
        }
    }

    /// The peaks of the Norwegian admission year: the deadline of 1 March for those who apply early, the common
    /// deadline of 15 April, and the offers of 20 July with the week to answer.
    pub fn norwegian() -> Vec<Self> {
        vec![
            Self::new("deadline_1_march", (3, 1), (7, 1)),
            Self::new("deadline_15_april", (4, 15), (10, 1)),
            Self::new("offers_july", (7, 20), (1, 7)),
        ]
    }

    /// How many days the date is after the peak's day, below 0 before it; none outside its time.
    pub fn offset(&self, on: NaiveDate) -> Option<i64> {
        let (before, after) = (i64::from(self.days_before), i64::from(self.days_after));
        (on.year() - 1..=on.year() + 1)
            .filter_map(|year| NaiveDate::from_ymd_opt(year, self.month, self.day))
            .map(|day| (on - day).num_days())
            .find(|offset| (-before..=after).contains(offset))
    }
}

impl Calendar {
    /// The peak that covers the date, by its place in the list, and the days since its day.
    pub fn peak_of(&self, on: NaiveDate) -> Option<(usize, i64)> {
        let mut peaks = self.peaks.iter().enumerate();
        peaks.find_map(|(at, peak)| Some((at, peak.offset(on)?)))
    }
}
