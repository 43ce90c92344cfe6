//! The forecast on the wire.

use chrono::NaiveDate;
use kernel::{CentreId, Channel};
use platform::http::{OneOf, Wire, Words};
use poem_openapi::Object;
use routing::forecast::{BackTestReport, Errors, Expected, Service};

use crate::{
    app::{CentrePart, Gathered},
    domain::{
        outlook::{LEAST_DAYS, Outlook, OutlookDay, OutlookHalfHour},
        traffic::{ENOUGH, Measured, WRAP_UP_S},
    },
};

pub(super) struct Notes;

impl Words for Notes {
    const WORDS: &'static [&'static str] = &[
        "no_history",
        "short_history",
        "closed_channel",
        "not_judged",
        "new_hours",
        "peak_unknown",
        "work_assumed",
        "patience_assumed",
        "no_rota",
    ];
}

pub(super) struct Parts;

impl Words for Parts {
    const WORDS: &'static [&'static str] = &["morning", "afternoon", "evening"];
}

/// A count to expect; in eight of ten cases it lies between `low` and `high`.
#[derive(Clone, Copy, Debug, Object)]
pub(super) struct ExpectedContacts {
    mean: f64,
    low: u32,
    high: u32,
}

impl From<Expected> for ExpectedContacts {
    fn from(expected: Expected) -> Self {
        Self {
            mean: hundredths(expected.mean),
            low: expected.low,
            high: expected.high,
        }
    }
}

/// A half hour in which the queue is open or somebody is planned.
#[derive(Clone, Copy, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
struct ForecastHalfHour {
    /// 0 begins at midnight, 47 at 23:30.
    half_hour: u32,
    open: bool,
    contacts: ExpectedContacts,
    /// The fewest counsellors that reach the target; absent when no number does.
    needed: Option<u32>,
    /// Should as many come as `high`.
    needed_high: Option<u32>,
    /// Counsellors on the rotas; a half is one who is there for half the time.
    planned: f64,
    /// Counsellors too few.
    missing: f64,
}

impl From<&OutlookHalfHour> for ForecastHalfHour {
    fn from(one: &OutlookHalfHour) -> Self {
        Self {
            half_hour: one.half_hour,
            open: one.open,
            contacts: one.contacts.into(),
            needed: one.needed,
            needed_high: one.needed_high,
            planned: hundredths(one.planned),
            missing: hundredths(one.missing()),
        }
    }
}

/// A day to come.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
struct ForecastDay {
    on: NaiveDate,
    closed: bool,
    /// The known time of the year it belongs to, such as a deadline.
    peak: Option<String>,
    contacts: ExpectedContacts,
    needed_hours: f64,
    planned_hours: f64,
    missing_hours: f64,
    spare_hours: f64,
    half_hours: Vec<ForecastHalfHour>,
}

impl From<&OutlookDay> for ForecastDay {
    fn from(day: &OutlookDay) -> Self {
        Self {
            on: day.forecast.on,
            closed: day.forecast.closed,
            peak: day.forecast.peak.clone(),
            contacts: day.forecast.total.into(),
            needed_hours: hundredths(day.needed_hours()),
            planned_hours: hundredths(day.planned_hours()),
            missing_hours: hundredths(day.missing_hours()),
            spare_hours: hundredths(day.spare_hours()),
            half_hours: day.half_hours.iter().map(ForecastHalfHour::from).collect(),
        }
    }
}

/// What the forecast was learned from.
#[derive(Clone, Copy, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
struct ForecastHistory {
    first_on: Option<NaiveDate>,
    last_on: Option<NaiveDate>,
    open_days: u32,
    /// Without so many open days there is no forecast.
    needed_days: u32,
    /// Contacts of this service.
    own_contacts: u64,
    /// Contacts of earlier systems.
    imported_contacts: u64,
}

/// What the need for counsellors is reckoned from.
#[derive(Clone, Copy, Debug, Object)]
struct ForecastBasis {
    /// Mean seconds of work for a contact, as if it were the only one, wrap-up included.
    work_s: f64,
    /// Whether it was measured; else it is assumed.
    work_measured: bool,
    /// Talks known.
    talks: u32,
    /// Seconds of wrap-up added to each talk, which is not measured.
    wrap_up_s: f64,
    /// Mean seconds until a seeker gives up.
    patience_s: f64,
    patience_measured: bool,
    /// Seekers who gave up, as far as known.
    left: u32,
    /// Contacts a counsellor holds at once.
    at_once: u32,
    within_s: f64,
    /// Part of the contacts to be answered within `within_s`.
    answered: f64,
    /// Most that may give up.
    abandoned: f64,
}

impl ForecastBasis {
    fn new(service: &Service, (work, patience): (Measured, Measured)) -> Self {
        Self {
            work_s: service.work_s.round(),
            work_measured: work.is_enough(),
            talks: work.count,
            wrap_up_s: WRAP_UP_S,
            patience_s: service.patience_s.round(),
            patience_measured: patience.is_enough(),
            left: patience.count,
            at_once: u32::try_from(service.speedup.len()).unwrap_or(1),
            within_s: service.target.within_s,
            answered: service.target.answered,
            abandoned: service.target.abandoned,
        }
    }
}

/// How far a part of the day was off.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
struct ForecastPart {
    part: Wire<OneOf<Parts>>,
    /// Contacts that came in it.
    contacts: u32,
    /// Errors over contacts; absent where too few came to tell.
    off: Option<f64>,
}

/// How far earlier forecasts were off: made again from what was known each week, and held against what came.
#[derive(Clone, Debug, Object)]
struct ForecastAccuracy {
    forecasts: u32,
    first_on: NaiveDate,
    last_on: NaiveDate,
    /// Errors over contacts of whole days: 0.2 is off by a fifth.
    off: f64,
    /// The same of "as on the same weekday last week".
    last_week_off: f64,
    /// Above 0 too many were forecast.
    bias: f64,
    /// Part of the days that lay within their interval; 0.8 is meant.
    covered: f64,
    /// Errors over contacts of single half hours.
    half_hours_off: f64,
    parts: Vec<ForecastPart>,
}

impl ForecastAccuracy {
    fn new(report: &BackTestReport) -> Option<Self> {
        let days = || report.all.iter().map(|day| day.on);
        let off = |errors: Errors| thousandths(errors.wape);
        let parts = Parts::WORDS.iter().zip(&report.parts);
        Some(Self {
            forecasts: report.forecasts,
            first_on: days().min()?,
            last_on: days().max()?,
            off: off(report.days.model),
            last_week_off: off(report.days.naive),
            bias: thousandths(report.days.model.bias),
            covered: thousandths(report.days.covered),
            half_hours_off: off(report.half_hours.model),
            parts: parts
                .map(|(part, errors)| ForecastPart {
                    part: Wire::<OneOf<Parts>>::word(*part),
                    contacts: errors.came,
                    off: Some(off(errors.model)).filter(|_| errors.came >= ENOUGH),
                })
                .collect(),
        })
    }
}

/// A centre's part of the days.
#[derive(Clone, Debug, Object)]
struct ForecastCentre {
    centre_id: Wire<CentreId>,
    name: String,
    /// Its part of all shares agreed.
    agreed: f64,
    /// Its part of the counsellor hours needed.
    due_hours: f64,
    /// Counsellor hours on its rota.
    planned_hours: f64,
}

/// What is to come on the national queue.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub(super) struct Forecast {
    channel: Wire<Channel>,
    from: NaiveDate,
    days: u32,
    history: ForecastHistory,
    basis: ForecastBasis,
    /// Absent where no forecast could be held against what came.
    accuracy: Option<ForecastAccuracy>,
    /// What to bear in mind.
    notes: Vec<Wire<OneOf<Notes>>>,
    /// Empty with too little history.
    items: Vec<ForecastDay>,
    centres: Vec<ForecastCentre>,
}

impl Forecast {
    /// `name` tells what a centre is called.
    pub(super) fn new(
        channel: Channel,
        gathered: &Gathered,
        outlook: &Outlook,
        name: impl Fn(CentreId) -> String,
    ) -> Self {
        let known = &gathered.known;
        let history = &known.history;
        let sources = gathered.sources;
        let needed: f64 = outlook.days.iter().map(OutlookDay::needed_hours).sum();
        let centre = |part: &CentrePart| ForecastCentre {
            centre_id: Wire(part.id),
            name: name(part.id),
            agreed: thousandths(part.agreed),
            due_hours: hundredths(part.agreed * needed),
            planned_hours: hundredths(part.planned.values().sum::<f64>() / 2.0),
        };
        let mut centres: Vec<ForecastCentre> = gathered.centres.iter().map(centre).collect();
        centres.sort_by(|one, other| one.name.cmp(&other.name));
        let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Self {
            channel: Wire(channel),
            from: known.asked.0,
            days: known.asked.1,
            history: ForecastHistory {
                first_on: history.days.first().map(|day| day.on),
                last_on: history.days.last().map(|day| day.on),
                open_days: small(history.open_days()),
                needed_days: small(LEAST_DAYS),
                own_contacts: sources.own_contacts,
                imported_contacts: sources.imported_contacts,
            },
            basis: ForecastBasis::new(&known.service, (sources.work, sources.patience)),
            accuracy: outlook.accuracy.as_ref().and_then(ForecastAccuracy::new),
            notes: notes(gathered, outlook)
                .into_iter()
                .map(Wire::<OneOf<Notes>>::word)
                .collect(),
            items: outlook.days.iter().map(ForecastDay::from).collect(),
            centres,
        }
    }

    /// The half hours as rows of a table.
    pub(super) fn rows(&self) -> impl Iterator<Item = Vec<String>> + '_ {
        self.items.iter().flat_map(|day| {
            day.half_hours.iter().map(move |one| {
                let count = |count: Option<u32>| count.map(|count| count.to_string());
                vec![
                    day.on.to_string(),
                    format!("{:02}:{:02}", one.half_hour / 2, one.half_hour % 2 * 30),
                    decimal(one.contacts.mean),
                    one.contacts.low.to_string(),
                    one.contacts.high.to_string(),
                    count(one.needed).unwrap_or_default(),
                    count(one.needed_high).unwrap_or_default(),
                    decimal(one.planned),
                    decimal(one.missing),
                ]
            })
        })
    }
}

fn notes(gathered: &Gathered, outlook: &Outlook) -> Vec<&'static str> {
    let (known, sources) = (&gathered.known, gathered.sources);
    let is_empty = known.history.days.is_empty();
    let is_unknown_peak = outlook.days.iter().any(|day| {
        let peak = day.forecast.peak.is_some() && !day.forecast.closed;
        peak && (day.forecast.on
            - known
                .history
                .days
                .first()
                .map_or(day.forecast.on, |one| one.on))
        .num_days()
            < 365
    });
    [
        ("no_history", is_empty),
        ("short_history", !is_empty && outlook.days.is_empty()),
        ("closed_channel", known.open.is_empty()),
        (
            "not_judged",
            outlook.accuracy.is_none() && !outlook.days.is_empty(),
        ),
        ("new_hours", outlook.has_new_hours),
        ("peak_unknown", is_unknown_peak),
        ("work_assumed", !sources.work.is_enough()),
        ("patience_assumed", !sources.patience.is_enough()),
        ("no_rota", known.planned.is_empty()),
    ]
    .into_iter()
    .filter_map(|(note, holds)| holds.then_some(note))
    .collect()
}

fn hundredths(value: f64) -> f64 {
    // A sum of nothing is -0.
    (value * 100.0).round() / 100.0 + 0.0
}

fn thousandths(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// As spreadsheets of our languages read it.
fn decimal(value: f64) -> String {
    format!("{value:.2}").replace('.', ",")
}
