//! How the demand is learned from past days.

use chrono::{Datelike, NaiveDate};

use super::{
    calendar::{Calendar, DayCounts, HALF_HOURS},
    demand::{Demand, PRIOR_EFFECT, PeakEffect},
    number,
    robust::{median, shrink, steady},
};

/// With fewer open days nothing is learned.
const LEAST_DAYS: usize = 14;
/// Weekdays and shapes are learned from so many days back: habits change.
const HABIT_DAYS: i32 = 182;
/// Days on either side that tell what would be usual on a day.
const NEAR_DAYS: i32 = 28;
/// The level looks no further back than this.
const LEVEL_DAYS: i32 = 70;
/// A forecast of the level is judged this many days later.
const AHEAD_DAYS: i32 = 7;
/// The level's memory is chosen by the forecasts of so many days.
const JUDGED_DAYS: usize = 112;
/// Days after which a day counts half, to choose from.
const HALF_LIVES: [u32; 4] = [7, 14, 28, 56];
/// Variance of the logarithm of a peak's effect from year to year, beside chance.
const YEAR_TO_YEAR: f64 = 0.0225;
/// Variance of the ratio of a day to its forecast while too little is known to tell.
const UNKNOWN_EXCESS: f64 = 0.05;

struct Day {
    /// Days since the first of January of the year 1.
    at: i32,
    weekday: usize,
    total: f64,
    counts: Vec<f64>,
    peak: Option<(usize, i64)>,
}

impl Day {
    fn new(row: &DayCounts, calendar: &Calendar) -> Self {
        let mut counts: Vec<f64> = row.counts.iter().map(|count| f64::from(*count)).collect();
        counts.resize(HALF_HOURS, 0.0);
        Self {
            at: row.on.num_days_from_ce(),
            weekday: weekday(row.on),
            total: counts.iter().sum(),
            counts,
            peak: calendar.peak_of(row.on),
        }
    }
}

/// 0 is Monday.
pub(super) fn weekday(on: NaiveDate) -> usize {
    usize::try_from(on.weekday().num_days_from_monday()).unwrap_or_default()
}

/// A forecast of the past beside what came.
struct Judged<'a> {
    day: &'a Day,
    expected: f64,
}

struct Learner {
    days: Vec<Day>,
    last: i32,
    weekdays: [f64; 7],
}

impl Demand {
    /// Learns from past days, in any order; none from fewer than 14 open days or from days on which nobody came.
    pub fn learn(history: &[DayCounts], calendar: &Calendar) -> Option<Self> {
        let open = history
            .iter()
            .filter(|row| !calendar.closed.contains(&row.on));
        let learned_to = open.clone().map(|row| row.on).max()?;
        let mut days: Vec<Day> = open.map(|row| Day::new(row, calendar)).collect();
        days.sort_by_key(|day| day.at);
        days.dedup_by_key(|day| day.at);
        let some = days.iter().any(|day| day.total > 0.0);
        if days.len() < LEAST_DAYS || !some {
            return None;
        }
        let mut learner = Learner {
            last: days.last()?.at,
            days,
            weekdays: [1.0; 7],
        };
        // The second time the usual days are no longer blurred by weekdays.
        for _ in 0..2 {
            learner.learn_weekdays();
        }
        let half_life_days = learner.choose_memory();
        let shapes = learner.shapes();
        let judged = learner.judged(half_life_days);
        let day_excess = day_excess(&judged);
        Some(Self {
            learned_to,
            days: u32::try_from(learner.days.len()).unwrap_or(u32::MAX),
            level: learner.level(learner.last, half_life_days)?,
            half_life_days,
            weekdays: learner.weekdays,
            effects: learner.effects(calendar),
            day_excess,
            half_hour_excess: half_hour_excess(&judged, &shapes, day_excess),
            shapes,
            calendar: calendar.clone(),
        })
    }
}

impl Learner {
    fn factor(&self, weekday: usize) -> f64 {
        self.weekdays.get(weekday).copied().unwrap_or(1.0)
    }

    /// Days from one to another, both included.
    fn between(&self, from: i32, to: i32) -> &[Day] {
        let begin = self.days.partition_point(|day| day.at < from);
        let end = self.days.partition_point(|day| day.at <= to);
        self.days.get(begin..end).unwrap_or_default()
    }

    /// Totals of days outside peaks as if they were average weekdays, with weights.
    fn plain(&self, from: i32, to: i32, weight: impl Fn(i32) -> f64) -> Vec<(f64, f64)> {
        let days = self.between(from, to).iter();
        days.filter(|day| day.peak.is_none())
            .map(|day| {
                (
                    day.total / self.factor(day.weekday).max(0.01),
                    weight(day.at),
                )
            })
            .collect()
    }

    /// The robust mean of totals; chance alone makes them differ by their root.
    fn mean(values: &[(f64, f64)]) -> Option<f64> {
        let typical = median(values)?.max(1.0);
        Some(steady(values, typical.sqrt())?.mean)
    }

    /// What is usual around a day.
    fn usual(&self, at: i32) -> Option<f64> {
        Self::mean(&self.plain(at - NEAR_DAYS, at + NEAR_DAYS, |_| 1.0))
    }

    /// The level as seen on a day, the latest days counting most.
    fn level(&self, at: i32, half_life_days: u32) -> Option<f64> {
        let weight = |day: i32| (-f64::from(at - day) / f64::from(half_life_days)).exp2();
        Self::mean(&self.plain(at - LEVEL_DAYS, at, weight))
    }

    fn learn_weekdays(&mut self) {
        let mut ratios: [Vec<(f64, f64)>; 7] = Default::default();
        let mut noise = 1.0_f64;
        for day in self.between(self.last - HABIT_DAYS, self.last) {
            let Some(usual) = self.usual(day.at).filter(|usual| *usual > 0.0) else {
                continue;
            };
            noise = noise.min(1.0 / usual);
            if day.peak.is_none()
                && let Some(ratios) = ratios.get_mut(day.weekday)
            {
                ratios.push((day.total / usual, 1.0));
            }
        }
        let found: Vec<(usize, f64, f64, f64)> = ratios
            .iter()
            .enumerate()
            .filter_map(|(weekday, ratios)| {
                let mean = steady(ratios, noise.sqrt())?;
                let variance = mean.variance.max(noise) / mean.count;
                Some((weekday, mean.mean, variance, mean.count))
            })
            .collect();
        let counted: f64 = found.iter().map(|(_, mean, _, count)| mean * count).sum();
        let common = counted / found.iter().map(|(.., count)| count).sum::<f64>().max(1.0);
        let mut means: Vec<(f64, f64)> = found.iter().map(|(_, m, v, _)| (*m, *v)).collect();
        shrink(&mut means, common);
        for ((weekday, ..), (mean, _)) in found.iter().zip(&means) {
            if let Some(factor) = self.weekdays.get_mut(*weekday)
                && common > 0.0
            {
                *factor = mean / common;
            }
        }
    }

    /// The effect of every day of a peak that is in the past: the mean over the years of its logarithm, pulled
    /// towards none by how little the days tell.
    fn effects(&self, calendar: &Calendar) -> Vec<PeakEffect> {
        let mut effects = Vec::new();
        for (peak, row) in calendar.peaks.iter().enumerate() {
            for offset in -i64::from(row.days_before)..=i64::from(row.days_after) {
                let days = self
                    .days
                    .iter()
                    .filter(|day| day.peak == Some((peak, offset)));
                let logs: Vec<(f64, f64)> = days
                    .filter_map(|day| {
                        let usual = self.usual(day.at)? * self.factor(day.weekday) + 0.5;
                        Some((((day.total + 0.5) / usual).ln(), 1.0 / usual + YEAR_TO_YEAR))
                    })
                    .collect();
                let years = number(logs.len());
                if logs.is_empty() {
                    continue;
                }
                let mean = logs.iter().map(|(log, _)| log).sum::<f64>() / years;
                let variance = logs.iter().map(|(_, v)| v).sum::<f64>() / (years * years);
                let trust = PRIOR_EFFECT / (PRIOR_EFFECT + variance);
                effects.push(PeakEffect {
                    peak,
                    offset,
                    factor: (mean * trust).exp(),
                    uncertainty: trust.mul_add(variance, YEAR_TO_YEAR),
                    years: u32::try_from(logs.len()).unwrap_or(u32::MAX),
                });
            }
        }
        effects
    }

    /// Forecasts a week ahead of the last days outside peaks.
    fn judged(&self, half_life_days: u32) -> Vec<Judged<'_>> {
        let Some(first) = self.days.get(LEAST_DAYS).map(|day| day.at + AHEAD_DAYS) else {
            return Vec::new();
        };
        let days = self.days.iter().rev().filter(|day| day.peak.is_none());
        days.take_while(|day| day.at >= first)
            .take(JUDGED_DAYS)
            .filter_map(|day| {
                let level = self.level(day.at - AHEAD_DAYS, half_life_days)?;
                let expected = level * self.factor(day.weekday);
                Some(Judged { day, expected })
            })
            .filter(|judged| judged.expected > 0.0)
            .collect()
    }

    /// The half-life with the smallest error; the longest of equals, as with no days to judge by.
    fn choose_memory(&self) -> u32 {
        let error = |half_life: u32| -> f64 {
            let judged = self.judged(half_life);
            judged
                .iter()
                .map(|judged| (judged.day.total - judged.expected).abs())
                .sum()
        };
        HALF_LIVES
            .iter()
            .rev()
            .map(|half_life| (*half_life, error(*half_life)))
            .min_by(|one, two| one.1.total_cmp(&two.1))
            .map_or(28, |(half_life, _)| half_life)
    }

    /// Parts of a day's contacts per half hour, by weekday.
    fn shapes(&self) -> Vec<Vec<f64>> {
        let recent = self.between(self.last - HABIT_DAYS, self.last);
        let totals: Vec<(f64, f64)> = recent.iter().map(|day| (day.total, 1.0)).collect();
        let most = 2.0 * median(&totals).unwrap_or(1.0).max(1.0);
        let sum = |wanted: Option<usize>| {
            let mut sums = vec![0.0; HALF_HOURS];
            for day in recent {
                if wanted.is_none_or(|weekday| weekday == day.weekday) {
                    // A day of very many counts as a busy one, no more.
                    let weight = (most / day.total.max(1.0)).min(1.0);
                    for (sum, count) in sums.iter_mut().zip(&day.counts) {
                        *sum += weight * count;
                    }
                }
            }
            sums
        };
        let all = sum(None);
        (0..7)
            .map(|weekday| shape(&sum(Some(weekday)), &all))
            .collect()
    }
}

/// The shape of some days, pulled towards that of all by how much of their difference chance explains: the
/// positive-part James-Stein estimator, with the chi-square statistic as the distance.
fn shape(own: &[f64], all: &[f64]) -> Vec<f64> {
    let (total, everything) = (own.iter().sum::<f64>(), all.iter().sum::<f64>().max(1.0));
    let common: Vec<f64> = all.iter().map(|sum| sum / everything).collect();
    if total <= 0.0 {
        return common;
    }
    let used = common.iter().filter(|part| **part > 0.0).count();
    let distance: f64 = own
        .iter()
        .zip(&common)
        .filter(|(_, part)| **part > 0.0)
        .map(|(sum, part)| (sum - total * part).powi(2) / (total * part))
        .sum();
    let freedom = number(used.saturating_sub(1));
    let trust = (1.0 - freedom / distance.max(1e-9)).max(0.0);
    own.iter()
        .zip(&common)
        .map(|(sum, part)| trust.mul_add(sum / total - part, *part))
        .collect()
}

/// Variance of the ratio of days to their forecasts beyond chance.
fn day_excess(judged: &[Judged<'_>]) -> f64 {
    let ratios: Vec<(f64, f64)> = judged
        .iter()
        .map(|judged| (judged.day.total / judged.expected, 1.0))
        .collect();
    let chance = judged
        .iter()
        .map(|judged| 1.0 / judged.expected)
        .sum::<f64>();
    let chance = chance / number(judged.len()).max(1.0);
    steady(&ratios, chance.sqrt()).map_or(UNKNOWN_EXCESS, |ratio| {
        (ratio.variance + (ratio.mean - 1.0).powi(2) - chance).max(0.0)
    })
}

/// The same for half hours; days far off in all are left out, as they say nothing of the shape.
fn half_hour_excess(judged: &[Judged<'_>], shapes: &[Vec<f64>], day_excess: f64) -> f64 {
    let (mut beyond, mut squares) = (0.0, 0.0);
    for Judged { day, expected } in judged {
        let usual = 3.0 * (day_excess + 1.0 / expected).sqrt();
        if (day.total / expected - 1.0).abs() > usual {
            continue;
        }
        let shape = shapes.get(day.weekday).map_or(&[][..], Vec::as_slice);
        for (count, part) in day.counts.iter().zip(shape) {
            let mean = expected * part;
            beyond += (count - mean).powi(2) - mean;
            squares += mean * mean;
        }
    }
    if squares > 0.0 {
        (beyond / squares).max(day_excess)
    } else {
        day_excess
    }
}
