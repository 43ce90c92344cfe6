//! The public card of a centre.

use chrono::{DateTime, Utc};
use kernel::{CentreId, County, Instant, Language};
use platform::http::Wire;
use poem_openapi::Object;

use super::answers::{OpeningInterval, SiteBody, WhyWord};
use crate::{
    directory::{CentreEntry, Directory},
    domain::hours::{Answer, Why},
};

/// What everyone may know of a centre.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(super) struct CentreCard {
    id: Wire<CentreId>,
    name: String,
    county: Wire<County>,
    languages: Vec<Wire<Language>>,
    sites: Vec<SiteBody>,
    /// Whether any of the hours below hold now.
    open: bool,
    why: WhyWord,
    /// The end of the present opening.
    closes_at: Option<DateTime<Utc>>,
    /// The next opening, while closed.
    next_opening: Option<DateTime<Utc>>,
    hours: Vec<OpeningInterval>,
}

impl CentreCard {
    pub(super) fn new(directory: &Directory, entry: &CentreEntry, now: Instant) -> Self {
        // A centre that left the directory meanwhile is shown closed.
        let answer = directory.card_answer(entry.id, now).unwrap_or(Answer {
            open: false,
            why: Why::OutsideHours,
            closes_at: None,
            next_opening: None,
        });
        let today = now.with_timezone(&entry.time_zone()).date_naive();
        let week = entry.hours.week_from(today);
        Self {
            id: Wire(entry.id),
            name: entry.name.clone(),
            county: Wire(entry.county),
            languages: entry.languages.iter().copied().map(Wire).collect(),
            sites: entry.sites.iter().cloned().map(SiteBody::from).collect(),
            open: answer.open,
            why: WhyWord::from(&answer.why),
            closes_at: answer.closes_at,
            next_opening: answer.next_opening,
            hours: week.into_iter().map(OpeningInterval::from).collect(),
        }
    }
}

/// A page of cards, by id.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(super) struct CentreCards {
    pub(super) items: Vec<CentreCard>,
    /// What to give as `after` for the next page; absent on the last one.
    pub(super) next: Option<Wire<CentreId>>,
}
