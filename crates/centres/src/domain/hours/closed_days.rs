//! National closed days.

use std::{collections::BTreeMap, ops::RangeInclusive};

use chrono::NaiveDate;

use crate::domain::{Texts, holidays::public_holidays};

/// The dates on which the whole service is closed, each with its names: 17 May 2027 is one closed
/// day with two names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClosedDays(BTreeMap<NaiveDate, Vec<Texts>>);

impl ClosedDays {
    /// Norway's public holidays of the years.
    pub fn norwegian(years: RangeInclusive<i32>) -> Self {
        years
            .flat_map(public_holidays)
            .map(|holiday| (holiday.date, holiday.name))
            .collect()
    }

    /// Adds a name to a date, which closes it.
    pub fn insert(&mut self, date: NaiveDate, name: Texts) {
        let names = self.0.entry(date).or_default();
        if !names.contains(&name) {
            names.push(name);
        }
    }

    /// Opens the date again.
    pub fn remove(&mut self, date: NaiveDate) {
        self.0.remove(&date);
    }

    /// The names of the date; none when it is no closed day.
    pub fn names(&self, date: NaiveDate) -> Option<&[Texts]> {
        self.0.get(&date).map(Vec::as_slice)
    }

    /// Every closed day with its names, by date.
    pub fn iter(&self) -> impl Iterator<Item = (NaiveDate, &[Texts])> {
        self.0.iter().map(|(date, names)| (*date, names.as_slice()))
    }
}

impl FromIterator<(NaiveDate, Texts)> for ClosedDays {
    fn from_iter<I: IntoIterator<Item = (NaiveDate, Texts)>>(days: I) -> Self {
        let mut closed = Self::default();
        for (date, name) in days {
            closed.insert(date, name);
        }
        closed
    }
}
