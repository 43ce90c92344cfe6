//! The public card of a centre.

use chrono::{DateTime, Utc};
use kernel::{CentreId, County, Instant, Language};
use platform::http::Wire;
use poem_openapi::Object;

use super::{
    answers::{LocalizedText, OpeningInterval, SiteBody, WhyWord},
    profile::Modules,
};
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
    /// Its name in languages that have another.
    names: LocalizedText,
    /// What it does, in short.
    description: LocalizedText,
    /// How to reach it, in words.
    reach: LocalizedText,
    telephone: Option<String>,
    email: Option<String>,
    website: Option<String>,
    logo: Option<CardLogo>,
    /// Which parts of the service it has switched on.
    modules: Modules,
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

/// Where a logo is, and what stands for it.
#[derive(Object)]
struct CardLogo {
    /// Below the server's root; another one with every change of the image.
    path: String,
    /// What stands for it where it is not seen; the centre's name where it is empty.
    alt: LocalizedText,
}

impl CardLogo {
    fn of(entry: &CentreEntry) -> Option<Self> {
        let mark = entry.logo.as_ref()?;
        Some(Self {
            path: format!("/api/v1/service/centres/{}/logo?v={}", entry.id, mark.tag),
            alt: LocalizedText::from(&entry.profile.logo_alt),
        })
    }
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
        let profile = &entry.profile;
        Self {
            id: Wire(entry.id),
            name: entry.name.clone(),
            names: LocalizedText::from(&profile.names),
            description: LocalizedText::from(&profile.description),
            reach: LocalizedText::from(&profile.reach),
            telephone: profile.telephone.clone(),
            email: profile.email.clone(),
            website: profile.website.clone(),
            logo: CardLogo::of(entry),
            modules: Modules::of(&profile.modules_off),
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
