//! What the operations answer.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{
    CentreId, Channel, County, ExceptionId, Language, PresenceState, QueueKind, SiteId, StaffId,
};
use platform::http::Wire;
use poem_openapi::{Enum, Object};

use crate::domain::{
    Capacity, Centre, Counsellor, Site, Texts,
    hours::{DatedException, PreviewDay, Replacement, Span, WeeklyInterval, Why, clock_text},
};

/// Why the service is open or closed, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "Why", rename_all = "snake_case")]
pub enum WhyWord {
    /// It is open.
    Open,
    /// Closed by the week.
    OutsideHours,
    /// A national closed day.
    ClosedDay,
    /// A dated exception of the centre.
    Exception,
    /// No centre contributes.
    NoCentre,
    /// The centre has switched the channel off.
    NotOffered,
    /// Closed by a coordinator.
    ByHand,
}

impl From<&Why> for WhyWord {
    fn from(why: &Why) -> Self {
        match why {
            Why::Open => Self::Open,
            Why::OutsideHours => Self::OutsideHours,
            Why::ClosedDay { .. } => Self::ClosedDay,
            Why::Exception { .. } => Self::Exception,
            Why::NoCentre => Self::NoCentre,
            Why::NotOffered => Self::NotOffered,
            Why::ByHand => Self::ByHand,
        }
    }
}

/// Some items, all there are.
#[derive(Object)]
pub(super) struct Items<T: poem_openapi::types::ParseFromJSON + poem_openapi::types::ToJSON> {
    pub(super) items: Vec<T>,
}

/// A centre as any counsellor may know it, for transfers.
#[derive(Object)]
pub(super) struct CentreName {
    pub(super) id: Wire<CentreId>,
    pub(super) name: String,
    pub(super) county: Wire<County>,
    /// Whether any of its queues is open on any channel.
    pub(super) open: bool,
}

/// A centre as its own staff and the national layer know it.
#[derive(Object)]
#[oai(rename = "Centre")]
pub(super) struct CentreBody {
    id: Wire<CentreId>,
    county: Wire<County>,
    name: String,
    /// The region within which contacts widen before they go to all.
    region: String,
    languages: Vec<Wire<Language>>,
    /// Name in the time zone database, such as `Europe/Oslo`.
    time_zone: String,
    /// Counsellors kept for the centre's own seekers.
    local_reserve: u32,
    /// Whether it takes part; an archived centre does not.
    active: bool,
    created_at: DateTime<Utc>,
}

impl From<Centre> for CentreBody {
    fn from(centre: Centre) -> Self {
        Self {
            id: Wire(centre.id),
            county: Wire(centre.county),
            name: centre.name,
            region: centre.region,
            languages: centre.languages.into_iter().map(Wire).collect(),
            time_zone: centre.time_zone.name().to_owned(),
            local_reserve: centre.local_reserve,
            active: centre.active,
            created_at: centre.created_at,
        }
    }
}

/// A place where a centre meets people.
#[derive(Object)]
#[oai(rename = "Site")]
pub(super) struct SiteBody {
    id: Wire<SiteId>,
    name: String,
    address: String,
    postal_place: String,
    /// How one gets in.
    access: LocalizedText,
    /// How one gets there by public transport.
    transport: LocalizedText,
}

impl From<Site> for SiteBody {
    fn from(site: Site) -> Self {
        Self {
            id: Wire(site.id),
            name: site.name,
            address: site.address,
            postal_place: site.postal_place,
            access: LocalizedText::from(&site.access),
            transport: LocalizedText::from(&site.transport),
        }
    }
}

/// A member of a centre's staff.
#[derive(Object)]
pub(super) struct StaffMember {
    id: Wire<StaffId>,
    /// The name seekers see.
    alias: String,
    languages: Vec<Wire<Language>>,
    topics: Vec<String>,
    channels: Vec<Wire<Channel>>,
    works_from_home: bool,
    state: Wire<PresenceState>,
    load_units: u32,
    capacity_units: u32,
}

impl From<Counsellor> for StaffMember {
    fn from(counsellor: Counsellor) -> Self {
        Self {
            id: Wire(counsellor.staff_id),
            alias: counsellor.alias,
            languages: counsellor.languages.into_iter().map(Wire).collect(),
            topics: counsellor.topics,
            channels: counsellor.channels.into_iter().map(Wire).collect(),
            works_from_home: counsellor.works_from_home,
            state: Wire(counsellor.state),
            load_units: counsellor.load_units,
            capacity_units: counsellor.capacity_units,
        }
    }
}

/// From when to when, by the wall clock of the centre.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(super) struct ClockSpan {
    /// `09:00`.
    opens: String,
    /// `15:30`; midnight is `24:00`.
    closes: String,
    /// Present if it closes after midnight.
    closes_next_day: Option<bool>,
}

impl From<Span> for ClockSpan {
    fn from(span: Span) -> Self {
        Self {
            opens: span.opens_text(),
            closes: span.closes_text(),
            closes_next_day: span.closes_next_day().then_some(true),
        }
    }
}

/// An interval of every week.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(super) struct OpeningInterval {
    queue: Wire<QueueKind>,
    channel: Wire<Channel>,
    /// The day it starts on, Monday 1 to Sunday 7.
    weekday: u32,
    /// `09:00`.
    opens: String,
    /// `15:30`; midnight is `24:00`.
    closes: String,
    /// Present if it closes after midnight.
    closes_next_day: Option<bool>,
    /// The first date it starts on; unbounded if absent.
    valid_from: Option<NaiveDate>,
    /// The last date it starts on; unbounded if absent.
    valid_until: Option<NaiveDate>,
}

impl From<&WeeklyInterval> for OpeningInterval {
    fn from(interval: &WeeklyInterval) -> Self {
        Self {
            queue: Wire(interval.queue),
            channel: Wire(interval.channel),
            weekday: interval.weekday.number_from_monday(),
            opens: interval.span.opens_text(),
            closes: interval.span.closes_text(),
            closes_next_day: interval.span.closes_next_day().then_some(true),
            valid_from: interval.valid_from,
            valid_until: interval.valid_until,
        }
    }
}

/// A text in up to four languages.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(super) struct LocalizedText {
    nb: Option<String>,
    nn: Option<String>,
    se: Option<String>,
    en: Option<String>,
}

impl From<&Texts> for LocalizedText {
    fn from(texts: &Texts) -> Self {
        let text = |language| texts.exact(language).map(str::to_owned);
        Self {
            nb: text(Language::Nb),
            nn: text(Language::Nn),
            se: text(Language::Se),
            en: text(Language::En),
        }
    }
}

/// A dated exception from the week.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(super) struct OpeningException {
    id: Wire<ExceptionId>,
    date: NaiveDate,
    /// Only this queue; every queue if absent.
    queue: Option<Wire<QueueKind>>,
    /// Only this channel; every channel if absent.
    channel: Option<Wire<Channel>>,
    /// Whether nothing opens that day.
    closed: bool,
    /// What replaces the week that day.
    intervals: Vec<ClockSpan>,
    /// `15:00`: the day is as it is else, but for what comes after this.
    closes: Option<String>,
    reason: LocalizedText,
}

impl From<(ExceptionId, DatedException)> for OpeningException {
    fn from((id, exception): (ExceptionId, DatedException)) -> Self {
        let (spans, closes) = match exception.replacement {
            Replacement::Closed => (Vec::new(), None),
            Replacement::Open(spans) => (spans, None),
            Replacement::Early(minute) => (Vec::new(), Some(clock_text(minute))),
        };
        Self {
            id: Wire(id),
            date: exception.date,
            queue: exception.queue.map(Wire),
            channel: exception.channel.map(Wire),
            closed: spans.is_empty() && closes.is_none(),
            intervals: spans.into_iter().map(ClockSpan::from).collect(),
            closes,
            reason: LocalizedText::from(&exception.text),
        }
    }
}

/// What a centre can take right now.
#[derive(Object)]
#[oai(rename = "Capacity")]
pub(super) struct CapacityBody {
    /// Units of all who are not offline.
    capacity_units: u32,
    load_units: u32,
    /// Units of those available that are not taken.
    free_units: u32,
    /// Counsellors who take contacts.
    available: u32,
    away: u32,
    wrap_up: u32,
    offline: u32,
    /// Counsellors kept for the centre's own seekers.
    local_reserve: u32,
}

impl CapacityBody {
    pub(super) fn new(capacity: Capacity, local_reserve: u32) -> Self {
        Self {
            capacity_units: capacity.capacity_units,
            load_units: capacity.load_units,
            free_units: capacity.free_units,
            available: capacity.available,
            away: capacity.away,
            wrap_up: capacity.wrap_up,
            offline: capacity.offline,
            local_reserve,
        }
    }
}

/// A date on which the whole service is closed.
#[derive(Object)]
pub(super) struct ClosedDay {
    date: NaiveDate,
    /// 17 May 2027 has two.
    names: Vec<LocalizedText>,
}

impl From<(NaiveDate, &[Texts])> for ClosedDay {
    fn from((date, names): (NaiveDate, &[Texts])) -> Self {
        Self {
            date,
            names: names.iter().map(LocalizedText::from).collect(),
        }
    }
}

/// From which instant to which.
#[derive(Object)]
pub(super) struct Run {
    opens_at: DateTime<Utc>,
    closes_at: DateTime<Utc>,
}

/// What a coming day of a centre will be like.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(super) struct HoursPreviewDay {
    date: NaiveDate,
    why: WhyWord,
    /// Names of the closed day, or the text of the exception; none where there is nothing to explain.
    reasons: Vec<LocalizedText>,
    /// Runs that go on past midnight are cut there.
    open: Vec<Run>,
    /// What seekers of the national queue are told: all contributing centres united. Absent for local queues.
    seekers: Option<ToldDay>,
}

/// What seekers are told of a day.
#[derive(Object)]
pub(super) struct ToldDay {
    why: WhyWord,
    /// As above.
    reasons: Vec<LocalizedText>,
    /// As above.
    open: Vec<Run>,
}

impl HoursPreviewDay {
    /// A day of a centre, and the same day of the national queue where it is asked for.
    pub(super) fn new(own: PreviewDay, seekers: Option<PreviewDay>) -> Self {
        let date = own.date;
        let own = ToldDay::from(own);
        Self {
            date,
            why: own.why,
            reasons: own.reasons,
            open: own.open,
            seekers: seekers.map(ToldDay::from),
        }
    }
}

impl From<PreviewDay> for ToldDay {
    fn from(day: PreviewDay) -> Self {
        let reasons = match &day.why {
            Why::ClosedDay { names } => names.iter().map(LocalizedText::from).collect(),
            Why::Exception { text } => vec![text.into()],
            Why::Open | Why::OutsideHours | Why::NoCentre | Why::NotOffered | Why::ByHand => {
                Vec::new()
            }
        };
        let run = |(opens_at, closes_at)| Run {
            opens_at,
            closes_at,
        };
        Self {
            why: WhyWord::from(&day.why),
            reasons,
            open: day.open.into_iter().map(run).collect(),
        }
    }
}
