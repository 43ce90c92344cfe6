//! How good forecasts would have been: made again and again from what was known on a day, and held against what came.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{
    calendar::{Calendar, DayCounts},
    demand::Demand,
};

/// A half hour with a smaller mean is one in which nobody is expected.
const EXPECTED: f64 = 0.01;

/// When forecasts are made and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BackTest {
    /// Days of history before the first forecast. Default 56.
    pub first_days: u32,
    /// Days from one forecast to the next. Default 7.
    pub every_days: u32,
    /// Days each forecast reaches. Default 14.
    pub horizon_days: u32,
    /// Part of the outcomes the intervals are to hold. Default 0.8.
    pub coverage: f64,
}

impl Default for BackTest {
    fn default() -> Self {
        Self {
            first_days: 56,
            every_days: 7,
            horizon_days: 14,
            coverage: 0.8,
        }
    }
}

/// Parts of a day by half hours: before noon, from noon to 16 o'clock, and after.
const PARTS: [std::ops::Range<usize>; 3] = [0..24, 24..32, 32..48];

/// How far forecasts were off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Errors {
    /// Absolute errors over contacts, both summed up (Kolassa and Schütz, Foresight 6, 2007): 0.2 is off by a fifth.
    pub wape: f64,
    /// Errors over contacts, both summed up: above 0 too many were forecast.
    pub bias: f64,
}

/// Errors of the model beside those of "as on the same weekday last week", and how the intervals held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Accuracy {
    /// Counts compared.
    pub counts: u32,
    /// Of the model.
    pub model: Errors,
    /// Of the last known open day of the same weekday.
    pub naive: Errors,
    /// Part of the counts within their interval.
    pub covered: f64,
}

/// How far a part of the day was off, each day's part taken as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PartErrors {
    /// Contacts that came in it.
    pub came: u32,
    /// Of the model.
    pub model: Errors,
}

/// One day forecast and come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BackTestDay {
    /// The day.
    pub on: NaiveDate,
    /// The last day known when the forecast was made.
    pub known_to: NaiveDate,
    /// Contacts that came.
    pub came: u32,
    /// Contacts forecast.
    pub mean: f64,
    /// Lower end of the interval.
    pub low: u32,
    /// Upper end.
    pub high: u32,
    /// Contacts of the last known open day of the same weekday.
    pub naive: u32,
}

/// What a back-test found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BackTestReport {
    /// Forecasts made.
    pub forecasts: u32,
    /// Over whole days.
    pub days: Accuracy,
    /// Over half hours in which anybody was forecast or came.
    pub half_hours: Accuracy,
    /// Before noon, from noon to 16 o'clock, and after.
    pub parts: [PartErrors; 3],
    /// Every day forecast, in order; several times where forecasts overlap.
    pub all: Vec<BackTestDay>,
}

#[derive(Default)]
struct Sums {
    counts: u32,
    covered: u32,
    whole: u64,
    came: f64,
    model: (f64, f64),
    naive: (f64, f64),
}

impl Sums {
    fn add(&mut self, came: u32, (mean, low, high): (f64, u32, u32), naive: u32) {
        self.counts += 1;
        self.whole += u64::from(came);
        self.covered += u32::from((low..=high).contains(&came));
        let (came, naive) = (f64::from(came), f64::from(naive));
        self.came += came;
        for (sums, forecast) in [(&mut self.model, mean), (&mut self.naive, naive)] {
            sums.0 += (forecast - came).abs();
            sums.1 += forecast - came;
        }
    }

    fn part(&self) -> PartErrors {
        let came = self.came.max(1.0);
        PartErrors {
            came: u32::try_from(self.whole).unwrap_or(u32::MAX),
            model: Errors {
                wape: self.model.0 / came,
                bias: self.model.1 / came,
            },
        }
    }

    fn accuracy(&self) -> Accuracy {
        let came = self.came.max(1.0);
        let errors = |(wape, bias): (f64, f64)| Errors {
            wape: wape / came,
            bias: bias / came,
        };
        Accuracy {
            counts: self.counts,
            model: errors(self.model),
            naive: errors(self.naive),
            covered: f64::from(self.covered) / f64::from(self.counts.max(1)),
        }
    }
}

/// Forecasts the history from within: each time only from the days before, closed days left out. None where no
/// forecast could be made and held against a day.
pub fn back_test(
    history: &[DayCounts],
    calendar: &Calendar,
    plan: &BackTest,
) -> Option<BackTestReport> {
    let open: BTreeMap<NaiveDate, &DayCounts> = history
        .iter()
        .filter(|row| !calendar.closed.contains(&row.on))
        .map(|row| (row.on, row))
        .collect();
    let (first, last) = (*open.keys().next()?, *open.keys().next_back()?);
    let (mut days, mut half_hours) = (Sums::default(), Sums::default());
    let mut parts: [Sums; 3] = std::array::from_fn(|_| Sums::default());
    let mut report = BackTestReport {
        forecasts: 0,
        days: Accuracy::default(),
        half_hours: Accuracy::default(),
        parts: [PartErrors::default(); 3],
        all: Vec::new(),
    };
    let mut origin = first.checked_add_days(Days::new(plan.first_days.into()))?;
    while origin <= last {
        let known: Vec<DayCounts> = open
            .range(..origin)
            .map(|(_, row)| (*row).clone())
            .collect();
        if let Some(demand) = Demand::learn(&known, calendar) {
            report.forecasts += 1;
            let end = origin.checked_add_days(Days::new(plan.horizon_days.into()))?;
            for (_, row) in open.range(origin..end) {
                let before = last_like(&open, row.on, origin);
                judge_parts(&demand, row, &mut parts);
                let day = judge(&demand, row, before, plan.coverage, &mut half_hours);
                days.add(day.came, (day.mean, day.low, day.high), day.naive);
                report.all.push(day);
            }
        }
        origin = origin.checked_add_days(Days::new(plan.every_days.max(1).into()))?;
    }
    (report.days, report.half_hours) = (days.accuracy(), half_hours.accuracy());
    report.parts = parts.map(|sums| sums.part());
    (!report.all.is_empty()).then_some(report)
}

fn judge_parts(demand: &Demand, row: &DayCounts, parts: &mut [Sums; 3]) {
    let forecast = demand.day(row.on, 0.0);
    for (range, sums) in PARTS.into_iter().zip(parts) {
        let expected = forecast.half_hours.iter().skip(range.start);
        let mean = expected.take(range.len()).map(|one| one.mean).sum();
        let came = range.map(|half_hour| count(row, half_hour)).sum();
        sums.add(came, (mean, 0, 0), 0);
    }
}

/// The last open day before the origin that is the same weekday.
fn last_like<'a>(
    open: &BTreeMap<NaiveDate, &'a DayCounts>,
    on: NaiveDate,
    origin: NaiveDate,
) -> Option<&'a DayCounts> {
    let same = |day: &NaiveDate| (on - *day).num_days() % 7 == 0;
    let before = open.range(..origin).rev().find(|(day, _)| same(day));
    before.map(|(_, row)| *row)
}

fn count(row: &DayCounts, half_hour: usize) -> u32 {
    row.counts.get(half_hour).copied().unwrap_or_default()
}

fn judge(
    demand: &Demand,
    row: &DayCounts,
    before: Option<&DayCounts>,
    coverage: f64,
    half_hours: &mut Sums,
) -> BackTestDay {
    let forecast = demand.day(row.on, coverage);
    let naive = |half_hour| before.map_or(0, |before| count(before, half_hour));
    for (half_hour, expected) in forecast.half_hours.iter().enumerate() {
        let came = count(row, half_hour);
        let naive = naive(half_hour);
        if came > 0 || naive > 0 || expected.mean > EXPECTED {
            half_hours.add(came, (expected.mean, expected.low, expected.high), naive);
        }
    }
    BackTestDay {
        on: row.on,
        known_to: demand.learned_to,
        came: row.counts.iter().sum(),
        mean: forecast.total.mean,
        low: forecast.total.low,
        high: forecast.total.high,
        naive: before.map_or(0, |before| before.counts.iter().sum()),
    }
}
