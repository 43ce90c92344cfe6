//! The coming days: contacts expected, counsellors needed, and where the rota falls short.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use routing::forecast::{
    BackTest, BackTestReport, Calendar, DayForecast, Demand, Expected, Peak, Service, back_test,
};

use super::demand::{HalfHourOf, History, dates};

/// Fewer open days teach nothing.
pub(crate) const LEAST_DAYS: usize = 14;
/// Open days after which a forecast is judged at the earliest.
const FIRST_JUDGED: u32 = 28;
/// Days whose forecasts are judged: what was right years ago says little.
const JUDGED: u32 = 56;
/// Part of the outcomes an interval is to hold: a tenth lies below, a tenth above.
const COVERAGE: f64 = 0.8;
/// A half hour with a smaller mean has no history.
const NOTHING: f64 = 0.005;

/// All that is known before a forecast.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) history: History,
    pub(crate) service: Service,
    /// The first day, and how many.
    pub(crate) asked: (NaiveDate, u32),
    /// The half hours in which the national queue is open, at least for a while.
    pub(crate) open: BTreeSet<HalfHourOf>,
    /// Counsellors on the rotas.
    pub(crate) planned: BTreeMap<HalfHourOf, f64>,
}

/// The coming days.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Outlook {
    /// None with too little history.
    pub(crate) days: Vec<OutlookDay>,
    pub(crate) accuracy: Option<BackTestReport>,
    /// Whether it is open at times of which the history knows nobody.
    pub(crate) has_new_hours: bool,
}

/// A day to come.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct OutlookDay {
    pub(crate) forecast: DayForecast,
    /// Those in which it is open or somebody is planned.
    pub(crate) half_hours: Vec<OutlookHalfHour>,
}

/// A half hour to come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct OutlookHalfHour {
    pub(crate) half_hour: u32,
    pub(crate) open: bool,
    pub(crate) contacts: Expected,
    /// The fewest counsellors that reach the target; none when no number does.
    pub(crate) needed: Option<u32>,
    /// Should as many come as the interval's upper end.
    pub(crate) needed_high: Option<u32>,
    pub(crate) planned: f64,
}

impl OutlookHalfHour {
    pub(crate) fn missing(&self) -> f64 {
        (f64::from(self.needed.unwrap_or_default()) - self.planned).max(0.0)
    }

    fn spare(&self) -> f64 {
        (self.planned - f64::from(self.needed.unwrap_or_default())).max(0.0)
    }
}

impl OutlookDay {
    fn hours(&self, of: impl Fn(&OutlookHalfHour) -> f64) -> f64 {
        self.half_hours.iter().map(of).sum::<f64>() / 2.0
    }

    pub(crate) fn needed_hours(&self) -> f64 {
        self.hours(|one| f64::from(one.needed.unwrap_or_default()))
    }

    pub(crate) fn planned_hours(&self) -> f64 {
        self.hours(|one| one.planned)
    }

    pub(crate) fn missing_hours(&self) -> f64 {
        self.hours(OutlookHalfHour::missing)
    }

    pub(crate) fn spare_hours(&self) -> f64 {
        self.hours(OutlookHalfHour::spare)
    }
}

/// Counsellors needed, remembered: weeks are much alike.
struct Needs<'a> {
    service: &'a Service,
    known: BTreeMap<u64, Option<u32>>,
}

impl Needs<'_> {
    fn of(&mut self, contacts: f64) -> Option<u32> {
        let service = self.service;
        // To a hundredth of a contact.
        let rounded = (contacts * 100.0).round() / 100.0;
        *self
            .known
            .entry(rounded.to_bits())
            .or_insert_with(|| service.need(rounded).map(|need| need.counsellors))
    }
}

/// Looks ahead. Computes for some tenths of a second.
pub(crate) fn look_ahead(known: &Known) -> Outlook {
    let calendar = calendar_of(known);
    let demand = Demand::learn(&known.history.days, &calendar);
    let Some(demand) = demand.filter(|_| known.history.open_days() >= LEAST_DAYS) else {
        return Outlook {
            days: Vec::new(),
            accuracy: None,
            has_new_hours: false,
        };
    };
    let mut needs = Needs {
        service: &known.service,
        known: BTreeMap::new(),
    };
    let (from, count) = known.asked;
    let days: Vec<OutlookDay> = dates(from, count)
        .map(|on| day_of(known, demand.day(on, COVERAGE), &mut needs))
        .collect();
    let is_new = |one: &OutlookHalfHour| one.open && one.contacts.mean < NOTHING;
    Outlook {
        has_new_hours: days.iter().any(|day| day.half_hours.iter().any(is_new)),
        accuracy: judge(&known.history, &calendar),
        days,
    }
}

fn calendar_of(known: &Known) -> Calendar {
    let open: BTreeSet<NaiveDate> = known.open.iter().map(|(on, _)| *on).collect();
    let (from, count) = known.asked;
    let shut = dates(from, count).filter(|on| !open.contains(on));
    Calendar {
        closed: known.history.closed.iter().copied().chain(shut).collect(),
        peaks: Peak::norwegian(),
    }
}

fn judge(history: &History, calendar: &Calendar) -> Option<BackTestReport> {
    let days = u32::try_from(history.days.len()).unwrap_or(u32::MAX);
    let plan = BackTest {
        first_days: days.saturating_sub(JUDGED).max(FIRST_JUDGED),
        coverage: COVERAGE,
        ..BackTest::default()
    };
    back_test(&history.days, calendar, &plan)
}

fn day_of(known: &Known, forecast: DayForecast, needs: &mut Needs<'_>) -> OutlookDay {
    let mut half_hours = Vec::new();
    for (half_hour, contacts) in (0..).zip(&forecast.half_hours) {
        let place = (forecast.on, half_hour);
        let open = known.open.contains(&place);
        let planned = known.planned.get(&place).copied().unwrap_or_default();
        if !open && planned <= 0.0 {
            continue;
        }
        let mut need = |contacts| {
            if open { needs.of(contacts) } else { Some(0) }
        };
        half_hours.push(OutlookHalfHour {
            half_hour,
            open,
            contacts: *contacts,
            needed: need(contacts.mean),
            needed_high: need(f64::from(contacts.high)),
            planned,
        });
    }
    OutlookDay {
        forecast,
        half_hours,
    }
}

#[cfg(test)]
mod tests {
    use routing::forecast::{DayCounts, HALF_HOURS};

    use super::*;

    fn date(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 9, day).unwrap()
    }

    /// Days from 1 September with four contacts in each half hour from 8 to 10 o'clock.
    fn history(days: u32) -> History {
        let mut counts = vec![0; HALF_HOURS];
        counts[16..20].fill(4);
        let days = dates(date(1), days).map(|on| DayCounts {
            on,
            counts: counts.clone(),
        });
        History {
            days: days.collect(),
            closed: BTreeSet::new(),
        }
    }

    fn known(days: u32) -> Known {
        let from = super::super::demand::days_later(date(1), days);
        let open = dates(from, 2).flat_map(|on| (16..22).map(move |at| (on, at)));
        Known {
            history: history(days),
            service: Service::default(),
            asked: (from, 3),
            open: open.collect(),
            planned: BTreeMap::from([((from, 16), 1.0), ((from, 30), 0.5)]),
        }
    }

    #[test]
    fn a_day_tells_what_is_needed_and_what_the_rota_lacks() {
        let known = known(60);
        let outlook = look_ahead(&known);
        let day = &outlook.days[0];
        let first = day.half_hours[0];
        assert!((first.contacts.mean - 4.0).abs() < 0.2, "{first:?}");
        let needed = known.service.need(first.contacts.mean).unwrap().counsellors;
        assert_eq!(first.needed, Some(needed));
        assert!(first.needed_high >= first.needed);
        assert!((first.missing() - (f64::from(needed) - 1.0)).abs() < 1e-9);
        let outside = day.half_hours.last().unwrap();
        assert_eq!((outside.half_hour, outside.open), (30, false));
        assert!((day.spare_hours() - 0.25).abs() < 1e-9, "{day:?}");
        assert!(outlook.has_new_hours, "nobody is known from 10 to 11");
        let closed = &outlook.days[2];
        assert!(closed.forecast.closed && closed.half_hours.is_empty());
    }

    #[test]
    fn the_forecasts_of_the_last_weeks_are_judged() {
        let report = look_ahead(&known(60)).accuracy.unwrap();
        assert!(report.days.model.wape < 0.01, "{report:?}");
        assert!(report.parts[0].came > 100 && report.parts[2].came == 0);
        assert!(look_ahead(&known(20)).accuracy.is_none());
    }

    #[test]
    fn too_little_history_is_no_forecast() {
        assert_eq!(look_ahead(&known(13)).days, []);
        assert_eq!(look_ahead(&known(14)).days.len(), 3);
    }
}
