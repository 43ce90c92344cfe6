//! The coordinators' picture of the national queue: who waits, how the day goes, where something is wrong.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::TimeDelta;
use kernel::{CentreId, Channel, ContactId, Instant, Language, PresenceState, StaffId};

use super::contact::{Contact, ContactState};

/// Seconds within which an answer is prompt.
pub(crate) const PROMPT_S: i64 = 60;
/// Seconds within which whoever leaves has hardly waited.
pub(crate) const EARLY_S: i64 = 10;
/// Answers of the day below which shares of it say nothing.
const FEW: u32 = 10;
/// How long ago somebody was there for their absence to be noticed.
const RECENTLY: TimeDelta = TimeDelta::hours(1);

/// When the board raises an alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Thresholds {
    pub(crate) waiting: u32,
    pub(crate) longest_wait_s: u32,
    /// Of those who came today.
    pub(crate) abandoned_percent: u32,
    /// Answered promptly today, at least.
    pub(crate) service_level_percent: u32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            waiting: 20,
            longest_wait_s: 300,
            abandoned_percent: 10,
            service_level_percent: 60,
        }
    }
}

impl Thresholds {
    /// The field that cannot be, and the most it can be.
    pub(crate) const fn fault(&self) -> Option<(&'static str, u32)> {
        if self.waiting == 0 || self.waiting > 10_000 {
            return Some(("waiting", 10_000));
        }
        if self.longest_wait_s == 0 || self.longest_wait_s > 86_400 {
            return Some(("longest_wait_s", 86_400));
        }
        if self.abandoned_percent == 0 || self.abandoned_percent > 100 {
            return Some(("abandoned_percent", 100));
        }
        if self.service_level_percent == 0 || self.service_level_percent > 100 {
            return Some(("service_level_percent", 100));
        }
        None
    }
}

/// A contact of today, without what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Arrival {
    pub(crate) joined_at: Instant,
    pub(crate) accepted_at: Option<Instant>,
    /// When it ended without having been answered.
    pub(crate) left_at: Option<Instant>,
    /// The centre that served it.
    pub(crate) by: Option<CentreId>,
}

/// How the day goes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Today {
    pub(crate) joined: u32,
    pub(crate) answered: u32,
    pub(crate) abandoned: u32,
    /// Those of them who left within [`EARLY_S`].
    pub(crate) abandoned_early: u32,
    prompt: u32,
    waited_s: f64,
    by: BTreeMap<CentreId, u32>,
}

impl Today {
    pub(crate) fn of(arrivals: &[Arrival]) -> Self {
        let mut today = Self::default();
        for arrival in arrivals {
            today.joined += 1;
            if let Some(accepted) = arrival.accepted_at {
                let waited = accepted - arrival.joined_at;
                today.answered += 1;
                today.waited_s += waited.as_seconds_f64();
                today.prompt += u32::from(waited <= TimeDelta::seconds(PROMPT_S));
                if let Some(centre) = arrival.by {
                    *today.by.entry(centre).or_default() += 1;
                }
            } else if let Some(left) = arrival.left_at {
                today.abandoned += 1;
                let early = left - arrival.joined_at <= TimeDelta::seconds(EARLY_S);
                today.abandoned_early += u32::from(early);
            }
        }
        today
    }

    /// Mean seconds until an answer (average speed of answer).
    pub(crate) fn asa_s(&self) -> Option<f64> {
        (self.answered > 0).then(|| self.waited_s / f64::from(self.answered))
    }

    /// The part answered promptly, of those answered and those who gave up.
    pub(crate) fn service_level(&self) -> Option<f64> {
        part(self.prompt, self.answered + self.abandoned)
    }

    /// The same without those who left at once.
    pub(crate) fn service_level_without_early(&self) -> Option<f64> {
        let lost = self.abandoned.saturating_sub(self.abandoned_early);
        part(self.prompt, self.answered + lost)
    }

    /// The part of today's answers that a centre gave.
    pub(crate) fn delivered(&self, centre: CentreId) -> Option<f64> {
        let own = self.by.get(&centre).copied().unwrap_or_default();
        part(own, self.answered)
    }
}

fn part(some: u32, all: u32) -> Option<f64> {
    (all > 0).then(|| f64::from(some) / f64::from(all))
}

/// A counsellor as the board counts them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OnDuty {
    pub(crate) staff: StaffId,
    pub(crate) centre: CentreId,
    pub(crate) state: PresenceState,
    /// Whether there is room for another contact.
    pub(crate) is_free: bool,
    pub(crate) since: Instant,
    pub(crate) languages: Vec<Language>,
    pub(crate) channels: Vec<Channel>,
}

/// A centre as the board counts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Contributing {
    pub(crate) id: CentreId,
    /// Channels open for the national queue now, by hours and agreement.
    pub(crate) open: Vec<Channel>,
    /// Share by the agreement in force, in any unit.
    pub(crate) share: u32,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Alarm {
    pub(crate) kind: AlarmKind,
    pub(crate) language: Option<Language>,
    pub(crate) centre: Option<CentreId>,
    pub(crate) value: Option<u32>,
    pub(crate) limit: Option<u32>,
}

impl Alarm {
    const fn of(kind: AlarmKind, value: u32, limit: u32) -> Self {
        Self {
            kind,
            language: None,
            centre: None,
            value: Some(value),
            limit: Some(limit),
        }
    }

    const fn about(kind: AlarmKind, language: Option<Language>, centre: Option<CentreId>) -> Self {
        Self {
            kind,
            language,
            centre,
            value: None,
            limit: None,
        }
    }

    /// The same trouble has the same name for as long as it lasts.
    pub(crate) const fn name(&self) -> AlarmName {
        (self.kind, self.language, self.centre)
    }
}

pub(crate) type AlarmName = (AlarmKind, Option<Language>, Option<CentreId>);

/// Kinds of trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum AlarmKind {
    /// Somebody waits, and nobody is served.
    ClosedWaiting,
    /// Too many wait.
    Waiting,
    /// Somebody waits too long.
    LongestWait,
    /// Too many gave up today.
    Abandoned,
    /// Too few were answered promptly today.
    ServiceLevel,
    /// Open, and nobody speaks the language.
    NoCounsellor,
    /// Open, and everybody who was there is gone.
    CentreDropped,
    /// Replicas do not hear each other; they look at the database instead.
    BusAway,
}

impl AlarmKind {
    pub(crate) const WORDS: &'static [&'static str] = &[
        "closed_waiting",
        "waiting",
        "longest_wait",
        "abandoned",
        "service_level",
        "no_counsellor",
        "centre_dropped",
        "bus_away",
    ];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::ClosedWaiting => "closed_waiting",
            Self::Waiting => "waiting",
            Self::LongestWait => "longest_wait",
            Self::Abandoned => "abandoned",
            Self::ServiceLevel => "service_level",
            Self::NoCounsellor => "no_counsellor",
            Self::CentreDropped => "centre_dropped",
            Self::BusAway => "bus_away",
        }
    }
}

/// Everything the board is made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Situation {
    /// Of the national queue: waiting, active and in wrap-up, oldest first.
    pub(crate) contacts: Vec<Contact>,
    pub(crate) counsellors: Vec<OnDuty>,
    pub(crate) centres: Vec<Contributing>,
    pub(crate) today: Today,
    /// Replicas do not hear each other.
    pub(crate) is_bus_away: bool,
}

impl Situation {
    /// Contacts that wait, longest first.
    pub(crate) fn waiting(&self) -> impl Iterator<Item = &Contact> {
        let contacts = self.contacts.iter();
        contacts.filter(|contact| contact.state == ContactState::Waiting)
    }

    /// How many wait, by what is asked of each.
    pub(crate) fn count<K: Ord>(&self, key: impl Fn(&Contact) -> K) -> BTreeMap<K, u32> {
        let mut counts = BTreeMap::new();
        for contact in self.waiting() {
            *counts.entry(key(contact)).or_default() += 1;
        }
        counts
    }

    /// Counsellors whom national contacts can be offered, as far as they have room.
    pub(crate) fn available(&self) -> impl Iterator<Item = &OnDuty> {
        let contributing: BTreeSet<CentreId> = self
            .centres
            .iter()
            .filter(|centre| !centre.open.is_empty() && centre.share > 0)
            .map(|centre| centre.id)
            .collect();
        self.counsellors.iter().filter(move |one| {
            one.state == PresenceState::Available
                && one.is_free
                && contributing.contains(&one.centre)
        })
    }

    /// Conversations by the counsellor's centre.
    pub(crate) fn conversations(&self) -> HashMap<StaffId, u32> {
        let mut counts = HashMap::new();
        let active = self.contacts.iter();
        for contact in active.filter(|contact| contact.state == ContactState::Active) {
            if let Some(staff) = contact.staff {
                *counts.entry(staff).or_default() += 1;
            }
        }
        counts
    }

    /// What is wrong now, the gravest kinds last.
    pub(crate) fn alarms(&self, limits: Thresholds, now: Instant) -> Vec<Alarm> {
        let mut alarms: Vec<Alarm> = self.shut_in().into_iter().collect();
        let waiting = u32::try_from(self.waiting().count()).unwrap_or(u32::MAX);
        if waiting >= limits.waiting {
            alarms.push(Alarm::of(AlarmKind::Waiting, waiting, limits.waiting));
        }
        let longest = self.waiting().map(|contact| now - contact.joined_at).max();
        let longest = longest.map_or(0, |wait| u32::try_from(wait.num_seconds()).unwrap_or(0));
        if longest >= limits.longest_wait_s {
            alarms.push(Alarm::of(
                AlarmKind::LongestWait,
                longest,
                limits.longest_wait_s,
            ));
        }
        alarms.extend(self.alarms_of_the_day(limits));
        alarms.extend(self.missing_languages());
        alarms.extend(self.dropped(now));
        if self.is_bus_away {
            alarms.push(Alarm::about(AlarmKind::BusAway, None, None));
        }
        alarms
    }

    /// Those who wait while no centre serves their channel.
    fn shut_in(&self) -> Option<Alarm> {
        let is_shut = |contact: &&Contact| {
            let mut centres = self.centres.iter();
            centres.all(|centre| !centre.open.contains(&contact.channel))
        };
        let waiting = self.waiting().filter(is_shut).count();
        (waiting > 0).then(|| Alarm {
            value: u32::try_from(waiting).ok(),
            ..Alarm::about(AlarmKind::ClosedWaiting, None, None)
        })
    }

    fn alarms_of_the_day(&self, limits: Thresholds) -> Vec<Alarm> {
        let today = &self.today;
        let done = today.answered + today.abandoned;
        if done < FEW {
            return Vec::new();
        }
        let percent = |some: u32| some.saturating_mul(100) / done;
        let (lost, prompt) = (percent(today.abandoned), percent(today.prompt));
        let mut alarms = Vec::new();
        if lost >= limits.abandoned_percent {
            alarms.push(Alarm::of(
                AlarmKind::Abandoned,
                lost,
                limits.abandoned_percent,
            ));
        }
        if prompt < limits.service_level_percent {
            let limit = limits.service_level_percent;
            alarms.push(Alarm::of(AlarmKind::ServiceLevel, prompt, limit));
        }
        alarms
    }

    /// Languages that nobody on duty speaks while the service is open.
    fn missing_languages(&self) -> Vec<Alarm> {
        if self.centres.iter().all(|centre| centre.open.is_empty()) {
            return Vec::new();
        }
        let present = self
            .counsellors
            .iter()
            .filter(|one| matches!(one.state, PresenceState::Available | PresenceState::WrapUp));
        let spoken: BTreeSet<Language> = present.flat_map(|one| one.languages.clone()).collect();
        // What nobody speaks at all is promised to nobody.
        let all = self.counsellors.iter();
        let promised: BTreeSet<Language> = all.flat_map(|one| one.languages.clone()).collect();
        promised
            .difference(&spoken)
            .map(|language| Alarm::about(AlarmKind::NoCounsellor, Some(*language), None))
            .collect()
    }

    /// Centres that should be there, were, and are not.
    fn dropped(&self, now: Instant) -> Vec<Alarm> {
        let is_dropped = |centre: &&Contributing| {
            let mut own = self
                .counsellors
                .iter()
                .filter(|one| one.centre == centre.id);
            let mut gone_lately = false;
            !centre.open.is_empty()
                && centre.share > 0
                && own.all(|one| {
                    gone_lately |= now - one.since < RECENTLY;
                    one.state == PresenceState::Offline
                })
                && gone_lately
        };
        let dropped = self.centres.iter().filter(is_dropped);
        dropped
            .map(|centre| Alarm::about(AlarmKind::CentreDropped, None, Some(centre.id)))
            .collect()
    }
}

/// A contact that was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Answered {
    pub(crate) contact: ContactId,
    pub(crate) at: Instant,
    pub(crate) channel: Channel,
    pub(crate) language: Language,
    pub(crate) staff: StaffId,
    pub(crate) centre: Option<CentreId>,
}
