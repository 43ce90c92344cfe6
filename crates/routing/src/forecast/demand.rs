//! What has been learned, and what it says of a day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{calendar::Calendar, learn::weekday, spread::quantile};

/// Variance of the logarithm of an effect of which nothing is known: between about a half and twice the usual.
pub(super) const PRIOR_EFFECT: f64 = 0.25;

/// What was learned from a history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Demand {
    /// The last open day of the history.
    pub learned_to: NaiveDate,
    /// Open days of the history.
    pub days: u32,
    /// Contacts of an average open day outside peaks, as of the last weeks.
    pub level: f64,
    /// Days after which a past day counts half in the level.
    pub half_life_days: u32,
    /// Factors of Monday to Sunday; 1 where nothing is known.
    pub weekdays: [f64; 7],
    /// Seven rows, Monday first, of 48 parts of a day's contacts.
    pub shapes: Vec<Vec<f64>>,
    /// Effects of the days of peaks that the history holds.
    pub effects: Vec<PeakEffect>,
    /// Variance of the ratio of a day's contacts to its forecast, beyond chance.
    pub day_excess: f64,
    /// The same for half hours.
    pub half_hour_excess: f64,
    /// What was known of days.
    pub calendar: Calendar,
}

/// What a day of a peak does.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PeakEffect {
    /// Place of the peak in the calendar.
    pub peak: usize,
    /// Days after the peak's day; below 0 before it.
    pub offset: i64,
    /// Contacts over those of a usual day.
    pub factor: f64,
    /// Variance of the logarithm of the factor.
    pub uncertainty: f64,
    /// Past years it rests on.
    pub years: u32,
}

/// A count to expect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Expected {
    /// The mean.
    pub mean: f64,
    /// The lower end of the interval.
    pub low: u32,
    /// The upper end.
    pub high: u32,
}

/// The forecast of a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DayForecast {
    /// The day.
    pub on: NaiveDate,
    /// Whether it is closed, so that nobody is expected.
    pub closed: bool,
    /// The peak it belongs to.
    pub peak: Option<String>,
    /// Contacts of the whole day.
    pub total: Expected,
    /// Contacts per half hour, 48 from midnight.
    pub half_hours: Vec<Expected>,
}

fn expected(mean: f64, excess: f64, coverage: f64) -> Expected {
    let tail = (1.0 - coverage.clamp(0.0, 0.999)) / 2.0;
    Expected {
        mean,
        low: quantile(mean, excess, tail),
        high: quantile(mean, excess, 1.0 - tail),
    }
}

impl Demand {
    /// Factor and uncertainty of the peak a day belongs to.
    fn effect(&self, on: NaiveDate) -> (f64, f64) {
        let Some((peak, offset)) = self.calendar.peak_of(on) else {
            return (1.0, 0.0);
        };
        let mut known = self.effects.iter();
        known
            .find(|effect| (effect.peak, effect.offset) == (peak, offset))
            .map_or((1.0, PRIOR_EFFECT), |effect| {
                (effect.factor, effect.uncertainty)
            })
    }

    /// Contacts to expect on a day, with intervals that hold so large a part of the outcomes (as 0.8).
    pub fn day(&self, on: NaiveDate, coverage: f64) -> DayForecast {
        let closed = self.calendar.closed.contains(&on);
        let peak = self.calendar.peak_of(on);
        let peak = peak.and_then(|(peak, _)| self.calendar.peaks.get(peak));
        let (factor, uncertainty) = self.effect(on);
        let weekday = weekday(on);
        let mean = if closed {
            0.0
        } else {
            self.level * self.weekdays.get(weekday).copied().unwrap_or(1.0) * factor
        };
        let shape = self.shapes.get(weekday).map_or(&[][..], Vec::as_slice);
        let excess = self.half_hour_excess + uncertainty;
        DayForecast {
            on,
            closed,
            peak: peak.map(|peak| peak.name.clone()),
            total: expected(mean, self.day_excess + uncertainty, coverage),
            half_hours: shape
                .iter()
                .map(|part| expected(mean * part, excess, coverage))
                .collect(),
        }
    }
}
